// Everything that can go wrong in quotas, a function each.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace opvang::quotas {

absl::Status CycleNotFound(const std::string& cycle);
absl::Status SplitNotFound(const std::string& name);
absl::Status DecisionNotFound(const std::string& name);
absl::Status RedistributionNotFound(const std::string& name);
absl::Status TransferNotFound(const std::string& name);
absl::Status NameTaken(const std::string& name);

// `missing` are municipalities ("what", for example "no SES-WOA score of
// 2022"), or empty when the cycle has no estimate.
absl::Status SplitInputMissing(const std::string& what,
                               const std::vector<std::string>& missing);

// `why`, a sentence each: which obligations on which days.
absl::Status ObligationImpossible(const std::vector<std::string>& why);
absl::Status AlreadyDecided(const std::string& redistribution,
                            const std::vector<std::string>& municipalities);
// `latest` is the latest decision, empty without one.
absl::Status DecisionOrderWrong(const std::string& why,
                                const std::string& latest);
absl::Status RedistributionEnded(const std::string& name,
                                 const std::string& end_date);
absl::Status TransferStepImpossible(const std::string& name,
                                    const std::string& step,
                                    const std::vector<std::string>& possible);
absl::Status CycleStepImpossible(const std::string& cycle,
                                 const std::string& step,
                                 const std::string& step_date);
absl::Status SuccessionImpossible(const std::string& why);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_
