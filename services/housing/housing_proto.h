// Checks of what callers send to housing, all faults at once.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_PROTO_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_PROTO_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar.h"
#include "common/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// Everything but what the ledger must tell.
absl::Status CheckDelivery(const pb::DeliverHousingRequest& request);

// The placements of `request` that are new. A known name with the same content
// is a repeat, with other content a fault; a correction names a placement of
// the same municipality, and all corrections of one take no more than it gave.
absl::StatusOr<std::vector<pb::Placement>> NewPlacements(
    const std::vector<pb::Placement>& known,
    const pb::DeliverHousingRequest& request);

Period CheckHalfYear(const std::string& half_year, const std::string& field,
                     Violations& violations);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_PROTO_H_
