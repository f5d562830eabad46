#include "common/base/calendar.h"

#include "common/base/clock.h"
#include "gmock/gmock.h"

namespace opvang {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(CalendarTest, KnowsItsDays) {
  struct {
    int year, month, day;
    bool valid;
  } const kCases[] = {
      {2024, 2, 29, true},  {2025, 2, 29, false},  {2024, 2, 30, false},
      {2024, 4, 31, false}, {2024, 12, 31, true},  {2024, 13, 1, false},
      {2024, 0, 1, false},  {1899, 12, 31, false}, {1900, 1, 1, true},
      {2199, 12, 31, true}, {2200, 1, 1, false},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(MakeDay(one.year, one.month, one.day).has_value(), one.valid)
        << one.year << "-" << one.month << "-" << one.day;
  }
}

TEST(CalendarTest, SaysWhichDayIsNone) {
  Violations violations;
  CheckDay(Date(2024, 2, 30), "start_date", violations);
  ASSERT_EQ(violations.all().size(), 1u);
  EXPECT_EQ(violations.all()[0].field, "start_date");
  EXPECT_THAT(violations.all()[0].description,
              testing::HasSubstr("2024-02-30"));
}

TEST(CalendarTest, TellsAbsentFromWrong) {
  Violations violations;
  EXPECT_FALSE(CheckOptionalDay({}, "start_date", violations).has_value());
  EXPECT_TRUE(violations.empty());
  CheckOptionalDay(Date(2024, 2, 0), "start_date", violations);
  EXPECT_FALSE(violations.empty());
}

TEST(CalendarTest, ReadsIsoStrictly) {
  EXPECT_EQ(ParseDay("2025-07-01"), absl::CivilDay(2025, 7, 1));
  for (const char* text : {"2025-7-1", "01-07-2025", "2025-02-30", "2025-07-0a",
                           "", "2025-07-01 ", "+025-07-01"}) {
    EXPECT_FALSE(ParseDay(text).has_value()) << text;
  }
  EXPECT_EQ(FormatDay(absl::CivilDay(2025, 7, 1)), "2025-07-01");
}

TEST(CalendarTest, PeriodsAreHalfOpen) {
  const Period window{absl::CivilDay(2025, 7, 1), absl::CivilDay(2026, 2, 1)};
  EXPECT_TRUE(window.Contains(absl::CivilDay(2025, 7, 1)));
  EXPECT_TRUE(window.Contains(absl::CivilDay(2026, 1, 31)));
  EXPECT_FALSE(window.Contains(absl::CivilDay(2026, 2, 1)));
  EXPECT_FALSE(window.Contains(absl::CivilDay(2025, 6, 30)));
}

TEST(ClockTest, TodayIsTheDutchDay) {
  // 22:30 UTC is half past midnight in summer, half past eleven in winter.
  FixedClock clock(absl::FromCivil(absl::CivilSecond(2024, 7, 1, 22, 30, 0),
                                   absl::UTCTimeZone()));
  EXPECT_EQ(clock.Today(), absl::CivilDay(2024, 7, 2));
  clock.Set(absl::FromCivil(absl::CivilSecond(2024, 12, 31, 22, 30, 0),
                            absl::UTCTimeZone()));
  EXPECT_EQ(clock.Today(), absl::CivilDay(2024, 12, 31));
}

TEST(CalendarTest, PartsOfAYear) {
  using Day = absl::CivilDay;
  EXPECT_EQ(DaysOfHalfYear("2024-h1"),
            (Period{Day(2024, 1, 1), Day(2024, 7, 1)}));
  EXPECT_EQ(DaysOfHalfYear("2024-h2"),
            (Period{Day(2024, 7, 1), Day(2025, 1, 1)}));
  EXPECT_EQ(DaysOfQuarter("2025-q1"),
            (Period{Day(2025, 1, 1), Day(2025, 4, 1)}));
  EXPECT_EQ(DaysOfQuarter("2025-q4"),
            (Period{Day(2025, 10, 1), Day(2026, 1, 1)}));
  EXPECT_EQ(QuarterOf(Day(2025, 1, 1)), "2025-q1");
  EXPECT_EQ(QuarterOf(Day(2025, 6, 30)), "2025-q2");
  EXPECT_EQ(QuarterOf(Day(2025, 12, 31)), "2025-q4");
  for (const char* text : {"2024-h3", "2024-h0", "2024h1", "24-h1", "",
                           "2024-H1", "2024-q1", "2024-h12"}) {
    EXPECT_EQ(DaysOfHalfYear(text), std::nullopt) << text;
  }
  for (const char* text : {"2024-q5", "2024-q0", "2024-h1", "1024-q1"}) {
    EXPECT_EQ(DaysOfQuarter(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace opvang
