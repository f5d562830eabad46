// What a workbook says, told as text: of one that is written and of one that
// was read, so that they can be compared and a difference be read.
#ifndef OPVANG_TESTS_COMMON_SHEET_EXPECTED_H_
#define OPVANG_TESTS_COMMON_SHEET_EXPECTED_H_

#include <string>

#include "common/sheet/read.h"
#include "common/sheet/workbook.h"

namespace opvang::sheet {

// A line for each sheet, cell with content and merged range. The sheet of
// lists that a writer adds is left out.
std::string Told(const Workbook& workbook);
std::string Told(const Grid& grid);
std::string Told(const GridSheet& sheet);

}  // namespace opvang::sheet

#endif  // OPVANG_TESTS_COMMON_SHEET_EXPECTED_H_
