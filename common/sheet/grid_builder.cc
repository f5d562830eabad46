#include "common/sheet/grid_builder.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"

namespace opvang::sheet {
namespace {

constexpr int kShownNameLength = 60;

bool IsBefore(const Range& a, const Range& b) {
  return std::tie(a.first_row, a.first_column) <
         std::tie(b.first_row, b.first_column);
}

// The first characters of `name`, whole ones.
absl::string_view Shortened(absl::string_view name) {
  size_t end = std::min<size_t>(name.size(), kShownNameLength);
  while (end < name.size() && (name[end] & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

int LengthOf(absl::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

const GridCell* GridSheet::At(Place place) const {
  const auto found = std::lower_bound(
      cells.begin(), cells.end(), place,
      [](const GridCell& cell, Place other) { return cell.place() < other; });
  return found != cells.end() && found->place() == place ? &*found : nullptr;
}

const Range* GridSheet::MergedAt(Place place) const {
  for (const Range& range : merged) {
    if (range.first_row > place.row) break;
    if (range.Contains(place)) return &range;
  }
  return nullptr;
}

absl::Status GridBuilder::SheetFault(absl::string_view what) const {
  return absl::InvalidArgumentError(
      absl::StrCat("blad '", Shortened(grid_.sheets.back().name), "' ", what));
}

absl::Status GridBuilder::Fault(Place place, absl::string_view what) const {
  return absl::InvalidArgumentError(
      absl::StrCat("blad '", Shortened(grid_.sheets.back().name), "', cel ",
                   CellName(place), ", ", what));
}

absl::Status GridBuilder::BeginSheet(absl::string_view name, bool is_hidden) {
  if (static_cast<int>(grid_.sheets.size()) == limits_.sheets_max) {
    return absl::InvalidArgumentError(absl::StrCat(
        "het werkboek heeft meer dan ", limits_.sheets_max, " bladen"));
  }
  for (const GridSheet& sheet : grid_.sheets) {
    if (absl::EqualsIgnoreCase(sheet.name, name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("het werkboek heeft twee bladen met de naam '",
                       Shortened(name), "'"));
    }
  }
  grid_.sheets.push_back({.name = std::string(name), .is_hidden = is_hidden});
  last_ = {.row = 0, .column = 0};
  return absl::OkStatus();
}

absl::Status GridBuilder::CheckPlace(int64_t row, int64_t column) const {
  const Place place = {
      static_cast<int>(std::min<int64_t>(row, kRowMost)),
      static_cast<int>(std::min<int64_t>(column, kColumnMost))};
  if (row > limits_.rows_max) {
    return SheetFault(absl::StrCat("heeft meer dan ", limits_.rows_max,
                                   " rijen: er staat iets tot in cel ",
                                   CellName(place)));
  }
  if (column > limits_.columns_max) {
    return SheetFault(absl::StrCat("heeft meer dan ", limits_.columns_max,
                                   " kolommen: er staat iets tot in cel ",
                                   CellName(place)));
  }
  return absl::OkStatus();
}

absl::Status GridBuilder::TooLong(Place place) const {
  return Fault(place, absl::StrCat("heeft meer dan ", limits_.text_length_max,
                                   " tekens"));
}

absl::Status GridBuilder::CheckGrowing(Place place, size_t bytes) const {
  // No character takes more than four.
  return bytes > size_t{4} * limits_.text_length_max ? TooLong(place)
                                                     : absl::OkStatus();
}

absl::Status GridBuilder::Add(GridCell cell) {
  const Place place = cell.place();
  RETURN_IF_ERROR(CheckPlace(place.row, place.column));
  if (place <= last_) {
    return Fault(place, "staat tweemaal of niet op volgorde in het bestand");
  }
  last_ = place;
  if (cells_ == limits_.cells_max) {
    return Fault(place, absl::StrCat("het werkboek heeft meer dan ",
                                     limits_.cells_max, " gevulde cellen"));
  }
  if (LengthOf(cell.text) > limits_.text_length_max) return TooLong(place);
  text_bytes_ += static_cast<int64_t>(cell.text.size());
  if (text_bytes_ > limits_.text_bytes_max) {
    return SheetFault(
        "heeft meer tekst dan gelezen kan worden; haal weg wat niet gevraagd "
        "is");
  }
  ++cells_;
  grid_.sheets.back().cells.push_back(std::move(cell));
  return absl::OkStatus();
}

absl::Status GridBuilder::AddMerged(Range range) {
  GridSheet& sheet = grid_.sheets.back();
  if (static_cast<int>(sheet.merged.size()) == limits_.merged_max) {
    return SheetFault(absl::StrCat("heeft meer dan ", limits_.merged_max,
                                   " samengevoegde bereiken"));
  }
  sheet.merged.push_back(range);
  return absl::OkStatus();
}

absl::Status GridBuilder::EndSheet() {
  GridSheet& sheet = grid_.sheets.back();
  if (const auto overlap = FindOverlap(sheet.merged)) {
    return SheetFault(absl::StrCat(
        "heeft samengevoegde bereiken over elkaar, in ", RangeName(*overlap)));
  }
  std::sort(sheet.merged.begin(), sheet.merged.end(), IsBefore);
  AssignMerged();
  return absl::OkStatus();
}

// One walk down the sheet, with the ranges that reach the row looked at.
void GridBuilder::AssignMerged() {
  GridSheet& sheet = grid_.sheets.back();
  std::map<int, int> standing;        // First column → range.
  std::multimap<int, int> last_rows;  // Last row → first column.
  int next = 0;
  for (GridCell& cell : sheet.cells) {
    while (next < static_cast<int>(sheet.merged.size()) &&
           sheet.merged[next].first_row <= cell.row) {
      const Range& range = sheet.merged[next];
      if (range.last_row >= cell.row) {
        while (!last_rows.empty() &&
               last_rows.begin()->first < range.first_row) {
          standing.erase(last_rows.begin()->second);
          last_rows.erase(last_rows.begin());
        }
        standing[range.first_column] = next;
        last_rows.emplace(range.last_row, range.first_column);
      }
      ++next;
    }
    while (!last_rows.empty() && last_rows.begin()->first < cell.row) {
      standing.erase(last_rows.begin()->second);
      last_rows.erase(last_rows.begin());
    }
    const auto after = standing.upper_bound(cell.column);
    if (after == standing.begin()) continue;
    const int candidate = std::prev(after)->second;
    if (sheet.merged[candidate].Contains(cell.place())) {
      cell.merged = candidate;
    }
  }
}

}  // namespace opvang::sheet
