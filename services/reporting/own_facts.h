// What we hold ourselves and goes into a report.
#ifndef OPVANG_SERVICES_REPORTING_OWN_FACTS_H_
#define OPVANG_SERVICES_REPORTING_OWN_FACTS_H_

#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Adds to `facts` what stands at the revision of `tx` for `report`, of which
// name, spec and superseded version are known: texts, stated figures,
// deadlines, explanations, and the reports it is held against. NOT_FOUND /
// REPORT_NOT_FOUND when the superseded version is not there.
absl::Status ReadOwn(Transaction& tx, const pb::Report& report, Facts& facts);

// The regions and provinces within `scope` and those it lies in: what a
// deadline may be for.
std::vector<std::string> AreasAround(const std::string& scope);

// When the explanations (duiding) of `subjects` were delivered.
absl::StatusOr<std::vector<Arrival>> ListExplained(
    Transaction& tx, const std::vector<std::string>& subjects);

// Our own pin, and who recorded what `facts` holds of ours.
absl::Status AddOwnTrail(Transaction& tx, Facts& facts);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_OWN_FACTS_H_
