// A report as JSON, the form in which it is sealed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_LIFE_REPORT_JSON_H_
#define OPVANG_SERVICES_REPORTING_LIFE_REPORT_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// What is sealed: fixed order of fields, one per line, UTF-8. Of a message of
// the contract, without its deprecated fields.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// What was sealed, of any time; an error of what is no content.
absl::StatusOr<pb::ReportContent> ContentOfJson(const std::string& json);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_LIFE_REPORT_JSON_H_
