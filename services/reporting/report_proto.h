// Checks of what callers send, all faults at once, and the sealed JSON.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_PROTO_H_
#define OPVANG_SERVICES_REPORTING_REPORT_PROTO_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status CheckDelivery(const pb::DeliverTextsRequest& request);

// The report that is asked for: name and spec with its scope; no content yet.
absl::StatusOr<pb::Report> ReportToMake(const pb::CreateReportRequest& request);

// What is sealed: fixed order of fields, one per line, UTF-8.
absl::StatusOr<std::string> ToJson(const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_PROTO_H_
