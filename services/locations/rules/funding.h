// Daily amounts for municipal shelter of displaced Ukrainians. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_FUNDING_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_FUNDING_H_

#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// Realised places of `locations` on every day of `period`, which has an end,
// times the rate of the day: EUR 61 x 100 places x 30 days is EUR 183,000,
// whoever lives there (Bekostigingsregeling opvang ontheemden Oekraïne, art.
// 3). `rates` are all versions; of one code and day the latest revision holds,
// from its day until the next.
pb::ShelterFunding Fund(const std::string& municipality,
                        const std::vector<KnownLocation>& locations,
                        const std::vector<pb::FundingRate>& rates,
                        const Period& period);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_FUNDING_H_
