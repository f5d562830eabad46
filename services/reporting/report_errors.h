// Everything that can go wrong in reporting, a function each.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/reporting/life/lifecycle.h"

namespace opvang::reporting {

absl::Status ReportNotFound(const std::string& name);
absl::Status ReportExists(const std::string& name);
// `source` is quotas, locations or housing; `cause` what it answered.
absl::Status SourceUnavailable(const std::string& source,
                               const absl::Status& cause);
// `sources`: "locations at revision 40", of the report that was made of them.
absl::Status SourceChanged(const std::string& report,
                           const std::vector<std::string>& sources);
absl::Status CycleUnknown(const std::string& cycle, int64_t quotas_revision);

// `newest` is the version that a next one may supersede.
absl::Status VersionSuperseded(const std::string& name,
                               const std::string& newest);
// `obstacles` are all that are in the way of `verb` for `subject`.
// `step` is its word: "adopted".
absl::Status StepImpossible(const std::string& name, const std::string& step,
                            const std::string& subject,
                            const std::vector<Obstacle>& obstacles);
absl::Status FourEyesNeeded(const std::string& name, Verb verb);
absl::Status FindingNotFound(const std::string& name, const std::string& key);
absl::Status FigureNotFound(const std::string& name, const std::string& figure);
// `caller` is the organisation's name.
absl::Status EditionNotAllowed(const std::string& caller);
absl::Status PdfUnavailable(const std::string& why);
absl::Status SubscriptionNotFound(const std::string& name);
absl::Status SubscriptionEnded(const std::string& name);
// `host` is that of the address.
absl::Status AddressNotAllowed(const std::string& host);
absl::Status SubscriptionsTooMany(int most);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_ERRORS_H_
