// All SQL of splits, decisions, redistributions and transfers.
#ifndef OPVANG_SERVICES_QUOTAS_AGREEMENT_STORE_H_
#define OPVANG_SERVICES_QUOTAS_AGREEMENT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Each appends the thing under its name, which must be free, at the revision
// being written. The shares of splits and decisions are quota entries of that
// origin, which the caller appends.
absl::Status AppendSplit(Transaction& tx, const pb::Split& split);
absl::Status AppendDecision(Transaction& tx, const pb::Decision& decision);
absl::Status AppendRedistribution(Transaction& tx,
                                  const pb::Redistribution& redistribution);
absl::Status AppendTransfer(Transaction& tx, const pb::Transfer& transfer);

// Each appends what happens to it later.
absl::Status AppendRedistributionEnd(Transaction& tx, const std::string& name,
                                     absl::CivilDay end_date,
                                     const std::string& source);
absl::Status AppendTransferStep(Transaction& tx, const std::string& name,
                                const pb::Transfer::Step& step);

// By name, as known at the revision read. Splits without their shares.
absl::StatusOr<std::vector<pb::Split>> ListSplits(Transaction& tx);
absl::StatusOr<std::vector<pb::Decision>> ListDecisions(Transaction& tx);
absl::StatusOr<std::vector<pb::Redistribution>> ListRedistributions(
    Transaction& tx);
absl::StatusOr<std::vector<pb::Transfer>> ListTransfers(Transaction& tx);

// The shares of a split, by municipality.
absl::StatusOr<std::vector<pb::Split::Share>> ListSplitShares(
    Transaction& tx, const std::string& split);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_AGREEMENT_STORE_H_
