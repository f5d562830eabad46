// Everything that can go wrong in locations, a function each.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_

#include <string>

#include "absl/status/status.h"

namespace opvang::locations {

absl::Status LocationNotFound(const std::string& name);
absl::Status LocationExists(const std::string& name);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_ERRORS_H_
