#include "common/db/transaction.h"

#include <cppconn/datatype.h>
#include <cppconn/resultset.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/db/sql_status.h"

namespace opvang {
namespace {

constexpr size_t kInsertRows = 500;
constexpr size_t kMarks = 4000;

// "?,?,…", to cut lists of question marks from.
constexpr std::array<char, 2 * kMarks> MakeMarks() {
  std::array<char, 2 * kMarks> marks{};
  for (size_t i = 0; i < kMarks; ++i) {
    marks[2 * i] = '?';
    marks[2 * i + 1] = ',';
  }
  return marks;
}
constexpr std::array<char, 2 * kMarks> kMarkList = MakeMarks();

constexpr char kTimeFormat[] = "%Y-%m-%d %H:%M:%E6S";

}  // namespace

Sql In(size_t count) {
  if (count == 0) return " IN (NULL)";
  Sql list = Sql(" IN (") + Sql("") + Sql(")");
  list.pieces_[1] =
      std::string_view(kMarkList.data(), 2 * std::min(count, kMarks) - 1);
  return list;
}

Value::Value(absl::CivilDay value) : value_(FormatDay(value)) {}
Value::Value(absl::Time value)
    : value_(absl::FormatTime(kTimeFormat, value, absl::UTCTimeZone())) {}

std::vector<Value> Parameters(const std::vector<std::string>& list,
                              const std::vector<Value>& more) {
  std::vector<Value> values(list.begin(), list.end());
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

std::string InsertText(const Sql& insert, const Rows& rows) {
  std::string text = insert.Text();
  for (size_t i = 0; i < rows.size(); ++i) {
    text += i == 0 ? "(" : ",(";
    for (size_t j = 0; j < rows[i].size(); ++j) {
      if (j > 0) text += ',';
      const auto& value = rows[i][j].value_;
      if (const auto* number = std::get_if<int64_t>(&value)) {
        absl::StrAppend(&text, *number);
      } else if (const auto* words = std::get_if<std::string>(&value)) {
        absl::StrAppend(&text, "X'", absl::BytesToHexString(*words), "'");
      } else {
        text += "NULL";
      }
    }
    text += ')';
  }
  return text;
}

void SealRows(const Sql& insert, const Rows& rows, Seal& seal) {
  // "INSERT INTO table (one, other) VALUES "
  const std::string text = insert.Text();
  const size_t open = text.find('('), close = text.find(')');
  const std::vector<std::string> words = absl::StrSplit(
      absl::string_view(text).substr(0, open), ' ', absl::SkipEmpty());
  const std::vector<std::string> names = absl::StrSplit(
      absl::string_view(text).substr(open + 1, close - open - 1), ", ");
  for (const std::vector<Value>& row : rows) {
    Seal::Columns columns;
    for (size_t i = 0; i < row.size(); ++i) {
      if (const auto* number = std::get_if<int64_t>(&row[i].value_)) {
        columns.emplace_back(names[i], absl::StrCat(*number));
      } else if (const auto* words_of =
                     std::get_if<std::string>(&row[i].value_)) {
        columns.emplace_back(names[i], *words_of);
      }
    }
    seal.Add(words.back(), std::move(columns));
  }
}

bool Row::IsNull(int column) const { return rows_.isNull(column + 1); }
int64_t Row::Int(int column) const { return rows_.getInt64(column + 1); }
std::string Row::Text(int column) const {
  const sql::SQLString text = rows_.getString(column + 1);
  return std::string(text.c_str(), text.length());
}
absl::CivilDay Row::Day(int column) const {
  return ParseDay(Text(column)).value_or(absl::CivilDay(1900, 1, 1));
}
absl::Time Row::Time(int column) const {
  absl::Time time;
  std::string error;
  absl::ParseTime(kTimeFormat, Text(column), absl::UTCTimeZone(), &time,
                  &error);
  return time;
}
std::optional<int64_t> Row::OptionalInt(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}
std::optional<absl::CivilDay> Row::OptionalDay(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Day(column);
}

sql::PreparedStatement& Transaction::Bind(const std::string& text,
                                          const std::vector<Value>& values) {
  sql::PreparedStatement& statement = connection_.Prepare(text);
  for (size_t i = 0; i < values.size(); ++i) {
    const auto place = static_cast<unsigned int>(i + 1);
    const auto& value = values[i].value_;
    if (const auto* number = std::get_if<int64_t>(&value)) {
      statement.setInt64(place, *number);
    } else if (const auto* words = std::get_if<std::string>(&value)) {
      statement.setString(place, *words);
    } else {
      statement.setNull(place, sql::DataType::VARCHAR);
    }
  }
  return statement;
}

absl::StatusOr<int64_t> Transaction::ExecuteValues(
    const Sql& sql, const std::vector<Value>& values) {
  return Run(sql.Text(), values);
}

absl::StatusOr<int64_t> Transaction::Run(const std::string& text,
                                         const std::vector<Value>& values) {
  int64_t changed = 0;
  const absl::Status status =
      connection_.Noting(CatchSql([&]() -> absl::Status {
        changed = Bind(text, values).executeUpdate();
        return absl::OkStatus();
      }));
  if (!status.ok()) return status;
  return changed;
}

absl::Status Transaction::ForEach(const Sql& sql,
                                  const std::vector<Value>& values,
                                  absl::FunctionRef<void(const Row&)> read) {
  return connection_.Noting(CatchSql([&]() -> absl::Status {
    const std::unique_ptr<sql::ResultSet> rows(
        Bind(sql.Text(), values).executeQuery());
    const Row row(*rows);
    while (rows->next()) read(row);
    return absl::OkStatus();
  }));
}

absl::Status Transaction::Insert(const Sql& insert, const Rows& rows) {
  if (record_time_ > absl::InfinitePast()) SealRows(insert, rows, seal_);
  for (size_t start = 0; start < rows.size(); start += kInsertRows) {
    const size_t end = std::min(rows.size(), start + kInsertRows);
    std::string text = insert.Text();
    std::vector<Value> values;
    for (size_t i = start; i < end; ++i) {
      text += i == start ? "(" : ",(";
      text.append(kMarkList.data(), 2 * rows[i].size() - 1);
      text += ')';
      values.insert(values.end(), rows[i].begin(), rows[i].end());
    }
    RETURN_IF_ERROR(Run(text, values).status());
  }
  return absl::OkStatus();
}

}  // namespace opvang
