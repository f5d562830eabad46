// One file on its way in, or back out: read, understood, held against what is
// on record, shown, and stored where that was asked (--yes).
#ifndef OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_
#define OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/shell/context.h"
#include "services/cli/workbook/columns.h"

namespace opvang::cli::workbook {

// Called as soon as the municipality of a file is known, before anything on
// record is read.
using Turn = std::function<void(const std::string& municipality)>;

// A COA number that a file gives to a location.
struct ClaimedNumber {
  std::string number;
  std::string location;
  std::string place;  // "kampen.ods, Bestaande locaties, K4"
};

// A misuse when the file has faults, FAILED_PRECONDITION when what it changes
// was changed by another; all of them are told on stderr. Nothing is then
// stored. `numbers` are what other files may claim too.
absl::Status ImportFile(const Context& context, const Vocabulary& vocabulary,
                        const std::string& path, const Turn& await_turn,
                        std::vector<ClaimedNumber>& numbers);

// Takes back what was stored of the file. NOT_FOUND when nothing was.
absl::Status RetractFile(const Context& context, const Vocabulary& vocabulary,
                         const std::string& path, const Turn& await_turn,
                         std::vector<ClaimedNumber>& numbers);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_IMPORT_H_
