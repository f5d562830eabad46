// Who may do what in reporting. What no row allows is refused.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_RIGHTS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_RIGHTS_H_

#include "common/caller.h"

namespace opvang::reporting {

inline constexpr Roles kTables = {Role::kRegion, Role::kProvince,
                                  Role::kMinistry};

inline constexpr Right kRights[] = {
    {"CreateReport", kTables | Roles{Role::kJob}, "parent"},
    {"GetReport", kEveryone},
    {"ListReports", kEveryone},
    {"RenderReport", kEveryone},
    {"DeliverTexts", kTables | Roles{Role::kMunicipality}, "parent"},
    {"ListTexts", kEveryone},
    {"ListRevisions", kTrailReaders},
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_RIGHTS_H_
