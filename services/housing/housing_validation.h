// Checks of what callers send to housing, all faults at once.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_VALIDATION_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_VALIDATION_H_

#include <set>
#include <string>
#include <vector>

#include "common/base/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/rules/half_year.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// Everything but what the record must tell.
Violations CheckDelivery(const pb::DeliverHousingRequest& request,
                         absl::CivilDay today);
Violations CheckCreation(const pb::CreatePlacementRequest& request,
                         absl::CivilDay today);
Violations CheckCreation(const pb::CreateMoveRequest& request,
                         absl::CivilDay today);
// The placement that a creation asks for, with its name.
pb::Placement NamedPlacement(const pb::CreatePlacementRequest& request);

// One placement, all but what the record must tell.
void CheckPlacement(const pb::Placement& placement, const std::string& parent,
                    absl::CivilDay today, const std::string& at,
                    Violations& violations);

void CheckMove(const pb::Move& move, const std::string& parent,
               absl::CivilDay today, const std::string& at,
               Violations& violations);

// The kind of a placement is one of `codes`.
void CheckKind(const pb::Placement& placement,
               const std::set<std::string>& codes, const std::string& at,
               Violations& violations);

// Each step's level is one of the ladder that holds on its day. Silent about
// steps of no municipality or day.
void CheckSteps(const pb::DeliverHousingRequest& request,
                const std::vector<pb::Ladder>& ladders, Violations& violations);

// The half-year; a fault is added, and the answer is then the first of 1900.
HalfYear CheckHalfYear(const std::string& half_year, const std::string& field,
                       Violations& violations);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_VALIDATION_H_
