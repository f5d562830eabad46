#include "common/base/notation.h"

#include <cstdlib>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/reporting/figures/figures.h"

namespace opvang::reporting {

std::string DutchCount(int64_t value) {
  std::string digits = absl::StrCat(std::abs(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(at, ".");
  }
  return value < 0 ? absl::StrCat("−", digits) : digits;
}

std::string DutchSigned(int64_t value) {
  return absl::StrCat(value > 0 ? "+" : "", DutchCount(value));
}

std::string DutchPercent(int64_t part, int64_t whole) {
  const std::optional<int64_t> tenths = PerMille(part, whole);
  if (!tenths.has_value()) return "–";
  return absl::StrCat(DutchCount(*tenths / 10), ",", *tenths % 10, " %");
}

std::string DutchDay(absl::CivilDay day) {
  constexpr const char* kMonths[] = {
      "januari", "februari", "maart",     "april",   "mei",      "juni",
      "juli",    "augustus", "september", "oktober", "november", "december"};
  return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ",
                      day.year());
}

std::string DutchTime(absl::Time time) {
  return absl::StrCat(DutchDay(DayAt(time)),
                      absl::FormatTime(", %H:%M uur", time, Netherlands()));
}

}  // namespace opvang::reporting
