// Who may do what in housing. What no row allows is refused.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::housing {

inline constexpr Roles kDeliverers = {Role::kMunicipality, Role::kRegion,
                                      Role::kProvince, Role::kCoa,
                                      Role::kMinistry};
inline constexpr Roles kMovers = {Role::kRegion, Role::kProvince, Role::kCoa,
                                  Role::kMinistry};
inline constexpr Roles kSupervisors = {Role::kProvince, Role::kMinistry};
inline constexpr absl::string_view kOfWhoHouses =
    "Who houses, or couples to a home, states it of its own area "
    "(Huisvestingswet 2014, 28).";
inline constexpr absl::string_view kOfPlacements =
    "Who is placed is counted by COA, and repeated by those above; what a "
    "municipality says of its own is kept and told as its own statement.";
inline constexpr absl::string_view kOfAbove =
    "A move is between municipalities, so neither of them records it.";
inline constexpr absl::string_view kOfSupervision =
    "Supervision is with the province, and above it the minister (Gemeentewet "
    "124).";

// Placements are COA's figure; what a municipality says of them is kept as its
// own statement.
inline bool IsOwnStatement(const Organisation& caller) {
  return caller.role == Role::kMunicipality;
}

inline constexpr AccessRule kRights[] = {
    {"DeliverHousing", kDeliverers, "parent", kOfWhoHouses},
    {"DeliverHousing.opening_balances",
     {Role::kRegion, Role::kProvince, Role::kCoa, Role::kMinistry},
     "",
     "What was carried over is stated above municipalities, never by the one "
     "that owes it."},
    {"DeliverHousing.moves", kMovers, "", kOfAbove},
    {"DeliverHousing.placement_kinds",
     {Role::kMinistry},
     "",
     "What counts as housed is a rule for the whole country."},
    {"DeliverHousing.published_figures", kSupervisors, "", kOfSupervision},
    {"DeliverHousing.ladder_levels", kSupervisors, "", kOfSupervision},
    {"DeliverHousing.supervision_steps", kSupervisors, "", kOfSupervision},
    {"DeliverHousing.waiting_counts",
     {Role::kCoa, Role::kProvince, Role::kMinistry},
     "",
     "Who waits in its locations is counted by COA."},
    {"DeliverHousing.placements", kDeliverers, "", kOfPlacements},
    {"DeliverPlacements", kDeliverers, "header.parent", kOfPlacements},
    {"CreatePlacement", kDeliverers, "parent", kOfPlacements},
    {"CreateMove", kMovers, "parent", kOfAbove},
    {"ListMoves", kEveryone},
    {"ListPlacementKinds", kEveryone},
    {"ListPlacements", kAndReporting},
    {"ListHousingPlans", kAndReporting},
    {"ListNilReturns", kEveryone},
    {"ListBalances", kAndReporting},
    {"ListLedgers", kEveryone},
    {"ListClosings", kEveryone},
    {"ListLadders", kEveryone},
    {"ListSupervision", kEveryone},
    {"ListRevisions", kTrailReaders, "", kOfTheTrail},
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_
