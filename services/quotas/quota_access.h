// Who may do what in quotas. What no row allows is refused.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::quotas {

// Quotas are set and redistributed above municipalities, never by them.
inline constexpr Roles kRegionalTables = {Role::kRegion, Role::kProvince,
                                          Role::kMinistry};

inline constexpr AccessRule kRights[] = {
    {"ListMunicipalities", kEveryone},
    {"ListProvinces", kEveryone},
    {"GetCycle", kEveryone},
    {"ListCycles", kEveryone},
    {"DeliverQuotas", kRegionalTables, "parent"},
    {"ListQuotaEntries", kEveryone},
    {"ComputeIndicativeSplit", kEveryone},
    {"ListObligations", kEveryone},
    {"ListHousingTargets", kEveryone},
    {"GetCalendar", kEveryone},
    {"ListEstimates", kEveryone},
    {"ListNationalTargets", kEveryone},
    {"ListPublishedBalances", kEveryone},
    {"ListPopulations", kEveryone},
    {"ListScores", kEveryone},
    {"ListSuccessions", kEveryone},
    {"ListExchanges", kEveryone},
    // A split sets the figures of the whole country.
    {"CreateSplit", {Role::kMinistry}},
    {"GetSplit", kEveryone},
    {"ListSplits", kEveryone},
    {"CreateDecision", {Role::kProvince, Role::kMinistry}, "parent"},
    {"GetDecision", kEveryone},
    {"ListDecisions", kEveryone},
    {"CreateRedistribution", kRegionalTables, "parent"},
    {"EndRedistribution", kRegionalTables, "parent"},
    {"GetRedistribution", kEveryone},
    {"ListRedistributions", kEveryone},
    {"CreateTransfer", kRegionalTables, "parent"},
    {"AdvanceTransfer", kRegionalTables, "parent"},
    {"GetTransfer", kEveryone},
    {"ListTransfers", kEveryone},
    {"ListRevisions", kTrailReaders},
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_
