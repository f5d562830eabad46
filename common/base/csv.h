// CSV (RFC 4180), read as systems and Dutch spreadsheets write it.
#ifndef OPVANG_COMMON_BASE_CSV_H_
#define OPVANG_COMMON_BASE_CSV_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang {

struct CsvRow {
  int line;  // Where it starts, from 1.
  std::vector<std::string> cells;
};

struct Csv {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;
  // What cannot be read, a Dutch sentence a line: "3: de regel heeft 4 cellen;
  // …".
  std::vector<std::string> faults;
};

// A cell as it is written. A spreadsheet must not calculate what somebody
// wrote: such a text goes out with an apostrophe in front, and comes in
// without.
std::string CsvCell(const std::string& text);
// Digits, points and at most a sign in front.
bool IsPlainNumber(absl::string_view text);

// UTF-8 with or without BOM; `,` or `;`, whichever the header uses; lines end
// in LF, CRLF or CR, also those within a cell, which has LF. Empty lines are
// passed over.
Csv ParseCsv(absl::string_view bytes);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_CSV_H_
