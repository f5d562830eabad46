// All SQL of housing.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/book.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

absl::Status AppendPlacements(Transaction& tx,
                              const std::vector<pb::Placement>& placements);
absl::Status AppendMoves(Transaction& tx, const std::vector<pb::Move>& moves);
// Appends the kinds, opening balances, published figures and plans of a
// delivery.
absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverHousingRequest& delivery);

// As they stand, by code.
absl::StatusOr<std::vector<pb::PlacementKind>> ListPlacementKinds(
    Transaction& tx);
// Those of `municipalities`, in `half_year` if one is given, after the name
// `after`, by name; at most `limit`.
absl::StatusOr<std::vector<pb::Placement>> ListPlacements(
    Transaction& tx, const std::vector<std::string>& municipalities,
    std::optional<HalfYear> half_year, const std::string& after, int limit);
// Those of `names` and the corrections of these, by name.
absl::StatusOr<std::map<std::string, pb::Placement>> FindPlacements(
    Transaction& tx, const std::set<std::string>& names);
absl::StatusOr<std::map<std::string, pb::Move>> FindMoves(
    Transaction& tx, const std::set<std::string>& names);
// Those with a side among `municipalities`, of the days of `period`, whose end
// must be known; by name.
absl::StatusOr<std::map<std::string, pb::Move>> ListMovesIn(
    Transaction& tx, const std::vector<std::string>& municipalities,
    const Period& period);
// As they stand, by name.
absl::StatusOr<std::vector<pb::HousingPlan>> ListPlans(
    Transaction& tx, const std::vector<std::string>& municipalities);
// As stated, of the half-years from `first` to `last`, by municipality.
absl::StatusOr<std::map<std::string, std::map<HalfYear, Opening>>> ListOpenings(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last);

// What was placed in one kind, in one half-year of one municipality.
struct PlacedSum {
  std::string municipality;
  HalfYear half_year;
  std::string kind;
  Heads heads;
  bool illustrative = false;  // Whether any of it is.
};
// Of the half-years from `first` to `last`, up to and including `day`.
absl::StatusOr<std::vector<PlacedSum>> ListPlacedSums(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last, absl::CivilDay day);
// A source of what was placed then and is illustrative, by municipality and
// half-year.
absl::StatusOr<std::map<std::string, std::map<HalfYear, std::string>>>
ListIllustrativeSources(Transaction& tx,
                        const std::vector<std::string>& municipalities,
                        HalfYear first, HalfYear last, absl::CivilDay day);
// One by one, by name, all days.
absl::StatusOr<std::vector<pb::Placement>> ListPlacementsIn(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last);

// Those about `subjects` and the half-years from `first` to `last`; of the same
// figure the latest word.
absl::StatusOr<std::vector<Published>> ListPublishedFigures(
    Transaction& tx, const std::vector<std::string>& subjects, HalfYear first,
    HalfYear last);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
