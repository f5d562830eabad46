#include "services/quotas/rules/cycle_calendar.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/calendar.h"

namespace opvang::quotas {
namespace {

using Milestone = pb::Calendar::Milestone;
using Step = pb::CycleStep;

// Of the steps seen on a day.
const Step* Find(const std::vector<Step>& seen, Step::State state) {
  for (const Step& step : seen) {
    if (step.state() == state) return &step;
  }
  return nullptr;
}

struct Due {
  Milestone::Kind kind;
  absl::CivilDay last_timely_day;
  Step::State step;
  const char* legal_basis;
};

std::vector<Due> DuesOf(const pb::Cycle& cycle, const std::vector<Step>& seen) {
  std::vector<Due> dues;
  if (cycle.has_estimate_due_date()) {
    dues.push_back({Milestone::KIND_ESTIMATE,
                    DayOf(cycle.estimate_due_date()) - 1,
                    Step::STATE_ESTIMATE_PUBLISHED, "Wet 2(1), 3(2)"});
  }
  dues.push_back({Milestone::KIND_REPORT, DayOf(cycle.report_due_date()) - 1,
                  Step::STATE_REPORT_SUBMITTED, "Wet 4(2)"});
  dues.push_back({Milestone::KIND_DECISION,
                  DayOf(cycle.decision_due_date()) - 1, Step::STATE_DECIDED,
                  "Wet 5(1)"});
  const Step* decided = Find(seen, Step::STATE_DECIDED);
  if (cycle.has_delivery_date() || decided != nullptr) {
    dues.push_back({Milestone::KIND_DELIVERY,
                    cycle.has_delivery_date()
                        ? DayOf(cycle.delivery_date())
                        : MonthsAfter(DayOf(decided->step_date()), 6),
                    Step::STATE_RUNNING, "Wet 7(1)a"});
  }
  std::stable_sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) {
    return a.last_timely_day < b.last_timely_day;
  });
  return dues;
}

}  // namespace

std::vector<Step> StepsThatHold(std::vector<Step> steps) {
  std::map<std::tuple<absl::CivilDay, int>, Step> latest;
  for (Step& step : steps) {
    Step& word = latest[{DayOf(step.step_date()), step.state()}];
    if (step.revision() >= word.revision()) word = std::move(step);
  }
  std::vector<Step> holding;
  for (auto& [key, step] : latest) {
    if (!step.retracted()) holding.push_back(std::move(step));
  }
  return holding;
}

std::vector<Step::State> StatesAfter(Step::State state) {
  switch (state) {
    case Step::STATE_REPORT_SUBMITTED:
    case Step::STATE_REPORT_AMENDED:
      return {Step::STATE_REPORT_AMENDED, Step::STATE_DECIDED};
    case Step::STATE_DECIDED:
    case Step::STATE_DECISION_AMENDED:
      return {Step::STATE_DECISION_AMENDED, Step::STATE_DELIVERY};
    case Step::STATE_CLOSED:
      return {};
    default:
      return {static_cast<Step::State>(state + 1)};
  }
}

const Step* FindImpossibleStep(const std::vector<Step>& holding) {
  Step::State state = Step::STATE_DRAFT;
  for (const Step& step : holding) {
    const auto allowed = StatesAfter(state);
    if (std::find(allowed.begin(), allowed.end(), step.state()) ==
        allowed.end()) {
      return &step;
    }
    state = step.state();
  }
  return nullptr;
}

pb::Calendar CalendarOf(const pb::Cycle& cycle,
                        const std::vector<Step>& holding, absl::CivilDay day) {
  pb::Calendar calendar;
  calendar.set_cycle(cycle.name());
  calendar.set_state(Step::STATE_DRAFT);
  std::vector<Step> seen;
  for (const Step& step : holding) {
    if (DayOf(step.step_date()) > day) continue;
    seen.push_back(step);
    *calendar.add_steps() = step;
    calendar.set_state(step.state());
  }
  for (const Due& due : DuesOf(cycle, seen)) {
    Milestone& milestone = *calendar.add_milestones();
    milestone.set_kind(due.kind);
    *milestone.mutable_last_timely_date() = ToProto(due.last_timely_day);
    milestone.set_legal_basis(due.legal_basis);
    if (const Step* step = Find(seen, due.step)) {
      *milestone.mutable_step_date() = step->step_date();
      milestone.set_source(step->source());
      milestone.set_standing(DayOf(step->step_date()) <= due.last_timely_day
                                 ? Milestone::STANDING_ON_TIME
                                 : Milestone::STANDING_LATE);
    } else {
      milestone.set_source(cycle.source());
      milestone.set_standing(day <= due.last_timely_day
                                 ? Milestone::STANDING_OPEN
                                 : Milestone::STANDING_OVERDUE);
    }
  }
  return calendar;
}

}  // namespace opvang::quotas
