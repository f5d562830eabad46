#include "services/locations/rules/double_counting.h"

#include <map>
#include <optional>
#include <set>

#include "common/base/address.h"

namespace opvang::locations {
namespace {

std::optional<absl::CivilDay> FirstCommonNight(const LocationPlaces& one,
                                               const LocationPlaces& other) {
  std::set<absl::CivilDay> days;
  for (const LocationPlaces* places : {&one, &other}) {
    for (const auto& [group, steps] : places->groups) {
      for (const auto& [day, count] : steps.decided.changes()) days.insert(day);
    }
  }
  for (const absl::CivilDay day : days) {
    if (one.DecidedAt(day) > 0 && other.DecidedAt(day) > 0) return day;
  }
  return std::nullopt;
}

}  // namespace

std::vector<CountedTwice> FindCountedTwice(
    const std::vector<KnownLocation>& locations) {
  std::map<std::string, std::vector<const KnownLocation*>> by_address;
  for (const KnownLocation& known : locations) {
    const std::string address = AddressKey(known.location.address());
    if (address.empty() ||
        known.location.state() == pb::LOCATION_STATE_WITHDRAWN) {
      continue;
    }
    by_address[address].push_back(&known);
  }
  std::vector<CountedTwice> found;
  for (const auto& [address, here] : by_address) {
    for (size_t i = 0; i < here.size(); ++i) {
      for (size_t j = i + 1; j < here.size(); ++j) {
        const auto night = FirstCommonNight(*here[i]->places, *here[j]->places);
        if (!night.has_value()) continue;
        found.push_back({.one = here[i]->location.name(),
                         .other = here[j]->location.name(),
                         .address = here[i]->location.address(),
                         .night = *night});
      }
    }
  }
  return found;
}

bool ShareAnAddress(const std::vector<std::string>& addresses) {
  std::set<std::string> seen;
  for (const std::string& address : addresses) {
    const std::string same = AddressKey(address);
    if (!same.empty() && !seen.insert(same).second) return true;
  }
  return false;
}

}  // namespace opvang::locations
