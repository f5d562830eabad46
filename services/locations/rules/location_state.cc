#include "services/locations/rules/location_state.h"

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

pb::LocationState StateOn(absl::CivilDay day, const DatedState& near) {
  return near.start <= day || IsExploratory(near.state)
             ? near.state
             : pb::LOCATION_STATE_UNSPECIFIED;
}

bool MayBeIntended(pb::LocationState state) {
  return IsDecided(state) || state == pb::LOCATION_STATE_DECISION_PENDING ||
         state == pb::LOCATION_STATE_UNSPECIFIED;
}

}  // namespace opvang::locations
