// Files that commands write.
#ifndef OPVANG_SERVICES_CLI_SHELL_FILES_H_
#define OPVANG_SERVICES_CLI_SHELL_FILES_H_

#include <string>

#include "absl/status/status.h"

namespace opvang::cli {

// Whole, or not there: what was before stays until all has come.
absl::Status Save(const std::string& bytes, const std::string& path);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_FILES_H_
