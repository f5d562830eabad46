// One session with the database. For `common/db` only.
#ifndef OPVANG_COMMON_DB_CONNECTION_H_
#define OPVANG_COMMON_DB_CONNECTION_H_

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"

namespace opvang {

class Connection {
 public:
  explicit Connection(std::unique_ptr<sql::Connection> session)
      : session_(std::move(session)) {}

  // Runs a statement without parameters or rows.
  absl::Status Execute(const std::string& text);

  // Runs statements as one transaction in one round: all or none of them.
  absl::Status ExecuteAll(const std::vector<std::string>& statements);

  // Starts a transaction, which the lease rolls back unless it is committed.
  absl::Status Begin(const std::string& text);
  absl::Status Commit();
  absl::Status Rollback();  // Unless there is none to end.

  // The statement of that text, prepared once per session. Throws.
  sql::PreparedStatement& Prepare(const std::string& text);

  sql::Connection& session() { return *session_; }
  // Set when the session is lost; the connection is then not used again.
  void MarkBroken() { broken_ = true; }
  bool broken() const { return broken_; }
  // Notes a lost session in passing.
  absl::Status Noting(absl::Status status);

 private:
  std::unique_ptr<sql::Connection> session_;
  std::unordered_map<std::string, std::unique_ptr<sql::PreparedStatement>>
      prepared_;
  bool broken_ = false;
  bool in_transaction_ = false;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_CONNECTION_H_
