// Workbooks of ODS: as a whole file, as the text of their parts, which a search
// alters without minding the zip, and written by us.
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/sheets.h"

namespace opvang::fuzz {

void Fuzz(absl::string_view input) {
  CheckWorkbookFile(input, sheet::FileFormat::kOds);
}

}  // namespace opvang::fuzz
