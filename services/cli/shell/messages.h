// What a service refuses, in Dutch.
#ifndef OPVANG_SERVICES_CLI_SHELL_MESSAGES_H_
#define OPVANG_SERVICES_CLI_SHELL_MESSAGES_H_

#include <string>

#include "absl/status/status.h"

namespace opvang::cli {

// A Dutch sentence by reason, followed by what the service said.
std::string InDutch(const absl::Status& status);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_MESSAGES_H_
