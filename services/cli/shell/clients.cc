#include "services/cli/shell/clients.h"

#include "common/base/status.h"
#include "grpcpp/generic/generic_stub.h"

namespace opvang::cli {

absl::StatusOr<Services> Connect(std::map<std::string, std::string> addresses,
                                 const std::string& certificates) {
  Services services;
  for (const auto& [name, address] : addresses) {
    ASSIGN_OR_RETURN(services.channels[name],
                     opvang::Connect(address, certificates));
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
  services.certificates = certificates;
  return services;
}

bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status) || absl::IsAborted(status);
}

bool IsServing(const std::shared_ptr<grpc::Channel>& channel) {
  // grpc.health.v1 as bytes: an empty request asks for the server as a whole,
  // and field 1 of the answer is 1 when it serves.
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  SetDeadline(context, SystemClock().Now() + absl::Seconds(3));
  grpc::CompletionQueue queue;
  const grpc::Slice nothing;
  const grpc::ByteBuffer empty(&nothing, 1);
  const auto call = stub.PrepareUnaryCall(
      &context, "/grpc.health.v1.Health/Check", empty, &queue);
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->StartCall();
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool done = false;
  if (!queue.Next(&tag, &done) || !done || !status.ok()) return false;
  std::vector<grpc::Slice> slices;
  if (!answer.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes == std::string("\x08\x01", 2);
}

}  // namespace opvang::cli
