// What the four mains would otherwise repeat: flags, migrations, credentials,
// serving.
#ifndef OPVANG_COMMON_SERVICE_RUN_SERVICE_H_
#define OPVANG_COMMON_SERVICE_RUN_SERVICE_H_

#include <functional>
#include <memory>

#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/service/authorizer.h"
#include "grpcpp/channel.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace opvang {

// What a service is built from. All outlive it.
struct Dependencies {
  Database& db;
  const Clock& clock;
  Organisations& organisations;
  // A channel to the service of that name, at the address of its flag
  // (`--quotas=…`); the same certificate, the same transport.
  std::function<std::shared_ptr<grpc::Channel>(absl::string_view service)>
      connect;
  // The value of a flag that only this service has; empty when absent.
  std::function<std::string(absl::string_view name)> flag;
};

using MakeService =
    std::function<std::unique_ptr<grpc::Service>(const Dependencies&)>;

// `name` is "quotas", `full_name` that of the service in its contract.
// Parses flags, migrates the schema, builds the service and serves it until
// SIGTERM. Answers the exit status: 0 after a clean stop, 2 for a fault of the
// flags, 1 for anything else, each fault with one clear line.
int RunService(int argc, char** argv, absl::string_view name,
               absl::string_view full_name, const MakeService& make);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_RUN_SERVICE_H_
