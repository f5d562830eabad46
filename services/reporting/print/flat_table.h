// A table as data: no headings between rows; what they said stands in columns.
// Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_FLAT_TABLE_H_
#define OPVANG_SERVICES_REPORTING_PRINT_FLAT_TABLE_H_

#include <vector>

#include "services/reporting/print/document.h"

namespace opvang::reporting {

// The same table without `kGroup` rows. One that has them, or sums, gets two
// columns in front: the group of a row, and whether it is a row ("rij") or a
// sum
// ("subtotaal", "totaal"), so that a reader can leave the sums out.
Table Flattened(const Table& table);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_FLAT_TABLE_H_
