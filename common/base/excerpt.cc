#include "common/base/excerpt.h"

#include "common/base/validation.h"

namespace opvang {
namespace {

// How many bytes a character has that begins so.
size_t SizeOf(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::string Excerpt(absl::string_view text, size_t bytes_max) {
  std::string excerpt;
  while (!text.empty()) {
    const absl::string_view character = text.substr(0, SizeOf(text[0]));
    const bool valid = IsUtf8(character);
    const absl::string_view shown = valid ? character : "\uFFFD";
    if (excerpt.size() + shown.size() > bytes_max) break;
    excerpt.append(shown.data(), shown.size());
    text.remove_prefix(valid ? character.size() : 1);
  }
  return excerpt;
}

}  // namespace opvang
