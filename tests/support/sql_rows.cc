#include "tests/support/sql_rows.h"

#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <regex>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/db/connection.h"
#include "google/protobuf/descriptor.h"

namespace opvang {
namespace {

using google::protobuf::FieldDescriptor;

void SetField(const SqlRow& row, const FieldDescriptor* field,
              google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  const std::string name(field->name());
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, field,
                                 static_cast<int32_t>(row.Int(name)));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, field, row.Int(name));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, field,
                                     static_cast<int>(row.Int(name)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, field, row.Int(name) != 0);
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, field, row.Text(name));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field->message_type()->full_name() == "google.type.Date") {
        reflection.MutableMessage(&message, field)
            ->CopyFrom(ToProto(*row.Day(name)));
      }
      return;
    default:
      return;
  }
}

}  // namespace

bool SqlRow::HasColumn(const std::string& column) const {
  return values_.count(column) > 0;
}
bool SqlRow::IsNull(const std::string& column) const {
  return !values_.at(column).has_value();
}
int64_t SqlRow::Int(const std::string& column) const {
  const std::string text = Text(column);
  if (text == "true") return 1;
  int64_t number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}
std::string SqlRow::Text(const std::string& column) const {
  return values_.at(column).value_or("");
}
std::optional<absl::CivilDay> SqlRow::Day(const std::string& column) const {
  return ParseDay(Text(column));
}

std::map<std::string, std::string> SqlRow::Texts() const {
  std::map<std::string, std::string> texts;
  for (const auto& [column, value] : values_) {
    if (value.has_value()) texts.emplace(column, *value);
  }
  return texts;
}

std::vector<SqlRow> SelectRows(Database& db, const std::string& select) {
  std::vector<SqlRow> rows;
  auto lease = db.Acquire(absl::InfiniteFuture());
  try {
    const std::unique_ptr<sql::Statement> statement(
        (**lease).session().createStatement());
    const std::unique_ptr<sql::ResultSet> found(
        statement->executeQuery(select));
    sql::ResultSetMetaData* columns = found->getMetaData();
    while (found->next()) {
      std::map<std::string, std::optional<std::string>> values;
      for (unsigned i = 1; i <= columns->getColumnCount(); ++i) {
        std::optional<std::string> value;
        const std::string text = found->getString(i);
        if (!found->wasNull()) value = text;
        values.emplace(columns->getColumnLabel(i), std::move(value));
      }
      rows.emplace_back(std::move(values));
    }
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "%s: %s\n", select.c_str(), failed.what());
    std::abort();
  }
  return rows;
}

std::vector<SqlRow> RowsKnownAt(Database& db, int64_t revision,
                                const std::string& tables,
                                const std::string& columns) {
  return SelectRows(db, absl::StrCat("SELECT ", columns, " FROM ", tables,
                                     " WHERE revision <= ", revision));
}

namespace {

// What is said of an area by the way: who adopts, where an entry is from, who
// takes part in what belongs to another.
const std::set<std::string>& ByTheWay() {
  static const auto* const kColumns =
      new std::set<std::string>{"adopter", "origin", "participants"};
  return *kColumns;
}

// "provinces/pv23" of "provinces/pv23/reports/x"; empty of what names no area.
std::string AreaIn(const std::string& text) {
  static const std::regex* const kArea = new std::regex(
      "^((municipalities/gm\\d{4}|provinces/pv\\d\\d|regions/[a-z-]+|"
      "countries/nl)(/[a-z-]+/[a-z0-9-]+)?)$");
  std::smatch found;
  return std::regex_match(text, found, *kArea) ? found[2].str() : "";
}

// The rows that say more of what a row names: of a transfer its sides, of a
// redistribution its municipalities, of a report its rows.
const std::vector<std::pair<std::string, std::string>>& Named() {
  static const auto* const kTables =
      new std::vector<std::pair<std::string, std::string>>{
          {"transfers", "name"},
          {"redistribution_changes", "redistribution"},
          {"report_rows", "report"}};
  return *kTables;
}

}  // namespace

std::map<int64_t, std::set<std::string>> AreasBySql(Database& db) {
  const std::vector<SqlRow> tables = SelectRows(
      db,
      "SELECT table_name AS name FROM information_schema.columns WHERE "
      "table_schema = DATABASE() AND column_name = 'revision' AND table_name "
      "NOT IN ('ledger', 'revisions', 'subscriptions', 'subscription_ends')");
  std::map<std::string, std::vector<SqlRow>> rows;
  for (const SqlRow& table : tables) {
    const std::string name = table.Text("name");
    rows[name] = SelectRows(db, "SELECT * FROM " + name);
  }
  // What is said of each name elsewhere.
  std::map<std::string, std::set<std::string>> more;
  for (const auto& [table, key] : Named()) {
    for (const SqlRow& row : rows[table]) {
      for (const auto& [column, text] : row.Texts()) {
        if (ByTheWay().count(column) == 0 && !AreaIn(text).empty()) {
          more[row.Text(key)].insert(AreaIn(text));
        }
      }
    }
  }
  std::map<int64_t, std::set<std::string>> areas;
  for (const auto& [table, all] : rows) {
    for (const SqlRow& row : all) {
      std::set<std::string> own;
      // What is said of a report is about all of it, whoever says it of what.
      const bool of_report = row.HasColumn("report");
      for (const auto& [column, text] : row.Texts()) {
        if (ByTheWay().count(column) > 0) continue;
        if (of_report && column != "report") continue;
        if (!AreaIn(text).empty()) own.insert(AreaIn(text));
        const auto named = more.find(text);
        if (named != more.end()) {
          own.insert(named->second.begin(), named->second.end());
        }
      }
      if (own.empty()) own.insert("countries/nl");
      areas[row.Int("revision")].merge(own);
    }
  }
  return areas;
}

void FillFrom(const SqlRow& row, google::protobuf::Message& message) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string name(field->name());
    if (field->is_repeated() || !row.HasColumn(name) || row.IsNull(name)) {
      continue;
    }
    SetField(row, field, message);
  }
}

}  // namespace opvang
