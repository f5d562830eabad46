#include "services/cli/quarterly/quarterly.h"

#include <random>

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(QuarterlyTest, AQuarterIsMissingOnceItIsOverAndUntilItExists) {
  const absl::CivilDay day(2025, 7, 1);
  EXPECT_THAT(MissingQuarters("2024-q4", day, {}),
              ElementsAre("2024-q4", "2025-q1", "2025-q2"));
  EXPECT_THAT(MissingQuarters("2024-q4", day - 1, {"2025-q1"}),
              ElementsAre("2024-q4"));
  EXPECT_THAT(MissingQuarters("2025-q3", day, {}), IsEmpty());
  EXPECT_THAT(MissingQuarters("2025-q1", day, {"2025-q1", "2025-q2"}),
              IsEmpty());
}

TEST(QuarterlyTest, TheFirstIsToldOrTheOldestOrTheLastThatIsOver) {
  const absl::CivilDay day(2025, 2, 10);
  EXPECT_EQ(FirstQuarter("2023-q2", day, {"2024-q1"}), "2023-q2");
  EXPECT_EQ(FirstQuarter("", day, {"2024-q3", "2024-q1"}), "2024-q1");
  EXPECT_EQ(FirstQuarter("", day, {}), "2024-q4");
  EXPECT_EQ(FirstQuarter("", absl::CivilDay(2025, 3, 31), {}), "2024-q4");
  EXPECT_EQ(FirstQuarter("", absl::CivilDay(2025, 4, 1), {}), "2025-q1");
}

// Day by day: a quarter that ended before this day, from the first on, without
// a report.
TEST(QuarterlyTest, MissingIsWhatWalkingDayByDayFinds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int world = 0; world < 200; ++world) {
    const absl::CivilDay start(2020 + random() % 5, 1 + random() % 12,
                               1 + random() % 28);
    const absl::CivilDay today = start + random() % 1500;
    std::set<std::string> existing;
    std::vector<std::string> expected;
    const std::string first = QuarterOf(start);
    for (absl::CivilDay day = DaysOfQuarter(first)->start; day < today; ++day) {
      const bool ends = QuarterOf(day) != QuarterOf(day + 1);
      if (!ends) continue;
      if (random() % 3 == 0) {
        existing.insert(QuarterOf(day));
      } else {
        expected.push_back(QuarterOf(day));
      }
    }
    EXPECT_EQ(MissingQuarters(first, today, existing), expected);
  }
}

q::Cycle CycleFrom(const std::string& name, const char* term,
                   const char* window) {
  q::Cycle cycle;
  cycle.set_name(name);
  if (*term) *cycle.mutable_term_start_date() = ToProto(*ParseDay(term));
  *cycle.mutable_window_start_date() = ToProto(*ParseDay(window));
  return cycle;
}

TEST(QuarterlyTest, TheCycleIsTheOneWhoseTermBeganLast) {
  const std::vector<q::Cycle> cycles = {
      CycleFrom("cycles/2026", "2027-01-01", "2027-07-01"),
      CycleFrom("cycles/2024", "2025-01-01", "2025-07-01"),
      CycleFrom("cycles/2028", "", "2029-07-01")};
  EXPECT_EQ(CycleOn(absl::CivilDay(2024, 12, 31), cycles), "cycles/2024");
  EXPECT_EQ(CycleOn(absl::CivilDay(2026, 12, 31), cycles), "cycles/2024");
  EXPECT_EQ(CycleOn(absl::CivilDay(2027, 1, 1), cycles), "cycles/2026");
  EXPECT_EQ(CycleOn(absl::CivilDay(2029, 6, 30), cycles), "cycles/2026");
  EXPECT_EQ(CycleOn(absl::CivilDay(2029, 9, 30), cycles), "cycles/2028");
  EXPECT_EQ(CycleOn(absl::CivilDay(2029, 9, 30), {}), "");
}

TEST(QuarterlyTest, TheRulesAreThoseThatBeganLast) {
  std::vector<l::RuleSet> rules(2);
  rules[0].set_name("cycle-2026");
  *rules[0].mutable_start_date() = ToProto(absl::CivilDay(2027, 1, 1));
  rules[1].set_name("cycle-2024");
  *rules[1].mutable_start_date() = ToProto(absl::CivilDay(2025, 1, 1));
  EXPECT_EQ(RuleSetOn(absl::CivilDay(2020, 1, 1), rules), "cycle-2024");
  EXPECT_EQ(RuleSetOn(absl::CivilDay(2026, 12, 31), rules), "cycle-2024");
  EXPECT_EQ(RuleSetOn(absl::CivilDay(2027, 1, 1), rules), "cycle-2026");
}

TEST(QuarterlyTest, EveryRunAsksTheSame) {
  const auto one = QuarterlyRequest("provinces/pv23", "2025-q2", "cycles/2024",
                                    "cycle-2024");
  EXPECT_EQ(
      one.SerializeAsString(),
      QuarterlyRequest("provinces/pv23", "2025-q2", "cycles/2024", "cycle-2024")
          .SerializeAsString());
  EXPECT_EQ(one.report_id(), "quarterly-2025-q2");
  EXPECT_EQ(FormatDay(DayOf(one.report().spec().as_of_date())), "2025-06-30");
  EXPECT_EQ(one.report().spec().half_year(), "2025-h1");
  EXPECT_EQ(one.report().spec().quotas_revision(), 0);
  EXPECT_NE(one.request_id(),
            QuarterlyRequest("provinces/pv24", "2025-q2", "", "").request_id());
  EXPECT_NE(one.request_id(),
            QuarterlyRequest("provinces/pv23", "2025-q3", "", "").request_id());
}

}  // namespace
}  // namespace opvang::cli
