// The word of an enum value, as people and figures name it: its name in lower
// case, without what all values of the enum begin with.
#ifndef OPVANG_COMMON_BASE_ENUM_WORD_H_
#define OPVANG_COMMON_BASE_ENUM_WORD_H_

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace opvang {

// "LOCATION_STATE_" of the enum `LocationState`.
inline std::string EnumPrefix(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return prefix + "_";
}

// "open" of `LOCATION_STATE_OPEN`.
inline std::string EnumWord(
    const google::protobuf::EnumValueDescriptor& value) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(value.name(), EnumPrefix(*value.type())));
}

// The same; of a number that has no name yet, the number.
template <typename Enum>
std::string EnumWord(Enum value) {
  const google::protobuf::EnumValueDescriptor* found =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return found == nullptr ? absl::StrCat(static_cast<int>(value))
                          : EnumWord(*found);
}

// The way back; null for what is no word of the enum.
inline const google::protobuf::EnumValueDescriptor* FindEnumWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  const google::protobuf::EnumValueDescriptor* found =
      type.FindValueByName(EnumPrefix(type) + absl::AsciiStrToUpper(word));
  return found != nullptr && EnumWord(*found) == word ? found : nullptr;
}

template <typename Enum>
std::optional<Enum> EnumOfWord(absl::string_view word) {
  const google::protobuf::EnumValueDescriptor* found =
      FindEnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (found == nullptr) return std::nullopt;
  return static_cast<Enum>(found->number());
}

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_ENUM_WORD_H_
