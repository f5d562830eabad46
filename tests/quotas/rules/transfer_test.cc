#include "services/quotas/rules/transfer.h"

#include <map>
#include <optional>
#include <random>

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using testing::ElementsAre;
using testing::IsEmpty;
using TransferStep = pb::Transfer::Step;

// Dronten lends Kampen 200 places until 1 February 2026; void unless Kampen
// arranges the remaining places itself.
pb::Transfer Dronten(const std::string& condition = "de overige 40") {
  pb::Transfer transfer;
  transfer.set_giver("municipalities/gm0303");
  transfer.set_receiver("municipalities/gm0166");
  transfer.set_place_count(200);
  *transfer.mutable_propose_date() = ToProto(CivilDay(2024, 10, 1));
  *transfer.mutable_start_date() = ToProto(CivilDay(2025, 7, 1));
  *transfer.mutable_end_date() = ToProto(CivilDay(2026, 2, 1));
  transfer.set_condition(condition);
  return transfer;
}

pb::Transfer& Add(pb::Transfer& transfer, TransferStep::Kind kind,
                  CivilDay day) {
  TransferStep& step = *transfer.add_steps();
  step.set_kind(kind);
  *step.mutable_step_date() = ToProto(day);
  return transfer;
}

pb::Transfer& AddAgreed(pb::Transfer& transfer, const std::string& side,
                        CivilDay day) {
  Add(transfer, TransferStep::KIND_AGREED, day)
      .mutable_steps()
      ->rbegin()
      ->set_municipality(side);
  return transfer;
}

// Giver and receiver in either order; what one says the other has not.
TEST(TransferTest, IsAgreedFromTheDayOnWhichBothSidesAre) {
  const CivilDay early(2024, 10, 20), late(2024, 11, 5);
  for (const bool giver_first : {true, false}) {
    pb::Transfer transfer = Dronten("");
    const std::string sides[] = {transfer.giver(), transfer.receiver()};
    EXPECT_THAT(MissingSides(transfer), ElementsAre(sides[0], sides[1]));
    AddAgreed(transfer, sides[giver_first ? 0 : 1], late);
    EXPECT_EQ(SeenOn(late, transfer).state(), pb::Transfer::STATE_PROPOSED);
    EXPECT_THAT(MissingSides(transfer), ElementsAre(sides[giver_first]));
    EXPECT_THAT(PossibleSteps(transfer), ElementsAre(TransferStep::KIND_AGREED,
                                                     TransferStep::KIND_ENDED));
    // The other said so earlier, in a letter that came later.
    EXPECT_EQ(EarliestStepDay(transfer, TransferStep::KIND_AGREED),
              CivilDay(2024, 10, 1));
    AddAgreed(transfer, sides[giver_first ? 1 : 0], early);
    EXPECT_THAT(MissingSides(transfer), IsEmpty());
    EXPECT_EQ(SeenOn(late - 1, transfer).state(), pb::Transfer::STATE_PROPOSED);
    EXPECT_EQ(SeenOn(late, transfer).state(), pb::Transfer::STATE_AGREED);
    EXPECT_EQ(EarliestStepDay(transfer, TransferStep::KIND_CONDITION_MET),
              late);
  }
}

TEST(TransferTest, GoesFromProposedToEnded) {
  pb::Transfer transfer = Dronten();
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  Add(transfer, TransferStep::KIND_CONDITION_MET, CivilDay(2025, 3, 1));
  const std::pair<CivilDay, pb::Transfer::State> life[] = {
      {CivilDay(2024, 10, 19), pb::Transfer::STATE_PROPOSED},
      {CivilDay(2024, 10, 20), pb::Transfer::STATE_CONDITION_PENDING},
      {CivilDay(2025, 2, 28), pb::Transfer::STATE_CONDITION_PENDING},
      {CivilDay(2025, 3, 1), pb::Transfer::STATE_CONDITION_MET},
      {CivilDay(2025, 6, 30), pb::Transfer::STATE_CONDITION_MET},
      {CivilDay(2025, 7, 1), pb::Transfer::STATE_ACTIVE},
      {CivilDay(2026, 1, 31), pb::Transfer::STATE_ACTIVE},
      {CivilDay(2026, 2, 1), pb::Transfer::STATE_ENDED},
  };
  for (const auto& [day, state] : life) {
    EXPECT_EQ(SeenOn(day, transfer).state(), state) << FormatDay(day);
  }
  EXPECT_EQ(SeenOn(CivilDay(2024, 10, 19), transfer).steps_size(), 0);
  EXPECT_EQ(SeenOn(CivilDay(2025, 3, 1), transfer).steps_size(), 2);
}

TEST(TransferTest, LendsNothingWhileItsConditionIsOpen) {
  pb::Transfer transfer = Dronten();
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  const CivilDay summer(2025, 8, 1);
  EXPECT_FALSE(IsLentOn(summer, SeenOn(summer, transfer)));
  Add(transfer, TransferStep::KIND_CONDITION_MET, CivilDay(2025, 8, 1));
  EXPECT_FALSE(IsLentOn(summer - 1, SeenOn(summer, transfer)));
  EXPECT_TRUE(IsLentOn(summer, SeenOn(summer, transfer)));
  EXPECT_EQ(DayOf(SeenOn(summer, transfer).lent_start_date()), summer);
}

TEST(TransferTest, NeedsNoStepBesideAgreementWithoutACondition) {
  pb::Transfer transfer = Dronten("");
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  EXPECT_EQ(SeenOn(CivilDay(2025, 1, 1), transfer).state(),
            pb::Transfer::STATE_AGREED);
  const pb::Transfer seen = SeenOn(CivilDay(2025, 1, 1), transfer);
  EXPECT_TRUE(IsLentOn(CivilDay(2025, 7, 1), seen));
  EXPECT_TRUE(IsLentOn(CivilDay(2026, 1, 31), seen));
  EXPECT_FALSE(IsLentOn(CivilDay(2026, 2, 1), seen));
}

TEST(TransferTest, GivesPlacesBackFromTheDayItsConditionFails) {
  pb::Transfer transfer = Dronten();
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  Add(transfer, TransferStep::KIND_CONDITION_MET, CivilDay(2025, 3, 1));
  Add(transfer, TransferStep::KIND_CONDITION_FAILED, CivilDay(2025, 9, 15));
  const pb::Transfer before = SeenOn(CivilDay(2025, 9, 14), transfer);
  EXPECT_EQ(before.state(), pb::Transfer::STATE_ACTIVE);
  const pb::Transfer after = SeenOn(CivilDay(2025, 9, 15), transfer);
  EXPECT_EQ(after.state(), pb::Transfer::STATE_CONDITION_FAILED);
  EXPECT_TRUE(IsLentOn(CivilDay(2025, 9, 14), after));
  EXPECT_FALSE(IsLentOn(CivilDay(2025, 9, 15), after));
}

TEST(TransferTest, NeverHeldWhenEndedOnItsFirstDay) {
  pb::Transfer transfer = Dronten("");
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  Add(transfer, TransferStep::KIND_ENDED, CivilDay(2025, 7, 1));
  const pb::Transfer seen = SeenOn(CivilDay(2025, 12, 1), transfer);
  EXPECT_EQ(seen.state(), pb::Transfer::STATE_ENDED);
  EXPECT_FALSE(seen.has_lent_start_date());
}

TEST(TransferTest, KnowsWhichStepsMayFollow) {
  pb::Transfer transfer = Dronten();
  EXPECT_THAT(PossibleSteps(transfer),
              ElementsAre(TransferStep::KIND_AGREED, TransferStep::KIND_ENDED));
  Add(transfer, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  EXPECT_THAT(PossibleSteps(transfer),
              ElementsAre(TransferStep::KIND_CONDITION_MET,
                          TransferStep::KIND_CONDITION_FAILED,
                          TransferStep::KIND_ENDED));
  EXPECT_EQ(EarliestStepDay(transfer, TransferStep::KIND_CONDITION_MET),
            CivilDay(2024, 10, 20));
  EXPECT_EQ(EarliestStepDay(transfer, TransferStep::KIND_ENDED),
            CivilDay(2024, 10, 1));
  Add(transfer, TransferStep::KIND_CONDITION_MET, CivilDay(2025, 3, 1));
  EXPECT_THAT(PossibleSteps(transfer),
              ElementsAre(TransferStep::KIND_CONDITION_FAILED,
                          TransferStep::KIND_ENDED));
  Add(transfer, TransferStep::KIND_CONDITION_FAILED, CivilDay(2025, 3, 2));
  EXPECT_THAT(PossibleSteps(transfer), IsEmpty());
  pb::Transfer unconditional = Dronten("");
  Add(unconditional, TransferStep::KIND_AGREED, CivilDay(2024, 10, 20));
  EXPECT_THAT(PossibleSteps(unconditional),
              ElementsAre(TransferStep::KIND_ENDED));
}

// A random life that the rules allow.
pb::Transfer RandomTransfer(std::mt19937& random) {
  const CivilDay first(2025, 1, 1);
  const auto day = [&](CivilDay from) {
    return from + static_cast<int>(random() % 40);
  };
  pb::Transfer transfer;
  const int giver = static_cast<int>(random() % 8);
  transfer.set_giver(std::to_string(giver));
  transfer.set_receiver(
      std::to_string((giver + 1 + static_cast<int>(random() % 7)) % 8));
  transfer.set_place_count(1 + static_cast<int>(random() % 300));
  *transfer.mutable_propose_date() = ToProto(first);
  const CivilDay start = day(first);
  *transfer.mutable_start_date() = ToProto(start);
  if (random() % 3 != 0) *transfer.mutable_end_date() = ToProto(day(start) + 1);
  if (random() % 2 == 0) transfer.set_condition("c");
  for (auto possible = PossibleSteps(transfer);
       !possible.empty() && random() % 4 != 0;
       possible = PossibleSteps(transfer)) {
    const TransferStep::Kind kind = possible[random() % possible.size()];
    const std::vector<std::string> missing = MissingSides(transfer);
    Add(transfer, kind, day(EarliestStepDay(transfer, kind)));
    // Some of both sides at once, as tables recorded it.
    if (kind == TransferStep::KIND_AGREED && random() % 4 != 0) {
      transfer.mutable_steps()->rbegin()->set_municipality(
          missing[random() % missing.size()]);
    }
  }
  return transfer;
}

// Whether it is lent on `day`, knowing what happened up to `known`: read
// through day after day, as a clerk would with the letters in a pile.
bool NaivelyLent(const pb::Transfer& transfer, CivilDay known, CivilDay day) {
  std::set<std::string> agreed;
  bool met = transfer.condition().empty(), over = false;
  for (CivilDay today = DayOf(transfer.propose_date()); today <= day; ++today) {
    for (const TransferStep& step : transfer.steps()) {
      if (DayOf(step.step_date()) != today || today > known) continue;
      if (step.kind() == TransferStep::KIND_AGREED) {
        if (step.municipality().empty()) {
          agreed = {transfer.giver(), transfer.receiver()};
        } else {
          agreed.insert(step.municipality());
        }
      }
      if (step.kind() == TransferStep::KIND_CONDITION_MET) met = true;
      if (step.kind() == TransferStep::KIND_CONDITION_FAILED) over = true;
      if (step.kind() == TransferStep::KIND_ENDED) over = true;
    }
    if (transfer.has_end_date() && today == DayOf(transfer.end_date())) {
      over = true;
    }
  }
  return agreed.size() == 2 && met && !over &&
         day >= DayOf(transfer.start_date());
}

TEST(TransferTest, SumsToNothingOnEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int lent_days = 0;
  for (int round = 0; round < 1500; ++round) {
    std::vector<pb::Transfer> world(1 + random() % 6);
    for (pb::Transfer& transfer : world) transfer = RandomTransfer(random);
    const CivilDay known =
        CivilDay(2025, 1, 1) + static_cast<int>(random() % 200);
    for (CivilDay day(2025, 1, 1); day < CivilDay(2025, 8, 1); ++day) {
      std::map<std::string, int64_t> places;
      for (const pb::Transfer& transfer : world) {
        const pb::Transfer seen = SeenOn(known, transfer);
        const bool lent = IsLentOn(day, seen);
        ASSERT_EQ(lent, NaivelyLent(transfer, known, day))
            << transfer.DebugString() << FormatDay(known) << FormatDay(day);
        // What is lent today is called active today.
        if (day == known) {
          ASSERT_EQ(lent, seen.state() == pb::Transfer::STATE_ACTIVE)
              << transfer.DebugString();
        }
        if (!lent) continue;
        ++lent_days;
        places[transfer.giver()] -= transfer.place_count();
        places[transfer.receiver()] += transfer.place_count();
      }
      int64_t sum = 0;
      for (const auto& [municipality, count] : places) sum += count;
      ASSERT_EQ(sum, 0);
    }
  }
  EXPECT_GT(lent_days, 1000);
}

}  // namespace
}  // namespace opvang::quotas
