// A file that came in: a workbook, or a folder of CSV.
#ifndef OPVANG_SERVICES_CLI_IMPORT_WORKBOOK_FILE_H_
#define OPVANG_SERVICES_CLI_IMPORT_WORKBOOK_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/sheet/read.h"

namespace opvang::cli::workbook {

struct WorkbookFile {
  std::string label = {};   // Of messages: the last part of the path.
  std::string sha256 = {};  // Of its bytes; of a folder of names and texts.
  bool is_csv = false;
  sheet::Grid grid = {};
  // What it is called in the source of its facts: "werkboek sha256:…".
  std::string stem() const {
    return absl::StrCat(is_csv ? "csv" : "werkboek", " sha256:", sha256);
  }
};

// A misuse when it is no workbook, or means ill; nothing of it is then held.
absl::StatusOr<WorkbookFile> ReadWorkbookFile(const std::string& path);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_WORKBOOK_FILE_H_
