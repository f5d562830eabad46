// Timelines, durable stock and outlook, against a naive reading day by day.
#include <random>

#include "services/locations/rules/durable_stock.h"
#include "services/locations/rules/funding.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/outlook.h"
#include "services/locations/rules/rule_set.h"
#include "services/locations/rules/shelter.h"
#include "services/locations/rules/timeline.h"
#include "tests/locations/rules/naive_life.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::locations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Due = pb::Outlook::Due;
using Reason = pb::LocationCoverage;

std::vector<KnownLocation> Known(const std::vector<Site>& sites) {
  std::vector<KnownLocation> known;
  for (const Site& site : sites) known.push_back(site.Known());
  return known;
}

// --- Durable stock ----------------------------------------------------------

const DurableRule& kRule = FindRuleSet("cycle-2026")->durable;
const Day kStock(2026, 2, 1);

Durable Around(Day start, std::optional<Day> end, int count = 100) {
  Steps steps;
  steps.Set(start, count);
  if (end.has_value()) steps.Set(*end, 0);
  return DurableAround(kStock, steps, kRule);
}

// "Available for 5 years or longer, or will become available for that period
// within the next 12 months" (Wet 2(3)), on, below and above each edge.
TEST(DurableStockTest, FiveYearsToTheDay) {
  EXPECT_EQ(Around(Day(2023, 7, 1), Day(2028, 7, 1)).count, 100);
  EXPECT_EQ(Around(Day(2023, 7, 1), Day(2028, 6, 30)).count, 0);
  EXPECT_EQ(Around(Day(2023, 7, 1), Day(2028, 7, 2)).count, 100);
  EXPECT_EQ(Around(Day(2023, 7, 1), std::nullopt).count, 100);
}

TEST(DurableStockTest, WithinTheNextTwelveMonths) {
  EXPECT_EQ(Around(Day(2027, 1, 31), std::nullopt),
            (Durable{.count = 100, .start = Day(2027, 1, 31)}));
  EXPECT_EQ(Around(Day(2027, 2, 1), std::nullopt).count, 0);
}

TEST(DurableStockTest, TheYearsStillRunOnTheDay) {
  EXPECT_EQ(Around(Day(2015, 1, 1), Day(2026, 2, 2)).count, 100);
  EXPECT_EQ(Around(Day(2015, 1, 1), Day(2026, 2, 1)).count, 0);
}

TEST(DurableStockTest, LeapDays) {
  // Five years from 29 February include 28 February 2029.
  EXPECT_EQ(Around(Day(2024, 2, 29), Day(2029, 3, 1)).count, 100);
  EXPECT_EQ(Around(Day(2024, 2, 29), Day(2029, 2, 28)).count, 0);
  EXPECT_EQ(Around(Day(2023, 12, 31), Day(2028, 12, 31)).count, 100);
}

TEST(DurableStockTest, CountsTheLeastOfTheBestFiveYears) {
  Steps steps;
  steps.Set(Day(2024, 1, 1), 120);
  steps.Set(Day(2026, 6, 1), 200);
  steps.Set(Day(2031, 6, 1), 50);
  EXPECT_EQ(DurableAround(kStock, steps, kRule),
            (Durable{.count = 200, .start = Day(2026, 6, 1)}));
}

// The other reading of "available for 5 years or longer, or [so] within the
// next 12 months": all five are still to come.
TEST(DurableStockTest, FiveYearsInAllOrFiveYearsToCome) {
  DurableRule to_come = kRule;
  to_come.reading = DurableReading::kToCome;
  const auto both = [&](Day start, std::optional<Day> end) {
    Steps steps;
    steps.Set(start, 100);
    if (end.has_value()) steps.Set(*end, 0);
    return std::pair(DurableAround(kStock, steps, kRule).count,
                     DurableAround(kStock, steps, to_come).count);
  };
  // Open since 2015, and still open for one day, one day short of five years,
  // five years, for ever.
  EXPECT_EQ(both(Day(2015, 1, 1), Day(2026, 2, 2)), std::pair(100, 0));
  EXPECT_EQ(both(Day(2015, 1, 1), Day(2031, 1, 31)), std::pair(100, 0));
  EXPECT_EQ(both(Day(2015, 1, 1), Day(2031, 2, 1)), std::pair(100, 100));
  EXPECT_EQ(both(Day(2015, 1, 1), std::nullopt), std::pair(100, 100));
  // What starts within the twelve months is the same in both.
  EXPECT_EQ(both(Day(2027, 1, 31), Day(2032, 1, 31)), std::pair(100, 100));
  EXPECT_EQ(both(Day(2027, 1, 31), Day(2032, 1, 30)), std::pair(0, 0));
  EXPECT_EQ(both(Day(2027, 2, 1), std::nullopt), std::pair(0, 0));
  // The one in use is said.
  for (const std::string& name : RuleSetNames()) {
    const RuleSet& rules = *FindRuleSet(name);
    EXPECT_EQ(rules.durable.reading, DurableReading::kInAll);
    EXPECT_EQ(rules.durable_sentences[0], SentenceOf(rules.durable.reading));
    EXPECT_THAT(rules.durable_sentences[0],
                testing::HasSubstr("vijf jaar in totaal"));
  }
  EXPECT_THAT(SentenceOf(DurableReading::kToCome),
              testing::HasSubstr("vijf jaar die nog komen"));
}

struct Stock {
  int counted, regular, special;
  bool operator==(const Stock&) const = default;
};
Stock CountsOf(const std::vector<Site>& sites) {
  const auto stock =
      StockOf("municipalities/gm0193", Known(sites), kStock, kRule);
  return {stock.counted_place_count(), stock.regular_place_count(),
          stock.special_place_count()};
}

// "Minimum 100 regular / 16 special per municipality", over several facilities.
TEST(DurableStockTest, RegularPlacesCountFromAHundred) {
  const Day start(2024, 1, 1);
  EXPECT_EQ(CountsOf({Site().Decided(start, 99)}), (Stock{0, 99, 0}));
  EXPECT_EQ(CountsOf({Site().Decided(start, 100)}), (Stock{100, 100, 0}));
  EXPECT_EQ(CountsOf({Site().Decided(start, 60), Site().Decided(start, 40)}),
            (Stock{100, 100, 0}));
}

TEST(DurableStockTest, SpecialPlacesCountFromSixteen) {
  const Day start(2024, 1, 1);
  EXPECT_EQ(CountsOf({Site().Decided(start, 15, pb::PLACE_GROUP_SPECIAL)}),
            (Stock{0, 0, 15}));
  EXPECT_EQ(CountsOf({Site().Decided(start, 16, pb::PLACE_GROUP_AMV)}),
            (Stock{16, 0, 16}));
  // Each nature by itself: sixteen special places do not lift the regular.
  EXPECT_EQ(CountsOf({Site().Decided(start, 16, pb::PLACE_GROUP_SPECIAL),
                      Site().Decided(start, 99)}),
            (Stock{16, 99, 16}));
}

std::vector<int> StockReasons(const Site& site) {
  const auto stock =
      StockOf("municipalities/gm0193", Known({site}), kStock, kRule);
  return {stock.sites(0).reasons().begin(), stock.sites(0).reasons().end()};
}

TEST(DurableStockTest, WhatDoesNotCountSaysWhy) {
  const Day start(2024, 1, 1);
  EXPECT_THAT(StockReasons(Site().Decided(start, 100)), IsEmpty());
  EXPECT_THAT(StockReasons(Site().Decided(start, 99)),
              ElementsAre(Reason::REASON_BELOW_MINIMUM_SIZE));
  EXPECT_THAT(
      StockReasons(Site().Decided(start, 300).Decided(Day(2027, 1, 1), 0)),
      ElementsAre(Reason::REASON_NOT_DURABLE));
  // "Same location can count in A but not in B": emergency shelter never does.
  EXPECT_THAT(StockReasons(Site("window").Decided(start, 300)),
              ElementsAre(Reason::REASON_NOT_DURABLE));
  EXPECT_THAT(StockReasons(Site().Decided(start, 100, pb::PLACE_GROUP_BUFFER)),
              ElementsAre(Reason::REASON_BUFFER, Reason::REASON_NOT_DURABLE));
  EXPECT_THAT(
      StockReasons(Site().Planned(std::nullopt, 100)),
      ElementsAre(Reason::REASON_NO_START_DATE, Reason::REASON_DECISION_PENDING,
                  Reason::REASON_NOT_DURABLE));
  EXPECT_THAT(
      StockReasons(
          Site("yes", pb::LOCATION_STATE_DECISION_PENDING).Decided(start, 100)),
      ElementsAre(Reason::REASON_DECISION_PENDING, Reason::REASON_NOT_DURABLE));
  EXPECT_THAT(
      StockReasons(
          Site("yes", pb::LOCATION_STATE_WITHDRAWN).Decided(start, 100)),
      ElementsAre(Reason::REASON_WITHDRAWN, Reason::REASON_NOT_DURABLE));
}

TEST(DurableStockTest, ExploratoryLocationsAreNotSeen) {
  EXPECT_EQ(StockOf("municipalities/gm0193",
                    Known({Site("yes", pb::LOCATION_STATE_EXPLORATION)
                               .Decided(Day(2024, 1, 1), 100)}),
                    kStock, kRule)
                .sites_size(),
            0);
}

Steps RandomSteps(std::mt19937& random, Day first, int days) {
  Steps steps;
  for (int i = 0, n = 1 + static_cast<int>(random() % 5); i < n; ++i) {
    steps.Set(first + static_cast<int>(random() % static_cast<unsigned>(days)),
              static_cast<int>(random() % 4) * 60);
  }
  return steps;
}

// Every five years there are, day by day.
TEST(DurableStockTest, AgreesWithEveryFiveYearsInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int durable = 0;
  for (int round = 0; round < 300; ++round) {
    const Day day = Day(2023, 12, 1) + static_cast<int>(random() % 120);
    const Day first = day - 6 * 366;
    const Steps steps = RandomSteps(random, first, 9 * 366);
    std::vector<int> counts;
    for (Day at = first; at < day + 7 * 366; ++at) {
      counts.push_back(steps.At(at));
    }
    int best = 0, to_come = 0;
    for (Day start = first; start < MonthsAfter(day, 12); ++start) {
      const Day end(start.year() + 5, start.month(), start.day());
      if (end <= day) continue;
      int least = counts[start - first];
      for (Day at = start; at < end && least > 0; ++at) {
        least = std::min(least, counts[at - first]);
      }
      best = std::max(best, least);
      if (start >= day) to_come = std::max(to_come, least);
    }
    ASSERT_EQ(DurableAround(day, steps, kRule).count, best);
    DurableRule other = kRule;
    other.reading = DurableReading::kToCome;
    ASSERT_EQ(DurableAround(day, steps, other).count, to_come);
    if (best > 0) ++durable;
  }
  EXPECT_GT(durable, 20);
}

// --- Timelines --------------------------------------------------------------

TEST(TimelineTest, HasOneStepPerDayOfChange) {
  const auto timeline = ToTimeline(
      "municipalities/gm0193",
      OverTime(Known({Site()
                          .Decided(Day(2024, 1, 1), 100)
                          .Decided(Day(2025, 9, 1), 60)
                          .Decided(Day(2025, 9, 1), 10, pb::PLACE_GROUP_AMV)
                          .Decided(Day(2025, 3, 1), 5, pb::PLACE_GROUP_BUFFER)
                          .Planned(Day(2026, 1, 1), 90)})),
      {.start = Day(2025, 1, 1), .end = Day(2027, 1, 1)});
  ASSERT_EQ(timeline.steps_size(), 4);
  EXPECT_THAT(timeline.steps(0),
              EqualsProto(R"pb(start_date { year: 2025 month: 1 day: 1 }
                               regular_place_count: 100
                               intended_place_count: 100)pb"));
  EXPECT_EQ(timeline.steps(1).buffer_place_count(), 5);
  EXPECT_THAT(timeline.steps(2),
              EqualsProto(R"pb(start_date { year: 2025 month: 9 day: 1 }
                               regular_place_count: 60
                               amv_place_count: 10
                               buffer_place_count: 5
                               intended_place_count: 70)pb"));
  EXPECT_EQ(timeline.steps(3).intended_place_count(), 100);
  EXPECT_EQ(timeline.steps(3).regular_place_count(), 60);
}

std::vector<Site> RandomSites(std::mt19937& random) {
  const Day first(2024, 1, 1);
  const auto day = [&] { return first + static_cast<int>(random() % 900); };
  const char* const kRules[] = {"yes", "window", "no"};
  std::vector<Site> sites;
  for (int i = 0, n = 1 + static_cast<int>(random() % 4); i < n; ++i) {
    Site site(kRules[random() % 3],
              static_cast<pb::LocationState>(random() % 15));
    Day next = kCycle2024.day;
    for (int k = 0, m = static_cast<int>(random() % 3); k < m; ++k) {
      next += 1 + static_cast<int>(random() % 200);
      site.In(static_cast<pb::LocationState>(random() % 15), next);
    }
    for (int k = 0, m = static_cast<int>(random() % 6); k < m; ++k) {
      const auto group = static_cast<pb::PlaceGroup>(1 + random() % 4);
      const int count = static_cast<int>(random() % 4) * 25;
      if (random() % 3 != 0) {
        site.Decided(day(), count, group);
      } else {
        site.Planned(random() % 2 ? std::optional(day()) : std::nullopt, count,
                     group);
      }
    }
    sites.push_back(site);
  }
  return sites;
}

// Sites as they are known in the end, and which of their days count.
struct Seen {
  explicit Seen(const std::vector<Site>& sites) : known(Known(sites)) {
    for (const Site& site : sites) {
      lives.push_back({.states = site.States(), .asked = Day::max()});
    }
  }
  // What stands of a group of one of them on a day.
  int Standing(size_t site, const Steps& decided, Day day) const {
    return known[site].kind.quota_rule() != "no" && lives[site].Stands(day)
               ? decided.At(day)
               : 0;
  }
  int Intended(size_t site, const GroupSteps& steps, Day day) const {
    if (known[site].kind.quota_rule() == "no") return 0;
    if (lives[site].Ended(day)) return Standing(site, steps.decided, day);
    return lives[site].Intended(day) ? steps.IntendedAt(day) : 0;
  }
  std::vector<KnownLocation> known;
  std::vector<NaiveLife> lives;
};

TEST(TimelineTest, AgreesWithEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    const Seen one(RandomSites(random)), other(RandomSites(random));
    const PlacesOverTime first = OverTime(one.known),
                         second = OverTime(other.known);
    const Period period = {.start = Day(2024, 3, 1), .end = Day(2026, 9, 1)};
    const auto timeline =
        ToTimeline("regions/twente", SumOver({&first, &second}), period);
    int at = -1;
    for (Day day = period.start; day < *period.end; ++day) {
      if (at + 1 < timeline.steps_size() &&
          DayOf(timeline.steps(at + 1).start_date()) == day) {
        ++at;
      }
      int regular = 0, amv = 0, special = 0, buffer = 0, intended = 0;
      for (const Seen* all : {&one, &other}) {
        for (size_t i = 0; i < all->known.size(); ++i) {
          for (const auto& [group, steps] : all->known[i].places->groups) {
            const int count = all->Standing(i, steps.decided, day);
            (group == pb::PLACE_GROUP_REGULAR   ? regular
             : group == pb::PLACE_GROUP_AMV     ? amv
             : group == pb::PLACE_GROUP_SPECIAL ? special
                                                : buffer) += count;
            if (group != pb::PLACE_GROUP_BUFFER) {
              intended += all->Intended(i, steps, day);
            }
          }
        }
      }
      const pb::Timeline::Step& step = timeline.steps(at);
      ASSERT_EQ(step.regular_place_count(), regular);
      ASSERT_EQ(step.amv_place_count(), amv);
      ASSERT_EQ(step.special_place_count(), special);
      ASSERT_EQ(step.buffer_place_count(), buffer);
      ASSERT_EQ(step.intended_place_count(), intended);
    }
    ASSERT_EQ(at + 1, timeline.steps_size());
  }
}

// --- Outlook ----------------------------------------------------------------

Ahead Looking(std::optional<int> required = std::nullopt) {
  Ahead ahead;
  ahead.period = {.start = Day(2024, 10, 31), .end = Day(2027, 1, 1)};
  ahead.today = Day(2024, 10, 31);
  ahead.required = required;
  return ahead;
}

TEST(OutlookTest, OmmenClosesOnTheLastDayOfTheYear) {
  // "Until 31 December 2024": the first day without is 1 January.
  const auto outlook =
      LookAhead("municipalities/gm0175",
                Known({Site()
                           .Decided(Day(2024, 1, 1), 48, pb::PLACE_GROUP_AMV)
                           .Decided(Day(2025, 1, 1), 0, pb::PLACE_GROUP_AMV),
                       Site().Decided(Day(2024, 1, 1), 30)}),
                Looking(78));
  ASSERT_EQ(outlook.closings_size(), 1);
  EXPECT_EQ(DayOf(outlook.closings(0).close_date()), Day(2025, 1, 1));
  EXPECT_EQ(outlook.closings(0).place_count(), 48);
  EXPECT_EQ(outlook.closings(0).remaining_place_count(), 30);
  EXPECT_EQ(outlook.closings(0).end_certainty(),
            pb::PlaceEntry::END_CERTAINTY_INDICATIVE);
  EXPECT_EQ(DayOf(outlook.first_failing_date()), Day(2025, 1, 1));
  EXPECT_EQ(outlook.missing_place_count(), 48);
}

TEST(OutlookTest, FailsOnTheFirstDayWhenItIsShortAlready) {
  const auto sites = Known({Site().Decided(Day(2024, 1, 1), 30)});
  EXPECT_EQ(DayOf(LookAhead("m", sites, Looking(31)).first_failing_date()),
            Day(2024, 10, 31));
  EXPECT_FALSE(LookAhead("m", sites, Looking(30)).has_first_failing_date());
  EXPECT_FALSE(LookAhead("m", sites, Looking()).has_first_failing_date());
  EXPECT_TRUE(LookAhead("m", {}, Looking(1)).has_first_failing_date());
}

TEST(OutlookTest, TellsTheLastDayOfTheNextStep) {
  Ahead ahead = Looking();
  ahead.needed = Day(2025, 7, 1);
  ahead.lead_times.set_agreement_day_count(60);
  ahead.lead_times.set_permit_day_count(100);
  ahead.lead_times.set_construction_day_count(90);
  for (const auto& [state, step, last] :
       std::vector<std::tuple<pb::LocationState, Due::Step, Day>>{
           {pb::LOCATION_STATE_DECISION_PENDING, Due::STEP_DECISION,
            Day(2025, 7, 1) - 250},
           {pb::LOCATION_STATE_DEFINITIVE, Due::STEP_AGREEMENT,
            Day(2025, 7, 1) - 190},
           {pb::LOCATION_STATE_AGREEMENT_SIGNED, Due::STEP_PERMIT,
            Day(2025, 7, 1) - 90},
           {pb::LOCATION_STATE_PERMIT, Due::STEP_CONSTRUCTION,
            Day(2025, 7, 1) - 90},
           {pb::LOCATION_STATE_CONSTRUCTION, Due::STEP_OPENING,
            Day(2025, 7, 1)}}) {
    const auto outlook = LookAhead(
        "m", Known({Site("yes", state).Planned(std::nullopt, 80)}), ahead);
    ASSERT_EQ(outlook.dues_size(), 1);
    EXPECT_EQ(outlook.dues(0).step(), step);
    EXPECT_EQ(DayOf(outlook.dues(0).last_date()), last);
    EXPECT_EQ(outlook.dues(0).place_count(), 80);
    EXPECT_EQ(outlook.dues(0).overdue(), last < ahead.today);
  }
  for (const pb::LocationState state :
       {pb::LOCATION_STATE_OPEN, pb::LOCATION_STATE_EXPLORATION,
        pb::LOCATION_STATE_WITHDRAWN}) {
    EXPECT_EQ(LookAhead("m", Known({Site("yes", state).Planned({}, 80)}), ahead)
                  .dues_size(),
              0);
  }
}

TEST(OutlookTest, AgreesWithEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int failing = 0, closing = 0;
  for (int round = 0; round < 2000; ++round) {
    const Seen seen(RandomSites(random));
    Ahead ahead = Looking(static_cast<int>(random() % 120));
    ahead.period = {.start = Day(2024, 6, 1), .end = Day(2026, 3, 1)};
    const auto outlook = LookAhead("m", seen.known, ahead);
    std::optional<Day> first;
    int gone = 0, gone_naively = 0;
    const auto places = [&](Day day) {
      int sum = 0;
      for (size_t i = 0; i < seen.known.size(); ++i) {
        for (const auto& [group, steps] : seen.known[i].places->groups) {
          if (group != pb::PLACE_GROUP_BUFFER) {
            sum += seen.Standing(i, steps.decided, day);
          }
        }
      }
      return sum;
    };
    for (Day day = ahead.period.start; day < *ahead.period.end; ++day) {
      if (!first.has_value() && places(day) < *ahead.required) first = day;
      for (size_t i = 0; i < seen.known.size(); ++i) {
        for (const auto& [group, steps] : seen.known[i].places->groups) {
          gone_naively += std::max(seen.Standing(i, steps.decided, day - 1) -
                                       seen.Standing(i, steps.decided, day),
                                   0);
        }
      }
    }
    for (const auto& one : outlook.closings()) {
      ++closing;
      gone += one.place_count();
      ASSERT_EQ(one.remaining_place_count(), places(DayOf(one.close_date())));
    }
    ASSERT_EQ(gone, gone_naively);
    ASSERT_EQ(outlook.has_first_failing_date(), first.has_value());
    if (!first.has_value()) continue;
    ++failing;
    ASSERT_EQ(DayOf(outlook.first_failing_date()), *first);
    ASSERT_EQ(outlook.missing_place_count(), *ahead.required - places(*first));
  }
  EXPECT_GT(failing, 50);
  EXPECT_GT(closing, 50);
}

// --- Shelter for displaced Ukrainians ---------------------------------------

Site Shelter() {
  Site site("no");
  site.For(pb::LocationKind::PURPOSE_UKRAINE);
  return site;
}

// Above 95 %, exactly: 62,231 places with 59,119 persons is 94.999 %.
TEST(ShelterTest, AlertsAboveNinetyFivePercent) {
  EXPECT_FALSE(IsAlmostFull(95, 100));
  EXPECT_TRUE(IsAlmostFull(96, 100));
  EXPECT_FALSE(IsAlmostFull(59119, 62231));
  EXPECT_TRUE(IsAlmostFull(59120, 62231));
  EXPECT_FALSE(IsAlmostFull(0, 0));
  // Published as 75 % and 96 %; the raw counts decide.
  EXPECT_FALSE(IsAlmostFull(31782, 42374));
  EXPECT_TRUE(IsAlmostFull(59389, 62231));
}

TEST(ShelterTest, OnlyCountedPlacesAreHeldAgainstPersons) {
  auto known = Known({Shelter().Named("a").Decided(Day(2024, 1, 1), 100),
                      Shelter().Named("b").Decided(Day(2024, 1, 1), 50)});
  known[0].occupancy.emplace().set_person_count(96);
  *known[0].occupancy->mutable_count_date() = ToProto(Day(2024, 10, 1));
  const auto shelter =
      ShelterOf("municipalities/gm0193", known, Day(2024, 10, 31));
  EXPECT_EQ(shelter.realised_place_count(), 150);
  EXPECT_EQ(shelter.counted_place_count(), 100);
  EXPECT_TRUE(shelter.occupancy_alert());
  pb::AreaShelter area;
  AddTo(shelter, area);
  EXPECT_TRUE(area.occupancy_alert());
  pb::MunicipalityShelter empty;
  empty.set_realised_place_count(10);
  empty.set_counted_place_count(10);
  AddTo(empty, area);
  EXPECT_EQ(area.realised_place_count(), 160);
  EXPECT_FALSE(area.occupancy_alert());
}

pb::FundingRate Rate(Day start, std::optional<int32_t> cents,
                     int64_t revision = 2) {
  pb::FundingRate rate;
  rate.set_code("goo");
  *rate.mutable_start_date() = ToProto(start);
  if (cents.has_value()) rate.set_cent_count(*cents);
  rate.set_revision(revision);
  rate.set_source("art. 3");
  return rate;
}

const std::vector<pb::FundingRate>& Rates() {
  static const auto* const kRates = new std::vector<pb::FundingRate>{
      Rate(Day(2022, 3, 1), 10000), Rate(Day(2022, 10, 15), 8300),
      Rate(Day(2024, 1, 1), 6100), Rate(Day(2025, 1, 1), std::nullopt)};
  return *kRates;
}

// 100 realised places, 30 days, 2024: EUR 183,000, independent of occupancy.
TEST(FundingTest, FollowsTheWorkedExample) {
  const auto funding =
      Fund("m", Known({Shelter().Decided(Day(2023, 1, 1), 100)}), Rates(),
           {.start = Day(2024, 6, 1), .end = Day(2024, 7, 1)});
  EXPECT_EQ(funding.amount_cent_count(), 18300000);
  ASSERT_EQ(funding.parts_size(), 1);
  EXPECT_EQ(funding.parts(0).place_day_count(), 3000);
  EXPECT_EQ(funding.parts(0).source(), "art. 3");
}

// A shelter of 10 that closed on 1 October 2025, asked in January 2026: it
// stood 273 days.
TEST(FundingTest, WhatClosedIsPaidUntilItClosed) {
  const Day closed(2025, 10, 1);
  const auto funding = Fund("m",
                            Known({Shelter()
                                       .Decided(Day(2023, 1, 1), 10)
                                       .Decided(closed, 0)
                                       .In(pb::LOCATION_STATE_CLOSED, closed)}),
                            {Rate(Day(2025, 1, 1), 6100)},
                            {.start = Day(2025, 1, 1), .end = Day(2026, 1, 1)});
  EXPECT_EQ(funding.amount_cent_count(), 16653000);
}

TEST(FundingTest, EachDayHasItsRate) {
  const auto funding =
      Fund("m", Known({Shelter().Decided(Day(2022, 1, 1), 1)}), Rates(),
           {.start = Day(2022, 2, 28), .end = Day(2025, 1, 3)});
  ASSERT_EQ(funding.parts_size(), 5);
  EXPECT_FALSE(funding.parts(0).has_rate_cent_count());
  EXPECT_EQ(funding.parts(1).place_day_count(), 228);  // To 14 October 2022.
  EXPECT_EQ(funding.parts(3).place_day_count(), 366);  // A leap year.
  EXPECT_EQ(funding.unrated_place_day_count(), 1 + 2);
  EXPECT_EQ(funding.amount_cent_count(),
            int64_t{228} * 10000 + int64_t{443} * 8300 + int64_t{366} * 6100);
}

TEST(FundingTest, AgreesWithEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::vector<Site> sites;
    for (int i = 0; i < 3; ++i) {
      Site site("no", static_cast<pb::LocationState>(random() % 15));
      if (random() % 2 == 0) {
        site.In(static_cast<pb::LocationState>(random() % 15),
                kCycle2024.day + 1 + static_cast<int>(random() % 300));
      }
      if (random() % 4 != 0) site.For(pb::LocationKind::PURPOSE_UKRAINE);
      for (int k = 0; k < 4; ++k) {
        site.Decided(Day(2022, 1, 1) + static_cast<int>(random() % 1400),
                     static_cast<int>(random() % 4) * 10,
                     static_cast<pb::PlaceGroup>(1 + random() % 4));
      }
      sites.push_back(site);
    }
    const auto known = Known(sites);
    const std::vector<NaiveLife> lives = Seen(sites).lives;
    std::vector<pb::FundingRate> rates;
    for (int i = 0; i < 5; ++i) {
      rates.push_back(
          Rate(Day(2022, 1, 1) + static_cast<int>(random() % 40) * 30,
               random() % 4 ? std::optional<int32_t>(random() % 10000)
                            : std::nullopt,
               1 + i));
    }
    const Period period = {
        .start = Day(2022, 1, 1) + static_cast<int>(random() % 300),
        .end = Day(2024, 1, 1) + static_cast<int>(random() % 700)};
    int64_t cents = 0, unrated = 0;
    for (Day day = period.start; day < *period.end; ++day) {
      int64_t places = 0;
      for (const KnownLocation& one : known) {
        if (one.kind.purpose() != pb::LocationKind::PURPOSE_UKRAINE) continue;
        if (!lives[&one - known.data()].Stands(day)) continue;
        for (const auto& [group, steps] : one.places->groups) {
          if (group != pb::PLACE_GROUP_BUFFER) places += steps.decided.At(day);
        }
      }
      const pb::FundingRate* holds = nullptr;
      for (const pb::FundingRate& rate : rates) {
        if (DayOf(rate.start_date()) > day) continue;
        if (holds == nullptr ||
            DayOf(rate.start_date()) >= DayOf(holds->start_date())) {
          holds = &rate;
        }
      }
      if (holds != nullptr && holds->has_cent_count()) {
        cents += places * holds->cent_count();
      } else {
        unrated += places;
      }
    }
    const auto funding = Fund("m", known, rates, period);
    ASSERT_EQ(funding.amount_cent_count(), cents);
    ASSERT_EQ(funding.unrated_place_day_count(), unrated);
  }
}

}  // namespace
}  // namespace opvang::locations
