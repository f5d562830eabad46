// Places for displaced Ukrainians in a municipality on a day. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_SHELTER_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_SHELTER_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// `locations` of any purpose; only those for Ukraine are looked at, exploratory
// ones are not, nor are buffer places. Realised is what stands by decision on
// `day`, occupied or not; in development is what a location will have more than
// that, decided or planned with a day. Both are unknown without places and
// without `nil`, which says that there are none. One that closed, was given up
// or lost its last places in the year up to `day` is told as over, without
// places: so that a reader of two days learns where it went.
pb::MunicipalityShelter ShelterOf(
    const std::string& municipality,
    const std::vector<KnownLocation>& locations, absl::CivilDay day,
    const std::optional<pb::NilReturn>& nil = std::nullopt);

// Adds one municipality to an area it lies in.
void AddTo(const pb::MunicipalityShelter& part, pb::AreaShelter& sum);

// Whether more than 95 % of `places` are occupied, exactly.
bool IsAlmostFull(int64_t persons, int64_t places);

// The places of Ukraine locations that stand by decision on every day, occupied
// or not, also of those that closed since; without buffer.
Steps RealisedShelter(const std::vector<KnownLocation>& locations);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_SHELTER_H_
