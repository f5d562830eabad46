// Days as spreadsheets number them.
#ifndef OPVANG_COMMON_SHEET_SERIAL_DAY_H_
#define OPVANG_COMMON_SHEET_SERIAL_DAY_H_

#include <cstdint>

#include "absl/time/civil_time.h"

namespace opvang::sheet {

// Day 0 of all programs alike, from 1 March 1900 (61) on.
inline constexpr absl::CivilDay kSerialEpoch(1899, 12, 30);

// Only of days from 1 March 1900.
inline int64_t SerialOf(absl::CivilDay day) { return day - kSerialEpoch; }

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_SERIAL_DAY_H_
