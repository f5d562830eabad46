// What lies ahead of a municipality: what closes, when too little is left, and
// by when the next step must be taken. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_OUTLOOK_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_OUTLOOK_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

struct Ahead {
  Period period;                         // With an end.
  absl::CivilDay today;                  // States were read as of it.
  std::optional<int> required;           // Places.
  std::optional<absl::CivilDay> needed;  // Open by then to count.
  pb::ListOutlooksRequest::LeadTimes lead_times;
};

// A closing is a day on which a location has fewer decided places of a group
// than the day before, among those that count in `OverTime`. Steps are due of
// locations with places, decided or planned, that are not open yet: of each the
// next step, on the last day that leaves time for all that follow it.
pb::Outlook LookAhead(const std::string& municipality,
                      const std::vector<KnownLocation>& locations,
                      const Ahead& ahead);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_OUTLOOK_H_
