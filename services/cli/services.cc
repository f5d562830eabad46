#include "services/cli/services.h"

#include "common/status.h"

namespace opvang::cli {

absl::StatusOr<Services> Connect(std::map<std::string, std::string> addresses,
                                 const std::string& certificates) {
  Services services;
  for (const auto& [name, address] : addresses) {
    ASSIGN_OR_RETURN(services.channels[name], Dial(address, certificates));
  }
  services.quotas = nl::opvang::quotas::v1::QuotaService::NewStub(
      services.channels["quotas"]);
  services.locations = nl::opvang::locations::v1::LocationService::NewStub(
      services.channels["locations"]);
  services.housing = nl::opvang::housing::v1::HousingService::NewStub(
      services.channels["housing"]);
  services.reporting = nl::opvang::reporting::v1::ReportingService::NewStub(
      services.channels["reporting"]);
  services.addresses = std::move(addresses);
  return services;
}

}  // namespace opvang::cli
