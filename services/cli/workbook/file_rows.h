// The rows of a file as people left it: sheets and columns found by their
// words, each cell read, everything that is not understood named by its cell.
// Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_FILE_ROWS_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_FILE_ROWS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/sheet/read.h"
#include "services/cli/workbook/records.h"

namespace opvang::cli::workbook {

// Where a workbook comes from; it stands in its last sheet, or in
// `herkomst.csv`.
inline constexpr char kOriginSheet[] = "Herkomst";
inline constexpr char kGuideSheet[] = "Uitleg";
struct Origin {
  std::string municipality = {};  // "municipalities/gm0193"; empty: not stated.
  std::string day = {};           // On which it was filled: "2024-10-31".
  int64_t locations = 0, housing = 0, reporting = 0;  // Revisions; 0: unknown.
  bool operator==(const Origin&) const = default;
};

// Something to tell: of a cell, of a row or of a sheet.
struct Message {
  std::string place;  // "Bestaande locaties, F7"
  std::string text;
  bool operator==(const Message&) const = default;
};

struct FileCell {
  std::string place;  // "Bestaande locaties, F7"
  std::string name;   // "F7"
  std::string words;  // As they stand there, of a reading; else empty.
};

struct FileRow {
  SheetRow row;                           // Its subject is not known yet.
  std::string place;                      // "Bestaande locaties, rij 7"
  std::map<std::string, FileCell> cells;  // By column, also of empty cells.
  std::set<std::string> vague;    // Columns whose words say less than a value.
  std::set<std::string> unknown;  // Columns that say "n.t.b.".
  std::set<std::string> inside;   // Groups that are part of the total.
};

struct FileRows {
  Origin origin;
  std::optional<absl::CivilDay> read_day;  // On which it is read, if known.
  std::vector<FileRow> rows;
  std::vector<Message> notes;   // Readings, and what is passed over.
  std::vector<Message> faults;  // What is refused.
};

// A file of CSV is a grid whose sheets are files, with lines for rows.
FileRows ReadRows(const sheet::Grid& grid, bool is_csv,
                  const Vocabulary& vocabulary);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_FILE_ROWS_H_
