// Channels to several replicas of a service: calls go to each in turn, and none
// to one whose health says that it does not serve.
#include "common/net/transport.h"

#include <stdlib.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;

class CountedQuotas final : public q::QuotaService::Service {
 public:
  grpc::Status ListCycles(grpc::ServerContext*, const q::ListCyclesRequest*,
                          q::ListCyclesResponse*) override {
    ++calls;
    return grpc::Status::OK;
  }
  std::atomic<int> calls = 0;
};

class TransportToSeveralTest : public testing::Test {
 protected:
  // Calls until each of them took one more, or too often.
  void CallUntilAll(q::QuotaService::Stub& stub,
                    const std::vector<CountedQuotas*>& all) {
    std::vector<int> before;
    for (const auto* one : all) before.push_back(one->calls);
    for (int i = 0; i < 10000; ++i) {
      ASSERT_THAT(
          CallRpc<q::ListCyclesResponse>(
              stub, &q::QuotaService::Stub::ListCycles, q::ListCyclesRequest()),
          IsOk());
      bool done = true;
      for (size_t j = 0; j < all.size(); ++j) {
        done &= all[j]->calls > before[j];
      }
      if (done) return;
    }
    ADD_FAILURE() << "one of them is never called";
  }
  static void SetHealth(grpc::Server& server, bool serves) {
    server.GetHealthCheckService()->SetServingStatus("reads", serves);
  }

  CountedQuotas first_, second_;
};

TEST_F(TransportToSeveralTest, CallsGoToEach) {
  InProcess first(first_), second(second_);
  for (const char* scheme : {"", "ipv4:"}) {
    const auto stub = q::QuotaService::NewStub(*Connect(
        absl::StrCat(scheme, first.address(), ",", second.address()), ""));
    CallUntilAll(*stub, {&first_, &second_});
  }
}

TEST_F(TransportToSeveralTest, AlsoOverTls) {
  char folder[] = "/tmp/opvang-cert-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string make =
      absl::StrCat("bash " OPVANG_SOURCE_DIR "/deploy/certificates ", folder);
  ASSERT_EQ(system(make.c_str()), 0);
  const auto credentials =
      *MakeServerCredentials(absl::StrCat(folder, "/quotas"), "127.0.0.1:0");
  InProcess first(first_, credentials), second(second_, credentials);
  const auto stub = q::QuotaService::NewStub(
      *Connect(absl::StrCat(first.address(), ",", second.address()),
               absl::StrCat(folder, "/auditor")));
  CallUntilAll(*stub, {&first_, &second_});
}

TEST_F(TransportToSeveralTest, OneThatDoesNotServeIsNotCalled) {
  grpc::EnableDefaultHealthCheckService(true);
  int ports[2];
  std::unique_ptr<grpc::Server> servers[2];
  CountedQuotas* const services[2] = {&first_, &second_};
  for (int i = 0; i < 2; ++i) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &ports[i]);
    builder.RegisterService(services[i]);
    servers[i] = builder.BuildAndStart();
    SetHealth(*servers[i], true);
  }
  grpc::EnableDefaultHealthCheckService(false);
  const auto stub = q::QuotaService::NewStub(*Connect(
      absl::StrCat("127.0.0.1:", ports[0], ",127.0.0.1:", ports[1]), ""));
  CallUntilAll(*stub, {&first_, &second_});
  SetHealth(*servers[0], false);
  // The word is on its way; from some call on none comes any more.
  const auto calls_in_a_row = [&] {
    const int before = first_.calls;
    for (int i = 0; i < 20; ++i) {
      EXPECT_THAT(CallRpc<q::ListCyclesResponse>(
                      *stub, &q::QuotaService::Stub::ListCycles,
                      q::ListCyclesRequest()),
                  IsOk());
    }
    return first_.calls - before;
  };
  int tries = 0;
  while (calls_in_a_row() > 0) ASSERT_LT(++tries, 1000);
  SetHealth(*servers[0], true);
  CallUntilAll(*stub, {&first_, &second_});
}

TEST(TransportTest, SeveralAddressesAreNumbersOnLoopbackOrTls) {
  EXPECT_TRUE(IsLoopback("127.0.0.1:1,127.0.0.1:2"));
  EXPECT_TRUE(IsLoopback("ipv6:[::1]:1,[::1]:2"));
  EXPECT_FALSE(IsLoopback("127.0.0.1:1,192.0.2.1:2"));
  EXPECT_THAT(Connect("127.0.0.1:1,192.0.2.1:2", ""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  for (const char* faulty :
       {"127.0.0.1:1,localhost:2", "127.0.0.1:1,", "[::1]:1,127.0.0.1:2"}) {
    EXPECT_THAT(Connect(faulty, ""),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << faulty;
  }
}

}  // namespace
}  // namespace opvang
