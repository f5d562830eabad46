#include "common/base/folding.h"

#include <utf8proc.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace opvang {
namespace {

std::string Mapped(absl::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(options));
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(mapped),
                     static_cast<size_t>(size));
  std::free(mapped);
  return result;
}

// Soft hyphens and what else has no width go.
constexpr int kFolding = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_IGNORE |
                         UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE;

}  // namespace

std::string CaseFolded(absl::string_view text) {
  std::string folded = Mapped(text, kFolding);
  absl::RemoveExtraAsciiWhitespace(&folded);
  return folded;
}

std::string BareWords(absl::string_view text) {
  std::string bare = absl::StrReplaceAll(
      Mapped(text, kFolding | UTF8PROC_STRIPMARK), {{"'", ""},
                                                    {"\u2019", ""},
                                                    {"\u2018", ""},
                                                    {"`", ""},
                                                    {".", ""},
                                                    {"-", " "},
                                                    {"\u2010", " "},
                                                    {"\u2011", " "},
                                                    {"\u2013", " "}});
  absl::RemoveExtraAsciiWhitespace(&bare);
  return bare;
}

}  // namespace opvang
