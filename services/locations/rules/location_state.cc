#include "services/locations/rules/location_state.h"

#include <algorithm>
#include <tuple>

#include "common/base/calendar.h"

namespace opvang::locations {

pb::LocationStage StageOf(pb::LocationState state) {
  if (state == pb::LOCATION_STATE_WITHDRAWN) {
    return pb::LOCATION_STAGE_WITHDRAWN;
  }
  if (state == pb::LOCATION_STATE_CLOSED) return pb::LOCATION_STAGE_CLOSED;
  if (state >= pb::LOCATION_STATE_OPEN) return pb::LOCATION_STAGE_STANDING;
  return state >= pb::LOCATION_STATE_DEFINITIVE ? pb::LOCATION_STAGE_DECIDED
                                                : pb::LOCATION_STAGE_UNDECIDED;
}

bool IsDecided(pb::LocationState state) {
  const pb::LocationStage stage = StageOf(state);
  return stage == pb::LOCATION_STAGE_DECIDED ||
         stage == pb::LOCATION_STAGE_STANDING;
}

bool IsOver(pb::LocationState state) {
  return state == pb::LOCATION_STATE_CLOSED ||
         state == pb::LOCATION_STATE_WITHDRAWN;
}

bool IsExploratory(pb::LocationState state) {
  return state == pb::LOCATION_STATE_IDEA ||
         state == pb::LOCATION_STATE_EXPLORATION;
}

StateFact ToFact(const pb::StateEntry& entry) {
  return {.location = Interned(entry.location()),
          .source = Interned(entry.source()),
          .reason = Interned(entry.reason()),
          .start_date = ShortDay(DayOf(entry.start_date())),
          .state = entry.state()};
}

pb::StateEntry ToMessage(const StateVersion& version) {
  pb::StateEntry entry;
  entry.set_location(*version.fact->location);
  entry.set_state(version.fact->state);
  *entry.mutable_start_date() = ToProto(*version.fact->start_date);
  entry.set_source(*version.fact->source);
  entry.set_reason(*version.fact->reason);
  entry.set_revision(version.revision);
  return entry;
}

std::optional<StateVersion> NearestState(
    const std::vector<StateVersion>& versions, absl::CivilDay day) {
  const ShortDay on(day);
  // What has begun goes before what follows, later before earlier; what
  // follows the other way round.
  const auto is_farther = [on](const StateVersion& a, const StateVersion& b) {
    const ShortDay start = a.fact->start_date, other = b.fact->start_date;
    if (start == other) return a.revision < b.revision;
    return start > on && other > on   ? start > other
           : start > on || other > on ? start > on
                                      : start < other;
  };
  const auto nearest =
      std::max_element(versions.begin(), versions.end(), is_farther);
  if (nearest == versions.end()) return std::nullopt;
  return *nearest;
}

pb::LocationState StateOn(absl::CivilDay day, const DatedState& near) {
  return near.start <= day || IsExploratory(near.state)
             ? near.state
             : pb::LOCATION_STATE_UNSPECIFIED;
}

bool IsOwnBusiness(const std::vector<StateVersion>& versions,
                   absl::CivilDay day) {
  const auto near = NearestState(versions, day);
  if (!near.has_value()) return false;
  const pb::LocationState state = near->fact->state;
  if (IsExploratory(state)) return true;
  if (state != pb::LOCATION_STATE_WITHDRAWN) return false;
  // Explored before, and never told.
  bool explored = false;
  for (const StateVersion& one : versions) {
    const absl::CivilDay start = *one.fact->start_date;
    if (start > day) continue;
    const pb::LocationState then = NearestState(versions, start)->fact->state;
    if (IsExploratory(then)) {
      explored = true;
    } else if (then != pb::LOCATION_STATE_WITHDRAWN) {
      return false;
    }
  }
  return explored;
}

bool IsOwnBusinessFrom(const std::vector<StateVersion>& versions,
                       absl::CivilDay day) {
  return IsOwnBusiness(versions, day) ||
         std::any_of(versions.begin(), versions.end(),
                     [&](const StateVersion& one) {
                       const absl::CivilDay start = *one.fact->start_date;
                       return start > day && IsOwnBusiness(versions, start);
                     });
}

bool MayBeIntended(pb::LocationState state) {
  return IsDecided(state) || state == pb::LOCATION_STATE_DECISION_PENDING ||
         state == pb::LOCATION_STATE_UNSPECIFIED;
}

}  // namespace opvang::locations
