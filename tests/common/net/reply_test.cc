#include "common/net/reply.h"

#include <stdexcept>

#include "google/rpc/status.pb.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

TEST(ReplyTest, DetailsTravelBothWays) {
  const absl::Status status =
      InvalidFields({{"a", "is 1"}, {"b[2].c", "is 2"}});
  const absl::Status back = FromGrpc(ToGrpc(status));
  EXPECT_THAT(back, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(back, HasReason("FIELD_INVALID"));
  EXPECT_EQ(ReasonIn(back).domain, "nl.opvang");
  EXPECT_EQ(ViolationsIn(back),
            (std::vector<FieldViolation>{{"a", "is 1"}, {"b[2].c", "is 2"}}));
}

TEST(ReplyTest, VeryManyFaultsAreCounted) {
  const absl::Status status =
      InvalidFields(std::vector<FieldViolation>(1234, {"a", "is 1"}));
  EXPECT_EQ(ViolationsIn(status).size(), 1001u);
  EXPECT_EQ(ViolationsIn(status).back().description, "and 234 more faults");
}

// A client that gets more metadata than it takes gets an error of gRPC's.
TEST(ReplyTest, AsManyFaultsAsFitAreTold) {
  std::vector<FieldViolation> faults;
  for (int i = 0; i < 900; ++i) {
    faults.push_back(
        {absl::StrCat("place_entries[", i, "].place_count"),
         "is -5 (één te weinig); it must be between 0 and 100000"});
  }
  const grpc::Status all = ToGrpc(InvalidFields(faults));
  for (const size_t bytes : {size_t{1000}, kErrorBytesUsual, size_t{50000}}) {
    const grpc::Status fitting = Fitting(all, bytes);
    size_t size = (fitting.error_details().size() + 2) / 3 * 4;
    for (const char c : fitting.error_message()) size += c < 0 ? 3 : 1;
    EXPECT_LE(size, bytes);
    EXPECT_GT(size + 300, bytes);
    const absl::Status back = FromGrpc(fitting);
    EXPECT_THAT(back, HasReason("FIELD_INVALID"));
    const std::vector<FieldViolation> told = ViolationsIn(back);
    for (size_t i = 0; i + 1 < told.size(); ++i) EXPECT_EQ(told[i], faults[i]);
    EXPECT_EQ(
        told.back().description,
        absl::StrCat("and ", faults.size() + 1 - told.size(), " more faults"));
  }
  EXPECT_EQ(Fitting(all, 1 << 20).error_details(), all.error_details());
}

TEST(ReplyTest, AClientSaysHowMuchItTakes) {
  EXPECT_EQ(ErrorBytesFor(""), kErrorBytesUsual);
  EXPECT_EQ(ErrorBytesFor("grpc-java-netty/1.50"), kErrorBytesUsual);
  EXPECT_EQ(ErrorBytesFor("metadata/x grpc-c++/1.51"), kErrorBytesUsual);
  EXPECT_EQ(ErrorBytesFor("metadata/10 grpc-c++/1.51"), kErrorBytesUsual);
  EXPECT_EQ(ErrorBytesFor("app metadata/65536 grpc-c++/1.51"), 65536u - 1192);
  EXPECT_LE(ErrorBytesFor("metadata/4294967295"), size_t{1} << 20);
}

TEST(ReplyTest, InnardsStayInside) {
  const grpc::Status status =
      ToGrpc(absl::InternalError("SELECT secret FROM table"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(),
              testing::Not(testing::HasSubstr("SELECT")));
  EXPECT_THAT(status.error_details(),
              testing::Not(testing::HasSubstr("SELECT")));
}

TEST(ReplyTest, AStrayExceptionIsAnswered) {
  google::rpc::Status response;
  const grpc::Status status =
      Reply(&response, []() -> absl::StatusOr<google::rpc::Status> {
        throw std::runtime_error("secret");
      });
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(),
              testing::Not(testing::HasSubstr("secret")));
}

TEST(ReplyTest, LongMessagesAreCutBetweenCharacters) {
  std::string message;
  while (message.size() < 3000) message += "é";
  const grpc::Status status = ToGrpc(absl::InvalidArgumentError(message));
  EXPECT_LE(status.error_message().size(), 1024u);
  EXPECT_GT(status.error_message().size(), 1000u);
  const std::string text =
      status.error_message().substr(0, status.error_message().size() - 3);
  EXPECT_EQ(text.size() % 2, 0u);
}

}  // namespace
}  // namespace opvang
