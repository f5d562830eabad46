// What quotas tells of itself: how near the statutory days are.
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/rules/cycle_calendar.h"

namespace opvang::quotas {

void QuotaService::MeasureFacts(const KnownQuotas& known,
                                Measures& measures) const {
  const std::string name = "opvang_statutory_days",
                    help =
                        "Days until the last on which what a cycle still lacks "
                        "is on time; below 0 when that is over.";
  measures.Declare(name, help);
  const absl::CivilDay today = clock_.Today();
  for (const pb::Cycle& cycle : quotas::ListCycles(known)) {
    const pb::Calendar calendar = CalendarOf(
        cycle, StepsThatHold(ListCycleSteps(known, cycle.name())), today);
    for (const auto& milestone : calendar.milestones()) {
      if (milestone.has_step_date()) continue;
      measures.Gauge(
          name, help, DayOf(milestone.last_timely_date()) - today,
          {{"cycle", cycle.name()}, {"milestone", EnumWord(milestone.kind())}});
    }
  }
}

}  // namespace opvang::quotas
