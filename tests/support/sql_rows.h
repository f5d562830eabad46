// Rows by plain SQL, by the names of their columns: what a naive oracle reads.
#ifndef OPVANG_TESTS_SUPPORT_SQL_ROWS_H_
#define OPVANG_TESTS_SUPPORT_SQL_ROWS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/database.h"
#include "google/protobuf/message.h"

namespace opvang {

class SqlRow {
 public:
  explicit SqlRow(std::map<std::string, std::optional<std::string>> values)
      : values_(std::move(values)) {}
  bool HasColumn(const std::string& column) const;
  bool IsNull(const std::string& column) const;
  // What is NULL reads as 0, or as nothing.
  int64_t Int(const std::string& column) const;
  std::string Text(const std::string& column) const;
  std::optional<absl::CivilDay> Day(const std::string& column) const;
  // Column by column, what is not NULL.
  std::map<std::string, std::string> Texts() const;

 private:
  std::map<std::string, std::optional<std::string>> values_;
};

// The rows that `select` answers. Ends the program when it cannot be asked.
std::vector<SqlRow> SelectRows(Database& db, const std::string& select);

// All that `tables` names, as known at `revision`: a table, or a join.
std::vector<SqlRow> RowsKnownAt(Database& db, int64_t revision,
                                const std::string& tables,
                                const std::string& columns = "*");

// The areas that each write is about, by revision: those that any word of its
// rows names, or of what its rows name; the whole country where they name none.
// Who is told of changes is no change.
std::map<int64_t, std::set<std::string>> AreasBySql(Database& db);

// Sets every field of `message` of which a column has the name; NULL leaves it
// out.
void FillFrom(const SqlRow& row, google::protobuf::Message& message);

template <typename Message>
std::vector<Message> MessagesOf(const std::vector<SqlRow>& rows) {
  std::vector<Message> messages(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) FillFrom(rows[i], messages[i]);
  return messages;
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_SQL_ROWS_H_
