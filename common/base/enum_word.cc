#include "common/base/enum_word.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace opvang {
namespace {

// "QuotaChange" as "QUOTA_CHANGE_".
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return prefix + "_";
}

}  // namespace

std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(value.name(), PrefixOf(*value.type())));
}

const google::protobuf::EnumValueDescriptor* ValueOfWord(
    const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  return type.FindValueByName(
      absl::StrCat(PrefixOf(type), absl::AsciiStrToUpper(word)));
}

}  // namespace opvang
