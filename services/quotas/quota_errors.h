// Everything that can go wrong in quotas, a function each.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace opvang::quotas {

absl::Status CycleNotFound(const std::string& cycle);
// `missing` are municipalities ("what", for example "no SES-WOA score of
// 2022"), or empty when the cycle has no estimate.
absl::Status SplitInputMissing(const std::string& what,
                               const std::vector<std::string>& missing);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_ERRORS_H_
