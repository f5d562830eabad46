// All SQL of locations.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/location_state.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// By code.
absl::StatusOr<std::vector<pb::LocationKind>> ListKinds(Transaction& tx);

// Those of `municipalities`, by name, each as its latest description has it,
// with its state and objections on `day` and its etag.
absl::StatusOr<std::vector<pb::Location>> ListLocations(
    Transaction& tx, const std::vector<std::string>& municipalities,
    absl::CivilDay day);

// All versions of the place entries of `municipalities`, by location, group,
// basis, start date (undated first) and revision.
absl::StatusOr<std::vector<pb::PlaceEntry>> ListPlaceEntries(
    Transaction& tx, const std::vector<std::string>& municipalities);

// What is counted on a day.
enum class CountKind {
  kOccupancy = 1,
  kPrivateShelter = 2,
  kPermanentStock = 3,
};
struct Count {
  std::string subject;
  absl::CivilDay day;
  int amount;
  std::string source;
  Revision revision;
};
pb::Occupancy ToOccupancy(const Count& count);
pb::PrivateShelter ToPrivateShelter(const Count& count);
pb::PermanentStock ToStock(const Count& count);
// Of each subject within `municipalities` the latest count not after `day`.
absl::StatusOr<std::map<std::string, Count>> ListCounts(
    Transaction& tx, CountKind kind,
    const std::vector<std::string>& municipalities, absl::CivilDay day);

// The latest state of a location by day, whatever the day; nothing without one.
absl::StatusOr<std::optional<DatedState>> LatestState(
    Transaction& tx, const std::string& location);

// What happened to a location, in the order in which it became known.
absl::StatusOr<std::vector<pb::LifeEvent>> ListLifeEvents(
    Transaction& tx, const std::string& location);
// Appends the moves of an event, told on its day.
absl::Status AppendMoves(Transaction& tx, const std::string& location,
                         const pb::LifeEvent& event);

absl::Status AppendLocations(Transaction& tx,
                             const std::vector<pb::Location>& locations);
// Appends the entries, states, objections and counts of a delivery.
absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverLocationsRequest& delivery);

// All versions, by code, first day and revision.
absl::StatusOr<std::vector<pb::FundingRate>> ListFundingRates(Transaction& tx);

// The location that has each of these numbers of COA, in the whole country;
// those that none has are left out.
absl::StatusOr<std::map<std::string, std::string>> FindCoaNumbers(
    Transaction& tx, const std::vector<std::string>& numbers);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_STORE_H_
