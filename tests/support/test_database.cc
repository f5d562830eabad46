#include "tests/support/test_database.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/db/connection.h"
#include "common/db/migrations.h"
#include "common/db/transaction.h"
#include "tests/support/process.h"

namespace opvang {
namespace {

[[noreturn]] void Die(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
}

std::string User() { return getuid() == 0 ? "root" : getlogin(); }

}  // namespace

TestServer::TestServer(Kind kind) {
  char folder[] = "/tmp/opvang-test-XXXXXX";
  if (mkdtemp(folder) == nullptr) Die("cannot make a temporary folder");
  folder_ = folder;
  // Servers that share a folder for temporary tables trip over each other.
  std::filesystem::create_directory(folder_ + "/tmp");
  options_ = {"--no-defaults",
              "--user=" + User(),
              "--datadir=" + folder_ + "/data",
              "--skip-name-resolve",
              "--innodb-log-file-size=8M",
              "--tmpdir=" + folder_ + "/tmp"};
  if (kind == Kind::kQuick) {
    // A test makes some twenty tables: no file each, and none awaited.
    options_.insert(options_.end(),
                    {"--debug-no-sync", "--innodb-flush-method=nosync",
                     "--innodb-file-per-table=0"});
  }
  std::vector<std::string> install = options_;
  install.insert(install.begin(), "mariadb-install-db");
  install.insert(install.end(), {"--auth-root-authentication-method=normal",
                                 "--skip-test-db"});
  const pid_t pid = Spawn(install, folder_ + "/install.log");
  int status = 0;
  waitpid(pid, &status, 0);
  if (status != 0) Die("mariadb-install-db failed; see " + folder_);
  Start();
}

TestServer::~TestServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TestServer& TestServer::Shared() {
  static TestServer server(Kind::kQuick);
  return server;
}

void TestServer::Start() {
  std::vector<std::string> start = options_;
  start.insert(start.begin(), "mariadbd");
  start.insert(
      start.end(),
      {"--socket=" + folder_ + "/s.sock", "--pid-file=" + folder_ + "/pid",
       "--skip-networking", "--innodb-buffer-pool-size=16M",
       "--innodb-flush-log-at-trx-commit=1", "--performance-schema=OFF"});
  pid_ = Spawn(start, folder_ + "/server.log");
  const absl::Time latest = absl::Now() + absl::Seconds(30);
  while (!Database::Open(*ParseDatabaseUrl(Url("mysql"))).ok()) {
    if (absl::Now() > latest) Die("mariadbd does not start; see " + folder_);
    absl::SleepFor(absl::Milliseconds(10));
  }
}

void TestServer::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void TestServer::Freeze() { kill(pid_, SIGSTOP); }
void TestServer::GoOn() { kill(pid_, SIGCONT); }

std::string TestServer::Url(const std::string& schema) const {
  return absl::StrCat("mysql://root:@unix(", folder_, "/s.sock)/", schema);
}

void TestServer::Administrate(const std::string& statement) {
  auto db = Database::Open(*ParseDatabaseUrl(Url("mysql")));
  if (!db.ok()) Die(std::string(db.status().message()));
  auto lease = (*db)->Acquire(absl::InfiniteFuture());
  const absl::Status status = (**lease).Execute(statement);
  if (!status.ok()) Die(std::string(status.message()));
}

TestDatabase::TestDatabase(const std::string& service, TestServer& server,
                           int connection_count)
    : connection_count_(connection_count) {
  static int count = 0;
  schema_ = absl::StrCat("test_", ++count);
  server.Administrate(absl::StrCat("CREATE DATABASE ", schema_));
  url_ = server.Url(schema_);
  Reopen();
  const std::string migrations =
      service.empty()
          ? std::string(OPVANG_SOURCE_DIR "/tests/support/no_migrations")
          : absl::StrCat(OPVANG_SOURCE_DIR "/services/", service,
                         "/migrations");
  const absl::Status status = Migrate(*db_, migrations);
  if (!status.ok()) Die(std::string(status.message()));
}

void TestDatabase::Reopen() {
  DatabaseOptions options = *ParseDatabaseUrl(url_);
  options.connection_count = connection_count_;
  auto db = Database::Open(options);
  if (!db.ok()) Die(std::string(db.status().message()));
  db_ = *std::move(db);
}

std::vector<std::string> TestDatabase::TablesWithoutRevisionKey() {
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  auto tables = tx.Query(
      "SELECT all_columns.table_name FROM information_schema.columns AS "
      "all_columns WHERE all_columns.table_schema = ? AND "
      "all_columns.column_name = 'revision' AND all_columns.table_name <> "
      "'ledger' AND NOT EXISTS (SELECT 1 FROM information_schema.statistics "
      "AS keys_first WHERE keys_first.table_schema = all_columns.table_schema "
      "AND keys_first.table_name = all_columns.table_name AND "
      "keys_first.column_name = 'revision' AND keys_first.seq_in_index = 1) "
      "ORDER BY 1",
      [](const Row& row) { return row.Text(0); }, schema_);
  if (!tables.ok()) Die(std::string(tables.status().message()));
  return *std::move(tables);
}

}  // namespace opvang
