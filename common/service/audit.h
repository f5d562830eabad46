// The audit trail as callers read it: who wrote what and when.
#ifndef OPVANG_COMMON_SERVICE_AUDIT_H_
#define OPVANG_COMMON_SERVICE_AUDIT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/calendar.h"
#include "common/base/caller.h"
#include "common/base/status.h"
#include "common/base/validation.h"
#include "common/db/ledger.h"
#include "common/db/transaction.h"
#include "common/service/pagination.h"

namespace opvang {

// The revision that a page starts below; 0 on the first.
Revision BeforeOf(const Page& page);

// Most revisions that one request may name.
inline constexpr int kRevisionsQueriedMax = 1000;

template <typename Request>
void CheckRevisionsQuery(const Request& request, Violations& violations) {
  CheckSize(request.revisions_size(), kRevisionsQueriedMax, "revisions",
            violations);
}

// What a caller is told of where a write was.
struct AreasTold {
  std::vector<std::string> areas;
  // Where it holds only what an area keeps to itself; for auditors, and for
  // reporting, which tells it to that area.
  std::vector<std::string> undisclosed = {};
};
// Of `areas` those that the caller answers for, or works with, and what is
// about the whole country.
std::vector<std::string> AreasWithin(const std::vector<std::string>& areas,
                                     absl::string_view scope);
// Who is told of `AreasTold::undisclosed`.
inline constexpr Roles kUndisclosedReaders = {Role::kAuditor, Role::kReporting};

template <typename Revision>
void AddAreas(const AreasTold& told, Revision& revision) {
  for (const std::string& area : told.areas) revision.add_areas(area);
  if constexpr (requires { revision.add_undisclosed_areas(""); }) {
    for (const std::string& area : told.undisclosed) {
      revision.add_undisclosed_areas(area);
    }
  }
}

// Answers a service's `ListRevisions`: every package has the same messages.
template <typename Response, typename Request>
absl::StatusOr<Response> AnswerRevisions(Transaction& tx,
                                         const Request& request,
                                         const Page& page,
                                         const Organisation& caller) {
  WritesQuery query{
      .known_by = {},
      .revisions = {request.revisions().begin(), request.revisions().end()},
      .before = BeforeOf(page),
      .limit = page.size + 1};
  if (request.has_known_time()) query.known_by = ToTime(request.known_time());
  ASSIGN_OR_RETURN(const std::vector<RecordedWrite> writes,
                   ListWrites(tx, query));
  Response response;
  for (const RecordedWrite& write : writes) {
    if (response.revisions_size() == page.size) {
      response.set_next_page_token(NextPageToken(
          request, tx.revision(),
          std::to_string(response.revisions().rbegin()->revision())));
      break;
    }
    auto& one = *response.add_revisions();
    one.set_revision(write.revision);
    *one.mutable_record_time() = ToTimestamp(write.record_time);
    one.set_chain_sha256(write.chain);
    if (!IsToldWhoWrote(caller, write.caller)) continue;
    one.set_caller(write.caller);
    one.set_organisation(write.organisation);
    one.set_actor(write.actor);
    one.set_method(write.method);
    one.set_request_id(write.request_id);
  }
  if (request.verify_chain()) {
    ASSIGN_OR_RETURN(const std::optional<Break> found, FindBreak(tx));
    if (found.has_value()) {
      response.set_broken_revision(found->revision);
      response.set_broken_place(found->place);
    }
  }
  response.set_revision(tx.revision());
  return response;
}

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_AUDIT_H_
