// What a location of a report offers on a day, out of the facts that the report
// carries. How far it is in its life `locations` told. Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/steps.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

using PlaceFacts =
    google::protobuf::RepeatedPtrField<nl::opvang::reporting::v1::PlaceFact>;

// The day from which on a report tells what its locations offer.
absl::CivilDay SitesToldFrom(
    const nl::opvang::reporting::v1::ReportContent& content);

// What it offers to one group over time.
PlannedSteps StepsOf(const PlaceFacts& places,
                     nl::opvang::locations::v1::PlaceGroup group);
// Whether all it has places for in the end are minors, or others of special
// nature, as `locations` asks before it tells an address.
bool AreForVulnerableOnly(const PlaceFacts& places);
// Decided places of all groups, buffer included.
int32_t AllDecidedOn(const PlaceFacts& places, absl::CivilDay day);

// Where two sources name different days on which the same places end: the ends,
// by day, each day and source once. The first one counts. Empty of one end.
struct StatedEnd {
  absl::CivilDay day;  // The first without.
  std::string source;
};
std::vector<StatedEnd> EndsThatDiffer(const PlaceFacts& places);

// Its decision is taken, and it is not over.
bool IsDecided(const nl::opvang::reporting::v1::Site& site);
// Closed or given up.
bool IsOver(nl::opvang::locations::v1::LocationStage stage);

// The same of a shelter: it is there for whoever compares, and printed nowhere.
bool IsOver(const nl::opvang::reporting::v1::Shelter& shelter);

// What a location adds to the places over time on a day, without buffer: what
// stands of it, also in a life that ended, or what is intended.
int32_t PlacesOn(const nl::opvang::reporting::v1::Site& site,
                 absl::CivilDay day, bool intended);
// What was there before the day from which that is known.
int32_t UnknownStartOn(const nl::opvang::reporting::v1::Site& site,
                       absl::CivilDay day);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_
