// Checks of what callers send to locations, all faults at once.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_PROTO_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_PROTO_H_

#include <string>
#include <vector>

#include "common/status.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/coverage.h"

namespace opvang::locations {

// What the register knows already, to hold a delivery against.
struct Register {
  std::vector<pb::LocationKind> kinds;
  std::vector<pb::Location> locations;
  std::vector<pb::PlaceEntry> entries;
};

// Everything but what the register must tell.
absl::Status CheckDelivery(const pb::DeliverLocationsRequest& request);
// Kinds and locations are known, and no end comes before its start.
absl::Status CheckAgainst(const Register& known,
                          const pb::DeliverLocationsRequest& request);

// A description with its name.
void CheckLocation(const pb::Location& location, const std::string& at,
                   Violations& violations);
void CheckKind(const std::vector<pb::LocationKind>& kinds,
               const pb::Location& location, const std::string& at,
               Violations& violations);

absl::StatusOr<Window> ParseWindow(const pb::ListCoverageRequest& request);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_PROTO_H_
