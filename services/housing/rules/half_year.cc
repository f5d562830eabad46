#include "services/housing/rules/half_year.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace opvang::housing {

std::optional<HalfYear> HalfYear::Parse(absl::string_view text) {
  if (text.size() != 7) return std::nullopt;
  const auto year = ParseDay(absl::StrCat(text.substr(0, 4), "-01-01"));
  const bool second = absl::EndsWith(text, "-h2");
  if (!year.has_value() || !(second || absl::EndsWith(text, "-h1"))) {
    return std::nullopt;
  }
  return Of(*year) + (second ? 1 : 0);
}

HalfYear HalfYear::Of(absl::CivilDay day) {
  return HalfYear(static_cast<int>(day.year()) * 2 + (day.month() > 6 ? 1 : 0));
}

std::string HalfYear::Name() const {
  return absl::StrCat(index_ / 2, index_ % 2 == 0 ? "-h1" : "-h2");
}

absl::CivilDay HalfYear::FirstDay() const {
  return absl::CivilDay(index_ / 2, index_ % 2 == 0 ? 1 : 7, 1);
}

absl::CivilDay HalfYear::LastDay() const { return (*this + 1).FirstDay() - 1; }

Period HalfYear::Days() const {
  return {.start = FirstDay(), .end = (*this + 1).FirstDay()};
}

}  // namespace opvang::housing
