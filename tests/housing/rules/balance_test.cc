#include "services/housing/rules/balance.h"

#include <algorithm>
#include <random>

#include "services/housing/housing_access.h"
#include "tests/housing/rules/world.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using testing::ElementsAre;

// A book of 2024-h2 and what was before.
class BalanceTest : public testing::Test {
 protected:
  BalanceTest() { book_.municipality = "municipalities/gm0193"; }
  void SetTarget(HalfYear half_year, int persons) {
    pb::TargetStep step;
    step.set_person_count(persons);
    step.set_source("t");
    book_.half_years[half_year].target = {.persons = persons, .steps = {step}};
  }
  void SetOpening(HalfYear half_year, int persons, bool starts_chain = false) {
    book_.half_years[half_year].opening = {
        .persons = persons, .starts_chain = starts_chain, .source = "o"};
  }
  void Place(HalfYear half_year, int persons,
             const std::string& kind = "home") {
    book_.half_years[half_year].placed[kind] += {.persons = persons};
  }
  pb::HousingPlan& Plan(Day start, Day end, std::optional<int> persons) {
    pb::HousingPlan& plan = book_.plans.emplace_back();
    *plan.mutable_start_date() = ToProto(start);
    *plan.mutable_end_date() = ToProto(end);
    if (persons.has_value()) plan.set_person_count(*persons);
    plan.set_source("plan");
    return plan;
  }
  pb::Balance At(Day as_of) const {
    return BalancesOf(book_, AllKinds(), {kH2, kH2, as_of}).back();
  }

  const HalfYear kH2 = *HalfYear::Parse("2024-h2");
  const HalfYear kH1 = kH2 - 1;
  Book book_;
};

TEST_F(BalanceTest, ABacklogMakesTheTargetLarger) {
  SetTarget(kH2, 100);
  SetOpening(kH2, -21);
  Place(kH2, 30);
  const auto balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.net_target_person_count(), 121);
  EXPECT_EQ(balance.balance_person_count(), -91);
  EXPECT_EQ(balance.needed_person_count(), 91);
  EXPECT_EQ(balance.opening_basis(), pb::Balance::OPENING_BASIS_STATED);
  EXPECT_THAT(balance.sources(), ElementsAre("t", "o"));
}

TEST_F(BalanceTest, WithoutATargetThereIsNoBalance) {
  SetOpening(kH2, 5);
  Place(kH2, 3);
  const auto balance = At(Day(2024, 9, 15));
  EXPECT_FALSE(balance.has_net_target_person_count());
  EXPECT_FALSE(balance.has_balance_person_count());
  EXPECT_FALSE(balance.has_expected_person_count());
  EXPECT_FALSE(balance.has_needed_person_count());
  EXPECT_EQ(balance.realised_person_count(), 3);
  EXPECT_EQ(balance.opening_person_count(), 5);
}

TEST_F(BalanceTest, WhatTheHalfYearBeforeComesToIsCarried) {
  SetTarget(kH1, 80);
  Place(kH1, 92);
  SetTarget(kH2, 100);
  SetOpening(kH2, 9);
  const auto balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.opening_basis(), pb::Balance::OPENING_BASIS_COMPUTED);
  EXPECT_EQ(balance.opening_person_count(), 12);
  EXPECT_EQ(balance.computed_opening_person_count(), 12);
  EXPECT_EQ(balance.stated_opening_person_count(), 9);
  EXPECT_EQ(balance.opening_difference_person_count(), -3);
  EXPECT_EQ(balance.net_target_person_count(), 88);
}

TEST_F(BalanceTest, BooksOpenedAnewLeaveBehindWhatWas) {
  SetTarget(kH1, 80);
  Place(kH1, 92);
  SetTarget(kH2, 100);
  SetOpening(kH2, 9, true);
  const auto balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.opening_basis(), pb::Balance::OPENING_BASIS_STATED);
  EXPECT_EQ(balance.opening_person_count(), 9);
  EXPECT_EQ(balance.computed_opening_person_count(), 12);
  EXPECT_TRUE(balance.starts_chain());
}

TEST_F(BalanceTest, AHalfYearWithoutATargetBreaksTheChain) {
  SetTarget(kH1 - 1, 80);
  Place(kH1 - 1, 92);
  Place(kH1, 500);
  SetTarget(kH2, 100);
  auto balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.opening_basis(), pb::Balance::OPENING_BASIS_NONE);
  EXPECT_FALSE(balance.has_opening_person_count());
  EXPECT_EQ(balance.net_target_person_count(), 100);
  SetOpening(kH2, -4);
  balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.opening_basis(), pb::Balance::OPENING_BASIS_STATED);
  EXPECT_EQ(balance.net_target_person_count(), 104);
}

TEST_F(BalanceTest, WhatDoesNotCountStandsBeside) {
  SetTarget(kH1, 10);
  Place(kH1, 10, "rol");
  SetTarget(kH2, 10);
  Place(kH2, 4, "dsl");
  Place(kH2, 3, "home");
  Place(kH2, 7, "rol");
  const auto balance = At(Day(2024, 9, 15));
  EXPECT_EQ(balance.opening_person_count(), -10);
  EXPECT_EQ(balance.realised_person_count(), 7);
  EXPECT_EQ(balance.uncounted_person_count(), 7);
  ASSERT_EQ(balance.kinds_size(), 3);
  EXPECT_EQ(balance.kinds(0).kind(), "dsl");
  EXPECT_TRUE(balance.kinds(0).counts());
  EXPECT_EQ(balance.kinds(2).kind(), "rol");
  EXPECT_FALSE(balance.kinds(2).counts());
}

TEST_F(BalanceTest, APlanCountsWholeByItsLastDay) {
  SetTarget(kH2, 10);
  Place(kH2, 0);
  Plan(Day(2024, 7, 1), Day(2025, 1, 1), 1000).set_withdrawn(true);
  Plan(Day(2024, 6, 1), Day(2024, 9, 16), 1);  // Past.
  Plan(Day(2024, 6, 1), Day(2024, 9, 17), 2);
  Plan(Day(2024, 12, 1), Day(2025, 1, 1), 4);
  Plan(Day(2024, 12, 1), Day(2025, 1, 2), 8);  // Next year.
  Plan(Day(2024, 12, 1), Day(2025, 1, 1), {});
  EXPECT_EQ(At(Day(2024, 9, 15)).planned_person_count(), 6);
  EXPECT_EQ(At(Day(2024, 9, 15)).expected_person_count(), -4);
}

// What nobody registered is unknown, and so is what it would bring the next.
TEST_F(BalanceTest, WhatNobodyRegisteredIsNotZero) {
  SetTarget(kH1, 80);
  SetTarget(kH2, 100);
  auto balance = At(Day(2024, 9, 15));
  EXPECT_FALSE(balance.has_realised_person_count());
  EXPECT_FALSE(balance.has_balance_person_count());
  EXPECT_FALSE(balance.has_expected_person_count());
  EXPECT_FALSE(balance.has_needed_person_count());
  EXPECT_FALSE(balance.has_planned_person_count());
  EXPECT_FALSE(balance.has_opening_person_count());
  EXPECT_TRUE(balance.scenarios().empty());
  EXPECT_EQ(balance.net_target_person_count(), 100);
  const auto say = [&](HalfYear half_year, Day day) {
    pb::NilReturn& nil = book_.half_years[half_year].nil_return.emplace();
    *nil.mutable_return_date() = ToProto(day);
    nil.set_source("gemeente");
  };
  say(kH2, Day(2024, 9, 15));
  balance = At(Day(2024, 9, 15));
  EXPECT_TRUE(balance.has_realised_person_count());
  EXPECT_EQ(balance.realised_person_count(), 0);
  EXPECT_EQ(balance.balance_person_count(), -100);
  EXPECT_EQ(balance.nil_return().source(), "gemeente");
  EXPECT_FALSE(balance.has_planned_person_count()) << "a plan is another thing";
  say(kH1, Day(2024, 6, 30));
  EXPECT_EQ(At(Day(2024, 9, 15)).opening_person_count(), -80);
  // Before it begins nobody can be.
  EXPECT_TRUE(At(Day(2024, 6, 29)).has_realised_person_count());
}

TEST_F(BalanceTest, PaceIsToldInDays) {
  SetTarget(kH2, 10);
  Place(kH2, 12);
  EXPECT_EQ(At(Day(2024, 6, 30)).elapsed_day_count(), 0);
  EXPECT_EQ(At(Day(2024, 6, 30)).remaining_day_count(), 184);
  EXPECT_EQ(At(Day(2024, 7, 1)).elapsed_day_count(), 1);
  EXPECT_EQ(At(Day(2024, 12, 31)).remaining_day_count(), 0);
  EXPECT_FALSE(At(Day(2024, 12, 31)).over());
  EXPECT_TRUE(At(Day(2025, 1, 1)).over());
  EXPECT_EQ(At(Day(2025, 3, 1)).elapsed_day_count(), 184);
  EXPECT_EQ(At(Day(2025, 1, 1)).needed_person_count(), 0) << "a lead";
}

// Sources of what lies before come along, so that nothing illustrative hides.
TEST_F(BalanceTest, WhatIsCarriedBringsItsSources) {
  SetTarget(kH1, 80);
  book_.half_years[kH1].target->steps[0].set_source("illustrative: t");
  Place(kH1, 92);
  book_.half_years[kH1].illustrative_source = "illustrative: p";
  SetTarget(kH2, 100);
  EXPECT_THAT(At(Day(2024, 9, 15)).sources(),
              ElementsAre("t", "illustrative: t", "illustrative: p"));
}

// Twenty half-years of random worlds, each event arriving when it will.
TEST(LedgerTest, AgreesWithANaiveRecomputation) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int openings[4] = {};
  for (int round = 0; round < 300; ++round) {
    World world = World::Random(random);
    const Day as_of = world.RandomDay(random);
    const int first = random() % World::kHalfYears;
    const Question question{.first = world.first + first,
                            .last = world.first + (World::kHalfYears - 1),
                            .as_of = as_of};
    const auto balances =
        BalancesOf(world.BookSeen(question), world.kinds, question);
    ASSERT_EQ(balances.size(), World::kHalfYears - first);
    for (int i = first; i < World::kHalfYears; ++i) {
      const pb::Balance& balance = balances[i - first];
      const HalfYear half_year = world.first + i;
      ASSERT_EQ(balance.half_year(), half_year.Name());
      const auto wanted = world.NaiveBalance(half_year, as_of);
      ASSERT_EQ(balance.has_balance_person_count(), wanted.has_value());
      if (wanted.has_value()) {
        ASSERT_EQ(balance.balance_person_count(), *wanted) << half_year.Name();
      }
      const auto opening = world.NaiveOpening(half_year, as_of);
      ASSERT_EQ(balance.has_opening_person_count(), opening.has_value());
      if (opening.has_value()) {
        ASSERT_EQ(balance.opening_person_count(), *opening);
      }
      ++openings[balance.opening_basis()];
    }
    // Of the first half-year asked for, what was realised by any day.
    const Day day = world.RandomDay(random);
    const Book book = world.BookSeen(question);
    const auto realised = RealisedBy(book, world.kinds, question.first, day);
    ASSERT_EQ(realised.value_or(Heads()).persons,
              world.NaiveRealised(question.first, day));
    // The order of arrival does not matter.
    std::shuffle(world.events.begin(), world.events.end(), random);
    ASSERT_EQ(BalancesOf(world.BookSeen(question), world.kinds, question)
                  .back()
                  .balance_person_count(),
              balances.back().balance_person_count());
  }
  // Worlds of every shape came by.
  for (const int basis : {1, 2, 3}) EXPECT_GT(openings[basis], 20) << basis;
}

}  // namespace
}  // namespace opvang::housing
