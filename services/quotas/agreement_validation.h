// Checks of splits, decisions, redistributions and transfers that callers send,
// all faults at once.
#ifndef OPVANG_SERVICES_QUOTAS_AGREEMENT_VALIDATION_H_
#define OPVANG_SERVICES_QUOTAS_AGREEMENT_VALIDATION_H_

#include "common/base/status.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// INVALID_ARGUMENT / FIELD_INVALID with every fault that shows without looking
// at what is on record.
absl::Status Check(const pb::CreateSplitRequest& request);
absl::Status Check(const pb::CreateDecisionRequest& request);
absl::Status Check(const pb::CreateRedistributionRequest& request);
absl::Status Check(const pb::EndRedistributionRequest& request);
absl::Status Check(const pb::CreateTransferRequest& request);
absl::Status Check(const pb::AdvanceTransferRequest& request);

// A change of something on record: whoever records it speaks for one of its
// sides, for all of them, or not at all.
absl::Status CheckParty(const std::string& parent,
                        const pb::Transfer& transfer);
absl::Status CheckParty(const std::string& parent,
                        const pb::Redistribution& redistribution);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_AGREEMENT_VALIDATION_H_
