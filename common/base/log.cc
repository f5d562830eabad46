#include "common/base/log.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "common/base/clock.h"

namespace opvang {

void Log(Severity severity, absl::string_view event,
         const std::vector<std::pair<std::string, std::string>>& fields) {
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", SystemClock().Now(),
                                  absl::UTCTimeZone());
  line["severity"] = severity == Severity::kInfo      ? "info"
                     : severity == Severity::kWarning ? "warning"
                                                      : "error";
  line["event"] = std::string(event);
  for (const auto& [key, value] : fields) line[key] = value;
  std::string text =
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  text += '\n';
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace opvang
