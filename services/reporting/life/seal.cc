#include "services/reporting/life/seal.h"

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "google/protobuf/util/json_util.h"

namespace opvang::reporting {

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError("a report does not print");
  return json;
}

std::string SealOf(const pb::Report& report, const std::string& previous_seal) {
  return Sha256(absl::StrCat(report.name(), "\n", report.version(), "\n",
                             report.content_sha256(), "\n", previous_seal));
}

}  // namespace opvang::reporting
