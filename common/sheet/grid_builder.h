// What both readers do with what they find: keep it within the limits, in
// order, and refuse by place.
#ifndef OPVANG_COMMON_SHEET_GRID_BUILDER_H_
#define OPVANG_COMMON_SHEET_GRID_BUILDER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sheet/read.h"

namespace opvang::sheet {

class GridBuilder {
 public:
  GridBuilder(FileFormat format, const Limits& limits) : limits_(limits) {
    grid_.format = format;
  }
  const Limits& limits() const { return limits_; }

  // Of each sheet in turn: begin, cells by row and column, merged ranges in
  // any order, end.
  absl::Status BeginSheet(absl::string_view name, bool is_hidden);
  absl::Status Add(GridCell cell);
  absl::Status AddMerged(Range range);
  absl::Status EndSheet();

  // OK when the limits leave room for a cell there.
  absl::Status CheckPlace(int64_t row, int64_t column) const;
  // OK when a text that has grown to so many bytes may still be one cell's.
  absl::Status CheckGrowing(Place place, size_t bytes) const;
  // INVALID_ARGUMENT: "sheet 'Locaties', cell B7, …".
  absl::Status Fault(Place place, absl::string_view what) const;

  Grid Take() && { return std::move(grid_); }

 private:
  absl::Status SheetFault(absl::string_view what) const;
  absl::Status TooLong(Place place) const;
  void AssignMerged();

  const Limits& limits_;
  Grid grid_;
  Place last_ = {.row = 0, .column = 0};
  int cells_ = 0;
  int64_t text_bytes_ = 0;
};

// How many characters UTF-8 text has; it was checked to be such.
int LengthOf(absl::string_view text);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_GRID_BUILDER_H_
