#include "common/base/steps.h"

#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/support/seed.h"

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

TEST(PlannedStepsTest, TellsWhatIsLeftInTheEnd) {
  using Left = PlannedSteps::Left;
  PlannedSteps steps;
  EXPECT_EQ(steps.InTheEnd(), Left::kNeverAny);
  steps.decided.Set(Day(2024, 1, 1), 3);
  EXPECT_EQ(steps.InTheEnd(), Left::kDecided);
  steps.decided.Set(Day(2025, 1, 1), 0);
  EXPECT_EQ(steps.InTheEnd(), Left::kNoMore);
  steps.planned.Set(Day(2026, 1, 1), 2);
  EXPECT_EQ(steps.InTheEnd(), Left::kPlanned);
  steps.planned.Set(Day(2027, 1, 1), 0);
  EXPECT_EQ(steps.InTheEnd(), Left::kNoMore);
  steps.undated_plan = 1;
  EXPECT_EQ(steps.InTheEnd(), Left::kPlanned);
}

struct Said {
  char series;
  std::optional<Day> start;
  int count;
};

void EraseReplacedBy(Day day, std::vector<Said>& said) {
  EraseReplaced(said, day, [](const Said& one) {
    return SeriesEntry<char>{one.series, one.start, one.count};
  });
}

std::string Counts(const std::vector<Said>& said) {
  std::string counts;
  for (const Said& one : said) {
    counts += std::string(1, one.series) + std::to_string(one.count) + " ";
  }
  return counts;
}

TEST(EraseReplacedTest, KeepsTheFirstAndWhatHolds) {
  std::vector<Said> said = {
      {'a', Day(2020, 1, 1), 0}, {'a', Day(2020, 2, 1), 1},
      {'a', Day(2021, 1, 1), 2}, {'a', Day(2022, 1, 1), 3},
      {'a', Day(2023, 1, 1), 4}, {'b', std::nullopt, 5},
      {'b', Day(2020, 1, 1), 6}, {'c', Day(2020, 1, 1), 7}};
  EraseReplacedBy(Day(2021, 12, 31), said);
  EXPECT_EQ(Counts(said), "a1 a2 a3 a4 b5 b6 c7 ");
  EraseReplacedBy(Day(2022, 1, 1), said);
  EXPECT_EQ(Counts(said), "a1 a3 a4 b5 b6 c7 ");
  EraseReplacedBy(Day(2030, 1, 1), said);
  EXPECT_EQ(Counts(said), "a1 a4 b5 b6 c7 ");
}

TEST(EraseReplacedTest, NoDayFromThenOnChanges) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Said> said;
    Day start(2024, 1, 1);
    for (int n = static_cast<int>(random() % 9); n > 0; --n) {
      start += 1 + static_cast<int>(random() % 20);
      said.push_back({'a', start, static_cast<int>(random() % 4)});
    }
    const Day day = Day(2024, 1, 1) + static_cast<int>(random() % 100);
    std::vector<Said> kept = said;
    EraseReplacedBy(day, kept);
    Steps before, after;
    for (const Said& one : said) before.Set(*one.start, one.count);
    for (const Said& one : kept) after.Set(*one.start, one.count);
    for (Day on = day; on < day + 200; ++on) {
      ASSERT_EQ(after.At(on), before.At(on)) << Counts(said) << on;
    }
    // No more than holds from then on, and the first.
    size_t needed = 1;
    for (const Said& one : said) needed += *one.start > day ? 1 : 0;
    EXPECT_LE(kept.size(), needed + 1) << Counts(said) << day;
  }
}

}  // namespace
}  // namespace opvang
