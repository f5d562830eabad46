#include "tests/bench/house.h"

#include "absl/strings/str_cat.h"
#include "common/service/authorizer.h"
#include "grpcpp/server_builder.h"

namespace opvang::bench {
namespace {

// The folder of one caller in `certificates`.
std::string CallerIn(const std::string& certificates, const char* name) {
  return certificates.empty() ? "" : absl::StrCat(certificates, "/", name);
}

}  // namespace

EmptyServer::EmptyServer(const std::string& certificates) {
  constexpr char kListen[] = "127.0.0.1:0";
  grpc::ServerBuilder builder;
  builder.AddListeningPort(
      kListen,
      *MakeServerCredentials(CallerIn(certificates, "quotas"), kListen),
      &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

EmptyServer::~EmptyServer() {
  server_->Shutdown(std::chrono::system_clock::now());
}

std::string EmptyServer::address() const {
  return absl::StrCat("127.0.0.1:", port_);
}

grpc::ServerUnaryReactor* EmptyServer::Answer(
    grpc::CallbackServerContext* context,
    const nl::opvang::bench::AnswerRequest* request,
    nl::opvang::bench::AnswerResponse* response) {
  auto* reactor = context->DefaultReactor();
  lane_.Submit(OinOf(*context), absl::InfiniteFuture(),
               [=](const absl::Status&) {
                 response->mutable_body()->resize(request->byte_count());
                 reactor->Finish(grpc::Status::OK);
               });
  return reactor;
}

House::House(const std::string& certificates, int replicas)
    : programs(certificates, replicas),
      empty_server(certificates),
      quotas(StubsAt<q::QuotaService>(programs.Address("quotas"),
                                      CallerIn(certificates, "ministry"))),
      locations(StubsAt<l::LocationService>(
          programs.Address("locations"), CallerIn(certificates, "ministry"))),
      housing(StubsAt<h::HousingService>(programs.Address("housing"),
                                         CallerIn(certificates, "ministry"))),
      reporting(StubsAt<r::ReportingService>(
          programs.Address("reporting"), CallerIn(certificates, "ministry"))),
      empty(StubsAt<EmptyService>(empty_server.address(),
                                  CallerIn(certificates, "ministry"))),
      country(*quotas[0], *locations[0], *housing[0]) {}

}  // namespace opvang::bench
