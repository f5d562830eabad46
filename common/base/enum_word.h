// The words of enums: LOCATION_STATE_COA_SITE_VISIT is "coa_site_visit".
#ifndef OPVANG_COMMON_BASE_ENUM_WORD_H_
#define OPVANG_COMMON_BASE_ENUM_WORD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace opvang {

// In lower case, without what all values of the enum begin with: its name in
// upper snake case. A number that is none of its values is told as that number.
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value);
template <typename Enum>
std::string EnumWord(Enum value) {
  const auto* found =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(
          static_cast<int>(value));
  return found == nullptr ? std::to_string(static_cast<int>(value))
                          : EnumWord(*found);
}

// The value of that word; nothing where there is none.
const google::protobuf::EnumValueDescriptor* ValueOfWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word);
template <typename Enum>
std::optional<Enum> EnumOfWord(absl::string_view word) {
  const auto* found =
      ValueOfWord(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (found == nullptr) return std::nullopt;
  return static_cast<Enum>(found->number());
}

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_ENUM_WORD_H_
