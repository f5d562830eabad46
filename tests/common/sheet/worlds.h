// Workbooks for tests: one as a municipality gets it, and random ones.
#ifndef OPVANG_TESTS_COMMON_SHEET_WORLDS_H_
#define OPVANG_TESTS_COMMON_SHEET_WORLDS_H_

#include <random>
#include <string>

#include "common/sheet/read.h"
#include "common/sheet/workbook.h"

namespace opvang::sheet {

// An instruction, a sheet to fill in with every kind of check, a table with
// totals and a wide list; all figures are illustrative.
Workbook Template();

// A workbook of the size of a municipality's: `sheets` of `rows` by twelve.
Workbook Municipal(int sheets, int rows);

// Any workbook: all kinds of values in any style, merged, hidden, protected,
// with validations.
Workbook Random(std::mt19937& random);

std::string Write(const Workbook& workbook, FileFormat kind);

}  // namespace opvang::sheet

#endif  // OPVANG_TESTS_COMMON_SHEET_WORLDS_H_
