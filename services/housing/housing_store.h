// The tables of housing: all its SQL.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "common/state/compact.h"
#include "common/state/table.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// A `pb::Placement`, small: there are many. Its name is that of the
// municipality, "/placements/" and its id.
struct Placement {
  std::string id;
  Interned municipality, kind, source;
  Interned corrected_id;  // Empty unless it is a correction.
  ShortDay day;
  int32_t persons = 0;
  std::optional<int32_t> minors;
  bool own_statement = false;
};

// Its name with that id, and the id of such a name; nothing for nothing.
std::string NameOf(const Placement& placement, const std::string& id);
std::string IdOf(const std::string& name);
// What the names of the placements of a municipality begin with.
std::string PrefixOf(const std::string& municipality);

using HousingTables =
    std::tuple<Table<Placement>, Table<pb::Move>, Table<pb::PlacementKind>,
               Table<pb::OpeningBalance>, Table<pb::PublishedFigure>,
               Table<pb::HousingPlan>, Table<pb::LadderLevel>,
               Table<pb::SupervisionStep>, Table<pb::NilReturn>,
               Table<pb::WaitingCount>>;
const HousingTables& AllHousingTables();

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
