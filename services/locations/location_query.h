// What questions over municipalities have in common, checked.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_QUERY_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_QUERY_H_

#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/status.h"

namespace opvang::locations {

// Of whom, and on which day.
struct LocationQuery {
  std::vector<const Municipality*> municipalities;
  absl::CivilDay day;
};

template <typename Request>
LocationQuery CheckQuery(const Request& request, Violations& violations) {
  LocationQuery query;
  query.municipalities = CheckParent(request.parent(), "parent", violations);
  query.day = CheckDay(request.as_of_date(), "as_of_date", violations);
  return query;
}

// `start_date` and `end_date`; at most ten years.
template <typename Request>
Period CheckPeriod(const Request& request, Violations& violations) {
  const size_t before = violations.all().size();
  Period period{
      .start = CheckDay(request.start_date(), "start_date", violations),
      .end = CheckDay(request.end_date(), "end_date", violations)};
  if (violations.all().size() > before) return period;
  const absl::CivilDay last = MonthsAfter(period.start, 120);
  if (*period.end <= period.start || *period.end > last) {
    violations.Add("end_date",
                   "is " + FormatDay(*period.end) +
                       "; it must be later than start_date and at most " +
                       FormatDay(last));
  }
  return period;
}

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_QUERY_H_
