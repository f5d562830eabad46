// What the services say of one municipality, for its sheet "Uw stand".
#ifndef OPVANG_SERVICES_CLI_IMPORT_LOAD_STAND_H_
#define OPVANG_SERVICES_CLI_IMPORT_LOAD_STAND_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/shell/context.h"
#include "services/cli/workbook/own_stand.h"

namespace opvang::cli::workbook {

// As of the day of --as-of, else today, in the cycle that is under way on it.
absl::StatusOr<OwnStand> LoadOwnStand(const Context& context,
                                      const std::string& municipality);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_LOAD_STAND_H_
