#include "common/base/steps.h"

#include "gmock/gmock.h"

namespace opvang {
namespace {

using Day = absl::CivilDay;

TEST(StepsTest, AValueHoldsUntilTheNext) {
  Steps steps;
  EXPECT_EQ(steps.At(Day(2024, 1, 1)), 0);
  steps.Set(Day(2024, 1, 1), 3);
  steps.Set(Day(2024, 3, 1), 0);
  EXPECT_EQ(steps.At(Day(2023, 12, 31)), 0);
  EXPECT_EQ(steps.At(Day(2024, 1, 1)), 3);
  EXPECT_EQ(steps.At(Day(2024, 2, 29)), 3);
  EXPECT_EQ(steps.At(Day(2024, 3, 1)), 0);
}

TEST(StepsTest, TheMostOfAPeriodLeavesOutItsEnd) {
  Steps steps;
  steps.Set(Day(2024, 1, 1), 3);
  steps.Set(Day(2024, 2, 1), 5);
  EXPECT_EQ(steps.Most(Day(2024, 1, 1), Day(2024, 2, 1)), 3);
  EXPECT_EQ(steps.Most(Day(2024, 1, 1), Day(2024, 2, 2)), 5);
  EXPECT_EQ(steps.Most(Day(2024, 1, 1), std::nullopt), 5);
  EXPECT_EQ(steps.Most(Day(2024, 1, 1), Day(2024, 1, 1)), 0);
}

TEST(PlannedStepsTest, APlanOverrulesFromItsDay) {
  PlannedSteps steps;
  steps.decided.Set(Day(2024, 1, 1), 3);
  EXPECT_EQ(steps.IntendedAt(Day(2024, 6, 1)), 3);
  steps.undated_plan = 8;
  steps.planned.Set(Day(2024, 7, 1), 1);
  EXPECT_EQ(steps.IntendedAt(Day(2024, 6, 1)), 8);
  EXPECT_EQ(steps.IntendedAt(Day(2024, 7, 1)), 1);
}

}  // namespace
}  // namespace opvang
