// Which places count towards a cycle's window, and why the others do not. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_

#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {

// One location as it is known: its description, its kind, its state as of the
// report's day, and its places.
struct KnownLocation {
  pb::Location location;  // With `state` as of the report's day.
  pb::LocationKind kind;
  LocationPlaces places;
};

// Whether places of its kind can count towards the asylum duty; no kind of
// another purpose says so.
bool KindMayCount(const KnownLocation& known);

// The days that decide. Both periods have an end, and the window starts before
// the realisation period ends.
struct Window {
  Period window;
  Period realisation;
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
