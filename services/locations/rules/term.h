// How long one location of a kind may last, where something bounds it. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_TERM_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_TERM_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// The first day after the term of `known`: so many years after its first day
// with decided places or, without any, the day on which it opened (a transit
// location is paid for three years: Regeling doorstroomlocaties, BWBR0050928).
// Nothing when its kind has no term, or no first day is known.
std::optional<absl::CivilDay> TermEnd(const KnownLocation& known);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_TERM_H_
