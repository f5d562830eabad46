// Which opvang this is.
#ifndef OPVANG_SERVICES_CLI_SHELL_VERSION_H_
#define OPVANG_SERVICES_CLI_SHELL_VERSION_H_

#include <string>

namespace opvang::cli {

// "opvang 0.9.0": the version of the project that it was built from.
std::string VersionLine();

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_VERSION_H_
