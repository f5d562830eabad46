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
