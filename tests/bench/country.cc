#include "tests/bench/country.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
using absl::CivilDay;

constexpr char kSource[] = "illustrative: an invented country";

// Calls, and has no patience with a refusal.
template <typename Stub, typename Request, typename Response>
Response Must(Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                           Response*),
              const Request& request) {
  const absl::StatusOr<Response> response = CallRpc(stub, method, request);
  if (response.ok()) return *response;
  std::fprintf(
      stderr, "%s\n",
      std::string(response.status().message().substr(0, 2000)).c_str());
  std::abort();
}

}  // namespace

std::string LocationOf(const std::string& municipality, int number) {
  return absl::StrCat(municipality, "/locations/azc-", number);
}

void Country::DeliverYear(int year) {
  DeliverQuotas(year);
  DeliverLocations(year);
  DeliverHousing(year);
}

void Country::DeliverQuotas(int year) {
  q::DeliverQuotasRequest delivery;
  delivery.set_parent("countries/nl");
  delivery.set_request_id(UuidFor(absl::StrCat("quotas ", year)));
  const auto add_cycle = [&](int start) {
    q::Cycle& cycle = *delivery.add_cycles();
    cycle.set_name(absl::StrCat("cycles/", start));
    cycle.set_display_name("cyclus");
    *cycle.mutable_window_start_date() = ToProto(CivilDay(start + 1, 7, 1));
    *cycle.mutable_window_end_date() = ToProto(CivilDay(start + 2, 2, 1));
    *cycle.mutable_realisation_start_date() = ToProto(CivilDay(start, 10, 1));
    *cycle.mutable_realisation_end_date() = ToProto(CivilDay(start + 1, 7, 2));
    *cycle.mutable_report_due_date() = ToProto(CivilDay(start, 11, 1));
    *cycle.mutable_decision_due_date() = ToProto(CivilDay(start, 12, 31));
    cycle.set_source(kSource);
  };
  if (year % 2 == 0) add_cycle(year);
  const std::string period = absl::StrCat("cycles/", year / 2 * 2);
  for (const Municipality& municipality : AllMunicipalities()) {
    const auto add = [&](q::Duty duty, const std::string& owed_in,
                         q::QuotaEntry::Basis basis, CivilDay day) {
      q::QuotaEntry& entry = *delivery.add_quota_entries();
      entry.set_subject(municipality.Name());
      entry.set_duty(duty);
      entry.set_period(owed_in);
      entry.set_basis(basis);
      *entry.mutable_start_date() = ToProto(day);
      entry.set_quota_count(280 + year % 7);
      entry.set_source(kSource);
    };
    add(q::DUTY_ASYLUM, period, q::QuotaEntry::BASIS_INDICATIVE,
        CivilDay(year, 1, 31));
    add(q::DUTY_ASYLUM, period, q::QuotaEntry::BASIS_DECIDED,
        CivilDay(year, 12, 31));
    for (const char* half : {"-h1", "-h2"}) {
      add(q::DUTY_STATUS_HOLDERS, absl::StrCat(year, half),
          q::QuotaEntry::BASIS_DECIDED, CivilDay(year - 1, 10, 1));
    }
    add(q::DUTY_UKRAINE, "", q::QuotaEntry::BASIS_DECIDED,
        CivilDay(year, 1, 1));
  }
  const auto delivered =
      Must(quotas_, &q::QuotaService::StubInterface::DeliverQuotas, delivery);
  revisions_.quotas = delivered.revision();
  fact_count_ += delivered.fact_count();
}

void Country::DeliverLocations(int year) {
  for (const Province& province : AllProvinces()) {
    l::DeliverLocationsRequest delivery;
    delivery.set_parent(province.Name());
    delivery.set_request_id(
        UuidFor(absl::StrCat("locations ", province.Name(), year)));
    const auto municipalities = MunicipalitiesIn(province.Name());
    for (const Municipality* municipality : *municipalities) {
      for (int i = 0; i < kLocationsOfOne; ++i) {
        const std::string name = LocationOf(municipality->Name(), i);
        if (!has_locations_) {
          l::Location& location = *delivery.add_locations();
          location.set_name(name);
          location.set_display_name(absl::StrCat("AZC ", i));
          location.set_kind("azc");
          location.set_operator_(l::Location::OPERATOR_COA);
          location.set_source(kSource);
          l::StateEntry& state = *delivery.add_state_entries();
          state.set_location(name);
          state.set_state(l::LOCATION_STATE_OPEN);
          *state.mutable_start_date() = ToProto(CivilDay(year, 1, 1));
          state.set_source(kSource);
        }
        for (const int month : {1, 4, 7, 10}) {
          l::PlaceEntry& entry = *delivery.add_place_entries();
          entry.set_location(name);
          entry.set_group(l::PLACE_GROUP_REGULAR);
          entry.set_basis(l::PlaceEntry::BASIS_DECIDED);
          *entry.mutable_start_date() = ToProto(CivilDay(year, month, 1));
          entry.set_place_count(40 + (year + month + i) % 9);
          entry.set_decision("besluit");
          entry.set_source(kSource);
        }
      }
    }
    const auto delivered =
        Must(locations_, &l::LocationService::StubInterface::DeliverLocations,
             delivery);
    revisions_.locations = delivered.revision();
    fact_count_ += delivered.fact_count();
  }
  has_locations_ = true;
}

void Country::DeliverHousing(int year) {
  for (const Province& province : AllProvinces()) {
    h::DeliverHousingRequest delivery;
    delivery.set_parent(province.Name());
    delivery.set_request_id(
        UuidFor(absl::StrCat("housing ", province.Name(), year)));
    const auto municipalities = MunicipalitiesIn(province.Name());
    // What was placed has been: those of years to come are told of this one.
    const int placed_in = std::min(year, 2025);
    for (const Municipality* municipality : *municipalities) {
      for (int month = 1; month <= 12; ++month) {
        for (int i = 0; i < 7; ++i) {
          h::Placement& placement = *delivery.add_placements();
          placement.set_name(absl::StrCat(municipality->Name(), "/placements/p",
                                          year, "-", month, "-", i));
          *placement.mutable_placement_date() =
              ToProto(CivilDay(placed_in, month, 1 + i * 3));
          placement.set_kind("home");
          placement.set_person_count(1 + (month + i) % 5);
          placement.set_source(kSource);
        }
      }
    }
    const auto delivered = Must(
        housing_, &h::HousingService::StubInterface::DeliverHousing, delivery);
    revisions_.housing = delivered.revision();
    fact_count_ += delivered.fact_count();
  }
}

}  // namespace opvang::bench
