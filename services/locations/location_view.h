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

// Who looks, and today. What is hidden now is hidden from it at every revision
// and of every day: else a question about the past would open it. Only
// reporting, which makes sealed reports again, is answered by the revision
// alone; what it tells others is its own to guard.
struct Viewer {
  const Organisation& caller;
  absl::CivilDay today;
};

// The locations of one municipality, by name, with states as of `day`.
std::vector<KnownLocation> LocationsIn(const KnownState& known,
                                       const std::string& municipality,
                                       absl::CivilDay day);
// The same for a viewer: those that are hidden now are their municipality's own
// business on every day.
std::vector<KnownLocation> LocationsFor(const KnownState& known,
                                        const Viewer& viewer,
                                        const std::string& municipality,
                                        absl::CivilDay day);

// What the register has that bears on a delivery of the viewer.
Register RegisterFor(const KnownState& known, const Viewer& viewer,
                     const pb::DeliverLocationsRequest& delivery);
// The names that the viewer may not see; it may not write to them either.
bool IsTakenUnseen(const KnownState& known, const Viewer& viewer,
                   const std::string& name);

// A municipality's explorations are its own business until it says more.
bool IsHidden(const KnownLocation& known, const Viewer& viewer);

// The same where no day is asked for: what the location is, or will be, from
// the day on which the revision was recorded on, and now. So a later state
// opens nothing before its day.
bool IsHidden(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Viewer& viewer);

// Whether the viewer may not know which location it is: it is protected, at the
// revision or now, and the viewer is none of those who are told. Its name then
// finds nothing, and in answers about more it stands without (`LeaveOut`).
//
// Protected is a location said to be, one for a special group, and one where
// the places of its kind, or all of its own in the end, are for minors or of
// special nature only.
bool IsUntold(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Viewer& viewer);
// Leaves out of an answer what the viewer may not be told.
void LeaveOut(const KnownState& known, const Viewer& viewer,
              google::protobuf::Message& answer);

// As `LocationsFor`, one of them. NOT_FOUND / LOCATION_NOT_FOUND also for one
// that the viewer may not see, or may not know by name.
absl::StatusOr<KnownLocation> FindSeen(const KnownState& known,
                                       const Viewer& viewer,
                                       const std::string& name,
                                       absl::CivilDay day);

// FAILED_PRECONDITION / PLACES_COUNTED_TWICE when one bed would serve two
// duties on one night in one of these municipalities, as the register now
// stands.
absl::Status CheckOneDuty(const KnownState& known,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_VIEW_H_
