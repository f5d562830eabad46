// Where a cell stands: rows and columns from 1, written "B7" as people do.
#ifndef OPVANG_COMMON_SHEET_CELL_ADDRESS_H_
#define OPVANG_COMMON_SHEET_CELL_ADDRESS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang::sheet {

// What both formats can address at all.
inline constexpr int kRowMost = 1048576;
inline constexpr int kColumnMost = 16384;

struct Place {
  int row = 1;
  int column = 1;
  auto operator<=>(const Place&) const = default;
};

// A rectangle of cells, both corners within.
struct Range {
  int first_row = 1;
  int first_column = 1;
  int last_row = 1;
  int last_column = 1;
  bool Contains(Place place) const {
    return place.row >= first_row && place.row <= last_row &&
           place.column >= first_column && place.column <= last_column;
  }
  bool operator==(const Range&) const = default;
};

std::string ColumnName(int column);  // 28 is "AB".
std::string CellName(Place place);   // "B7"
std::string RangeName(Range range);  // "A1:C4", also of a single cell.

// Of "B7", dollar signs allowed; nothing for what no sheet has.
std::optional<Place> ParsePlace(absl::string_view text);
// Of "A1:C4" or "A1"; nothing unless the corners are in order.
std::optional<Range> ParseRange(absl::string_view text);

// The first of `ranges` that shares a cell with one before it in row order;
// nothing when all lie apart. Takes n log n steps.
std::optional<Range> FindOverlap(std::vector<Range> ranges);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_CELL_ADDRESS_H_
