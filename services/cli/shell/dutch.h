// Days and periods as they are said in Dutch.
#ifndef OPVANG_SERVICES_CLI_SHELL_DUTCH_H_
#define OPVANG_SERVICES_CLI_SHELL_DUTCH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace opvang::cli {

// January first.
inline constexpr const char* kMonths[] = {
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};

// "1 juli 2025".
std::string DutchDay(absl::CivilDay day);
// "tweede halfjaar 2026" of "2026-h2".
std::string DutchHalfYear(absl::string_view half_year);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_DUTCH_H_
