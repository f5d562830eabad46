// One location as it is known on a day, and what of it stands when. Pure.
//
// A location may have several lives: it closes, and begins again. Each day is
// judged by the life it lies in: the state on the day that is asked about says
// nothing of the days before a closing.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_KNOWN_LOCATION_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_KNOWN_LOCATION_H_

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {

// The days of one life. One without an end is that of the day asked about.
struct Life {
  Period days;
  // Its decided places stand: by its state, or because it stood until it ended.
  bool stands = false;
};

// The lives of a location by its states, as of `day`; none is over on days
// between them. Empty where it was never closed or withdrawn by then: one life,
// without bounds. One that closed stood; one that was withdrawn stood only when
// it had opened.
std::vector<Life> LivesOf(const std::vector<StateVersion>& states,
                          absl::CivilDay day);

// Its description with its state on the day, its kind, its places as they were
// said, and who is there.
struct KnownLocation {
  pb::Location location;
  pb::LocationKind kind;
  std::shared_ptr<const LocationPlaces> places;
  std::optional<pb::Occupancy> occupancy;  // The latest not after the day.
  // As `LivesOf`, with the decided places that stand in them.
  std::vector<Life> lives;
  std::map<pb::PlaceGroup, Steps> lived;
};
// Sets `lives`, when its places are known, and what stands in them.
void SetLives(std::vector<Life> lives, KnownLocation& known);

// Whether any places of a location for `purpose` are known; exploratory ones
// tell nothing.
bool IsKnown(const std::vector<KnownLocation>& locations,
             pb::LocationKind::Purpose purpose);

// Whether places of its kind can count towards the asylum duty; no kind of
// another purpose says so.
bool KindMayCount(const KnownLocation& known);

// The decided places of a group that stand on each day.
const Steps& Standing(const KnownLocation& known, pb::PlaceGroup group);

// The most places of all of these together that stand on any day of [start,
// end), and the first such day; buffer is in no total.
struct Most {
  int count = 0;
  absl::CivilDay day;
};
Most MostStanding(const std::vector<const KnownLocation*>& locations,
                  bool amv_only, const Period& period);

// What stands on a day, or on each, when plans are carried out: of a life that
// ended what stood, else as `IntendedAt` where it may be intended.
int IntendedOn(const KnownLocation& known, pb::PlaceGroup group,
               absl::CivilDay day);
Steps IntendedSteps(const KnownLocation& known, pb::PlaceGroup group);

// The entries that its numbers rest on, from `day` or its count of persons on,
// whichever is earlier.
std::vector<EffectiveEntry> EntriesBehind(const KnownLocation& known,
                                          absl::CivilDay day);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_KNOWN_LOCATION_H_
