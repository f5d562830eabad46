// One bed serves one duty on one night, and belongs to one location. Pure.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_DOUBLE_COUNTING_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_DOUBLE_COUNTING_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

// Two locations at one address with decided places on the same night.
struct CountedTwice {
  std::string one, other;  // By name.
  std::string address;     // As `one` writes it.
  absl::CivilDay night;    // The first on which both have places.
};

// Those among the locations of one municipality. An address is the same
// however it is spelt (`AddressKey`); locations without one, and withdrawn
// ones, share nothing. Parts of a building are told apart in their addresses.
std::vector<CountedTwice> FindCountedTwice(
    const std::vector<KnownLocation>& locations);

// Whether two of these addresses are the same: without, nothing is counted
// twice.
bool ShareAnAddress(const std::vector<std::string>& addresses);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_DOUBLE_COUNTING_H_
