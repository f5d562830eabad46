#include "common/base/notation.h"

#include <cstdlib>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang {

std::optional<int64_t> PerMille(int64_t part, int64_t whole) {
  if (whole <= 0 || part < 0) return std::nullopt;
  return (2000 * part + whole) / (2 * whole);
}

std::string Percent(int64_t part, int64_t whole, int decimals) {
  if (whole <= 0 || part < 0) return "";
  if (decimals == 0) return absl::StrCat((200 * part + whole) / (2 * whole));
  const int64_t tenths = *PerMille(part, whole);
  return absl::StrCat(tenths / 10, ".", tenths % 10);
}

std::string DutchCount(int64_t value) {
  const std::string digits = absl::StrCat(std::abs(value));
  std::string count = value < 0 ? "−" : "";
  for (size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) count += '.';
    count += digits[at];
  }
  return count;
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
  return absl::StrCat(day.day(), " ", kDutchMonths[day.month() - 1], " ",
                      day.year());
}

std::string DutchHalfYear(absl::string_view half_year) {
  return absl::StrCat(absl::EndsWith(half_year, "-h1") ? "eerste halfjaar "
                                                       : "tweede halfjaar ",
                      half_year.substr(0, half_year.find('-')));
}

std::string DutchTime(absl::Time time) {
  return absl::StrCat(DutchDay(DayAt(time)),
                      absl::FormatTime(", %H:%M uur", time, Netherlands()));
}

}  // namespace opvang
