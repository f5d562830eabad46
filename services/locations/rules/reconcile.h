// Why the register, COA's statement and a report differ. Pure.
//
// Each difference goes from the register's figure to the other one, location by
// location; what is left has no cause and is named so. The sums are exact.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_RECONCILE_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_RECONCILE_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// With the register's figure: decided places on `day`, buffer not included.
pb::Reconciliation Reconcile(const std::string& municipality,
                             const std::vector<KnownLocation>& locations,
                             absl::CivilDay day);

// What COA states of a municipality, for a day.
struct Statement {
  absl::CivilDay day;
  int place_count;
};
// Adds COA's figure. Of a location the first cause speaks: not run by COA,
// temporary by its kind, not open yet; what changed between both days stands
// beside. Of an open site of which it is not known since when it stands, what
// stood on the first day that is known is taken to have stood before. A
// location whose operator is unknown has no cause of its own.
void ReconcileCoa(const std::vector<KnownLocation>& locations,
                  absl::CivilDay day, const Statement& coa,
                  pb::Reconciliation& to);

// Adds a report's guaranteed places, counted over `window`, with those borrowed
// or lent.
using Reported = pb::ListReconciliationsRequest::Reported;
void ReconcileReport(const std::vector<KnownLocation>& locations,
                     absl::CivilDay day, const Window& window,
                     const Reported& reported, pb::Reconciliation& to);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_RECONCILE_H_
