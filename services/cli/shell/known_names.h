// Names that services have, for completion: asked for briefly, and kept for a
// minute where the user keeps such things, so that a Tab is quick.
#ifndef OPVANG_SERVICES_CLI_SHELL_KNOWN_NAMES_H_
#define OPVANG_SERVICES_CLI_SHELL_KNOWN_NAMES_H_

#include <functional>

#include "absl/status/statusor.h"
#include "services/cli/shell/clients.h"
#include "services/cli/shell/completion.h"

namespace opvang::cli {

// `connect` is called when a name is typed, at most once. A service that does
// not answer within a second has no names.
KnownNames NamesOf(std::function<absl::StatusOr<Services>()> connect);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_KNOWN_NAMES_H_
