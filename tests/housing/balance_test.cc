#include "services/housing/balance.h"

#include <algorithm>
#include <random>

#include "services/housing/housing_rights.h"
#include "tests/support/matchers.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;

pb::Placement Placed(Day day, int persons) {
  pb::Placement placement;
  *placement.mutable_placement_date() = ToProto(day);
  placement.set_person_count(persons);
  placement.set_source("COA");
  return placement;
}

pb::HousingPlan Planned(Day start, Day end, std::optional<int> persons) {
  pb::HousingPlan plan;
  *plan.mutable_start_date() = ToProto(start);
  *plan.mutable_end_date() = ToProto(end);
  if (persons.has_value()) plan.set_person_count(*persons);
  plan.set_source("plan");
  return plan;
}

const Period kH2 = *ParseHalfYear("2024-h2");

TEST(HalfYearTest, KnowsItsDays) {
  EXPECT_EQ(kH2, (Period{Day(2024, 7, 1), Day(2025, 1, 1)}));
  EXPECT_EQ(ParseHalfYear("2024-h1"),
            (Period{Day(2024, 1, 1), Day(2024, 7, 1)}));
  for (const char* text : {"2024-h3", "2024h1", "24-h1", "", "2024-H1"}) {
    EXPECT_FALSE(ParseHalfYear(text).has_value()) << text;
  }
}

// Overijssel, first half of 2016: 1,350 with a lead of 56 is 1,294.
TEST(BalanceTest, FollowsOverijssel2016) {
  Ledger ledger{.municipality = "provinces/pv23",
                .target = Stated{1350, "weblogzwolle.nl"},
                .opening = Stated{56, "weblogzwolle.nl"},
                .placements = {Placed(Day(2016, 4, 5), 638)},
                .plans = {}};
  const Period h1 = *ParseHalfYear("2016-h1");
  auto balance = BalanceOf(ledger, h1, Day(2016, 4, 5));
  EXPECT_EQ(balance.net_target_person_count(), 1294);
  EXPECT_EQ(balance.expected_person_count(), 638 - 1294);
  ledger.placements.push_back(Placed(Day(2016, 6, 29), 1344 - 638));
  balance = BalanceOf(ledger, h1, Day(2016, 6, 29));
  EXPECT_EQ(balance.realised_person_count(), 1344);
  EXPECT_EQ(balance.expected_person_count(), 50);
}

TEST(BalanceTest, ABacklogMakesTheTargetLarger) {
  const auto balance = BalanceOf({.municipality = "m",
                                  .target = Stated{100, "a"},
                                  .opening = Stated{-21, "b"},
                                  .placements = {},
                                  .plans = {}},
                                 kH2, Day(2024, 9, 15));
  EXPECT_EQ(balance.net_target_person_count(), 121);
  EXPECT_THAT(balance.sources(), testing::ElementsAre("a", "b"));
}

TEST(BalanceTest, WithoutATargetThereIsNoExpectation) {
  const auto balance = BalanceOf({.municipality = "m",
                                  .target = {},
                                  .opening = Stated{5, "b"},
                                  .placements = {Placed(Day(2024, 7, 1), 3)},
                                  .plans = {}},
                                 kH2, Day(2024, 9, 15));
  EXPECT_FALSE(balance.has_net_target_person_count());
  EXPECT_FALSE(balance.has_expected_person_count());
  EXPECT_EQ(balance.realised_person_count(), 3);
}

TEST(BalanceTest, TheEdgesOfTheHalfYearAreItsOwn) {
  const auto balance = BalanceOf(
      {.municipality = "m",
       .target = {},
       .opening = {},
       .placements = {Placed(Day(2024, 6, 30), 1), Placed(Day(2024, 7, 1), 2),
                      Placed(Day(2024, 12, 31), 4), Placed(Day(2025, 1, 1), 8)},
       .plans = {}},
      kH2, Day(2025, 6, 30));
  EXPECT_EQ(balance.realised_person_count(), 6);
}

TEST(BalanceTest, APlanCountsWholeByItsLastDay) {
  auto withdrawn = Planned(Day(2024, 7, 1), Day(2025, 1, 1), 1000);
  withdrawn.set_withdrawn(true);
  const auto balance = BalanceOf(
      {.municipality = "m",
       .target = {},
       .opening = {},
       .placements = {},
       .plans = {Planned(Day(2024, 6, 1), Day(2024, 9, 16), 1),  // Past.
                 Planned(Day(2024, 6, 1), Day(2024, 9, 17), 2),
                 Planned(Day(2024, 12, 1), Day(2025, 1, 1), 4),
                 Planned(Day(2024, 12, 1), Day(2025, 1, 2), 8),  // Next year.
                 Planned(Day(2024, 12, 1), Day(2025, 1, 1), {}), withdrawn}},
      kH2, Day(2024, 9, 15));
  EXPECT_EQ(balance.planned_person_count(), 6);
}

TEST(BalanceTest, DoesNotDependOnTheOrderOfArrival) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    Ledger ledger{
        .municipality = "m",
        .target = Stated{static_cast<int>(random() % 500), "t"},
        .opening = Stated{static_cast<int>(random() % 200) - 100, "o"},
        .placements = {},
        .plans = {}};
    const Day as_of = Day(2024, 7, 1) + static_cast<int>(random() % 184);
    int naive = -ledger.target->count + ledger.opening->count;
    for (int n = static_cast<int>(random() % 60); n > 0; --n) {
      const Day day = Day(2024, 5, 1) + static_cast<int>(random() % 300);
      const int persons = static_cast<int>(random() % 20) - 4;
      ledger.placements.push_back(Placed(day, persons));
      if (day.year() == 2024 && day.month() >= 7 && day <= as_of) {
        naive += persons;
      }
    }
    std::shuffle(ledger.placements.begin(), ledger.placements.end(), random);
    ASSERT_EQ(BalanceOf(ledger, kH2, as_of).expected_person_count(), naive);
  }
}

TEST(HousingRightsTest, EveryMethodHasARow) {
  const auto* service = pb::Balance::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string& method = service->method(i)->name();
    EXPECT_TRUE(
        std::any_of(std::begin(kRights), std::end(kRights),
                    [&](const Right& right) { return right.method == method; }))
        << method;
  }
}

}  // namespace
}  // namespace opvang::housing
