#include "common/service/warning.h"

#include "common/base/log.h"

namespace opvang {

void LogWarning(
    absl::string_view event,
    const std::vector<std::pair<std::string, std::string>>& fields) {
  Log(Severity::kWarning, event, fields);
}

}  // namespace opvang
