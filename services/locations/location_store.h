// The tables of locations: all its SQL.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_

#include <optional>
#include <string>
#include <tuple>

#include "common/state/keeper.h"
#include "common/state/table.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// A first or last day with places that was moved.
enum class MovedDay { kStart = 1, kEnd = 2 };
struct DateMove {
  std::string location;
  MovedDay moved = MovedDay::kStart;
  absl::CivilDay told_date;
  std::optional<absl::CivilDay> from_date, to_date;
  std::string reason, source;
};

// Persons or places counted on a day, of a location or municipality.
enum class CountKind {
  kOccupancy = 1,
  kPrivateShelter = 2,
  kPermanentStock = 3,
};
struct Count {
  CountKind kind = CountKind::kOccupancy;
  Interned subject;
  ShortDay count_date;
  int32_t amount = 0;
  Interned source;
  std::optional<int32_t> retracted = {};  // 1 where it is taken back.
};

// `Recording` of what the ledger knows of a revision: when.
using LocationTables =
    std::tuple<Table<Recording>, Table<pb::LocationKind>,
               Table<pb::FundingRate>, Table<pb::Location>, Table<PlaceFact>,
               Table<StateFact>, Table<DateMove>, Table<pb::ObjectionEntry>,
               Table<Count>, Table<pb::NilReturn>>;
const LocationTables& AllLocationTables();

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_
