// opvang-locations: serves nl.opvang.locations.v1.LocationService.
#include "common/service/run_service.h"
#include "services/locations/location_service.h"

int main(int argc, char** argv) {
  using namespace opvang;
  return RunService(
      argc, argv, "locations",
      nl::opvang::locations::v1::LocationService::service_full_name(),
      [](const Dependencies& with) {
        return std::make_unique<locations::LocationService>(with.db, with.clock,
                                                            with.organisations);
      });
}
