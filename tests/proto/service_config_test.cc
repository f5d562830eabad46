// proto/service_config.json, which clients give to their channels: gRPC takes
// it, and a call that finds a service away is made again.
#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace r = nl::opvang::reporting::v1;

std::string Config() {
  std::ifstream file(OPVANG_SOURCE_DIR "/proto/service_config.json");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A channel that tells a faulty configuration at the first call.
std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address,
                                         const std::string& config) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(config);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

// Answers `code` the first times.
class Quotas final : public q::QuotaService::Service {
 public:
  Quotas(grpc::StatusCode code, int refusals) : code_(code), left_(refusals) {}
  grpc::Status ListCycles(grpc::ServerContext*, const q::ListCyclesRequest*,
                          q::ListCyclesResponse* response) override {
    ++calls;
    if (left_-- > 0) return {code_, "away"};
    response->set_revision(7);
    return grpc::Status::OK;
  }
  std::atomic<int> calls = 0;

 private:
  const grpc::StatusCode code_;
  std::atomic<int> left_;
};

absl::StatusOr<q::ListCyclesResponse> Ask(Quotas& service,
                                          const std::string& config) {
  InProcess server(service);
  auto stub = q::QuotaService::NewStub(ChannelTo(server.address(), config));
  return CallRpc<q::ListCyclesResponse>(
      *stub, &q::QuotaService::Stub::ListCycles, q::ListCyclesRequest());
}

TEST(ServiceConfigTest, NamesEveryService) {
  std::set<std::string> named;
  const auto config = nlohmann::json::parse(Config());
  for (const auto& one : config["methodConfig"][0]["name"]) {
    named.insert(one["service"]);
  }
  EXPECT_EQ(named,
            (std::set<std::string>{
                q::QuotaService::service_full_name(),
                nl::opvang::locations::v1::LocationService::service_full_name(),
                nl::opvang::housing::v1::HousingService::service_full_name(),
                r::ReportingService::service_full_name()}));
}

// A delivery of a million rows takes longer than a call may, and is not made
// again as a whole: it goes on where it stopped. A print is sent when all of it
// is there, so one of which nothing came is asked again.
TEST(ServiceConfigTest, StreamsHaveTimeOfTheirOwn) {
  std::set<std::string> named;
  const auto config = nlohmann::json::parse(Config());
  for (const int at : {1, 2}) {
    for (const auto& one : config["methodConfig"][at]["name"]) {
      named.insert(absl::StrCat(std::string(one["service"]), ".",
                                std::string(one["method"])));
    }
  }
  EXPECT_FALSE(config["methodConfig"][1].contains("retryPolicy"));
  EXPECT_EQ(config["methodConfig"][2]["retryPolicy"],
            config["methodConfig"][0]["retryPolicy"]);
  EXPECT_EQ(config["methodConfig"][2]["name"].size(), 2u);
  std::set<std::string> streams;
  for (const auto* file :
       {q::ListCyclesRequest::descriptor()->file(),
        nl::opvang::locations::v1::Location::descriptor()->file(),
        nl::opvang::housing::v1::Placement::descriptor()->file(),
        r::Report::descriptor()->file()}) {
    for (int m = 0; m < file->service(0)->method_count(); ++m) {
      const auto& method = *file->service(0)->method(m);
      if (method.client_streaming() || method.server_streaming()) {
        streams.insert(method.full_name());
      }
    }
  }
  EXPECT_EQ(named, streams);
}

TEST(ServiceConfigTest, GrpcTakesItAndWouldSayWhatItDoesNotTake) {
  Quotas service(grpc::StatusCode::OK, 0);
  EXPECT_THAT(Ask(service, Config()), IsOk());
  auto faulty = nlohmann::json::parse(Config());
  faulty["methodConfig"][0]["retryPolicy"]["maxBackoff"] = "soon";
  EXPECT_THAT(Ask(service, faulty.dump()), testing::Not(IsOk()));
}

// One moment in which a service is away fails all calls that are under way: not
// for that may gRPC hold that trying again is of no use.
TEST(ServiceConfigTest, SoAreManyAtOnce) {
  constexpr int kCalls = 60;
  Quotas service(grpc::StatusCode::UNAVAILABLE, kCalls);
  InProcess server(service);
  auto stub = q::QuotaService::NewStub(ChannelTo(server.address(), Config()));
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCalls; ++i) {
    threads.emplace_back([&] {
      failed += !CallRpc<q::ListCyclesResponse>(
                     *stub, &q::QuotaService::Stub::ListCycles,
                     q::ListCyclesRequest())
                     .ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
}

TEST(ServiceConfigTest, ACallThatFindsTheServiceAwayIsMadeAgain) {
  Quotas service(grpc::StatusCode::UNAVAILABLE, 3);
  const auto answer = Ask(service, Config());
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->revision(), 7);
  EXPECT_EQ(service.calls, 4);
}

TEST(ServiceConfigTest, WithoutItACallIsMadeOnce) {
  Quotas service(grpc::StatusCode::UNAVAILABLE, 3);
  EXPECT_TRUE(absl::IsUnavailable(Ask(service, "{}").status()));
  EXPECT_EQ(service.calls, 1);
}

TEST(ServiceConfigTest, WhatIsRefusedIsNotAskedAgain) {
  Quotas service(grpc::StatusCode::FAILED_PRECONDITION, 1);
  EXPECT_TRUE(absl::IsFailedPrecondition(Ask(service, Config()).status()));
  EXPECT_EQ(service.calls, 1);
}

}  // namespace
}  // namespace opvang
