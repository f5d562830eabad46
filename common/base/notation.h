// Numbers, days and times as the Dutch write them. Pure.
#ifndef OPVANG_COMMON_BASE_NOTATION_H_
#define OPVANG_COMMON_BASE_NOTATION_H_

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace opvang::reporting {

std::string DutchCount(int64_t value);   // "6.325", "−12"
std::string DutchSigned(int64_t value);  // "+12", "−12", "0"
// "61,1 %", halves rounded up; "–" of nothing.
std::string DutchPercent(int64_t part, int64_t whole);
std::string DutchDay(absl::CivilDay day);  // "1 juli 2025"
// "1 november 2024, 09:00 uur", in the Netherlands.
std::string DutchTime(absl::Time time);

}  // namespace opvang::reporting

#endif  // OPVANG_COMMON_BASE_NOTATION_H_
