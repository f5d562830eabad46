#include "services/housing/rules/statement.h"

#include <random>

#include "services/housing/rules/balance.h"
#include "services/housing/rules/closing.h"
#include "tests/housing/rules/world.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using Jump = pb::Ledger::Jump;
using Cause = pb::Closing::Cause;

// Whatever is missing or opened anew, the end follows from the beginning.
TEST(LedgerTest, ReconcilesToZeroInEveryWorld) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  constexpr int kWorlds = 2000;
  int jumps[4] = {}, empty = 0;
  for (int round = 0; round < kWorlds; ++round) {
    const World world = World::Random(random);
    const Day as_of = world.RandomDay(random);
    const int from = random() % World::kHalfYears;
    const int to = from + random() % (World::kHalfYears - from);
    const Question question{
        .first = world.first + from, .last = world.first + to, .as_of = as_of};
    const pb::Ledger ledger =
        LedgerOf(BalancesOf(world.BookSeen(question), world.kinds, question));
    ASSERT_EQ(ledger.balances_size(), to - from + 1);
    if (!ledger.has_reconciliation()) {
      ++empty;
      continue;
    }
    const auto& line = ledger.reconciliation();
    ASSERT_EQ(line.residue_person_count(), 0);
    // Naively, over the half-years with a balance.
    int opening = 0, realised = 0, targets = 0, end = 0;
    bool first = true;
    for (int i = from; i <= to; ++i) {
      const HalfYear half_year = world.first + i;
      const auto balance = world.NaiveBalance(half_year, as_of);
      if (!balance.has_value()) continue;
      if (first) {
        opening = world.NaiveOpening(half_year, as_of).value_or(0);
      }
      first = false;
      realised += world.NaiveRealised(half_year, as_of);
      targets += world.targets.at(half_year);
      end = *balance;
    }
    ASSERT_EQ(line.opening_person_count(), opening);
    ASSERT_EQ(line.realised_person_count(), realised);
    ASSERT_EQ(line.target_person_count(), targets);
    ASSERT_EQ(line.balance_person_count(), end);
    ASSERT_EQ(line.jump_person_count(), end - opening - realised + targets);
    for (const Jump& jump : line.jumps()) ++jumps[jump.reason()];
  }
  EXPECT_GT(jumps[Jump::REASON_BOOKS_OPENED], 20);
  EXPECT_GT(jumps[Jump::REASON_TARGET_MISSING], 20);
  EXPECT_GT(jumps[Jump::REASON_REALISED_UNKNOWN], 20);
  EXPECT_LT(empty, kWorlds / 2);
}

pb::Balance Known(const std::string& half_year, int opening, int balance,
                  pb::Balance::OpeningBasis basis) {
  pb::Balance one;
  one.set_half_year(half_year);
  one.set_opening_person_count(opening);
  one.set_balance_person_count(balance);
  one.set_opening_basis(basis);
  return one;
}

TEST(LedgerTest, NamesWhereItJumpsAndWhy) {
  pb::Balance missing;
  missing.set_half_year("2023-h2");
  const auto ledger = LedgerOf(
      {Known("2023-h1", 0, -10, pb::Balance::OPENING_BASIS_NONE), missing,
       Known("2024-h1", -12, -20, pb::Balance::OPENING_BASIS_STATED),
       Known("2024-h2", -20, -5, pb::Balance::OPENING_BASIS_COMPUTED),
       Known("2025-h1", 0, 4, pb::Balance::OPENING_BASIS_STATED)});
  const auto& line = ledger.reconciliation();
  ASSERT_EQ(line.jumps_size(), 2);
  EXPECT_THAT(line.jumps(0), EqualsProto(R"pb(half_year: '2024-h1'
                                              reason: REASON_TARGET_MISSING
                                              person_count: -2)pb"));
  EXPECT_THAT(line.jumps(1), EqualsProto(R"pb(half_year: '2025-h1'
                                              reason: REASON_BOOKS_OPENED
                                              person_count: 5)pb"));
  EXPECT_EQ(line.first_half_year(), "2023-h1");
  EXPECT_EQ(line.last_half_year(), "2025-h1");
  EXPECT_NE(line.residue_person_count(), 0)
      << "it is computed: these made-up balances do not follow";
}

// Two ways of knowing 2024-h2.
class ClosingTest : public testing::Test {
 protected:
  ClosingTest() {
    for (Book& book : books_) {
      book.municipality = "municipalities/gm0193";
      book.half_years[kH2].target = {.persons = 100, .steps = {}};
      Place(book, "a", 30, "home", 3);
      Place(book, "b", 8, "rol", 3);
    }
  }
  void Place(Book& book, const std::string& id, int persons,
             const std::string& kind, int64_t revision,
             const std::string& corrected = "") {
    pb::Placement& placement = book.placements.emplace_back();
    placement.set_name(id);
    *placement.mutable_placement_date() = ToProto(Day(2024, 8, 1));
    placement.set_kind(kind);
    placement.set_person_count(persons);
    placement.set_revision(revision);
    placement.set_corrected_placement(corrected);
    placement.set_source("COA");
    book.half_years[kH2].placed[kind] += {.persons = persons};
  }
  pb::Closing Closing() {
    pb::Balance balances[2];
    Side sides[2];
    for (int i = 0; i < 2; ++i) {
      balances[i] =
          BalancesOf(books_[i], kinds_[i], {kH2, kH2, Day(2025, 3, 1)}).back();
      sides[i] = {.book = &books_[i],
                  .kinds = &kinds_[i],
                  .balance = &balances[i],
                  .revision = i == 0 ? 5 : 20};
    }
    return ClosingOf(sides[0], sides[1]);
  }

  const HalfYear kH2 = *HalfYear::Parse("2024-h2");
  Book books_[2];
  Kinds kinds_[2] = {AllKinds(), AllKinds()};
};

TEST_F(ClosingTest, WhatDidNotChangeHasNoCause) {
  const auto closing = Closing();
  EXPECT_EQ(closing.difference_person_count(), 0);
  EXPECT_EQ(closing.causes_size(), 0);
  EXPECT_EQ(closing.at_closing().balance_person_count(), -70);
}

TEST_F(ClosingTest, EachCauseIsToldWithItsParts) {
  Place(books_[1], "late", 6, "home", 7);
  Place(books_[1], "late-rol", 4, "rol", 8);
  Place(books_[1], "back", -2, "home", 9, "a");
  pb::Move& move = books_[1].moves.emplace_back();
  move.set_name("moves/m");
  move.set_giver("municipalities/gm0193");
  move.set_receiver("municipalities/gm0166");
  *move.mutable_move_date() = ToProto(Day(2024, 9, 1));
  move.set_person_count(5);
  move.set_revision(10);
  books_[1].half_years[kH2].moved_out += {.persons = 5};
  kinds_[1]["rol"].set_counts(true);
  books_[1].half_years[kH2].target->persons = 90;
  books_[1].half_years[kH2].opening = {
      .persons = -3, .starts_chain = false, .source = "TVS"};
  const auto closing = Closing();
  ASSERT_EQ(closing.causes_size(), 6);
  const auto cause = [&](int i, Cause::Kind kind, int persons, int parts) {
    EXPECT_EQ(closing.causes(i).kind(), kind);
    EXPECT_EQ(closing.causes(i).person_count(), persons);
    EXPECT_EQ(closing.causes(i).parts_size(), parts);
  };
  cause(0, Cause::KIND_LATE_REGISTRATION, 10, 2);
  cause(1, Cause::KIND_CORRECTION, -2, 1);
  cause(2, Cause::KIND_MOVE, -5, 1);
  cause(3, Cause::KIND_READ_OTHERWISE, 8, 1);
  cause(4, Cause::KIND_TARGET_CHANGED, 10, 1);
  cause(5, Cause::KIND_CARRIED_CHANGED, -3, 1);
  EXPECT_EQ(closing.causes(0).parts(1).name(), "late-rol");
  EXPECT_EQ(closing.causes(0).parts(1).revision(), 8);
  EXPECT_EQ(closing.causes(4).parts(0).explanation(), "opgave 100, nu 90");
  EXPECT_EQ(closing.realised_difference_person_count(), 11);
  EXPECT_EQ(closing.difference_person_count(), 18);
}

TEST_F(ClosingTest, WithoutATargetTheCausesExplainWhatWasRealised) {
  books_[0].half_years[kH2].target.reset();
  Place(books_[1], "late", 6, "home", 7);
  const auto closing = Closing();
  EXPECT_FALSE(closing.has_difference_person_count());
  EXPECT_EQ(closing.realised_difference_person_count(), 6);
  ASSERT_EQ(closing.causes_size(), 1);
  EXPECT_EQ(closing.causes(0).person_count(), 6);
}

TEST_F(ClosingTest, ManyPartsEndInOneForTheRest) {
  for (int i = 0; i < 250; ++i) {
    Place(books_[1], "late-" + std::to_string(i), 2, "home", 7);
  }
  const auto closing = Closing();
  ASSERT_EQ(closing.causes(0).parts_size(), 201);
  EXPECT_EQ(closing.causes(0).parts(200).person_count(), 100);
  EXPECT_EQ(closing.causes(0).parts(200).explanation(), "en nog 50");
  EXPECT_EQ(closing.causes(0).person_count(), 500);
}

}  // namespace
}  // namespace opvang::housing
