// What we hold ourselves and goes into a report.
#ifndef OPVANG_SERVICES_REPORTING_OWN_FACTS_H_
#define OPVANG_SERVICES_REPORTING_OWN_FACTS_H_

#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"
#include "services/reporting/report_state.h"
#include "services/reporting/store/content_store.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Adds to `facts` what stands as known for `report`, of which
// name, spec and superseded version are known: texts, stated figures,
// deadlines, explanations, and the reports it is held against. NOT_FOUND /
// REPORT_NOT_FOUND when the superseded version is not there.
absl::Status AddOwn(const KnownReports& known, Contents& contents,
                    const pb::Report& report, Facts& facts);

// The regions and provinces within `scope` and those it lies in: what a
// deadline may be for.
std::vector<std::string> AreasAround(const std::string& scope);

// Our own pin, and who recorded what `facts` holds of ours.
void AddOwnTrail(const KnownReports& known, Facts& facts);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_OWN_FACTS_H_
