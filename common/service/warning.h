// A line of the log for who holds a state, of which `Log` is a part.
#ifndef OPVANG_COMMON_SERVICE_WARNING_H_
#define OPVANG_COMMON_SERVICE_WARNING_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang {

// As `Log` of `common/base/log.h`.
void LogWarning(absl::string_view event,
                const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_WARNING_H_
