// A write that is said once, and said again where something else was said
// since.
#ifndef OPVANG_SERVICES_CLI_SHELL_SAID_ONCE_H_
#define OPVANG_SERVICES_CLI_SHELL_SAID_ONCE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "services/cli/shell/clients.h"

namespace opvang::cli {

// The last write of a service; 0 before the first.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<int64_t> LastWrite(
    Stub& stub, grpc::Status (Stub::*list)(grpc::ClientContext*, const Request&,
                                           Response*)) {
  Request request;
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const Response page, Ask(stub, list, request));
  return page.revisions_size() == 0 ? 0 : page.revisions(0).revision();
}

// Delivers with an id that is made of the content and of the write in which it
// was last said. An answer from before the newest write is of then: since then
// something else was said, and it is said again. What is there already and
// cannot be said again, as events, is answered as it was, with no facts.
template <typename Stub, typename Request, typename Response,
          typename RevisionsRequest, typename Revisions>
absl::StatusOr<Response> SayOnce(
    Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    grpc::Status (Stub::*list)(grpc::ClientContext*, const RevisionsRequest&,
                               Revisions*),
    Request request, bool is_trial, const std::string& actor) {
  ASSIGN_OR_RETURN(const int64_t newest, LastWrite(stub, list));
  const std::string content = Serialize(request);
  request.set_validate_only(is_trial);
  for (int64_t said = 0;;) {
    request.set_request_id(
        UuidFor(said == 0 ? content : absl::StrCat(content, "#", said)));
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
