// Who may do what in reporting. What no row allows is refused.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::reporting {

inline constexpr Roles kRegionalTables = {Role::kRegion, Role::kProvince,
                                          Role::kMinistry};
inline constexpr Roles kSigners = {Role::kRegion, Role::kProvince};
inline constexpr absl::string_view kOfTables =
    "A report is made above municipalities: at the table, by the Commissaris "
    "van de Koning, the minister or the quarterly job (Wet 4).";
inline constexpr absl::string_view kOfWhoseItIs =
    "Each speaks for its own area: a municipality of its figures, a table and "
    "the Commissaris van de Koning also for those who said so in a letter.";
inline constexpr absl::string_view kOfSigners =
    "Who signs for others: a regional table, the Commissaris van de Koning.";
inline constexpr absl::string_view kOfDrafts =
    "A text is a draft until a report prints it: for its own area and those "
    "who "
    "read internal editions.";
inline constexpr absl::string_view kOfLateness =
    "Who is late is for its own table and province.";

inline constexpr Roles kSubscribers = {Role::kMunicipality, Role::kRegion,
                                       Role::kProvince,     Role::kCoa,
                                       Role::kMinistry,     Role::kJob};
inline constexpr absl::string_view kOfSubscribers =
    "Each is told of changes in its own area, of which it may read; who "
    "watches "
    "writes nothing, and follows the stream.";
inline constexpr absl::string_view kOfEvents =
    "Each is told of changes in its own area, of which it may read.";

inline constexpr AccessRule kRights[] = {
    {"CreateReport", kRegionalTables | Roles{Role::kJob}, "parent", kOfTables},
    {"GetReport", kEveryone},
    {"ListReports", kEveryone},
    {"RenderReport", kEveryone},
    {"DeliverTexts", kRegionalTables | Roles{Role::kMunicipality}, "parent",
     kOfWhoseItIs},
    {"ListTexts", kEveryone, "parent", kOfDrafts},
    {"ConfirmFigures", kSigners | Roles{Role::kMunicipality}, "municipality",
     kOfWhoseItIs},
    {"RevokeConfirmation", kSigners | Roles{Role::kMunicipality},
     "municipality", kOfWhoseItIs},
    {"AdoptReport", kSigners, "subject", kOfSigners},
    {"SubmitReport",
     {Role::kProvince},
     "name",
     "The Commissaris van de Koning sends it, and nobody else (Wet 4(2))."},
    {"ReopenReport", kSigners, "name", kOfSigners},
    {"DiscardReport", kSigners, "name", kOfSigners},
    {"SetEmbargo", kSigners, "name", kOfSigners},
    // The finding tells which area it is about.
    {"ExplainFinding", kSigners | Roles{Role::kMunicipality}, "", kOfWhoseItIs},
    {"GetStanding", kEveryone},
    {"ListFindings", kEveryone},
    {"ExplainFigure", kEveryone},
    {"CompareReports", kEveryone},
    {"VerifyReport", kEveryone},
    {"ListDeliveries", kRegionalTables | Roles{Role::kJob, Role::kAuditor},
     "parent", kOfLateness},
    {"ListRevisions", kTrailReaders, "", kOfTheTrail},
    {"CreateSubscription", kSubscribers, "subscription.scope", kOfSubscribers},
    {"GetSubscription", kEveryone},
    {"ListSubscriptions", kEveryone},
    {"EndSubscription", kSubscribers, "", kOfSubscribers},
    {"StreamEvents", kEveryone, "scope", kOfEvents},
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_ACCESS_H_
