#include "services/locations/location_service.h"

#include "common/sha256.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::locations {
namespace {

using Stub = pb::LocationService::Stub;
using testing::Not;

// The service as one caller meets it.
struct Door {
  Door(TestDatabase& db, const Clock& clock, Organisation caller)
      : organisations(Organisations::Loopback(std::move(caller))),
        service(*db, clock, *organisations),
        server(service),
        stub(pb::LocationService::NewStub(server.channel())) {}
  std::unique_ptr<Organisations> organisations;
  LocationService service;
  InProcess server;
  std::unique_ptr<Stub> stub;
};

class LocationServiceTest : public testing::Test {
 protected:
  absl::StatusOr<pb::DeliverLocationsResponse> Deliver(const std::string& text,
                                                       Stub* stub = nullptr) {
    auto request = Proto<pb::DeliverLocationsRequest>(text);
    request.set_request_id(UuidFor(text));
    return CallRpc(stub == nullptr ? *province_.stub : *stub,
                   &Stub::DeliverLocations, request);
  }
  absl::StatusOr<pb::ListCoverageResponse> Coverage(int64_t revision = 0) {
    auto request = Proto<pb::ListCoverageRequest>(
        "parent: 'regions/ijsselland' rule_set: 'cycle-2024' "
        "window_start_date { year: 2025 month: 7 day: 1 } "
        "window_end_date { year: 2026 month: 2 day: 1 } "
        "realisation_start_date { year: 2024 month: 10 day: 1 } "
        "realisation_end_date { year: 2025 month: 7 day: 2 } "
        "as_of_date { year: 2024 month: 10 day: 31 }");
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
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInternal))
      << "text that is not UTF-8 does not even leave the client";
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
  auto create = Proto<pb::CreateLocationRequest>(
      "parent: 'municipalities/gm0193' location_id: 'azc' location { "
      "display_name: 'AZC' kind: 'azc' operator: OPERATOR_COA source: 'x' }");
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
  auto request = Proto<pb::ListCoverageRequest>(
      "parent: 'regions/ijsselland' rule_set: 'cycle-1999'");
  request.mutable_as_of_date()->set_year(2024);
  request.mutable_as_of_date()->set_month(10);
  request.mutable_as_of_date()->set_day(31);
  EXPECT_THAT(CallRpc(*province_.stub, &Stub::ListCoverage, request),
              HasViolation("rule_set"));
}

}  // namespace
}  // namespace opvang::locations
