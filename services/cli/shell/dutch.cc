#include "services/cli/shell/dutch.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace opvang::cli {

std::string DutchDay(absl::CivilDay day) {
  return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ",
                      day.year());
}

std::string DutchHalfYear(absl::string_view half_year) {
  return absl::StrCat(absl::EndsWith(half_year, "-h1") ? "eerste halfjaar "
                                                       : "tweede halfjaar ",
                      half_year.substr(0, half_year.find('-')));
}

}  // namespace opvang::cli
