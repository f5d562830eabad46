#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/net/reply.h"
#include "grpcpp/server_builder.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "services/cli/run.h"
#include "tests/cli/outcome.h"
#include "tests/support/matchers.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;
using testing::HasSubstr;

// Records what it gets, each id once, and refuses what it is told to.
class Quotas final : public q::QuotaService::Service {
 public:
  grpc::Status DeliverQuotas(grpc::ServerContext*,
                             const q::DeliverQuotasRequest* request,
                             q::DeliverQuotasResponse* response) override {
    requests.push_back(*request);
    const auto known = written.find(request->request_id());
    response->set_revision(known == written.end() ? revision : known->second);
    if (!answer.ok()) return ToGrpc(answer);
    if (known != written.end() || request->validate_only()) {
      return grpc::Status::OK;
    }
    response->set_revision(++revision);
    written[request->request_id()] = revision;
    last = request->quota_entries(0).quota_count();
    return grpc::Status::OK;
  }
  grpc::Status ListCycles(grpc::ServerContext*, const q::ListCyclesRequest*,
                          q::ListCyclesResponse* response) override {
    response->set_revision(revision);
    return grpc::Status::OK;
  }
  std::vector<q::DeliverQuotasRequest> requests;
  std::map<std::string, int64_t> written;
  int64_t revision = 6;
  int last = 0;  // What the last one says that was kept.
  absl::Status answer;
};

class LoadTest : public testing::Test {
 protected:
  LoadTest() {
    folder_ = testing::TempDir() + "/load";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&quotas_);
    server_ = builder.BuildAndStart();
  }
  ~LoadTest() override { server_->Shutdown(std::chrono::system_clock::now()); }
  void File(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
  }
  Outcome Load() {
    const std::string address = "127.0.0.1:" + std::to_string(port_);
    return RunOpvang({"load", folder_, "--parent", "provinces/pv23", "--quotas",
                      address, "--locations", address, "--housing", address,
                      "--reporting", address});
  }

  std::string folder_;
  int port_ = 0;
  Quotas quotas_;
  std::unique_ptr<grpc::Server> server_;
};

constexpr char kQuotas[] =
    "subject,duty,period,basis,start_date,quota_count,source\n"
    "municipalities/gm0193,asylum,cycles/2024,indicative,2024-01-31,717,x\n"
    "GM0150,asylum,cycles/2024,indicative,2024-01-31,530,x\n";

TEST_F(LoadTest, TriesBeforeItDelivers) {
  File("quota_entries.csv", kQuotas);
  const Outcome outcome = Load();
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("quotas       0        7  ja"));
  ASSERT_EQ(quotas_.requests.size(), 2u);
  EXPECT_TRUE(quotas_.requests[0].validate_only());
  EXPECT_FALSE(quotas_.requests[1].validate_only());
  EXPECT_EQ(quotas_.requests[1].quota_entries_size(), 2);
}

TEST_F(LoadTest, TheSameFolderHasTheSameRequestId) {
  File("quota_entries.csv", kQuotas);
  Load();
  Load();
  EXPECT_EQ(quotas_.requests[1].request_id(), quotas_.requests[3].request_id());
  File("quota_entries.csv",
       absl::StrCat(kQuotas,
                    "GM0160,asylum,cycles/2024,indicative,2024-01-31,360,x\n"));
  Load();
  EXPECT_NE(quotas_.requests[1].request_id(), quotas_.requests[5].request_id());
}

// What was said before holds again when it is said again.
TEST_F(LoadTest, TheFirstAfterTheSecondHoldsAgain) {
  const auto say = [&](int count) {
    File("quota_entries.csv",
         absl::StrCat("subject,duty,period,basis,start_date,quota_count,source"
                      "\nGM0193,asylum,cycles/2024,indicative,2024-01-31,",
                      count, ",x\n"));
    const Outcome outcome = Load();
    EXPECT_EQ(outcome.status, kDone) << outcome.err;
  };
  int64_t writes = quotas_.revision;
  for (const int count : {80, 90, 80, 90, 90, 80}) {
    const bool again = count == quotas_.last;
    say(count);
    EXPECT_EQ(quotas_.last, count);
    EXPECT_EQ(quotas_.revision, writes + !again);
    writes = quotas_.revision;
    // A repeat, also one after a lost answer, is there once.
    say(count);
    EXPECT_EQ(quotas_.revision, writes);
  }
}

TEST_F(LoadTest, SendsNothingWhileAFileIsFaulty) {
  File("quota_entries.csv", "subject,quota_count,source\nGM0193,66%,x\n");
  File("colours.csv", "a\nb\n");
  const Outcome outcome = Load();
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(outcome.err, HasSubstr("quota_entries.csv:2, kolom quota_count"));
  EXPECT_THAT(outcome.err, HasSubstr("colours.csv: geen dienst neemt colours"));
  EXPECT_TRUE(quotas_.requests.empty());
}

TEST_F(LoadTest, PutsTheFaultsOfAServiceAtTheirLine) {
  File("quota_entries.csv", kQuotas);
  quotas_.answer = InvalidFields(
      {{"quota_entries[1].quota_count", "is 530; it must be less"}});
  const Outcome outcome = Load();
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(outcome.err,
              HasSubstr("quota_entries.csv:3, kolom quota_count: is 530"));
  EXPECT_EQ(quotas_.requests.size(), 1u);
}

TEST_F(LoadTest, SaysInDutchThatAServiceIsDown) {
  File("quota_entries.csv", kQuotas);
  server_->Shutdown(std::chrono::system_clock::now());
  const Outcome outcome = Load();
  EXPECT_EQ(outcome.status, kUnreachable);
  EXPECT_THAT(outcome.err, HasSubstr("antwoordt niet"));
}

}  // namespace
}  // namespace opvang::cli
