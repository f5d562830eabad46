// What can be query about, a function each; nothing where `query` is not about
// something that is printed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_
#define OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_

#include "services/reporting/explain/answer.h"

namespace opvang::reporting {

// Places: places.cc.
Maybe ExplainSite(const FigureQuery& query, const pb::Site& site);
Maybe ExplainShelter(const FigureQuery& query, const pb::Shelter& shelter);

// What else is on record: records.cc.
Maybe ExplainPlacement(const FigureQuery& query,
                       const pb::PlacementFact& placement);
Maybe ExplainMove(const FigureQuery& query, const pb::MunicipalityRow& row);
Maybe ExplainPlan(const FigureQuery& query, const pb::Plan& plan);
Maybe ExplainTransfer(const FigureQuery& query,
                      const pb::TransferRow& transfer);
Maybe ExplainStep(const FigureQuery& query, const pb::MunicipalityRow& row);
// "split.agreed.place_count" of a municipality or area.
Maybe ExplainSplit(const FigureQuery& query);
Maybe ExplainLocations(const FigureQuery& query,
                       const pb::MunicipalityRow& row);

// What a report says as a whole: wholes.cc.
Maybe ExplainQuality(const FigureQuery& query);
Maybe ExplainTimeline(const FigureQuery& query);
Maybe ExplainComparison(const FigureQuery& query);
Maybe ExplainOther(const FigureQuery& query, absl::string_view role,
                   absl::string_view metric_name);
Maybe ExplainChange(const FigureQuery& query);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_
