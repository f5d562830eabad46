#include "services/housing/rules/supervision.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;
using testing::HasSubstr;
using Balances = std::vector<pb::Balance>;

const Day kReviewDay(2025, 2, 1);

// Ended so, oldest first, up to 2024-h2; nothing: no balance is known.
Balances Ended(const std::vector<std::optional<int>>& persons, int net = 100) {
  Balances balances;
  const HalfYear last = LastCompleted(kReviewDay);
  const int count = static_cast<int>(persons.size());
  for (int i = 0; i < count; ++i) {
    pb::Balance& balance = balances.emplace_back();
    balance.set_half_year((last - (count - 1 - i)).Name());
    if (!persons[i].has_value()) continue;
    balance.set_balance_person_count(*persons[i]);
    balance.set_net_target_person_count(net);
  }
  return balances;
}

struct When {
  std::optional<int> missed = {}, permille = {}, persons = {};
};

// Levels l1, l2, …, the first without a condition.
pb::Ladder LadderOf(const std::vector<When>& conditions) {
  pb::Ladder ladder;
  ladder.set_display_name("ladder");
  ladder.set_test(pb::LADDER_TEST_HALF_YEARLY);
  *ladder.mutable_start_date() = ToProto(Day(2019, 10, 28));
  for (size_t i = 0; i <= conditions.size(); ++i) {
    pb::LadderLevel& level = *ladder.add_levels();
    level.set_rank(static_cast<int>(i) + 1);
    level.set_code(absl::StrCat("l", i + 1));
    level.set_display_name(absl::StrCat("trede ", i + 1));
    if (i == 0) continue;
    const When& when = conditions[i - 1];
    if (when.missed) level.set_missed_half_year_count(*when.missed);
    if (when.permille) level.set_backlog_permille(*when.permille);
    if (when.persons) level.set_backlog_person_count(*when.persons);
  }
  return ladder;
}

std::string Derived(const pb::Ladder& ladder, const Balances& completed) {
  return SupervisionOf("municipalities/gm0193", &ladder, completed, {},
                       kReviewDay)
      .derived_level()
      .code();
}

TEST(SupervisionTest, FourMissedHalfYearsInARow) {
  const pb::Ladder ladder = LadderOf({{.missed = 4}});
  EXPECT_EQ(LookedAt(ladder), 4);
  EXPECT_EQ(Derived(ladder, Ended({-1, -1, -1, -1})), "l2");
  EXPECT_EQ(Derived(ladder, Ended({0, -1, -1, -1})), "l1") << "on the target";
  EXPECT_EQ(Derived(ladder, Ended({-1, -1, -1, 0})), "l1");
  EXPECT_EQ(Derived(ladder, Ended({-1, 1, -1, -1})), "l1") << "not in a row";
  EXPECT_EQ(Derived(ladder, Ended({-1, {}, -1, -1})), "l1")
      << "what is not known breaks the row";
}

TEST(SupervisionTest, ABacklogInThousandthsOfTheNetTarget) {
  const pb::Ladder ladder = LadderOf({{.permille = 250}});
  EXPECT_EQ(LookedAt(ladder), 1);
  EXPECT_EQ(Derived(ladder, Ended({-24})), "l1");
  EXPECT_EQ(Derived(ladder, Ended({-25})), "l2");
  EXPECT_EQ(Derived(ladder, Ended({-26})), "l2");
  EXPECT_EQ(Derived(ladder, Ended({25})), "l1");
  EXPECT_EQ(Derived(ladder, Ended({{}})), "");
  // 250 ‰ of 1,294 is 323.5: exactly, without rounding.
  EXPECT_EQ(Derived(ladder, Ended({-323}, 1294)), "l1");
  EXPECT_EQ(Derived(ladder, Ended({-324}, 1294)), "l2");
  // A lead larger than the target leaves nothing to do; a backlog all the same.
  EXPECT_EQ(Derived(ladder, Ended({-1}, -5)), "l2");
}

TEST(SupervisionTest, ABacklogInPersons) {
  const pb::Ladder ladder = LadderOf({{.persons = 40}});
  EXPECT_EQ(Derived(ladder, Ended({-39})), "l1");
  EXPECT_EQ(Derived(ladder, Ended({-40})), "l2");
  EXPECT_EQ(Derived(ladder, Ended({-41})), "l2");
}

TEST(SupervisionTest, AllConditionsOfALevelHoldAndTheHighestApplies) {
  const pb::Ladder ladder = LadderOf({{.missed = 1, .permille = 100},
                                      {.missed = 2, .permille = 250},
                                      {.persons = 60}});
  EXPECT_EQ(Derived(ladder, Ended({-5, -9})), "l1");
  EXPECT_EQ(Derived(ladder, Ended({5, -10})), "l2");
  EXPECT_EQ(Derived(ladder, Ended({5, -30})), "l2") << "one half-year only";
  EXPECT_EQ(Derived(ladder, Ended({-5, -30})), "l3");
  EXPECT_EQ(Derived(ladder, Ended({5, -60})), "l4")
      << "a level does not need those below it";
}

TEST(SupervisionTest, SaysWhyInDutchWithTheNumbers) {
  const pb::Ladder ladder = LadderOf(
      {{.missed = 1, .permille = 100}, {.missed = 2, .permille = 250}});
  const auto supervision = SupervisionOf("municipalities/gm0193", &ladder,
                                         Ended({3, -12}), {}, kReviewDay);
  EXPECT_THAT(
      supervision.reasons(),
      testing::ElementsAre(
          "2024-h2 eindigde met een achterstand van 12.",
          "1 halfjaar op rij met een achterstand (2024-h2 -12); de trede "
          "vraagt er 1.",
          "Achterstand 12 van 100 (12,0 %); de trede begint bij 10,0 %.",
          "Niet trede 3: 1 halfjaar op rij met een achterstand (2024-h2 -12); "
          "de trede vraagt er 2.",
          "Niet trede 3: Achterstand 12 van 100 (12,0 %); de trede begint bij "
          "25,0 %."));
  ASSERT_EQ(supervision.outcomes_size(), 2);
  EXPECT_FALSE(supervision.outcomes(0).missed());
  EXPECT_TRUE(supervision.outcomes(1).missed());
  EXPECT_EQ(
      SupervisionOf("m", &ladder, Ended({{}, {}}), {}, kReviewDay).reasons(0),
      "2024-h2 heeft geen bekend saldo; een trede volgt er niet uit.");
}

TEST(SupervisionTest, AProvinceWithoutALadderSaysSo) {
  const auto supervision = SupervisionOf("municipalities/gm0193", nullptr,
                                         Ended({-12}), {}, kReviewDay);
  EXPECT_EQ(supervision.agreement(), pb::Supervision::AGREEMENT_NO_LADDER);
  EXPECT_FALSE(supervision.has_derived_level());
  EXPECT_THAT(supervision.reasons(0), HasSubstr("geen ladder bekend"));
}

TEST(SupervisionTest, TheLastStepTakenIsHeldAgainstTheDerivedLevel) {
  const pb::Ladder ladder = LadderOf({{.missed = 1}});
  const auto agreement = [&](const std::vector<std::string>& levels) {
    std::vector<pb::SupervisionStep> steps;
    for (const std::string& level : levels) {
      steps.emplace_back().set_level(level);
    }
    return SupervisionOf("m", &ladder, Ended({-1}), steps, kReviewDay)
        .agreement();
  };
  EXPECT_EQ(agreement({}), pb::Supervision::AGREEMENT_NO_STEP);
  EXPECT_EQ(agreement({"l1", "l2"}), pb::Supervision::AGREEMENT_SAME);
  EXPECT_EQ(agreement({"l2", "l1"}), pb::Supervision::AGREEMENT_DIFFERENT);
  EXPECT_EQ(agreement({"gone"}), pb::Supervision::AGREEMENT_DIFFERENT);
}

TEST(SupervisionTest, ALadderHoldsFromItsFirstDay) {
  std::vector<pb::Ladder> ladders(3, LadderOf({{.missed = 1}}));
  for (size_t i = 0; i < ladders.size(); ++i) {
    ladders[i].set_province(i == 2 ? "provinces/pv28" : "provinces/pv23");
  }
  *ladders[1].mutable_start_date() = ToProto(Day(2024, 1, 1));
  EXPECT_EQ(LadderOn(ladders, "provinces/pv23", Day(2019, 10, 27)), nullptr);
  EXPECT_EQ(LadderOn(ladders, "provinces/pv23", Day(2019, 10, 28)),
            &ladders[0]);
  EXPECT_EQ(LadderOn(ladders, "provinces/pv23", Day(2023, 12, 31)),
            &ladders[0]);
  EXPECT_EQ(LadderOn(ladders, "provinces/pv23", Day(2024, 1, 1)), &ladders[1]);
  EXPECT_EQ(LadderOn(ladders, "provinces/pv24", Day(2024, 1, 1)), nullptr);
}

TEST(SupervisionTest, KnowsItsDaysOfTesting) {
  pb::Ladder ladder = LadderOf({{.missed = 1}});
  const auto days = [&](Day day) {
    const auto seen = SupervisionOf("m", &ladder, Ended({-1}), {}, day);
    return std::pair(DayOf(seen.last_test_date()),
                     DayOf(seen.next_test_date()));
  };
  EXPECT_EQ(days(Day(2025, 1, 1)), std::pair(Day(2025, 1, 1), Day(2025, 7, 1)));
  EXPECT_EQ(days(Day(2025, 6, 30)),
            std::pair(Day(2025, 1, 1), Day(2025, 7, 1)));
  ladder.set_test(pb::LADDER_TEST_MONTHLY);
  EXPECT_EQ(days(Day(2024, 12, 31)),
            std::pair(Day(2024, 12, 1), Day(2025, 1, 1)));
}

// Random ladders on random half-years, by definition.
TEST(SupervisionTest, WithoutAKnownBalanceThereIsNoLevel) {
  const pb::Ladder ladder = LadderOf({{.missed = 1}});
  for (const Balances& completed :
       {Ended({-10, -10, std::nullopt}, 100), Balances()}) {
    const pb::Supervision supervision = SupervisionOf(
        "municipalities/gm0193", &ladder, completed, {}, kReviewDay);
    EXPECT_FALSE(supervision.has_derived_level());
    EXPECT_EQ(supervision.agreement(),
              pb::Supervision::AGREEMENT_BALANCE_UNKNOWN);
    ASSERT_EQ(supervision.reasons_size(), 1);
    EXPECT_THAT(supervision.reasons(0), testing::HasSubstr("trede volgt"));
  }
}

TEST(SupervisionTest, AgreesWithANaiveReading) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::map<std::string, int> seen;
  for (int round = 0; round < 3000; ++round) {
    std::vector<When> conditions(1 + random() % 3);
    for (When& when : conditions) {
      const int which = 1 + random() % 7;
      if (which & 1) when.missed = 1 + random() % 4;
      if (which & 2) when.permille = 100 * (1 + random() % 4);
      if (which & 4) when.persons = 5 * (1 + random() % 8);
    }
    std::vector<std::optional<int>> persons(4);
    for (auto& one : persons) {
      if (random() % 6 != 0) one = static_cast<int>(random() % 60) - 45;
    }
    const int net = 40 + random() % 80;
    int wanted = 1;
    for (size_t i = 0; i < conditions.size(); ++i) {
      const When& when = conditions[i];
      bool holds = true;
      for (int k = 0; k < when.missed.value_or(0); ++k) {
        holds = holds && persons[3 - k].has_value() && *persons[3 - k] < 0;
      }
      const int backlog = std::max(0, -persons[3].value_or(0));
      holds =
          holds && (!when.permille || backlog * 1000 >= *when.permille * net);
      holds = holds && (!when.persons || backlog >= *when.persons);
      if (holds) wanted = static_cast<int>(i) + 2;
    }
    const std::string derived =
        Derived(LadderOf(conditions), Ended(persons, net));
    // Without the balance of the last half-year no level follows.
    ASSERT_EQ(derived, persons[3].has_value() ? absl::StrCat("l", wanted) : "");
    ++seen[derived];
  }
  for (const char* code : {"l1", "l2", "l3", "l4"}) EXPECT_GT(seen[code], 50);
}

}  // namespace
}  // namespace opvang::housing
