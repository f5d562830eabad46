#include "services/locations/known.h"

#include "common/resource_name.h"
#include "services/locations/location_store.h"

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

absl::StatusOr<std::map<std::string, std::vector<KnownLocation>>> LoadKnown(
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
    by_municipality[MunicipalityOf(name)].push_back(
        {.location = std::move(location),
         .kind = kinds[kind],
         .places = PlacesOf(entries[name])});
  }
  return by_municipality;
}

}  // namespace opvang::locations
