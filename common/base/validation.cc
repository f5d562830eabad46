#include "common/base/validation.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"

namespace opvang {
namespace {

// Characters in valid UTF-8, or nothing. Refuses overlong forms, surrogates
// and what lies above U+10FFFF.
std::optional<size_t> CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++count) {
    const unsigned char lead = text[i];
    const size_t length = lead < 0x80             ? 1
                          : (lead & 0xE0) == 0xC0 ? 2
                          : (lead & 0xF0) == 0xE0 ? 3
                          : (lead & 0xF8) == 0xF0 ? 4
                                                  : 0;
    if (length == 0 || i + length > text.size()) return std::nullopt;
    uint32_t code = length == 1 ? lead : lead & (0x7F >> length);
    for (size_t k = 1; k < length; ++k) {
      const unsigned char next = text[i + k];
      if ((next & 0xC0) != 0x80) return std::nullopt;
      code = code << 6 | (next & 0x3F);
    }
    constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[length] || code > 0x10FFFF ||
        (code >= 0xD800 && code <= 0xDFFF)) {
      return std::nullopt;
    }
    i += length;
  }
  return count;
}

}  // namespace

bool IsIllustrative(absl::string_view source) {
  return absl::StartsWith(source, "illustrative");
}

void CheckSource(absl::string_view source, const std::string& field,
                 Violations& violations) {
  CheckText(source, {.length_max = 500, .required = true}, field, violations);
}

void CheckText(absl::string_view text, TextBounds bounds,
               const std::string& field, Violations& violations) {
  if (text.empty()) {
    if (bounds.required) {
      violations.Add(field, absl::StrCat("is missing; it must be 1 to ",
                                         bounds.length_max, " characters"));
    }
    return;
  }
  const std::optional<size_t> length = CountCharacters(text);
  if (!length.has_value()) {
    violations.Add(field, "is not UTF-8; save the text as UTF-8");
    return;
  }
  if (*length > bounds.length_max) {
    violations.Add(field, absl::StrCat("has ", *length,
                                       " characters; it may have at most ",
                                       bounds.length_max));
  }
  for (const char c : text) {
    const bool line = c == '\n' && bounds.lines;
    if ((static_cast<unsigned char>(c) < 0x20 && !line) || c == 0x7F) {
      violations.Add(field,
                     absl::StrCat("has a control character (code ",
                                  static_cast<int>(c), "); leave it out"));
      return;
    }
  }
}

void CheckCount(int64_t count, int64_t least, int64_t most,
                const std::string& field, Violations& violations) {
  if (count >= least && count <= most) return;
  violations.Add(field, absl::StrCat("is ", count, "; it must be between ",
                                     least, " and ", most));
}

void CheckSize(int size, int most, const std::string& field,
               Violations& violations) {
  if (size <= most) return;
  violations.Add(field, absl::StrCat("has ", size, " rows; at most ", most,
                                     " fit in one call"));
}

void DistinctKeys::Check(const std::string& key, const std::string& place,
                         Violations& violations) {
  const auto [found, inserted] = places_.emplace(key, place);
  if (!inserted) {
    violations.Add(
        place, absl::StrCat("repeats ", found->second, "; state a fact once"));
  }
}

void CheckWithin(absl::string_view resource, absl::string_view parent,
                 const std::string& field, Violations& violations) {
  if (LiesWithin(resource, parent)) return;
  violations.Add(field, absl::StrCat("is ", resource.substr(0, 120),
                                     ", which does not lie within ", parent));
}

}  // namespace opvang
