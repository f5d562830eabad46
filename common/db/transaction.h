// Statements and rows within one transaction.
#ifndef OPVANG_COMMON_DB_TRANSACTION_H_
#define OPVANG_COMMON_DB_TRANSACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/status.h"
#include "common/db/connection.h"
#include "common/db/seal.h"
#include "common/db/sql.h"

namespace opvang {

// A parameter of a statement: an integer, text, day, instant, or NULL.
class Value {
 public:
  template <typename Integer>
  requires std::is_integral_v<Integer> Value(Integer value)
      : value_(static_cast<int64_t>(value)) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(absl::string_view value) : value_(std::string(value)) {}
  Value(absl::CivilDay value);
  Value(absl::Time value);
  template <typename T>
  Value(const std::optional<T>& value) {
    if (value.has_value()) *this = Value(*value);
  }

 private:
  friend class Transaction;
  friend std::string InsertText(const Sql&,
                                const std::vector<std::vector<Value>>&);
  friend void SealRows(const Sql&, const std::vector<std::vector<Value>>&,
                       Seal&);
  std::variant<std::monostate, int64_t, std::string> value_;
};

// Rows of equal length for one statement.
using Rows = std::vector<std::vector<Value>>;

// An INSERT of rows as text, for `Connection::ExecuteAll`. Words stand in it as
// hexadecimal digits: nothing in them can be read as SQL. `insert` ends with
// "VALUES ".
std::string InsertText(const Sql& insert, const Rows& rows);

// What rows that `insert` appends are sealed as.
void SealRows(const Sql& insert, const Rows& rows, Seal& seal);

// The values of a list, for `In`, and those that come after it.
std::vector<Value> Parameters(const std::vector<std::string>& list,
                              const std::vector<Value>& more);

// One row of a result; columns are numbered from 0 as they are listed.
class Row {
 public:
  explicit Row(const sql::ResultSet& rows) : rows_(rows) {}
  bool IsNull(int column) const;
  int64_t Int(int column) const;
  std::string Text(int column) const;
  absl::CivilDay Day(int column) const;
  absl::Time Time(int column) const;
  std::optional<int64_t> OptionalInt(int column) const;
  std::optional<absl::CivilDay> OptionalDay(int column) const;

 private:
  const sql::ResultSet& rows_;
};

class Transaction {
 public:
  Transaction(Connection& connection, Revision revision,
              absl::Time record_time = absl::InfinitePast())
      : connection_(connection),
        revision_(revision),
        record_time_(record_time) {}
  Transaction(const Transaction&) = delete;

  // Runs a statement; answers how many rows it changed.
  template <typename... Args>
  absl::StatusOr<int64_t> Execute(const Sql& sql, const Args&... args) {
    return ExecuteValues(sql, {Value(args)...});
  }
  absl::StatusOr<int64_t> ExecuteValues(const Sql& sql,
                                        const std::vector<Value>& values);

  // Calls `read` for each row and answers what it returned, in order.
  template <typename Read, typename... Args>
  auto Query(const Sql& sql, Read read, const Args&... args) {
    return QueryValues(sql, read, {Value(args)...});
  }
  template <typename Read>
  auto QueryValues(const Sql& sql, Read read, const std::vector<Value>& values)
      -> absl::StatusOr<std::vector<std::invoke_result_t<Read, const Row&>>> {
    std::vector<std::invoke_result_t<Read, const Row&>> rows;
    const absl::Status status = ForEach(
        sql, values, [&](const Row& row) { rows.push_back(read(row)); });
    if (!status.ok()) return status;
    return rows;
  }

  // Hands over each row.
  absl::Status ForEach(const Sql& sql, const std::vector<Value>& values,
                       absl::FunctionRef<void(const Row&)> read);

  // Appends rows of equal length, five hundred a statement, and seals them.
  // `insert` ends with "VALUES ".
  absl::Status Insert(const Sql& insert, const Rows& rows);
  // For `common/db` only.
  Connection& connection() { return connection_; }
  // What was inserted within a write.
  Seal& seal() { return seal_; }

  // The revision being written, or being read at.
  Revision revision() const { return revision_; }
  // When the revision being written is recorded; of what is read: long ago.
  absl::Time record_time() const { return record_time_; }

 private:
  sql::PreparedStatement& Bind(const std::string& text,
                               const std::vector<Value>& values);
  absl::StatusOr<int64_t> Run(const std::string& text,
                              const std::vector<Value>& values);

  Connection& connection_;
  Revision revision_;
  absl::Time record_time_;
  Seal seal_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_TRANSACTION_H_
