// opvang-quotas: serves nl.opvang.quotas.v1.QuotaService.
#include "common/service/run_service.h"
#include "services/quotas/quota_service.h"

int main(int argc, char** argv) {
  using namespace opvang;
  return RunService(argc, argv, "quotas",
                    nl::opvang::quotas::v1::QuotaService::service_full_name(),
                    [](const Dependencies& with) {
                      return std::make_unique<quotas::QuotaService>(
                          with.db, with.clock, with.organisations);
                    });
}
