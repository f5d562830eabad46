// Serves one gRPC service: health, reflection, one log line per call, and an
// orderly end.
#ifndef OPVANG_COMMON_SERVICE_SERVER_H_
#define OPVANG_COMMON_SERVICE_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/server_credentials.h"

namespace opvang {

// Whether a service answers as it should; asked for by its server.
class Serving {
 public:
  virtual ~Serving() = default;
  virtual bool IsServing() const = 0;
};

struct ServeOptions {
  std::string name;            // "quotas", for the log.
  std::string listen_address;  // "127.0.0.1:0" picks a free port.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // For services that hold a thread while they are called, as reflection does;
  // ours run on their lanes. Calls beyond it are refused.
  int thread_count_max = 12;
  absl::Duration drain = absl::Seconds(10);
  // When given, the address that clients connect to is written there once it
  // serves.
  std::string address_file;
  // Whether the service answers as it should: told to health clients, asked
  // often until it does and once a second after.
  std::function<bool()> is_serving = [] { return true; };
};

// Blocks SIGTERM and SIGINT in this thread and all it starts; call it before
// the first thread.
void BlockStopSignals();

// Serves until SIGTERM or SIGINT, then tells health clients, drains and stops.
absl::Status Serve(grpc::Service& service, const ServeOptions& options);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SERVER_H_
