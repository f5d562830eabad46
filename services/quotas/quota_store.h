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

// Appends the entries that a split or decision is made of.
absl::Status AppendQuotaEntries(Transaction& tx,
                                const std::vector<pb::QuotaEntry>& entries);

// By name.
absl::StatusOr<std::vector<pb::Cycle>> ListCycles(Transaction& tx);
absl::StatusOr<std::optional<pb::Cycle>> FindCycle(Transaction& tx,
                                                   const std::string& name);

// All versions of the steps of one cycle, those taken back too.
absl::StatusOr<std::vector<pb::CycleStep>> ListCycleSteps(
    Transaction& tx, const std::string& cycle);

// All versions of a cycle's estimates, by day of publication.
absl::StatusOr<std::vector<pb::Estimate>> ListEstimates(
    Transaction& tx, const std::string& cycle);

// All versions, by half-year and day of publication.
absl::StatusOr<std::vector<pb::NationalTarget>> ListNationalTargets(
    Transaction& tx);

// "2024-h1" to "2025-h2", both included.
struct HalfYears {
  std::string first, last;
};
// Of each publisher the latest, by half-year, subject, day of publication and
// publisher.
absl::StatusOr<std::vector<pb::PublishedBalance>> ListPublishedBalances(
    Transaction& tx, const std::vector<std::string>& subjects,
    const HalfYears& half_years);

// The latest of each municipality, of one reference day or year.
absl::StatusOr<std::map<std::string, pb::Population>> ListPopulations(
    Transaction& tx, absl::CivilDay reference_date);
absl::StatusOr<std::map<std::string, pb::Score>> ListScores(Transaction& tx,
                                                            int reference_year);

// Those that hold, by municipality and successor.
absl::StatusOr<std::vector<pb::Succession>> ListSuccessions(Transaction& tx);

// All versions of the entries of `subjects`, by subject, duty, period, basis,
// start date and revision.
absl::StatusOr<std::vector<pb::QuotaEntry>> ListQuotaEntries(
    Transaction& tx, const std::vector<std::string>& subjects);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_
