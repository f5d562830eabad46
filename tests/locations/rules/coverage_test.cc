#include "services/locations/rules/coverage.h"

#include <random>
#include <set>

#include "services/locations/location_access.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/rule_set.h"
#include "services/locations/rules/shelter.h"
#include "tests/locations/rules/naive_life.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::locations {
namespace {

using testing::ElementsAre;
using Coverage = pb::LocationCoverage;

pb::MunicipalityCoverage CoverAll(const std::vector<Site>& sites) {
  std::vector<KnownLocation> known;
  for (const Site& site : sites) known.push_back(site.Known());
  return Cover("municipalities/gm0193", known, kCycle2024);
}

std::vector<int> Reasons(const pb::MunicipalityCoverage& coverage, int site) {
  const auto& uncounted = coverage.locations(site).uncounted();
  if (uncounted.empty()) return {};
  return {uncounted[0].reasons().begin(), uncounted[0].reasons().end()};
}

TEST(CoverageTest, CountsWhatStandsTheWholeWindow) {
  struct {
    Day start;
    std::optional<Day> end;
    int guaranteed;
  } const kCases[] = {
      {Day(2025, 6, 30), std::nullopt, 100},
      {Day(2025, 7, 1), std::nullopt, 100},     // On the first day: counts.
      {Day(2025, 7, 2), std::nullopt, 0},       // A day late.
      {Day(2024, 1, 1), Day(2026, 2, 1), 100},  // First day closed is the end.
      {Day(2024, 1, 1), Day(2026, 1, 31), 0},   // A day early.
      {Day(2024, 1, 1), Day(2026, 2, 2), 100},
      {Day(2024, 2, 29), Day(2025, 12, 31), 0},
  };
  for (const auto& one : kCases) {
    Site site;
    site.Decided(one.start, 100);
    if (one.end.has_value()) site.Decided(*one.end, 0);
    EXPECT_EQ(CoverAll({site}).guaranteed_place_count(), one.guaranteed)
        << one.start;
  }
}

TEST(CoverageTest, OneSiteMaySucceedAnother) {
  const auto coverage = CoverAll(
      {Site().Decided(Day(2024, 1, 1), 80).Decided(Day(2025, 10, 1), 0),
       Site().Decided(Day(2025, 10, 1), 100)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 80);
  EXPECT_EQ(DayOf(coverage.binding_date()), Day(2025, 7, 1));
  EXPECT_EQ(coverage.locations(0).groups(0).counted_place_count(), 80);
  EXPECT_EQ(coverage.locations(1).groups(0).counted_place_count(), 0);
  EXPECT_THAT(Reasons(coverage, 1),
              ElementsAre(Coverage::REASON_OPENS_AFTER_WINDOW_START));
  EXPECT_EQ(coverage.intended_place_count(), 100);
}

TEST(CoverageTest, TheBindingDayIsTheFirstThatReachesTheMinimum) {
  const auto coverage = CoverAll({Site()
                                      .Decided(Day(2024, 1, 1), 100)
                                      .Decided(Day(2025, 9, 1), 60)
                                      .Decided(Day(2025, 11, 1), 90)
                                      .Decided(Day(2025, 12, 1), 60)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 60);
  EXPECT_EQ(DayOf(coverage.binding_date()), Day(2025, 9, 1));
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_OPENS_AFTER_WINDOW_START,
                          Coverage::REASON_CLOSES_IN_WINDOW));
}

TEST(CoverageTest, MinorsHaveTheirOwnMinimum) {
  const auto coverage =
      CoverAll({Site()
                    .Decided(Day(2024, 1, 1), 100)
                    .Decided(Day(2025, 8, 1), 50)
                    .Decided(Day(2024, 1, 1), 10, pb::PLACE_GROUP_AMV)
                    .Decided(Day(2025, 12, 1), 5, pb::PLACE_GROUP_AMV)
                    .Decided(Day(2025, 12, 1), 80)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 60);
  EXPECT_EQ(coverage.guaranteed_amv_count(), 5);
  EXPECT_EQ(DayOf(coverage.amv_binding_date()), Day(2025, 12, 1));
}

TEST(CoverageTest, DeventersBufferStandsBeside) {
  const auto coverage =
      CoverAll({Site()
                    .Decided(Day(2024, 10, 31), 500)
                    .Decided(Day(2024, 10, 31), 50, pb::PLACE_GROUP_SPECIAL)
                    .Decided(Day(2024, 10, 31), 100, pb::PLACE_GROUP_BUFFER)
                    .Decided(Day(2025, 2, 1), 0, pb::PLACE_GROUP_BUFFER)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 550);
  EXPECT_EQ(coverage.realised_place_count(), 550);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_BUFFER,
                          Coverage::REASON_CLOSES_BEFORE_WINDOW));
}

TEST(CoverageTest, HardenbergStandsUntilMarch2026) {
  const auto coverage = CoverAll(
      {Site().Decided(Day(2024, 10, 31), 700).Decided(Day(2026, 3, 1), 0)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 700);
  EXPECT_TRUE(Reasons(coverage, 0).empty());
}

TEST(CoverageTest, OmmenClosesBeforeTheWindow) {
  const auto coverage =
      CoverAll({Site()
                    .Decided(Day(2024, 10, 31), 48, pb::PLACE_GROUP_AMV)
                    .Decided(Day(2025, 1, 1), 0, pb::PLACE_GROUP_AMV)});
  EXPECT_EQ(coverage.guaranteed_amv_count(), 0);
  EXPECT_EQ(coverage.realised_amv_count(), 48);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_CLOSES_BEFORE_WINDOW));
  // Told as people write it: up to and including 31 December.
  EXPECT_EQ(DayOf(coverage.locations(0).end_date()) - 1, Day(2024, 12, 31));
}

TEST(CoverageTest, ZwollesCrisisShelterNeverCounts) {
  const auto coverage = CoverAll(
      {Site("no").Decided(Day(2024, 10, 31), 60).Decided(Day(2026, 6, 1), 0)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(coverage.realised_place_count(), 0);
  EXPECT_EQ(coverage.intended_place_count(), 0);
  EXPECT_THAT(Reasons(coverage, 0), ElementsAre(Coverage::REASON_OTHER_TASK));
  EXPECT_EQ(coverage.locations(0).end_certainty(),
            pb::PlaceEntry::END_CERTAINTY_INDICATIVE);
}

TEST(CoverageTest, APlanWithoutADayCountsAsIntentionOnly) {
  const auto coverage = CoverAll(
      {Site("yes", pb::LOCATION_STATE_DEFINITIVE).Planned(std::nullopt, 80)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(coverage.intended_place_count(), 80);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_NO_START_DATE,
                          Coverage::REASON_DECISION_PENDING));
}

TEST(CoverageTest, APlanStatesTheTotalAfterIt) {
  const auto coverage = CoverAll(
      {Site().Decided(Day(2024, 1, 1), 80).Planned(Day(2025, 12, 1), 172)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 80);
  EXPECT_EQ(coverage.intended_place_count(), 172);
  // One that comes after the window's last day is no intention for it.
  EXPECT_EQ(
      CoverAll(
          {Site().Decided(Day(2024, 1, 1), 80).Planned(Day(2026, 2, 1), 172)})
          .intended_place_count(),
      80);
}

TEST(CoverageTest, IntentionsAreNeverLessThanWhatIsGuaranteed) {
  const auto coverage = CoverAll(
      {Site().Decided(Day(2024, 1, 1), 80).Planned(Day(2025, 12, 1), 30)});
  EXPECT_EQ(coverage.intended_place_count(), 80);
}

TEST(CoverageTest, ARetractionTakesAPlanBack) {
  EXPECT_EQ(CoverAll({Site()
                          .Planned(Day(2025, 12, 1), 120)
                          .Planned(Day(2025, 12, 1), std::nullopt)})
                .intended_place_count(),
            0);
}

TEST(CoverageTest, TheStateOfTheDayDecides) {
  for (int value = 1; value <= 14; ++value) {
    const auto state = static_cast<pb::LocationState>(value);
    const auto coverage =
        CoverAll({Site("yes", state).Decided(Day(2024, 1, 1), 50)});
    EXPECT_EQ(coverage.guaranteed_place_count(), IsDecided(state) ? 50 : 0);
    EXPECT_EQ(coverage.locations_size(), IsExploratory(state) ? 0 : 1);
    if (!IsExploratory(state) && !IsDecided(state)) {
      EXPECT_FALSE(Reasons(coverage, 0).empty()) << value;
    }
  }
}

// --- One site succeeds another, and closes as planned ------------------------

const Day kChange(2025, 10, 1);

std::vector<Site> Succession() {
  return {Site()
              .Decided(Day(2024, 1, 1), 100)
              .Decided(kChange, 0)
              .In(pb::LOCATION_STATE_CLOSED, kChange),
          Site().Decided(kChange, 100)};
}

pb::MunicipalityCoverage CoverOn(const std::vector<Site>& sites, Day day) {
  std::vector<KnownLocation> known;
  for (const Site& site : sites) known.push_back(site.Known(day));
  Window window = kCycle2024;
  window.day = day;
  return Cover("municipalities/gm0193", known, window);
}

TEST(LivesTest, WhatClosesAsPlannedKeepsWhatItWas) {
  for (const Day day : {kChange - 1, kChange, kChange + 200}) {
    const auto coverage = CoverOn(Succession(), day);
    EXPECT_EQ(coverage.guaranteed_place_count(), 100) << day;
    EXPECT_EQ(coverage.realised_place_count(), 100) << day;
    EXPECT_EQ(coverage.locations(0).groups(0).counted_place_count(), 100);
    EXPECT_TRUE(Reasons(coverage, 0).empty());
  }
  // Closed a day early there is a day without.
  auto early = Succession();
  early[0] = Site()
                 .Decided(Day(2024, 1, 1), 100)
                 .Decided(kChange, 0)
                 .In(pb::LOCATION_STATE_CLOSED, kChange - 1);
  const auto coverage = CoverOn(early, kChange);
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(DayOf(coverage.binding_date()), kChange - 1);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_CLOSES_IN_WINDOW));
}

TEST(LivesTest, WhatWasGivenUpBeforeItOpenedNeverStood) {
  const auto withdrawn = [](pb::LocationState before) {
    return CoverOn({Site("yes", before)
                        .Decided(Day(2024, 1, 1), 50)
                        .In(pb::LOCATION_STATE_WITHDRAWN, Day(2025, 3, 1))},
                   Day(2025, 6, 1));
  };
  EXPECT_EQ(withdrawn(pb::LOCATION_STATE_PERMIT).realised_place_count(), 0);
  EXPECT_EQ(withdrawn(pb::LOCATION_STATE_OPEN).realised_place_count(), 50);
  EXPECT_EQ(withdrawn(pb::LOCATION_STATE_OPEN).guaranteed_place_count(), 0);
}

TEST(LivesTest, WhatOpensAgainStoodBeforeAndStandsAgain) {
  const auto site = [] {
    return Site()
        .Decided(Day(2024, 1, 1), 60)
        .In(pb::LOCATION_STATE_CLOSED, Day(2025, 9, 1))
        .In(pb::LOCATION_STATE_OPEN, Day(2025, 11, 1));
  };
  const auto known = site().Known(Day(2026, 1, 1));
  const Steps& standing = Standing(known, pb::PLACE_GROUP_REGULAR);
  EXPECT_EQ(standing.At(Day(2025, 8, 31)), 60);
  EXPECT_EQ(standing.At(Day(2025, 9, 1)), 0);
  EXPECT_EQ(standing.At(Day(2025, 10, 31)), 0);
  EXPECT_EQ(standing.At(Day(2025, 11, 1)), 60);
  const auto coverage = CoverOn({site()}, Day(2026, 1, 1));
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(DayOf(coverage.binding_date()), Day(2025, 9, 1));
}

// A closing that was taken back on its own day ended nothing.
TEST(LivesTest, AnEndThatWasTakenBackIsNone) {
  const auto coverage = CoverOn({Site()
                                     .Decided(Day(2024, 1, 1), 60)
                                     .In(pb::LOCATION_STATE_CLOSED, kChange)
                                     .In(pb::LOCATION_STATE_OPEN, kChange)},
                                kChange + 1);
  EXPECT_EQ(coverage.guaranteed_place_count(), 60);
  EXPECT_EQ(coverage.locations(0).lives_size(), 0);
}

TEST(CoverageTest, ALocationThatMovesIsCountedOnce) {
  std::vector<Site> sites(3);
  sites[0].Decided(Day(2024, 1, 1), 100).Decided(Day(2025, 4, 1), 0);
  sites[1].Decided(Day(2025, 4, 1), 120);
  sites[2].Decided(Day(2024, 1, 1), 30);
  sites[0].Named(0, -1);
  sites[1].Named(1, -1);
  sites[2].Named(2, -1);
  // Two locations, whatever stands in the same year.
  EXPECT_EQ(CoverAll(sites).realised_place_count(), 250);
  // One that moved.
  sites[1].Named(1, 0);
  const auto coverage = CoverAll(sites);
  EXPECT_EQ(coverage.realised_place_count(), 150);
  EXPECT_EQ(coverage.locations(0).groups(0).realised_place_count(), 0);
  EXPECT_EQ(coverage.locations(1).groups(0).realised_place_count(), 120);
  EXPECT_EQ(coverage.locations(0).successor(),
            coverage.locations(1).location());
  EXPECT_EQ(coverage.locations(1).successor(), "");
  // What is only explored takes over nothing, and is not told.
  sites[1].In(pb::LOCATION_STATE_EXPLORATION, Day(2024, 1, 1));
  EXPECT_EQ(CoverAll(sites).locations(0).successor(), "");
}

TEST(CoverageTest, OneBedIsRealisedOnce) {
  const auto coverage =
      CoverAll({Site()
                    .Decided(Day(2024, 1, 1), 100)
                    .Decided(Day(2025, 1, 1), 0)
                    .Decided(Day(2025, 1, 1), 100, pb::PLACE_GROUP_AMV)});
  EXPECT_EQ(coverage.realised_place_count(), 100);
  EXPECT_EQ(coverage.realised_amv_count(), 100);
  const auto& groups = coverage.locations(0).groups();
  EXPECT_EQ(groups[0].realised_place_count(), 100);
  EXPECT_EQ(groups[1].realised_place_count(), 0);
  EXPECT_EQ(groups[1].amv_realised_place_count(), 100);
}

// --- Random worlds against a naive computation, day by day ------------------

struct Naive {
  int guaranteed, amv, intended, realised, realised_amv;
  Day binding;
};

// One entry as a plain fact; the same rules read aloud once more.
struct Fact {
  int site, group, basis, revision;
  std::optional<Day> start;
  std::optional<int> count;
};

int NaiveAt(const std::vector<Fact>& facts, int site, int group, int basis,
            Day day, bool* found = nullptr) {
  std::optional<Day> best;
  int value = 0;
  for (const Fact& fact : facts) {
    if (fact.site != site || fact.group != group || fact.basis != basis ||
        !fact.start.has_value() || *fact.start > day || !fact.count) {
      continue;
    }
    bool overruled = false;
    for (const Fact& other : facts) {
      overruled =
          overruled ||
          (other.site == site && other.group == group && other.basis == basis &&
           other.start == fact.start && other.revision > fact.revision);
    }
    if (!overruled && (!best.has_value() || *fact.start > *best)) {
      best = fact.start;
      value = *fact.count;
    }
  }
  if (found != nullptr) *found = best.has_value();
  return value;
}

// What the oracle knows of a site beside its facts.
struct Rule {
  std::string quota_rule;
  NaiveLife life;
  bool MayCount() const { return quota_rule != "no"; }
};

// What stands of a group on a day.
int NaiveStanding(const std::vector<Fact>& facts, const Rule& rule, int site,
                  int group, Day day) {
  return rule.MayCount() && rule.life.Stands(day)
             ? NaiveAt(facts, site, group, 1, day)
             : 0;
}

// Whether the places of a group take part in the minimum.
bool NaiveCounts(const std::vector<Fact>& facts, const Rule& rule, int site,
                 int group) {
  if (!rule.MayCount()) return false;
  if (rule.quota_rule == "yes") return true;
  for (Day day = kCycle2024.window.start; day < *kCycle2024.window.end; ++day) {
    if (NaiveStanding(facts, rule, site, group, day) == 0) return false;
  }
  return true;
}

// The last word about a plan without a day.
std::optional<int> NaiveUndated(const std::vector<Fact>& facts, int site,
                                int group) {
  std::optional<int> last;
  for (const Fact& fact : facts) {
    if (fact.site == site && fact.group == group && fact.basis == 2 &&
        !fact.start.has_value()) {
      last = fact.count;
    }
  }
  return last;
}

TEST(CoverageTest, AgreesWithADayByDayCountInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto upto = [&random](unsigned n) {
    return static_cast<int>(random() % n);
  };
  const std::vector<pb::LocationState> states = {
      pb::LOCATION_STATE_OPEN,      pb::LOCATION_STATE_OPEN,
      pb::LOCATION_STATE_PERMIT,    pb::LOCATION_STATE_DECISION_PENDING,
      pb::LOCATION_STATE_CLOSED,    pb::LOCATION_STATE_EXPLORATION,
      pb::LOCATION_STATE_WITHDRAWN, pb::LOCATION_STATE_UNSPECIFIED};
  const std::vector<std::string> quota_rules = {"yes", "yes", "window", "no"};
  const Day last_day = *kCycle2024.window.end - 1;
  int seen_counted = 0, seen_window = 0, seen_moved = 0;
  for (int round = 0; round < 600; ++round) {
    const int site_count = 1 + upto(4);
    const Day asked = upto(3) == 0 ? kCycle2024.day
                                   : kCycle2024.window.start - 60 + upto(400);
    std::vector<Site> sites;
    std::vector<Rule> rules;
    std::vector<Fact> facts;
    std::vector<int> predecessors;
    for (int site = 0; site < site_count; ++site) {
      rules.push_back({quota_rules[upto(4)], {.states = {}, .asked = asked}});
      const auto state = states[upto(8)];
      sites.emplace_back(rules.back().quota_rule, state);
      // And sometimes another state, or another life.
      Day next = kCycle2024.day;
      for (int n = upto(4); n > 0; --n) {
        next += 1 + upto(160);
        sites.back().In(states[upto(8)], next);
      }
      rules.back().life.states = sites.back().States();
      // Sometimes it comes in the place of another, or of itself in a round.
      predecessors.push_back(upto(3) == 0 ? upto(site_count) : -1);
      sites.back().Named(site, predecessors.back());
      int revision = 0;
      for (int n = upto(9); n > 0; --n) {
        Fact fact{.site = site,
                  .group = 1 + upto(4),
                  .basis = 1 + (upto(4) == 0),
                  .revision = ++revision,
                  // Often before the window, and often on its edges.
                  .start = upto(3) == 0 ? kCycle2024.window.start - 1 + upto(3)
                           : upto(3) == 0 ? *kCycle2024.window.end - 1 + upto(3)
                                          : Day(2024, 6, 1) + upto(800),
                  .count = upto(6) * 10};
        if (upto(8) == 0) fact.count = std::nullopt;
        // Sometimes another word about a day already spoken of.
        if (upto(3) == 0 && !facts.empty() && facts.back().site == site) {
          fact.start = facts.back().start;
          fact.basis = facts.back().basis;
        } else if (fact.basis == 2 && upto(2) == 0) {
          fact.start = std::nullopt;
        }
        facts.push_back(fact);
        sites.back().Add(static_cast<pb::PlaceEntry::Basis>(fact.basis),
                         fact.start, fact.count,
                         static_cast<pb::PlaceGroup>(fact.group));
      }
    }
    Naive naive{.guaranteed = INT_MAX,
                .amv = INT_MAX,
                .intended = 0,
                .realised = 0,
                .realised_amv = 0,
                .binding = Day(1900, 1, 1)};
    for (Day day = kCycle2024.window.start; day <= last_day; ++day) {
      int sum = 0, amv = 0;
      for (int site = 0; site < site_count; ++site) {
        for (int group = 1; group <= 3; ++group) {
          if (!NaiveCounts(facts, rules[site], site, group)) continue;
          const int places =
              NaiveStanding(facts, rules[site], site, group, day);
          sum += places;
          if (group == 2) amv += places;
        }
      }
      if (sum < naive.guaranteed) {
        naive.guaranteed = sum;
        naive.binding = day;
      }
      naive.amv = std::min(naive.amv, amv);
    }
    const auto coverage = CoverOn(sites, asked);
    const auto overruled = [&](const Fact& fact) {
      return std::any_of(facts.begin(), facts.end(), [&](const Fact& other) {
        return other.site == fact.site && other.group == fact.group &&
               other.basis == fact.basis && other.start == fact.start &&
               other.revision > fact.revision;
      });
    };
    int minors = 0;
    for (const auto& location : coverage.locations()) {
      for (const auto& group : location.groups()) {
        minors += group.amv_counted_place_count();
      }
    }
    ASSERT_EQ(minors, coverage.guaranteed_amv_count());
    int shown = 0, counted = 0;
    for (int site = 0; site < site_count; ++site) {
      const Rule& rule = rules[site];
      std::map<int, int> offered, counts, planned;
      // With all that it is tied to by moves, once, with the first of them.
      std::set<int> together = {site};
      for (int again = 0; again < site_count; ++again) {
        for (int other = 0; other < site_count; ++other) {
          const int before = predecessors[other];
          if (before < 0 || rules[other].life.OwnBusiness(asked) ||
              rules[before].life.OwnBusiness(asked)) {
            continue;
          }
          if (together.count(other) + together.count(before) > 0) {
            together.insert({other, before});
          }
        }
      }
      int realised = 0, realised_amv = 0;
      for (Day day = kCycle2024.realisation.start;
           day < *kCycle2024.realisation.end; ++day) {
        int sum = 0, sum_amv = 0;
        for (const int one : together) {
          for (int group = 1; group <= 3; ++group) {
            const int places =
                NaiveStanding(facts, rules[one], one, group, day);
            sum += places;
            if (group == 2) sum_amv += places;
          }
        }
        realised = std::max(realised, sum);
        realised_amv = std::max(realised_amv, sum_amv);
      }
      if (*together.begin() == site) {
        naive.realised += realised;
        naive.realised_amv += realised_amv;
        seen_moved += together.size() > 1 && realised > 0;
      }
      for (int group = 1; group <= 4; ++group) {
        bool dated = false;
        int intended = NaiveAt(facts, site, group, 2, last_day, &dated);
        const auto undated = NaiveUndated(facts, site, group);
        if (!dated) {
          intended = undated.value_or(NaiveAt(facts, site, group, 1, last_day));
        }
        if (rule.life.Ended(last_day)) {
          intended = NaiveAt(facts, site, group, 1, last_day);
        }
        for (Day day = kCycle2024.realisation.start; day < Day(2027, 1, 1);
             ++day) {
          const int places = NaiveAt(facts, site, group, 1, day);
          offered[group] = std::max(offered[group], places);
          planned[group] = std::max({planned[group], undated.value_or(0),
                                     NaiveAt(facts, site, group, 2, day)});
        }
        if (group == 4 || !rule.MayCount()) continue;
        if (rule.life.Intended(last_day)) naive.intended += intended;
        if (NaiveCounts(facts, rule, site, group)) {
          counts[group] =
              NaiveStanding(facts, rule, site, group, naive.binding);
        }
      }
      if (rule.life.OwnBusiness(asked)) continue;
      // No place is lost: counted and not counted make up what is offered, or
      // planned where nothing is, and whatever does not count says why.
      const auto& location = coverage.locations(shown++);
      std::map<int, int> uncounted;
      for (const auto& places : location.uncounted()) {
        ASSERT_FALSE(places.reasons().empty());
        ASSERT_TRUE(
            std::is_sorted(places.reasons().begin(), places.reasons().end()));
        uncounted[places.group()] = places.place_count();
      }
      for (const auto& group : location.groups()) {
        ASSERT_EQ(group.counted_place_count(), counts[group.group()]);
        ASSERT_EQ(group.offered_place_count(), offered[group.group()]);
        ASSERT_EQ(group.counted_place_count() + uncounted[group.group()],
                  offered[group.group()] > 0 ? offered[group.group()]
                                             : planned[group.group()]);
        counted += group.counted_place_count();
        if (rule.quota_rule == "window") {
          seen_window += group.counted_place_count();
        }
      }
    }
    ASSERT_EQ(coverage.locations_size(), shown);
    ASSERT_EQ(coverage.guaranteed_place_count(), naive.guaranteed);
    // Known where any place is, of a location that is not only explored.
    bool known = false;
    for (const Fact& fact : facts) {
      known = known || (fact.count.has_value() && !overruled(fact) &&
                        !rules[fact.site].life.OwnBusiness(asked));
    }
    ASSERT_EQ(coverage.has_guaranteed_place_count(), known);
    ASSERT_EQ(coverage.has_binding_date(), known);
    if (!known) continue;
    ASSERT_EQ(DayOf(coverage.binding_date()), naive.binding);
    ASSERT_EQ(coverage.guaranteed_amv_count(), naive.amv);
    ASSERT_EQ(coverage.intended_place_count(),
              std::max(naive.intended, naive.guaranteed));
    ASSERT_EQ(coverage.realised_place_count(), naive.realised);
    ASSERT_EQ(coverage.realised_amv_count(), naive.realised_amv);
    int realised = 0, realised_amv = 0;
    for (const auto& location : coverage.locations()) {
      for (const auto& group : location.groups()) {
        realised += group.realised_place_count();
        realised_amv += group.amv_realised_place_count();
      }
    }
    // What is explored again is shown nowhere, though it stood once.
    const bool all_shown = shown == site_count;
    if (all_shown) {
      ASSERT_EQ(realised, naive.realised);
      ASSERT_EQ(realised_amv, naive.realised_amv);
    }
    ASSERT_EQ(counted, naive.guaranteed);
    seen_counted += counted;
  }
  // The worlds are not empty ones.
  EXPECT_GT(seen_counted, 0);
  EXPECT_GT(seen_window, 0);
  EXPECT_GT(seen_moved, 20);
}

TEST(CoverageTest, EmergencyShelterCountsWhenItStandsTheWholeWindow) {
  const auto azc = [] {
    return Site().Decided(Day(2025, 10, 1), 100);  // Succeeds the other.
  };
  const auto brief = CoverAll(
      {Site("window").Decided(Day(2024, 7, 1), 48).Decided(Day(2025, 10, 1), 0),
       azc()});
  EXPECT_EQ(brief.guaranteed_place_count(), 0);
  EXPECT_THAT(Reasons(brief, 0),
              ElementsAre(Coverage::REASON_CLOSES_IN_WINDOW));
  const auto whole = CoverAll(
      {Site("window").Decided(Day(2024, 7, 1), 48).Decided(Day(2026, 2, 1), 0),
       azc()});
  EXPECT_EQ(whole.guaranteed_place_count(), 48);
  EXPECT_TRUE(Reasons(whole, 0).empty());
}

TEST(CoverageTest, APlanToReopenIsNotLost) {
  const auto coverage = CoverAll({Site()
                                      .Decided(Day(2020, 1, 1), 50)
                                      .Decided(Day(2022, 1, 1), 0)
                                      .Planned(std::nullopt, 80)});
  EXPECT_EQ(coverage.locations(0).uncounted(0).place_count(), 80);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_NO_START_DATE,
                          Coverage::REASON_DECISION_PENDING));
}

TEST(CoverageTest, AnEndOfSeveralGroupsIsAsSureAsTheLeastSure) {
  for (const bool indicative_first : {true, false}) {
    pb::PlaceEntry start, end;
    start.set_basis(pb::PlaceEntry::BASIS_DECIDED);
    start.set_place_count(10);
    *start.mutable_start_date() = ToProto(Day(2024, 1, 1));
    end = start;
    end.set_place_count(0);
    *end.mutable_start_date() = ToProto(Day(2027, 1, 1));
    std::vector<pb::PlaceEntry> entries;
    for (const auto group : {pb::PLACE_GROUP_REGULAR, pb::PLACE_GROUP_AMV}) {
      start.set_group(group);
      end.set_group(group);
      end.set_end_certainty((group == pb::PLACE_GROUP_REGULAR) ==
                                    indicative_first
                                ? pb::PlaceEntry::END_CERTAINTY_INDICATIVE
                                : pb::PlaceEntry::END_CERTAINTY_FIXED);
      entries.push_back(start);
      entries.push_back(end);
    }
    EXPECT_EQ(PlacesOf(entries).ends.at(Day(2027, 1, 1)),
              pb::PlaceEntry::END_CERTAINTY_INDICATIVE);
  }
}

TEST(CoverageTest, ALocationWithoutAStateHasItsDecisionPending) {
  const auto coverage = CoverAll({Site("yes", pb::LOCATION_STATE_UNSPECIFIED)
                                      .Decided(Day(2024, 1, 1), 50)});
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(coverage.intended_place_count(), 50);
  EXPECT_THAT(Reasons(coverage, 0),
              ElementsAre(Coverage::REASON_DECISION_PENDING));
}

TEST(CoverageTest, WhatIsOverContributesNothingToComing) {
  for (const auto state :
       {pb::LOCATION_STATE_CLOSED, pb::LOCATION_STATE_WITHDRAWN}) {
    const auto coverage = CoverAll({Site("yes", state)
                                        .Decided(Day(2024, 1, 1), 50)
                                        .Planned(Day(2025, 8, 1), 90)});
    EXPECT_EQ(coverage.guaranteed_place_count(), 0);
    EXPECT_EQ(coverage.intended_place_count(), 0);
    // What has closed was there; what was given up never came.
    EXPECT_EQ(coverage.realised_place_count(),
              state == pb::LOCATION_STATE_CLOSED ? 50 : 0);
  }
}

std::vector<int> CountsOf(const pb::LocationCoverage& location) {
  std::vector<int> counts;
  for (const pb::PlaceEntry& entry : location.entries()) {
    counts.push_back(entry.place_count());
  }
  return counts;
}

TEST(PlacesTest, TellWhetherTheyAreForVulnerablePeopleOnly) {
  const auto only = [](const Site& site) {
    return site.Known().places->AreForVulnerableOnly();
  };
  const auto amv = pb::PLACE_GROUP_AMV, special = pb::PLACE_GROUP_SPECIAL;
  EXPECT_FALSE(only(Site()));
  EXPECT_FALSE(only(Site().Decided(Day(2024, 1, 1), 9)));
  EXPECT_TRUE(only(Site().Decided(Day(2024, 1, 1), 9, amv)));
  EXPECT_TRUE(only(Site()
                       .Decided(Day(2024, 1, 1), 9, amv)
                       .Decided(Day(2024, 1, 1), 2, special)));
  EXPECT_FALSE(only(
      Site().Decided(Day(2024, 1, 1), 9, amv).Decided(Day(2024, 1, 1), 2)));
  // It was for all, and is for minors.
  EXPECT_TRUE(only(Site()
                       .Decided(Day(2023, 1, 1), 9)
                       .Decided(Day(2024, 1, 1), 0)
                       .Decided(Day(2024, 1, 1), 9, amv)));
  // Plans alone, and what closed.
  EXPECT_TRUE(only(Site().Planned(std::nullopt, 9, amv)));
  EXPECT_TRUE(only(
      Site().Decided(Day(2024, 1, 1), 9, amv).Planned(Day(2030, 1, 1), 9)));
  EXPECT_TRUE(only(Site()
                       .Decided(Day(2023, 1, 1), 9, amv)
                       .Decided(Day(2024, 1, 1), 0, amv)));
}

TEST(CoverageTest, TellsTheEntriesItsFiguresRestOn) {
  Site site;
  site.Decided(Day(2015, 1, 1), 10)
      .Decided(Day(2018, 1, 1), 20)
      .Decided(Day(2024, 6, 1), 30)
      .Decided(Day(2024, 9, 15), 40)
      .Decided(Day(2024, 11, 1), 50)
      .Decided(Day(2025, 8, 1), 60);
  std::vector<KnownLocation> known = {site.Known()};
  // Since when it has places, what holds when the realisation period starts,
  // and everything after.
  pb::LocationCoverage location = Cover("m", known, kCycle2024).locations(0);
  EXPECT_THAT(CountsOf(location), testing::ElementsAre(10, 40, 50, 60));
  EXPECT_EQ(DayOf(location.start_date()), Day(2015, 1, 1));
  // A count of before is held against the places of then.
  known[0].occupancy.emplace().set_person_count(25);
  *known[0].occupancy->mutable_count_date() = ToProto(Day(2024, 8, 1));
  location = Cover("m", known, kCycle2024).locations(0);
  EXPECT_THAT(CountsOf(location), testing::ElementsAre(10, 30, 40, 50, 60));
  // So is what stands on an earlier day.
  known[0].occupancy.reset();
  Window early = kCycle2024;
  early.day = Day(2018, 1, 1);
  location = Cover("m", known, early).locations(0);
  EXPECT_THAT(CountsOf(location), testing::ElementsAre(10, 20, 30, 40, 50, 60));
}

TEST(RuleSetTest, WhatIsFirstExploredIsExploredFromTheOutset) {
  const Day day(2024, 10, 31);
  const auto on = [&day](pb::LocationState state, Day start) {
    return StateOn(day, {state, start});
  };
  EXPECT_EQ(on(pb::LOCATION_STATE_OPEN, day), pb::LOCATION_STATE_OPEN);
  EXPECT_EQ(on(pb::LOCATION_STATE_OPEN, day + 1),
            pb::LOCATION_STATE_UNSPECIFIED);
  EXPECT_EQ(on(pb::LOCATION_STATE_EXPLORATION, day + 1),
            pb::LOCATION_STATE_EXPLORATION);
}

TEST(RuleSetTest, EverySetHasItsSentences) {
  EXPECT_THAT(RuleSetNames(), ElementsAre("cycle-2024", "cycle-2026"));
  for (const std::string& name : RuleSetNames()) {
    ASSERT_NE(FindRuleSet(name), nullptr);
    EXPECT_FALSE(FindRuleSet(name)->sentences.empty());
    EXPECT_GE(FindRuleSet(name)->start, Day(2024, 2, 1)) << "the law's first";
  }
  EXPECT_EQ(FindRuleSet("cycle-1999"), nullptr);
}

TEST(ShelterTest, BufferPlacesAreNeverAdded) {
  Site site;
  site.Decided(Day(2023, 1, 1), 100)
      .Decided(Day(2023, 1, 1), 40, pb::PLACE_GROUP_BUFFER)
      .Decided(Day(2025, 1, 1), 90, pb::PLACE_GROUP_BUFFER);
  std::vector<KnownLocation> known = {site.Known()};
  known.back().kind.set_purpose(pb::LocationKind::PURPOSE_UKRAINE);
  const auto shelter =
      ShelterOf("municipalities/gm0193", known, Day(2024, 10, 31));
  EXPECT_EQ(shelter.realised_place_count(), 100);
  EXPECT_EQ(shelter.in_development_place_count(), 0);
  EXPECT_FALSE(shelter.has_occupied_person_count());
}

TEST(ShelterTest, TellsRealisedFromWhatIsInDevelopment) {
  Site open, coming, grown;
  open.Decided(Day(2023, 1, 1), 100);
  coming.Decided(Day(2024, 12, 15), 90);
  grown.Decided(Day(2023, 1, 1), 50).Planned(Day(2025, 3, 1), 80);
  std::vector<KnownLocation> known;
  for (const Site& site : {open, coming, grown}) {
    known.push_back(site.Known());
    known.back().kind.set_purpose(pb::LocationKind::PURPOSE_UKRAINE);
  }
  const auto shelter =
      ShelterOf("municipalities/gm0193", known, Day(2024, 10, 31));
  EXPECT_EQ(shelter.realised_place_count(), 150);
  EXPECT_EQ(shelter.in_development_place_count(), 120);
  EXPECT_EQ(shelter.shelters(1).progress(), "in_development");
  EXPECT_EQ(shelter.shelters(1).place_count(), 90);
}

// A year long, without places: a reader of two days learns where it went.
TEST(ShelterTest, WhatClosedIsToldForAYear) {
  const Day closed(2024, 10, 1);
  const auto told = [&](const Site& site, Day day) {
    std::vector<KnownLocation> known = {site.Known(day)};
    known.back().kind.set_purpose(pb::LocationKind::PURPOSE_UKRAINE);
    known.back().occupancy = pb::Occupancy();
    known.back().occupancy->set_person_count(7);
    *known.back().occupancy->mutable_count_date() = ToProto(Day(2024, 1, 1));
    auto& step = *known.back().location.mutable_state_entry();
    for (const auto& [start, state] : site.States()) {
      if (start <= day && start > Day::min()) {
        *step.mutable_start_date() = ToProto(start);
      }
    }
    return ShelterOf("municipalities/gm0193", known, day);
  };
  // By its state, whatever its entries go on to say; or by its entries.
  Site by_state, by_entry, given_up;
  by_state.Decided(Day(2023, 1, 1), 50).In(pb::LOCATION_STATE_CLOSED, closed);
  by_entry.Decided(Day(2023, 1, 1), 50).Decided(closed, 0);
  given_up.Decided(Day(2023, 1, 1), 50)
      .In(pb::LOCATION_STATE_WITHDRAWN, closed);
  for (const Site& site : {by_state, by_entry, given_up}) {
    const auto before = told(site, closed - 1);
    EXPECT_EQ(before.realised_place_count(), 50);
    EXPECT_EQ(before.occupied_person_count(), 7);
    for (const Day day : {closed, MonthsAfter(closed, 12) - 1}) {
      const auto after = told(site, day);
      ASSERT_EQ(after.shelters_size(), 1);
      EXPECT_EQ(after.shelters(0).progress(), "over");
      EXPECT_EQ(after.shelters(0).place_count(), 0);
      EXPECT_EQ(after.shelters(0).realised_place_count(), 0);
      EXPECT_EQ(after.shelters(0).in_development_place_count(), 0);
      EXPECT_EQ(DayOf(after.shelters(0).end_date()), closed);
      EXPECT_EQ(after.realised_place_count(), 0);
      EXPECT_FALSE(after.has_occupied_person_count());
    }
    EXPECT_EQ(told(site, MonthsAfter(closed, 12)).shelters_size(), 0);
  }
  EXPECT_EQ(told(given_up, closed).shelters(0).stage(),
            pb::LOCATION_STAGE_WITHDRAWN);
  // A plan that was taken back was never there.
  Site plan;
  plan.Planned(Day(2025, 1, 1), 80).Planned(Day(2025, 1, 1), std::nullopt);
  EXPECT_EQ(told(plan, closed).shelters_size(), 0);
}

}  // namespace
}  // namespace opvang::locations
