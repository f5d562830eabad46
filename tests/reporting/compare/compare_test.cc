#include "services/reporting/compare/compare.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "common/base/calendar.h"
#include "services/reporting/figures/metrics.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

using Difference = pb::FigureDifference;

// That of one figure; the test fails without it.
Difference Of(const std::vector<Difference>& differences,
              const std::string& subject, const std::string& metric) {
  for (const Difference& one : differences) {
    if (one.subject() == subject && one.metric() == metric) return one;
  }
  ADD_FAILURE() << subject << "#" << metric << " does not differ";
  return {};
}

std::map<Difference::Cause, int> Causes(const Difference& difference) {
  std::map<Difference::Cause, int> causes;
  for (const auto& part : difference.parts()) {
    causes[part.cause()] = part.count();
  }
  return causes;
}

constexpr char kTown[] = "municipalities/gm0148";  // Dalfsen.

// The quiet world before, and after `change` was made to Dalfsen.
std::vector<Difference> After(
    const std::function<void(World&, Town&)>& change) {
  const World before = Quiet("regions/ijsselland");
  World after = before;
  change(after, after.towns[0]);
  EXPECT_EQ(after.towns[0].name, kTown);
  return CompareContents(before.Report(), after.Report(), "");
}

using testing::Pair;
using testing::UnorderedElementsAre;
namespace l = nl::opvang::locations::v1;
const char kGuaranteed[] = "asylum.guaranteed_place_count";

TEST(CompareTest, NothingChangedIsNoDifference) {
  EXPECT_TRUE(After([](World&, Town&) {}).empty());
}

TEST(CompareTest, ANewLocationIsOpened) {
  const auto differences = After([](World& world, Town& town) {
    town.places.push_back(OpenPlace(town, "nieuw", "azc", 60));
    *town.places.back().entries[0].mutable_start_date() =
        ToProto(absl::CivilDay(2024, 12, 1));
    *world.spec.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 12, 15));
  });
  const Difference one = Of(differences, kTown, kGuaranteed);
  EXPECT_EQ(one.from_count(), 100);
  EXPECT_EQ(one.to_count(), 160);
  EXPECT_THAT(Causes(one),
              UnorderedElementsAre(Pair(Difference::CAUSE_OPENED, 60)));
  EXPECT_EQ(one.parts(0).records(0).resource(),
            "municipalities/gm0148/locations/nieuw");
  // The region sums what its municipalities say, records and all.
  const Difference region = Of(differences, "regions/ijsselland", kGuaranteed);
  EXPECT_THAT(Causes(region),
              UnorderedElementsAre(Pair(Difference::CAUSE_OPENED, 60)));
}

Difference AfterPlaces(
    const std::function<void(std::vector<l::PlaceEntry>&)>& change) {
  return Of(After([&](World&, Town& town) { change(town.places[0].entries); }),
            kTown, kGuaranteed);
}

l::PlaceEntry Entry(absl::CivilDay start, int count, int64_t revision,
                    l::PlaceGroup group = l::PLACE_GROUP_REGULAR) {
  l::PlaceEntry entry;
  entry.set_group(group);
  entry.set_basis(l::PlaceEntry::BASIS_DECIDED);
  *entry.mutable_start_date() = ToProto(start);
  entry.set_place_count(count);
  entry.set_decision("besluit");
  entry.set_source("brief");
  entry.set_revision(revision);
  return entry;
}

TEST(CompareTest, AnEarlierEndClosesAndALaterOneExtends) {
  const auto close = [](std::vector<l::PlaceEntry>& entries) {
    entries.push_back(Entry(absl::CivilDay(2025, 9, 1), 0, 3));
    entries.push_back(
        Entry(absl::CivilDay(2025, 9, 1), 0, 3, l::PLACE_GROUP_AMV));
  };
  EXPECT_THAT(Causes(AfterPlaces(close)),
              UnorderedElementsAre(Pair(Difference::CAUSE_CLOSED, -100)));
  // The other way round it is extended, by as much.
  const World before = Quiet("regions/ijsselland");
  World closed = before;
  close(closed.towns[0].places[0].entries);
  EXPECT_THAT(Causes(Of(CompareContents(closed.Report(), before.Report(), ""),
                        kTown, kGuaranteed)),
              UnorderedElementsAre(Pair(Difference::CAUSE_EXTENDED, 100)));
}

TEST(CompareTest, AnotherWordAboutADayCorrectsAnotherDayResizes) {
  EXPECT_THAT(Causes(AfterPlaces([](std::vector<l::PlaceEntry>& entries) {
                entries.push_back(Entry(absl::CivilDay(2023, 1, 1), 70, 3));
              })),
              UnorderedElementsAre(Pair(Difference::CAUSE_CORRECTED, -20)));
  EXPECT_THAT(Causes(AfterPlaces([](std::vector<l::PlaceEntry>& entries) {
                entries.push_back(Entry(absl::CivilDay(2024, 5, 1), 120, 3));
              })),
              UnorderedElementsAre(Pair(Difference::CAUSE_RESIZED, 30)));
}

// The earlier report still told what the later one leaves out.
TEST(CompareTest, WhatWasReplacedIsNotTakenBack) {
  World before = Quiet("regions/ijsselland");
  World after = before;
  *after.spec.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 12, 31));
  for (World* world : {&before, &after}) {
    auto& goo = world->towns[0].places[1].entries;
    goo.push_back(Entry(absl::CivilDay(2024, 6, 1), 45, 3));
  }
  for (auto& place : after.towns[0].places) {
    place.entries.push_back(Entry(absl::CivilDay(2024, 12, 1), 70, 4));
  }
  int told = 0;
  for (const Difference& one :
       CompareContents(before.Report(), after.Report(), "")) {
    for (const auto& part : one.parts()) {
      EXPECT_NE(part.cause(), Difference::CAUSE_CORRECTED)
          << one.ShortDebugString();
      for (const auto& record : part.records()) {
        for (const auto& change : record.changes()) {
          EXPECT_THAT(change, testing::Not(testing::HasSubstr("vervallen")));
          if (change.find("70") != std::string::npos) ++told;
        }
      }
    }
  }
  EXPECT_GT(told, 0);
}

TEST(CompareTest, ALaterStartIsPostponed) {
  const World base = Quiet("regions/ijsselland");
  const auto starting = [&](absl::CivilDay start) {
    World world = base;
    Town& town = world.towns[0];
    town.places.push_back(OpenPlace(town, "nieuw", "azc", 60));
    auto& place = town.places.back();
    place.location.set_state(l::LOCATION_STATE_DEFINITIVE);
    *place.entries[0].mutable_start_date() = ToProto(start);
    return world.Report();
  };
  const Difference one =
      Of(CompareContents(starting(absl::CivilDay(2025, 7, 1)),
                         starting(absl::CivilDay(2025, 8, 1)), ""),
         kTown, kGuaranteed);
  EXPECT_THAT(Causes(one),
              UnorderedElementsAre(Pair(Difference::CAUSE_POSTPONED, -60)));
  EXPECT_THAT(one.parts(0).records(0).changes(0),
              testing::HasSubstr("1 augustus 2025, was 1 juli 2025"));
}

TEST(CompareTest, APlanThatIsTakenBackHasChanged) {
  World before = Quiet("regions/ijsselland");
  Town& town = before.towns[0];
  town.places.push_back(OpenPlace(town, "plan", "azc", 60));
  town.places.back().location.set_state(l::LOCATION_STATE_DECISION_PENDING);
  town.places.back().entries[0].set_basis(l::PlaceEntry::BASIS_PLANNED);
  World after = before;
  after.towns[0].places.back().entries.clear();
  const Difference one =
      Of(CompareContents(before.Report(), after.Report(), ""), kTown,
         "asylum.intended_place_count");
  EXPECT_THAT(Causes(one),
              UnorderedElementsAre(Pair(Difference::CAUSE_PLAN_CHANGED, -60)));
}

TEST(CompareTest, DecidedWithdrawnReclassified) {
  const auto state = [](l::LocationState to) {
    return Causes(Of(After([&](World&, Town& town) {
                       town.places[0].location.set_state(to);
                     }),
                     kTown, kGuaranteed));
  };
  EXPECT_THAT(state(l::LOCATION_STATE_WITHDRAWN),
              UnorderedElementsAre(Pair(Difference::CAUSE_WITHDRAWN, -100)));
  EXPECT_THAT(state(l::LOCATION_STATE_CLOSED),
              UnorderedElementsAre(Pair(Difference::CAUSE_CLOSED, -100)));
  EXPECT_THAT(state(l::LOCATION_STATE_DECISION_PENDING),
              UnorderedElementsAre(Pair(Difference::CAUSE_WITHDRAWN, -100)));
  World pending = Quiet("regions/ijsselland");
  pending.towns[0].places[0].location.set_state(
      l::LOCATION_STATE_DECISION_PENDING);
  EXPECT_THAT(
      Causes(Of(CompareContents(pending.Report(),
                                Quiet("regions/ijsselland").Report(), ""),
                kTown, kGuaranteed)),
      UnorderedElementsAre(Pair(Difference::CAUSE_DECIDED, 100)));
  EXPECT_THAT(Causes(Of(After([](World&, Town& town) {
                          town.places[0].kind.set_code("tnv");
                          town.places[0].kind.set_quota_rule("no");
                          town.places[0].location.set_kind("tnv");
                        }),
                        kTown, kGuaranteed)),
              UnorderedElementsAre(Pair(Difference::CAUSE_RECLASSIFIED, -100)));
}

// 100 places of which 40 go in the window: the location shrinks, whatever day
// binds.
TEST(CompareTest, AShrinkInTheWindowIsTheLocationsOwn) {
  const World before = Quiet("regions/ijsselland");
  World after = before;
  after.towns[0].places[0].entries.push_back(
      Entry(absl::CivilDay(2025, 9, 1), 50, 3));
  EXPECT_THAT(Causes(Of(CompareContents(before.Report(), after.Report(), ""),
                        kTown, kGuaranteed)),
              UnorderedElementsAre(Pair(Difference::CAUSE_RESIZED, -40)));
  // Back it is what was said and no longer is.
  EXPECT_THAT(Causes(Of(CompareContents(after.Report(), before.Report(), ""),
                        kTown, kGuaranteed)),
              UnorderedElementsAre(Pair(Difference::CAUSE_CORRECTED, 40)));
}

// It shrinks in July, but still has 10 more than in September, when another
// site that is new and dips in July binds the municipality to a day then.
TEST(CompareTest, WhatTheLocationDidIsNotTheBindingDays) {
  World before = Quiet("regions/ijsselland");
  auto& azc = before.towns[0].places[0].entries;
  azc.push_back(Entry(absl::CivilDay(2025, 9, 1), 70, 2));
  World after = before;
  auto& smaller = after.towns[0].places[0].entries;
  smaller.push_back(Entry(absl::CivilDay(2025, 7, 10), 80, 3));
  Town& town = after.towns[0];
  town.places.push_back(OpenPlace(town, "b", "azc", 50));
  town.places.back().entries.push_back(
      Entry(absl::CivilDay(2025, 7, 15), 0, 3));
  town.places.back().entries.push_back(
      Entry(absl::CivilDay(2025, 7, 20), 50, 3));
  // Before 80 (70 and 10 minors) from September; after 90 (80 and 10) in July.
  const Difference one = Of(
      CompareContents(before.Report(), after.Report(), ""), kTown, kGuaranteed);
  EXPECT_EQ(one.from_count(), 80);
  EXPECT_EQ(one.to_count(), 90);
  EXPECT_THAT(Causes(one), UnorderedElementsAre(
                               Pair(Difference::CAUSE_BINDING_DATE_MOVED, 10)));
}

TEST(CompareTest, AnOpenSiteThatIsRegisteredLateIsOpened) {
  for (const char* kind : {"azc", "goo"}) {
    const auto differences = After([&](World&, Town& town) {
      town.places.push_back(OpenPlace(town, "laat", kind, 60));
    });
    const Difference one =
        Of(differences, kTown,
           kind == std::string("azc") ? kGuaranteed
                                      : "ukraine.realised_place_count");
    EXPECT_THAT(Causes(one),
                UnorderedElementsAre(Pair(Difference::CAUSE_OPENED, 60)));
    EXPECT_THAT(one.parts(0).records(0).changes(0),
                testing::HasSubstr("stond er al vanaf 1 januari 2023"));
  }
}

// The shelter of 50 was open in the report before; that it closed became known
// later.
TEST(CompareTest, AShelterWhoseClosingBecameKnownLaterIsClosed) {
  const auto differ = [](const std::function<void(Town::Place&)>& change) {
    return After([&](World&, Town& town) { change(town.places[1]); });
  };
  const auto step = [](l::LocationState state) {
    return [state](Town::Place& goo) {
      goo.location.set_state(state);
      goo.location.mutable_state_entry()->set_state(state);
      *goo.location.mutable_state_entry()->mutable_start_date() =
          ToProto(absl::CivilDay(2024, 10, 1));
    };
  };
  for (const auto& differences :
       {differ(step(l::LOCATION_STATE_CLOSED)), differ([](Town::Place& goo) {
          goo.entries.push_back(Entry(absl::CivilDay(2024, 10, 1), 0, 3));
        })}) {
    for (const auto& [metric, count] :
         {std::pair("ukraine.realised_place_count", -50),
          std::pair("ukraine.occupied_person_count", -40)}) {
      const Difference one = Of(differences, kTown, metric);
      EXPECT_THAT(Causes(one),
                  UnorderedElementsAre(Pair(Difference::CAUSE_CLOSED, count)));
      EXPECT_THAT(one.parts(0).records(0).changes(0),
                  testing::HasSubstr("geen plekken vanaf 1 oktober 2024"));
    }
  }
  EXPECT_THAT(Causes(Of(differ(step(l::LOCATION_STATE_WITHDRAWN)), kTown,
                        "ukraine.realised_place_count")),
              UnorderedElementsAre(Pair(Difference::CAUSE_WITHDRAWN, -50)));
}

// What was opvang of one duty and is that of the other has not gone.
TEST(CompareTest, AnotherDutyIsAnotherKindNotAWithdrawal) {
  const auto differences = After([](World&, Town& town) {
    town.places[1].kind.set_purpose(l::LocationKind::PURPOSE_ASYLUM);
  });
  EXPECT_THAT(Causes(Of(differences, kTown, "ukraine.realised_place_count")),
              UnorderedElementsAre(Pair(Difference::CAUSE_RECLASSIFIED, -50)));
}

std::vector<Difference> AllAfter(
    const std::function<void(World&, Town&)>& change) {
  const World before = Quiet("regions/ijsselland");
  World after = before;
  change(after, after.towns[0]);
  const auto all =
      CompareContents(before.Report(), after.Report(), "", Cancelled::kTold);
  // What differs is told alike, beside what does not.
  for (const Difference& one :
       CompareContents(before.Report(), after.Report(), "")) {
    EXPECT_EQ(Of(all, one.subject(), one.metric()).difference_count(),
              one.difference_count());
  }
  return all;
}

TEST(CompareTest, CausesThatCancelOutAreToldWhereAsked) {
  const auto change = [](World&, Town& town) {
    auto& azc = town.places[0].entries;
    azc.push_back(Entry(absl::CivilDay(2025, 9, 1), 0, 3));
    azc.push_back(Entry(absl::CivilDay(2025, 9, 1), 0, 3, l::PLACE_GROUP_AMV));
    town.places.push_back(OpenPlace(town, "nieuw", "azc", 100));
    town.places.back().location.set_state(l::LOCATION_STATE_DEFINITIVE);
  };
  for (const Difference& one : After(change)) {
    EXPECT_NE(one.metric(), kGuaranteed) << one.ShortDebugString();
  }
  const auto all = AllAfter(change);
  for (const char* subject : {kTown, "regions/ijsselland"}) {
    const Difference one = Of(all, subject, kGuaranteed);
    EXPECT_EQ(one.from_count(), one.to_count());
    EXPECT_EQ(one.difference_count(), 0);
    EXPECT_THAT(Causes(one),
                UnorderedElementsAre(Pair(Difference::CAUSE_CLOSED, -100),
                                     Pair(Difference::CAUSE_DECIDED, 100)));
  }
  EXPECT_TRUE(AllAfter([](World&, Town&) {}).empty());
}

TEST(CompareTest, AnEndThatMovedIsToldWhereAskedThoughNoPlaceGoes) {
  const auto change = [](World&, Town& town) {
    auto& azc = town.places[0].entries;
    azc.push_back(Entry(absl::CivilDay(2027, 1, 1), 0, 3));
    azc.push_back(Entry(absl::CivilDay(2027, 1, 1), 0, 3, l::PLACE_GROUP_AMV));
  };
  EXPECT_TRUE(After(change).empty());
  const auto all = AllAfter(change);
  ASSERT_EQ(all.size(), 1u);  // Of the municipality alone.
  EXPECT_EQ(all[0].metric(), kGuaranteed);
  EXPECT_EQ(all[0].difference_count(), 0);
  EXPECT_THAT(Causes(all[0]),
              UnorderedElementsAre(Pair(Difference::CAUSE_CLOSED, 0)));
  EXPECT_THAT(all[0].parts(0).records(0).changes(0),
              testing::HasSubstr("eerste dag zonder plekken 1 januari 2027"));
}

TEST(CompareTest, AnAgreementThatChangedIsToldWhereAsked) {
  namespace q = nl::opvang::quotas::v1;
  q::Transfer lent;
  lent.set_name("transfers/a");
  lent.set_giver(kTown);
  lent.set_receiver("municipalities/gm0193");
  lent.set_place_count(25);
  *lent.mutable_start_date() = ToProto(absl::CivilDay(2025, 7, 1));
  lent.set_state(q::Transfer::STATE_PROPOSED);
  lent.set_source("brief");
  const auto all =
      AllAfter([&](World& world, Town&) { world.transfers.push_back(lent); });
  ASSERT_EQ(all.size(), 2u);  // Of the giver and the receiver.
  for (const Difference& one : all) {
    EXPECT_EQ(one.metric(), "asylum.transferred_place_count");
    EXPECT_THAT(Causes(one),
                UnorderedElementsAre(Pair(Difference::CAUSE_TRANSFERRED, 0)));
    EXPECT_THAT(one.parts(0).records(0).changes(0),
                testing::HasSubstr("25 plekken"));
  }
}

// A second site that dips on another day moves the binding day; the first one
// then counts what it offers on that day.
TEST(CompareTest, AnotherBindingDayIsACauseOfItsOwn) {
  World before = Quiet("regions/ijsselland");
  auto& azc = before.towns[0].places[0].entries;
  azc.push_back(Entry(absl::CivilDay(2025, 8, 1), 80, 2));
  World after = before;
  Town& town = after.towns[0];
  town.places.push_back(OpenPlace(town, "b", "azc", 50));
  town.places.back().entries.push_back(
      Entry(absl::CivilDay(2025, 7, 15), 0, 3));
  town.places.back().entries.push_back(
      Entry(absl::CivilDay(2025, 7, 20), 50, 3));
  // Before, the least is 90 from 1 August; after, 100 from 15 to 19 July.
  const Difference one = Of(
      CompareContents(before.Report(), after.Report(), ""), kTown, kGuaranteed);
  EXPECT_EQ(one.from_count(), 90);
  EXPECT_EQ(one.to_count(), 100);
  EXPECT_THAT(Causes(one), UnorderedElementsAre(
                               Pair(Difference::CAUSE_BINDING_DATE_MOVED, 10)));
}

TEST(CompareTest, AQuotaThatChangedChangesTheShortfallToo) {
  const auto differences = After([](World&, Town& town) {
    auto& asylum = *town.duty.mutable_asylum();
    asylum.set_quota_count(130);
    asylum.mutable_steps(0)->set_quota_count(130);
  });
  for (const char* metric :
       {"asylum.target_place_count", "asylum.net_shortfall_place_count",
        "asylum.gross_shortfall_place_count"}) {
    EXPECT_THAT(Causes(Of(differences, kTown, metric)),
                UnorderedElementsAre(Pair(Difference::CAUSE_QUOTA_CHANGED, 30)))
        << metric;
  }
}

// From 160 of 100, a surplus of 60, to 20 of 70: a shortfall of 50.
TEST(CompareTest, ASurplusIsLeftOutOfTheGrossShortfall) {
  World before = Quiet("regions/ijsselland");
  before.towns[0].places[0].entries[0].set_place_count(150);
  World after = before;
  auto& asylum = *after.towns[0].duty.mutable_asylum();
  asylum.set_quota_count(70);
  asylum.mutable_steps(0)->set_quota_count(70);
  after.towns[0].places[0].entries[0].set_place_count(10);
  const Difference one =
      Of(CompareContents(before.Report(), after.Report(), ""), kTown,
         "asylum.gross_shortfall_place_count");
  EXPECT_EQ(one.difference_count(), 50);
  EXPECT_THAT(Causes(one), UnorderedElementsAre(
                               Pair(Difference::CAUSE_QUOTA_CHANGED, -30),
                               Pair(Difference::CAUSE_CORRECTED, 140),
                               Pair(Difference::CAUSE_SURPLUS_LEFT_OUT, -60)));
}

TEST(CompareTest, HousedLateAndCorrected) {
  const auto differences = After([](World& world, Town& town) {
    *world.spec.mutable_placements_date() =
        ToProto(absl::CivilDay(2024, 10, 15));
    const auto placed = [&](const char* id, int month, int day, int count) {
      auto placement = town.placements[0];
      placement.set_name(town.name + "/placements/" + id);
      *placement.mutable_placement_date() =
          ToProto(absl::CivilDay(2024, month, day));
      placement.set_person_count(count);
      town.placements.push_back(placement);
    };
    placed("later", 10, 1, 5);
    placed("late", 9, 1, 3);
    placed("back", 8, 1, -2);
  });
  EXPECT_THAT(
      Causes(Of(differences, kTown, "status_holders.realised_person_count")),
      UnorderedElementsAre(Pair(Difference::CAUSE_HOUSED, 5),
                           Pair(Difference::CAUSE_LATE_REGISTRATION, 3),
                           Pair(Difference::CAUSE_CORRECTED, -2)));
}

TEST(CompareTest, AMunicipalityThatGoesIsABoundary) {
  const World before = Quiet("regions/ijsselland");
  World after = before;
  after.towns.pop_back();
  const auto differences = CompareContents(before.Report(), after.Report(), "");
  const Difference one = Of(differences, "municipalities/gm0193", kGuaranteed);
  EXPECT_THAT(Causes(one), UnorderedElementsAre(
                               Pair(Difference::CAUSE_BOUNDARY_CHANGED, -100)));
  EXPECT_THAT(
      Causes(Of(differences, "regions/ijsselland", kGuaranteed)),
      UnorderedElementsAre(Pair(Difference::CAUSE_BOUNDARY_CHANGED, -100)));
}

// Everything that must hold of any two reports.
void CheckPair(const pb::ReportContent& from, const pb::ReportContent& to) {
  const auto there = CompareContents(from, to, "");
  const auto back = CompareContents(to, from, "");
  ASSERT_EQ(there.size(), back.size());
  for (const Difference& one : there) {
    int sum = 0;
    for (const auto& part : one.parts()) {
      ASSERT_NE(part.cause(), Difference::CAUSE_UNEXPLAINED)
          << one.ShortDebugString();
      int records = 0;
      for (const auto& record : part.records()) {
        ASSERT_NE(record.count(), 0);
        ASSERT_FALSE(record.changes().empty());
        records += record.count();
      }
      ASSERT_EQ(records, part.count()) << one.ShortDebugString();
      sum += part.count();
    }
    ASSERT_EQ(sum, one.difference_count()) << one.ShortDebugString();
    const Difference other = Of(back, one.subject(), one.metric());
    ASSERT_EQ(other.difference_count(), -one.difference_count());
  }
  // What does not differ is not told, what does is.
  size_t differing = 0;
  ForEachSubject(to, [&](const std::string& subject, const std::string&,
                         const pb::Figures& is) {
    const pb::Figures* was = FiguresOf(from, subject);
    if (was == nullptr) return;
    for (const Metric& metric : AllMetrics()) {
      differing += ValueOf(*was, metric) != ValueOf(is, metric);
    }
  });
  size_t told = 0;
  for (const Difference& one : there) {
    told += FiguresOf(from, one.subject()) != nullptr &&
            FiguresOf(to, one.subject()) != nullptr;
  }
  ASSERT_EQ(told, differing);
}

// With what cancels out, nothing that is told without it is lost, and the
// causes still add up.
void CheckCancelled(const pb::ReportContent& from,
                    const pb::ReportContent& to) {
  const auto told = CompareContents(from, to, "", Cancelled::kTold);
  size_t differing = 0;
  for (const Difference& one : told) {
    int sum = 0;
    for (const auto& part : one.parts()) {
      int records = 0;
      for (const auto& record : part.records()) {
        ASSERT_FALSE(record.changes().empty());
        records += record.count();
      }
      ASSERT_EQ(records, part.count()) << one.ShortDebugString();
      sum += part.count();
    }
    ASSERT_EQ(sum, one.difference_count()) << one.ShortDebugString();
    if (one.difference_count() != 0 ||
        one.has_from_count() != one.has_to_count()) {
      ++differing;
    } else {
      ASSERT_FALSE(one.parts().empty());
    }
  }
  ASSERT_EQ(differing, CompareContents(from, to, "").size());
}

TEST(CompareTest, NothingIsLeftOverInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::set<Difference::Cause> seen;
  for (int round = 0; round < 400; ++round) {
    const World before = RandomWorld("regions/ijsselland", 4, random);
    World after = before;
    Happen(after, 1 + static_cast<int>(random() % 8), random);
    const auto from = before.Report(), to = after.Report();
    CheckPair(from, to);
    CheckCancelled(from, to);
    if (HasFatalFailure()) return;
    for (const Difference& one : CompareContents(from, to, "")) {
      for (const auto& part : one.parts()) seen.insert(part.cause());
    }
  }
  EXPECT_GE(seen.size(), 18u) << "the worlds are too tame";
}

// The parts of every difference add up to it.
int64_t ResidueOf(const std::vector<Difference>& differences) {
  int64_t residue = 0;
  for (const Difference& one : differences) {
    int64_t rest = one.difference_count();
    for (const auto& part : one.parts()) {
      rest -= part.count();
      int64_t records = part.count();
      for (const auto& record : part.records()) records -= record.count();
      residue += std::abs(records);
    }
    residue += std::abs(rest);
  }
  return residue;
}

// Every state of a world against every other one. OPVANG_PAIRS=1000000 compares
// so many pairs.
TEST(CompareTest, NoPairOfManyLeavesAResidue) {
  int pairs = 10000;
  if (const char* asked = std::getenv("OPVANG_PAIRS")) {
    ASSERT_TRUE(absl::SimpleAtoi(asked, &pairs));
  }
  const unsigned seed = Seed();
  std::printf("seed %u, %d pairs\n", seed, pairs);
  std::mt19937 random(seed);
  int64_t compared = 0, differences = 0;
  while (compared < pairs) {
    World world = RandomWorld("regions/ijsselland", 2, random);
    std::vector<pb::ReportContent> states;
    for (int i = 0; i < 40; ++i) {
      states.push_back(world.Report());
      Happen(world, 1 + static_cast<int>(random() % 4), random);
    }
    for (const pb::ReportContent& from : states) {
      for (const pb::ReportContent& to : states) {
        const auto found = CompareContents(from, to, "");
        ASSERT_EQ(ResidueOf(found), 0);
        ++compared;
        differences += static_cast<int64_t>(found.size());
      }
    }
  }
  EXPECT_GT(differences, compared);
}

TEST(CompareTest, TheOrderOfRowsAndLocationsDoesNotMatter) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto sorted = [](std::vector<Difference> differences) {
    std::vector<std::string> all;
    for (const Difference& one : differences) {
      all.push_back(one.SerializeAsString());
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  for (int round = 0; round < 100; ++round) {
    const World before = RandomWorld("regions/ijsselland", 4, random);
    World after = before;
    Happen(after, 4, random);
    const auto from = before.Report();
    const auto to = after.Report();
    World shuffled = after;
    for (Town& town : shuffled.towns) {
      std::shuffle(town.places.begin(), town.places.end(), random);
      std::shuffle(town.placements.begin(), town.placements.end(), random);
    }
    std::shuffle(shuffled.towns.begin(), shuffled.towns.end(), random);
    ASSERT_EQ(sorted(CompareContents(from, to, "")),
              sorted(CompareContents(from, shuffled.Report(), "")));
  }
}

}  // namespace
}  // namespace opvang::reporting
