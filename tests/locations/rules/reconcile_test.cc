#include "services/locations/rules/reconcile.h"

#include <map>
#include <random>

#include "common/base/calendar.h"
#include "services/locations/rules/location_state.h"
#include "tests/locations/rules/naive_life.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::locations {
namespace {

using R = pb::Reconciliation;

const Day kDay(2024, 10, 31);
const Window kWindow = {
    .window = {.start = Day(2025, 7, 1), .end = Day(2026, 2, 1)},
    .realisation = {.start = Day(2024, 10, 31), .end = Day(2026, 2, 1)},
    .day = kDay};

KnownLocation RunBy(pb::Location::Operator by, KnownLocation known) {
  known.location.set_operator_(by);
  return known;
}

Reported Told(int count, int transferred = 0) {
  Reported told;
  told.set_place_count(count);
  told.set_transferred_place_count(transferred);
  return told;
}

int SumOf(const google::protobuf::RepeatedPtrField<R::Difference>& all) {
  int sum = 0;
  for (const auto& one : all) {
    sum += one.place_count();
    int parts = 0;
    for (const auto& part : one.parts()) parts += part.place_count();
    if (one.cause() == R::CAUSE_UNEXPLAINED ||
        one.cause() == R::CAUSE_TRANSFERRED) {
      EXPECT_TRUE(one.parts().empty());
    } else {
      EXPECT_EQ(parts, one.place_count());
      EXPECT_FALSE(one.parts().empty());
    }
  }
  return sum;
}

std::map<R::Cause, int> ByCause(
    const google::protobuf::RepeatedPtrField<R::Difference>& all) {
  std::map<R::Cause, int> causes;
  for (const auto& one : all) causes[one.cause()] += one.place_count();
  return causes;
}

// Deventer's 550 for an indefinite time are COA's; the buffer is nobody's sum;
// the municipality's own site, the emergency site and what is yet to open are
// not in COA's statement.
TEST(ReconcileTest, EachDifferenceHasItsCauseAndItsLocation) {
  const std::vector<KnownLocation> all = {
      RunBy(pb::Location::OPERATOR_COA,
            Site()
                .Named("azc-schalkhaar")
                .Decided(Day(2020, 1, 1), 500)
                .Decided(Day(2024, 10, 15), 510)
                .Decided(Day(2020, 1, 1), 50, pb::PLACE_GROUP_SPECIAL)
                .Decided(Day(2024, 1, 1), 100, pb::PLACE_GROUP_BUFFER)
                .Known()),
      RunBy(pb::Location::OPERATOR_COLLEGE,
            Site().Named("tgo").Decided(Day(2024, 1, 1), 40).Known()),
      RunBy(pb::Location::OPERATOR_COA, Site("window")
                                            .Named("noodopvang")
                                            .Decided(Day(2024, 1, 1), 70)
                                            .Decided(Day(2025, 1, 1), 0)
                                            .Known()),
      RunBy(pb::Location::OPERATOR_COA,
            Site("yes", pb::LOCATION_STATE_CONSTRUCTION)
                .Named("nieuw")
                .Decided(Day(2024, 9, 1), 30)
                .Known())};
  R one = Reconcile("municipalities/gm0150", all, kDay);
  EXPECT_EQ(one.register_place_count(), 700);
  ReconcileCoa(all, kDay, {Day(2024, 10, 1), 555}, one);
  EXPECT_EQ(ByCause(one.coa_differences()),
            (std::map<R::Cause, int>{{R::CAUSE_OTHER_DAY, -10},
                                     {R::CAUSE_NOT_RUN_BY_COA, -40},
                                     {R::CAUSE_TEMPORARY_KIND, -70},
                                     {R::CAUSE_NOT_OPEN_YET, -30},
                                     {R::CAUSE_UNEXPLAINED, 5}}));
  EXPECT_EQ(one.coa_differences(1).parts(0).location(),
            "municipalities/gm0193/locations/tgo");
  ReconcileReport(all, kDay, kWindow, Told(632), one);
  EXPECT_EQ(ByCause(one.reported_differences()),
            (std::map<R::Cause, int>{{R::CAUSE_NOT_COUNTED, -70},
                                     {R::CAUSE_UNEXPLAINED, 2}}));
  EXPECT_EQ(one.reported_differences(0).reason(),
            pb::LocationCoverage::REASON_CLOSES_BEFORE_WINDOW);
}

// The plan names no start for what is open; COA's statement of a month before
// is about the same places.
TEST(ReconcileTest, WhatIsOpenWithoutAKnownStartStoodBefore) {
  auto known =
      RunBy(pb::Location::OPERATOR_COA, Site().Decided(kDay, 550).Known());
  R strict = Reconcile("municipalities/gm0150", {known}, kDay);
  ReconcileCoa({known}, kDay, {Day(2024, 10, 1), 550}, strict);
  EXPECT_EQ(strict.coa_differences_size(), 2) << "it opened since";
  LocationPlaces places = *known.places;
  places.known_since = kDay;
  known.places = std::make_shared<const LocationPlaces>(places);
  R read = Reconcile("municipalities/gm0150", {known}, kDay);
  ReconcileCoa({known}, kDay, {Day(2024, 10, 1), 550}, read);
  EXPECT_TRUE(read.coa_differences().empty());
}

TEST(ReconcileTest, WithoutADifferenceNothingIsTold) {
  const std::vector<KnownLocation> all = {RunBy(
      pb::Location::OPERATOR_COA, Site().Decided(Day(2020, 1, 1), 9).Known())};
  R one = Reconcile("municipalities/gm0193", all, kDay);
  ReconcileCoa(all, kDay, {kDay, 9}, one);
  ReconcileReport(all, kDay, kWindow, Told(9), one);
  EXPECT_TRUE(one.coa_differences().empty());
  EXPECT_TRUE(one.reported_differences().empty());
}

// Kampen counts 200 places that stand in Dronten: the report says so, the
// register does not hold them, and nothing is unexplained.
TEST(ReconcileTest, KampensBorrowedPlacesAreNoMystery) {
  const std::vector<KnownLocation> all = {
      Site().Decided(Day(2024, 1, 1), 68).Known()};
  R one = Reconcile("municipalities/gm0166", all, kDay);
  ReconcileReport(all, kDay, kWindow, Told(268, 200), one);
  ASSERT_EQ(one.reported_differences_size(), 1);
  EXPECT_EQ(one.reported_differences(0).cause(), R::CAUSE_TRANSFERRED);
  EXPECT_EQ(one.reported_differences(0).place_count(), 200);
}

// What the rules explain is what they compute: a figure that is stated `k` off
// leaves exactly `k` unexplained, and every sum is exact.
TEST(ReconcileTest, SumsAreExactInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int told = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<KnownLocation> all;
    std::vector<NaiveLife> lives;
    const int count = random() % 6;
    for (int i = 0; i < count; ++i) {
      const char* const rules[] = {"yes", "yes", "window", "no"};
      Site site(rules[random() % 4],
                static_cast<pb::LocationState>(random() % 15));
      site.Named(std::string("s") + static_cast<char>('a' + i));
      const int entries = random() % 6;
      for (int e = 0; e < entries; ++e) {
        site.Decided(Day(2024, 6, 1) + random() % 700, random() % 4 * 20,
                     static_cast<pb::PlaceGroup>(1 + random() % 4));
      }
      all.push_back(RunBy(static_cast<pb::Location::Operator>(1 + random() % 4),
                          site.Known(kDay)));
      lives.push_back({.states = site.States(), .asked = kDay});
    }
    const Day coa_day = Day(2024, 6, 1) + random() % 152;
    int of_register = 0, of_coa = 0;
    for (const KnownLocation& known : all) {
      if (known.kind.quota_rule() == "no") continue;
      const NaiveLife& life = lives[&known - all.data()];
      const auto by = known.location.operator_();
      const bool coas = (by == pb::Location::OPERATOR_COA ||
                         by == pb::Location::OPERATOR_UNKNOWN) &&
                        known.kind.quota_rule() == "yes" &&
                        known.location.state() >= pb::LOCATION_STATE_OPEN;
      for (const auto& [group, steps] : known.places->groups) {
        if (group == pb::PLACE_GROUP_BUFFER) continue;
        if (life.Stands(kDay)) of_register += steps.decided.At(kDay);
        if (coas && life.Stands(coa_day)) of_coa += steps.decided.At(coa_day);
      }
    }
    const int guaranteed = Cover("m", all, kWindow).guaranteed_place_count();
    const int off = static_cast<int>(random() % 5) - 2;
    const int lent = static_cast<int>(random() % 3) - 1;
    R one = Reconcile("m", all, kDay);
    ASSERT_EQ(one.register_place_count(), of_register);
    ReconcileCoa(all, kDay, {coa_day, of_coa + off}, one);
    ReconcileReport(all, kDay, kWindow, Told(guaranteed + lent + off, lent),
                    one);
    ASSERT_EQ(of_register + SumOf(one.coa_differences()), of_coa + off);
    ASSERT_EQ(of_register + SumOf(one.reported_differences()),
              guaranteed + lent + off);
    ASSERT_EQ(ByCause(one.reported_differences())[R::CAUSE_TRANSFERRED], lent);
    ASSERT_EQ(ByCause(one.coa_differences())[R::CAUSE_UNEXPLAINED], off);
    ASSERT_EQ(ByCause(one.reported_differences())[R::CAUSE_UNEXPLAINED], off);
    told += one.reported_differences_size();
  }
  EXPECT_GT(told, 500);
}

}  // namespace
}  // namespace opvang::locations
