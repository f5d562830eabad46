#include "common/service/probe.h"

#include <map>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/notification.h"
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/net/transport.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace opvang {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Less than whoever asks gives the probe.
constexpr absl::Duration kAnswersWithin = absl::Seconds(4);

// Under which name health tells it.
const std::map<absl::string_view, const char*>& Names() {
  static const auto* const names = new std::map<absl::string_view, const char*>{
      {"alive", ""}, {"reading", "reads"}, {"serving", ""}};
  return *names;
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const std::string& certificates) {
  if (certificates.empty()) return grpc::InsecureChannelCredentials();
  ASSIGN_OR_RETURN(const std::string ca, ReadFile(certificates + "/ca.pem"));
  ASSIGN_OR_RETURN(const std::string key, ReadFile(certificates + "/key.pem"));
  ASSIGN_OR_RETURN(const std::string own, ReadFile(certificates + "/cert.pem"));
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          ca,
          std::vector<grpc::experimental::IdentityKeyCertPair>{{key, own}}));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace

bool IsProbe(absl::string_view what) { return Names().contains(what); }

absl::Status Probe(absl::string_view what, const std::string& address,
                   const std::string& certificates) {
  ASSIGN_OR_RETURN(const auto credentials, Credentials(certificates));
  grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> health(
      grpc::CreateChannel(
          absl::StrReplaceAll(
              address, {{"0.0.0.0:", "127.0.0.1:"}, {"[::]:", "[::1]:"}}),
          credentials));
  HealthCheckRequest request;
  HealthCheckResponse response;
  request.set_service(Names().at(what));
  grpc::ClientContext context;
  SetDeadline(context, SystemClock().Now() + kAnswersWithin);
  grpc::Status answered;
  absl::Notification done;
  health.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                   &response, [&](grpc::Status status) {
                     answered = std::move(status);
                     done.Notify();
                   });
  done.WaitForNotification();
  if (!answered.ok()) {
    return absl::UnavailableError(absl::StrCat("nothing answers at ", address,
                                               ": ", answered.error_message()));
  }
  if (what == "alive" || response.status() == HealthCheckResponse::SERVING) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(absl::StrCat(
      "it says ", HealthCheckResponse::ServingStatus_Name(response.status())));
}

}  // namespace opvang
