// Everything that can go wrong in reporting, a function each.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_

#include <string>

#include "absl/status/status.h"

namespace opvang::reporting {

absl::Status ReportNotFound(const std::string& name);
absl::Status ReportExists(const std::string& name);
// `source` is quotas, locations or housing; `cause` what it answered.
absl::Status SourceUnavailable(const std::string& source,
                               const absl::Status& cause);
absl::Status CycleUnknown(const std::string& cycle, int64_t quotas_revision);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_
