// One JSON line per event, to stderr. Never a message body, never a secret.
#ifndef OPVANG_COMMON_BASE_LOG_H_
#define OPVANG_COMMON_BASE_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang {

enum class Severity { kInfo, kWarning, kError };

// Writes {"time": …, "severity": …, "event": …, fields…} in one write, so that
// lines of several threads never mix. Never fails.
void Log(Severity severity, absl::string_view event,
         const std::vector<std::pair<std::string, std::string>>& fields = {});

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_LOG_H_
