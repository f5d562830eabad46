#include "common/db/database.h"

#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/db/connection.h"
#include "common/db/sql_status.h"

namespace opvang {
namespace {

constexpr absl::Duration kAcquireMax = absl::Seconds(10);
constexpr int kTimeoutSeconds = 30;
constexpr size_t kPreparedMax = 500;

constexpr const char* kSessionSetup[] = {
    "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
    "SET time_zone = '+00:00'",
    "SET sql_mode = 'TRADITIONAL'",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET innodb_lock_wait_timeout = 5",
};

absl::Status CheckDurable(Connection& connection) {
  return CatchSql([&]() -> absl::Status {
    const std::unique_ptr<sql::Statement> statement(
        connection.session().createStatement());
    const std::unique_ptr<sql::ResultSet> rows(
        statement->executeQuery("SELECT @@innodb_flush_log_at_trx_commit"));
    if (rows->next() && rows->getInt(1) == 1) return absl::OkStatus();
    return absl::FailedPreconditionError(
        "the database does not keep every commit: "
        "innodb_flush_log_at_trx_commit must be 1");
  });
}

}  // namespace

absl::Status Connection::Execute(const std::string& text) {
  return Noting(CatchSql([&]() -> absl::Status {
    const std::unique_ptr<sql::Statement> statement(
        session_->createStatement());
    statement->execute(text);
    return absl::OkStatus();
  }));
}

absl::Status Connection::ExecuteAll(
    const std::vector<std::string>& statements) {
  in_transaction_ = true;
  RETURN_IF_ERROR(Noting(CatchSql([&]() -> absl::Status {
    const std::unique_ptr<sql::Statement> statement(
        session_->createStatement());
    statement->execute(absl::StrCat("START TRANSACTION;",
                                    absl::StrJoin(statements, ";"), ";COMMIT"));
    // Each answer is taken, that of the commit last; a fault is thrown, and is
    // the last answer.
    for (size_t i = 0; i <= statements.size(); ++i) statement->getMoreResults();
    return absl::OkStatus();
  })));
  in_transaction_ = false;
  return absl::OkStatus();
}

absl::Status Connection::Begin(const std::string& text) {
  in_transaction_ = true;
  return Execute(text);
}

absl::Status Connection::Commit() {
  RETURN_IF_ERROR(Execute("COMMIT"));
  in_transaction_ = false;
  return absl::OkStatus();
}

absl::Status Connection::Rollback() {
  if (!in_transaction_) return absl::OkStatus();
  in_transaction_ = false;
  return Execute("ROLLBACK");
}

sql::PreparedStatement& Connection::Prepare(const std::string& text) {
  auto& prepared = prepared_[text];
  if (prepared == nullptr) {
    if (prepared_.size() > kPreparedMax) {
      prepared_.clear();
      return Prepare(text);
    }
    prepared.reset(session_->prepareStatement(text));
  }
  return *prepared;
}

absl::Status Connection::Noting(absl::Status status) {
  if (absl::IsUnavailable(status)) MarkBroken();
  return status;
}

absl::StatusOr<DatabaseOptions> ParseDatabaseUrl(absl::string_view url) {
  const absl::Status faulty = absl::InvalidArgumentError(
      "the database must be given as "
      "mysql://user:password@unix(/path.sock)/schema or "
      "mysql://user:password@tcp(host:port)/schema");
  if (!absl::ConsumePrefix(&url, "mysql://")) return faulty;
  const size_t at = url.rfind('@');
  const size_t open = url.find('(', at == absl::string_view::npos ? 0 : at);
  const size_t close = url.rfind(")/");
  if (at == absl::string_view::npos || open == absl::string_view::npos ||
      close == absl::string_view::npos || close < open) {
    return faulty;
  }
  const std::pair<std::string, std::string> identity =
      absl::StrSplit(url.substr(0, at), absl::MaxSplits(':', 1));
  const absl::string_view kind = url.substr(at + 1, open - at - 1);
  const absl::string_view place = url.substr(open + 1, close - open - 1);
  DatabaseOptions options;
  options.user = identity.first;
  options.password = identity.second;
  options.schema = std::string(url.substr(close + 2));
  if (kind == "unix") {
    options.host = absl::StrCat("unix://", place);
  } else if (kind == "tcp") {
    options.host = absl::StrCat("tcp://", place);
  } else {
    return faulty;
  }
  if (options.schema.empty()) return faulty;
  return options;
}

Database::Database(DatabaseOptions options) : options_(std::move(options)) {}
Database::~Database() = default;

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    DatabaseOptions options) {
  get_driver_instance();  // Not safe from several threads at first use.
  std::unique_ptr<Database> db(new Database(std::move(options)));
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> first, db->Connect());
  RETURN_IF_ERROR(CheckDurable(*first));
  absl::MutexLock lock(&db->mutex_);
  db->idle_.push_back(std::move(first));
  return db;
}

absl::StatusOr<std::unique_ptr<Connection>> Database::Connect() {
  std::unique_ptr<Connection> connection;
  RETURN_IF_ERROR(CatchSql([&]() -> absl::Status {
    sql::ConnectOptionsMap map;
    map["hostName"] = sql::SQLString(options_.host);
    map["userName"] = sql::SQLString(options_.user);
    map["password"] = sql::SQLString(options_.password);
    map["schema"] = sql::SQLString(options_.schema);
    map["CLIENT_MULTI_STATEMENTS"] = true;  // For `ExecuteAll`.
    map["OPT_CONNECT_TIMEOUT"] = 5;
    map["OPT_READ_TIMEOUT"] = kTimeoutSeconds;
    map["OPT_WRITE_TIMEOUT"] = kTimeoutSeconds;
    connection = std::make_unique<Connection>(
        std::unique_ptr<sql::Connection>(get_driver_instance()->connect(map)));
    return absl::OkStatus();
  }));
  for (const char* setup : kSessionSetup) {
    RETURN_IF_ERROR(connection->Execute(setup));
  }
  return connection;
}

absl::StatusOr<Database::Lease> Database::Acquire(absl::Time deadline) {
  const absl::Time latest =
      std::min(deadline, SystemClock().Now() + kAcquireMax);
  std::unique_ptr<Connection> connection;
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return leased_ < options_.connection_count;
    };
    ++waiting_;
    const bool given = mutex_.AwaitWithDeadline(absl::Condition(&free), latest);
    --waiting_;
    if (!given) {
      ++refused_;
      return RetryAfter(
          absl::Seconds(1),
          MakeError(absl::StatusCode::kResourceExhausted,
                    PlumbingReason("SERVICE_BUSY"),
                    "All connections to the database are in use; try again."));
    }
    ++leased_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection == nullptr) {
    absl::StatusOr<std::unique_ptr<Connection>> made = Connect();
    if (!made.ok()) {
      absl::MutexLock lock(&mutex_);
      --leased_;
      return made.status();
    }
    connection = *std::move(made);
  }
  return Lease(this, std::move(connection));
}

Database::Pool Database::pool() const {
  absl::MutexLock lock(&mutex_);
  return {.connections = options_.connection_count,
          .used = leased_,
          .waiting = waiting_,
          .refused = refused_};
}

Database::Lease::Lease(Database* db, std::unique_ptr<Connection> connection)
    : db_(db), connection_(std::move(connection)) {}

Database::Lease::~Lease() {
  if (db_ == nullptr) return;
  const bool usable = !connection_->broken() && connection_->Rollback().ok();
  // Where one is broken, those that wait are of the same server: one call
  // fails for all of them.
  std::vector<std::unique_ptr<Connection>> stale;
  absl::MutexLock lock(&db_->mutex_);
  --db_->leased_;
  if (usable) {
    db_->idle_.push_back(std::move(connection_));
  } else {
    stale.swap(db_->idle_);
  }
}

}  // namespace opvang
