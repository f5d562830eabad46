#include "common/db/migrations.h"

#include <dirent.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "common/db/sql_status.h"
#include "common/db/staging.h"
#include "common/db/transaction.h"

namespace opvang {
namespace {

struct File {
  int number;
  std::string name;
  std::string text;
};

absl::StatusOr<std::vector<File>> ReadFiles(const std::string& directory) {
  DIR* opened = opendir(directory.c_str());
  if (opened == nullptr) {
    return absl::NotFoundError(absl::StrCat("no migrations in ", directory));
  }
  const auto close = absl::MakeCleanup([opened] { closedir(opened); });
  std::vector<File> files;
  while (const dirent* entry = readdir(opened)) {
    const std::string name = entry->d_name;
    if (!absl::EndsWith(name, ".sql")) continue;
    File file{.number = 0, .name = name, .text = ""};
    if (!absl::SimpleAtoi(name.substr(0, 4), &file.number)) {
      return absl::InvalidArgumentError(
          absl::StrCat(directory, "/", name, " must start with four digits"));
    }
    std::ifstream stream(absl::StrCat(directory, "/", name));
    std::ostringstream text;
    text << stream.rdbuf();
    file.text = text.str();
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  for (size_t i = 0; i < files.size(); ++i) {
    if (files[i].number != static_cast<int>(i) + 1) {
      return absl::FailedPreconditionError(absl::StrCat(
          directory, ": number ", i + 1, " is missing; found ", files[i].name));
    }
  }
  return files;
}

// What the database says of a change that is there already: a table or column
// that exists, or one that is gone. A statement changes a schema whole or not.
bool IsThereAlready(const absl::Status& status) {
  constexpr int kNumbers[] = {1050, 1051, 1054, 1060, 1061, 1091, 1146};
  const int number = SqlNumber(status);
  return std::find(std::begin(kNumbers), std::end(kNumbers), number) !=
         std::end(kNumbers);
}

// A statement changes rows, in one transaction with its record, or the schema,
// which the database commits by itself: begun is recorded before it, done
// after it, and one that was begun before is run again.
absl::Status RunStatement(Connection& connection, const File& file, int at,
                          const SqlStatement& statement) {
  Transaction tx(connection, 0);
  ASSIGN_OR_RETURN(
      const auto found,
      tx.Query(
          "SELECT done FROM schema_statements WHERE number = "
          "? AND statement = ?",
          [](const Row& row) { return row.Int(0) != 0; }, file.number, at));
  if (!found.empty() && found.front()) return absl::OkStatus();
  const auto record = [&](bool done) {
    return tx
        .Execute(
            "REPLACE INTO schema_statements (number, statement, done) "
            "VALUES (?,?,?)",
            file.number, at, done)
        .status();
  };
  RETURN_IF_ERROR(connection.Begin("START TRANSACTION"));
  const absl::Cleanup rollback = [&] { connection.Rollback().IgnoreError(); };
  const bool rows = absl::StartsWith(statement.text, "INSERT") ||
                    absl::StartsWith(statement.text, "UPDATE") ||
                    absl::StartsWith(statement.text, "DELETE");
  if (!rows) {
    RETURN_IF_ERROR(record(false));
    RETURN_IF_ERROR(connection.Commit());
    RETURN_IF_ERROR(connection.Begin("START TRANSACTION"));
  }
  const absl::Status status = connection.Execute(statement.text);
  const bool resumed = !rows && !found.empty() && IsThereAlready(status);
  if (!status.ok() && !resumed) {
    // It was not done; what stands in its way is no trace of it.
    RETURN_IF_ERROR(connection.Rollback());
    RETURN_IF_ERROR(tx.Execute("DELETE FROM schema_statements WHERE number = ? "
                               "AND statement = ? AND NOT done",
                               file.number, at)
                        .status());
    return absl::Status(
        status.code(),
        absl::StrCat(file.name, ":", statement.line, ": ", status.message()));
  }
  RETURN_IF_ERROR(record(true));
  return connection.Commit();
}

absl::Status RunFile(Connection& connection, const File& file) {
  int at = 0;
  for (const SqlStatement& statement : SplitStatements(file.text)) {
    RETURN_IF_ERROR(RunStatement(connection, file, ++at, statement));
  }
  return absl::OkStatus();
}

// What a file says of programs of before: the last file that they must know.
// Nothing when they cannot live with it.
std::optional<int64_t> LivesWith(const std::string& text) {
  constexpr absl::string_view kSays = "-- Lives with: ";
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    int64_t number = 0;
    if (absl::StartsWith(line, kSays) &&
        absl::SimpleAtoi(line.substr(kSays.size()), &number)) {
      return number;
    }
  }
  return std::nullopt;
}

// Whether a program that knows `known` files can live with all there are.
absl::Status CheckLivesWith(Transaction& tx, int64_t known) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> strange,
      tx.Query(
          "SELECT name FROM schema_migrations WHERE number > ? AND "
          "COALESCE(lives_with, number) > ? ORDER BY number",
          [](const Row& row) { return row.Text(0); }, known, known));
  if (strange.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the schema is newer than this program, which cannot live "
                   "with ",
                   strange.front(), "; start the newer one"));
}

// The checksums of the files that were run, by number.
absl::StatusOr<std::map<int64_t, std::string>> ReadApplied(Transaction& tx) {
  ASSIGN_OR_RETURN(const auto rows,
                   tx.Query("SELECT number, checksum FROM schema_migrations",
                            [](const Row& row) {
                              return std::pair(row.Int(0), row.Text(1));
                            }));
  return std::map<int64_t, std::string>(rows.begin(), rows.end());
}

absl::Status CheckUnchanged(const File& file, const std::string& applied) {
  if (applied == Sha256(file.text) ||
      absl::StrContains(file.text, absl::StrCat("-- Was: ", applied))) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      file.name, " was changed after it was applied; add a new file"));
}

absl::Status MigrateLocked(Connection& connection, const std::string& schema,
                           const std::vector<File>& files) {
  RETURN_IF_ERROR(CreateLedger(connection));
  RETURN_IF_ERROR(CreateStaging(connection));
  RETURN_IF_ERROR(connection.Execute(
      "CREATE TABLE IF NOT EXISTS schema_migrations ("
      "  number INT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL,"
      "  checksum CHAR(64) NOT NULL, apply_time DATETIME(6) NOT NULL"
      ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
  RETURN_IF_ERROR(connection.Execute(
      "CREATE TABLE IF NOT EXISTS schema_statements ("
      "  number INT NOT NULL, statement INT NOT NULL, done BOOLEAN NOT NULL,"
      "  PRIMARY KEY (number, statement)"
      ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
  RETURN_IF_ERROR(connection.Execute(
      "ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS lives_with INT "
      "NULL"));
  Transaction tx(connection, 0);
  ASSIGN_OR_RETURN(const auto applied, ReadApplied(tx));
  for (const File& file : files) {
    const auto found = applied.find(file.number);
    if (found != applied.end()) {
      RETURN_IF_ERROR(CheckUnchanged(file, found->second));
      continue;
    }
    RETURN_IF_ERROR(RunFile(connection, file));
    RETURN_IF_ERROR(
        tx.Execute("INSERT INTO schema_migrations (number, name, checksum, "
                   "apply_time, lives_with) VALUES (?,?,?,?,?)",
                   file.number, file.name, Sha256(file.text),
                   SystemClock().Now(), LivesWith(file.text))
            .status());
    RETURN_IF_ERROR(connection.Execute("COMMIT"));
  }
  RETURN_IF_ERROR(CheckLivesWith(tx, static_cast<int64_t>(files.size())));
  return SealWhatIsNot(connection, schema, SystemClock().Now());
}

}  // namespace

std::vector<SqlStatement> SplitStatements(const std::string& text) {
  std::vector<SqlStatement> statements;
  std::string current;
  int line = 1, start = 1;
  const auto finish = [&] {
    const std::string trimmed(absl::StripAsciiWhitespace(current));
    if (!trimmed.empty()) statements.push_back({start, trimmed});
    current.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '-' && text.compare(i, 3, "-- ") == 0) {
      while (i < text.size() && text[i] != '\n') ++i;
      ++line;
      current += '\n';
      continue;
    }
    if (c == '\'' || c == '"' || c == '`') {
      const size_t end = text.find(c, i + 1);
      const size_t last = end == std::string::npos ? text.size() - 1 : end;
      current.append(text, i, last - i + 1);
      line += static_cast<int>(
          std::count(text.begin() + i, text.begin() + last + 1, '\n'));
      i = last;
      continue;
    }
    if (c == ';') {
      finish();
      continue;
    }
    if (absl::StripAsciiWhitespace(current).empty() &&
        !absl::ascii_isspace(c)) {
      start = line;
    }
    if (c == '\n') ++line;
    current += c;
  }
  finish();
  return statements;
}

absl::Status Migrate(Database& db, const std::string& directory) {
  ASSIGN_OR_RETURN(const std::vector<File> files, ReadFiles(directory));
  ASSIGN_OR_RETURN(const Database::Lease lease,
                   db.Acquire(absl::InfiniteFuture()));
  Transaction tx(*lease, 0);
  ASSIGN_OR_RETURN(
      const std::vector<int64_t> locked,
      tx.Query(
          "SELECT GET_LOCK(?, 20)", [](const Row& row) { return row.Int(0); },
          "opvang." + db.schema()));
  if (locked.empty() || locked.front() != 1) {
    return absl::UnavailableError(
        "another process has been migrating the schema for 20 seconds");
  }
  const absl::Status status = MigrateLocked(*lease, db.schema(), files);
  const absl::Status released =
      tx.Query(
            "SELECT RELEASE_LOCK(?)", [](const Row& row) { return row.Int(0); },
            "opvang." + db.schema())
          .status();
  return status.ok() ? released : status;
}

absl::Status CheckMigrations(const std::string& directory, Database* db) {
  ASSIGN_OR_RETURN(const std::vector<File> files, ReadFiles(directory));
  if (db == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Database::Lease lease,
                   db->Acquire(absl::InfiniteFuture()));
  Transaction tx(*lease, 0);
  // A schema without this column is new, or of before 0.9.0.
  ASSIGN_OR_RETURN(
      const std::vector<int64_t> known,
      tx.Query("SELECT COUNT(*) FROM information_schema.columns WHERE "
               "table_schema = DATABASE() AND table_name = "
               "'schema_migrations' AND column_name = 'lives_with'",
               [](const Row& row) { return row.Int(0); }));
  if (known.front() == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto applied, ReadApplied(tx));
  for (const File& file : files) {
    const auto found = applied.find(file.number);
    if (found == applied.end()) continue;
    RETURN_IF_ERROR(CheckUnchanged(file, found->second));
  }
  return CheckLivesWith(tx, static_cast<int64_t>(files.size()));
}

}  // namespace opvang
