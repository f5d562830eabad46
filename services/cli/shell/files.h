// Files that commands write.
#ifndef OPVANG_SERVICES_CLI_SHELL_FILES_H_
#define OPVANG_SERVICES_CLI_SHELL_FILES_H_

#include <string>

#include "absl/status/status.h"

namespace opvang::cli {

// Whole, or not there: what was before stays until all has come. A misuse when
// something is there already, unless it is `forced`; `Unwritten` when it cannot
// be written.
absl::Status SaveFile(const std::string& bytes, const std::string& path,
                      bool forced);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_FILES_H_
