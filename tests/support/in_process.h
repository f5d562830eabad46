// A gRPC service of this process, called through a real channel on loopback.
#ifndef OPVANG_TESTS_SUPPORT_IN_PROCESS_H_
#define OPVANG_TESTS_SUPPORT_IN_PROCESS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace opvang {

class InProcess {
 public:
  explicit InProcess(grpc::Service& service,
                     const std::shared_ptr<grpc::ServerCredentials>&
                         credentials = grpc::InsecureServerCredentials()) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
    // Where a program has servers tell their health, whoever calls looks.
    if (auto* health = server_->GetHealthCheckService()) {
      health->SetServingStatus("reads", true);
    }
  }
  ~InProcess() { Stop(); }
  std::shared_ptr<grpc::Channel> channel() { return *Connect(address(), ""); }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Answers nothing from now on, as a service that is down.
  void Stop() { server_->Shutdown(std::chrono::system_clock::now()); }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Calls `(stub.*method)(context, request, &response)` with a deadline.
template <typename Response, typename Stub, typename Request>
absl::StatusOr<Response> CallRpc(
    Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    const Request& request) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(30));
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_IN_PROCESS_H_
