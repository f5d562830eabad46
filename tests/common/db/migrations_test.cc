#include "common/db/migrations.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "common/base/digest.h"
#include "common/db/transaction.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

class MigrationsTest : public testing::Test {
 protected:
  MigrationsTest() {
    folder_ = testing::TempDir() + "/migrations";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    // A bare schema, so that each test applies its own files.
    TestServer::Shared().Administrate("DROP DATABASE IF EXISTS migrated");
    TestServer::Shared().Administrate("CREATE DATABASE migrated");
    db_ = *Database::Open(
        *ParseDatabaseUrl(TestServer::Shared().Url("migrated")));
  }
  void File(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
  }

  std::string folder_;
  std::unique_ptr<Database> db_;
};

TEST_F(MigrationsTest, RunsEachFileOnce) {
  File("0001_first.sql", "CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);");
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());
  File("0002_second.sql", "INSERT INTO a VALUES (2);");
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  EXPECT_EQ(tx.Query("SELECT SUM(n) FROM a",
                     [](const Row& row) { return row.Int(0); })
                ->front(),
            3);
}

TEST_F(MigrationsTest, SeveralReplicasStartAtOnce) {
  File("0001_first.sql", "CREATE TABLE a (n INT);");
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&] { EXPECT_THAT(Migrate(*db_, folder_), IsOk()); });
  }
  for (std::thread& replica : replicas) replica.join();
}

TEST_F(MigrationsTest, NamesFileAndLineOfAFailure) {
  File("0001_first.sql", "CREATE TABLE a (n INT);\n\nCREATE TABEL b (n INT);");
  const absl::Status status = Migrate(*db_, folder_);
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("0001_first.sql:3"));
}

TEST_F(MigrationsTest, RefusesAChangedFile) {
  File("0001_first.sql", "CREATE TABLE a (n INT);");
  ASSERT_THAT(Migrate(*db_, folder_), IsOk());
  File("0001_first.sql", "CREATE TABLE a (n BIGINT);");
  EXPECT_THAT(Migrate(*db_, folder_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(MigrationsTest, TakesAFileThatComesToTheSameInAnotherWay) {
  const std::string before = "CREATE TABLE a (n INT);";
  File("0001_first.sql", before);
  ASSERT_THAT(Migrate(*db_, folder_), IsOk());
  const std::string after = "\nCREATE TABLE a (n INT NULL);";
  File("0001_first.sql", "-- Was: " + Sha256(before) + after);
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());
  File("0001_first.sql", "-- Was: " + Sha256("another") + after);
  EXPECT_THAT(Migrate(*db_, folder_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(MigrationsTest, RefusesAMissingNumber) {
  File("0002_second.sql", "CREATE TABLE a (n INT);");
  EXPECT_THAT(Migrate(*db_, folder_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A program of before starts on a schema of after, or says why it does not.
TEST_F(MigrationsTest, LivesWithWhatSaysSo) {
  File("0001_first.sql", "CREATE TABLE a (n INT);");
  File("0002_second.sql", "-- Lives with: 1\nALTER TABLE a ADD COLUMN m INT;");
  ASSERT_THAT(Migrate(*db_, folder_), IsOk());
  std::filesystem::remove(folder_ + "/0002_second.sql");
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());

  File("0002_second.sql", "-- Lives with: 1\nALTER TABLE a ADD COLUMN m INT;");
  // It adds as well, but needs programs that know the second.
  File("0003_third.sql", "-- Lives with: 2\nALTER TABLE a ADD COLUMN l INT;");
  ASSERT_THAT(Migrate(*db_, folder_), IsOk());
  std::filesystem::remove(folder_ + "/0003_third.sql");
  EXPECT_THAT(Migrate(*db_, folder_), IsOk());
  std::filesystem::remove(folder_ + "/0002_second.sql");
  const absl::Status refused = Migrate(*db_, folder_);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(refused.message()),
              testing::HasSubstr("cannot live with 0003_third.sql"));
}

TEST_F(MigrationsTest, LivesWithNothingThatDoesNotSaySo) {
  File("0001_first.sql", "CREATE TABLE a (n INT);");
  File("0002_second.sql", "ALTER TABLE a DROP COLUMN n, ADD COLUMN m INT;");
  ASSERT_THAT(Migrate(*db_, folder_), IsOk());
  std::filesystem::remove(folder_ + "/0002_second.sql");
  EXPECT_THAT(Migrate(*db_, folder_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(SplitStatementsTest, KnowsQuotesAndComments) {
  EXPECT_EQ(
      SplitStatements("-- a; b\nSELECT ';' ;\n\nSELECT \"x\n;\" -- c;\n;"),
      (std::vector<SqlStatement>{{2, "SELECT ';'"}, {4, "SELECT \"x\n;\""}}));
}

TEST(OpenTest, ReadsItsUrl) {
  const auto options =
      ParseDatabaseUrl("mysql://user:p:w@unix(/run/db.sock)/opvang");
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->user, "user");
  EXPECT_EQ(options->password, "p:w");
  EXPECT_EQ(options->host, "unix:///run/db.sock");
  EXPECT_EQ(options->schema, "opvang");
  for (const char* url : {"", "mysql://", "postgres://a:b@tcp(c:1)/d",
                          "mysql://a:b@tcp(c:1)/", "mysql://a:b@pipe(c)/d"}) {
    EXPECT_THAT(ParseDatabaseUrl(url),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << url;
  }
}

TEST(OpenTest, RefusesAServerThatLosesCommits) {
  TestServer lossy;
  lossy.Administrate("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
  EXPECT_THAT(Database::Open(*ParseDatabaseUrl(lossy.Url("mysql"))),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace opvang
