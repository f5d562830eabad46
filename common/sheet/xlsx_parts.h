// The parts of an XLSX workbook beside its sheets: where things are, how
// numbers are shown, the texts that sheets share.
#ifndef OPVANG_COMMON_SHEET_XLSX_PARTS_H_
#define OPVANG_COMMON_SHEET_XLSX_PARTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sheet/number_format.h"
#include "common/sheet/package.h"
#include "common/sheet/xml_reader.h"

namespace opvang::sheet {

struct XlsxSheet {
  std::string name;
  bool is_hidden = false;
  std::string part;  // Empty for a sheet without cells, such as a chart.
};

struct XlsxBook {
  bool is_1904 = false;
  std::vector<XlsxSheet> sheets;
  std::string styles_part;          // Empty without.
  std::string shared_strings_part;  // Empty without.
};

// Refuses macros, links to other files, and what is no workbook.
absl::StatusOr<XlsxBook> ReadBook(Package& package, const Limits& limits);

// By the index that a cell's `s` names.
absl::StatusOr<std::vector<Shows>> ReadStyles(Package& package,
                                              const std::string& part,
                                              const Limits& limits);

absl::StatusOr<std::vector<std::string>> ReadSharedStrings(
    Package& package, const std::string& part, const Limits& limits);

// The text of one <t>: blanks at its ends count only if it says so, and
// "_x000A_" stands for a character that XML cannot hold or that programs avoid.
std::string StringOf(absl::string_view raw, bool preserve);

// A text in runs of different looks. Blanks between two runs part words,
// whoever says so; those at the ends go as those of one <t> do.
class RunText {
 public:
  void Add(absl::string_view raw, bool preserve);
  size_t size() const { return text_.size(); }
  std::string Take();

 private:
  std::string text_;
  size_t kept_ = 0;  // So much of it stays, whatever it ends with.
};

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_XLSX_PARTS_H_
