// Reads a list to its end, page by page.
#ifndef OPVANG_COMMON_BASE_PAGES_H_
#define OPVANG_COMMON_BASE_PAGES_H_

#include <type_traits>

#include "absl/status/status.h"

namespace opvang {

// More pages than any list has: a service that never ends one is at fault.
inline constexpr int kPagesMax = 10000;

// Hands each answer of `ask(request)`, a StatusOr, to `take(answer)` until
// there is no next page, or until `take` answers false. INTERNAL for a list
// that does not end.
template <typename Request, typename Ask, typename Take>
absl::Status ForEachPage(Request request, Ask ask, Take take) {
  for (int page = 0; page < kPagesMax; ++page) {
    const auto answer = ask(request);
    if (!answer.ok()) return answer.status();
    if constexpr (std::is_same_v<decltype(take(*answer)), bool>) {
      if (!take(*answer)) return absl::OkStatus();
    } else {
      take(*answer);
    }
    if (answer->next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(answer->next_page_token());
  }
  return absl::InternalError("a list does not end");
}

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_PAGES_H_
