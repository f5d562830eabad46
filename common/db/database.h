// A bounded pool of connections to one schema on a server that speaks MySQL's
// protocol (MariaDB 10.6+, MySQL 8).
#ifndef OPVANG_COMMON_DB_DATABASE_H_
#define OPVANG_COMMON_DB_DATABASE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opvang {

struct DatabaseOptions {
  std::string host;  // "unix:///path.sock" or "tcp://host:port".
  std::string user;
  std::string password;
  std::string schema;
  int connection_count = 8;
};

// "mysql://user:password@unix(/path.sock)/schema" or
// "mysql://user:password@tcp(host:port)/schema".
absl::StatusOr<DatabaseOptions> ParseDatabaseUrl(absl::string_view url);

class Connection;  // One session, with its prepared statements.

// Thread-safe.
class Database {
 public:
  // Connects once. FAILED_PRECONDITION when the server does not make commits
  // durable (innodb_flush_log_at_trx_commit must be 1); UNAVAILABLE when it
  // does not answer.
  static absl::StatusOr<std::unique_ptr<Database>> Open(
      DatabaseOptions options);
  ~Database();

  // A connection for as long as the lease lives. Waits for a free one until
  // `deadline`, at most ten seconds, then RESOURCE_EXHAUSTED.
  class Lease {
   public:
    Lease(Lease&& other) = default;
    Lease& operator=(Lease&& other) = delete;
    ~Lease();  // Rolls back; a broken connection is closed, and idle ones too.
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    friend class Database;
    Lease(Database* db, std::unique_ptr<Connection> connection);
    // Owns nothing; a moved-from lease forgets its database.
    struct Forget {
      void operator()(Database*) const {}
    };
    std::unique_ptr<Database, Forget> db_;
    std::unique_ptr<Connection> connection_;
  };
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

  // A connection outside the pool, for who keeps it.
  absl::StatusOr<std::unique_ptr<Connection>> Connect();

  const std::string& schema() const { return options_.schema; }

  // How the pool stands, and how often it was waited for in vain.
  struct Pool {
    int connections = 0, used = 0, waiting = 0;
    int64_t refused = 0;
  };
  Pool pool() const;

 private:
  explicit Database(DatabaseOptions options);

  const DatabaseOptions options_;
  mutable absl::Mutex mutex_;
  int leased_ ABSL_GUARDED_BY(mutex_) = 0;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_DATABASE_H_
