#include "services/quotas/rules/housing_target.h"

#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace opvang::quotas {

std::vector<int32_t> HousingTargets(int32_t national,
                                    const std::vector<int32_t>& inhabitants) {
  // 10^7 × 10^7 fits 64 bits with room to spare.
  const int64_t all =
      std::accumulate(inhabitants.begin(), inhabitants.end(), int64_t{0});
  std::vector<int32_t> targets;
  targets.reserve(inhabitants.size());
  for (const int64_t own : inhabitants) {
    targets.push_back(static_cast<int32_t>((national * own + all - 1) / all));
  }
  return targets;
}

absl::CivilDay FirstDayOf(absl::string_view half_year) {
  int year = 0;
  if (!absl::SimpleAtoi(half_year.substr(0, 4), &year)) return {};
  return absl::CivilDay(year, absl::EndsWith(half_year, "-h2") ? 7 : 1, 1);
}

absl::CivilDay PopulationDayOf(absl::string_view half_year) {
  return absl::CivilDay(FirstDayOf(half_year).year() - 1, 1, 1);
}

absl::CivilDay LastPublicationDayOf(absl::string_view half_year) {
  return FirstDayOf(half_year) - 13 * 7;
}

}  // namespace opvang::quotas
