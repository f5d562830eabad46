// What a location of a report offers on a day, out of the facts that the report
// carries; as `locations` reads them (`places`). Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

using PlaceFacts =
    google::protobuf::RepeatedPtrField<nl::opvang::reporting::v1::PlaceFact>;

// Decided places of one group.
int32_t DecidedOn(const PlaceFacts& places, absl::string_view group,
                  absl::CivilDay day);
// The same when plans are carried out: the planned total where one stands, else
// the one without a day, else what is decided.
int32_t IntendedOn(const PlaceFacts& places, absl::string_view group,
                   absl::CivilDay day);
// Decided places of all groups, buffer included.
int32_t AllDecidedOn(const PlaceFacts& places, absl::CivilDay day);

// Where a location stands in its life, as far as counting goes.
enum class Stage { kUndecided, kDecided, kStanding, kClosed, kWithdrawn };
Stage StageOf(absl::string_view state);
// Decided and not over.
bool IsDecided(absl::string_view state);
// Closed or withdrawn.
bool IsOver(absl::string_view state);

// What a location adds to the places over time on a day, without buffer.
int32_t PlacesOn(const nl::opvang::reporting::v1::Site& site,
                 absl::CivilDay day, bool intended);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_SITE_PLACES_H_
