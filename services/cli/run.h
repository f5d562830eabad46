// Runs `opvang`.
#ifndef OPVANG_SERVICES_CLI_RUN_H_
#define OPVANG_SERVICES_CLI_RUN_H_

#include <string>
#include <vector>

#include "common/base/clock.h"
#include "services/cli/shell/streams.h"

namespace opvang::cli {

// Runs "opvang `arguments`…" on the day that `clock` tells.
int RunCommand(const std::vector<std::string>& arguments, Streams streams,
               const Clock& clock);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_RUN_H_
