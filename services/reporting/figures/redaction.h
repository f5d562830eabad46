// Which locations of a report are for few. Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_REDACTION_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_REDACTION_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/redaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The locations that reports tell of, by name. Hidden are the protected ones,
// but those within `own`; without `own` all of them.
std::map<std::string, ToldLocation> LocationsOf(
    const std::vector<const pb::ReportContent*>& reports,
    absl::string_view own);

// One location is called the same in all of `reports`.
Redaction RedactionOf(const std::vector<const pb::ReportContent*>& reports,
                      absl::string_view own);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_REDACTION_H_
