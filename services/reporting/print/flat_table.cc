#include "services/reporting/print/flat_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace opvang::reporting {

using Kind = TableRow::Kind;

namespace {

// "Gegarandeerd: 11 van 25; …" of the sums of a row that are not whole.
std::string CoverageOfRow(const TableRow& row,
                          const std::vector<Column>& columns) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string coverage = CoverageOf(row.cells[i]);
    if (coverage.empty()) continue;
    parts.push_back(i < columns.size()
                        ? absl::StrCat(columns[i].label, ": ", coverage)
                        : coverage);
  }
  return absl::StrJoin(parts, "; ");
}

}  // namespace

Table Flattened(const Table& table) {
  const bool flat =
      std::all_of(table.rows.begin(), table.rows.end(),
                  [](const TableRow& row) { return row.kind == Kind::kPlain; });
  if (flat) return table;
  Table made = table;
  made.rows.clear();
  made.columns.insert(made.columns.begin(),
                      {{.label = "Groep"}, {.label = "Soort rij"}});
  // What a sum covers stands in words behind it, so that its cell stays a
  // number.
  const bool partial = std::any_of(
      table.rows.begin(), table.rows.end(),
      [](const TableRow& row) { return !CoverageOfRow(row, {}).empty(); });
  std::string group;
  for (TableRow row : table.rows) {
    if (row.kind == Kind::kGroup) {
      group = row.cells.front().text;
      continue;
    }
    if (row.kind == Kind::kTotal) group.clear();
    const char* kind = row.kind == Kind::kTotal      ? "totaal"
                       : row.kind == Kind::kSubtotal ? "subtotaal"
                                                     : "rij";
    const std::string coverage = CoverageOfRow(row, table.columns);
    row.cells.insert(row.cells.begin(), {Cell::Text(group), Cell::Text(kind)});
    if (partial) row.cells.push_back(Cell::Text(coverage));
    if (row.kind == Kind::kSubtotal) group.clear();
    made.rows.push_back(std::move(row));
  }
  if (partial) made.columns.push_back({.label = "Bekend van", .wide = true});
  return made;
}

}  // namespace opvang::reporting
