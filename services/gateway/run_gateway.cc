#include "services/gateway/run_gateway.h"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/net/certificates.h"
#include "common/net/transport.h"
#include "common/service/measure_door.h"
#include "common/service/metrics.h"
#include "common/service/server.h"
#include "common/service/settings.h"
#include "common/service/span_log.h"
#include "common/service/supervisor.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http/server.h"

namespace opvang::gateway {
namespace {

// How often the supervisor is told that it lives.
constexpr absl::Duration kAlive = absl::Seconds(1);
// What is under way when it ends has so long.
constexpr absl::Duration kDrain = absl::Seconds(10);

void Say(const std::string& what) {
  std::fprintf(stderr, "opvang-gateway: %s\n", what.c_str());
}

void Note(const absl::Status& status, std::vector<std::string>& faults) {
  const std::string fault(status.message());
  if (!status.ok() && !absl::c_linear_search(faults, fault)) {
    faults.push_back(fault);
  }
}

// What it is started with.
struct Prepared {
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  std::unique_ptr<Routes> routes;
  std::string openapi;
  PageFiles page;
  std::unique_ptr<SignIn> sign_in;  // Null: nobody signs in.
};

absl::StatusOr<std::unique_ptr<SignIn>> SignInSetting() {
  static const SystemClock clock;
  SignInOptions options;
  options.issuer = Setting("oidc-issuer");
  options.client_id = Setting("oidc-client-id");
  options.ca_file = Setting("oidc-ca");
  options.scope = Setting("oidc-scope");
  options.organisation_claim = Setting("oidc-organisation-claim");
  options.actor_claim = Setting("oidc-actor-claim");
  options.public_url = Setting("public-url");
  options.session_keys = Setting("session-keys");
  ASSIGN_OR_RETURN(const std::string secret,
                   ReadFile(Setting("oidc-client-secret-file")));
  options.client_secret = std::string(absl::StripAsciiWhitespace(secret));
  ASSIGN_OR_RETURN(options.actor_key, ReadFile(Setting("actor-key")));
  absl::ParseDuration(Setting("session-time"), &options.session);
  return SignIn::Make(options, clock);
}

Prepared Prepare(CallsMadeLog& calls, std::vector<std::string>& faults) {
  Prepared prepared;
  const std::string certificates = absl::GetFlag(FLAGS_certificates);
  for (const auto* service : Contracts()) {
    // "quotas" of nl.opvang.quotas.v1.
    const std::vector<std::string> parts =
        absl::StrSplit(service->full_name(), '.');
    const std::string address = Setting(parts[2]);
    if (address.empty()) continue;
    auto channel = Connect(address, certificates, &calls);
    Note(channel.status(), faults);
    if (channel.ok()) prepared.channels[service->full_name()] = *channel;
  }
  auto routes = Routes::Of(Contracts());
  Note(routes.status(), faults);
  if (routes.ok()) prepared.routes = *std::move(routes);
  const auto openapi = ReadFile(absl::GetFlag(FLAGS_openapi));
  Note(openapi.status(), faults);
  if (openapi.ok()) prepared.openapi = *openapi;
  if (const std::string folder = absl::GetFlag(FLAGS_page); !folder.empty()) {
    auto page = ReadPage(folder);
    Note(page.status(), faults);
    if (page.ok()) prepared.page = *std::move(page);
  }
  if (!Setting("oidc-issuer").empty()) {
    auto sign_in = SignInSetting();
    Note(sign_in.status(), faults);
    if (sign_in.ok()) prepared.sign_in = *std::move(sign_in);
  }
  return prepared;
}

absl::Status Run(Prepared& prepared, Metrics& metrics) {
  LogFaultsOfGrpc();
  Backend backend(prepared.channels);
  Gateway gateway(*prepared.routes, backend,
                  {.version = OPVANG_API_VERSION,
                   .openapi = prepared.openapi,
                   .page = prepared.page,
                   .identifies = !absl::GetFlag(FLAGS_certificates).empty(),
                   .sign_in = prepared.sign_in.get()});
  HttpOptions options;
  options.listen_address = absl::GetFlag(FLAGS_listen);
  options.certificates = absl::GetFlag(FLAGS_certificates);
  options.door = {
      .connections_max = absl::GetFlag(FLAGS_callers),
      .connections_per_address_max = absl::GetFlag(FLAGS_callers_per_address)};
  ASSIGN_OR_RETURN(const auto server, HttpServer::Listen(options, gateway));
  server->Open();
  if (!absl::GetFlag(FLAGS_metrics).empty()) {
    ASSIGN_OR_RETURN(const std::string address,
                     ParseMetricsAddress(absl::GetFlag(FLAGS_metrics)));
    RETURN_IF_ERROR(metrics.Listen(address));
    Log(Severity::kInfo, "metrics",
        {{"service", "gateway"}, {"address", metrics.address()}});
  }
  metrics.CollectFrom([&](Measures& measures) {
    MeasureDoor(server->door(), options.door.connections_max, measures);
    gateway.Measure(measures);
  });
  const std::string address_file = absl::GetFlag(FLAGS_address_file);
  if (!address_file.empty()) {
    RETURN_IF_ERROR(WriteAddress(address_file, server->address()));
  }
  Log(Severity::kInfo, "listening",
      {{"service", "gateway"}, {"address", server->address()}});
  TellSupervisor("READY=1");
  bool deaf = false;
  do {
    TellSupervisor("WATCHDOG=1");
    deaf = server->IsDeaf();
  } while (!deaf && !StopsWithin(kAlive));
  Log(Severity::kInfo, "stopping", {{"service", "gateway"}});
  TellSupervisor("STOPPING=1");
  if (!deaf) StopsWithin(absl::GetFlag(FLAGS_drain_pause));
  server->Close(kDrain);
  metrics.CollectFrom(nullptr);
  backend.End();
  if (prepared.sign_in != nullptr) prepared.sign_in->Stop();
  Log(Severity::kInfo, "stopped", {{"service", "gateway"}});
  // Whoever keeps it running starts another.
  if (deaf) return absl::UnavailableError("nobody could be let in any more");
  return absl::OkStatus();
}

}  // namespace

int RunGateway(int argc, char** argv) {
  if (argc == 2 && absl::string_view(argv[1]) == "--help") {
    std::fputs(absl::StrCat("opvang-gateway ", OPVANG_VERSION,
                            ": the services of opvang as JSON over HTTP.\n\n",
                            SettingsHelp())
                   .c_str(),
               stdout);
    return 0;
  }
  if (argc == 2 && absl::string_view(argv[1]) == "--version") {
    std::printf("opvang-gateway %s\n", OPVANG_VERSION);
    return 0;
  }
  std::vector<std::string> faults =
      ReadSettings(argc, argv,
                   {.asked = {"quotas", "locations", "housing", "reporting"},
                    .keeps = false});
  const bool checks = absl::GetFlag(FLAGS_check_config);
  if (!faults.empty() && !checks) {
    for (const std::string& fault : faults) Say(fault);
    Say("--help lists the flags");
    return 2;
  }
  BlockSignals();
  // For tests, which find deadlocks; it costs every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  Metrics metrics(
      {.service = "gateway", .version = OPVANG_VERSION, .full_name = ""});
  CallsMadeLog calls(metrics.made());
  Prepared prepared = Prepare(calls, faults);
  for (const std::string& fault : faults) Say(fault);
  if (checks) return faults.empty() ? 0 : 2;
  if (!faults.empty()) return 1;
  const absl::Status status = Run(prepared, metrics);
  if (status.ok()) return 0;
  Say(std::string(status.message()));
  return 1;
}

}  // namespace opvang::gateway
