// One row per municipality, joined from what the three sources say. Pure.
#ifndef OPVANG_SERVICES_REPORTING_COMPOSE_ROWS_H_
#define OPVANG_SERVICES_REPORTING_COMPOSE_ROWS_H_

#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

pb::TargetStep ToStep(const nl::opvang::quotas::v1::Obligation::Step& step);

// Each transfer once, though both its sides may lie in the scope; by name.
std::vector<pb::TransferRow> JoinTransfers(const Facts& facts);

// In the order of `facts.obligations`. Every figure is the sum of its parts
// (`parts.h`), and every part carries the facts it rests on.
std::vector<pb::MunicipalityRow> JoinRows(
    const pb::ReportSpec& spec, const Facts& facts,
    const std::vector<pb::TransferRow>& transfers);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_COMPOSE_ROWS_H_
