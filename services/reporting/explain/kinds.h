// What can be asked about, a function each; nothing where `asked` is not about
// something that is printed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_
#define OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_

#include "services/reporting/explain/answer.h"

namespace opvang::reporting {

// Places: places.cc.
Maybe ExplainSite(const Asked& asked, const pb::Site& site);
Maybe ExplainShelter(const Asked& asked, const pb::Shelter& shelter);

// What else is on record: records.cc.
Maybe ExplainPlacement(const Asked& asked, const pb::PlacementFact& placement);
Maybe ExplainMove(const Asked& asked, const pb::MunicipalityRow& row);
Maybe ExplainPlan(const Asked& asked, const pb::Plan& plan);
Maybe ExplainTransfer(const Asked& asked, const pb::TransferRow& transfer);
Maybe ExplainStep(const Asked& asked, const pb::MunicipalityRow& row);
Maybe ExplainLocations(const Asked& asked, const pb::MunicipalityRow& row);

// What a report says as a whole: wholes.cc.
Maybe ExplainQuality(const Asked& asked);
Maybe ExplainTimeline(const Asked& asked);
Maybe ExplainComparison(const Asked& asked);
Maybe ExplainOther(const Asked& asked, absl::string_view role,
                   absl::string_view metric_name);
Maybe ExplainChange(const Asked& asked);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_
