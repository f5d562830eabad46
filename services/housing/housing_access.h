// Who may do what in housing. What no row allows is refused.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::housing {

inline constexpr Roles kDeliverers = {Role::kMunicipality, Role::kRegion,
                                      Role::kProvince, Role::kCoa,
                                      Role::kMinistry};

// A move is between municipalities, so neither of them records it.
inline constexpr Roles kMovers = {Role::kRegion, Role::kProvince, Role::kCoa,
                                  Role::kMinistry};

// Who looks at municipalities from above.
inline constexpr Roles kSupervisors = {Role::kProvince, Role::kMinistry};

inline constexpr AccessRule kRights[] = {
    {"DeliverHousing", kDeliverers, "parent"},
    {"DeliverPlacements", kDeliverers, "header.parent"},
    {"CreatePlacement", kDeliverers, "parent"},
    {"CreateMove", kMovers, "parent"},
    {"ListMoves", kEveryone},
    {"ListPlacementKinds", kEveryone},
    {"ListPlacements", kEveryone},
    {"ListHousingPlans", kEveryone},
    {"ListNilReturns", kEveryone},
    {"ListBalances", kEveryone},
    {"ListLedgers", kEveryone},
    {"ListClosings", kEveryone},
    {"ListLadders", kEveryone},
    {"ListSupervision", kEveryone},
    {"ListRevisions", kTrailReaders},
};

// Who may deliver which list of a `DeliverHousingRequest`, by its field.
inline constexpr AccessRule kListRights[] = {
    {"placements", kDeliverers},
    {"opening_balances", kDeliverers},
    {"plans", kDeliverers},
    {"moves", kMovers},
    {"placement_kinds", {Role::kMinistry}},
    {"published_figures", kSupervisors},
    {"ladder_levels", kSupervisors},
    {"supervision_steps", kSupervisors},
    {"placement_nil_returns", kDeliverers},
    {"waiting_counts", {Role::kCoa, Role::kProvince, Role::kMinistry}},
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_ACCESS_H_
