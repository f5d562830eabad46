// Which places count towards a cycle's window, and why the others do not. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {

// One location as it is known on a day: its description with its state, its
// kind, its places, and who is there.
struct KnownLocation {
  pb::Location location;
  pb::LocationKind kind;
  std::shared_ptr<const LocationPlaces> places;
  std::optional<pb::Occupancy> occupancy;  // The latest not after the day.
};

// The entries that its numbers rest on, from `day` or its count of persons on,
// whichever is earlier.
std::vector<EffectiveEntry> EntriesBehind(const KnownLocation& known,
                                          absl::CivilDay day);

// Whether places of its kind can count towards the asylum duty; no kind of
// another purpose says so.
bool KindMayCount(const KnownLocation& known);

// The days that decide. Both periods have an end, and the window starts before
// the realisation period ends.
struct Window {
  Period window;
  Period realisation;
  absl::CivilDay day;  // As of which is asked.
};

// The coverage of one municipality (rule set cycle-2024): its guaranteed places
// are the minimum over the window of its decided places, day by day, so that
// one site may succeed another; places of a kind that is temporary by nature
// take part when there are some on every day of the window. Of each location
// and group, what is counted and what is not make up what it offers (or plans,
// where nothing is decided), and whatever is not counted carries its reasons.
pb::MunicipalityCoverage Cover(const std::string& municipality,
                               const std::vector<KnownLocation>& locations,
                               const Window& window);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_
