// The words that stand for values of the contracts.
#ifndef OPVANG_SERVICES_CLI_SHELL_WORDS_H_
#define OPVANG_SERVICES_CLI_SHELL_WORDS_H_

#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/enum_word.h"
#include "google/protobuf/repeated_field.h"

namespace opvang::cli {

// As a value is typed and listed: "status-holders".
template <typename Enum>
std::string TypedWord(Enum value) {
  return absl::StrReplaceAll(EnumWord(value), {{"_", "-"}});
}

// As it is read in a sentence: "net target".
template <typename Enum>
std::string SpokenWord(Enum value) {
  return absl::StrReplaceAll(EnumWord(value), {{"_", " "}});
}

// The value that is typed so; the first, which is never used, when none is.
template <typename Enum>
Enum ValueTyped(const std::string& word) {
  return EnumOfWord<Enum>(absl::StrReplaceAll(word, {{"-", "_"}}))
      .value_or(static_cast<Enum>(0));
}

// Several of one kind, parted by blanks: "no_start_date closes_in_window".
template <typename Enum>
std::string EnumWords(const google::protobuf::RepeatedField<int>& values) {
  return absl::StrJoin(values, " ", [](std::string* out, int value) {
    *out += EnumWord(static_cast<Enum>(value));
  });
}

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_WORDS_H_
