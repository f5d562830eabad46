// Locations as people call them.
#ifndef OPVANG_SERVICES_CLI_SHELL_LOCATION_NAME_H_
#define OPVANG_SERVICES_CLI_SHELL_LOCATION_NAME_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {

// The resource name of a location that is named so, or called so within its
// municipality: "municipalities/gm0193/CNO Zwolle". A misuse when none is, or
// more than one.
absl::StatusOr<std::string> LocationMeant(const Context& context,
                                          const std::string& words);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_LOCATION_NAME_H_
