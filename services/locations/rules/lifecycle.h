// The life of a location: which step may follow which, and what the steps do to
// its places. Pure.
//
// Idea, exploration, decision pending, definitive, COA's two checks, agreement,
// permit, construction, open, extended, closing, closed; withdrawn from any.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_LIFECYCLE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_LIFECYCLE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// Whether a location at `from` (unspecified: nothing is recorded) may step to
// `to`: forward, steps may be skipped but not the decision, an extension may be
// repeated and take a closing back, and nothing follows closed or withdrawn.
bool MayFollow(pb::LocationState from, pb::LocationState to);
// In the order of the states.
std::vector<pb::LocationState> StatesAfter(pb::LocationState from);
// Not open yet: its first day may still move.
bool MayMoveStart(pb::LocationState state);

// What a step changes about places: entries to append (retractions and new
// ones), without location, source or decision where those are the step's own.
// `from` and `to` are the day that moved; absent when there was, or is, none.
struct Change {
  std::vector<pb::PlaceEntry> entries;
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
};

// The decision: plans that have a day become decided places on that day.
Change DecidePlans(const std::vector<pb::PlaceEntry>& versions);

// The first day with places moves to `start`: of what is decided or else
// planned. What stands on the later of both days stands from `start`; a plan
// without a day gets it. Nothing when no places would stand on `start`.
std::optional<Change> MoveStart(const std::vector<pb::PlaceEntry>& versions,
                                absl::CivilDay start);

// The last end of its decided places moves to `end`, or goes. Nothing when it
// has no end.
std::optional<Change> MoveEnd(const std::vector<pb::PlaceEntry>& versions,
                              std::optional<absl::CivilDay> end,
                              pb::PlaceEntry::EndCertainty certainty);

// No decided places from `end` on. Without entries when that is so already.
Change EndPlaces(const std::vector<pb::PlaceEntry>& versions,
                 absl::CivilDay end, pb::PlaceEntry::EndCertainty certainty);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_LIFECYCLE_H_
