#include "services/locations/location_service.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "common/net/transport.h"
#include "tests/locations/door.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::locations {
namespace {

using Stub = pb::LocationService::Stub;
using testing::Not;

// Who is told nothing of what few may know in IJsselland.
Organisation Twente() {
  return {.oin = "9",
          .name = "Twente",
          .role = Role::kRegion,
          .scope = "regions/twente"};
}

class LocationServiceTest : public testing::Test {
 protected:
  absl::StatusOr<pb::DeliverLocationsResponse> Deliver(const std::string& text,
                                                       Stub* stub = nullptr) {
    auto request = Proto<pb::DeliverLocationsRequest>(text);
    request.set_request_id(UuidFor(text));
    return CallRpc(stub == nullptr ? *province_.stub : *stub,
                   &Stub::DeliverLocations, request);
  }
  absl::StatusOr<pb::ListCoverageResponse> Coverage(
      int64_t revision = 0,
      absl::CivilDay as_of = absl::CivilDay(2024, 10, 31)) {
    auto request = Proto<pb::ListCoverageRequest>(
        R"pb(parent: 'regions/ijsselland'
             rule_set: 'cycle-2024'
             window_start_date { year: 2025 month: 7 day: 1 }
             window_end_date { year: 2026 month: 2 day: 1 }
             realisation_start_date { year: 2024 month: 10 day: 1 }
             realisation_end_date { year: 2025 month: 7 day: 2 })pb");
    *request.mutable_as_of_date() = ToProto(as_of);
    request.set_revision(revision);
    return CallRpc(*province_.stub, &Stub::ListCoverage, request);
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"locations"};
  Door province_{db_,
                 clock_,
                 {.oin = "1",
                  .name = "provincie",
                  .role = Role::kProvince,
                  .scope = "provinces/pv23"}};
  Door zwolle_{db_,
               clock_,
               {.oin = "2",
                .name = "Zwolle",
                .role = Role::kMunicipality,
                .scope = "municipalities/gm0193"}};
  Door ministry_{
      db_,
      clock_,
      {.oin = "4", .name = "AenM", .role = Role::kMinistry, .scope = ""}};
};

constexpr char kRol[] =
    "parent: 'municipalities/gm0193' locations { name: "
    "'municipalities/gm0193/locations/rol' display_name: 'ROL' kind: 'rol' "
    "operator: OPERATOR_COA source: 'x' } state_entries { location: "
    "'municipalities/gm0193/locations/rol' state: LOCATION_STATE_OPEN "
    "start_date { year: 2023 month: 6 day: 30 } source: 'x' } "
    "place_entries { location: 'municipalities/gm0193/locations/rol' group: "
    "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: 2023 month: 6 "
    "day: 30 } place_count: 300 decision: 'overeenkomst' source: 'x' }";

// The clock stands at 27 October 2024.
TEST_F(LocationServiceTest, WhoHasNoneSaysSo) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  const auto zero_of = [&](const pb::ListCoverageResponse& list, int row) {
    return list.coverage(row).has_guaranteed_place_count();
  };
  EXPECT_FALSE(zero_of(*Coverage(), 0)) << "nobody delivered";
  EXPECT_TRUE(zero_of(*Coverage(), 10));
  const std::string dalfsen =
      "parent: 'municipalities/gm0148' nil_returns { municipality: "
      "'municipalities/gm0148' purpose: PURPOSE_ASYLUM return_date { year: "
      "2024 "
      "month: 10 day: 1 } source: 'brief' ";
  ASSERT_THAT(Deliver(dalfsen + "}"), IsOk());
  const auto coverage = Coverage();
  EXPECT_TRUE(zero_of(*coverage, 0));
  EXPECT_EQ(coverage->coverage(0).guaranteed_place_count(), 0);
  EXPECT_EQ(coverage->coverage(0).nil_return().source(), "brief");
  EXPECT_FALSE(zero_of(*Coverage(0, absl::CivilDay(2024, 9, 30)), 0))
      << "before its day";
  const auto listed = [&](absl::CivilDay day) {
    pb::ListNilReturnsRequest request;
    request.set_parent("regions/ijsselland");
    *request.mutable_as_of_date() = ToProto(day);
    return CallRpc(*province_.stub, &Stub::ListNilReturns, request)
        ->nil_returns_size();
  };
  EXPECT_EQ(listed(absl::CivilDay(2024, 10, 1)), 1);
  EXPECT_EQ(listed(absl::CivilDay(2024, 9, 30)), 0);
  ASSERT_THAT(Deliver(dalfsen + "retracted: true }"), IsOk());
  EXPECT_FALSE(zero_of(*Coverage(), 0)) << "taken back";
  EXPECT_EQ(listed(absl::CivilDay(2024, 10, 1)), 0);
}

TEST_F(LocationServiceTest, WhatIsToComeCannotBeCounted) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  const auto deliver = [&](const std::string& list, int day) {
    return Deliver(absl::StrCat(
        "parent: 'municipalities/gm0193' ", list, " source: 'x' ",
        absl::StrContains(list, "nil") ? "return_date" : "count_date",
        " { year: 2024 month: 10 day: ", day, " } }"));
  };
  for (const char* list :
       {"occupancies { location: 'municipalities/gm0193/locations/rol' "
        "person_count: 3",
        "private_shelters { municipality: 'municipalities/gm0193' "
        "person_count: 3",
        "permanent_stocks { municipality: 'municipalities/gm0193' place_count: "
        "3",
        "nil_returns { municipality: 'municipalities/gm0193' purpose: "
        "PURPOSE_UKRAINE"}) {
    EXPECT_THAT(deliver(list, 28), IsOk()) << list;  // Clocks differ.
    EXPECT_THAT(deliver(list, 29), StatusIs(absl::StatusCode::kInvalidArgument))
        << list;
  }
}

TEST_F(LocationServiceTest, CountsWhatWasDelivered) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  const auto coverage = Coverage();
  ASSERT_THAT(coverage, IsOk());
  ASSERT_EQ(coverage->coverage_size(), 11);
  EXPECT_EQ(coverage->coverage(10).guaranteed_place_count(), 300);
  EXPECT_FALSE(coverage->rules().empty());
}

TEST_F(LocationServiceTest, ACorrectionLeavesTheOldRevisionAlone) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  const auto before = Coverage();
  ASSERT_THAT(
      Deliver(
          "parent: 'municipalities/gm0193' place_entries { location: "
          "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR "
          "basis: BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } "
          "place_count: 250 decision: 'brief' source: 'y' }"),
      IsOk());
  EXPECT_EQ(Coverage()->coverage(10).guaranteed_place_count(), 250);
  EXPECT_EQ(Coverage(2)->SerializeAsString(), before->SerializeAsString());
}

TEST_F(LocationServiceTest, AMunicipalityWritesItsOwnFiguresOnly) {
  EXPECT_THAT(Deliver(kRol, zwolle_.stub.get()), IsOk());
  std::string other = kRol;
  for (size_t at; (at = other.find("gm0193")) != std::string::npos;) {
    other.replace(at, 6, "gm0150");
  }
  EXPECT_THAT(Deliver(other, zwolle_.stub.get()), HasReason("OUT_OF_SCOPE"));
  // Nor does a foreign row slip in under its own parent.
  other.replace(other.find("municipalities/gm0150"), 21,
                "municipalities/gm0193");
  EXPECT_THAT(Deliver(other, zwolle_.stub.get()),
              HasViolation("locations[0].name"));
}

TEST_F(LocationServiceTest, TellsEveryFaultAtOnceAndKeepsNothing) {
  const std::string entry =
      "place_entries { location: 'municipalities/gm0193/locations/rol' group: "
      "PLACE_GROUP_AMV basis: BASIS_DECIDED decision: 'd' source: 's' ";
  const auto answer = Deliver(
      std::string(kRol) + entry +
      "start_date { year: 2024 month: 2 day: 30 } place_count: 1 }" +  // [1]
      entry + "start_date { year: 2024 month: 3 day: 1 } place_count: -5 }" +
      entry + "start_date { year: 2024 month: 3 day: 2 } place_count: 0 }" +
      entry + "start_date { year: 2024 month: 3 day: 2 } place_count: 4 }" +
      "place_entries { location: 'municipalities/gm9999/locations/x' }" +
      "occupancies { location: 'nonsense' person_count: -1 source: '\xff' }");
  // What gRPC itself refuses has the code that it chooses.
  EXPECT_THAT(answer, Not(IsOk())) << "text that is not UTF-8 is no message";
  const auto valid = Deliver(
      std::string(kRol) + entry +
      "start_date { year: 2024 month: 2 day: 30 } place_count: 1 }" + entry +
      "start_date { year: 2024 month: 3 day: 1 } place_count: -5 }" + entry +
      "start_date { year: 2024 month: 3 day: 2 } place_count: 0 }" + entry +
      "start_date { year: 2024 month: 3 day: 2 } place_count: 4 }" +
      "place_entries { location: 'municipalities/gm9999/locations/x' }" +
      "occupancies { location: 'nonsense' person_count: -1 }");
  for (const char* field :
       {"place_entries[1].start_date", "place_entries[2].place_count",
        "place_entries[3].end_certainty", "place_entries[4]",
        "place_entries[5].location", "place_entries[5].group",
        "place_entries[5].basis", "place_entries[5].source",
        "occupancies[0].location", "occupancies[0].count_date",
        "occupancies[0].person_count", "occupancies[0].source"}) {
    EXPECT_THAT(valid, HasViolation(field));
  }
  EXPECT_EQ(Coverage()->revision(), 1);
}

TEST_F(LocationServiceTest, FaultsOfFormComeWithThoseAgainstTheRegister) {
  std::string text = kRol;
  text.replace(text.find("kind: 'rol'"), 11, "kind: 'x'");
  const auto answer = Deliver(text + " occupancies { location: 'nonsense' }");
  EXPECT_THAT(answer, HasViolation("locations[0].kind"));
  EXPECT_THAT(answer, HasViolation("occupancies[0].location"));
}

TEST_F(LocationServiceTest, AnEndNeedsAStart) {
  EXPECT_THAT(
      Deliver(std::string(kRol) +
              "place_entries { location: 'municipalities/gm0193/locations/rol' "
              "group: PLACE_GROUP_AMV basis: BASIS_DECIDED place_count: 0 "
              "end_certainty: END_CERTAINTY_FIXED decision: 'd' source: 's' "
              "start_date { year: 2024 month: 3 day: 2 } }"),
      HasViolation("place_entries[1].start_date"));
}

TEST_F(LocationServiceTest, EntriesNeedTheirLocationAndItsKind) {
  std::string text = kRol;
  text.replace(text.find("kind: 'rol'"), 11, "kind: 'x'");
  EXPECT_THAT(Deliver(text), HasViolation("locations[0].kind"));
  EXPECT_THAT(
      Deliver("parent: 'provinces/pv23' state_entries { location: "
              "'municipalities/gm0193/locations/none' state: "
              "LOCATION_STATE_OPEN start_date { year: 2024 month: 1 day: 1 } "
              "source: 'x' }"),
      HasViolation("state_entries[0].location"));
}

TEST_F(LocationServiceTest, ChangesADescriptionUnderItsEtag) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  pb::GetLocationRequest get;
  get.set_name("municipalities/gm0193/locations/rol");
  const auto before = CallRpc(*zwolle_.stub, &Stub::GetLocation, get);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->state(), pb::LOCATION_STATE_OPEN);
  pb::UpdateLocationRequest update;
  update.set_request_id(UuidFor("update"));
  *update.mutable_location() = *before;
  update.mutable_location()->set_display_name("ROL Meeuwenlaan");
  update.mutable_location()->set_remark("not in the mask");
  update.mutable_update_mask()->add_paths("display_name");
  const auto after = CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->display_name(), "ROL Meeuwenlaan");
  EXPECT_EQ(after->remark(), "");
  EXPECT_NE(after->etag(), before->etag());
  update.set_request_id(UuidFor("again"));
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update),
              HasReason("ETAG_STALE"));
  get.set_revision(2);
  EXPECT_EQ(CallRpc(*zwolle_.stub, &Stub::GetLocation, get)->display_name(),
            "ROL");
}

TEST_F(LocationServiceTest, RegistersALocationOnce) {
  auto create =
      Proto<pb::CreateLocationRequest>(R"pb(parent: 'municipalities/gm0193'
                                            location_id: 'azc'
                                            location {
                                              display_name: 'AZC'
                                              kind: 'azc'
                                              operator: OPERATOR_COA
                                              source: 'x'
                                            })pb");
  create.set_request_id(UuidFor("1"));
  const auto made = CallRpc(*zwolle_.stub, &Stub::CreateLocation, create);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "municipalities/gm0193/locations/azc");
  create.set_request_id(UuidFor("2"));
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::CreateLocation, create),
              HasReason("LOCATION_EXISTS"));
  create.set_location_id("9");
  create.set_request_id(UuidFor("3"));
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::CreateLocation, create),
              HasViolation("location_id"));
}

TEST_F(LocationServiceTest, ExplorationsAreTheMunicipalitysOwnBusiness) {
  std::string text = kRol;
  text.replace(text.find("LOCATION_STATE_OPEN"), 19,
               "LOCATION_STATE_EXPLORATION");
  ASSERT_THAT(Deliver(text, zwolle_.stub.get()), IsOk());
  pb::GetLocationRequest get;
  get.set_name("municipalities/gm0193/locations/rol");
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::GetLocation, get), IsOk());
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::GetLocation, get),
              HasReason("LOCATION_NOT_FOUND"));
  pb::ListLocationsRequest list;
  list.set_parent("provinces/pv23");
  EXPECT_EQ(
      CallRpc(*province_.stub, &Stub::ListLocations, list)->locations_size(),
      0);
  pb::ListPlaceEntriesRequest entries;
  entries.set_parent("provinces/pv23");
  EXPECT_EQ(CallRpc(*province_.stub, &Stub::ListPlaceEntries, entries)
                ->place_entries_size(),
            0);
  EXPECT_EQ(CallRpc(*zwolle_.stub, &Stub::ListPlaceEntries, entries)
                ->place_entries_size(),
            1);
  EXPECT_EQ(Coverage()->coverage(10).locations_size(), 0);
}

TEST_F(LocationServiceTest, KindsAreData) {
  const auto kinds = CallRpc(*province_.stub, &Stub::ListLocationKinds,
                             pb::ListLocationKindsRequest());
  ASSERT_THAT(kinds, IsOk());
  EXPECT_EQ(kinds->kinds_size(), 22);
}

TEST_F(LocationServiceTest, AsksForAKnownRuleSet) {
  auto request =
      Proto<pb::ListCoverageRequest>(R"pb(parent: 'regions/ijsselland'
                                          rule_set: 'cycle-1999')pb");
  request.mutable_as_of_date()->set_year(2024);
  request.mutable_as_of_date()->set_month(10);
  request.mutable_as_of_date()->set_day(31);
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::ListCoverage, request),
              HasViolation("rule_set"));
}

// --- What is explored is told to nobody else --------------------------------

pb::GetLocationRequest Get(const std::string& name) {
  pb::GetLocationRequest get;
  get.set_name(name);
  return get;
}

TEST_F(LocationServiceTest, NoEarlierDayTellsOfAnExploration) {
  std::string text = kRol;
  text.replace(text.find("LOCATION_STATE_OPEN"), 19,
               "LOCATION_STATE_EXPLORATION");
  ASSERT_THAT(Deliver(text, zwolle_.stub.get()), IsOk());
  auto get = Get("municipalities/gm0193/locations/rol");
  *get.mutable_as_of_date() = ToProto(absl::CivilDay(2000, 1, 1));
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::GetLocation, get), IsOk());
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::GetLocation, get),
              HasReason("LOCATION_NOT_FOUND"));
  pb::ListLocationsRequest list;
  list.set_parent("provinces/pv23");
  *list.mutable_as_of_date() = get.as_of_date();
  EXPECT_EQ(
      CallRpc(*province_.stub, &Stub::ListLocations, list)->locations_size(),
      0);
  EXPECT_EQ(
      Coverage(0, absl::CivilDay(2000, 1, 1))->coverage(10).locations_size(),
      0);
  // A municipality does not see its neighbour's either.
  Door kampen(db_, clock_,
              {.oin = "3",
               .name = "Kampen",
               .role = Role::kMunicipality,
               .scope = "municipalities/gm0166"});
  EXPECT_THAT(CallRpc(*kampen.stub, &Stub::GetLocation, get),
              HasReason("LOCATION_NOT_FOUND"));
}

TEST_F(LocationServiceTest, AnExplorationShowsOnceItIsMore) {
  std::string text = kRol;
  text.replace(text.find("LOCATION_STATE_OPEN"), 19,
               "LOCATION_STATE_EXPLORATION");
  text +=
      " state_entries { location: 'municipalities/gm0193/locations/rol' "
      "state: LOCATION_STATE_DEFINITIVE start_date { year: 2024 month: 3 "
      "day: 1 } source: 'x' }";
  ASSERT_THAT(Deliver(text, zwolle_.stub.get()), IsOk());
  auto get = Get("municipalities/gm0193/locations/rol");
  const auto on = [&](absl::CivilDay day) {
    *get.mutable_as_of_date() = ToProto(day);
    return CallRpc(*province_.stub, &Stub::GetLocation, get);
  };
  EXPECT_THAT(on(absl::CivilDay(2024, 2, 29)), HasReason("LOCATION_NOT_FOUND"));
  ASSERT_THAT(on(absl::CivilDay(2024, 3, 1)), IsOk());
  EXPECT_EQ(on(absl::CivilDay(2024, 3, 1))->state(),
            pb::LOCATION_STATE_DEFINITIVE);
}

// What is hidden at a revision does not depend on the day on which it is asked.
TEST_F(LocationServiceTest, ARevisionTellsTheSameOnEveryDay) {
  std::string text = kRol;
  text.replace(text.find("LOCATION_STATE_OPEN"), 19,
               "LOCATION_STATE_EXPLORATION");
  // Recorded on 27 October 2024; definitive from 10 November.
  text +=
      " state_entries { location: 'municipalities/gm0193/locations/rol' "
      "state: LOCATION_STATE_DEFINITIVE start_date { year: 2024 month: 11 "
      "day: 10 } source: 'x' }";
  ASSERT_THAT(Deliver(text, zwolle_.stub.get()), IsOk());
  const auto told = [&](int64_t revision) {
    pb::ListPlaceEntriesRequest entries;
    entries.set_parent("provinces/pv23");
    entries.set_revision(revision);
    pb::ListLifeEventsRequest events;
    events.set_parent("municipalities/gm0193/locations/rol");
    events.set_revision(revision);
    auto get = Get("municipalities/gm0193/locations/rol");
    get.set_revision(revision);
    return std::vector<int>{
        CallRpc(*province_.stub, &Stub::ListPlaceEntries, entries)
            ->place_entries_size(),
        static_cast<int>(
            CallRpc(*province_.stub, &Stub::ListLifeEvents, events).ok()),
        static_cast<int>(
            CallRpc(*province_.stub, &Stub::GetLocation, get).ok())};
  };
  EXPECT_THAT(told(2), testing::ElementsAre(0, 0, 0));
  clock_.Set(absl::FromUnixSeconds(1735000000));  // 24 December 2024.
  EXPECT_THAT(told(2), testing::ElementsAre(0, 0, 0));
  // Whatever is recorded then is of that day.
  ASSERT_THAT(Deliver("parent: 'municipalities/gm0193' place_entries { "
                      "location: 'municipalities/gm0193/locations/rol' group: "
                      "PLACE_GROUP_AMV basis: BASIS_PLANNED place_count: 5 "
                      "source: 'y' }"),
              IsOk());
  EXPECT_THAT(told(3), testing::ElementsAre(2, 1, 1));
  EXPECT_THAT(told(2), testing::ElementsAre(0, 0, 0));
  // And what will be explored again is hidden before that day.
  ASSERT_THAT(Deliver("parent: 'municipalities/gm0193' state_entries { "
                      "location: 'municipalities/gm0193/locations/rol' state: "
                      "LOCATION_STATE_EXPLORATION start_date { year: 2025 "
                      "month: 6 day: 1 } source: 'z' }",
                      zwolle_.stub.get()),
              IsOk());
  EXPECT_THAT(told(4), testing::ElementsAre(0, 0, 1));
  clock_.Set(absl::FromUnixSeconds(1750000000));  // 15 June 2025.
  // What is explored now is hidden at every revision.
  for (const int64_t revision : {0, 2, 3, 4}) {
    EXPECT_THAT(told(revision), testing::ElementsAre(0, 0, 0)) << revision;
  }
}

TEST_F(LocationServiceTest, NothingRevealsAnExplorationNowOrBefore) {
  const std::string name = "municipalities/gm0193/locations/rol";
  const auto state = [&](const char* what, int year) {
    return absl::StrCat(
        "parent: 'municipalities/gm0193' state_entries { "
        "location: '",
        name, "' state: LOCATION_STATE_", what, " start_date { year: ", year,
        " month: 1 day: 1 } source: 'x' }");
  };
  // Born an idea: nobody else reads it between its creation and its first step.
  auto create =
      Proto<pb::CreateLocationRequest>(R"pb(parent: 'municipalities/gm0193'
                                            location_id: 'rol'
                                            location {
                                              display_name: 'Het geheim'
                                              kind: 'azc'
                                              operator: OPERATOR_COA
                                              coa_number: 'G7'
                                              source: 'x'
                                            })pb");
  create.set_request_id(UuidFor("born"));
  const auto born = CallRpc(*zwolle_.stub, &Stub::CreateLocation, create);
  ASSERT_THAT(born, IsOk());
  EXPECT_EQ(born->state(), pb::LOCATION_STATE_IDEA);
  const auto seen = [&] {
    int count = 0;
    for (const Door* door : {&province_, &ministry_}) {
      for (const int64_t revision : {int64_t{0}, int64_t{2}}) {
        for (const int year : {2000, 2024, 2030}) {
          auto get = Get(name);
          get.set_revision(revision);
          *get.mutable_as_of_date() = ToProto(absl::CivilDay(year, 1, 1));
          count += CallRpc(*door->stub, &Stub::GetLocation, get).ok();
          pb::ListLocationsRequest list;
          list.set_parent("provinces/pv23");
          list.set_revision(revision);
          *list.mutable_as_of_date() = get.as_of_date();
          count += CallRpc(*door->stub, &Stub::ListLocations, list)
                       ->locations_size();
        }
      }
    }
    return count;
  };
  EXPECT_EQ(seen(), 0);
  // Explored, and then given up: never told.
  ASSERT_THAT(Deliver(state("EXPLORATION", 2024), zwolle_.stub.get()), IsOk());
  EXPECT_EQ(seen(), 0);
  // Who does not see it does not write to it, and is not told that it is there.
  for (const Door* door : {&province_, &ministry_}) {
    EXPECT_THAT(Deliver(state("OPEN", 2024), door->stub.get()),
                HasViolation("state_entries[0].location"));
    auto same = create;
    same.mutable_location()->set_state(pb::LOCATION_STATE_OPEN);
    same.mutable_location()->clear_coa_number();
    same.set_validate_only(true);
    same.set_request_id(UuidFor("same"));
    const auto refused = CallRpc(*door->stub, &Stub::CreateLocation, same);
    EXPECT_THAT(refused, HasViolation("location_id"));
    EXPECT_THAT(Deliver(absl::StrCat("parent: 'municipalities/gm0193' "
                                     "locations { name: '",
                                     name,
                                     "' display_name: 'x' kind: 'azc' "
                                     "operator: OPERATOR_COA source: 'y' }"),
                        door->stub.get()),
                HasViolation("locations[0].name"));
    auto other = create;
    other.set_location_id("ander");
    other.mutable_location()->set_state(pb::LOCATION_STATE_OPEN);
    other.set_request_id(UuidFor("other"));
    const auto number = CallRpc(*door->stub, &Stub::CreateLocation, other);
    EXPECT_THAT(number, HasViolation("location.coa_number"));
    EXPECT_THAT(std::string(number.status().message()),
                Not(testing::HasSubstr("gm0193")));
  }
  ASSERT_THAT(Deliver(state("WITHDRAWN", 2025), zwolle_.stub.get()), IsOk());
  clock_.Set(absl::FromUnixSeconds(1750000000));  // 15 June 2025.
  EXPECT_EQ(seen(), 0);
  EXPECT_EQ(Coverage()->coverage(10).locations_size(), 0);
  EXPECT_EQ(Coverage(0, absl::CivilDay(2025, 6, 1))
                .value()
                .coverage(10)
                .locations_size(),
            0);
}

TEST_F(LocationServiceTest, OnlyItsMunicipalityMakesAnExploration) {
  std::string text = kRol;
  text.replace(text.find("LOCATION_STATE_OPEN"), 19,
               "LOCATION_STATE_EXPLORATION");
  EXPECT_THAT(Deliver(text), HasViolation("state_entries[0].state"));
  auto create =
      Proto<pb::CreateLocationRequest>(R"pb(parent: 'municipalities/gm0193'
                                            location_id: 'azc'
                                            location {
                                              display_name: 'AZC'
                                              kind: 'azc'
                                              operator: OPERATOR_COA
                                              source: 'x'
                                            })pb");
  create.set_request_id(UuidFor("1"));
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::CreateLocation, create),
              HasViolation("location.state"));
}

TEST_F(LocationServiceTest, AnAddressProtectedNowIsProtectedAtEveryRevision) {
  const auto azc = [](const char* more) {
    return absl::StrCat(
        "parent: 'municipalities/gm0193' locations { name: "
        "'municipalities/gm0193/locations/huis' display_name: 'Huis' kind: "
        "'azc' operator: OPERATOR_COA address: 'Zonneweg 1' source: 'x' ",
        more, " }");
  };
  ASSERT_THAT(Deliver(azc("")), IsOk());
  Door twente(db_, clock_, Twente());
  auto get = Get("municipalities/gm0193/locations/huis");
  EXPECT_EQ(CallRpc(*twente.stub, &Stub::GetLocation, get)->address(),
            "Zonneweg 1");
  ASSERT_THAT(Deliver(azc("address_protected: true")), IsOk());
  for (const int64_t revision : {0, 2}) {
    get.set_revision(revision);
    EXPECT_THAT(CallRpc(*twente.stub, &Stub::GetLocation, get),
                HasReason("LOCATION_NOT_FOUND"))
        << revision;
    EXPECT_EQ(CallRpc(*ministry_.stub, &Stub::GetLocation, get)->address(),
              "Zonneweg 1");
  }
}

// Its name, what it was called, its address and all that was said of it: in no
// answer to who is not told, whichever way it is asked for.
TEST_F(LocationServiceTest, NothingTellsAProtectedLocation) {
  const auto huis = [](const char* name, const char* more) {
    return absl::StrCat(
        "parent: 'municipalities/gm0193' locations { name: "
        "'municipalities/gm0193/locations/huis-aan-zee' display_name: '",
        name,
        "' kind: 'azc' operator: OPERATOR_COA address: 'Zonneweg 1' remark: "
        "'naast Villa Kakelbont' source: 'brief Zonnehuis' ",
        more, " }");
  };
  ASSERT_THAT(Deliver(huis("Kakelbont", "")), IsOk());
  ASSERT_THAT(Deliver(huis("Zonnehuis", "address_protected: true")), IsOk());
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' state_entries { location: "
              "'municipalities/gm0193/locations/huis-aan-zee' state: "
              "LOCATION_STATE_OPEN start_date { year: 2024 month: 1 day: 1 } "
              "source: 'besluit zonnehuis' reason: 'Kakelbont heet nu "
              "Zonnehuis' } place_entries { location: "
              "'municipalities/gm0193/locations/huis-aan-zee' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2024 month: 1 day: 1 } place_count: 30 decision: 'Zonneweg 1' "
              "source: 'overeenkomst kakelbont-oost' } locations { name: "
              "'municipalities/gm0193/locations/open' display_name: 'Markt' "
              "kind: 'azc' operator: OPERATOR_COA remark: 'net als het "
              "ZONNEHUIS' source: 'x' }"),
      IsOk());
  Door twente(db_, clock_, Twente());
  std::vector<std::string> told;
  const auto ask = [&](auto method, auto request) {
    for (const int64_t revision : {0, 2, 3, 4}) {
      request.set_revision(revision);
      const auto answer = CallRpc(*twente.stub, method, request);
      told.push_back(answer.ok() ? answer->DebugString()
                                 : std::string(answer.status().message()));
      // Who is told has all of it.
      const auto own = CallRpc(*zwolle_.stub, method, request);
      EXPECT_THAT(own, IsOk());
      EXPECT_EQ(own->DebugString().find("Beschermde"), std::string::npos);
    }
  };
  const std::string day = "as_of_date { year: 2024 month: 10 day: 1 } ";
  for (const char* parent : {"municipalities/gm0193", "provinces/pv23"}) {
    const std::string of = absl::StrCat("parent: '", parent, "' ");
    const std::string period =
        "start_date { year: 2024 month: 1 day: 1 } end_date { year: 2025 "
        "month: "
        "1 day: 1 } ";
    ask(&Stub::ListLocations, Proto<pb::ListLocationsRequest>(of));
    ask(&Stub::ListPlaceEntries, Proto<pb::ListPlaceEntriesRequest>(of));
    ask(&Stub::ListReconciliations,
        Proto<pb::ListReconciliationsRequest>(of + day));
    ask(&Stub::ListTimelines,
        Proto<pb::ListTimelinesRequest>(of + day + period));
    ask(&Stub::ListOutlooks, Proto<pb::ListOutlooksRequest>(of + day + period));
    ask(&Stub::ListDurableStock,
        Proto<pb::ListDurableStockRequest>(
            of + day +
            "stock_date { year: 2024 month: 10 day: 1 } rule_set: "
            "'cycle-2026'"));
    ask(&Stub::ListUkraineShelter,
        Proto<pb::ListUkraineShelterRequest>(of + day));
    ask(&Stub::ListCoverage,
        Proto<pb::ListCoverageRequest>(
            of + day +
            "rule_set: 'cycle-2024' window_start_date { year: 2025 month: 7 "
            "day: 1 } window_end_date { year: 2026 month: 2 day: 1 } "
            "realisation_start_date { year: 2024 month: 10 day: 1 } "
            "realisation_end_date { year: 2025 month: 7 day: 2 } "));
  }
  EXPECT_EQ(told.size(), 64u);
  const std::string all = absl::StrJoin(told, "\n");
  EXPECT_NE(all.find("Beschermde locatie 1"), std::string::npos);
  EXPECT_NE(all.find("locations/beschermd-1"), std::string::npos);
  const std::string small = absl::AsciiStrToLower(all);
  for (const char* word :
       {"zonne", "kakelbont", "huis-aan-zee", "villa", "zonneweg"}) {
    EXPECT_EQ(small.find(word), std::string::npos) << word;
  }
  // Asked for by its name, it is what nothing is.
  const std::string hidden = "municipalities/gm0193/locations/huis-aan-zee";
  for (const std::string& name :
       {hidden, std::string("municipalities/gm0193/locations/nergens"),
        std::string("municipalities/gm0193/locations/beschermd-1")}) {
    EXPECT_THAT(CallRpc(*twente.stub, &Stub::GetLocation, Get(name)),
                HasReason("LOCATION_NOT_FOUND"));
    const std::string of = absl::StrCat("parent: '", name, "' ");
    EXPECT_THAT(CallRpc(*twente.stub, &Stub::ListLifeEvents,
                        Proto<pb::ListLifeEventsRequest>(of)),
                HasReason("LOCATION_NOT_FOUND"));
    EXPECT_THAT(
        CallRpc(*twente.stub, &Stub::ListTimelines,
                Proto<pb::ListTimelinesRequest>(
                    of + day +
                    "start_date { year: 2024 month: 1 day: 1 } end_date { "
                    "year: 2025 month: 1 day: 1 }")),
        HasReason("LOCATION_NOT_FOUND"));
    EXPECT_EQ(CallRpc(*twente.stub, &Stub::ListPlaceEntries,
                      Proto<pb::ListPlaceEntriesRequest>(of))
                  ->place_entries_size(),
              0);
  }
}

// A change of one field keeps what was said, and no more than that.
TEST_F(LocationServiceTest, AChangeDoesNotProtectForEver) {
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: "
              "'municipalities/gm0193/locations/huis' display_name: 'Huis' "
              "kind: 'azc' operator: OPERATOR_COA source: 'x' } place_entries "
              "{ location: 'municipalities/gm0193/locations/huis' group: "
              "PLACE_GROUP_AMV basis: BASIS_DECIDED start_date { year: 2024 "
              "month: 1 day: 1 } place_count: 30 decision: 'd' source: 'x' }"),
      IsOk());
  const auto get = [&] {
    return CallRpc(*zwolle_.stub, &Stub::GetLocation,
                   Get("municipalities/gm0193/locations/huis"));
  };
  Door twente(db_, clock_, Twente());
  const auto seen_elsewhere = [&] {
    return CallRpc(*twente.stub, &Stub::GetLocation,
                   Get("municipalities/gm0193/locations/huis"));
  };
  EXPECT_THAT(seen_elsewhere(), HasReason("LOCATION_NOT_FOUND"))
      << "for minors only";
  pb::UpdateLocationRequest update;
  update.mutable_location()->set_name("municipalities/gm0193/locations/huis");
  update.mutable_location()->set_display_name("Huize");
  update.mutable_location()->set_etag(get()->etag());
  update.mutable_update_mask()->add_paths("display_name");
  update.set_request_id(UuidFor("update"));
  const auto updated = CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_THAT(updated->former_display_names(), testing::ElementsAre("Huis"));
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' place_entries { location: "
              "'municipalities/gm0193/locations/huis' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2024 month: 1 day: 1 } place_count: 30 decision: 'd' source: "
              "'x' }"),
      IsOk());
  EXPECT_THAT(seen_elsewhere(), IsOk());
}

TEST_F(LocationServiceTest, OfOneDayTheLatestStateSpeaks) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  auto get = Get("municipalities/gm0193/locations/rol");
  *get.mutable_as_of_date() = ToProto(absl::CivilDay(2000, 1, 1));
  EXPECT_EQ(CallRpc(*province_.stub, &Stub::GetLocation, get)->state(),
            pb::LOCATION_STATE_UNSPECIFIED);
  ASSERT_THAT(Deliver("parent: 'municipalities/gm0193' state_entries { "
                      "location: 'municipalities/gm0193/locations/rol' state: "
                      "LOCATION_STATE_CLOSING start_date { year: 2023 month: 6 "
                      "day: 30 } source: 'y' }"),
              IsOk());
  get.clear_as_of_date();
  EXPECT_EQ(CallRpc(*province_.stub, &Stub::GetLocation, get)->state(),
            pb::LOCATION_STATE_CLOSING);
}

// --- Writing ----------------------------------------------------------------

TEST_F(LocationServiceTest, ARepeatChangesNothing) {
  const auto once = Deliver(kRol);
  ASSERT_THAT(once, IsOk());
  EXPECT_EQ(once->fact_count(), 3);
  const auto again = Deliver(kRol);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->revision(), once->revision());
  EXPECT_EQ(Coverage()->revision(), once->revision());
  auto other = Proto<pb::DeliverLocationsRequest>(
      R"pb(parent: 'municipalities/gm0193')pb");
  other.set_request_id(UuidFor(kRol));
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::DeliverLocations, other),
              HasReason("REQUEST_ID_REUSED"));
}

TEST_F(LocationServiceTest, ADryRunKeepsNothing) {
  const int64_t before = Coverage()->revision();
  ASSERT_THAT(Deliver(std::string(kRol) + " validate_only: true"), IsOk());
  EXPECT_EQ(Coverage()->revision(), before);
  EXPECT_EQ(Coverage()->coverage(10).locations_size(), 0);
  EXPECT_THAT(Deliver("parent: 'municipalities/gm0193' validate_only: true "
                      "occupancies { location: 'x' }"),
              HasViolation("occupancies[0].location"));
}

TEST_F(LocationServiceTest, AuditorsAndJobsWriteNothing) {
  for (const Role role : {Role::kAuditor, Role::kJob, Role::kReporting}) {
    Door door(db_, clock_,
              {.oin = "9", .name = "reader", .role = role, .scope = ""});
    EXPECT_THAT(Deliver(kRol, door.stub.get()),
                HasReason("METHOD_NOT_ALLOWED"));
  }
}

TEST_F(LocationServiceTest, TellsEveryFaultOfANewLocation) {
  auto create = Proto<pb::CreateLocationRequest>(
      R"pb(parent: 'municipalities/gm0193'
           location_id: '9'
           location { kind: 'azd' operator: OPERATOR_COA })pb");
  create.set_request_id(UuidFor("faults"));
  const auto answer = CallRpc(*zwolle_.stub, &Stub::CreateLocation, create);
  for (const char* field : {"location_id", "location.display_name",
                            "location.kind", "location.source"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
}

TEST_F(LocationServiceTest, AnUpdateNeedsItsEtagAndKnownPaths) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  pb::UpdateLocationRequest update;
  update.mutable_location()->set_name("municipalities/gm0193/locations/rol");
  update.mutable_location()->set_remark("r");
  update.set_request_id(UuidFor("no etag"));
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update),
              StatusIs(absl::StatusCode::kInvalidArgument));
  update.mutable_update_mask()->add_paths("place_count");
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update),
              HasViolation("update_mask"));
  update.clear_update_mask();
  update.mutable_location()->set_name("municipalities/gm0193/locations/none");
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update),
              HasReason("LOCATION_NOT_FOUND"));
  update.mutable_location()->set_name("municipalities/gm0150/locations/none");
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation, update),
              HasReason("OUT_OF_SCOPE"));
}

// The faults of a whole workbook go over the wire, not only in process.
TEST_F(LocationServiceTest, AThousandFaultyRowsAreToldAsSuch) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&province_.service);
  const auto server = builder.BuildAndStart();
  const auto channel = Connect("127.0.0.1:" + std::to_string(port), "");
  ASSERT_THAT(channel, IsOk());
  const auto stub = pb::LocationService::NewStub(*channel);
  pb::DeliverLocationsRequest request;
  request.set_parent("provinces/pv23");
  request.set_request_id(UuidFor("faulty"));
  for (int i = 0; i < 1000; ++i) {
    request.add_place_entries()->set_location("nonsense");
  }
  const auto answer = CallRpc(*stub, &Stub::DeliverLocations, request);
  EXPECT_THAT(answer, HasReason("FIELD_INVALID"));
  EXPECT_THAT(answer, HasViolation("place_entries[199].location"));
  EXPECT_EQ(ViolationsIn(answer.status()).size(), 1001);
  server->Shutdown();
}

// --- Lists ------------------------------------------------------------------

// `count` locations of Zwolle, each with one entry.
std::string Many(int count) {
  std::string text = "parent: 'municipalities/gm0193'";
  for (int i = 0; i < count; ++i) {
    const std::string name =
        absl::StrFormat("'municipalities/gm0193/locations/l%03d'", i);
    absl::StrAppend(
        &text, " locations { name: ", name, " display_name: 'L' kind: '",
        i % 2 == 0 ? "azc" : "dsl",
        "' operator: OPERATOR_COA source: 'x' } state_entries { location: ",
        name,
        " state: LOCATION_STATE_OPEN start_date { year: 2024 month: 1 day: 1 } "
        "source: 'x' } place_entries { location: ",
        name,
        " group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
        "2024 month: 1 day: 1 } place_count: 10 decision: 'd' source: 's' }");
  }
  return text;
}

TEST_F(LocationServiceTest, PagesOfLocationsStayAtTheirRevision) {
  ASSERT_THAT(Deliver(Many(5)), IsOk());
  pb::ListLocationsRequest list;
  list.set_parent("provinces/pv23");
  list.set_page_size(2);
  std::vector<std::string> names;
  int64_t revision = 0;
  for (int page = 0; page < 3; ++page) {
    const auto answer = CallRpc(*province_.stub, &Stub::ListLocations, list);
    ASSERT_THAT(answer, IsOk());
    for (const auto& one : answer->locations()) names.push_back(one.name());
    EXPECT_EQ(answer->next_page_token().empty(), page == 2);
    if (page == 0) {
      revision = answer->revision();
      ASSERT_THAT(Deliver(kRol), IsOk());
    }
    EXPECT_EQ(answer->revision(), revision);
    list.set_page_token(answer->next_page_token());
  }
  EXPECT_EQ(names.size(), 5);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  list.clear_page_token();
  list.add_kinds("dsl");
  EXPECT_EQ(
      CallRpc(*province_.stub, &Stub::ListLocations, list)->locations_size(),
      2);
}

TEST_F(LocationServiceTest, AnotherRequestsTokenIsRefused) {
  ASSERT_THAT(Deliver(Many(3)), IsOk());
  pb::ListLocationsRequest list;
  list.set_parent("provinces/pv23");
  list.set_page_size(1);
  const auto answer = CallRpc(*province_.stub, &Stub::ListLocations, list);
  ASSERT_THAT(answer, IsOk());
  list.set_parent("municipalities/gm0193");
  list.set_page_token(answer->next_page_token());
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::ListLocations, list),
              HasReason("PAGE_TOKEN_INVALID"));
  list.set_page_token("nonsense");
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::ListLocations, list),
              HasReason("PAGE_TOKEN_INVALID"));
  list.clear_page_token();
  list.set_page_size(-1);
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::ListLocations, list),
              HasViolation("page_size"));
}

TEST_F(LocationServiceTest, EveryVersionOfAnEntryIsListedInOrder) {
  ASSERT_THAT(Deliver(kRol), IsOk());
  const std::string entry =
      "parent: 'municipalities/gm0193' place_entries { location: "
      "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR "
      "basis: BASIS_DECIDED decision: 'd' source: 's' ";
  ASSERT_THAT(Deliver(entry + "start_date { year: 2023 month: 6 day: 30 } }"),
              IsOk());
  ASSERT_THAT(
      Deliver(entry +
              "start_date { year: 2022 month: 1 day: 1 } place_count: 5 }"),
      IsOk());
  pb::ListPlaceEntriesRequest list;
  list.set_parent("municipalities/gm0193/locations/rol");
  list.set_page_size(2);
  std::vector<pb::PlaceEntry> entries;
  do {
    const auto answer = CallRpc(*province_.stub, &Stub::ListPlaceEntries, list);
    ASSERT_THAT(answer, IsOk());
    entries.insert(entries.end(), answer->place_entries().begin(),
                   answer->place_entries().end());
    list.set_page_token(answer->next_page_token());
  } while (!list.page_token().empty());
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[0].place_count(), 5);
  EXPECT_EQ(entries[1].place_count(), 300);
  EXPECT_FALSE(entries[2].has_place_count());
  EXPECT_LT(entries[1].revision(), entries[2].revision());
  list.set_parent("municipalities/gm0193/locations/none");
  EXPECT_EQ(CallRpc(*province_.stub, &Stub::ListPlaceEntries, list)
                ->place_entries_size(),
            0);
}

TEST_F(LocationServiceTest, ARevisionAheadIsRefused) {
  EXPECT_THAT(Coverage(1000), HasReason("REVISION_AHEAD"));
}

TEST_F(LocationServiceTest, ThePermanentStockIsTheLatestNotAfterTheDay) {
  clock_.Set(absl::FromUnixSeconds(1740000000));
  ASSERT_THAT(
      Deliver("parent: 'countries/nl' "
              "permanent_stocks { municipality: 'municipalities/gm0193' "
              "count_date { year: 2024 month: 1 day: 1 } place_count: 200 "
              "source: 'COA januari' } "
              "permanent_stocks { municipality: 'municipalities/gm0193' "
              "count_date { year: 2024 month: 10 day: 31 } place_count: 210 "
              "source: 'COA oktober' } "
              "permanent_stocks { municipality: 'municipalities/gm0193' "
              "count_date { year: 2024 month: 11 day: 1 } place_count: 999 "
              "source: 'COA november' }",
              ministry_.stub.get()),
      IsOk());
  const auto coverage = Coverage();
  ASSERT_THAT(coverage, IsOk());
  EXPECT_EQ(coverage->coverage(10).permanent_stock_place_count(), 210);
  EXPECT_EQ(coverage->coverage(10).permanent_stock_source(), "COA oktober");
  EXPECT_EQ(coverage->coverage(10).permanent_stock().revision(), 2);
  EXPECT_EQ(coverage->coverage(10).permanent_stock().count_date().month(), 10);
  EXPECT_FALSE(coverage->coverage(0).has_permanent_stock_place_count());
}

// What a report needs to open a figure down to its facts.
TEST_F(LocationServiceTest, CoverageCarriesItsFacts) {
  ASSERT_THAT(
      Deliver(std::string(kRol) +
              " occupancies { location: 'municipalities/gm0193/locations/rol' "
              "count_date { year: 2024 month: 10 day: 1 } person_count: 290 "
              "source: 'COA' }"),
      IsOk());
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' place_entries { location: "
              "'municipalities/gm0193/locations/rol' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2023 month: 6 day: 30 } place_count: 310 decision: 'brief' "
              "source: 'y' }"),
      IsOk());
  const auto coverage = Coverage();
  ASSERT_THAT(coverage, IsOk());
  const pb::LocationCoverage& rol = coverage->coverage(10).locations(0);
  ASSERT_EQ(rol.entries_size(), 1) << "the latest word only";
  EXPECT_EQ(rol.entries(0).place_count(), 310);
  EXPECT_EQ(rol.entries(0).revision(), 3);
  EXPECT_EQ(rol.occupancy().person_count(), 290);
  EXPECT_EQ(rol.occupancy().revision(), 2);
  EXPECT_EQ(rol.state_entry().state(), pb::LOCATION_STATE_OPEN);
  EXPECT_EQ(rol.state_entry().revision(), 2);
  EXPECT_EQ(rol.source(), "x");
  // At the old revision the old word, and before the state no step.
  EXPECT_EQ(Coverage(2)->coverage(10).locations(0).entries(0).place_count(),
            300);
  EXPECT_FALSE(Coverage(0, absl::CivilDay(2023, 6, 29))
                   ->coverage(10)
                   .locations(0)
                   .has_state_entry());
}

TEST_F(LocationServiceTest, CoverageTellsProtectedAddressesToFew) {
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: "
              "'municipalities/gm0193/locations/kwv' display_name: 'Huis' "
              "kind: 'kwv' operator: OPERATOR_COA address: 'Weg 1' source: "
              "'x' } locations { name: 'municipalities/gm0193/locations/azc' "
              "display_name: 'AZC' kind: 'azc' operator: OPERATOR_COA address: "
              "'Plein 2' source: 'x' }"),
      IsOk());
  Door elsewhere(db_, clock_,
                 {.oin = "9",
                  .name = "Gelderland",
                  .role = Role::kProvince,
                  .scope = "provinces/pv25"});
  const auto addresses = [](const Door& door) {
    auto request = Proto<pb::ListCoverageRequest>(
        R"pb(parent: 'municipalities/gm0193'
             rule_set: 'cycle-2024'
             window_start_date { year: 2025 month: 7 day: 1 }
             window_end_date { year: 2026 month: 2 day: 1 }
             realisation_start_date { year: 2024 month: 10 day: 1 }
             realisation_end_date { year: 2025 month: 7 day: 2 }
             as_of_date { year: 2024 month: 10 day: 31 })pb");
    const auto answer = CallRpc(*door.stub, &Stub::ListCoverage, request);
    EXPECT_THAT(answer, IsOk());
    std::string all;
    for (const auto& one : answer->coverage(0).locations()) {
      absl::StrAppend(&all, one.display_name(), ",", one.address(), ",",
                      one.address_protected(), " ");
    }
    return all;
  };
  EXPECT_EQ(addresses(province_), "AZC,Plein 2,0 Huis,Weg 1,1 ");
  EXPECT_EQ(addresses(elsewhere), "AZC,Plein 2,0 Beschermde locatie 1,,1 ");
}

TEST_F(LocationServiceTest, TellsTheShelterOfUkrainians) {
  clock_.Set(absl::FromUnixSeconds(1740000000));
  const std::string goo = "'municipalities/gm0193/locations/goo'";
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: " + goo +
              " display_name: 'Schip' kind: 'goo' operator: OPERATOR_COLLEGE "
              "quality_level: QUALITY_LEVEL_LOWER special_group: 'zorg' "
              "source: 'x' } state_entries { location: " +
              goo +
              " state: LOCATION_STATE_OPEN start_date { year: 2022 month: 4 "
              "day: 1 } source: 'x' } place_entries { location: " +
              goo +
              " group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { "
              "year: 2022 month: 4 day: 1 } place_count: 100 decision: 'd' "
              "source: 'plaatsen' } occupancies { location: " +
              goo +
              " count_date { year: 2024 month: 10 day: 1 } person_count: 96 "
              "source: 'x' } occupancies { location: " +
              goo +
              " count_date { year: 2024 month: 12 day: 1 } person_count: 1 "
              "source: 'x' } private_shelters { municipality: "
              "'municipalities/gm0193' count_date { year: 2024 month: 9 day: 1 "
              "} person_count: 40 source: 'BRP' }"),
      IsOk());
  auto request = Proto<pb::ListUkraineShelterRequest>(
      R"pb(parent: 'regions/ijsselland'
           as_of_date { year: 2024 month: 10 day: 31 })pb");
  const auto list =
      CallRpc(*province_.stub, &Stub::ListUkraineShelter, request);
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->municipalities_size(), 11);
  EXPECT_FALSE(list->municipalities(0).has_occupied_person_count());
  EXPECT_FALSE(list->municipalities(0).has_private_person_count());
  EXPECT_THAT(list->municipalities(10), EqualsProto(R"pb(
                municipality: "municipalities/gm0193"
                realised_place_count: 100
                in_development_place_count: 0
                occupied_person_count: 96
                counted_place_count: 100
                occupancy_alert: true
                private_person_count: 40
                private_source: "BRP"
                shelters {
                  location: "municipalities/gm0193/locations/goo"
                  display_name: "Schip"
                  place_count: 100
                  realised_place_count: 100
                  start_date { year: 2022 month: 4 day: 1 }
                  quality_level: QUALITY_LEVEL_LOWER
                  special_group: "zorg"
                  progress: "realised"
                  state: LOCATION_STATE_OPEN
                  stage: LOCATION_STAGE_STANDING
                  occupied_person_count: 96
                  sources: "plaatsen"
                  entries {
                    location: "municipalities/gm0193/locations/goo"
                    group: PLACE_GROUP_REGULAR
                    basis: BASIS_DECIDED
                    start_date { year: 2022 month: 4 day: 1 }
                    place_count: 100
                    decision: "d"
                    source: "plaatsen"
                    revision: 2
                  }
                  occupancy {
                    location: "municipalities/gm0193/locations/goo"
                    count_date { year: 2024 month: 10 day: 1 }
                    person_count: 96
                    source: "x"
                    revision: 2
                  }
                  state_entry {
                    location: "municipalities/gm0193/locations/goo"
                    state: LOCATION_STATE_OPEN
                    start_date { year: 2022 month: 4 day: 1 }
                    source: "x"
                    revision: 2
                  }
                }
                private_shelter {
                  municipality: "municipalities/gm0193"
                  count_date { year: 2024 month: 9 day: 1 }
                  person_count: 40
                  source: "BRP"
                  revision: 2
                })pb"));
  // It is no asylum location.
  EXPECT_EQ(Coverage()->coverage(10).locations_size(), 0);
}

TEST_F(LocationServiceTest, CoverageAsksTheDatabaseAFixedNumberOfTimes) {
  Call call;
  call.deadline = absl::InfiniteFuture();
  const auto executed = [this, &call] {
    return *Read<int64_t>(
        *db_, call, 0, [](Transaction& tx) -> absl::StatusOr<int64_t> {
          ASSIGN_OR_RETURN(
              const auto rows,
              tx.Query("SELECT VARIABLE_VALUE FROM "
                       "information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = "
                       "'COM_STMT_EXECUTE'",
                       [](const Row& row) { return row.Int(0); }));
          return rows.front();
        });
  };
  // The least of a few, for the follower asks now and then by itself.
  const auto cost = [&] {
    int64_t least = std::numeric_limits<int64_t>::max();
    for (int i = 0; i < 5; ++i) {
      const int64_t before = executed();
      EXPECT_THAT(Coverage(), IsOk());
      least = std::min(least, executed() - before);
    }
    return least;
  };
  ASSERT_THAT(Deliver(kRol), IsOk());
  const int64_t of_one = cost();
  ASSERT_THAT(Deliver(Many(60)), IsOk());
  EXPECT_EQ(cost(), of_one);
  EXPECT_GT(of_one, 0);
}

// Places over time, the durable stock and the outlook: what the rules say, at a
// revision.
class OverTimeServiceTest : public LocationServiceTest {
 protected:
  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const std::string& text) {
    return CallRpc(*province_.stub, method, Proto<Request>(text));
  }
  static constexpr char kDay[] = "as_of_date { year: 2024 month: 10 day: 31 } ";
  static constexpr char kPeriod[] =
      "start_date { year: 2024 month: 11 day: 1 } "
      "end_date { year: 2027 month: 1 day: 1 } ";
  // An azc of 120 places, and an emergency site of 40 until 2025.
  void DeliverSites() {
    std::string text = "parent: 'municipalities/gm0193' ";
    for (const auto& [name, kind] :
         {std::pair("azc", "azc"), std::pair("no", "no")}) {
      const std::string location =
          std::string("'municipalities/gm0193/locations/") + name + "' ";
      text += "locations { name: " + location + "display_name: 'x' kind: '" +
              kind +
              "' operator: OPERATOR_COA source: 'x' } state_entries { "
              "location: " +
              location +
              "state: LOCATION_STATE_OPEN "
              "start_date { year: 2024 month: 1 day: 1 } source: 'x' } "
              "place_entries { location: " +
              location +
              "group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { "
              "year: 2024 month: 1 day: 1 } place_count: " +
              (kind[0] == 'a' ? "120" : "40") + " decision: 'd' source: 'x' } ";
    }
    text +=
        "place_entries { location: 'municipalities/gm0193/locations/no' "
        "group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { "
        "year: 2025 month: 1 day: 1 } place_count: 0 end_certainty: "
        "END_CERTAINTY_FIXED decision: 'd' source: 'x' }";
    ASSERT_THAT(Deliver(text), IsOk());
  }
};

TEST_F(OverTimeServiceTest, TellsWhatStandsWhatLastsAndWhatGoes) {
  DeliverSites();
  const std::string parent = "parent: 'provinces/pv23' ";
  const auto timelines =
      Ask(&Stub::ListTimelines, parent + kDay + kPeriod + "page_size: 5");
  ASSERT_THAT(timelines, IsOk());
  EXPECT_EQ(timelines->timelines_size(), 5);
  // The sums are over all pages: province and both regions.
  ASSERT_EQ(timelines->areas_size(), 3);
  ASSERT_EQ(timelines->areas(0).steps_size(), 2);
  EXPECT_EQ(timelines->areas(0).steps(0).regular_place_count(), 160);
  EXPECT_EQ(timelines->areas(0).steps(1).regular_place_count(), 120);
  EXPECT_EQ(timelines->areas(2).steps_size(), 1);
  const std::string stock =
      parent + kDay +
      "rule_set: 'cycle-2026' stock_date { year: 2026 month: 2 day: 1 } ";
  const auto durable = Ask(&Stub::ListDurableStock, stock);
  ASSERT_THAT(durable, IsOk());
  EXPECT_EQ(durable->rules_size(), 3);
  int counted = 0;
  for (const auto& one : durable->stocks()) {
    counted += one.counted_place_count();
  }
  EXPECT_EQ(counted, 120);
  const std::string outlook = "parent: 'municipalities/gm0193' " +
                              std::string(kDay) + kPeriod +
                              "requirements { municipality: "
                              "'municipalities/gm0193' place_count: 717 } ";
  const auto ahead = Ask(&Stub::ListOutlooks, outlook);
  ASSERT_THAT(ahead, IsOk());
  EXPECT_EQ(ahead->outlooks(0).closings(0).place_count(), 40);
  EXPECT_EQ(ahead->outlooks(0).missing_place_count(), 557);
  // Later facts change nothing of an earlier revision.
  const std::string at =
      "revision: " + std::to_string(timelines->revision()) + " ";
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' place_entries { location: "
              "'municipalities/gm0193/locations/azc' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2024 month: 1 day: 1 } place_count: 90 decision: 'd' source: "
              "'y' }"),
      IsOk());
  EXPECT_EQ(
      Ask(&Stub::ListTimelines, parent + kDay + kPeriod + "page_size: 5 " + at)
          ->areas(0)
          .SerializeAsString(),
      timelines->areas(0).SerializeAsString());
  EXPECT_EQ(Ask(&Stub::ListDurableStock, stock + at)->SerializeAsString(),
            durable->SerializeAsString());
  EXPECT_EQ(Ask(&Stub::ListOutlooks, outlook + at)->SerializeAsString(),
            ahead->SerializeAsString());
  EXPECT_NE(Ask(&Stub::ListOutlooks, outlook)->SerializeAsString(),
            ahead->SerializeAsString());
}

TEST_F(OverTimeServiceTest, TellsEveryFaultOfAQuestion) {
  for (const char* field : {"parent", "as_of_date", "start_date", "end_date"}) {
    EXPECT_THAT(Ask(&Stub::ListTimelines, ""), HasViolation(field));
    EXPECT_THAT(Ask(&Stub::ListOutlooks, ""), HasViolation(field));
  }
  for (const char* field : {"parent", "as_of_date", "stock_date", "rule_set"}) {
    EXPECT_THAT(Ask(&Stub::ListDurableStock, ""), HasViolation(field));
  }
  const std::string from = "start_date { year: 2024 month: 2 day: 29 } ";
  const std::string parent = "parent: 'provinces/pv23' " + std::string(kDay);
  // Ten years from a leap day end on 28 February 2034.
  EXPECT_THAT(Ask(&Stub::ListTimelines,
                  parent + from + "end_date { year: 2034 month: 2 day: 28 }"),
              IsOk());
  for (const char* end :
       {"year: 2034 month: 3 day: 1", "year: 2024 month: 2 day: 29"}) {
    EXPECT_THAT(
        Ask(&Stub::ListTimelines, parent + from + "end_date { " + end + " }"),
        HasViolation("end_date"));
  }
  const auto outlook =
      Ask(&Stub::ListOutlooks,
          parent + kPeriod +
              "requirements { municipality: 'x' place_count: -1 } "
              "lead_times { agreement_day_count: -1 permit_day_count: 3651 }");
  for (const char* field :
       {"requirements[0].municipality", "requirements[0].place_count",
        "lead_times.agreement_day_count", "lead_times.permit_day_count"}) {
    EXPECT_THAT(outlook, HasViolation(field));
  }
}

TEST_F(OverTimeServiceTest, PaysPerRealisedPlaceAndDay) {
  const std::string rates =
      "funding_rates { code: 'goo' start_date { year: 2024 month: 1 day: 1 } "
      "cent_count: 6100 source: 'art. 3' }";
  EXPECT_THAT(Deliver("parent: 'provinces/pv23' " + rates),
              HasReason("METHOD_NOT_ALLOWED"));
  const auto faults = Deliver(
      "parent: 'countries/nl' funding_rates { code: 'poo' cent_count: -1 }",
      ministry_.stub.get());
  for (const char* field : {"code", "start_date", "cent_count", "source"}) {
    EXPECT_THAT(faults, HasViolation(std::string("funding_rates[0].") + field));
  }
  ASSERT_THAT(Deliver("parent: 'countries/nl' " + rates, ministry_.stub.get()),
              IsOk());
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: "
              "'municipalities/gm0193/locations/goo' display_name: 'x' kind: "
              "'goo' operator: OPERATOR_COLLEGE source: 'x' } state_entries { "
              "location: 'municipalities/gm0193/locations/goo' state: "
              "LOCATION_STATE_OPEN start_date { year: 2023 month: 1 day: 1 } "
              "source: 'x' } place_entries { location: "
              "'municipalities/gm0193/locations/goo' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2023 month: 1 day: 1 } place_count: 100 decision: 'd' source: "
              "'x' } occupancies { location: "
              "'municipalities/gm0193/locations/goo' count_date { year: 2024 "
              "month: 10 day: 1 } person_count: 96 source: 'x' }"),
      IsOk());
  const std::string parent = "parent: 'municipalities/gm0193' ";
  const auto funding = Ask(&Stub::ListShelterFunding,
                           parent + kDay +
                               "start_date { year: 2024 month: 6 day: 1 } "
                               "end_date { year: 2024 month: 7 day: 1 }");
  ASSERT_THAT(funding, IsOk());
  EXPECT_EQ(funding->fundings(0).amount_cent_count(), 18300000);
  EXPECT_EQ(Ask(&Stub::ListFundingRates, "")->funding_rates_size(), 1);
  EXPECT_EQ(Ask(&Stub::ListFundingRates, "revision: 1")->funding_rates_size(),
            0);
  const auto shelter = Ask(&Stub::ListUkraineShelter,
                           "parent: 'provinces/pv23' " + std::string(kDay));
  EXPECT_EQ(shelter->areas(0).subject(), "provinces/pv23");
  EXPECT_TRUE(shelter->areas(0).occupancy_alert());
  EXPECT_EQ(shelter->areas(2).subject(), "regions/twente");
  EXPECT_FALSE(shelter->areas(2).occupancy_alert());
  for (const char* field : {"parent", "as_of_date", "start_date", "end_date"}) {
    EXPECT_THAT(Ask(&Stub::ListShelterFunding, ""), HasViolation(field));
  }
}

// A new kind is a row: delivered, it can be used at once.
TEST_F(OverTimeServiceTest, KindsAreDelivered) {
  const auto before = Ask(&Stub::ListLocationKinds, "");
  EXPECT_EQ(before->kinds_size(), 22);
  const std::string kind =
      "kinds { code: 'hav' display_name: 'havenopvang' purpose: "
      "PURPOSE_ASYLUM quota_rule: 'yes' durable: true source: 'brief' } ";
  const std::string site =
      "locations { name: 'municipalities/gm0193/locations/kade' display_name: "
      "'Kade' kind: 'hav' operator: OPERATOR_COA source: 'x' } ";
  EXPECT_THAT(Deliver("parent: 'provinces/pv23' " + site),
              HasViolation("locations[0].kind"));
  EXPECT_THAT(Deliver("parent: 'provinces/pv23' " + kind),
              HasReason("METHOD_NOT_ALLOWED"));
  ASSERT_THAT(
      Deliver("parent: 'countries/nl' " + kind + site, ministry_.stub.get()),
      IsOk());
  EXPECT_EQ(Ask(&Stub::ListLocationKinds, "")->kinds_size(), 23);
  EXPECT_EQ(Ask(&Stub::ListLocationKinds,
                "revision: " + std::to_string(before->revision()))
                ->SerializeAsString(),
            before->SerializeAsString());
  const auto faults = Deliver(
      "parent: 'countries/nl' kinds { code: '1' purpose: PURPOSE_UKRAINE "
      "quota_rule: 'yes' } kinds { code: 'a' display_name: 'a' purpose: "
      "PURPOSE_ASYLUM quota_rule: 'window' durable: true source: 'x' }",
      ministry_.stub.get());
  for (const char* field :
       {"kinds[0].code", "kinds[0].display_name", "kinds[0].quota_rule",
        "kinds[0].source", "kinds[1].durable"}) {
    EXPECT_THAT(faults, HasViolation(field));
  }
}

TEST_F(OverTimeServiceTest, ReconcilesThreeFigures) {
  DeliverSites();
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' permanent_stocks { "
              "municipality: 'municipalities/gm0193' count_date { year: 2024 "
              "month: 10 day: 1 } place_count: 150 source: 'COA' }"),
      IsOk());
  const std::string question =
      "parent: 'municipalities/gm0193' " + std::string(kDay) +
      "window_start_date { year: 2025 month: 7 day: 1 } window_end_date { "
      "year: 2026 month: 2 day: 1 } rule_set: 'cycle-2024' reported { "
      "municipality: 'municipalities/gm0193' place_count: 130 } ";
  const auto answer = Ask(&Stub::ListReconciliations, question);
  ASSERT_THAT(answer, IsOk());
  const pb::Reconciliation& one = answer->reconciliations(0);
  EXPECT_EQ(one.coa_source(), "COA");
  for (const auto& [differences, sum] :
       {std::pair(one.coa_differences(), 150),
        std::pair(one.reported_differences(), 130)}) {
    int total = one.register_place_count();
    for (const auto& part : differences) total += part.place_count();
    EXPECT_EQ(total, sum);
    EXPECT_EQ(differences.rbegin()->cause(),
              pb::Reconciliation::CAUSE_UNEXPLAINED);
  }
  const auto faults = Ask(&Stub::ListReconciliations,
                          "reported { place_count: -1 } reported { }");
  for (const char* field :
       {"parent", "as_of_date", "window_start_date", "window_end_date",
        "rule_set", "reported[0].municipality", "reported[0].place_count"}) {
    EXPECT_THAT(faults, HasViolation(field));
  }
}

TEST_F(OverTimeServiceTest, ALocationHasATimelineOfItsOwn) {
  DeliverSites();
  const auto ask = [&](const std::string& id, const std::string& more = "") {
    return Ask(&Stub::ListTimelines,
               "parent: 'municipalities/gm0193/locations/" + id + "' " + kDay +
                   kPeriod + more);
  };
  const auto whole =
      Ask(&Stub::ListTimelines,
          "parent: 'municipalities/gm0193' " + std::string(kDay) + kPeriod);
  const auto one = ask("azc");
  ASSERT_THAT(one, IsOk());
  ASSERT_EQ(one->timelines_size(), 1);
  EXPECT_EQ(one->timelines(0).subject(), "municipalities/gm0193/locations/azc");
  EXPECT_EQ(one->areas_size(), 0);
  EXPECT_LE(one->timelines(0).steps(0).regular_place_count(),
            whole->timelines(0).steps(0).regular_place_count());
  EXPECT_GT(one->timelines(0).steps(0).regular_place_count(), 0);
  EXPECT_THAT(ask("nergens"), HasReason("LOCATION_NOT_FOUND"));
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: "
              "'municipalities/gm0193/locations/idee' display_name: 'x' kind: "
              "'azc' operator: OPERATOR_COA source: 'x' } state_entries { "
              "location: 'municipalities/gm0193/locations/idee' state: "
              "LOCATION_STATE_EXPLORATION start_date { year: 2024 month: 1 "
              "day: 1 } source: 'x' }",
              zwolle_.stub.get()),
      IsOk());
  EXPECT_THAT(ask("idee"), HasReason("LOCATION_NOT_FOUND"));
}

TEST_F(OverTimeServiceTest, TellsItsRuleSets) {
  const auto list = Ask(&Stub::ListRuleSets, "");
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->rule_sets_size(), 2);
  EXPECT_EQ(list->rule_sets(1).name(), "cycle-2026");
  EXPECT_EQ(list->rule_sets(1).start_date().year(), 2026);
  EXPECT_THAT(list->rule_sets(0).durable_rules(0),
              testing::HasSubstr("Wet art. 2, derde lid"));
}

template <typename Request>
Request Step(const std::string& day, const std::string& more = "") {
  auto request = Proto<Request>(
      "name: 'municipalities/gm0193/locations/azc' step { step_date { " + day +
      " } reason: 'besluit' source: 'brief' } " + more);
  request.set_request_id(
      UuidFor(Request::descriptor()->name() + request.ShortDebugString()));
  return request;
}

// From idea to closed and every move in between, by the verbs alone.
TEST_F(OverTimeServiceTest, ALocationLivesByItsVerbs) {
  ASSERT_THAT(
      Deliver("parent: 'municipalities/gm0193' locations { name: "
              "'municipalities/gm0193/locations/azc' display_name: 'x' kind: "
              "'azc' operator: OPERATOR_COA source: 'x' } place_entries { "
              "location: 'municipalities/gm0193/locations/azc' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_PLANNED start_date { year: "
              "2025 month: 7 day: 1 } place_count: 200 source: 'x' }"),
      IsOk());
  // The municipality explores unseen.
  Stub& zwolle = *zwolle_.stub;
  const auto suggest =
      Step<pb::SuggestLocationRequest>("year: 2024 month: 1 day: 1");
  ASSERT_THAT(CallRpc(zwolle, &Stub::SuggestLocation, suggest), IsOk());
  const auto open = Step<pb::OpenLocationRequest>("year: 2025 month: 7 day: 1");
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::OpenLocation, open),
              HasReason("LOCATION_NOT_FOUND"));
  EXPECT_THAT(CallRpc(zwolle, &Stub::OpenLocation, open),
              HasReason("STEP_IMPOSSIBLE"))
      << "the decision cannot be skipped";
  const auto decide =
      Step<pb::DecideLocationRequest>("year: 2024 month: 6 day: 1");
  ASSERT_THAT(CallRpc(zwolle, &Stub::DecideLocation, decide), IsOk());
  EXPECT_EQ(Coverage(0, absl::CivilDay(2024, 10, 31))
                ->coverage(10)
                .guaranteed_place_count(),
            200)
      << "what was planned is decided";
  EXPECT_THAT(
      CallRpc(zwolle, &Stub::SignAgreement,
              Step<pb::SignAgreementRequest>("year: 2024 month: 5 day: 31")),
      HasViolation("step.step_date"));
  const auto before = Coverage();
  // Postponed beyond the first day of the window: it counts no longer, and the
  // history shows both days.
  const auto postpone = Step<pb::RescheduleLocationRequest>(
      "year: 2024 month: 9 day: 1",
      "start_date { year: 2025 month: 8 day: 1 }");
  ASSERT_THAT(CallRpc(zwolle, &Stub::RescheduleLocation, postpone), IsOk());
  EXPECT_EQ(Coverage()->coverage(10).guaranteed_place_count(), 0);
  EXPECT_EQ(Coverage(before->revision())->SerializeAsString(),
            before->SerializeAsString());
  const auto object = Step<pb::RecordObjectionsRequest>(
      "year: 2024 month: 9 day: 2", "objection_count: 3");
  EXPECT_EQ(CallRpc(zwolle, &Stub::RecordObjections, object)->objection_count(),
            3);
  EXPECT_EQ(Coverage()->coverage(10).locations(0).objection_count(), 3);
  ASSERT_THAT(CallRpc(zwolle, &Stub::OpenLocation, open), IsOk());
  EXPECT_THAT(CallRpc(zwolle, &Stub::RescheduleLocation,
                      Step<pb::RescheduleLocationRequest>(
                          "year: 2025 month: 8 day: 1",
                          "start_date { year: 2025 month: 9 day: 1 }")),
              HasReason("NOTHING_TO_MOVE"));
  const auto extend = Step<pb::ExtendLocationRequest>(
      "year: 2026 month: 1 day: 1",
      "end_date { year: 2027 month: 1 day: 1 } end_certainty: "
      "END_CERTAINTY_FIXED");
  EXPECT_THAT(CallRpc(zwolle, &Stub::ExtendLocation, extend),
              HasReason("NOTHING_TO_MOVE"));
  ASSERT_THAT(CallRpc(zwolle, &Stub::StartClosing,
                      Step<pb::StartClosingRequest>(
                          "year: 2025 month: 12 day: 1",
                          "end_date { year: 2026 month: 6 day: 1 } "
                          "end_certainty: END_CERTAINTY_INDICATIVE")),
              IsOk());
  ASSERT_THAT(CallRpc(zwolle, &Stub::ExtendLocation, extend), IsOk());
  ASSERT_THAT(
      CallRpc(zwolle, &Stub::CloseLocation,
              Step<pb::CloseLocationRequest>("year: 2026 month: 3 day: 1")),
      IsOk());
  EXPECT_THAT(
      CallRpc(zwolle, &Stub::WithdrawLocation,
              Step<pb::WithdrawLocationRequest>("year: 2026 month: 4 day: 1")),
      HasReason("STEP_IMPOSSIBLE"));
  // A repeat changes nothing, also of a step that could not be taken again.
  const auto history = Ask(&Stub::ListLifeEvents,
                           "parent: 'municipalities/gm0193/locations/azc'");
  ASSERT_THAT(history, IsOk());
  EXPECT_THAT(CallRpc(zwolle, &Stub::OpenLocation, open), IsOk());
  EXPECT_EQ(Ask(&Stub::ListLifeEvents,
                "parent: 'municipalities/gm0193/locations/azc'")
                ->SerializeAsString(),
            history->SerializeAsString());
  std::vector<std::string> told;
  for (const auto& event : history->life_events()) {
    const auto day = [](bool has, const google::type::Date& date) {
      return has ? FormatDay(DayOf(date)) : "-";
    };
    const auto move = [&](const pb::LifeEvent::Move& one) {
      return day(one.has_from_date(), one.from_date()) + " > " +
             day(one.has_to_date(), one.to_date());
    };
    told.push_back(event.has_start_move() ? "start " + move(event.start_move())
                   : event.has_end_move() ? "end " + move(event.end_move())
                   : event.has_objection_count()
                       ? absl::StrCat("objections ", event.objection_count())
                       : pb::LocationState_Name(event.state()).substr(15));
  }
  EXPECT_THAT(told, testing::ElementsAre(
                        "IDEA", "DEFINITIVE", "start 2025-07-01 > 2025-08-01",
                        "objections 3", "OPEN", "CLOSING", "end - > 2026-06-01",
                        "EXTENDED", "end 2026-06-01 > 2027-01-01", "CLOSED",
                        "end 2027-01-01 > 2026-03-01"));
}

TEST_F(OverTimeServiceTest, AStepTellsEveryFault) {
  const auto answer =
      CallRpc(*zwolle_.stub, &Stub::StartClosing,
              Proto<pb::StartClosingRequest>(
                  R"pb(name: 'municipalities/gm0193/locations/x')pb"));
  for (const char* field : {"step.step_date", "step.reason", "step.source",
                            "end_date", "end_certainty"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
}

// One bed, one duty: by delivery, by a new address and by a step.
TEST_F(OverTimeServiceTest, OneBedServesOneDutyOnOneNight) {
  const auto site = [](const std::string& id, const std::string& kind,
                       const std::string& address, int year, int end) {
    const std::string name = "municipalities/gm0193/locations/" + id;
    const std::string entry = "place_entries { location: '" + name +
                              "' group: PLACE_GROUP_REGULAR basis: "
                              "BASIS_DECIDED decision: 'd' source: 'x' ";
    return "locations { name: '" + name + "' display_name: 'x' kind: '" + kind +
           "' operator: OPERATOR_COLLEGE source: 'x' address: '" + address +
           "' } " + entry +
           absl::StrFormat(
               "start_date { year: %d month: 1 day: 1 } "
               "place_count: 50 } ",
               year) +
           entry +
           absl::StrFormat(
               "start_date { year: %d month: 1 day: 1 } "
               "place_count: 0 end_certainty: "
               "END_CERTAINTY_FIXED } ",
               end);
  };
  const std::string parent = "parent: 'municipalities/gm0193' ";
  EXPECT_THAT(Deliver(parent + site("goo", "goo", "Weg 1", 2024, 2026) +
                      site("azc", "azc", "weg 1", 2025, 2027)),
              HasReason("PLACES_COUNTED_TWICE"));
  ASSERT_THAT(Deliver(parent + site("goo", "goo", "Weg 1", 2024, 2026) +
                      site("azc", "azc", "Weg 1", 2026, 2027) +
                      site("ks", "ks", "Weg 3", 2026, 2027)),
              IsOk())
      << "one after the other is fine";
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::UpdateLocation,
                      [&] {
                        auto update = Proto<pb::UpdateLocationRequest>(
                            R"pb(location {
                                   name: 'municipalities/gm0193/locations/ks'
                                   address: 'Weg 1'
                                 })pb");
                        update.mutable_location()->set_etag(
                            Ask(&Stub::GetLocation,
                                "name: 'municipalities/gm0193/locations/ks'")
                                ->etag());
                        update.set_request_id(UuidFor("move"));
                        return update;
                      }()),
              HasReason("PLACES_COUNTED_TWICE"));
  ASSERT_THAT(
      CallRpc(*zwolle_.stub, &Stub::DecideLocation,
              Step<pb::DecideLocationRequest>("year: 2025 month: 1 day: 1")),
      IsOk());
  EXPECT_THAT(CallRpc(*zwolle_.stub, &Stub::RescheduleLocation,
                      Step<pb::RescheduleLocationRequest>(
                          "year: 2025 month: 2 day: 1",
                          "start_date { year: 2025 month: 12 day: 31 }")),
              HasReason("PLACES_COUNTED_TWICE"));
}

// Addresses of houses for minors, and those marked so, are for who is near.
TEST_F(OverTimeServiceTest, AProtectedAddressIsToldToFew) {
  const auto site = [](const std::string& id, const std::string& kind,
                       const std::string& more) {
    return "locations { name: 'municipalities/gm0193/locations/" + id +
           "' display_name: 'x' kind: '" + kind +
           "' operator: OPERATOR_COA source: 'x' address: 'Weg " + id + "' " +
           more + " } ";
  };
  const auto places = [](const std::string& id, const std::string& group,
                         int year, int count) {
    return absl::StrCat(
        "place_entries { location: 'municipalities/gm0193/locations/", id,
        "' group: ", group, " basis: BASIS_DECIDED start_date { year: ", year,
        " month: 1 day: 1 } place_count: ", count,
        count == 0 ? " end_certainty: END_CERTAINTY_FIXED" : "",
        " decision: 'd' source: 'x' } ");
  };
  ASSERT_THAT(Deliver("parent: 'municipalities/gm0193' " +
                      site("azc", "azc", "") + site("kwv", "kwv", "") +
                      site("stil", "azc", "address_protected: true") +
                      site("turned", "azc", "") +
                      places("turned", "PLACE_GROUP_REGULAR", 2023, 100) +
                      places("turned", "PLACE_GROUP_REGULAR", 2024, 0) +
                      places("turned", "PLACE_GROUP_AMV", 2024, 100)),
              IsOk());
  Door job{
      db_, clock_, {.oin = "7", .name = "j", .role = Role::kJob, .scope = ""}};
  Door deventer{db_,
                clock_,
                {.oin = "8",
                 .name = "Deventer",
                 .role = Role::kMunicipality,
                 .scope = "municipalities/gm0150"}};
  const auto request =
      Proto<pb::ListLocationsRequest>(R"pb(parent: 'municipalities/gm0193')pb");
  const auto addresses = [&](Door& door) {
    std::vector<std::string> told;
    const auto list = CallRpc(*door.stub, &Stub::ListLocations, request);
    for (const auto& one : list->locations()) {
      told.push_back(one.address());
    }
    return told;
  };
  using testing::ElementsAre;
  for (Door* door : {&province_, &zwolle_, &ministry_}) {
    EXPECT_THAT(addresses(*door),
                ElementsAre("Weg azc", "Weg kwv", "Weg stil", "Weg turned"));
  }
  for (Door* door : {&job, &deventer}) {
    EXPECT_THAT(addresses(*door), ElementsAre("Weg azc", "", "", ""));
    const auto list = CallRpc(*door->stub, &Stub::ListLocations, request);
    std::vector<std::string> names, called;
    for (const auto& one : list->locations()) {
      names.push_back(one.name().substr(one.name().rfind('/') + 1));
      called.push_back(one.display_name());
    }
    EXPECT_THAT(
        names, ElementsAre("azc", "beschermd-1", "beschermd-2", "beschermd-3"));
    EXPECT_THAT(called,
                ElementsAre("x", "Beschermde locatie 1", "Beschermde locatie 2",
                            "Beschermde locatie 3"));
    EXPECT_THAT(
        CallRpc(*door->stub, &Stub::GetLocation,
                Proto<pb::GetLocationRequest>(
                    R"pb(name: 'municipalities/gm0193/locations/kwv')pb")),
        HasReason("LOCATION_NOT_FOUND"));
  }
  // Places of a house for minors are for minors.
  EXPECT_THAT(
      Deliver("parent: 'municipalities/gm0193' place_entries { location: "
              "'municipalities/gm0193/locations/kwv' group: "
              "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
              "2024 month: 1 day: 1 } place_count: 20 usable_place_count: 21 "
              "decision: 'd' source: 'x' }"),
      testing::AllOf(HasViolation("place_entries[0].group"),
                     HasViolation("place_entries[0].usable_place_count")));
}

// One place cannot be in two locations, nor in two municipalities: a number of
// COA's belongs to one, whichever way it is written.
TEST_F(OverTimeServiceTest, ACoaNumberBelongsToOneLocation) {
  const auto site = [](const std::string& municipality, const std::string& id,
                       const std::string& number) {
    return "locations { name: 'municipalities/" + municipality + "/locations/" +
           id +
           "' display_name: 'x' kind: 'azc' operator: "
           "OPERATOR_COA source: 'x' coa_number: '" +
           number + "' } ";
  };
  const std::string parent = "parent: 'provinces/pv23' ";
  const auto both =
      Deliver(parent + site("gm0193", "a", "7") + site("gm0166", "b", "7"));
  EXPECT_THAT(both, HasViolation("locations[1].coa_number"));
  ASSERT_THAT(Deliver(parent + site("gm0193", "a", "7")), IsOk());
  // Also held against municipalities outside the delivery.
  EXPECT_THAT(
      Deliver("parent: 'municipalities/gm0166' " + site("gm0166", "b", "7")),
      HasViolation("locations[0].coa_number"));
  auto create =
      Proto<pb::CreateLocationRequest>(R"pb(parent: 'municipalities/gm0166'
                                            location_id: 'b'
                                            location {
                                              display_name: 'x'
                                              kind: 'azc'
                                              operator: OPERATOR_COA
                                              source: 'x'
                                              state: LOCATION_STATE_OPEN
                                              coa_number: '7'
                                            })pb");
  create.set_request_id(UuidFor("create"));
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::CreateLocation, create),
              HasViolation("location.coa_number"));
  create.mutable_location()->set_coa_number("8");
  create.set_request_id(UuidFor("create other"));
  const auto made = CallRpc(*province_.stub, &Stub::CreateLocation, create);
  ASSERT_THAT(made, IsOk());
  pb::UpdateLocationRequest update;
  *update.mutable_location() = *made;
  update.mutable_location()->set_coa_number("7");
  update.mutable_update_mask()->add_paths("coa_number");
  update.set_request_id(UuidFor("update"));
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::UpdateLocation, update),
              HasViolation("location.coa_number"));
  // Its own number stays its own; what it gives up is free, in one delivery
  // too.
  EXPECT_THAT(Deliver(parent + site("gm0193", "a", "7") + "locations { }"),
              Not(HasViolation("locations[0].coa_number")));
  EXPECT_THAT(
      Deliver(parent + site("gm0193", "a", "9") + site("gm0166", "c", "7")),
      IsOk());
  EXPECT_THAT(
      Deliver(parent + site("gm0193", "a", "7") + site("gm0166", "c", "9")),
      IsOk());
}

}  // namespace
}  // namespace opvang::locations
