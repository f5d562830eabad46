// Pages of a list, bound to the revision of the first page and to the request.
#ifndef OPVANG_COMMON_SERVICE_PAGINATION_H_
#define OPVANG_COMMON_SERVICE_PAGINATION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/municipality.h"
#include "common/db/transaction.h"
#include "common/service/page_seal.h"
#include "google/protobuf/message.h"

namespace opvang {

struct Page {
  int size;           // 1 to 1000.
  std::string after;  // The key of the last row given; empty on the first page.
  Revision revision;  // What to read at; 0 on the first page without one.
};

// From `page_size`, `page_token` and `revision` of a list request of the caller
// with this OIN. A negative size is INVALID_ARGUMENT; a token of another
// request or caller, or a damaged one, is INVALID_ARGUMENT /
// PAGE_TOKEN_INVALID.
absl::StatusOr<Page> ParsePage(const google::protobuf::Message& request,
                               absl::string_view caller);

// The answer with its token sealed for that caller (`page_seal`).
template <typename Response>
absl::StatusOr<Response> SealedFor(absl::string_view caller,
                                   absl::StatusOr<Response> answer) {
  if constexpr (requires(Response list) { list.next_page_token(); }) {
    if (answer.ok()) {
      answer->set_next_page_token(
          SealPageToken(answer->next_page_token(), caller));
    }
  }
  return answer;
}

// The token of the page after the row with `last_key`, not sealed yet.
std::string NextPageToken(const google::protobuf::Message& request,
                          Revision revision, absl::string_view last_key);

// The positions [first, second) of one page in a list of `size` whose order is
// total and fixed at a revision: there a position is a key.
std::pair<size_t, size_t> PositionsOf(const Page& page, size_t size);

// Hands the rows of one page of such a list to `take`, in order; answers the
// token of the page after, empty on the last one.
template <typename Row, typename Take>
std::string TakePage(const google::protobuf::Message& request, const Page& page,
                     Revision revision, std::vector<Row> rows, Take take) {
  const auto [start, end] = PositionsOf(page, rows.size());
  for (size_t i = start; i < end; ++i) take(std::move(rows[i]));
  return end < rows.size()
             ? NextPageToken(request, revision, std::to_string(end))
             : std::string();
}

// Lists over municipalities: those of one page, and the token after them, empty
// on the last page. `all` is in the fixed order of `MunicipalitiesIn`.
std::vector<const Municipality*> PageOf(
    const std::vector<const Municipality*>& all, const Page& page);
std::string TokenAfter(const google::protobuf::Message& request,
                       Revision revision,
                       const std::vector<const Municipality*>& all,
                       const std::vector<const Municipality*>& given);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_PAGINATION_H_
