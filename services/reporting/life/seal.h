// What makes tampering with a report show. Pure.
#ifndef OPVANG_SERVICES_REPORTING_LIFE_SEAL_H_
#define OPVANG_SERVICES_REPORTING_LIFE_SEAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// What is sealed: fixed order of fields, one per line, UTF-8. Of a message of
// the contract, without its deprecated fields.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);
// What was sealed, at any time; DATA_LOSS of what is no content.
absl::StatusOr<pb::ReportContent> ContentOfJson(const std::string& json);

// SHA-256 over name, version, content hash and the seal of the version before,
// a line each: whoever changes one changes all that follow.
std::string SealOf(const pb::Report& report, const std::string& previous_seal);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_LIFE_SEAL_H_
