// What can be query about, a function each; nothing where `query` is not about
// something that is printed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_
#define OPVANG_SERVICES_REPORTING_EXPLAIN_KINDS_H_

#include "services/reporting/explain/answer.h"

namespace opvang::reporting {

// Places: places.cc.
Maybe ExplainSite(const FigureQuery& query, const pb::Site& site);
// "durable_regular_place_count" or "durable_special_place_count" of a
// municipality.
Maybe ExplainDurable(const FigureQuery& query, const pb::MunicipalityRow& row);
Maybe ExplainShelter(const FigureQuery& query, const pb::Shelter& shelter);

// What else is on record: records.cc.
Maybe ExplainPlacement(const FigureQuery& query,
                       const pb::PlacementFact& placement);
Maybe ExplainMove(const FigureQuery& query, const pb::MunicipalityRow& row);
Maybe ExplainPlan(const FigureQuery& query, const pb::Plan& plan);
Maybe ExplainTransfer(const FigureQuery& query,
                      const pb::TransferRow& transfer);
// "count" or "counterpart_count" of an agreement across duties.
Maybe ExplainExchange(const FigureQuery& query,
                      const nl::opvang::quotas::v1::Exchange& exchange);
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
