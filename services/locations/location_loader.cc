#include "services/locations/location_loader.h"

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_store.h"
#include "services/locations/rules/double_counting.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/term.h"

namespace opvang::locations {

absl::StatusOr<Register> LoadRegister(Transaction& tx,
                                      const std::vector<std::string>& names,
                                      absl::CivilDay day) {
  Register known;
  ASSIGN_OR_RETURN(known.kinds, ListKinds(tx));
  ASSIGN_OR_RETURN(known.locations,
                   opvang::locations::ListLocations(tx, names, day));
  ASSIGN_OR_RETURN(known.entries,
                   opvang::locations::ListPlaceEntries(tx, names));
  return known;
}

absl::StatusOr<std::map<std::string, std::vector<KnownLocation>>> LoadSnapshot(
    Transaction& tx, const std::vector<std::string>& names,
    absl::CivilDay day) {
  ASSIGN_OR_RETURN(Register known, LoadRegister(tx, names, day));
  std::map<std::string, pb::LocationKind> kinds;
  for (pb::LocationKind& kind : known.kinds) kinds[kind.code()] = kind;
  std::map<std::string, std::vector<pb::PlaceEntry>> entries;
  for (pb::PlaceEntry& entry : known.entries) {
    entries[entry.location()].push_back(std::move(entry));
  }
  std::map<std::string, std::vector<KnownLocation>> by_municipality;
  for (pb::Location& location : known.locations) {
    const std::string name = location.name();
    const std::string kind = location.kind();
    KnownLocation& one = by_municipality[MunicipalityOf(name)].emplace_back(
        KnownLocation{.location = std::move(location),
                      .kind = kinds[kind],
                      .places = PlacesOf(entries[name])});
    if (const auto end = TermEnd(one)) {
      *one.location.mutable_term_end_date() = ToProto(*end);
    }
  }
  return by_municipality;
}

bool IsHidden(const pb::Location& location, const Organisation& caller) {
  return IsExploratory(location.state()) &&
         !(caller.role == Role::kMunicipality &&
           LiesWithin(location.name(), caller.scope));
}

absl::StatusOr<KnownLocation> FindSeen(Transaction& tx,
                                       const Organisation& caller,
                                       const std::string& name,
                                       absl::CivilDay day) {
  ASSIGN_OR_RETURN(auto known, LoadSnapshot(tx, {MunicipalityOf(name)}, day));
  for (KnownLocation& one : known[MunicipalityOf(name)]) {
    if (one.location.name() == name && !IsHidden(one.location, caller)) {
      return std::move(one);
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
  if (location.address_protected() && !told) location.clear_address();
}

absl::Status CheckOneDuty(Transaction& tx,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto known, LoadSnapshot(tx, municipalities, today));
  std::vector<CountedTwice> found;
  for (const auto& [name, locations] : known) {
    const auto here = FindCountedTwice(locations);
    found.insert(found.end(), here.begin(), here.end());
  }
  return found.empty() ? absl::OkStatus() : PlacesCountedTwice(found);
}

}  // namespace opvang::locations
