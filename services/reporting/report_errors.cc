#include "services/reporting/report_errors.h"

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status ReportNotFound(const std::string& name) {
  return Refused(
      absl::StatusCode::kNotFound, ReasonOf(pb::ERROR_REASON_REPORT_NOT_FOUND),
      absl::StrCat("There is no report ", name, "."), {{"report", name}});
}

absl::Status ReportExists(const std::string& name) {
  return Refused(absl::StatusCode::kAlreadyExists,
                 ReasonOf(pb::ERROR_REASON_REPORT_EXISTS),
                 absl::StrCat("There is a report ", name,
                              " already; a report never changes, choose "
                              "another id."),
                 {{"report", name}});
}

absl::Status SourceUnavailable(const std::string& source,
                               const absl::Status& cause) {
  return Refused(
      absl::StatusCode::kUnavailable,
      ReasonOf(pb::ERROR_REASON_SOURCE_UNAVAILABLE),
      absl::StrCat("The ", source,
                   " service does not answer; nothing is stored. "
                   "Repeat the call with the same request_id."),
      {{"source", source}, {"cause", absl::StatusCodeToString(cause.code())}});
}

absl::Status CycleUnknown(const std::string& cycle, int64_t quotas_revision) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_CYCLE_UNKNOWN),
      absl::StrCat("The cycle ", cycle,
                   " is not on record in quotas at revision ", quotas_revision,
                   "."),
      {{"cycle", cycle}, {"quotas_revision", absl::StrCat(quotas_revision)}});
}

}  // namespace opvang::reporting
