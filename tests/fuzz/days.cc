// Days, half-years and quarters; numbers, days and times as files store them;
// addresses of cells. What is taken is written back the same.
#include "absl/strings/numbers.h"
#include "common/base/calendar.h"
#include "common/base/csv.h"
#include "common/base/notation.h"
#include "common/sheet/cell_address.h"
#include "common/sheet/decimal.h"
#include "common/sheet/stored_time.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

void CheckDays(absl::string_view word) {
  if (const auto day = ParseDay(word)) {
    OPVANG_HOLDS(FormatDay(*day) == word);
    OPVANG_HOLDS(DayOf(ToProto(*day)) == *day);
    OPVANG_HOLDS(DayAt(StartOf(*day)) == *day);
    OPVANG_HOLDS(DaysOfQuarter(QuarterOf(*day))->Contains(*day));
    OPVANG_HOLDS(!DutchDay(*day).empty());
  }
  if (const auto half = DaysOfHalfYear(word)) {
    OPVANG_HOLDS(half->start < *half->end && !DutchHalfYear(word).empty());
  }
  if (const auto quarter = DaysOfQuarter(word)) {
    OPVANG_HOLDS(QuarterOf(quarter->start) == word);
  }
}

void CheckNumbers(absl::string_view word) {
  if (const auto shown = sheet::ShownDecimal(word)) {
    OPVANG_HOLDS(sheet::IsStoredNumber(*shown));
    OPVANG_HOLDS(sheet::ShownDecimal(*shown) == shown);
  }
  if (sheet::IsPlainDecimal(word, 15)) {
    OPVANG_HOLDS(sheet::IsStoredNumber(word));
    OPVANG_HOLDS(sheet::DecimalsIn(word) >= 0 && IsPlainNumber(word));
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(word, &number)) return;
  OPVANG_HOLDS(!DutchCount(number).empty() && !DutchSigned(number).empty());
  // Of counts, and sums of them.
  if (number < -1000000000000 || number > 1000000000000) return;
  OPVANG_HOLDS(!DutchPercent(number, 6325).empty());
  (void)Percent(3864, number, 1);
}

void CheckPlaces(absl::string_view word) {
  if (const auto place = sheet::ParsePlace(word)) {
    OPVANG_HOLDS(sheet::ParsePlace(sheet::CellName(*place)) == place);
  }
  if (const auto range = sheet::ParseRange(word)) {
    OPVANG_HOLDS(sheet::ParseRange(sheet::RangeName(*range)) == range);
  }
}

void CheckTimes(absl::string_view word) {
  if (const auto stored = sheet::OfIso(word)) {
    const auto again = sheet::OfIso(stored->text);
    OPVANG_HOLDS(again.has_value() && again->text == stored->text);
  }
  (void)sheet::OfDuration(word);
  for (const bool has_day : {false, true}) {
    for (const bool is_1904 : {false, true}) {
      (void)sheet::OfSerial(word, {.has_day = has_day, .is_1904 = is_1904});
    }
  }
}

}  // namespace

void Fuzz(absl::string_view input) {
  CheckDays(input);
  CheckNumbers(input);
  CheckTimes(input);
  CheckPlaces(input);
}

}  // namespace opvang::fuzz
