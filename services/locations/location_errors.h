// Everything that can go wrong in locations, a function each.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/locations/rules/double_counting.h"

namespace opvang::locations {

absl::Status LocationNotFound(const std::string& name);
absl::Status LocationExists(const std::string& name);
absl::Status StepImpossible(const std::string& name, pb::LocationState from,
                            pb::LocationState to,
                            const std::vector<pb::LocationState>& possible);
// `why` ends the sentence that starts with the name: "has no end to extend".
absl::Status NothingToMove(const std::string& name, const std::string& why);
// Never empty.
absl::Status PlacesCountedTwice(const std::vector<CountedTwice>& found);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_
