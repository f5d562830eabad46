// opvang-housing: serves nl.opvang.housing.v1.HousingService.
#include "common/service/run_service.h"
#include "services/housing/housing_service.h"

int main(int argc, char** argv) {
  using namespace opvang;
  return RunService(
      argc, argv, "housing",
      nl::opvang::housing::v1::HousingService::service_full_name(),
      [](const Dependencies& with) {
        return std::make_unique<housing::HousingService>(
            with.db, with.clock, with.organisations,
            nl::opvang::quotas::v1::QuotaService::NewStub(
                with.connect("quotas")));
      });
}
