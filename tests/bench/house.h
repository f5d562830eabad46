// What a row measures: the programs, connections to them, and the country in
// them; beside them a service without work, whose calls are the limit of
// theirs.
#ifndef OPVANG_TESTS_BENCH_HOUSE_H_
#define OPVANG_TESTS_BENCH_HOUSE_H_

#include <memory>
#include <string>
#include <vector>

#include "common/net/transport.h"
#include "common/service/lane.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "tests/bench/country.h"
#include "tests/bench/empty.grpc.pb.h"
#include "tests/bench/programs.h"

namespace opvang::bench {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

inline constexpr int kConnections = 4;

// One for each connection.
template <typename Service>
using Stubs = std::vector<std::unique_ptr<typename Service::Stub>>;

// `certificates` is a folder with those of the caller; empty for plain.
template <typename Service>
Stubs<Service> StubsAt(const std::string& address,
                       const std::string& certificates = "") {
  Stubs<Service> stubs;
  for (int i = 0; i < kConnections; ++i) {
    if (!certificates.empty()) {
      stubs.push_back(Service::NewStub(*Connect(address, certificates)));
      continue;
    }
    // Channels that differ in nothing would share a connection.
    grpc::ChannelArguments arguments;
    arguments.SetInt("bench.connection", i);
    arguments.SetMaxReceiveMessageSize(-1);
    stubs.push_back(Service::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

using EmptyService = nl::opvang::bench::EmptyService;

// Answers without work, on a lane like that of reads.
class EmptyServer final : public EmptyService::CallbackService {
 public:
  // `certificates` as of `Programs`.
  explicit EmptyServer(const std::string& certificates);
  ~EmptyServer() override;
  std::string address() const;

 private:
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context,
      const nl::opvang::bench::AnswerRequest* request,
      nl::opvang::bench::AnswerResponse* response) override;

  Lane lane_{{.thread_count = 4}};
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

struct House {
  // `certificates` as of `Programs`; the ministry calls.
  explicit House(const std::string& certificates = "", int replicas = 1);

  Programs programs;
  EmptyServer empty_server;
  Stubs<q::QuotaService> quotas;
  Stubs<l::LocationService> locations;
  Stubs<h::HousingService> housing;
  Stubs<r::ReportingService> reporting;
  Stubs<EmptyService> empty;
  Country country;
};

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_HOUSE_H_
