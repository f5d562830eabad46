// An invented country, delivered through the services: what a decade of facts
// looks like.
#ifndef OPVANG_TESTS_BENCH_COUNTRY_H_
#define OPVANG_TESTS_BENCH_COUNTRY_H_

#include <string>

#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace opvang::bench {

// Where the services stood after the last delivery.
struct Revisions {
  int64_t quotas = 0, locations = 0, housing = 0;
};

// Each municipality has so many locations.
inline constexpr int kLocationsOfOne = 8;
std::string LocationOf(const std::string& municipality, int number);

// Delivers one year of it: of each of the 342 municipalities quotas and
// targets; eight locations with four entries each and a state; twelve months of
// seven placements each. The first year also delivers the cycle and the
// locations themselves. Aborts when anything is refused.
class Country {
 public:
  Country(nl::opvang::quotas::v1::QuotaService::StubInterface& quotas,
          nl::opvang::locations::v1::LocationService::StubInterface& locations,
          nl::opvang::housing::v1::HousingService::StubInterface& housing)
      : quotas_(quotas), locations_(locations), housing_(housing) {}

  void DeliverYear(int year);
  // Of a year only what locations takes.
  void DeliverLocations(int year);
  const Revisions& revisions() const { return revisions_; }
  int64_t fact_count() const { return fact_count_; }

 private:
  void DeliverQuotas(int year);
  void DeliverHousing(int year);

  nl::opvang::quotas::v1::QuotaService::StubInterface& quotas_;
  nl::opvang::locations::v1::LocationService::StubInterface& locations_;
  nl::opvang::housing::v1::HousingService::StubInterface& housing_;
  Revisions revisions_;
  int64_t fact_count_ = 0;
  bool has_locations_ = false;
};

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_COUNTRY_H_
