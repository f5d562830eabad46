#include "services/cli/shell/version.h"

namespace opvang::cli {

std::string VersionLine() { return "opvang " OPVANG_VERSION; }

}  // namespace opvang::cli
