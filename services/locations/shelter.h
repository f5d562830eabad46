// Places for displaced Ukrainians in a municipality on a day. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_SHELTER_H_
#define OPVANG_SERVICES_LOCATIONS_SHELTER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/coverage.h"

namespace opvang::locations {

// `locations` of any purpose; only those for Ukraine are looked at, exploratory
// ones and those given up are not, nor are buffer places. Realised is what
// stands by decision on `day`, occupied or not; in development is what a
// location will have more than that, decided or planned with a day. `occupied`
// are persons by location.
pb::MunicipalityShelter ShelterOf(const std::string& municipality,
                                  const std::vector<KnownLocation>& locations,
                                  const std::map<std::string, int>& occupied,
                                  absl::CivilDay day);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_SHELTER_H_
