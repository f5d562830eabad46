// What a database does wrong, by what it means to who calls: its code, whether
// it passes by itself, one call failed and not the next, the cause in the log
// alone.
#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "common/db/sql_status.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Request = nl::opvang::quotas::v1::DeliverQuotasRequest;
using Response = nl::opvang::quotas::v1::DeliverQuotasResponse;

class FaultsTest : public testing::Test {
 protected:
  FaultsTest() {
    server_.Administrate("CREATE OR REPLACE DATABASE kept");
    // No administrator, as a service is.
    server_.Administrate(
        "CREATE OR REPLACE USER service@localhost IDENTIFIED BY 'geheim'");
    server_.Administrate("GRANT ALL ON kept.* TO service@localhost");
    options_ = *ParseDatabaseUrl(server_.Url("kept"));
    options_.user = "service";
    options_.password = "geheim";
    Open();
    auto lease = *db_->Acquire(absl::InfiniteFuture());
    EXPECT_THAT(CreateLedger(*lease), IsOk());
    EXPECT_THAT(lease->Execute("CREATE TABLE counters (revision BIGINT, name "
                               "VARCHAR(200)) ENGINE=InnoDB"),
                IsOk());
  }
  void Open() { db_ = *Database::Open(options_); }

  absl::Status Write(
      const Sql& insert = "INSERT INTO counters (revision, name) VALUES ") {
    Request request;
    request.set_request_id(UuidFor(std::to_string(++count_)));
    Call call;
    call.caller.oin = "1";
    call.method = "Test/Write";
    call.deadline = absl::Now() + absl::Seconds(20);
    return opvang::Write<Response>(
               *db_, clock_, call, request,
               [&](Transaction& tx) -> absl::StatusOr<Response> {
                 RETURN_IF_ERROR(tx.Insert(insert, {{tx.revision(), "x"}}));
                 return Response();
               })
        .status();
  }
  // What a write says while `statement` holds, and that `remedy` mends it.
  absl::Status During(const std::string& statement, const std::string& remedy,
                      std::string* log = nullptr) {
    server_.Administrate(statement);
    testing::internal::CaptureStderr();
    const absl::Status status = Write();
    const std::string logged = testing::internal::GetCapturedStderr();
    if (log != nullptr) *log = logged;
    server_.Administrate(remedy);
    EXPECT_THAT(Write(), IsOk()) << "after " << remedy;
    return status;
  }

  // Of these tests alone: some of it is set for the server.
  static TestServer& Server() {
    static TestServer server(TestServer::Kind::kQuick);
    return server;
  }
  TestServer& server_ = Server();
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  DatabaseOptions options_;
  std::unique_ptr<Database> db_;
  int count_ = 0;
};

TEST_F(FaultsTest, ReadOnlyPassesByItself) {
  std::string log;
  const absl::Status status =
      During("SET GLOBAL read_only = 1", "SET GLOBAL read_only = 0", &log);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("takes no writes now"));
  EXPECT_THAT(log, AllOf(HasSubstr("database_fault"), HasSubstr("1290")));
}

TEST_F(FaultsTest, AChangedPasswordIsForTheOperator) {
  // Of connections that are made from now on.
  server_.Administrate("ALTER USER service@localhost IDENTIFIED BY 'anders'");
  {
    auto held = *db_->Acquire(absl::InfiniteFuture());
    held->MarkBroken();
  }
  testing::internal::CaptureStderr();
  const absl::Status status = Write();
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("does not let this service in"),
                    Not(HasSubstr("service@")), Not(HasSubstr("1045"))));
  EXPECT_THAT(log, HasSubstr("1045"));
  EXPECT_FALSE(MayRetry(status));
  server_.Administrate("ALTER USER service@localhost IDENTIFIED BY 'geheim'");
  EXPECT_THAT(Write(), IsOk());
}

// Another write in the way is no fault of the connection, is tried again
// within, and then passes by itself for who asked.
TEST_F(FaultsTest, AnotherWriteInTheWayIsTriedAgain) {
  ASSERT_THAT(Write(), IsOk());
  const auto holder = *db_->Acquire(absl::InfiniteFuture());
  ASSERT_THAT(holder->Begin("START TRANSACTION"), IsOk());
  ASSERT_THAT(holder->Execute("UPDATE counters SET name = 'held'"), IsOk());
  std::vector<int64_t> sessions;
  std::vector<absl::Status> within;
  const absl::Status status = WithTries([&]() -> absl::Status {
    const auto lease = *db_->Acquire(absl::InfiniteFuture());
    Transaction tx(*lease, 0);
    sessions.push_back(tx.Query("SELECT CONNECTION_ID()", [](const Row& row) {
                           return row.Int(0);
                         })->front());
    EXPECT_THAT(lease->Execute("SET SESSION innodb_lock_wait_timeout = 0"),
                IsOk());
    within.push_back(lease->Execute("UPDATE counters SET name = 'late'"));
    return within.back();
  });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("another write"));
  ASSERT_EQ(within.size(), 3u);
  for (size_t i = 0; i < within.size(); ++i) {
    EXPECT_THAT(within[i], StatusIs(absl::StatusCode::kAborted));
    EXPECT_TRUE(MayRetry(within[i]));
    EXPECT_EQ(sessions[i], sessions[0]) << "the connection was given up";
  }
  EXPECT_THAT(holder->Rollback(), IsOk());
}

TEST_F(FaultsTest, TooManyConnectionsPassByThemselves) {
  server_.Administrate(
      "ALTER USER service@localhost WITH "
      "MAX_USER_CONNECTIONS 1");
  // Those of before are not counted.
  { (*db_->Acquire(absl::InfiniteFuture()))->MarkBroken(); }
  const absl::Status status = [&] {
    const auto held = *db_->Acquire(absl::InfiniteFuture());
    return Write();
  }();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("no connection free"));
  server_.Administrate(
      "ALTER USER service@localhost WITH "
      "MAX_USER_CONNECTIONS 0");
  EXPECT_THAT(Write(), IsOk());
}

TEST_F(FaultsTest, ALostSessionFailsOneCall) {
  ASSERT_THAT(Write(), IsOk());
  int64_t session = 0;
  {
    const auto lease = *db_->Acquire(absl::InfiniteFuture());
    Transaction tx(*lease, 0);
    session = tx.Query("SELECT CONNECTION_ID()", [](const Row& row) {
                  return row.Int(0);
                })->front();
  }
  server_.Administrate(absl::StrCat("KILL ", session));
  const absl::Status status = Write();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Write(), IsOk());
}

TEST_F(FaultsTest, NoRoomIsSaidAndNothingIsKept) {
  server_.Administrate(
      "CREATE TABLE kept.small (revision BIGINT, name CHAR(200)) "
      "ENGINE=MEMORY MAX_ROWS=1");
  absl::Status status;
  int written = 0;
  // Until it is full.
  while (status.ok() && written < 100000) {
    status = Write("INSERT INTO small (revision, name) VALUES ");
    if (status.ok()) ++written;
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(status.message()), HasSubstr("has no room"));
  EXPECT_THAT(Write(), IsOk());
  const auto lease = *db_->Acquire(absl::InfiniteFuture());
  Transaction tx(*lease, 0);
  EXPECT_EQ(*CurrentRevision(tx), written + 2);
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
}

}  // namespace
}  // namespace opvang
