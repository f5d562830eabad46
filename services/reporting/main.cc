// opvang-reporting: serves nl.opvang.reporting.v1.ReportingService.
#include "common/service/run_service.h"
#include "services/reporting/report_service.h"

int main(int argc, char** argv) {
  using namespace opvang;
  return RunService(
      argc, argv, "reporting",
      nl::opvang::reporting::v1::ReportingService::service_full_name(),
      [](const Dependencies& with) {
        return std::make_unique<reporting::ReportingService>(
            with.db, with.clock, with.organisations,
            reporting::Sources{
                .quotas = nl::opvang::quotas::v1::QuotaService::NewStub(
                    with.connect("quotas")),
                .locations =
                    nl::opvang::locations::v1::LocationService::NewStub(
                        with.connect("locations")),
                .housing = nl::opvang::housing::v1::HousingService::NewStub(
                    with.connect("housing"))},
            with.flag("pdf-printer"));
      });
}
