// A workbook as it comes back: ODS or XLSX, told apart by content, never by a
// name; filled in by anybody, with any program, and perhaps with bad intent.
//
// Reads what stands in the cells and nothing else: formulas give the result
// that was stored with them, marked as such. Nothing is calculated, run,
// fetched or written to disk. What is refused is INVALID_ARGUMENT with one
// Dutch sentence, for who sent it, that says what and where; time and memory
// are bounded by `Limits` whatever the file holds (README.md states how much).
#ifndef OPVANG_COMMON_SHEET_READ_H_
#define OPVANG_COMMON_SHEET_READ_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sheet/cell_address.h"

namespace opvang::sheet {

// How much one file may hold. Sizes of unpacked parts are counted while
// unpacking: what a zip directory claims is not believed.
struct Limits {
  int64_t file_bytes_max = 10 << 20;
  int64_t part_bytes_max = 96 << 20;    // Of one part, unpacked.
  int64_t total_bytes_max = 160 << 20;  // Of all parts, unpacked.
  int64_t ratio_max = 200;              // Of a part of more than 1 MiB.
  int parts_max = 2000;
  int sheets_max = 50;
  int rows_max = 20000;               // The last row with content.
  int columns_max = 200;              // The last column with content.
  int cells_max = 500000;             // With content, of all sheets.
  int text_length_max = 32767;        // Characters of one cell.
  int64_t text_bytes_max = 32 << 20;  // Of all cells.
  int shared_strings_max = 250000;
  int merged_max = 10000;          // Ranges of one sheet.
  int styles_max = 65536;          // Formats of cells, and formats of numbers.
  int64_t elements_max = 5000000;  // Of XML, in all parts that are read.
  int depth_max = 64;              // Elements of XML within each other.
};

enum class FileFormat { kOds, kXlsx };

enum class CellKind {
  kText,
  kNumber,    // The decimal as stored; `ShownDecimal` tells what was typed.
  kPercent,   // As a number: "0.611" is shown as 61,1 %.
  kDay,       // "2025-07-01"
  kDateTime,  // "2025-07-01T13:30:00", with ".250" where there are fractions.
  kTime,      // "13:30:00"; "36:00:00" of a duration, "-" before a negative.
  kTruth,     // "true" or "false"
  kError,     // What the program showed: "#DIV/0!"
};

// A cell with content.
struct GridCell {
  int row = 1;
  int column = 1;
  CellKind kind = CellKind::kText;
  bool is_formula = false;  // `text` is the result that was stored.
  int merged = -1;          // Of `GridSheet::merged`, or none.
  std::string text = {};
  Place place() const { return {row, column}; }
  bool operator==(const GridCell&) const = default;
};

struct GridSheet {
  std::string name = {};
  bool is_hidden = false;
  std::vector<GridCell> cells = {};  // By row, then column.
  // By row, then column; apart from each other. The first cell is shown for
  // all; what stood in another is hidden but still there, and in `cells`.
  std::vector<Range> merged = {};

  // The cell with content there, or null.
  const GridCell* At(Place place) const;
  // The merged range that `place` belongs to, or null.
  const Range* MergedAt(Place place) const;
  bool operator==(const GridSheet&) const = default;
};

struct Grid {
  FileFormat format = FileFormat::kOds;
  std::vector<GridSheet> sheets = {};  // In their order.
  bool operator==(const Grid&) const = default;
};

absl::StatusOr<Grid> ReadWorkbook(absl::string_view bytes,
                                  const Limits& limits = {});

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_READ_H_
