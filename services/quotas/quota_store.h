// All SQL of quotas.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Appends every fact of a delivery.
absl::Status AppendDelivery(Transaction& tx,
                            const pb::DeliverQuotasRequest& delivery);

// By name.
absl::StatusOr<std::vector<pb::Cycle>> ListCycles(Transaction& tx);

// The latest estimate of a cycle.
absl::StatusOr<std::optional<pb::Estimate>> FindEstimate(
    Transaction& tx, const std::string& cycle);

// By municipality, of one reference day or year.
absl::StatusOr<std::map<std::string, int32_t>> ListPopulations(
    Transaction& tx, absl::CivilDay reference_date);
absl::StatusOr<std::map<std::string, int32_t>> ListScores(Transaction& tx,
                                                          int reference_year);

// All versions of the entries of `subjects`, by subject, duty, period, basis,
// start date and revision.
absl::StatusOr<std::vector<pb::QuotaEntry>> ListQuotaEntries(
    Transaction& tx, const std::vector<std::string>& subjects);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_
