// The tables of a document as CSV (RFC 4180, UTF-8), a file each. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_CSV_H_
#define OPVANG_SERVICES_REPORTING_PRINT_CSV_H_

#include <string>
#include <vector>

#include "common/sheet/zip_writer.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

// "01-2-opgaven.csv" and so on, in the order of the document; and
// "cijfers.csv": every number that is printed, by the name that opens it
// (`ExplainFigure`). ISO notation: days as 2025-07-01, percentages as 61.1, an
// empty cell for what is not on record. A text that a spreadsheet would take
// for a formula gets an apostrophe in front.
std::vector<sheet::ZipPart> PrintCsv(const Document& document);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_CSV_H_
