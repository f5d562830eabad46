#include "tests/support/tampering.h"

#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/sql_rows.h"

namespace opvang {
namespace {

struct Column {
  std::string name, type;
  bool nullable, key;

  // Another value of its type.
  std::string Altered() const {
    const std::string name_of = absl::StrCat("`", name, "`");
    if (type == "date") {
      return absl::StrCat("IFNULL(DATE_ADD(", name_of,
                          ", INTERVAL 1 DAY), '2024-01-01')");
    }
    if (type == "datetime") {
      return absl::StrCat("IFNULL(DATE_ADD(", name_of,
                          ", INTERVAL 1 MICROSECOND), '2024-01-01')");
    }
    if (absl::EndsWith(type, "int")) {
      return absl::StrCat("IFNULL(", name_of, " + 1, 0)");
    }
    return absl::StrCat("IF(IFNULL(", name_of, ", '') = '', 'x', CONCAT(LEFT(",
                        name_of, ", LENGTH(", name_of, ") - 1), IF(RIGHT(",
                        name_of, ", 1) = 'x', 'y', 'x')))");
  }
};

struct Table {
  std::string name;
  std::vector<Column> columns;
};

std::vector<Table> TablesOf(TestDatabase& db) {
  std::vector<Table> tables;
  for (const SqlRow& row : SelectRows(
           *db, absl::StrCat(
                    "SELECT table_name AS t, column_name AS c, data_type "
                    "AS d, is_nullable AS n, column_key AS k FROM "
                    "information_schema.columns WHERE table_schema = '",
                    db.schema(),
                    "' AND table_name NOT IN ('schema_migrations', "
                    "'schema_statements', 'waiting_pieces', 'event_standings') "
                    "ORDER BY table_name, ordinal_position"))) {
    if (tables.empty() || tables.back().name != row.Text("t")) {
      tables.push_back({row.Text("t"), {}});
    }
    tables.back().columns.push_back({.name = row.Text("c"),
                                     .type = row.Text("d"),
                                     .nullable = row.Text("n") == "YES",
                                     .key = row.Text("k") == "PRI"});
  }
  return tables;
}

// Rows of a table, each as the condition that finds it.
std::vector<std::string> SomeRows(TestDatabase& db, const Table& table,
                                  std::mt19937& random, int count) {
  std::vector<std::string> keys;
  for (const Column& column : table.columns) {
    if (column.key) keys.push_back(column.name);
  }
  std::vector<std::string> conditions;
  for (const SqlRow& row :
       SelectRows(*db, absl::StrCat("SELECT ", absl::StrJoin(keys, ", "),
                                    " FROM ", table.name, " ORDER BY RAND(",
                                    random() % 1000000, ") LIMIT ", count))) {
    std::vector<std::string> parts;
    for (const std::string& key : keys) {
      parts.push_back(absl::StrCat(key, " = X'",
                                   absl::BytesToHexString(row.Text(key)), "'"));
    }
    conditions.push_back(absl::StrJoin(parts, " AND "));
  }
  return conditions;
}

void AddExperiments(TestDatabase& db, const Table& table, std::mt19937& random,
                    std::vector<std::string>& all) {
  std::vector<std::string> names, copied;
  bool changed = false;
  for (const Column& column : table.columns) {
    names.push_back(column.name);
    const bool change = column.key && !changed && column.name != "revision";
    copied.push_back(change ? column.Altered() : column.name);
    changed = changed || change;
  }
  for (const std::string& row : SomeRows(db, table, random, 2)) {
    for (const Column& column : table.columns) {
      const std::string to =
          absl::StrCat("UPDATE ", table.name, " SET `", column.name, "` = ");
      all.push_back(absl::StrCat(to, column.Altered(), " WHERE ", row));
      if (column.nullable) {
        all.push_back(absl::StrCat(to, "NULL WHERE ", row, " AND `",
                                   column.name, "` IS NOT NULL"));
      }
    }
    all.push_back(absl::StrCat("DELETE FROM ", table.name, " WHERE ", row));
    if (table.name == "ledger") continue;  // It reads its one row alone.
    all.push_back(absl::StrCat("INSERT INTO ", table.name, " (",
                               absl::StrJoin(names, ", "), ") SELECT ",
                               absl::StrJoin(copied, ", "), " FROM ",
                               table.name, " WHERE ", row));
  }
  if (table.name == "ledger") {
    all.push_back("UPDATE ledger SET revision = revision - 1");
    return;
  }
  // As a copy of before would have it.
  all.push_back(absl::StrCat("DELETE FROM ", table.name,
                             " WHERE revision = (SELECT last FROM (SELECT "
                             "MAX(revision) AS last FROM ",
                             table.name, ") AS kept)"));
}

// What somebody finds who has a dump and trusts nobody.
bool IsSeenInADump(const TestDatabase& db, bool whole) {
  const std::string url = db.url();
  const size_t open = url.find("unix(") + 5;
  const std::string dump = absl::StrCat(testing::TempDir(), "/dump-", getpid());
  int status = 0;
  const std::string said = Shell(
      absl::StrCat("mariadb-dump --skip-lock-tables --hex-blob --user=root "
                   "--socket=",
                   url.substr(open, url.find(')') - open), " ", db.schema(),
                   " > ", dump, " && " OPVANG_SOURCE_DIR "/deploy/verify-dump ",
                   dump, "; status=$?; rm ", dump, "; exit $status"),
      &status);
  EXPECT_EQ(WEXITSTATUS(status), whole ? 0 : 1) << said;
  return WEXITSTATUS(status) == 1;
}

}  // namespace

void SealAnew(TestDatabase& db) {
  const auto lease = db->Acquire(absl::InfiniteFuture());
  std::string chain(64, '0');
  for (const SqlRow& row : SelectRows(
           *db,
           "SELECT revision, DATE_FORMAT(record_time, '%Y-%m-%d %H:%i:%s.%f') "
           "AS record_time, caller, organisation, actor, method, request_id, "
           "request_hash, SHA2(response, 256) AS response FROM revisions ORDER "
           "BY revision")) {
    std::string text = chain;
    for (const char* part :
         {"revision", "record_time", "caller", "organisation", "actor",
          "method", "request_id", "request_hash", "response"}) {
      const std::string value = row.Text(part);
      absl::StrAppend(&text, "\n", value.size(), ":", value);
    }
    chain = Sha256(text);
    EXPECT_THAT((**lease).Execute(absl::StrCat(
                    "UPDATE revisions SET facts = NULL, chain = '", chain,
                    "' WHERE revision = ", row.Text("revision"))),
                IsOk());
  }
  EXPECT_THAT(SealWhatIsNot(**lease, db.schema(), absl::Now()), IsOk());
}

int ExpectTamperingShows(TestDatabase& db, uint32_t seed) {
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const auto lease = db->Acquire(absl::InfiniteFuture());
  Connection& connection = **lease;
  Transaction tx(connection, 0);
  // So that a dump tells what is not committed.
  TestServer::Shared().Administrate(
      "SET GLOBAL TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
  EXPECT_FALSE(IsSeenInADump(db, true));
  std::vector<std::string> experiments;
  for (const Table& table : TablesOf(db)) {
    AddExperiments(db, table, random, experiments);
  }
  EXPECT_THAT(connection.Execute("SET SESSION check_constraint_checks = OFF, "
                                 "SESSION foreign_key_checks = OFF"),
              IsOk());
  int made = 0;
  for (const std::string& experiment : experiments) {
    EXPECT_THAT(connection.Begin("START TRANSACTION"), IsOk());
    const absl::Status altered = connection.Execute(experiment);
    const auto rows = tx.Query("SELECT ROW_COUNT()",
                               [](const Row& row) { return row.Int(0); });
    if (altered.ok() && rows.ok() && rows->front() > 0) {
      ++made;
      // Without its one row the ledger cannot be read at all.
      const auto found = FindBreak(tx);
      EXPECT_TRUE(!found.ok() || found->has_value()) << experiment;
      if (made % 12 == 0) {
        EXPECT_TRUE(IsSeenInADump(db, false)) << experiment;
      }
    }
    EXPECT_THAT(connection.Rollback(), IsOk());
  }
  TestServer::Shared().Administrate(
      "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
  testing::Test::RecordProperty("experiments", made);
  std::printf("%d times altered behind its back\n", made);
  return made;
}

}  // namespace opvang
