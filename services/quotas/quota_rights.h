// Who may do what in quotas. What no row allows is refused.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_RIGHTS_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_RIGHTS_H_

#include "common/caller.h"

namespace opvang::quotas {

inline constexpr Right kRights[] = {
    {"ListMunicipalities", kEveryone},
    {"ListProvinces", kEveryone},
    {"GetCycle", kEveryone},
    {"ListCycles", kEveryone},
    // Quotas are set above municipalities, never by them.
    {"DeliverQuotas",
     {Role::kRegion, Role::kProvince, Role::kMinistry},
     "parent"},
    {"ListQuotaEntries", kEveryone},
    {"ComputeIndicativeSplit", kEveryone},
    {"ListObligations", kEveryone},
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_RIGHTS_H_
