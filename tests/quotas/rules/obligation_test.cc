#include "services/quotas/rules/obligation.h"

#include <algorithm>
#include <random>

#include "common/base/calendar.h"
#include "services/quotas/quota_access.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::quotas {
namespace {

const Question kZwolle = {"municipalities/gm0193", pb::DUTY_ASYLUM,
                          "cycles/2024", absl::CivilDay(2024, 10, 31)};

pb::QuotaEntry Entry(const std::string& text) {
  pb::QuotaEntry entry =
      Proto<pb::QuotaEntry>(R"pb(subject: 'municipalities/gm0193'
                                 duty: DUTY_ASYLUM
                                 period: 'cycles/2024'
                                 basis: BASIS_INDICATIVE
                                 start_date { year: 2024 month: 1 day: 31 }
                                 source: 's'
                                 revision: 1)pb");
  pb::QuotaEntry changes = Proto<pb::QuotaEntry>(text);
  if (changes.duty() == pb::DUTY_UKRAINE) entry.clear_period();
  entry.MergeFrom(changes);
  return entry;
}

std::vector<const pb::QuotaEntry*> PointersTo(
    const std::vector<pb::QuotaEntry>& entries) {
  std::vector<const pb::QuotaEntry*> pointers;
  for (const pb::QuotaEntry& entry : entries) pointers.push_back(&entry);
  return pointers;
}
pb::Obligation Oblige(
    const Question& question, const std::vector<pb::QuotaEntry>& entries,
    const std::vector<pb::Redistribution>& redistributions = {}) {
  return Oblige(question, PointersTo(entries), redistributions);
}
std::optional<std::string> FindImpossible(
    const Question& question, const std::vector<pb::QuotaEntry>& entries,
    const std::vector<pb::Redistribution>& redistributions) {
  return FindImpossible(question, PointersTo(entries), redistributions);
}

TEST(ObligationTest, IsAbsentWhenNothingIsOnRecord) {
  const pb::Obligation obligation =
      Oblige(kZwolle, std::vector<pb::QuotaEntry>());
  EXPECT_FALSE(obligation.has_quota_count());
  EXPECT_TRUE(obligation.steps().empty());
}

// Stated for 1 January 2025, it is no target of 2027, nor of 1 July.
TEST(ObligationTest, ATargetForUkraineSpeaksForItsHalfYear) {
  const std::vector<pb::QuotaEntry> entries = {
      Entry("quota_count: 500 duty: DUTY_UKRAINE period: '' "
            "start_date { year: 2025 month: 1 day: 1 }")};
  const auto on = [&](absl::CivilDay day) {
    return Oblige({"municipalities/gm0193", pb::DUTY_UKRAINE, "", day}, entries)
        .has_quota_count();
  };
  EXPECT_FALSE(on(absl::CivilDay(2024, 12, 31)));
  EXPECT_TRUE(on(absl::CivilDay(2025, 1, 1)));
  EXPECT_TRUE(on(absl::CivilDay(2025, 6, 30)));
  EXPECT_FALSE(on(absl::CivilDay(2025, 7, 1)));
  EXPECT_FALSE(on(absl::CivilDay(2027, 1, 1)));
}

TEST(ObligationTest, GoesFromIndicativeToDecided) {
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 700 basis: BASIS_DECIDED "
                             "start_date { year: 2024 month: 10 day: 1 }"),
                       Entry("quota_count: 717 amv_count: 61"),
                       Entry("quota_count: 710 basis: BASIS_AGREED "
                             "start_date { year: 2024 month: 9 day: 1 }")});
  ASSERT_EQ(obligation.steps_size(), 3);
  EXPECT_EQ(obligation.quota_count(), 700);
  EXPECT_EQ(obligation.steps(0).quota_count(), 717);
  EXPECT_EQ(obligation.steps(0).legal_basis(), "Wet 3(2)");
  EXPECT_EQ(obligation.steps(2).legal_basis(), "Wet 5(1)");
  // No minors are stated for the count that holds.
  EXPECT_FALSE(obligation.has_amv_count());
}

TEST(ObligationTest, TheLatestWordOfADayHolds) {
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 720 revision: 3"),
                       Entry("quota_count: 717 revision: 2")});
  EXPECT_EQ(obligation.quota_count(), 720);
}

TEST(ObligationTest, ARetractionBringsBackWhatWasBefore) {
  const pb::Obligation obligation = Oblige(
      kZwolle,
      {Entry("quota_count: 717"),
       Entry("quota_count: 800 start_date { year: 2024 month: 6 day: 1 }"),
       Entry("revision: 2 start_date { year: 2024 month: 6 day: 1 }")});
  EXPECT_EQ(obligation.quota_count(), 717);
}

TEST(ObligationTest, WhatStartsLaterIsNotSeen) {
  const auto entry =
      Entry("quota_count: 800 start_date { year: 2024 month: 11 day: 1 }");
  EXPECT_FALSE(Oblige(kZwolle, {entry}).has_quota_count());
  Question later = kZwolle;
  later.day = absl::CivilDay(2024, 11, 1);
  EXPECT_EQ(Oblige(later, {entry}).quota_count(), 800);
}

TEST(ObligationTest, OtherSubjectsDutiesAndPeriodsDoNotCount) {
  EXPECT_FALSE(Oblige(kZwolle, {Entry("quota_count: 1 period: 'cycles/2026'"),
                                Entry("quota_count: 1 duty: DUTY_UKRAINE"),
                                Entry("quota_count: 1 subject: "
                                      "'municipalities/gm0150'")})
                   .has_quota_count());
}

pb::Redistribution Moves(pb::Duty duty, const std::string& period, int count,
                         int amv = 0,
                         absl::CivilDay start = absl::CivilDay(2024, 9, 1)) {
  pb::Redistribution moves;
  moves.set_name("redistributions/a");
  moves.set_duty(duty);
  moves.set_period(period);
  *moves.mutable_start_date() = ToProto(start);
  moves.set_source("tafel");
  moves.set_revision(9);
  pb::Redistribution::Change& change = *moves.add_changes();
  change.set_municipality("municipalities/gm0193");
  change.set_change_count(count);
  change.set_amv_change_count(amv);
  return moves;
}

TEST(ObligationTest, ARedistributionMovesOnTopOfWhatIsAgreed) {
  const auto moves = Moves(pb::DUTY_ASYLUM, "cycles/2024", -17, -1);
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 717 amv_count: 61")}, {moves});
  EXPECT_EQ(obligation.quota_count(), 700);
  EXPECT_EQ(obligation.amv_count(), 60);
  ASSERT_EQ(obligation.steps_size(), 2);
  EXPECT_THAT(obligation.steps(1),
              EqualsProto(R"pb(basis: BASIS_AGREED
                               quota_count: 700
                               amv_count: 60
                               start_date { year: 2024 month: 9 day: 1 }
                               source: 'tafel'
                               legal_basis: 'Wet 4(1)'
                               revision: 9
                               origin: 'redistributions/a'
                               change_count: -17)pb"));
  Question before = kZwolle;
  before.day = absl::CivilDay(2024, 8, 31);
  EXPECT_EQ(Oblige(before, {Entry("quota_count: 717")}, {moves}).quota_count(),
            717);
}

TEST(ObligationTest, ADecisionHasTheLastWordOnAsylum) {
  const auto moves = Moves(pb::DUTY_ASYLUM, "cycles/2024", -17);
  const pb::Obligation obligation =
      Oblige(kZwolle,
             {Entry("quota_count: 717"),
              Entry("quota_count: 710 basis: BASIS_DECIDED "
                    "start_date { year: 2024 month: 10 day: 1 }")},
             {moves});
  EXPECT_EQ(obligation.quota_count(), 710);
  EXPECT_EQ(obligation.steps(1).quota_count(), 700);
}

// 2025H1 was lowered while it ran; the joint change stays on top.
TEST(ObligationTest, AJointChangeSurvivesARevisedNumber) {
  Question question = {"municipalities/gm0193", pb::DUTY_STATUS_HOLDERS,
                       "2025-h1", absl::CivilDay(2025, 3, 1)};
  const std::string base =
      "duty: DUTY_STATUS_HOLDERS period: '2025-h1' basis: BASIS_DECIDED ";
  const std::vector<pb::QuotaEntry> entries = {
      Entry(base + "quota_count: 131 "
                   "start_date { year: 2024 month: 10 day: 1 }"),
      Entry(base + "quota_count: 111 "
                   "start_date { year: 2025 month: 4 day: 10 } revision: 2")};
  const auto moves = Moves(pb::DUTY_STATUS_HOLDERS, "2025-h1", -10, 0,
                           absl::CivilDay(2025, 1, 1));
  EXPECT_EQ(Oblige(question, entries, {moves}).quota_count(), 121);
  question.day = absl::CivilDay(2025, 4, 10);
  const pb::Obligation revised = Oblige(question, entries, {moves});
  EXPECT_EQ(revised.quota_count(), 101);
  EXPECT_EQ(revised.steps(1).legal_basis(), "Huisvestingswet 2014, art. 29(2)");
  ASSERT_EQ(revised.superseded_steps_size(), 1);
  EXPECT_EQ(revised.superseded_steps(0).quota_count(), 131);
}

// Utrecht's quota was published three times.
TEST(ObligationTest, ShowsWhatWasSaidBefore) {
  const pb::Obligation obligation = Oblige(
      kZwolle,
      {Entry("quota_count: 1988"), Entry("quota_count: 1943 revision: 2"),
       Entry("quota_count: 1946 "
             "start_date { year: 2024 month: 6 day: 1 } revision: 3")});
  EXPECT_EQ(obligation.quota_count(), 1946);
  ASSERT_EQ(obligation.superseded_steps_size(), 2);
  EXPECT_EQ(obligation.superseded_steps(0).quota_count(), 1988);
  EXPECT_EQ(obligation.superseded_steps(1).quota_count(), 1943);
}

TEST(ObligationTest, AnAmendedDecisionCitesItsArticle) {
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 700 basis: BASIS_DECIDED"),
                       Entry("quota_count: 690 basis: BASIS_DECIDED "
                             "start_date { year: 2024 month: 6 day: 1 }")});
  EXPECT_EQ(obligation.steps(0).legal_basis(), "Wet 5(3)");
  // A correction of the same day is no amendment.
  EXPECT_EQ(Oblige(kZwolle,
                   {Entry("quota_count: 700 basis: BASIS_DECIDED"),
                    Entry("quota_count: 690 basis: BASIS_DECIDED revision: 2")})
                .steps(0)
                .legal_basis(),
            "Wet 5(1)");
}

TEST(ObligationTest, FindsWhatCannotStand) {
  const auto impossible = [](const std::vector<pb::QuotaEntry>& entries,
                             int count, int amv) {
    return FindImpossible(kZwolle, entries,
                          {Moves(pb::DUTY_ASYLUM, "cycles/2024", count, amv)})
        .has_value();
  };
  EXPECT_TRUE(impossible({}, -1, 0));  // Nothing to change.
  EXPECT_FALSE(impossible({Entry("quota_count: 717")}, -717, 0));
  EXPECT_TRUE(impossible({Entry("quota_count: 717")}, -718, 0));
  EXPECT_TRUE(impossible({Entry("quota_count: 717")}, 10, 1));  // Of what?
  const auto with_minors = Entry("quota_count: 717 amv_count: 61");
  EXPECT_FALSE(impossible({with_minors}, -656, 0));
  EXPECT_TRUE(impossible({with_minors}, -657, 0));  // Below its minors.
  EXPECT_TRUE(impossible({with_minors}, 0, -62));
  // Lowered later, beneath what was given away.
  EXPECT_TRUE(impossible(
      {Entry("quota_count: 717"),
       Entry("quota_count: 9 start_date { year: 2026 month: 1 day: 1 }")},
      -10, 0));
  // Not once it is decided, with minors or without.
  EXPECT_FALSE(impossible(
      {with_minors, Entry("quota_count: 700 basis: BASIS_DECIDED "
                          "start_date { year: 2026 month: 1 day: 1 }")},
      -10, -1));
  EXPECT_FALSE(impossible({Entry("quota_count: 717"),
                           Entry("quota_count: 5 basis: BASIS_DECIDED "
                                 "start_date { year: 2026 month: 1 day: 1 }")},
                          -10, 0));
}

// 10, of which 15 go and 10 come on one day: 10 → 20 → 5, not 10 → −5 → 5.
TEST(ObligationTest, NoStepOnItsWayFallsBelowNought) {
  const auto named = [](const char* name, int count, int amv,
                        absl::CivilDay start) {
    pb::Redistribution one =
        Moves(pb::DUTY_ASYLUM, "cycles/2024", count, amv, start);
    one.set_name(name);
    return one;
  };
  const absl::CivilDay day(2024, 9, 1);
  const auto steps = [](const std::string& entry,
                        const std::vector<pb::Redistribution>& moves) {
    std::vector<int> counts;
    const pb::Obligation obligation = Oblige(kZwolle, {Entry(entry)}, moves);
    for (const auto& step : obligation.steps()) {
      counts.push_back(step.quota_count());
    }
    return counts;
  };
  EXPECT_THAT(
      steps("quota_count: 10", {named("redistributions/a", -15, 0, day),
                                named("redistributions/b", 10, 0, day)}),
      testing::ElementsAre(10, 20, 5));
  // In order of their days wherever that says nothing that never was.
  EXPECT_THAT(
      steps("quota_count: 10", {named("redistributions/a", -3, 0, day),
                                named("redistributions/b", 10, 0, day + 1)}),
      testing::ElementsAre(10, 7, 17));
  // What added first ended, what added later stays.
  EXPECT_THAT(
      steps("quota_count: 10", {named("redistributions/a", -15, 0, day),
                                named("redistributions/b", 10, 0, day + 9)}),
      testing::ElementsAre(10, 20, 5));
  // Not below its minors either: 10 of which 8 → 16 of which 8 → 4 of which 2.
  EXPECT_THAT(steps("quota_count: 10 amv_count: 8",
                    {named("redistributions/a", -12, -6, day),
                     named("redistributions/b", 6, 0, day)}),
              testing::ElementsAre(10, 16, 4));
  // Beneath a decision too: nothing is written that would print it.
  EXPECT_TRUE(
      FindImpossible(
          kZwolle,
          {Entry("quota_count: 717"),
           Entry("quota_count: 700 basis: BASIS_DECIDED start_date { year: "
                 "2024 month: 10 day: 1 }"),
           Entry("quota_count: 9 start_date { year: 2026 month: 1 day: 1 }")},
          {Moves(pb::DUTY_ASYLUM, "cycles/2024", -10)})
          .has_value());
}

// A world of four municipalities, read as a clerk would: all letters in a pile,
// the one that counts looked up by going through them again for every question.
struct World {
  std::vector<pb::QuotaEntry> entries;
  std::vector<pb::Redistribution> redistributions;
};

constexpr int kCount = 4;

World RandomWorld(std::mt19937& random, pb::Duty duty) {
  const absl::CivilDay first(2025, 1, 1);
  World world;
  for (int i = 0, n = 4 + static_cast<int>(random() % 16); i < n; ++i) {
    pb::QuotaEntry& entry = world.entries.emplace_back();
    entry.set_subject(std::to_string(random() % kCount));
    entry.set_duty(duty);
    entry.set_basis(static_cast<pb::QuotaEntry::Basis>(1 + random() % 3));
    *entry.mutable_start_date() =
        ToProto(first + static_cast<int>(random() % 6));
    if (random() % 5 != 0) {
      entry.set_quota_count(static_cast<int>(random() % 1000));
    }
    entry.set_revision(i + 2);
  }
  std::shuffle(world.entries.begin(), world.entries.end(), random);
  for (int i = 0, n = static_cast<int>(random() % 5); i < n; ++i) {
    pb::Redistribution& one = world.redistributions.emplace_back();
    one.set_name("r" + std::to_string(i));
    one.set_duty(duty);
    const absl::CivilDay start = first + static_cast<int>(random() % 6);
    *one.mutable_start_date() = ToProto(start);
    if (random() % 2 == 0) {
      *one.mutable_end_date() = ToProto(start + static_cast<int>(random() % 4));
    }
    const int moved = 1 + static_cast<int>(random() % 50);
    const int from = static_cast<int>(random() % kCount);
    for (const auto& [who, count] :
         {std::pair(from, -moved), std::pair((from + 1) % kCount, moved)}) {
      auto& change = *one.add_changes();
      change.set_municipality(std::to_string(who));
      change.set_change_count(count);
    }
  }
  return world;
}

std::optional<int> NaiveEntry(const World& world, const std::string& who,
                              int basis, absl::CivilDay day) {
  for (absl::CivilDay start = day; start >= absl::CivilDay(2025, 1, 1);
       --start) {
    int64_t last = 0;
    std::optional<int> said;
    for (const pb::QuotaEntry& entry : world.entries) {
      if (entry.subject() != who || entry.basis() != basis ||
          DayOf(entry.start_date()) != start || entry.revision() < last) {
        continue;
      }
      last = entry.revision();
      said = entry.has_quota_count() ? std::optional(entry.quota_count())
                                     : std::nullopt;
    }
    if (said.has_value()) return said;
  }
  return std::nullopt;
}

int NaiveChange(const World& world, const std::string& who,
                absl::CivilDay day) {
  int moved = 0;
  for (const pb::Redistribution& one : world.redistributions) {
    if (day < DayOf(one.start_date())) continue;
    if (one.has_end_date() && day >= DayOf(one.end_date())) continue;
    for (const auto& change : one.changes()) {
      if (change.municipality() == who) moved += change.change_count();
    }
  }
  return moved;
}

std::optional<int> Naively(const World& world, pb::Duty duty,
                           const std::string& who, absl::CivilDay day) {
  const auto indicative = NaiveEntry(world, who, 1, day);
  const auto agreed = NaiveEntry(world, who, 2, day);
  const auto decided = NaiveEntry(world, who, 3, day);
  std::optional<int> base = agreed.has_value() ? agreed : indicative;
  if (duty == pb::DUTY_ASYLUM && decided.has_value()) return decided;
  if (decided.has_value()) base = decided;
  if (!base.has_value()) return base;
  return *base + NaiveChange(world, who, day);
}

TEST(ObligationTest, AgreesWithANaiveReadingInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int known = 0;
  for (int round = 0; round < 3000; ++round) {
    const pb::Duty duty = static_cast<pb::Duty>(1 + random() % 3);
    const World world = RandomWorld(random, duty);
    for (absl::CivilDay day(2024, 12, 31); day < absl::CivilDay(2025, 1, 12);
         ++day) {
      for (int i = 0; i < kCount; ++i) {
        const std::string who = std::to_string(i);
        const pb::Obligation obligation =
            Oblige({who, duty, "", day}, world.entries, world.redistributions);
        const std::optional<int> naive = Naively(world, duty, who, day);
        ASSERT_EQ(obligation.has_quota_count(), naive.has_value());
        if (!naive.has_value()) continue;
        ++known;
        ASSERT_EQ(obligation.quota_count(), *naive);
        // The last step is the answer.
        ASSERT_EQ(obligation.steps().rbegin()->quota_count(), *naive);
        // Where the answer can be, every step on the way can. A decision says
        // nothing of what it has weighed.
        if (*naive < 0 || duty == pb::DUTY_ASYLUM) continue;
        for (const auto& step : obligation.steps()) {
          ASSERT_GE(step.quota_count(), 0) << obligation.DebugString();
        }
      }
    }
  }
  EXPECT_GT(known, 10000);
}

// Whatever is stated before or after: a redistribution leaves every sum as it
// is, on every day on which nobody is decided about.
TEST(ObligationTest, RedistributionsKeepTheSumInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int compared = 0;
  for (int round = 0; round < 3000; ++round) {
    const World world = RandomWorld(random, pb::DUTY_STATUS_HOLDERS);
    for (absl::CivilDay day(2025, 1, 1); day < absl::CivilDay(2025, 1, 12);
         ++day) {
      int with = 0, without = 0, known = 0;
      for (int i = 0; i < kCount; ++i) {
        const Question question = {std::to_string(i), pb::DUTY_STATUS_HOLDERS,
                                   "", day};
        const auto base = Oblige(question, world.entries, {});
        if (base.has_quota_count()) ++known;
        without += base.quota_count();
        with += Oblige(question, world.entries, world.redistributions)
                    .quota_count();
      }
      if (known < kCount) continue;
      ++compared;
      ASSERT_EQ(with, without);
    }
  }
  EXPECT_GT(compared, 500);
}

}  // namespace
}  // namespace opvang::quotas
