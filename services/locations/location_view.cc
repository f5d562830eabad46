#include "services/locations/location_view.h"

#include <algorithm>
#include <set>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "services/locations/location_errors.h"
#include "services/locations/rules/double_counting.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/term.h"

namespace opvang::locations {
namespace {

// Of its code the latest; none where the code is unknown.
pb::LocationKind KindOf(const KnownState& known, const std::string& code) {
  const pb::LocationKind* latest = nullptr;
  known.state.kinds.ForEach(known.revision,
                            [&](const Fact<pb::LocationKind>& fact) {
                              if (fact.value.code() == code) {
                                latest = &fact.value;
                              }
                            });
  return latest == nullptr ? pb::LocationKind() : *latest;
}

// Whether the caller is the municipality that a location lies in.
bool IsOwn(const std::string& location, const Organisation& caller) {
  return caller.role == Role::kMunicipality &&
         LiesWithin(location, caller.scope);
}

std::optional<KnownLocation> LookAt(const KnownState& known,
                                    const LocationState::LocationFacts& facts,
                                    absl::CivilDay day) {
  const std::vector<StateVersion> states = StatesOf(known, facts);
  auto location = DescribedOn(known, facts, states, day);
  if (!location.has_value()) return std::nullopt;
  const std::string kind = location->kind();
  KnownLocation one{.location = *std::move(location),
                    .kind = KindOf(known, kind),
                    .places = PlacesIn(known, facts),
                    .occupancy = std::nullopt,
                    .lives = {},
                    .lived = {}};
  SetLives(LivesOf(states, day), one);
  one.occupancy = FindOccupancy(known, facts, one.location.name(), day);
  if (const auto end = TermEnd(one)) {
    *one.location.mutable_term_end_date() = ToProto(*end);
  }
  return one;
}

}  // namespace

std::vector<KnownLocation> LocationsIn(const KnownState& known,
                                       const std::string& municipality,
                                       absl::CivilDay day) {
  std::vector<KnownLocation> locations;
  const auto* here = known.state.municipalities.Find(municipality);
  if (here == nullptr) return locations;
  here->locations.ForEach(
      [&](const std::string&, const LocationState::LocationFacts& facts) {
        if (auto one = LookAt(known, facts, day)) {
          locations.push_back(*std::move(one));
        }
      });
  return locations;
}

Register RegisterFor(const KnownState& known,
                     const pb::DeliverLocationsRequest& delivery) {
  std::set<std::string> names;
  const auto add = [&](const auto& rows) {
    for (const auto& row : rows) names.insert(row.location());
  };
  add(delivery.place_entries());
  add(delivery.state_entries());
  add(delivery.objection_entries());
  add(delivery.occupancies());
  std::vector<std::string> coa_numbers;
  for (const pb::Location& location : delivery.locations()) {
    names.insert(location.name());
    coa_numbers.push_back(location.coa_number());
  }
  Register known_now;
  known_now.kinds = ListKinds(known);
  for (const std::string& name : names) {
    const pb::Location* location = FindDescription(known, name);
    if (location == nullptr || !LiesWithin(name, delivery.parent())) continue;
    known_now.locations.push_back(*location);
    for (pb::PlaceEntry& entry : PlaceEntriesOf(known, name)) {
      known_now.entries.push_back(std::move(entry));
    }
  }
  known_now.coa_numbers = FindCoaNumbers(known, coa_numbers);
  return known_now;
}

bool IsHidden(const pb::Location& location, const Organisation& caller) {
  return IsExploratory(location.state()) && !IsOwn(location.name(), caller);
}

bool IsHidden(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Organisation& caller) {
  return IsExploratoryFrom(StatesOf(known, facts), RecordDayOf(known)) &&
         !IsOwn(name, caller);
}

absl::StatusOr<KnownLocation> FindSeen(const KnownState& known,
                                       const Organisation& caller,
                                       const std::string& name,
                                       absl::CivilDay day) {
  if (const auto* facts = FindFacts(known, name)) {
    auto one = LookAt(known, *facts, day);
    if (one.has_value() && !IsHidden(one->location, caller)) {
      return *std::move(one);
    }
  }
  return LocationNotFound(name);
}

void Redact(const Organisation& caller, KnownLocation& known) {
  pb::Location& location = known.location;
  if (known.kind.place_group() != pb::PLACE_GROUP_UNSPECIFIED) {
    location.set_address_protected(true);
  }
  // A service answers for its own callers.
  constexpr Roles kTold = {Role::kCoa, Role::kMinistry, Role::kAuditor,
                           Role::kService};
  constexpr Roles kNear = {Role::kMunicipality, Role::kRegion, Role::kProvince};
  const bool told =
      kTold.Has(caller.role) ||
      (kNear.Has(caller.role) && LiesWithin(location.name(), caller.scope));
  if (told) return;
  if (location.address_protected() || known.places->AreForVulnerableOnly()) {
    location.clear_address();
  }
}

absl::Status CheckOneDuty(const KnownState& known,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today) {
  std::set<std::string> names(municipalities.begin(), municipalities.end());
  std::vector<CountedTwice> found;
  for (const std::string& name : names) {
    const auto* here = known.state.municipalities.Find(name);
    if (here == nullptr) continue;
    std::vector<std::string> addresses;
    here->locations.ForEach(
        [&](const std::string&, const LocationState::LocationFacts& facts) {
          const pb::Location* location = DescriptionOf(known, facts);
          if (location != nullptr) addresses.push_back(location->address());
        });
    if (!ShareAnAddress(addresses)) continue;
    for (CountedTwice& one :
         FindCountedTwice(LocationsIn(known, name, today))) {
      found.push_back(std::move(one));
    }
  }
  return found.empty() ? absl::OkStatus() : PlacesCountedTwice(found);
}

}  // namespace opvang::locations
