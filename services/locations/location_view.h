// What is known of locations on a day, as the rules compute on it, and what of
// it a caller may see.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_VIEW_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_VIEW_H_

#include <string>
#include <vector>

#include "common/base/caller.h"
#include "services/locations/location_state.h"
#include "services/locations/location_validation.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// The locations of one municipality, by name, with states as of `day`.
std::vector<KnownLocation> LocationsIn(const KnownState& known,
                                       const std::string& municipality,
                                       absl::CivilDay day);

// What the register has that bears on a delivery.
Register RegisterFor(const KnownState& known,
                     const pb::DeliverLocationsRequest& delivery);

// A municipality's explorations are its own business until it says more.
bool IsHidden(const pb::Location& location, const Organisation& caller);

// The same where no day is asked for: what the location is, or will be, from
// the day on which the revision was recorded on. So of a revision it is the
// same for ever, and a later state opens nothing before its day.
bool IsHidden(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Organisation& caller);

// With its state on `day`. NOT_FOUND / LOCATION_NOT_FOUND also for one that the
// caller may not see.
absl::StatusOr<KnownLocation> FindSeen(const KnownState& known,
                                       const Organisation& caller,
                                       const std::string& name,
                                       absl::CivilDay day);

// Takes out the address when it is protected from the caller: where it is said
// to be, where the places of its kind, or all of its own in the end, are for
// minors or of special nature only.
void Redact(const Organisation& caller, KnownLocation& known);

// FAILED_PRECONDITION / PLACES_COUNTED_TWICE when one bed would serve two
// duties on one night in one of these municipalities, as the register now
// stands.
absl::Status CheckOneDuty(const KnownState& known,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_VIEW_H_
