// From the rows of a file to what it states about records: each row is held
// against the row it was filled as, names find what they name, and a row says
// all that its parts need. Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_STATEMENTS_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_STATEMENTS_H_

#include <vector>

#include "services/cli/workbook/compare.h"
#include "services/cli/workbook/file_rows.h"

namespace opvang::cli::workbook {

struct Stated {
  Statements statements;
  std::vector<Message> notes;
  std::vector<Message> faults;
};

// `exported` is what the workbook was filled with, `present` what is on record
// now: its names are understood.
Stated StatementsOf(const FileRows& file, const Snapshot& exported,
                    const Snapshot& present, const Vocabulary& vocabulary);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_STATEMENTS_H_
