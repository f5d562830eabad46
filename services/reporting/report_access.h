// Who may do what in reporting. What no row allows is refused.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::reporting {

inline constexpr Roles kRegionalTables = {Role::kRegion, Role::kProvince,
                                          Role::kMinistry};

// Who signs for others: a regional table, the Commissaris van de Koning.
inline constexpr Roles kSigners = {Role::kRegion, Role::kProvince};

inline constexpr AccessRule kRights[] = {
    {"CreateReport", kRegionalTables | Roles{Role::kJob}, "parent"},
    {"GetReport", kEveryone},
    {"ListReports", kEveryone},
    {"RenderReport", kEveryone},
    {"DeliverTexts", kRegionalTables | Roles{Role::kMunicipality}, "parent"},
    // A text is a draft until a report prints it: for its own area and who
    // reads internal editions.
    {"ListTexts", kEveryone, "parent"},
    {"ConfirmFigures", kSigners | Roles{Role::kMunicipality}, "municipality"},
    {"RevokeConfirmation", kSigners | Roles{Role::kMunicipality},
     "municipality"},
    {"AdoptReport", kSigners, "subject"},
    // The Commissaris van de Koning sends it, and nobody else (Wet 4(2)).
    {"SubmitReport", {Role::kProvince}, "name"},
    {"ReopenReport", kSigners, "name"},
    {"SetEmbargo", kSigners, "name"},
    // About what lies in the caller's own area; the finding tells which.
    {"ExplainFinding", kSigners | Roles{Role::kMunicipality}},
    {"GetStanding", kEveryone},
    {"ListFindings", kEveryone},
    {"ExplainFigure", kEveryone},
    {"CompareReports", kEveryone},
    {"VerifyReport", kEveryone},
    // Who is late is for its own table and province.
    {"ListDeliveries", kRegionalTables | Roles{Role::kJob, Role::kAuditor},
     "parent"},
    {"ListRevisions", kTrailReaders},
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_
