#include "services/housing/housing_errors.h"

#include "common/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

absl::Status QuotasUnavailable(const absl::Status& cause) {
  return Refused(
      absl::StatusCode::kUnavailable,
      ReasonOf(nl::opvang::housing::v1::ERROR_REASON_QUOTAS_UNAVAILABLE),
      "The quotas service does not answer, so no target is known; try again.",
      {{"source", "quotas"},
       {"cause", absl::StatusCodeToString(cause.code())}});
}

}  // namespace opvang::housing
