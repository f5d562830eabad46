// What counts, sentence by sentence as the law and the plan have it.
#include <map>

#include "common/base/calendar.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/durable_stock.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/rule_set.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"

namespace opvang::locations {
namespace {

using testing::ElementsAre;
using Why = pb::LocationCoverage;

pb::MunicipalityCoverage CoverageOf(const Site& site) {
  return Cover("municipalities/gm0193", {site.Known()}, kCycle2024);
}

pb::DurableStock StockOfAll(const std::vector<Site>& sites) {
  std::vector<KnownLocation> known;
  for (const Site& site : sites) known.push_back(site.Known());
  return StockOf("municipalities/gm0193", known, Day(2026, 2, 1),
                 FindRuleSet("cycle-2026")->durable);
}

std::vector<int> Reasons(const pb::MunicipalityCoverage& coverage) {
  const auto& uncounted = coverage.locations(0).uncounted();
  if (uncounted.empty()) return {};
  return {uncounted[0].reasons().begin(), uncounted[0].reasons().end()};
}

// "counts when the municipality guarantees it for the whole window": the first
// and the last day of it, and one beside each.
TEST(WhatCountsTest, GuaranteedForTheWholeWindow) {
  const auto counted = [](Day start, Day end) {
    return CoverageOf(Site().Decided(start, 10).Decided(end, 0))
        .guaranteed_place_count();
  };
  EXPECT_EQ(counted(Day(2025, 7, 1), Day(2026, 2, 1)), 10);
  EXPECT_EQ(counted(Day(2025, 7, 2), Day(2026, 2, 1)), 0);
  EXPECT_EQ(counted(Day(2025, 7, 1), Day(2026, 1, 31)), 0);
  EXPECT_EQ(counted(Day(2025, 6, 30), Day(2026, 2, 2)), 10);
}

// "Temporary sites may count if continuity and commitment are secured";
// Utrecht: "available until at least 1 Feb 2026 and therefore counts".
TEST(WhatCountsTest, ATemporarySiteCountsWhenItStandsUntilTheEnd) {
  EXPECT_EQ(CoverageOf(Site("window")
                           .Decided(Day(2025, 1, 1), 200)
                           .Decided(Day(2026, 2, 1), 0))
                .guaranteed_place_count(),
            200);
  EXPECT_EQ(CoverageOf(Site("window")
                           .Decided(Day(2025, 1, 1), 200)
                           .Decided(Day(2026, 1, 31), 0))
                .guaranteed_place_count(),
            0);
}

// "The same location can count in A but not in B (temporary site)".
TEST(WhatCountsTest, TheSameLocationMayCountForTheCycleAndNotBeDurable) {
  const Site site =
      Site().Decided(Day(2025, 1, 1), 200).Decided(Day(2027, 1, 1), 0);
  EXPECT_EQ(CoverageOf(site).guaranteed_place_count(), 200);
  const pb::DurableStock stock = StockOfAll({site});
  EXPECT_EQ(stock.counted_place_count(), 0);
  EXPECT_THAT(stock.sites(0).reasons(), ElementsAre(Why::REASON_NOT_DURABLE));
}

// ">= 5 years available, or available for that period within 12 months".
TEST(WhatCountsTest, DurableIsFiveYearsOrThemWithinTwelveMonths) {
  const auto counted = [](Day start, Day end) {
    return StockOfAll({Site().Decided(start, 100).Decided(end, 0)})
        .counted_place_count();
  };
  EXPECT_EQ(counted(Day(2026, 2, 1), Day(2031, 2, 1)), 100);
  EXPECT_EQ(counted(Day(2026, 2, 1), Day(2031, 1, 31)), 0);
  EXPECT_EQ(counted(Day(2027, 1, 31), Day(2032, 1, 31)), 100);
  EXPECT_EQ(counted(Day(2027, 2, 1), Day(2032, 2, 1)), 0);
}

// "minimum 100 regular / 16 special per municipality"; the ministry writes
// "more than", the statute "at least": at least.
TEST(WhatCountsTest, AtLeastAHundredRegularAndSixteenSpecial) {
  const auto counted = [](int places, pb::PlaceGroup group) {
    return StockOfAll({Site().Decided(Day(2026, 1, 1), places, group)})
        .counted_place_count();
  };
  EXPECT_EQ(counted(99, pb::PLACE_GROUP_REGULAR), 0);
  EXPECT_EQ(counted(100, pb::PLACE_GROUP_REGULAR), 100);
  EXPECT_EQ(counted(101, pb::PLACE_GROUP_REGULAR), 101);
  EXPECT_EQ(counted(15, pb::PLACE_GROUP_SPECIAL), 0);
  EXPECT_EQ(counted(16, pb::PLACE_GROUP_SPECIAL), 16);
  EXPECT_EQ(counted(17, pb::PLACE_GROUP_SPECIAL), 17);
  // "may be spread over several facilities within the municipality".
  EXPECT_EQ(StockOfAll({Site().Named("a").Decided(Day(2026, 1, 1), 60),
                        Site().Named("b").Decided(Day(2026, 1, 1), 40)})
                .counted_place_count(),
            100);
}

// "No start date => not definitive => further decision needed => not counted".
TEST(WhatCountsTest, WithoutAStartDateNothingCounts) {
  const auto coverage = CoverageOf(Site().Planned(std::nullopt, 80));
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_EQ(coverage.realised_place_count(), 0);
  EXPECT_EQ(Reasons(coverage)[0], Why::REASON_NO_START_DATE);
}

// "Locations whose decision process is not finished are left out of the section
// 3 tables altogether".
TEST(WhatCountsTest, WithoutADecisionItIsNotRealisedEither) {
  const auto coverage =
      CoverageOf(Site("yes", pb::LOCATION_STATE_DECISION_PENDING)
                     .Decided(Day(2024, 10, 1), 80));
  EXPECT_EQ(coverage.realised_place_count(), 0);
  EXPECT_EQ(coverage.guaranteed_place_count(), 0);
  EXPECT_THAT(Reasons(coverage), ElementsAre(Why::REASON_DECISION_PENDING));
}

// "A location that closes before or during the window, or opens after 1 Jul
// 2025, is in the total tables but not in the cycle table".
TEST(WhatCountsTest, WhatComesLateOrGoesEarlyIsInTheTotalTablesOnly) {
  const auto before = CoverageOf(
      Site().Decided(Day(2024, 10, 1), 48).Decided(Day(2025, 1, 1), 0));
  EXPECT_EQ(before.realised_place_count(), 48);
  EXPECT_THAT(Reasons(before), ElementsAre(Why::REASON_CLOSES_BEFORE_WINDOW));
  const auto during = CoverageOf(
      Site().Decided(Day(2024, 10, 1), 60).Decided(Day(2025, 12, 1), 0));
  EXPECT_EQ(during.realised_place_count(), 60);
  EXPECT_THAT(Reasons(during), ElementsAre(Why::REASON_CLOSES_IN_WINDOW));
  const auto after = CoverageOf(Site().Decided(Day(2025, 7, 2), 30));
  EXPECT_EQ(after.guaranteed_place_count(), 0);
  EXPECT_THAT(Reasons(after),
              ElementsAre(Why::REASON_OPENS_AFTER_WINDOW_START));
}

// "Special groups do not lower the municipal quota": their places count in it.
TEST(WhatCountsTest, PlacesForSpecialGroupsCountInTheTotal) {
  const auto coverage =
      CoverageOf(Site()
                     .Decided(Day(2024, 1, 1), 100)
                     .Decided(Day(2024, 1, 1), 20, pb::PLACE_GROUP_AMV)
                     .Decided(Day(2024, 1, 1), 50, pb::PLACE_GROUP_SPECIAL));
  EXPECT_EQ(coverage.guaranteed_place_count(), 170);
  EXPECT_EQ(coverage.guaranteed_amv_count(), 20);
}

// Zwolle: the end date is indicative; the place counts up to it, and the reader
// is told how sure it is.
TEST(WhatCountsTest, ZwollesIndicativeEndIsShownAsSuch) {
  const auto coverage = CoverageOf(
      Site().Decided(Day(2024, 1, 1), 300).Decided(Day(2027, 2, 1), 0));
  EXPECT_EQ(coverage.guaranteed_place_count(), 300);
  EXPECT_EQ(coverage.locations(0).end_certainty(),
            pb::PlaceEntry::END_CERTAINTY_INDICATIVE);
}

// How far a location is, which reports read instead of its state.
TEST(WhatCountsTest, EveryStateHasAStageThatIsTold) {
  const std::map<pb::LocationState, pb::LocationStage> stages = {
      {pb::LOCATION_STATE_UNSPECIFIED, pb::LOCATION_STAGE_UNDECIDED},
      {pb::LOCATION_STATE_IDEA, pb::LOCATION_STAGE_UNDECIDED},
      {pb::LOCATION_STATE_EXPLORATION, pb::LOCATION_STAGE_UNDECIDED},
      {pb::LOCATION_STATE_DECISION_PENDING, pb::LOCATION_STAGE_UNDECIDED},
      {pb::LOCATION_STATE_DEFINITIVE, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_COA_PAPER_CHECK, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_COA_SITE_VISIT, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_AGREEMENT_SIGNED, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_PERMIT, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_CONSTRUCTION, pb::LOCATION_STAGE_DECIDED},
      {pb::LOCATION_STATE_OPEN, pb::LOCATION_STAGE_STANDING},
      {pb::LOCATION_STATE_EXTENDED, pb::LOCATION_STAGE_STANDING},
      {pb::LOCATION_STATE_CLOSING, pb::LOCATION_STAGE_STANDING},
      {pb::LOCATION_STATE_CLOSED, pb::LOCATION_STAGE_CLOSED},
      {pb::LOCATION_STATE_WITHDRAWN, pb::LOCATION_STAGE_WITHDRAWN}};
  ASSERT_EQ(static_cast<int>(stages.size()),
            pb::LocationState_descriptor()->value_count());
  for (const auto& [state, stage] : stages) {
    SCOPED_TRACE(pb::LocationState_Name(state));
    EXPECT_EQ(StageOf(state), stage);
    EXPECT_EQ(IsDecided(state), state >= pb::LOCATION_STATE_DEFINITIVE &&
                                    state <= pb::LOCATION_STATE_CLOSING);
    const auto coverage =
        CoverageOf(Site("yes", state).Decided(Day(2024, 1, 1), 10));
    if (IsExploratory(state)) {
      EXPECT_EQ(coverage.locations_size(), 0);
    } else {
      EXPECT_EQ(coverage.locations(0).stage(), stage);
    }
  }
}

// Windows and years end where the calendar says, leap days included.
TEST(WhatCountsTest, LeapDaysAndYearEnds) {
  const Window leap = {{Day(2027, 12, 31), Day(2028, 3, 1)},
                       {Day(2027, 12, 31), Day(2028, 3, 1)},
                       Day(2027, 12, 31)};
  const auto counted = [&](Day start, Day end) {
    return Cover("m", {Site().Decided(start, 5).Decided(end, 0).Known()}, leap)
        .guaranteed_place_count();
  };
  EXPECT_EQ(counted(Day(2027, 12, 31), Day(2028, 3, 1)), 5);
  EXPECT_EQ(counted(Day(2027, 12, 31), Day(2028, 2, 29)), 0);
  EXPECT_EQ(counted(Day(2028, 1, 1), Day(2028, 3, 1)), 0);
}

}  // namespace
}  // namespace opvang::locations
