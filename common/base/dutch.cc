#include "common/base/dutch.h"

#include <map>
#include <utility>

#include "absl/strings/str_replace.h"

namespace opvang {
namespace {

using Pairs = std::map<absl::string_view, absl::string_view>;

std::string In(const Pairs& pairs, absl::string_view english) {
  const auto found = pairs.find(english);
  return std::string(found == pairs.end() ? "" : found->second);
}

}  // namespace

std::string DutchWord(absl::string_view word) {
  static const auto* const kWords = new Pairs{
#include "common/base/dutch_words.inc"
  };
  return In(*kWords, absl::StrReplaceAll(word, {{"-", "_"}, {" ", "_"}}));
}

std::string DutchFieldName(absl::string_view name) {
  static const auto* const kFields = new Pairs{
#include "common/base/dutch_fields.inc"
  };
  return In(*kFields, name);
}

}  // namespace opvang
