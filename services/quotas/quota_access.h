// Who may do what in quotas. What no row allows is refused.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::quotas {

inline constexpr Roles kRegionalTables = {Role::kRegion, Role::kProvince,
                                          Role::kMinistry};
inline constexpr absl::string_view kOfTables =
    "Duties are divided and agreed at the tables above municipalities, never "
    "by one of them (Wet 4(1)).";
inline constexpr absl::string_view kOfTheMinister =
    "The minister alone decides on the division (Wet 5(1)) and on the "
    "targets of Huisvestingswet 2014, 28.";
inline constexpr absl::string_view kInOwnName =
    "Who lends places and who borrows them agree each in its own name; no "
    "other "
    "says it for them.";
inline constexpr absl::string_view kNational =
    "The figures of the whole country are the minister's (Wet 2 and 3).";

inline constexpr AccessRule kRights[] = {
    {"ListMunicipalities", kEveryone},
    {"ListProvinces", kEveryone},
    {"GetCycle", kEveryone},
    {"ListCycles", kAndServices},
    {"DeliverQuotas", kRegionalTables, "parent", kOfTables},
    {"DeliverQuotas.cycles", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.cycle_steps", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.estimates", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.populations", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.scores", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.national_targets", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.successions", {Role::kMinistry}, "", kNational},
    {"DeliverQuotas.quota_entries basis=BASIS_DECIDED",
     {Role::kMinistry},
     "",
     kOfTheMinister},
    {"ListQuotaEntries", kEveryone},
    {"ComputeIndicativeSplit", kEveryone},
    {"ListObligations", kAndReporting},
    {"ListHousingTargets", kAndHousing},
    {"GetCalendar", kAndReporting},
    {"ListEstimates", kEveryone},
    {"ListNationalTargets", kEveryone},
    {"ListPublishedBalances", kEveryone},
    {"ListPopulations", kEveryone},
    {"ListScores", kEveryone},
    {"ListSuccessions", kEveryone},
    {"ListExchanges", kAndReporting},
    {"CreateSplit", {Role::kMinistry}, "", kNational},
    {"GetSplit", kEveryone},
    {"ListSplits", kEveryone},
    {"CreateDecision", {Role::kMinistry}, "parent", kOfTheMinister},
    {"GetDecision", kEveryone},
    {"ListDecisions", kEveryone},
    {"CreateRedistribution", kRegionalTables, "parent", kOfTables},
    {"EndRedistribution", kRegionalTables, "parent", kOfTables},
    {"GetRedistribution", kEveryone},
    {"ListRedistributions", kEveryone},
    {"CreateTransfer", kRegionalTables, "parent", kOfTables},
    {"AdvanceTransfer", kRegionalTables | Roles{Role::kMunicipality}, "parent",
     kOfTables},
    {"AdvanceTransfer kind=KIND_AGREED", {Role::kMunicipality}, "", kInOwnName},
    {"AdvanceTransfer kind=KIND_CONDITION_MET", kRegionalTables, "", kOfTables},
    {"AdvanceTransfer kind=KIND_CONDITION_FAILED", kRegionalTables, "",
     kOfTables},
    {"AdvanceTransfer kind=KIND_ENDED", kRegionalTables, "", kOfTables},
    {"GetTransfer", kEveryone},
    {"ListTransfers", kEveryone},
    {"ListRevisions", kTrailReaders | Roles{Role::kHousing}, "", kOfTheTrail},
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_ACCESS_H_
