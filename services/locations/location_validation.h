// Checks of what callers send to locations, all faults at once.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_VALIDATION_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_VALIDATION_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/base/status.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// What the register knows already, to hold a delivery against.
struct Register {
  std::vector<pb::LocationKind> kinds;
  std::vector<pb::Location> locations;
  std::vector<pb::PlaceEntry> entries;
  // Which location has each of COA's numbers, in the whole country. For writes.
  std::map<std::string, std::string> coa_numbers;
};

// Everything but what the register must tell.
Violations CheckDelivery(const pb::DeliverLocationsRequest& request,
                         absl::CivilDay today);
// One row of a stream, all but what the register must tell.
void CheckRow(const pb::Occupancy& row, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations);
void CheckRow(const pb::PermanentStock& row, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations);
// What a row is about; two rows of one delivery may not share it.
std::string RowKey(const pb::Occupancy& row);
std::string RowKey(const pb::PermanentStock& row);
// Its location is one of `names`. Silent about what is no name.
void CheckRegistered(const std::string& location,
                     const std::set<std::string>& names, const std::string& at,
                     Violations& violations);

// Kinds and locations are known, and no end comes before its start. May be
// asked about a delivery with other faults.
void CheckAgainst(const Register& known,
                  const pb::DeliverLocationsRequest& request,
                  Violations& violations);

// What a step of a location's life carries.
void CheckStep(const pb::LifeStep& step, Violations& violations);
// The kind of a location allows every group that it has entries for.
void CheckGroups(const pb::LocationKind& kind,
                 const std::vector<pb::PlaceEntry>& entries,
                 const std::string& at, Violations& violations);

// A description, all but its name.
void CheckLocation(const pb::Location& location, const std::string& at,
                   Violations& violations);
void CheckKind(const std::vector<pb::LocationKind>& kinds,
               const pb::Location& location, const std::string& at,
               Violations& violations);

void CheckRuleSet(const std::string& name, const std::string& field,
                  Violations& violations);
// A place is in one location only: a number of COA's belongs to one. Takes the
// number for this location, giving up the one it had.
void CheckCoaNumber(const pb::Location& location, const std::string& at,
                    std::map<std::string, std::string>& coa_numbers,
                    Violations& violations);

// The window, and the rule set's name.
Window CheckWindow(const pb::ListCoverageRequest& request,
                   Violations& violations);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_VALIDATION_H_
