#include "services/reporting/document.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/reporting/figures.h"

namespace opvang::reporting {

Cell Cell::Text(std::string text) {
  Cell cell;
  cell.type = Type::kText;
  cell.text = std::move(text);
  return cell;
}
Cell Cell::Count(int64_t value) {
  Cell cell;
  cell.type = Type::kCount;
  cell.value = value;
  return cell;
}
Cell Cell::Signed(int64_t value) {
  Cell cell = Count(value);
  cell.type = Type::kSigned;
  return cell;
}
Cell Cell::Percent(int64_t part, int64_t whole) {
  if (whole <= 0 || part < 0) return Empty();
  Cell cell = Count(part);
  cell.type = Type::kPercent;
  cell.whole = whole;
  return cell;
}
Cell Cell::Day(absl::CivilDay day) {
  Cell cell;
  cell.type = Type::kDay;
  cell.day = day;
  return cell;
}

std::string DutchCount(int64_t value) {
  std::string digits = absl::StrCat(std::abs(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(at, ".");
  }
  return value < 0 ? absl::StrCat("−", digits) : digits;
}

std::string DutchDay(absl::CivilDay day) {
  constexpr const char* kMonths[] = {
      "januari", "februari", "maart",     "april",   "mei",      "juni",
      "juli",    "augustus", "september", "oktober", "november", "december"};
  return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ",
                      day.year());
}

std::string Dutch(const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::kEmpty:
      return "–";
    case Cell::Type::kText:
      return cell.text;
    case Cell::Type::kCount:
      return DutchCount(cell.value);
    case Cell::Type::kSigned:
      return absl::StrCat(cell.value > 0 ? "+" : "", DutchCount(cell.value));
    case Cell::Type::kPercent: {
      const int64_t tenths = PerMille(cell.value, cell.whole).value_or(0);
      return absl::StrCat(DutchCount(tenths / 10), ",", tenths % 10, " %");
    }
    case Cell::Type::kDay:
      return DutchDay(cell.day);
  }
  return "";
}

}  // namespace opvang::reporting
