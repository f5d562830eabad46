// The life of a cycle and its statutory days: pure rules.
//
// "Before" is exclusive: of a report due before 1 November the last timely day
// is 31 October. Days are civil days in the Netherlands.
#ifndef OPVANG_SERVICES_QUOTAS_RULES_CYCLE_CALENDAR_H_
#define OPVANG_SERVICES_QUOTAS_RULES_CYCLE_CALENDAR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// The steps of one cycle that hold: of the same state and day the latest
// revision, unless it retracts; by day, then state.
std::vector<pb::CycleStep> StepsThatHold(std::vector<pb::CycleStep> steps);

// The first step that the one before does not allow. States go forward one by
// one; only a report and a decision may be amended, any number of times, or
// not at all.
const pb::CycleStep* FindImpossibleStep(
    const std::vector<pb::CycleStep>& holding);

// What may follow `state`.
std::vector<pb::CycleStep::State> StatesAfter(pb::CycleStep::State state);

// The calendar of `cycle` as seen on `day`; `holding` as from `StepsThatHold`.
pb::Calendar CalendarOf(const pb::Cycle& cycle,
                        const std::vector<pb::CycleStep>& holding,
                        absl::CivilDay day);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_CYCLE_CALENDAR_H_
