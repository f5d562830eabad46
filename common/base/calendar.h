// Days and periods. A day is an `absl::CivilDay`; a period is half-open.
#ifndef OPVANG_COMMON_BASE_CALENDAR_H_
#define OPVANG_COMMON_BASE_CALENDAR_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace opvang {

// The days from `start` up to, not including, `end`; open-ended without one.
struct Period {
  absl::CivilDay start;
  std::optional<absl::CivilDay> end;
  bool Contains(absl::CivilDay day) const {
    return day >= start && (!end.has_value() || day < *end);
  }
  bool operator==(const Period&) const = default;
};

// A whole day of the calendar from 1900 to 2199, or nothing: `CivilDay` alone
// would silently turn 30 February into 1 March.
std::optional<absl::CivilDay> MakeDay(int64_t year, int month, int day);

// The day of `date`; a fault is added to `violations` under `field`, and the
// answer is then the first day of 1900.
absl::CivilDay CheckDay(const google::type::Date& date,
                        const std::string& field, Violations& violations);

// As `CheckDay`, but an empty date is no fault and no day.
std::optional<absl::CivilDay> CheckOptionalDay(const google::type::Date& date,
                                               const std::string& field,
                                               Violations& violations);

// As `CheckDay`; a count or a return of a day to come is a fault too. Clocks
// differ: the day after `today` is allowed.
absl::CivilDay CheckDayThatCame(const google::type::Date& date,
                                absl::CivilDay today, const std::string& field,
                                Violations& violations);

google::type::Date ToProto(absl::CivilDay day);
// The day of a date that was checked before.
absl::CivilDay DayOf(const google::type::Date& date);

// The same day `count` months later; the last of a month that has no such day.
absl::CivilDay MonthsAfter(absl::CivilDay day, int count);

// The days of "2024-h2", [2024-07-01, 2025-01-01), and of "2025-q1"; nothing
// for other text.
std::optional<Period> DaysOfHalfYear(absl::string_view text);
std::optional<Period> DaysOfQuarter(absl::string_view text);
// The quarter that a day lies in: "2025-q1".
std::string QuarterOf(absl::CivilDay day);

// The Dutch time zone. Ends the program when the machine does not know it.
absl::TimeZone Netherlands();
// The civil day in the Netherlands at an instant, and the first instant of one.
absl::CivilDay DayAt(absl::Time instant);
absl::Time StartOf(absl::CivilDay day);

// "2025-07-01", strictly; nothing for anything else.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);
std::string FormatDay(absl::CivilDay day);

// An instant on the wire, to the microsecond, and back.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_CALENDAR_H_
