// Everything that can go wrong in housing, a function each.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_ERRORS_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/caller.h"

namespace opvang::housing {

// `cause` is what the quotas service answered.
absl::Status QuotasUnavailable(const absl::Status& cause);
absl::Status NameTaken(const std::string& name);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_ERRORS_H_
