// Targets for housing status holders, and their statutory days
// (Huisvestingswet 2014, art. 28-29).
#ifndef OPVANG_SERVICES_QUOTAS_RULES_HOUSING_TARGET_H_
#define OPVANG_SERVICES_QUOTAS_RULES_HOUSING_TARGET_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace opvang::quotas {

// The target of each municipality in a national number, in the same order:
//
//   target = ceil(vg × iG / iN), iN = Σ iG     (art. 29(1))
//
// Because each is rounded up, their sum is at least `national` and less than
// `national` + how many there are. Inhabitants are 1 to 10,000,000, at least
// one of them; `national` is 0 to 10,000,000.
std::vector<int32_t> HousingTargets(int32_t national,
                                    const std::vector<int32_t>& inhabitants);

// First day of "2025-h1" or "2025-h2", a half-year checked before.
absl::CivilDay FirstDayOf(absl::string_view half_year);

// The day whose inhabitants count: 1 January of the calendar year before that
// of the half-year (art. 28).
absl::CivilDay PopulationDayOf(absl::string_view half_year);

// The last timely day of publication: thirteen weeks before the half-year
// (art. 28).
absl::CivilDay LastPublicationDayOf(absl::string_view half_year);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_HOUSING_TARGET_H_
