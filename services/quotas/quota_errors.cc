#include "services/quotas/quota_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

absl::Status CycleNotFound(const std::string& cycle) {
  return Refused(absl::StatusCode::kNotFound,
                 ReasonOf(pb::ERROR_REASON_CYCLE_NOT_FOUND),
                 absl::StrCat("There is no cycle ", cycle.substr(0, 80), "."),
                 {{"cycle", cycle.substr(0, 80)}});
}

absl::Status SplitInputMissing(const std::string& what,
                               const std::vector<std::string>& missing) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_SPLIT_INPUT_MISSING),
      missing.empty()
          ? absl::StrCat("The split cannot be computed: ", what, ".")
          : absl::StrCat(
                "The split cannot be computed: ", what, " for ", missing.size(),
                " municipalities: ", absl::StrJoin(missing, ", "), "."),
      {{"missing_count", absl::StrCat(missing.size())},
       {"missing", absl::StrJoin(missing, ",")}});
}

}  // namespace opvang::quotas
