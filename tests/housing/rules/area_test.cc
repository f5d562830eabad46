// Published figures beside ours, with the real ones.
#include "services/housing/rules/area.h"

#include "common/base/calendar.h"
#include "services/housing/rules/balance.h"
#include "tests/housing/rules/world.h"
#include "tests/support/matchers.h"

namespace opvang::housing {
namespace {

Published Stated(const std::string& subject, const std::string& half_year,
                 pb::Metric metric, int persons, Day day,
                 const std::string& publisher = "") {
  Published one{.subject = subject,
                .half_year = *HalfYear::Parse(half_year),
                .statement = {}};
  one.statement.set_metric(metric);
  one.statement.set_person_count(persons);
  *one.statement.mutable_statement_date() = ToProto(day);
  one.statement.set_publisher(publisher);
  return one;
}

pb::Implication Implied(const std::string& subject,
                        const std::string& half_year,
                        const std::vector<Published>& all) {
  const HalfYear asked = *HalfYear::Parse(half_year);
  return Imply(StatementsAbout(subject, asked, all),
               StatementsAbout(subject, asked - 1, all));
}

// Tenths of a percent, half up.
int PerMille(int part, int whole) {
  return (2000 * part + whole) / (2 * whole);
}

// Overijssel, first half of 2016: 1,350 with a lead of 56 is 1,294; 638 on 5
// April is 49.3 %, 1,344 on 29 June 103.9 % (weblogzwolle.nl,
// opennieuwsbank.nl).
TEST(ImplicationTest, FollowsOverijssel2016) {
  const std::string overijssel = "provinces/pv23";
  const auto implied = Implied(
      overijssel, "2016-h1",
      {Stated(overijssel, "2016-h1", pb::METRIC_TARGET, 1350, Day(2015, 10, 1)),
       Stated(overijssel, "2016-h1", pb::METRIC_OPENING, 56, Day(2016, 4, 5)),
       Stated(overijssel, "2016-h1", pb::METRIC_REALISED, 1344,
              Day(2016, 6, 29)),
       Stated(overijssel, "2016-h1", pb::METRIC_REALISED, 638,
              Day(2016, 4, 5))});
  EXPECT_EQ(implied.net_target_person_count(), 1294);
  ASSERT_EQ(implied.outcomes_size(), 2);
  EXPECT_EQ(PerMille(implied.outcomes(0).realised_person_count(),
                     implied.outcomes(0).net_target_person_count()),
            493);
  EXPECT_EQ(implied.outcomes(0).balance_person_count(), 638 - 1294);
  EXPECT_EQ(PerMille(implied.outcomes(1).realised_person_count(),
                     implied.outcomes(1).net_target_person_count()),
            1039);
  EXPECT_EQ(implied.outcomes(1).balance_person_count(), 50);
}

// The country, 2022: 9,979 + 3,728 − 11,886 = 1,821, beside 1,833, 1,836 and
// 1,858 in three newspapers.
TEST(ImplicationTest, FollowsTheCountryOf2022) {
  const std::string country = "countries/nl";
  const std::vector<Published> all = {
      Stated(country, "2022-h1", pb::METRIC_TARGET, 9979, Day(2021, 10, 2)),
      Stated(country, "2022-h1", pb::METRIC_OPENING, -3728, Day(2022, 4, 1)),
      Stated(country, "2022-h1", pb::METRIC_REALISED, 11886, Day(2022, 6, 30)),
      Stated(country, "2022-h2", pb::METRIC_TARGET, 13500, Day(2022, 4, 1)),
      Stated(country, "2022-h2", pb::METRIC_OPENING, -1833, Day(2023, 1, 6),
             "NRC"),
      Stated(country, "2022-h2", pb::METRIC_OPENING, -1836, Day(2023, 1, 6),
             "Trouw"),
      Stated(country, "2022-h2", pb::METRIC_OPENING, -1858, Day(2023, 1, 6),
             "Volkskrant")};
  EXPECT_EQ(Implied(country, "2022-h1", all).outcomes(0).balance_person_count(),
            -1821);
  const auto second = Implied(country, "2022-h2", all);
  EXPECT_EQ(second.carried_person_count(), -1821);
  EXPECT_FALSE(second.has_opening_person_count()) << "three do not agree";
  EXPECT_FALSE(second.has_net_target_person_count());
  const auto statements =
      StatementsAbout(country, *HalfYear::Parse("2022-h2"), all);
  ASSERT_EQ(statements.size(), 4u);
  EXPECT_EQ(statements[1].publisher(), "NRC");
  EXPECT_EQ(statements[3].person_count(), -1858);
}

TEST(ImplicationTest, ANumberThatContradictsAnotherImpliesNothing) {
  const std::string area = "provinces/pv28";
  std::vector<Published> all = {
      Stated(area, "2024-h2", pb::METRIC_NET_TARGET, 5600, Day(2025, 1, 1)),
      Stated(area, "2024-h2", pb::METRIC_REALISED, 3400, Day(2025, 1, 1))};
  EXPECT_EQ(Implied(area, "2024-h2", all).outcomes(0).balance_person_count(),
            -2200);
  all.push_back(
      Stated(area, "2024-h2", pb::METRIC_TARGET, 5000, Day(2024, 4, 1)));
  EXPECT_EQ(Implied(area, "2024-h2", all).outcomes_size(), 1);
  all.push_back(
      Stated(area, "2024-h2", pb::METRIC_OPENING, -500, Day(2024, 7, 1)));
  EXPECT_EQ(Implied(area, "2024-h2", all).outcomes_size(), 0)
      << "5,500 is not 5,600";
  all.back().statement.set_person_count(-600);
  EXPECT_EQ(Implied(area, "2024-h2", all).outcomes_size(), 1);
  all.push_back(
      Stated(area, "2024-h2", pb::METRIC_REALISED, 3300, Day(2025, 1, 1)));
  EXPECT_EQ(Implied(area, "2024-h2", all).outcomes_size(), 0)
      << "two numbers on one day";
  // A superseded target contradicts nothing.
  all.pop_back();
  all.push_back(Stated(area, "2024-h2", pb::METRIC_TARGET, 1, Day(2024, 3, 1)));
  EXPECT_FALSE(Implied(area, "2024-h2", all).has_target_person_count());
  all.back().statement.set_superseded(true);
  EXPECT_EQ(Implied(area, "2024-h2", all).target_person_count(), 5000);
}

// Two municipalities, one behind and one ahead.
class AreaTest : public testing::Test {
 protected:
  AreaTest() {
    for (int i = 0; i < 2; ++i) {
      books_[i].municipality =
          i == 0 ? "municipalities/gm0193" : "municipalities/gm0148";
      pb::TargetStep step;
      books_[i].half_years[kH2].target = {.persons = 100, .steps = {step}};
      Place(i, Day(2024, 8, 1), i == 0 ? 40 : 130);
    }
  }
  void Place(int i, Day day, int persons) {
    pb::Placement& placement = books_[i].placements.emplace_back();
    *placement.mutable_placement_date() = ToProto(day);
    placement.set_kind("home");
    placement.set_person_count(persons);
    if (day <= kAsOf) {
      books_[i].half_years[kH2].placed["home"] += {.persons = persons};
    }
  }
  pb::AreaBalance Area(const std::vector<Published>& published = {}) {
    std::vector<Member> members;
    for (int i = 0; i < 2; ++i) {
      balances_[i] =
          BalancesOf(books_[i], AllKinds(), {kH2, kH2, kAsOf}).back();
      members.push_back({.book = &books_[i], .balance = &balances_[i]});
    }
    return AreaOf("regions/ijsselland", members, AllKinds(), kH2, kAsOf,
                  published);
  }

  const HalfYear kH2 = *HalfYear::Parse("2024-h2");
  const Day kAsOf{2024, 9, 15};
  Book books_[2];
  pb::Balance balances_[2];
};

TEST_F(AreaTest, ALeadHousesNobodyElsewhere) {
  const auto area = Area();
  EXPECT_EQ(area.municipality_count(), 2);
  EXPECT_EQ(area.net_target_person_count(), 200);
  EXPECT_EQ(area.realised_person_count(), 170);
  EXPECT_EQ(area.balance_person_count(), -30);
  EXPECT_EQ(area.expected_person_count(), -30);
  EXPECT_EQ(area.expected_backlog_person_count(), 60);
  EXPECT_EQ(area.needed_person_count(), 60);
}

// Scenarios are about those whose target is known, and say whom they leave out.
TEST_F(AreaTest, ScenariosLeaveOutWhoHasNoTarget) {
  for (Book& book : books_) {
    pb::HousingPlan& plan = book.plans.emplace_back();
    *plan.mutable_end_date() = ToProto(Day(2025, 1, 1));
    plan.set_person_count(10);
  }
  EXPECT_EQ(Area().scenarios(0).expected_person_count(), 170 - 200);
  EXPECT_EQ(Area().scenarios(1).expected_person_count(),
            Area().expected_person_count());
  books_[1].half_years[kH2].target.reset();
  const auto area = Area();
  EXPECT_EQ(area.scenarios(1).plan_person_count(), 10);
  EXPECT_EQ(area.scenarios(1).expected_person_count(), 40 + 10 - 100);
  EXPECT_THAT(area.scenarios(1).explanation(),
              testing::HasSubstr("zonder 1 gemeente(n)"));
  books_[0].half_years[kH2].target.reset();
  EXPECT_EQ(Area().scenarios(1).plan_person_count(), 20);
  EXPECT_FALSE(Area().scenarios(1).has_expected_person_count());
}

TEST_F(AreaTest, AMissingTargetIsToldAndStatedTotalsHaveNoCounterpart) {
  books_[1].half_years[kH2].target.reset();
  const auto area = Area({Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_TARGET, 205, Day(2024, 4, 1))});
  EXPECT_EQ(area.missing_target_count(), 1);
  EXPECT_EQ(area.target_person_count(), 100);
  EXPECT_EQ(area.realised_person_count(), 170);
  EXPECT_EQ(area.balance_person_count(), -60);
  ASSERT_EQ(area.statements_size(), 1);
  EXPECT_FALSE(area.statements(0).has_computed_person_count());
}

TEST_F(AreaTest, WhatIsStatedStandsBesideWhatIsComputedOnItsDay) {
  Place(0, Day(2024, 10, 10), 5);  // After the day asked for.
  const auto area = Area({Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_TARGET, 205, Day(2024, 4, 1)),
                          Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_REALISED, 0, Day(2024, 7, 31)),
                          Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_REALISED, 180, Day(2024, 10, 31)),
                          Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_BALANCE, -20, Day(2024, 10, 31)),
                          Stated("regions/ijsselland", "2024-h2",
                                 pb::METRIC_OPENING, 3, Day(2024, 7, 1)),
                          Stated("provinces/pv23", "2024-h2",
                                 pb::METRIC_BALANCE, -1, Day(2024, 10, 31))});
  ASSERT_EQ(area.statements_size(), 5);
  EXPECT_EQ(area.statements(0).difference_person_count(), 5);
  EXPECT_EQ(area.statements(1).metric(), pb::METRIC_OPENING);
  EXPECT_FALSE(area.statements(1).has_computed_person_count())
      << "no opening is known";
  EXPECT_FALSE(area.statements(2).has_computed_person_count())
      << "nothing was on record by 31 July: unknown is not nought";
  EXPECT_EQ(area.statements(3).computed_person_count(), 175);
  EXPECT_EQ(area.statements(4).computed_person_count(), -25);
  EXPECT_EQ(area.statements(4).difference_person_count(), 5);
}

}  // namespace
}  // namespace opvang::housing
