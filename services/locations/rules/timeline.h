// Places over time, added up: exact step functions, by event. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_TIMELINE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_TIMELINE_H_

#include <map>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {

// The sum of step functions; it changes on a day only when one of them does.
Steps SumOf(const std::vector<const Steps*>& parts);

// The places of a municipality or area.
struct PlacesOverTime {
  std::map<pb::PlaceGroup, Steps> decided;
  Steps intended;  // Regular, AMV and special together.
  // Places of before the day from which they are known, without buffer.
  Steps unknown_start;
  // Of how many municipalities, and how many of these are known.
  int municipalities = 0, known = 0;
};

// What stands of them (`decided`), and when plans are carried out (`intended`),
// as of the day their states were read; of kinds that can count towards the
// asylum duty only.
PlacesOverTime OverTime(const std::vector<KnownLocation>& locations,
                        bool has_nil_return = false);
PlacesOverTime SumOver(const std::vector<const PlacesOverTime*>& parts);

// The decided places in the total on every day: without buffer.
Steps TotalOf(const PlacesOverTime& places);

// Those in `period`, which has an end: the first step on its first day, then
// one per day of change.
pb::Timeline ToTimeline(const std::string& subject,
                        const PlacesOverTime& places, const Period& period);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_TIMELINE_H_
