#include "common/service/server.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/service/authorizer.h"
#include "google/protobuf/message.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/server_interceptor.h"

namespace opvang {
namespace {

constexpr int kMessageBytesMax = 4 * 1024 * 1024;

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

constexpr timespec kStartPause{.tv_sec = 0, .tv_nsec = 10 * 1000 * 1000};
constexpr timespec kHealthPause{.tv_sec = 1, .tv_nsec = 0};

bool StopsWithin(const timespec& pause, const sigset_t& signals) {
  return sigtimedwait(&signals, nullptr, &pause) > 0;
}

// Writes one line when a call's status is sent: which method, who called, which
// code, how long. Never a message body.
class CallLog final : public grpc::experimental::Interceptor {
 public:
  CallLog(grpc::experimental::ServerRpcInfo* info)
      : info_(info), start_(SystemClock().Now()) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    using Point = grpc::experimental::InterceptionHookPoints;
    if (batch->QueryInterceptionHookPoint(Point::POST_RECV_MESSAGE)) {
      NoteRequest(batch->GetRecvMessage());
    }
    if (batch->QueryInterceptionHookPoint(Point::PRE_SEND_STATUS)) {
      Write(batch->GetSendStatus());
    }
    batch->Proceed();
  }

 private:
  void NoteRequest(const void* raw) {
    if (absl::StartsWith(info_->method(), "/nl.opvang.") && raw != nullptr) {
      const auto& request = *static_cast<const google::protobuf::Message*>(raw);
      const auto* field =
          request.GetDescriptor()->FindFieldByName("request_id");
      if (field != nullptr) {
        request_id_ = request.GetReflection()->GetString(request, field);
      }
    }
  }

  void Write(const grpc::Status& status) {
    const absl::Duration took = SystemClock().Now() - start_;
    const auto& metadata = info_->server_context()->client_metadata();
    const auto trace = metadata.find("traceparent");
    Log(status.ok() ? Severity::kInfo : Severity::kWarning, "call",
        {{"method", info_->method()},
         {"code", absl::StrCat(static_cast<int>(status.error_code()))},
         {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(took))},
         {"caller", OinOf(*info_->server_context())},
         {"peer", std::string(info_->server_context()->peer())},
         {"request_id", request_id_.substr(0, 64)},
         {"traceparent",
          trace == metadata.end()
              ? ""
              : std::string(trace->second.data(),
                            std::min<size_t>(trace->second.size(), 64))}});
  }

  grpc::experimental::ServerRpcInfo* info_;
  absl::Time start_;
  std::string request_id_;
};

class CallLogFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new CallLog(info);
  }
};

// Whole or not at all, for whoever waits for it.
absl::Status WriteFile(const std::string& path, const std::string& text) {
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft);
    file << text << "\n";
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace

void BlockStopSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

absl::Status Serve(grpc::Service& service, const ServeOptions& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ResourceQuota quota(options.name);
  quota.SetMaxThreads(options.thread_count_max);
  grpc::ServerBuilder builder;
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(std::make_unique<CallLogFactory>());
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  int port = 0;
  builder.AddListeningPort(options.listen_address, options.credentials, &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.listen_address));
  }
  std::string address = options.listen_address;
  if (!absl::StartsWith(address, "unix:")) {
    address = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  }
  const sigset_t signals = StopSignals();
  bool served = false, serving = false;
  do {
    serving = options.is_serving();
    server->GetHealthCheckService()->SetServingStatus(serving);
    if (!served && serving) {
      served = true;
      if (!options.address_file.empty()) {
        const absl::Status written = WriteFile(options.address_file, address);
        if (!written.ok()) return written;
      }
      Log(Severity::kInfo, "listening",
          {{"service", options.name}, {"address", address}});
    }
  } while (!StopsWithin(served ? kHealthPause : kStartPause, signals));
  Log(Severity::kInfo, "stopping", {{"service", options.name}});
  server->GetHealthCheckService()->SetServingStatus(false);
  server->Shutdown(absl::ToChronoTime(SystemClock().Now() + options.drain));
  Log(Severity::kInfo, "stopped", {{"service", options.name}});
  return absl::OkStatus();
}

}  // namespace opvang
