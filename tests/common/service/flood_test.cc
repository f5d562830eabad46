// What a caller may not do to the others, against a real server process.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "absl/time/clock.h"
#include "common/net/transport.h"
#include "grpc/impl/codegen/compression_types.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "tests/support/http2.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"

namespace opvang::flood {
namespace {

namespace q = nl::opvang::quotas::v1;

constexpr absl::Duration kMost = absl::Seconds(20);
constexpr char kListProvinces[] =
    "/nl.opvang.quotas.v1.QuotaService/ListProvinces";
constexpr char kReflection[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// Connections of both sides are files.
void AllowManyFiles() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

class FloodTest : public testing::Test {
 protected:
  void Start(const std::string& mode, const std::string& still_ms = "30000",
             const std::string& impatient_of = "") {
    const std::string path = testing::TempDir() + "/flooded.address";
    unlink(path.c_str());
    pid_ = Spawn({OPVANG_BINARY_DIR "/tests/support/slow_server", "8", path,
                  mode, still_ms, impatient_of},
                 testing::TempDir() + "/flooded.log");
    address_ = AwaitWord(path);
  }
  void TearDown() override {
    if (pid_ != 0) End(pid_, SIGKILL);
  }
  grpc::Status Ask(
      grpc_compression_algorithm compression = GRPC_COMPRESS_NONE) {
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = q::QuotaService::NewStub(grpc::CreateCustomChannel(
        address_, grpc::InsecureChannelCredentials(), own));
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + kMost);
    context.set_wait_for_ready(true);
    context.set_compression_algorithm(compression);
    q::ListProvincesResponse response;
    return stub->ListProvinces(&context, {}, &response);
  }
  int FileCount() const {
    const std::filesystem::directory_iterator files(
        "/proc/" + std::to_string(pid_) + "/fd");
    return static_cast<int>(std::distance(begin(files), end(files)));
  }

  pid_t pid_ = 0;
  std::string address_;
};

TEST_F(FloodTest, ConnectionsThatSayNothingShutNobodyOut) {
  AllowManyFiles();
  Start("answer");
  std::vector<RawConnection> silent;
  for (int i = 0; i < 1100; ++i) silent.emplace_back(address_);
  EXPECT_TRUE(Ask().ok());
  // Those of one address, and what a process has besides.
  EXPECT_LT(FileCount(), 400);
}

TEST_F(FloodTest, WhoCanLetNobodyInEnds) {
  Start("answer");
  rlimit few{.rlim_cur = 3, .rlim_max = 3};
  ASSERT_EQ(prlimit(pid_, RLIMIT_NOFILE, &few, nullptr), 0);
  RawConnection waits(address_);
  int status = 0;
  ASSERT_EQ(waitpid(pid_, &status, 0), pid_);
  pid_ = 0;
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST_F(FloodTest, WithoutEnoughFilesNothingStarts) {
  const std::string path = testing::TempDir() + "/few-files.address";
  int status = 0;
  // Ended by `timeout`, whose status is 124, if it serves all the same.
  Shell("ulimit -n 200; timeout 20 " OPVANG_BINARY_DIR
        "/tests/support/slow_server 8 " +
            path + " answer",
        &status);
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(FloodTest, WhatIsCompressedIsRefused) {
  Start("answer");
  const grpc::Status refused = Ask(GRPC_COMPRESS_GZIP);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(refused.error_message(),
            "Compression algorithm 'gzip' is disabled.");
  EXPECT_TRUE(Ask().ok());
}

TEST_F(FloodTest, AStreamThatSendsNothingIsEnded) {
  Start("answer", "100");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface() + BeginCall(1, kReflection)));
  EXPECT_TRUE(caller.AwaitFrame(kResetFrame, kMost));
}

TEST_F(FloodTest, AnAnswerThatNobodyReadsIsTakenBack) {
  Start("large", "100");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface(/*window=*/0) + BeginCall(1, kListProvinces) +
                          SendMessage(1, "", /*last=*/true)));
  EXPECT_TRUE(caller.AwaitFrame(kResetFrame, kMost));
}

TEST_F(FloodTest, WhoResetsCallsFasterThanTheyEndIsCut) {
  Start("keep");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface()));
  for (uint32_t stream = 1; stream < 20000; stream += 2) {
    const bool sent =
        caller.Send(BeginCall(stream, kListProvinces) +
                    SendMessage(stream, "", /*last=*/true) + Reset(stream));
    if (!sent) break;
  }
  EXPECT_TRUE(caller.AwaitEnd(kMost));
}

TEST_F(FloodTest, WhoDoesNotAnswerWhenAskedIsCut) {
  Start("keep", "30000", "quiet");
  RawConnection caller(address_);
  // A call that never ends, by somebody who has gone.
  ASSERT_TRUE(caller.Send(Preface() + BeginCall(1, kListProvinces) +
                          SendMessage(1, "", /*last=*/true)));
  EXPECT_TRUE(caller.AwaitFrame(kPingFrame, kMost));
  EXPECT_TRUE(caller.AwaitEnd(kMost));
}

TEST_F(FloodTest, AConnectionWithoutCallsIsEnded) {
  Start("answer", "30000", "idle");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface() + BeginCall(1, kListProvinces) +
                          SendMessage(1, "", /*last=*/true)));
  EXPECT_TRUE(caller.AwaitFrame(kDataFrame, kMost));
  EXPECT_TRUE(caller.AwaitFrame(kGoAwayFrame, kMost));
}

TEST_F(FloodTest, AnOldConnectionIsAskedToComeAgain) {
  Start("hold", "30000", "age");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface() + BeginCall(1, kListProvinces) +
                          SendMessage(1, "", /*last=*/true)));
  EXPECT_TRUE(caller.AwaitFrame(kGoAwayFrame, kMost));
}

TEST_F(FloodTest, HealthTellsReadsFromWrites) {
  Start("read-only");
  RawConnection caller(address_);
  ASSERT_TRUE(caller.Send(Preface()));
  uint32_t stream = 1;
  // HealthCheckResponse: 1 is SERVING, 2 NOT_SERVING.
  const auto health = [&](const std::string& request) {
    EXPECT_TRUE(caller.Send(BeginCall(stream, "/grpc.health.v1.Health/Check") +
                            SendMessage(stream, request, /*last=*/true)));
    stream += 2;
    EXPECT_TRUE(caller.AwaitFrame(kDataFrame, kMost));
    return caller.frame().substr(5);
  };
  while (health("") != "\x08\x02") absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(health("\x0a\x05reads"), "\x08\x01");
  EXPECT_EQ(health("\x0a\x20nl.opvang.quotas.v1.QuotaService"), "\x08\x02");
}

}  // namespace
}  // namespace opvang::flood
