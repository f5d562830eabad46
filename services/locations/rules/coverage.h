// Which places count towards a cycle's window, and why the others do not. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/known_location.h"

namespace opvang::locations {

// The days that decide. Both periods have an end, and the window starts before
// the realisation period ends.
struct Window {
  Period window;
  Period realisation;
  absl::CivilDay day;  // As of which is asked.
};

// The coverage of one municipality (rule set cycle-2024): its guaranteed places
// are the minimum over the window of its decided places that stand, day by day,
// so that one site may succeed another, also one that is closed by the day
// asked about; places of a kind that is temporary by nature take part when
// there are some on every day of the window. Realised is of each location, with
// those that it moved from and to, the most that stands on any day of the
// realisation period: one bed once, whomever it is for and wherever it went. Of
// each location and group, what is counted and what is not make up what it
// offers (or plans, where nothing is decided), and whatever is not counted
// carries its reasons. Without places and without `nil`, which says that there
// are none, the counts are unknown.
pb::MunicipalityCoverage Cover(
    const std::string& municipality,
    const std::vector<KnownLocation>& locations, const Window& window,
    const std::optional<pb::NilReturn>& nil = std::nullopt);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_COVERAGE_H_
