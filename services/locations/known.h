// What is known of locations at a revision, read in a handful of queries.
#ifndef OPVANG_SERVICES_LOCATIONS_KNOWN_H_
#define OPVANG_SERVICES_LOCATIONS_KNOWN_H_

#include <map>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "services/locations/coverage.h"
#include "services/locations/location_proto.h"

namespace opvang::locations {

// The register of some municipalities, with states as of `day`.
absl::StatusOr<Register> LoadRegister(Transaction& tx,
                                      const std::vector<std::string>& names,
                                      absl::CivilDay day);

// Everything known, by municipality: what the pure rules compute on.
absl::StatusOr<std::map<std::string, std::vector<KnownLocation>>> LoadKnown(
    Transaction& tx, const std::vector<std::string>& names, absl::CivilDay day);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_KNOWN_H_
