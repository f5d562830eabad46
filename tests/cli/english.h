// English that slipped through to a person.
#ifndef OPVANG_TESTS_CLI_ENGLISH_H_
#define OPVANG_TESTS_CLI_ENGLISH_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace opvang::cli {

// The common English words in a text that are none in Dutch; what stands in
// brackets or quotes is what somebody types.
inline std::vector<std::string> EnglishIn(const std::string& text) {
  static const auto* const kWords = new std::set<std::string>{
      "the",      "must",       "not",       "between",  "unknown",
      "missing",  "and",        "or",        "it",       "only",
      "with",     "which",      "stated",    "than",     "there",
      "has",      "have",       "places",    "from",     "at",
      "most",     "on",         "to",        "a",        "be",
      "this",     "its",        "other",     "first",    "least",
      "cannot",   "count",      "target",    "realised", "published",
      "expected", "computed",   "days",      "overdue",  "closes",
      "lends",    "borrows",    "now",       "needed",   "guaranteed",
      "intended", "superseded", "confirmed", "adopted",  "submitted",
      "reopened", "revoked"};
  std::string plain;
  int depth = 0;
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '\n') {
      depth = 0;
      is_quoted = false;
    }
    if (c == '"') is_quoted = !is_quoted;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    plain += is_quoted || depth > 0 ? ' ' : c;
  }
  std::vector<std::string> found;
  for (const absl::string_view word :
       absl::StrSplit(absl::AsciiStrToLower(plain),
                      absl::ByAnyChar(" ,.;:!?\n"), absl::SkipEmpty())) {
    if (kWords->count(std::string(word)) > 0) found.emplace_back(word);
  }
  return found;
}

}  // namespace opvang::cli

#endif  // OPVANG_TESTS_CLI_ENGLISH_H_
