// All SQL of housing.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/balance.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

absl::Status AppendPlacements(Transaction& tx,
                              const std::vector<pb::Placement>& placements);
// Appends the opening balances and plans of a delivery.
absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverHousingRequest& delivery);

// Those of `municipalities`, by name.
absl::StatusOr<std::vector<pb::Placement>> ListPlacements(
    Transaction& tx, const std::vector<std::string>& municipalities);
// As they stand, by name.
absl::StatusOr<std::vector<pb::HousingPlan>> ListPlans(
    Transaction& tx, const std::vector<std::string>& municipalities);
// By municipality.
absl::StatusOr<std::map<std::string, Stated>> ListOpeningBalances(
    Transaction& tx, const std::vector<std::string>& municipalities,
    const std::string& half_year);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_STORE_H_
