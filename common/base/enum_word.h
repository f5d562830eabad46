// The word of an enum's value.
#ifndef OPVANG_COMMON_BASE_ENUM_WORD_H_
#define OPVANG_COMMON_BASE_ENUM_WORD_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace opvang {

// "closes_in_window" of `LocationCoverage.REASON_CLOSES_IN_WINDOW`: in lower
// case, without the prefix that the contract's lint asks of every value, the
// name of its enum.
inline std::string EnumWord(
    const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return absl::AsciiStrToLower(
      absl::StripPrefix(value.name(), absl::StrCat(prefix, "_")));
}

// The same of a value itself; its number when the contract does not know it.
template <typename Enum>
std::string EnumWord(Enum value) {
  const google::protobuf::EnumValueDescriptor* known =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return known == nullptr ? absl::StrCat(static_cast<int>(value))
                          : EnumWord(*known);
}

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_ENUM_WORD_H_
