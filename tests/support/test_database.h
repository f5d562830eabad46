// A real MariaDB for tests: one private server per test program, one fresh
// schema per test.
#ifndef OPVANG_TESTS_SUPPORT_TEST_DATABASE_H_
#define OPVANG_TESTS_SUPPORT_TEST_DATABASE_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "common/db/database.h"

namespace opvang {

// A MariaDB server in a temporary folder, on a unix socket, with durable
// commits. It is ended by its own pid, and by the kernel when the test dies.
class TestServer {
 public:
  // A quick server leaves it to the system when its files reach the disk, for
  // tests that never end it.
  enum class Kind { kDurable, kQuick };
  explicit TestServer(Kind kind = Kind::kDurable);
  ~TestServer();
  // The one shared by all tests of this program, quick; started at first use.
  static TestServer& Shared();

  void Start();
  // SIGKILL, at whatever instant this is.
  void Kill();
  // Answers nothing until it is let go on.
  void Freeze();
  void GoOn();
  std::string Url(const std::string& schema) const;
  // Runs one statement as administrator.
  void Administrate(const std::string& statement);

 private:
  std::string folder_;
  std::vector<std::string> options_;
  pid_t pid_ = 0;
};

// A fresh schema on `server`, migrated from services/`service`/migrations
// unless that is empty.
class TestDatabase {
 public:
  explicit TestDatabase(const std::string& service,
                        TestServer& server = TestServer::Shared(),
                        int connection_count = 8);
  Database& operator*() { return *db_; }
  Database* operator->() { return db_.get(); }
  const std::string& url() const { return url_; }
  const std::string& schema() const { return schema_; }
  // Connects again, as after a restart of the service.
  void Reopen();
  // The tables with a revision and no index on it: whoever follows the ledger
  // would read them whole for every write.
  std::vector<std::string> TablesWithoutRevisionKey();

 private:
  std::string schema_, url_;
  int connection_count_;
  std::unique_ptr<Database> db_;
};

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_TEST_DATABASE_H_
