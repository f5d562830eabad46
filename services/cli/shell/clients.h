// The four services, as the client reaches them.
#ifndef OPVANG_SERVICES_CLI_SHELL_CLIENTS_H_
#define OPVANG_SERVICES_CLI_SHELL_CLIENTS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/pages.h"
#include "common/base/status.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"

namespace opvang::cli {

struct Services {
  std::map<std::string, std::string> addresses;  // By name of the service.
  std::string certificates;  // Their folder: who asks. Empty for plain.
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  std::unique_ptr<nl::opvang::quotas::v1::QuotaService::Stub> quotas;
  std::unique_ptr<nl::opvang::locations::v1::LocationService::Stub> locations;
  std::unique_ptr<nl::opvang::housing::v1::HousingService::Stub> housing;
  std::unique_ptr<nl::opvang::reporting::v1::ReportingService::Stub> reporting;
  // The pseudonym of who does this, or the signed claim that it is; empty
  // without.
  std::string actor;
};

// `certificates` as in common/net/transport.h; empty for plain, on loopback.
absl::StatusOr<Services> Connect(std::map<std::string, std::string> addresses,
                                 const std::string& certificates);

// Whether the service answers its health check with "serving".
bool IsServing(const std::shared_ptr<grpc::Channel>& channel);

// Whether the same again, later, may succeed.
bool IsPassing(const absl::Status& status);

// Calls with a deadline of thirty seconds, for `actor` where one is given.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request,
                             const std::string& actor = "",
                             absl::Duration most = absl::Seconds(30)) {
  grpc::ClientContext context;
  SetDeadline(context, SystemClock().Now() + most);
  if (!actor.empty()) context.AddMetadata("x-opvang-actor", actor);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

// Calls for page after page, at the revision of the first, and hands each to
// `take`.
template <typename Stub, typename Request, typename Response, typename Take>
absl::Status AskAll(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    Request request, Take take) {
  return ForEachPage(
      std::move(request),
      [&](const Request& page) { return Ask(stub, method, page); }, take);
}

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_CLIENTS_H_
