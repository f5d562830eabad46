// The workbook that a municipality fills in, made of its rows. Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_TEMPLATE_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_TEMPLATE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/sheet/workbook.h"
#include "services/cli/workbook/file_rows.h"
#include "services/cli/workbook/own_stand.h"

namespace opvang::cli::workbook {

// A page of instructions, what counts of it now where that is known, a sheet
// per table with `rows` filled in and empty rows below, lists to choose from,
// checks, locked headings, and where it all comes from. Every sheet keeps
// accidents out; none has a password.
sheet::Workbook MakeTemplate(const Origin& origin,
                             const std::vector<SheetRow>& rows,
                             const Vocabulary& vocabulary,
                             const std::optional<OwnStand>& stand = {});

// The same as files of CSV, by name: a file per sheet in the notation of the
// contract, and `herkomst.csv`.
std::map<std::string, std::string> MakeFiles(const Origin& origin,
                                             const std::vector<SheetRow>& rows);

// How a column of CSV is written: "coa, college, other, unknown".
std::string CsvNotation(const Column& column, const Vocabulary& vocabulary);

// The files of a folder as sheets; lines are rows. Faults come as "NAME:LINE:
// …".
sheet::Grid GridOf(const std::map<std::string, std::string>& files,
                   std::vector<std::string>& faults);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_TEMPLATE_H_
