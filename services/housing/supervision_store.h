// All SQL of supervision.
#ifndef OPVANG_SERVICES_HOUSING_SUPERVISION_STORE_H_
#define OPVANG_SERVICES_HOUSING_SUPERVISION_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// Appends the ladders and steps of a delivery.
absl::Status AppendSupervision(Transaction& tx,
                               const pb::DeliverHousingRequest& delivery);

// As they stand, by province and start; levels by rank.
absl::StatusOr<std::vector<pb::Ladder>> ListLadders(Transaction& tx);

// Those of `municipalities` taken by `day` that stand, by municipality, in
// order.
absl::StatusOr<std::map<std::string, std::vector<pb::SupervisionStep>>>
ListSupervisionSteps(Transaction& tx,
                     const std::vector<std::string>& municipalities,
                     absl::CivilDay day);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_SUPERVISION_STORE_H_
