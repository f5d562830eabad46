#include "services/housing/housing_errors.h"

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

absl::Status QuotasUnavailable(const absl::Status& cause) {
  return MakeError(
      absl::StatusCode::kUnavailable,
      ReasonOf(nl::opvang::housing::v1::ERROR_REASON_QUOTAS_UNAVAILABLE),
      "The quotas service does not answer, so no target is known; try again.",
      {{"source", "quotas"},
       {"cause", absl::StatusCodeToString(cause.code())}});
}

absl::Status NameTaken(const std::string& name) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   ReasonOf(nl::opvang::housing::v1::ERROR_REASON_NAME_TAKEN),
                   absl::StrCat("There is a ", name, " already."),
                   {{"name", name}});
}

}  // namespace opvang::housing
