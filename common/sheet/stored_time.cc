#include "common/sheet/stored_time.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/base/calendar.h"
#include "common/sheet/decimal.h"
#include "common/sheet/serial_day.h"

namespace opvang::sheet {
namespace {

constexpr int64_t kDayMilliseconds = 86'400'000;

// "13:30:00", with milliseconds where there are.
std::string Clock(int64_t milliseconds) {
  const int64_t seconds = milliseconds / 1000;
  std::string text = absl::StrFormat("%02d:%02d:%02d", seconds / 3600,
                                     seconds / 60 % 60, seconds % 60);
  if (milliseconds % 1000 != 0) {
    absl::StrAppendFormat(&text, ".%03d", milliseconds % 1000);
  }
  return text;
}

// A time that was rounded up to midnight is the next day, if years go on.
std::optional<StoredTime> OfMoment(absl::CivilDay day, int64_t milliseconds) {
  if (milliseconds == kDayMilliseconds) {
    ++day;
    milliseconds = 0;
    if (day.year() > 9999) return std::nullopt;
  }
  if (milliseconds == 0) return StoredTime{CellKind::kDay, FormatDay(day)};
  return StoredTime{CellKind::kDateTime,
                    absl::StrCat(FormatDay(day), "T", Clock(milliseconds))};
}

// Takes exactly `count` digits away, or answers −1.
int TakeDigits(absl::string_view& text, size_t count) {
  int value = 0;
  if (text.size() < count) return -1;
  for (size_t i = 0; i < count; ++i) {
    if (!absl::ascii_isdigit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

std::optional<absl::CivilDay> TakeDay(absl::string_view& text) {
  const int year = TakeDigits(text, 4);
  if (year < 1 || !absl::ConsumePrefix(&text, "-")) return std::nullopt;
  const int month = TakeDigits(text, 2);
  if (!absl::ConsumePrefix(&text, "-")) return std::nullopt;
  const int day = TakeDigits(text, 2);
  const absl::CivilDay civil(year, month, day);
  if (civil.year() != year || civil.month() != month || civil.day() != day) {
    return std::nullopt;
  }
  return civil;
}

// Digits and perhaps a fraction, at the front, as thousandths.
std::optional<int64_t> TakeThousandths(absl::string_view& text) {
  size_t whole = 0;
  while (whole < text.size() && absl::ascii_isdigit(text[whole])) ++whole;
  int64_t value = 0;
  if (whole == 0 || whole > 9 ||
      !absl::SimpleAtoi(text.substr(0, whole), &value)) {
    return std::nullopt;
  }
  value *= 1000;
  text.remove_prefix(whole);
  if (!absl::ConsumePrefix(&text, ".") && !absl::ConsumePrefix(&text, ",")) {
    return value;
  }
  double fraction = 0;
  size_t digits = 0;
  double unit = 100;
  for (; digits < text.size() && absl::ascii_isdigit(text[digits]); ++digits) {
    fraction += unit * (text[digits] - '0');
    unit /= 10;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return value + std::llround(fraction);
}

}  // namespace

std::optional<StoredTime> OfIso(absl::string_view text) {
  const auto day = TakeDay(text);
  if (!day.has_value()) return std::nullopt;
  if (text.empty()) return OfMoment(*day, 0);
  if (!absl::ConsumePrefix(&text, "T")) return std::nullopt;
  const int hour = TakeDigits(text, 2);
  if (!absl::ConsumePrefix(&text, ":")) return std::nullopt;
  const int minute = TakeDigits(text, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  int64_t milliseconds = (hour * 60 + minute) * int64_t{60000};
  if (absl::ConsumePrefix(&text, ":")) {
    const auto seconds = TakeThousandths(text);
    if (!seconds.has_value() || *seconds > 60000) return std::nullopt;
    milliseconds += *seconds;
  }
  absl::ConsumeSuffix(&text, "Z");
  if (!text.empty()) return std::nullopt;
  return OfMoment(*day, milliseconds);
}

std::optional<StoredTime> OfDuration(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!absl::ConsumePrefix(&text, "P")) return std::nullopt;
  int64_t milliseconds = 0;
  bool in_time = false;
  bool any = false;
  while (!text.empty()) {
    if (!in_time && absl::ConsumePrefix(&text, "T")) {
      in_time = true;
      continue;
    }
    const auto value = TakeThousandths(text);
    if (!value.has_value() || text.empty()) return std::nullopt;
    const char unit = text[0];
    text.remove_prefix(1);
    const int64_t seconds = !in_time && unit == 'D'  ? 86400
                            : in_time && unit == 'H' ? 3600
                            : in_time && unit == 'M' ? 60
                            : in_time && unit == 'S' ? 1
                                                     : 0;
    if (seconds == 0) return std::nullopt;
    milliseconds += *value * seconds;
    any = true;
  }
  if (!any) return std::nullopt;
  return StoredTime{CellKind::kTime,
                    absl::StrCat(negative && milliseconds > 0 ? "-" : "",
                                 Clock(milliseconds))};
}

std::optional<StoredTime> OfSerial(absl::string_view number,
                                   SerialNotation notation) {
  if (!IsStoredNumber(number)) return std::nullopt;
  absl::ConsumePrefix(&number, "+");
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  if (!std::isfinite(value) || std::abs(value) > 1e7) return std::nullopt;
  if (!notation.has_day) {
    const int64_t milliseconds =
        std::llround(std::abs(value) * kDayMilliseconds);
    return StoredTime{CellKind::kTime,
                      absl::StrCat(value < 0 && milliseconds > 0 ? "-" : "",
                                   Clock(milliseconds))};
  }
  if (value < 0) return std::nullopt;
  const auto whole = static_cast<int64_t>(value);
  const int64_t milliseconds =
      std::llround((value - static_cast<double>(whole)) * kDayMilliseconds);
  if (notation.is_1904) {
    const absl::CivilDay day = absl::CivilDay(1904, 1, 1) + whole;
    if (day.year() > 9999) return std::nullopt;
    return OfMoment(day, milliseconds);
  }
  if (whole == 0 && milliseconds > 0) {
    return StoredTime{CellKind::kTime, Clock(milliseconds)};
  }
  if (whole == 0 || whole == 60) return std::nullopt;
  // Before the day that never was, days are numbered one lower.
  const absl::CivilDay day = kSerialEpoch + whole + (whole < 60 ? 1 : 0);
  if (day.year() > 9999) return std::nullopt;
  return OfMoment(day, milliseconds);
}

}  // namespace opvang::sheet
