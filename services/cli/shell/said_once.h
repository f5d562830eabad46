// A write that is said once, and said again where something else was said
// since.
#ifndef OPVANG_SERVICES_CLI_SHELL_SAID_ONCE_H_
#define OPVANG_SERVICES_CLI_SHELL_SAID_ONCE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/shell/clients.h"
#include "services/cli/shell/request_id.h"

namespace opvang::cli {

// Where a service stands: the revision of a list that whoever writes may read.
inline absl::StatusOr<int64_t> QuotasRevision(Services& services) {
  namespace q = nl::opvang::quotas::v1;
  ASSIGN_OR_RETURN(const q::ListCyclesResponse page,
                   Ask(*services.quotas, &q::QuotaService::Stub::ListCycles,
                       q::ListCyclesRequest()));
  return page.revision();
}
inline absl::StatusOr<int64_t> LocationsRevision(Services& services) {
  namespace l = nl::opvang::locations::v1;
  ASSIGN_OR_RETURN(
      const l::ListLocationKindsResponse page,
      Ask(*services.locations, &l::LocationService::Stub::ListLocationKinds,
          l::ListLocationKindsRequest()));
  return page.revision();
}
inline absl::StatusOr<int64_t> HousingRevision(Services& services) {
  namespace h = nl::opvang::housing::v1;
  ASSIGN_OR_RETURN(
      const h::ListPlacementKindsResponse page,
      Ask(*services.housing, &h::HousingService::Stub::ListPlacementKinds,
          h::ListPlacementKindsRequest()));
  return page.revision();
}
inline absl::StatusOr<int64_t> ReportingRevision(Services& services) {
  namespace r = nl::opvang::reporting::v1;
  r::ListReportsRequest request;
  request.set_parent("provinces/-");
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const r::ListReportsResponse page,
                   Ask(*services.reporting,
                       &r::ReportingService::Stub::ListReports, request));
  return page.revision();
}

// Delivers what stands on the write in which it was last said. An answer from
// before `newest`, where the service stood just before, is of then: since then
// something else was said, and it is said again. What is there already and
// cannot be said again, as events, is answered as it was, with no facts.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> SayOnce(
    Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request, int64_t newest, bool is_trial, const std::string& actor) {
  const Request content = request;
  request.set_validate_only(is_trial);
  for (int64_t said = 0;;) {
    request.set_request_id(
        RequestIdFor(content, said == 0 ? "" : absl::StrCat(said)));
    absl::StatusOr<Response> response = Ask(stub, method, request, actor);
    if (said > 0 && absl::IsAlreadyExists(response.status())) {
      Response as_it_was;
      as_it_was.set_revision(said);
      return as_it_was;
    }
    if (!response.ok() || response->revision() >= newest ||
        response->revision() <= said) {
      return response;
    }
    said = response->revision();
  }
}

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_SAID_ONCE_H_
