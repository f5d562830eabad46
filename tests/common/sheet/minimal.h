// The smallest workbooks around a piece of XML that a test is about.
#ifndef OPVANG_TESTS_COMMON_SHEET_MINIMAL_H_
#define OPVANG_TESTS_COMMON_SHEET_MINIMAL_H_

#include <string>
#include <vector>

#include "tests/common/sheet/zips.h"

namespace opvang::sheet {

inline constexpr char kOdsMimetype[] =
    "application/vnd.oasis.opendocument.spreadsheet";
inline constexpr char kXlsxMainType[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+"
    "xml";
inline constexpr char kXlsxNamespaces[] =
    " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships\"";

// An ODS with these tables in its spreadsheet.
std::vector<RawPart> OdsParts(const std::string& tables);
std::string Ods(const std::string& tables);
// The beginning and end of its content.xml around the tables.
std::string OdsHead();
std::string OdsTail();
// One table "Blad" of these rows.
std::string OdsTable(const std::string& rows);

struct XlsxPieces {
  std::string rows;          // Within <sheetData>.
  std::string after = "";    // Behind it.
  std::string strings = "";  // <si> elements.
  std::string formats = "";  // <numFmt> elements.
  std::string cell_formats = "<xf numFmtId=\"0\"/>";
  std::string book = "";  // Within <workbook>, before the sheets.
  std::string main_type = kXlsxMainType;
};
std::vector<RawPart> XlsxParts(const XlsxPieces& pieces);
std::string Xlsx(const XlsxPieces& pieces);

}  // namespace opvang::sheet

#endif  // OPVANG_TESTS_COMMON_SHEET_MINIMAL_H_
