#include "services/housing/rules/plan.h"

#include <random>

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;
using Plan = pb::HousingPlan;

const HalfYear kH2 = *HalfYear::Parse("2024-h2");
const Day kAsOf(2024, 9, 15);

Plan Due(Plan::Certainty certainty, std::optional<int> persons,
         Day end = Day(2025, 1, 1)) {
  Plan plan;
  plan.set_home_source(Plan::HOME_SOURCE_FLEX);
  *plan.mutable_start_date() = ToProto(Day(2024, 7, 1));
  *plan.mutable_end_date() = ToProto(end);
  plan.set_certainty(certainty);
  if (persons.has_value()) plan.set_person_count(*persons);
  return plan;
}

Plan Homes(int homes, std::optional<int> hundredths) {
  Plan plan = Due(Plan::CERTAINTY_CERTAIN, {});
  plan.set_home_count(homes);
  if (hundredths.has_value()) {
    plan.set_average_household_hundredths(*hundredths);
  }
  return plan;
}

TEST(PlanTest, HomesBecomePersonsOnlyWithAStatedAverage) {
  EXPECT_EQ(DerivedPersons(Homes(18, {})), std::nullopt);
  EXPECT_EQ(DerivedPersons(Homes(18, 215)), 38) << "38.7, rounded down";
  EXPECT_EQ(DerivedPersons(Homes(100, 215)), 215);
  EXPECT_EQ(DerivedPersons(Homes(0, 215)), 0);
  EXPECT_EQ(DerivedPersons(Homes(100000, 2000)), 2000000);
  Plan both = Homes(18, 215);
  both.set_person_count(40);
  EXPECT_EQ(DerivedPersons(both), std::nullopt) << "stated persons speak";
}

TEST(PlanTest, ScenariosFollowCertainty) {
  const auto planned = PlannedOf(
      {Due(Plan::CERTAINTY_CERTAIN, 10), Homes(5, 250),
       Due(Plan::CERTAINTY_LIKELY, 20), Due(Plan::CERTAINTY_UNSPECIFIED, 7),
       Due(Plan::CERTAINTY_POSSIBLE, 40), Homes(5, {}),
       Due(Plan::CERTAINTY_CERTAIN, 1000, Day(2025, 7, 1))},
      kH2, kAsOf);
  const auto scenarios = ScenariosOf(
      {.realised = 3, .planned = planned, .net_target = 100, .left_out = 0});
  ASSERT_EQ(scenarios.size(), 3u);
  EXPECT_EQ(scenarios[0].plan_person_count(), 22);
  EXPECT_EQ(scenarios[0].expected_person_count(), 3 + 22 - 100);
  EXPECT_EQ(scenarios[1].plan_person_count(), 49);
  EXPECT_EQ(scenarios[2].plan_person_count(), 89);
  EXPECT_EQ(scenarios[2].expected_person_count(), 3 + 89 - 100);
  EXPECT_EQ(scenarios[0].explanation(),
            "3 gehuisvest; ondergrens, met 22 uit zekere plannen (besloten of "
            "gecontracteerd), zonder 1 plan(nen) die alleen in woningen of "
            "procenten zijn vermeld: een rekensom met wat is opgegeven, geen "
            "vaststaand feit.");
}

TEST(PlanTest, WithoutATargetAScenarioExpectsNothingAndSaysSo) {
  const auto scenarios = ScenariosOf(
      {.realised = 3, .planned = {}, .net_target = {}, .left_out = 0});
  for (const pb::Scenario& scenario : scenarios) {
    EXPECT_FALSE(scenario.has_expected_person_count());
    EXPECT_THAT(scenario.explanation(),
                testing::HasSubstr("een opgave is niet bekend"));
    EXPECT_THAT(scenario.explanation(),
                testing::EndsWith("geen vaststaand feit."));
  }
}

// Low is never above planned, planned never above high, whatever the plans.
TEST(PlanTest, ScenariosAreInOrder) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<Plan> plans;
    int all = 0, certain = 0;
    for (int n = static_cast<int>(random() % 20); n > 0; --n) {
      const auto certainty = static_cast<Plan::Certainty>(random() % 4);
      const Day end = Day(2024, 8, 1) + static_cast<int>(random() % 300);
      plans.push_back(Due(certainty, random() % 30, end));
      const Day last = end - 1;
      if (last <= kAsOf || last.year() != 2024) continue;
      all += plans.back().person_count();
      if (certainty == Plan::CERTAINTY_CERTAIN) {
        certain += plans.back().person_count();
      }
    }
    const auto scenarios = ScenariosOf({.realised = 0,
                                        .planned = PlannedOf(plans, kH2, kAsOf),
                                        .net_target = 50,
                                        .left_out = 0});
    ASSERT_EQ(scenarios[0].plan_person_count(), certain);
    ASSERT_LE(scenarios[0].plan_person_count(),
              scenarios[1].plan_person_count());
    ASSERT_LE(scenarios[1].plan_person_count(),
              scenarios[2].plan_person_count());
    ASSERT_EQ(scenarios[2].plan_person_count(), all);
  }
}

TEST(PlanTest, UnitsAreSummedApart) {
  Plan withdrawn = Due(Plan::CERTAINTY_LIKELY, 500);
  withdrawn.set_withdrawn(true);
  Plan percent = Due(Plan::CERTAINTY_LIKELY, {});
  percent.set_vacated_percent(25);
  const auto sums = SumsOf({Due(Plan::CERTAINTY_LIKELY, 20), Homes(18, 215),
                            Homes(4, {}), percent, withdrawn,
                            Due(Plan::CERTAINTY_LIKELY, 9, Day(2025, 1, 2))});
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_THAT(sums[0], EqualsProto(R"pb(home_source: HOME_SOURCE_FLEX
                                        half_year: '2024-h2'
                                        plan_count: 4
                                        home_count: 22
                                        person_count: 20
                                        derived_person_count: 38
                                        percent_plan_count: 1)pb"));
  EXPECT_THAT(sums[1], EqualsProto(R"pb(home_source: HOME_SOURCE_FLEX
                                        half_year: '2025-h1'
                                        plan_count: 1
                                        person_count: 9)pb"));
}

}  // namespace
}  // namespace opvang::housing
