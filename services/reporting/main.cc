// opvang-reporting: serves nl.opvang.reporting.v1.ReportingService.
#include "absl/strings/str_cat.h"
#include "common/base/file.h"
#include "common/net/certificates.h"
#include "common/service/run_service.h"
#include "services/reporting/report_service.h"

namespace {

using opvang::reporting::WebhookOptions;

// What the settings say was looked at when they were read.
WebhookOptions WebhooksOf(const opvang::Dependencies& with) {
  WebhookOptions webhooks;
  const auto hosts = opvang::AllowedHosts::Parse(with.flag("webhook-hosts"));
  if (hosts.ok()) webhooks.hosts = *hosts;
  webhooks.private_key =
      opvang::ReadFile(with.flag("webhook-key")).value_or("");
  webhooks.origin = with.flag("webhook-origin");
  webhooks.ca_file = with.flag("webhook-ca");
  absl::ParseDuration(with.flag("webhook-pause"), &webhooks.pauses.first);
  const std::string certificates = with.flag("certificates");
  if (!certificates.empty()) {
    webhooks.source = opvang::reporting::EventSource(opvang::SerialNumberOf(
        opvang::ReadFile(absl::StrCat(certificates, "/cert.pem"))
            .value_or("")));
  }
  return webhooks;
}

}  // namespace

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
            with.flag("pdf-printer"), WebhooksOf(with));
      });
}
