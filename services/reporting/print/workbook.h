// The document as a workbook: a sheet per table, real numbers, filters, heads
// that stay. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_WORKBOOK_H_
#define OPVANG_SERVICES_REPORTING_PRINT_WORKBOOK_H_

#include "common/sheet/workbook.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

// "Samenvatting" with the first screen, a sheet per table by its name, and
// "Teksten" with all that is told in sentences.
sheet::Workbook MakeWorkbook(const Document& document);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_WORKBOOK_H_
