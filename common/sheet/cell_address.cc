#include "common/sheet/cell_address.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace opvang::sheet {

std::string ColumnName(int column) {
  std::string name;
  for (; column > 0; column = (column - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return name;
}

std::string CellName(Place place) {
  return absl::StrCat(ColumnName(place.column), place.row);
}

std::string RangeName(Range range) {
  return absl::StrCat(CellName(Place{range.first_row, range.first_column}), ":",
                      CellName(Place{range.last_row, range.last_column}));
}

std::optional<Place> ParsePlace(absl::string_view text) {
  Place place = {.row = 0, .column = 0};
  absl::ConsumePrefix(&text, "$");
  for (; !text.empty() && absl::ascii_isalpha(text[0]); text.remove_prefix(1)) {
    place.column = place.column * 26 + absl::ascii_toupper(text[0]) - 'A' + 1;
    if (place.column > kColumnMost) return std::nullopt;
  }
  absl::ConsumePrefix(&text, "$");
  if (text.empty() || text[0] == '0') return std::nullopt;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return std::nullopt;
    place.row = place.row * 10 + (c - '0');
    if (place.row > kRowMost) return std::nullopt;
  }
  if (place.column == 0) return std::nullopt;
  return place;
}

namespace {

bool HasDigit(absl::string_view text) {
  return text.find_first_of("0123456789") != text.npos;
}

}  // namespace

std::optional<Range> ParseRange(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon != text.npos) {
    const absl::string_view from = text.substr(0, colon);
    const absl::string_view to = text.substr(colon + 1);
    // "A:C" and "2:3": columns and rows as a whole.
    if (!from.empty() && !HasDigit(text)) {
      return ParseRange(absl::StrCat(from, "1:", to, kRowMost));
    }
    if (HasDigit(from) && from.find_first_not_of("$0123456789") == from.npos) {
      return ParseRange(
          absl::StrCat("A", from, ":", ColumnName(kColumnMost), to));
    }
  }
  const auto first = ParsePlace(text.substr(0, colon));
  const auto last = colon == absl::string_view::npos
                        ? first
                        : ParsePlace(text.substr(colon + 1));
  if (!first.has_value() || !last.has_value() || first->row > last->row ||
      first->column > last->column) {
    return std::nullopt;
  }
  return Range{first->row, first->column, last->row, last->column};
}

std::optional<Range> FindOverlap(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
    return std::tie(a.first_row, a.first_column) <
           std::tie(b.first_row, b.first_column);
  });
  // The ranges that reach the row looked at, by first column; they lie apart,
  // so that only the two neighbours of a new one can meet it.
  std::map<int, Range> standing;
  std::multimap<int, int> ends;  // Last row → first column.
  for (const Range& range : ranges) {
    while (!ends.empty() && ends.begin()->first < range.first_row) {
      standing.erase(ends.begin()->second);
      ends.erase(ends.begin());
    }
    const auto after = standing.lower_bound(range.first_column);
    if (after != standing.end() && after->first <= range.last_column) {
      return range;
    }
    if (after != standing.begin() &&
        std::prev(after)->second.last_column >= range.first_column) {
      return range;
    }
    standing.emplace(range.first_column, range);
    ends.emplace(range.last_row, range.first_column);
  }
  return std::nullopt;
}

}  // namespace opvang::sheet
