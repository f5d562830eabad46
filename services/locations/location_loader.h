// What is known of locations at a revision, read in a handful of queries.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_LOADER_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_LOADER_H_

#include <map>
#include <string>
#include <vector>

#include "common/base/caller.h"
#include "common/db/transaction.h"
#include "services/locations/location_validation.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// The register of some municipalities, with states as of `day`.
absl::StatusOr<Register> LoadRegister(Transaction& tx,
                                      const std::vector<std::string>& names,
                                      absl::CivilDay day);

// Everything known, by municipality: what the pure rules compute on.
absl::StatusOr<std::map<std::string, std::vector<KnownLocation>>> LoadSnapshot(
    Transaction& tx, const std::vector<std::string>& names, absl::CivilDay day);

// A municipality's explorations are its own business until it says more.
bool IsHidden(const pb::Location& location, const Organisation& caller);

// With its state on `day`. NOT_FOUND / LOCATION_NOT_FOUND also for one that the
// caller may not see.
absl::StatusOr<KnownLocation> FindSeen(Transaction& tx,
                                       const Organisation& caller,
                                       const std::string& name,
                                       absl::CivilDay day);

// Takes out the address when it is protected from the caller, which it also is
// where the places of a kind are for minors or of special nature only.
void Redact(const Organisation& caller, KnownLocation& known);

// FAILED_PRECONDITION / PLACES_COUNTED_TWICE when one bed would serve two
// duties on one night in one of these municipalities, as the register now
// stands.
absl::Status CheckOneDuty(Transaction& tx,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_LOADER_H_
