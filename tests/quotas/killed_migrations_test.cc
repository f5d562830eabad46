// A service that is killed while it brings its schema up to date goes on where
// it was, and comes to the same schema.
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"
#include "tests/support/sql_rows.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

class KilledMigrationsTest : public testing::TestWithParam<const char*> {
 protected:
  pid_t Start(const std::string& schema) {
    const std::string service = GetParam();
    std::filesystem::remove(Address());
    return Spawn({absl::StrCat(OPVANG_BINARY_DIR "/services/", service,
                               "/opvang-", service),
                  "--plain", "--database=" + TestServer::Shared().Url(schema),
                  absl::StrCat("--migrations=" OPVANG_SOURCE_DIR "/services/",
                               service, "/migrations"),
                  "--quotas=127.0.0.1:9", "--locations=127.0.0.1:9",
                  "--housing=127.0.0.1:9", "--address-file=" + Address()},
                 Address() + ".log");
  }
  static std::string Address() {
    return absl::StrCat(testing::TempDir(), "/killed-", getpid());
  }
  // Every column and key, and the facts it is born with.
  static std::string SchemaOf(const std::string& schema) {
    const auto db =
        *Database::Open(*ParseDatabaseUrl(TestServer::Shared().Url(schema)));
    std::string all;
    for (const char* what :
         {"SELECT CONCAT_WS(' ', table_name, column_name, column_type, "
          "is_nullable, column_default) AS line FROM "
          "information_schema.columns WHERE table_schema = DATABASE() ORDER BY "
          "line",
          "SELECT CONCAT_WS(' ', table_name, index_name, seq_in_index, "
          "column_name) AS line FROM information_schema.statistics WHERE "
          "table_schema = DATABASE() ORDER BY line",
          "SELECT CONCAT_WS(' ', number, checksum) AS line FROM "
          "schema_migrations ORDER BY number",
          "SELECT CONCAT_WS(' ', number, statement, done) AS line FROM "
          "schema_statements ORDER BY number, statement"}) {
      for (const SqlRow& row : SelectRows(*db, what)) {
        absl::StrAppend(&all, row.Text("line"), "\n");
      }
    }
    if (std::string(GetParam()) == "locations") {
      for (const SqlRow& row :
           SelectRows(*db,
                      "SELECT CONCAT_WS(' ', code, revision, source) AS line "
                      "FROM kind_entries ORDER BY line")) {
        absl::StrAppend(&all, row.Text("line"), "\n");
      }
    }
    return all;
  }
  void MakeSchema(const std::string& schema) {
    TestServer::Shared().Administrate("CREATE OR REPLACE DATABASE " + schema);
  }
  // Until it serves; how long that took.
  absl::Duration Complete(const std::string& schema) {
    const absl::Time start = absl::Now();
    const pid_t pid = Start(schema);
    EXPECT_NE(AwaitWord(Address()), "") << Shell("cat " + Address() + ".log");
    End(pid, SIGKILL);
    return absl::Now() - start;
  }

  const uint32_t seed_ = Seed();
};

TEST_P(KilledMigrationsTest, GoesOnWhereItWas) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  std::mt19937 random(seed_);
  MakeSchema("migrated_whole");
  const absl::Duration whole = Complete("migrated_whole");
  const std::string expected = SchemaOf("migrated_whole");
  int kills = 0;
  for (int round = 0; round < 4; ++round) {
    MakeSchema("migrated_in_parts");
    for (int i = 0; i < 5; ++i) {
      const pid_t pid = Start("migrated_in_parts");
      absl::SleepFor(whole * (random() % 1000) / 1000);
      End(pid, SIGKILL);
      ++kills;
    }
    Complete("migrated_in_parts");
    ASSERT_EQ(SchemaOf("migrated_in_parts"), expected) << "round " << round;
  }
  RecordProperty("kills", kills);
}

INSTANTIATE_TEST_SUITE_P(Services, KilledMigrationsTest,
                         testing::Values("quotas", "locations", "housing",
                                         "reporting"),
                         [](const auto& one) {
                           return std::string(one.param);
                         });

}  // namespace
}  // namespace opvang
