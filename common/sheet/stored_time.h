// Days and times as files store them, told apart and in one notation.
#ifndef OPVANG_COMMON_SHEET_STORED_TIME_H_
#define OPVANG_COMMON_SHEET_STORED_TIME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/sheet/read.h"

namespace opvang::sheet {

struct StoredTime {
  CellKind kind;  // kDay, kDateTime or kTime.
  std::string text;
};

// Of "2025-07-01" or "2025-07-01T13:30:00.25"; midnight is a day. Nothing for
// days that do not exist, or outside the years 1 to 9999.
std::optional<StoredTime> OfIso(absl::string_view text);

// Of a duration "PT13H30M00S", as ODS stores a time of day.
std::optional<StoredTime> OfDuration(absl::string_view text);

// Of a number in a cell that shows a day, a time or both. Days are counted
// from 1900 with the false 29 February 1900 (number 60), or from 1904.
// Nothing for numbers that are no day (negative, 60, above the year 9999).
struct SerialNotation {
  bool has_day = false;
  bool is_1904 = false;
};
std::optional<StoredTime> OfSerial(absl::string_view number,
                                   SerialNotation notation);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_STORED_TIME_H_
