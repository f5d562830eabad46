// What a location's state means for counting, on a day. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_LOCATION_STATE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_LOCATION_STATE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/state/compact.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// How far a location is in its life, as far as counting goes.
pb::LocationStage StageOf(pb::LocationState state);
// The decision is taken: from definitive up to closing.
bool IsDecided(pb::LocationState state);
// Closed or withdrawn: it offers nothing any more.
bool IsOver(pb::LocationState state);
// An idea, or explored.
bool IsExploratory(pb::LocationState state);
// A state and the first day on which it holds.
struct DatedState {
  pb::LocationState state;
  absl::CivilDay start;
};

// A step in the life of a location as it is held in memory.
struct StateFact {
  Interned location, source, reason;
  ShortDay start_date;
  pb::LocationState state = pb::LOCATION_STATE_UNSPECIFIED;
};
StateFact ToFact(const pb::StateEntry& entry);
struct StateVersion {
  int64_t revision;
  const StateFact* fact;
};
pb::StateEntry ToMessage(const StateVersion& version);

// Of all versions: of those not after `day` the latest start, without any the
// first that follows; of one start the latest revision.
std::optional<StateVersion> NearestState(
    const std::vector<StateVersion>& versions, absl::CivilDay day);
// The state of a location on `day`, of which `near` is the latest state not
// after it or, without one, the first that follows. Before that first one there
// is none, but a location that is first explored is explored from the outset:
// else a question about an early day would tell what its municipality does not.
pb::LocationState StateOn(absl::CivilDay day, const DatedState& near);
// Whether it is its municipality's own business on `day`, seen by it only and
// summed nowhere: it is exploratory, or it was given up before it was ever more
// than that.
bool IsOwnBusiness(const std::vector<StateVersion>& versions,
                   absl::CivilDay day);
// The same on `day` or on a later one.
bool IsOwnBusinessFrom(const std::vector<StateVersion>& versions,
                       absl::CivilDay day);
// Plans of it count as intentions: decided, or its decision is pending. A
// location without a state on record has its decision pending.
bool MayBeIntended(pb::LocationState state);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_LOCATION_STATE_H_
