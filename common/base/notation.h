// Parts of a whole, exactly; numbers, days and times as the Dutch write them.
#ifndef OPVANG_COMMON_BASE_NOTATION_H_
#define OPVANG_COMMON_BASE_NOTATION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace opvang {

// `part` of `whole` in tenths of a percent, rounded half up; nothing when
// `whole` is not positive or `part` is negative. 3864 of 6325 is 611.
std::optional<int64_t> PerMille(int64_t part, int64_t whole);

// `part` of `whole` as a percentage with `decimals` (0 or 1), rounded half up,
// in ISO notation: "61.1", "61". Empty when there is none.
std::string Percent(int64_t part, int64_t whole, int decimals);

// January first.
inline constexpr const char* kDutchMonths[] = {
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};

std::string DutchCount(int64_t value);   // "6.325", "−12"
std::string DutchSigned(int64_t value);  // "+12", "−12", "0"
// "61,1 %", halves rounded up; "–" of nothing.
std::string DutchPercent(int64_t part, int64_t whole);
std::string DutchDay(absl::CivilDay day);  // "1 juli 2025"
// "tweede halfjaar 2026" of "2026-h2".
std::string DutchHalfYear(absl::string_view half_year);
// "1 november 2024, 09:00 uur", in the Netherlands.
std::string DutchTime(absl::Time time);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_NOTATION_H_
