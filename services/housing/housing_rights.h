// Who may do what in housing. What no row allows is refused.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_RIGHTS_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_RIGHTS_H_

#include "common/caller.h"

namespace opvang::housing {

inline constexpr Right kRights[] = {
    {"DeliverHousing",
     {Role::kMunicipality, Role::kRegion, Role::kProvince, Role::kCoa,
      Role::kMinistry},
     "parent"},
    {"ListPlacements", kEveryone},
    {"ListHousingPlans", kEveryone},
    {"ListBalances", kEveryone},
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_RIGHTS_H_
