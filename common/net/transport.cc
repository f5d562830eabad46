#include "common/net/transport.h"

#include <unistd.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"
#include "common/net/certificates.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/client_interceptor.h"
#include "service_config.h"  // Made of proto/service_config.json.

namespace opvang {
namespace {

constexpr int kReloadSeconds = 1;

// A server that is back is found within a fifth of a second: a call fails at
// once between two attempts, and its retries end before the library's own
// pauses (which grow to two minutes) would.
constexpr int kReconnectMilliseconds = 200;

absl::StatusOr<
    std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider>>
Watch(const std::string& folder) {
  ASSIGN_OR_RETURN(const AdoptedPaths adopted, AdoptCertificates(folder));
  return std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      adopted.key, adopted.cert, adopted.ca, kReloadSeconds);
}

// Stands beside a call that is made: sends along what it is part of.
class Companion final : public grpc::experimental::Interceptor {
 public:
  Companion(grpc::experimental::ClientRpcInfo* info, CallsMade* calls)
      : info_(info),
        calls_(calls),
        start_(SteadyNow()),
        span_(SpanWithin(CurrentTrace())) {
    if (calls_ != nullptr) begun_ = calls_->Begun(info->method(), Type());
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    using Point = grpc::experimental::InterceptionHookPoints;
    if (batch->QueryInterceptionHookPoint(Point::PRE_SEND_INITIAL_METADATA)) {
      auto& metadata = *batch->GetSendInitialMetadata();
      const auto send = [&metadata](const char* name,
                                    const std::string& value) {
        if (!value.empty() && metadata.find(name) == metadata.end()) {
          metadata.emplace(name, value);
        }
      };
      send("traceparent", Traceparent(span_));
      send("tracestate", span_.state);
      send("fsc-transaction-id", span_.transaction_id);
    }
    if (calls_ != nullptr &&
        batch->QueryInterceptionHookPoint(Point::POST_RECV_STATUS)) {
      calls_->End({.begun = begun_,
                   .method = info_->method(),
                   .span = span_,
                   .status = *batch->GetRecvStatus(),
                   .took = SteadyNow() - start_});
    }
    batch->Proceed();
  }

 private:
  const char* Type() const {
    using Info = grpc::experimental::ClientRpcInfo;
    switch (info_->type()) {
      case Info::Type::CLIENT_STREAMING:
        return "client_stream";
      case Info::Type::SERVER_STREAMING:
        return "server_stream";
      case Info::Type::BIDI_STREAMING:
        return "bidi_stream";
      default:
        return "unary";
    }
  }

  grpc::experimental::ClientRpcInfo* const info_;
  CallsMade* const calls_;
  const absl::Time start_;
  const Trace span_;
  void* begun_ = nullptr;
};

class Companions final
    : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit Companions(CallsMade* calls) : calls_(calls) {}
  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* info) override {
    return new Companion(info, calls_);
  }

 private:
  CallsMade* const calls_;
};

std::shared_ptr<grpc::Channel> Create(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials,
    const grpc::ChannelArguments& arguments, CallsMade* calls) {
  std::vector<
      std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
      companions;
  companions.push_back(std::make_unique<Companions>(calls));
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      address, credentials, arguments, std::move(companions));
}

absl::Status PlainBeyondLoopback(absl::string_view address) {
  return absl::InvalidArgumentError(
      absl::StrCat(address,
                   " can be reached from other machines; give certificates, "
                   "or an address on loopback"));
}

// Several addresses ("A,B") as gRPC names them.
constexpr absl::string_view kSchemes[] = {"ipv4:", "ipv6:"};
struct Target {
  std::string name;
  std::string first;  // Of several; empty for one.
};

absl::StatusOr<Target> TargetOf(absl::string_view address) {
  if (!absl::StrContains(address, ',')) {
    return Target{std::string(address), ""};
  }
  absl::string_view list = address;
  for (const absl::string_view scheme : kSchemes) {
    absl::ConsumePrefix(&list, scheme);
  }
  const std::vector<std::string> all = absl::StrSplit(list, ',');
  const bool six = absl::StartsWith(list, "[");
  for (const std::string& one : all) {
    if (!one.empty() && (six ? one[0] == '[' : absl::ascii_isdigit(one[0]))) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat(address, ": \"", one,
                     "\" is no number; several addresses are numbers of one "
                     "kind, or give one name that has several"));
  }
  return Target{absl::StrCat(kSchemes[six ? 1 : 0], list), all.front()};
}

}  // namespace

bool IsLoopback(absl::string_view address) {
  for (const absl::string_view scheme : kSchemes) {
    absl::ConsumePrefix(&address, scheme);
  }
  const std::vector<absl::string_view> all = absl::StrSplit(address, ',');
  return std::all_of(all.begin(), all.end(), [](absl::string_view one) {
    return absl::StartsWith(one, "unix:") || absl::StartsWith(one, "127.") ||
           absl::StartsWith(one, "localhost:") ||
           absl::StartsWith(one, "[::1]:");
  });
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const std::string& certificates, absl::string_view address) {
  if (certificates.empty()) {
    if (!IsLoopback(address)) return PlainBeyondLoopback(address);
    return grpc::InsecureServerCredentials();
  }
  ASSIGN_OR_RETURN(const auto provider, Watch(certificates));
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  const std::string crls = certificates + "/crls";
  if (access(crls.c_str(), R_OK) == 0) options.set_crl_directory(crls);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const std::string& certificates,
    CallsMade* calls) {
  ASSIGN_OR_RETURN(const Target target, TargetOf(address));
  grpc::ChannelArguments arguments;
  // Whose certificate is expected: of a list gRPC would expect the list.
  if (!target.first.empty()) {
    arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, target.first);
  }
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(64 * 1024 * 1024);
  // All faults of a large input come in one answer, as metadata.
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 1024 * 1024);
  arguments.SetString(GRPC_ARG_PRIMARY_USER_AGENT_STRING, "metadata/1048576");
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   kReconnectMilliseconds);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMilliseconds);
  if (certificates.empty()) {
    if (!IsLoopback(address)) return PlainBeyondLoopback(address);
    return Create(target.name, grpc::InsecureChannelCredentials(), arguments,
                  calls);
  }
  ASSIGN_OR_RETURN(const auto provider, Watch(certificates));
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  return Create(target.name, grpc::experimental::TlsCredentials(options),
                arguments, calls);
}

void SetDeadline(grpc::ClientContext& context, absl::Time deadline) {
  context.set_deadline(absl::ToChronoTime(deadline));
}

absl::Time DeadlineWithin(absl::Duration most, absl::Time callers) {
  return std::min(callers, SystemClock().Now() + most);
}

}  // namespace opvang
