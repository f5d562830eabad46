// One file on its way in, or back out: read, understood, held against what is
// on record, shown, and stored where that was asked (--yes).
#ifndef OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_
#define OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/shell/context.h"
#include "services/cli/workbook/columns.h"

namespace opvang::cli::workbook {

// "municipalities/gm0166" of "gm0166", that name itself, or "Kampen".
absl::StatusOr<std::string> MunicipalityMeant(const std::string& word);

// Called as soon as the municipality of a file is known, before anything on
// record is read.
using Turn = std::function<void(const std::string& municipality)>;

// A misuse when the file has faults, FAILED_PRECONDITION when what it changes
// was changed by another; all of them are told on stderr. Nothing is then
// stored.
absl::Status ImportFile(const Context& context, const Vocabulary& vocabulary,
                        const std::string& path, const Turn& await_turn);

// Takes back what was stored of the file. NOT_FOUND when nothing was.
absl::Status RetractFile(const Context& context, const Vocabulary& vocabulary,
                         const std::string& path, const Turn& await_turn);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_
