// The columns of every table, each once: its name for programs, its heading for
// people, and what stands in it.
#ifndef OPVANG_SERVICES_CLI_SHELL_COLUMNS_H_
#define OPVANG_SERVICES_CLI_SHELL_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang::cli {

// What the cells of a column hold. Empty is absent, in every kind.
enum class CellKind {
  kText,
  kName,  // A resource: municipalities/gm0193.
  kWord,  // Of a contract, or several parted by blanks: regular, no_start_date.
  kCount,    // A whole number.
  kTruth,    // yes or no.
  kDay,      // 2024-10-31
  kInstant,  // 2024-11-01T09:00:00+01:00
  kHash,     // 64 hexadecimal digits.
};

struct TableColumn {
  const char* name;     // "guaranteed": of CSV and JSON.
  const char* heading;  // "definitief"
  CellKind kind;
};

// By name.
const std::vector<TableColumn>& AllTableColumns();

// The one of that name; a column of text that is headed by its name without.
TableColumn ColumnNamed(const std::string& name);

// A cell as people read it: words in Dutch, an instant of here, the beginning
// of a hash where `is_short`.
std::string CellShown(const TableColumn& column, const std::string& cell,
                      bool is_short);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_COLUMNS_H_
