// Supervision by the province (interbestuurlijk toezicht): which level of its
// ladder follows from the balances, and why. Nothing here knows a province: a
// ladder is data. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_SUPERVISION_H_
#define OPVANG_SERVICES_HOUSING_RULES_SUPERVISION_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/rules/half_year.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// The last half-year that is over on `day`.
HalfYear LastCompleted(absl::CivilDay day);

// The ladders that `levels` make, those of one province and start together, by
// rank.
std::vector<pb::Ladder> LaddersOf(std::vector<pb::LadderLevel> levels);

// The ladder of `province` that holds on `day`: the one that starts last, not
// after it, of one day the last in the list. Null without one.
const pb::Ladder* LadderOn(const std::vector<pb::Ladder>& ladders,
                           const std::string& province, absl::CivilDay day);

// How many half-years a ladder looks at; at least 1.
int LookedAt(const pb::Ladder& ladder);

// The level that follows for a municipality on `day`, its reasons in Dutch, and
// whether the last of `steps`, which are its own, in order, is the same.
// `completed` are its last half-years that are over, in order, as many as the
// ladder looks at.
//
// A level applies when all its conditions hold; the highest that applies is
// derived. A half-year is missed when it ended with a backlog; one without a
// balance is not known to be, and breaks a row. `ladder` is null where the
// province has none.
pb::Supervision SupervisionOf(const std::string& municipality,
                              const pb::Ladder* ladder,
                              const std::vector<pb::Balance>& completed,
                              const std::vector<pb::SupervisionStep>& steps,
                              absl::CivilDay day);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_SUPERVISION_H_
