#include "services/cli/context.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/calendar.h"

namespace opvang::cli {

std::string Context::Operand(size_t i) const {
  return i < arguments.words.size() ? arguments.words[i] : "";
}

int64_t Context::Revision(const std::string& flag) const {
  int64_t revision = 0;
  return absl::SimpleAtoi(arguments.Flag(flag, "0"), &revision) ? revision : -1;
}

google::type::Date Context::Date(const std::string& flag,
                                 const std::string& otherwise,
                                 absl::Status& status) const {
  const std::string text = arguments.Flag(flag, otherwise);
  const auto day = ParseDay(text);
  if (!day.has_value()) {
    status.Update(Misuse(
        absl::StrCat("--", flag, " is \"", text,
                     "\"; schrijf een dag van de kalender als 2024-10-31")));
    return {};
  }
  return ToProto(*day);
}

int32_t Context::Number(const std::string& flag, absl::Status& status) const {
  int32_t number = 0;
  if (!absl::SimpleAtoi(arguments.Flag(flag, "0"), &number)) {
    status.Update(Misuse(absl::StrCat("--", flag, " is geen heel getal")));
  }
  return number;
}

void Context::Print(const TextTable& table) const {
  streams.out << Format(table, arguments.Flag("output", "table"));
}

absl::Status Misuse(const std::string& message) {
  return absl::FailedPreconditionError(absl::StrCat("misuse: ", message));
}

bool IsMisuse(const absl::Status& status) {
  return absl::StartsWith(status.message(), "misuse: ");
}

std::string Shown(bool has, int64_t value) {
  return has ? absl::StrCat(value) : "";
}

std::string ReasonWords(const google::protobuf::RepeatedField<int>& reasons) {
  using Coverage = nl::opvang::locations::v1::LocationCoverage;
  return absl::StrJoin(reasons, " ", [](std::string* out, int reason) {
    *out += absl::AsciiStrToLower(
        Coverage::Reason_Name(static_cast<Coverage::Reason>(reason)).substr(7));
  });
}

std::string GroupWord(nl::opvang::locations::v1::PlaceGroup group) {
  return absl::AsciiStrToLower(
      nl::opvang::locations::v1::PlaceGroup_Name(group).substr(12));
}

}  // namespace opvang::cli
