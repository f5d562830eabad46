#include "services/quotas/rules/cycle_calendar.h"

#include "common/base/calendar.h"
#include "tests/support/matchers.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using Milestone = pb::Calendar::Milestone;
using Step = pb::CycleStep;

pb::Cycle First() {
  return Proto<pb::Cycle>(
      R"pb(name: 'cycles/2024'
           source: 'wet'
           estimate_due_date { year: 2024 month: 2 day: 1 }
           report_due_date { year: 2024 month: 11 day: 1 }
           decision_due_date { year: 2024 month: 12 day: 31 }
           delivery_date { year: 2025 month: 7 day: 1 })pb");
}

Step StepOn(Step::State state, CivilDay day, int64_t revision = 1,
            bool retracted = false) {
  Step step;
  step.set_cycle("cycles/2024");
  step.set_state(state);
  *step.mutable_step_date() = ToProto(day);
  step.set_revision(revision);
  step.set_retracted(retracted);
  step.set_source("stap");
  return step;
}

const Milestone& Find(const pb::Calendar& calendar, Milestone::Kind kind) {
  for (const Milestone& milestone : calendar.milestones()) {
    if (milestone.kind() == kind) return milestone;
  }
  ADD_FAILURE() << Milestone::Kind_Name(kind);
  return Milestone::default_instance();
}

TEST(CycleCalendarTest, BeforeIsExclusive) {
  for (const auto& [day, standing] :
       {std::pair(CivilDay(2024, 10, 31), Milestone::STANDING_ON_TIME),
        std::pair(CivilDay(2024, 11, 1), Milestone::STANDING_LATE)}) {
    const pb::Calendar calendar =
        CalendarOf(First(), {StepOn(Step::STATE_REPORT_SUBMITTED, day)},
                   CivilDay(2025, 1, 1));
    const Milestone& report = Find(calendar, Milestone::KIND_REPORT);
    EXPECT_EQ(report.standing(), standing);
    EXPECT_EQ(DayOf(report.last_timely_date()), CivilDay(2024, 10, 31));
    EXPECT_EQ(report.legal_basis(), "Wet 4(2)");
    EXPECT_EQ(report.source(), "stap");
  }
}

TEST(CycleCalendarTest, WhatHasNotHappenedIsOpenThenOverdue) {
  const pb::Calendar on_the_day =
      CalendarOf(First(), {}, CivilDay(2024, 10, 31));
  EXPECT_EQ(Find(on_the_day, Milestone::KIND_REPORT).standing(),
            Milestone::STANDING_OPEN);
  EXPECT_EQ(Find(on_the_day, Milestone::KIND_ESTIMATE).standing(),
            Milestone::STANDING_OVERDUE);
  EXPECT_EQ(Find(on_the_day, Milestone::KIND_REPORT).source(), "wet");
  const pb::Calendar after = CalendarOf(First(), {}, CivilDay(2024, 11, 1));
  EXPECT_EQ(Find(after, Milestone::KIND_REPORT).standing(),
            Milestone::STANDING_OVERDUE);
  // The decision is due before 31 December: the 30th is the last day.
  EXPECT_EQ(DayOf(Find(after, Milestone::KIND_DECISION).last_timely_date()),
            CivilDay(2024, 12, 30));
}

// The second estimate came four weeks after the statutory day.
TEST(CycleCalendarTest, TellsTheLateEstimateOf2026) {
  pb::Cycle second = First();
  *second.mutable_estimate_due_date() = ToProto(CivilDay(2026, 2, 1));
  const pb::Calendar calendar = CalendarOf(
      second, {StepOn(Step::STATE_ESTIMATE_PUBLISHED, CivilDay(2026, 2, 27))},
      CivilDay(2026, 3, 1));
  EXPECT_EQ(Find(calendar, Milestone::KIND_ESTIMATE).standing(),
            Milestone::STANDING_LATE);
  EXPECT_EQ(calendar.state(), Step::STATE_ESTIMATE_PUBLISHED);
}

TEST(CycleCalendarTest, DeliveryIsSixMonthsAfterTheDecisionUnlessStated) {
  pb::Cycle unstated = First();
  unstated.clear_delivery_date();
  const Step decided = StepOn(Step::STATE_DECIDED, CivilDay(2024, 12, 20));
  EXPECT_EQ(DayOf(Find(CalendarOf(unstated, {decided}, CivilDay(2025, 1, 1)),
                       Milestone::KIND_DELIVERY)
                      .last_timely_date()),
            CivilDay(2025, 6, 20));
  EXPECT_EQ(DayOf(Find(CalendarOf(First(), {decided}, CivilDay(2025, 1, 1)),
                       Milestone::KIND_DELIVERY)
                      .last_timely_date()),
            CivilDay(2025, 7, 1));
  // Without either, there is no day to tell.
  EXPECT_EQ(CalendarOf(unstated, {}, CivilDay(2025, 1, 1)).milestones_size(),
            3);
}

TEST(CycleCalendarTest, CountsMonthsToTheirLastDay) {
  EXPECT_EQ(MonthsAfter(CivilDay(2024, 12, 31), 6), CivilDay(2025, 6, 30));
  EXPECT_EQ(MonthsAfter(CivilDay(2024, 8, 31), 6), CivilDay(2025, 2, 28));
  EXPECT_EQ(MonthsAfter(CivilDay(2024, 12, 20), 6), CivilDay(2025, 6, 20));
}

TEST(CycleCalendarTest, ShowsNoStepOfALaterDay) {
  const std::vector<Step> steps = {
      StepOn(Step::STATE_ESTIMATE_PUBLISHED, CivilDay(2024, 1, 31)),
      StepOn(Step::STATE_CONSULTATION, CivilDay(2024, 3, 15))};
  EXPECT_EQ(CalendarOf(First(), steps, CivilDay(2024, 1, 30)).state(),
            Step::STATE_DRAFT);
  EXPECT_EQ(CalendarOf(First(), steps, CivilDay(2024, 3, 14)).steps_size(), 1);
  EXPECT_EQ(CalendarOf(First(), steps, CivilDay(2024, 3, 15)).state(),
            Step::STATE_CONSULTATION);
}

TEST(CycleCalendarTest, StepsGoForwardOneByOne) {
  const CivilDay day(2024, 1, 31);
  std::vector<Step> steps;
  for (const Step::State state :
       {Step::STATE_ESTIMATE_PUBLISHED, Step::STATE_CONSULTATION,
        Step::STATE_REPORT_SUBMITTED, Step::STATE_REPORT_AMENDED,
        Step::STATE_REPORT_AMENDED, Step::STATE_DECIDED,
        Step::STATE_DECISION_AMENDED, Step::STATE_DELIVERY, Step::STATE_RUNNING,
        Step::STATE_CLOSED}) {
    steps.push_back(StepOn(state, day + static_cast<int>(steps.size())));
    EXPECT_EQ(FindImpossibleStep(steps), nullptr) << state;
  }
  // Leaving out any step that is no amendment shows at the one after it.
  for (const size_t left_out : {0, 1, 2, 5, 7, 8}) {
    std::vector<Step> gap = steps;
    gap.erase(gap.begin() + static_cast<int>(left_out));
    EXPECT_EQ(FindImpossibleStep(gap), &gap[left_out]) << left_out;
  }
  EXPECT_EQ(StatesAfter(Step::STATE_CLOSED).size(), 0u);
}

TEST(CycleCalendarTest, AStepMayBeTakenBack) {
  const CivilDay day(2024, 1, 31);
  const auto holding =
      StepsThatHold({StepOn(Step::STATE_CONSULTATION, day + 9, 4),
                     StepOn(Step::STATE_ESTIMATE_PUBLISHED, day, 2),
                     StepOn(Step::STATE_ESTIMATE_PUBLISHED, day, 3, true),
                     StepOn(Step::STATE_ESTIMATE_PUBLISHED, day + 1, 3)});
  ASSERT_EQ(holding.size(), 2u);
  EXPECT_EQ(DayOf(holding[0].step_date()), day + 1);
  EXPECT_EQ(holding[1].state(), Step::STATE_CONSULTATION);
}

}  // namespace
}  // namespace opvang::quotas
