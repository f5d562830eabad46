#include "services/reporting/print/flat_table.h"

#include <algorithm>

namespace opvang::reporting {

using Kind = TableRow::Kind;

Table Flattened(const Table& table) {
  const bool flat =
      std::all_of(table.rows.begin(), table.rows.end(),
                  [](const TableRow& row) { return row.kind == Kind::kPlain; });
  if (flat) return table;
  Table made = table;
  made.rows.clear();
  made.columns.insert(made.columns.begin(),
                      {{.label = "Groep"}, {.label = "Soort rij"}});
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
    row.cells.insert(row.cells.begin(), {Cell::Text(group), Cell::Text(kind)});
    if (row.kind == Kind::kSubtotal) group.clear();
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace opvang::reporting
