// What every workbook goes through once it is a grid.
#ifndef OPVANG_TESTS_FUZZ_SHEETS_H_
#define OPVANG_TESTS_FUZZ_SHEETS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/sheet/read.h"

namespace opvang::fuzz {

// What was read is within its bounds and in order.
void CheckGrid(const sheet::Grid& grid, const sheet::Limits& limits);

// The rows of a municipality's workbook in it, and every fault and note.
void CheckRows(const sheet::Grid& grid, bool is_csv);

// The zip of the parts in a text: each begins with a line "=== NAME".
std::string ZipOf(absl::string_view text);

// A whole file (it begins with "PK"), the text of its parts (with "==="), or
// else words of cells, which are written by us and come back.
void CheckWorkbookFile(absl::string_view input, sheet::FileFormat format);

}  // namespace opvang::fuzz

#endif  // OPVANG_TESTS_FUZZ_SHEETS_H_
