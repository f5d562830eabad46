// Random histories of locations, and replicas that tell them.
#ifndef OPVANG_TESTS_LOCATIONS_RANDOM_LOCATIONS_H_
#define OPVANG_TESTS_LOCATIONS_RANDOM_LOCATIONS_H_

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "services/locations/location_service.h"
#include "tests/locations/door.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"
#include "tests/support/writes.h"

namespace opvang::locations {

// One of the services over the same tables.
struct Replica : Door {
  Replica(TestDatabase& db, const Clock& clock)
      : Door(db, clock,
             {.oin = "4",
              .name = "AenM",
              .role = Role::kMinistry,
              .scope = ""}) {}
};

// As reporting asks: answered by the revision alone.
struct Reader : Door {
  Reader(TestDatabase& db, const Clock& clock)
      : Door(db, clock,
             {.oin = "5",
              .name = "opvang",
              .role = Role::kReporting,
              .scope = ""}) {}
};

class RandomLocations : public testing::Test {
 protected:
  using Stub = pb::LocationService::Stub;
  using Day = absl::CivilDay;
  static constexpr char kCountry[] = "countries/nl";
  static constexpr const char* kMunicipalities[] = {"municipalities/gm0150",
                                                    "municipalities/gm0193"};

  RandomLocations() {
    seed_ = Seed();
    random_.seed(seed_);
  }

  int Below(int count) { return static_cast<int>(random_() % count); }
  bool Sometimes(int one_in) { return Below(one_in) == 0; }
  // Few, so that facts meet.
  Day AnyDay() { return MonthsAfter(Day(2023, 7, 1), 2 * Below(16)); }
  std::string AnyMunicipality() { return kMunicipalities[Below(2)]; }
  std::string AnyName() {
    return absl::StrCat(AnyMunicipality(), "/locations/l", Below(4));
  }
  std::string AnyKind() {
    return std::vector<std::string>{
        "azc", "no", "goo", "dsl", "kwv", "cno"}[Below(6)];
  }

  void Describe(const std::string& name, pb::Location& location) {
    location.set_name(name);
    location.set_display_name(absl::StrCat("n", Below(100)));
    location.set_kind(AnyKind());
    location.set_operator_(
        static_cast<pb::Location::Operator>(Sometimes(2) ? 1 : 1 + Below(4)));
    if (Sometimes(2)) location.set_coa_number(absl::StrCat("c", Below(5)));
    if (Sometimes(3)) location.set_address(absl::StrCat("Weg ", Below(6)));
    if (Sometimes(4)) location.add_participants("municipalities/gm0180");
    location.set_address_protected(Sometimes(4));
    if (Sometimes(3)) {
      location.set_predecessor(
          absl::StrCat(name.substr(0, name.rfind('/')), "/l", Below(4)));
      if (location.predecessor() == name) location.clear_predecessor();
    }
    location.set_source("test");
  }

  pb::DeliverLocationsRequest AnyDelivery() {
    pb::DeliverLocationsRequest delivery;
    delivery.set_parent(kCountry);
    for (int i = Below(3); i > 0; --i) {
      Describe(AnyName(), *delivery.add_locations());
    }
    for (int i = Below(5); i > 0; --i) {
      auto& entry = *delivery.add_place_entries();
      entry.set_location(AnyName());
      entry.set_group(Sometimes(2) ? pb::PLACE_GROUP_REGULAR
                                   : static_cast<pb::PlaceGroup>(1 + Below(4)));
      const bool planned = Sometimes(3);
      entry.set_basis(planned ? pb::PlaceEntry::BASIS_PLANNED
                              : pb::PlaceEntry::BASIS_DECIDED);
      if (!planned || Sometimes(2)) {
        *entry.mutable_start_date() = ToProto(AnyDay());
      }
      if (!Sometimes(5)) entry.set_place_count(Below(4) * 50);
      if (entry.has_place_count() && entry.place_count() == 0) {
        entry.set_end_certainty(Sometimes(2)
                                    ? pb::PlaceEntry::END_CERTAINTY_FIXED
                                    : pb::PlaceEntry::END_CERTAINTY_INDICATIVE);
      }
      if (!planned && entry.place_count() > 0 && Sometimes(4)) {
        entry.set_start_certainty(pb::PlaceEntry::START_CERTAINTY_KNOWN_SINCE);
      }
      if (Sometimes(4)) entry.set_stated_date(absl::StrCat("eind ", Below(3)));
      entry.set_decision("besluit");
      entry.set_source(absl::StrCat("s", Below(3)));
    }
    for (int i = Below(3); i > 0; --i) {
      auto& entry = *delivery.add_state_entries();
      entry.set_location(AnyName());
      entry.set_state(Sometimes(2)
                          ? pb::LOCATION_STATE_OPEN
                          : static_cast<pb::LocationState>(3 + Below(12)));
      *entry.mutable_start_date() = ToProto(AnyDay());
      entry.set_source("test");
    }
    if (Sometimes(3)) {
      auto& entry = *delivery.add_objection_entries();
      entry.set_location(AnyName());
      *entry.mutable_start_date() = ToProto(AnyDay());
      entry.set_objection_count(Below(5));
      entry.set_source("test");
    }
    for (int i = Below(4); i > 0; --i) {
      auto& count = *delivery.add_occupancies();
      count.set_location(AnyName());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_retracted(Sometimes(4));
      if (!count.retracted()) count.set_person_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(2)) {
      auto& count = *delivery.add_private_shelters();
      count.set_municipality(AnyMunicipality());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_retracted(Sometimes(4));
      if (!count.retracted()) count.set_person_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(2)) {
      auto& count = *delivery.add_permanent_stocks();
      count.set_municipality(AnyMunicipality());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_retracted(Sometimes(4));
      if (!count.retracted()) count.set_place_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(3)) {
      auto& nil = *delivery.add_nil_returns();
      nil.set_municipality(AnyMunicipality());
      nil.set_purpose(static_cast<pb::LocationKind::Purpose>(1 + Below(3)));
      *nil.mutable_return_date() = ToProto(AnyDay());
      nil.set_retracted(Sometimes(3));
      nil.set_source("test");
    }
    if (Sometimes(5)) {
      auto& kind = *delivery.add_kinds();
      kind.set_code(Sometimes(2) ? "azc" : "tent");
      kind.set_display_name(absl::StrCat("soort ", Below(100)));
      kind.set_purpose(pb::LocationKind::PURPOSE_ASYLUM);
      kind.set_quota_rule("yes");
      kind.set_source("test");
    }
    if (Sometimes(5)) {
      auto& rate = *delivery.add_funding_rates();
      rate.set_code("goo");
      *rate.mutable_start_date() = ToProto(AnyDay());
      if (!Sometimes(4)) rate.set_cent_count(5000 + Below(2000));
      rate.set_source("test");
    }
    return delivery;
  }

  template <typename Request>
  bool Step(Stub& stub,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                         pb::Location*),
            Request request) {
    request.set_name(AnyName());
    *request.mutable_step()->mutable_step_date() = ToProto(AnyDay());
    request.mutable_step()->set_reason("omdat");
    request.mutable_step()->set_source("test");
    request.set_request_id(NextId());
    return CallRpc(stub, method, request).ok();
  }

  bool Stream(Stub& stub) {
    const int count = 1 + Below(300);
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    pb::DeliverOccupanciesResponse response;
    auto writer = stub.DeliverOccupancies(&context, &response);
    pb::DeliverOccupanciesRequest request;
    request.mutable_header()->set_parent(kCountry);
    request.mutable_header()->set_request_id(NextId());
    request.mutable_header()->set_row_count(count);
    request.mutable_header()->set_fault_policy(
        pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
    writer->Write(request);
    request.mutable_rows()->set_first_row_number(1);
    for (int i = 0; i < count; ++i) {
      auto& row = *request.mutable_rows()->add_rows();
      row.set_location(AnyName());
      *row.mutable_count_date() = ToProto(Day(2024, 1, 1) + Below(200));
      row.set_person_count(Below(300));
      row.set_source("COA");
    }
    writer->Write(request);
    writer->WritesDone();
    return writer->Finish().ok();
  }

  // What a municipality alone may say: that it explores, or what comes of it.
  bool TownSays() {
    const int town = Below(2);
    pb::DeliverLocationsRequest delivery;
    delivery.set_parent(kMunicipalities[town]);
    for (int i = 1 + Below(2); i > 0; --i) {
      auto& entry = *delivery.add_state_entries();
      entry.set_location(
          absl::StrCat(kMunicipalities[town], "/locations/l", Below(4)));
      entry.set_state(static_cast<pb::LocationState>(
          Sometimes(2) ? 1 + Below(2) : 1 + Below(14)));
      *entry.mutable_start_date() = ToProto(AnyDay());
      entry.set_source("test");
    }
    delivery.set_request_id(NextId());
    return CallRpc(*towns_[town]->stub, &Stub::DeliverLocations, delivery).ok();
  }

  // One write of any sort; whether it was kept.
  bool WriteSomething(Stub& stub) {
    if (Sometimes(6)) return TownSays();
    const auto end = [&](auto request) {
      *request.mutable_end_date() = ToProto(AnyDay());
      request.set_end_certainty(pb::PlaceEntry::END_CERTAINTY_FIXED);
      return request;
    };
    switch (Below(14)) {
      case 0:
        return Step(stub, &Stub::SuggestLocation, pb::SuggestLocationRequest());
      case 1:
        return Step(stub, &Stub::DecideLocation, pb::DecideLocationRequest());
      case 2:
        return Step(stub, &Stub::OpenLocation, pb::OpenLocationRequest());
      case 3:
        return Step(stub, &Stub::StartClosing, end(pb::StartClosingRequest()));
      case 4:
        return Step(stub, &Stub::ExtendLocation,
                    end(pb::ExtendLocationRequest()));
      case 5: {
        pb::RescheduleLocationRequest request;
        *request.mutable_start_date() = ToProto(AnyDay());
        return Step(stub, &Stub::RescheduleLocation, request);
      }
      case 6: {
        pb::RecordObjectionsRequest request;
        request.set_objection_count(Below(5));
        return Step(stub, &Stub::RecordObjections, request);
      }
      case 7: {
        pb::GetLocationRequest get;
        get.set_name(AnyName());
        const auto found = CallRpc(stub, &Stub::GetLocation, get);
        if (!found.ok()) return false;
        pb::UpdateLocationRequest update;
        Describe(found->name(), *update.mutable_location());
        update.mutable_location()->set_etag(found->etag());
        update.set_request_id(NextId());
        return CallRpc(stub, &Stub::UpdateLocation, update).ok();
      }
      case 8:
        return Stream(stub);
      default: {
        auto delivery = AnyDelivery();
        delivery.set_request_id(NextId());
        return CallRpc(stub, &Stub::DeliverLocations, delivery).ok();
      }
    }
  }

  // The locations that later writes speak of.
  pb::DeliverLocationsRequest FirstDelivery() {
    pb::DeliverLocationsRequest sites;
    sites.set_parent(kCountry);
    for (const char* municipality : kMunicipalities) {
      for (int i = 0; i < 3; ++i) {
        auto& site = *sites.add_locations();
        Describe(absl::StrCat(municipality, "/locations/l", i), site);
        site.clear_coa_number();
      }
    }
    sites.set_request_id(NextId());
    return sites;
  }

  static pb::ListCoverageRequest Coverage(const std::string& parent, Day day) {
    auto request = Proto<pb::ListCoverageRequest>(
        R"pb(rule_set: 'cycle-2024'
             window_start_date { year: 2025 month: 7 day: 1 }
             window_end_date { year: 2026 month: 2 day: 1 }
             realisation_start_date { year: 2024 month: 10 day: 1 }
             realisation_end_date { year: 2025 month: 7 day: 2 })pb");
    request.set_parent(parent);
    *request.mutable_as_of_date() = ToProto(day);
    return request;
  }

  std::unique_ptr<Door> NewTown(const std::string& oin,
                                const std::string& municipality) {
    return std::make_unique<Door>(db_, clock_,
                                  Organisation{.oin = oin,
                                               .name = municipality,
                                               .role = Role::kMunicipality,
                                               .scope = municipality});
  }

  std::string NextId() { return UuidFor(absl::StrCat(++ids_)); }

  unsigned seed_;
  std::mt19937 random_;
  int ids_ = 0;
  FixedClock clock_{absl::FromUnixSeconds(1780000000)};
  TestDatabase db_{"locations"};
  std::unique_ptr<Door> towns_[2] = {NewTown("6", kMunicipalities[0]),
                                     NewTown("7", kMunicipalities[1])};
};

}  // namespace opvang::locations

#endif  // OPVANG_TESTS_LOCATIONS_RANDOM_LOCATIONS_H_
