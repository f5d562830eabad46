// What nobody delivered is unknown; only who says so has 0.
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/shelter.h"
#include "services/locations/rules/timeline.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"

namespace opvang::locations {
namespace {

constexpr char kHere[] = "municipalities/gm0193";

pb::NilReturn None(pb::LocationKind::Purpose purpose) {
  pb::NilReturn nil;
  nil.set_municipality(kHere);
  nil.set_purpose(purpose);
  nil.set_source("gemeente");
  return nil;
}

pb::MunicipalityCoverage CoverOf(
    const std::vector<Site>& sites,
    const std::optional<pb::NilReturn>& nil = std::nullopt) {
  std::vector<KnownLocation> known;
  for (const Site& site : sites) known.push_back(site.Known());
  return Cover(kHere, known, kCycle2024, nil);
}

TEST(UnknownTest, WhatNobodyDeliveredIsNotZero) {
  const auto silent = CoverOf({});
  EXPECT_FALSE(silent.has_guaranteed_place_count());
  EXPECT_FALSE(silent.has_guaranteed_amv_count());
  EXPECT_FALSE(silent.has_intended_place_count());
  EXPECT_FALSE(silent.has_realised_place_count());
  EXPECT_FALSE(silent.has_binding_date());
  // A location without places, one that is only explored and one for others
  // tell nothing of it.
  EXPECT_FALSE(CoverOf({Site()}).has_guaranteed_place_count());
  EXPECT_FALSE(CoverOf({Site("yes", pb::LOCATION_STATE_EXPLORATION)
                            .Decided(Day(2024, 1, 1), 50)})
                   .has_guaranteed_place_count());
  EXPECT_FALSE(CoverOf({Site("no")
                            .For(pb::LocationKind::PURPOSE_UKRAINE)
                            .Decided(Day(2024, 1, 1), 50)})
                   .has_guaranteed_place_count());
}

TEST(UnknownTest, WhoSaysThatThereIsNoneHasZero) {
  const auto nil = CoverOf({}, None(pb::LocationKind::PURPOSE_ASYLUM));
  EXPECT_TRUE(nil.has_guaranteed_place_count());
  EXPECT_EQ(nil.guaranteed_place_count(), 0);
  EXPECT_TRUE(nil.has_realised_place_count());
  EXPECT_EQ(nil.nil_return().source(), "gemeente");
  // What is there and does not count is known not to.
  const auto pending = CoverOf({Site("yes", pb::LOCATION_STATE_DECISION_PENDING)
                                    .Planned(Day(2025, 1, 1), 50)});
  EXPECT_TRUE(pending.has_guaranteed_place_count());
  EXPECT_EQ(pending.guaranteed_place_count(), 0);
}

TEST(UnknownTest, ShelterIsKnownByItsPlacesOrByANilReturn) {
  const Day day = kCycle2024.day;
  const auto shelter = [&](const std::vector<Site>& sites,
                           std::optional<pb::NilReturn> nil = std::nullopt) {
    std::vector<KnownLocation> known;
    for (const Site& site : sites) known.push_back(site.Known());
    return ShelterOf(kHere, known, day, nil);
  };
  EXPECT_FALSE(shelter({}).has_realised_place_count());
  EXPECT_FALSE(shelter({Site().Decided(Day(2024, 1, 1), 50)})
                   .has_realised_place_count());
  const auto none = shelter({}, None(pb::LocationKind::PURPOSE_UKRAINE));
  EXPECT_TRUE(none.has_realised_place_count());
  EXPECT_EQ(none.in_development_place_count(), 0);
  const auto some = shelter({Site("no")
                                 .For(pb::LocationKind::PURPOSE_UKRAINE)
                                 .Decided(Day(2024, 1, 1), 50)});
  EXPECT_EQ(some.realised_place_count(), 50);
  pb::AreaShelter area;
  AddTo(shelter({}), area);
  AddTo(none, area);
  AddTo(some, area);
  EXPECT_EQ(area.realised_place_count(), 50);
  EXPECT_EQ(area.municipality_count(), 3);
  EXPECT_EQ(area.known_municipality_count(), 2);
}

// Azc's of the plan of 31 October 2024, which stood for years: no step on the
// day of the plan.
TEST(UnknownTest, WhatIsKnownSinceADayDoesNotOpenOnIt) {
  const Day plan(2024, 10, 31);
  const auto at = [&](int count) {
    Site site;
    site.Decided(plan, count).KnownSince();
    return site;
  };
  const std::vector<KnownLocation> known = {
      at(550).Known(), at(700).Known(), at(558).Known(),
      Site().Decided(Day(2025, 1, 1), 10).Known()};
  const PlacesOverTime places = OverTime(known);
  const auto timeline = ToTimeline(
      kHere, places, {.start = Day(2024, 10, 1), .end = Day(2026, 1, 1)});
  ASSERT_EQ(timeline.steps_size(), 3);
  EXPECT_EQ(timeline.steps(0).regular_place_count(), 0);
  EXPECT_EQ(timeline.steps(0).unknown_start_place_count(), 1808);
  EXPECT_EQ(timeline.steps(1).regular_place_count(), 1808);
  EXPECT_EQ(timeline.steps(1).unknown_start_place_count(), 0);
  EXPECT_EQ(timeline.steps(2).regular_place_count(), 1818);
  const auto coverage = Cover(kHere, {known[0]}, kCycle2024);
  EXPECT_FALSE(coverage.locations(0).has_start_date());
  EXPECT_EQ(DayOf(coverage.locations(0).known_since_date()), plan);
  EXPECT_EQ(coverage.guaranteed_place_count(), 550);
}

TEST(UnknownTest, ASumOverTimeSaysOfHowManyItIs) {
  const PlacesOverTime silent = OverTime({}), none = OverTime({}, true),
                       some = OverTime(
                           {Site().Decided(Day(2024, 1, 1), 50).Known()});
  const auto timeline =
      ToTimeline("regions/twente", SumOver({&silent, &none, &some}),
                 {.start = Day(2024, 1, 1), .end = Day(2025, 1, 1)});
  EXPECT_EQ(timeline.municipality_count(), 3);
  EXPECT_EQ(timeline.known_municipality_count(), 2);
}

}  // namespace
}  // namespace opvang::locations
