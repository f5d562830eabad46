// Page tokens as callers hold them: sealed, so that they tell nothing of the
// rows between two pages, and of no use to anybody else.
#ifndef OPVANG_COMMON_SERVICE_PAGE_SEAL_H_
#define OPVANG_COMMON_SERVICE_PAGE_SEAL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// All replicas of a service seal alike when they share `secret`; until it is
// set, and with an empty one, by a key of this process alone.
void SetPageSecret(absl::string_view secret);

// The same token for the same caller, by its OIN, is sealed alike.
std::string SealPageToken(absl::string_view token, absl::string_view caller);
// Nothing when it was not sealed so, or for another caller.
std::optional<std::string> OpenPageToken(absl::string_view sealed,
                                         absl::string_view caller);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_PAGE_SEAL_H_
