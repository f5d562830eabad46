#include "common/base/calendar.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

namespace opvang {
namespace {

constexpr char kWanted[] = "it must be a day of the calendar, 1900 to 2199";

std::string Shown(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

}  // namespace

std::optional<absl::CivilDay> MakeDay(int64_t year, int month, int day) {
  if (year < 1900 || year > 2199) return std::nullopt;
  const absl::CivilDay made(year, month, day);
  if (made.year() != year || made.month() != month || made.day() != day) {
    return std::nullopt;
  }
  return made;
}

absl::CivilDay CheckDay(const google::type::Date& date,
                        const std::string& field, Violations& violations) {
  const auto day = MakeDay(date.year(), date.month(), date.day());
  if (day.has_value()) return *day;
  violations.Add(field,
                 date.year() == 0 && date.month() == 0 && date.day() == 0
                     ? absl::StrFormat("is missing; %s", kWanted)
                     : absl::StrFormat("is %s; %s", Shown(date), kWanted));
  return absl::CivilDay(1900, 1, 1);
}

std::optional<absl::CivilDay> CheckOptionalDay(const google::type::Date& date,
                                               const std::string& field,
                                               Violations& violations) {
  if (date.year() == 0 && date.month() == 0 && date.day() == 0) {
    return std::nullopt;
  }
  return CheckDay(date, field, violations);
}

absl::CivilDay CheckDayThatCame(const google::type::Date& date,
                                absl::CivilDay today, const std::string& field,
                                Violations& violations) {
  const absl::CivilDay day = CheckDay(date, field, violations);
  if (day > today + 1) {
    violations.Add(field,
                   absl::StrCat("is ", FormatDay(day),
                                ", which is to come; it must be at most ",
                                FormatDay(today + 1)));
  }
  return day;
}

google::type::Date ToProto(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

namespace {

// The part `number` of a year cut into `parts`, of "2025-h2" or "2025-q2".
std::optional<Period> PartOfYear(absl::string_view text, char letter,
                                 int parts) {
  if (text.size() != 7 || text[4] != '-' || text[5] != letter) {
    return std::nullopt;
  }
  const auto year = ParseDay(std::string(text.substr(0, 4)) + "-01-01");
  const int number = text[6] - '0';
  if (!year.has_value() || number < 1 || number > parts) return std::nullopt;
  const int months = 12 / parts;
  return Period{MonthsAfter(*year, months * (number - 1)),
                MonthsAfter(*year, months * number)};
}

}  // namespace

std::optional<Period> DaysOfHalfYear(absl::string_view text) {
  return PartOfYear(text, 'h', 2);
}

std::optional<Period> DaysOfQuarter(absl::string_view text) {
  return PartOfYear(text, 'q', 4);
}

std::string QuarterOf(absl::CivilDay day) {
  return absl::StrFormat("%04d-q%d", day.year(), (day.month() + 2) / 3);
}

absl::TimeZone Netherlands() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Amsterdam", &loaded)) {
      std::fputs("Europe/Amsterdam is unknown here; install tzdata.\n", stderr);
      std::abort();
    }
    return loaded;
  }();
  return zone;
}

absl::CivilDay DayAt(absl::Time instant) {
  return absl::ToCivilDay(instant, Netherlands());
}

absl::Time StartOf(absl::CivilDay day) {
  return absl::FromCivil(day, Netherlands());
}

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  int year, month, day;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  for (const size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  return MakeDay(year, month, day);
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay MonthsAfter(absl::CivilDay day, int count) {
  const absl::CivilMonth month = absl::CivilMonth(day) + count;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>((micros - seconds * 1000000) * 1000));
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

}  // namespace opvang
