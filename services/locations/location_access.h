// Who may do what in locations. What no row allows is refused.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::locations {

inline constexpr Roles kDeliverers = {Role::kMunicipality, Role::kRegion,
                                      Role::kProvince, Role::kCoa,
                                      Role::kMinistry};

inline constexpr AccessRule kRights[] = {
    {"CreateLocation", kDeliverers, "parent"},
    {"GetLocation", kEveryone},
    {"ListLocations", kEveryone},
    {"UpdateLocation", kDeliverers, "location.name"},
    {"ListLocationKinds", kEveryone},
    {"ListRuleSets", kEveryone},
    {"DeliverLocations", kDeliverers, "parent"},
    {"SuggestLocation", kDeliverers, "name"},
    {"ExploreLocation", kDeliverers, "name"},
    {"SubmitLocation", kDeliverers, "name"},
    {"DecideLocation", kDeliverers, "name"},
    {"StartPaperCheck", kDeliverers, "name"},
    {"StartSiteVisit", kDeliverers, "name"},
    {"SignAgreement", kDeliverers, "name"},
    {"StartPermit", kDeliverers, "name"},
    {"StartConstruction", kDeliverers, "name"},
    {"OpenLocation", kDeliverers, "name"},
    {"ExtendLocation", kDeliverers, "name"},
    {"StartClosing", kDeliverers, "name"},
    {"CloseLocation", kDeliverers, "name"},
    {"WithdrawLocation", kDeliverers, "name"},
    {"RescheduleLocation", kDeliverers, "name"},
    {"RecordObjections", kDeliverers, "name"},
    {"DeliverOccupancies", kDeliverers, "header.parent"},
    {"DeliverPermanentStocks", kDeliverers, "header.parent"},
    {"ListLifeEvents", kEveryone},
    {"ListPlaceEntries", kEveryone},
    {"ListCoverage", kEveryone},
    {"ListDurableStock", kEveryone},
    {"ListTimelines", kEveryone},
    {"ListOutlooks", kEveryone},
    {"ListReconciliations", kEveryone},
    {"ListUkraineShelter", kEveryone},
    {"ListNilReturns", kEveryone},
    {"ListFundingRates", kEveryone},
    {"ListShelterFunding", kEveryone},
    {"ListRevisions", kTrailReaders},
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_
