// Who may do what in locations. What no row allows is refused.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_

#include "common/base/caller.h"

namespace opvang::locations {

inline constexpr Roles kAreas = {Role::kMunicipality, Role::kRegion,
                                 Role::kProvince, Role::kMinistry};
inline constexpr Roles kAreasAndCoa = kAreas | Roles{Role::kCoa};
inline constexpr Roles kNational = {Role::kMinistry};
inline constexpr absl::string_view kOfTheCollege =
    "Whether there is a location, how many places it has and until when is for "
    "its municipality to decide (Wet 6(1)); COA states what it does itself.";
inline constexpr absl::string_view kOfBoth =
    "COA and the municipality each take their steps towards an open location, "
    "and out of it.";
inline constexpr absl::string_view kOfCounts =
    "Who is there is counted by COA, in municipal shelters by the "
    "municipality.";
inline constexpr absl::string_view kOfCoa =
    "The permanent stock is COA's; others repeat what it said, never the "
    "municipality itself.";
inline constexpr absl::string_view kOfTheCountry =
    "What kinds count and what is paid are rules for the whole country.";

inline constexpr AccessRule kRights[] = {
    {"CreateLocation", kAreas, "parent", kOfTheCollege},
    {"GetLocation", kAndReporting},
    {"ListLocations", kAndReporting},
    {"UpdateLocation", kAreas, "location.name", kOfTheCollege},
    {"ListLocationKinds", kAndReporting},
    {"ListRuleSets", kAndReporting},
    {"DeliverLocations", kAreasAndCoa, "parent", kOfBoth},
    {"DeliverLocations.locations", kAreas, "", kOfTheCollege},
    {"DeliverLocations.place_entries", kAreas, "", kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_IDEA", kAreas, "",
     kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_EXPLORATION", kAreas,
     "", kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_DECISION_PENDING",
     kAreas, "", kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_DEFINITIVE", kAreas,
     "", kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_PERMIT", kAreas, "",
     kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_EXTENDED", kAreas, "",
     kOfTheCollege},
    {"DeliverLocations.state_entries state=LOCATION_STATE_WITHDRAWN", kAreas,
     "", kOfTheCollege},
    {"DeliverLocations.objection_entries", kAreas, "", kOfTheCollege},
    {"DeliverLocations.nil_returns", kAreas, "", kOfTheCollege},
    {"DeliverLocations.private_shelters", kAreas, "", kOfCounts},
    {"DeliverLocations.permanent_stocks",
     {Role::kCoa, Role::kProvince, Role::kMinistry},
     "",
     kOfCoa},
    {"DeliverLocations.kinds", kNational, "", kOfTheCountry},
    {"DeliverLocations.funding_rates", kNational, "", kOfTheCountry},
    {"SuggestLocation", kAreas, "name", kOfTheCollege},
    {"ExploreLocation", kAreas, "name", kOfTheCollege},
    {"SubmitLocation", kAreas, "name", kOfTheCollege},
    {"DecideLocation", kAreas, "name", kOfTheCollege},
    {"StartPaperCheck", kAreasAndCoa, "name", kOfBoth},
    {"StartSiteVisit", kAreasAndCoa, "name", kOfBoth},
    {"SignAgreement", kAreasAndCoa, "name", kOfBoth},
    {"StartPermit", kAreas, "name", kOfTheCollege},
    {"StartConstruction", kAreasAndCoa, "name", kOfBoth},
    {"OpenLocation", kAreasAndCoa, "name", kOfBoth},
    {"ExtendLocation", kAreas, "name", kOfTheCollege},
    {"StartClosing", kAreasAndCoa, "name", kOfBoth},
    {"CloseLocation", kAreasAndCoa, "name", kOfBoth},
    {"WithdrawLocation", kAreas, "name", kOfTheCollege},
    {"RescheduleLocation", kAreasAndCoa, "name", kOfBoth},
    {"RecordObjections", kAreas, "name", kOfTheCollege},
    {"DeliverOccupancies", kAreasAndCoa, "header.parent", kOfCounts},
    {"DeliverPermanentStocks",
     {Role::kCoa, Role::kProvince, Role::kMinistry},
     "header.parent",
     kOfCoa},
    {"ListLifeEvents", kAndReporting},
    {"ListPlaceEntries", kAndReporting},
    {"ListCoverage", kAndReporting},
    {"ListDurableStock", kAndReporting},
    {"ListTimelines", kAndReporting},
    {"ListOutlooks", kAndReporting},
    {"ListReconciliations", kAndReporting},
    {"ListUkraineShelter", kAndReporting},
    {"ListNilReturns", kAndReporting},
    {"ListFundingRates", kAndReporting},
    {"ListShelterFunding", kAndReporting},
    {"ListRevisions", kTrailReaders, "", kOfTheTrail},
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_ACCESS_H_
