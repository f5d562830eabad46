#include "tests/common/sheet/minimal.h"

#include "absl/strings/str_cat.h"

namespace opvang::sheet {

std::string OdsHead() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
         "<office:document-content "
         "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
         "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
         "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
         "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
         "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
         "xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\" "
         "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:"
         "xmlns:calcext:1.0\"><office:scripts/><office:automatic-styles>"
         "<style:style style:name=\"hidden\" style:family=\"table\">"
         "<style:table-properties table:display=\"false\"/></style:style>"
         "</office:automatic-styles><office:body><office:spreadsheet>";
}

std::string OdsTail() {
  return "</office:spreadsheet></office:body></office:document-content>";
}

std::string OdsTable(const std::string& rows) {
  return absl::StrCat("<table:table table:name=\"Blad\">", rows,
                      "</table:table>");
}

std::vector<RawPart> OdsParts(const std::string& tables) {
  return {{.name = "mimetype", .bytes = kOdsMimetype, .stored = true},
          {.name = "content.xml",
           .bytes = absl::StrCat(OdsHead(), tables, OdsTail())}};
}

std::string Ods(const std::string& tables) { return MakeZip(OdsParts(tables)); }

std::vector<RawPart> XlsxParts(const XlsxPieces& pieces) {
  const std::string office =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string relations =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
      "relationships\">";
  const auto relation = [&](const char* id, const char* type,
                            const char* target) {
    return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", office, type,
                        "\" Target=\"", target, "\"/>");
  };
  return {
      {.name = "[Content_Types].xml",
       .bytes = absl::StrCat(
           "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
           "content-types\"><Override PartName=\"/xl/workbook.xml\" "
           "ContentType=\"",
           pieces.main_type, "\"/></Types>")},
      {.name = "_rels/.rels",
       .bytes = absl::StrCat(
           relations, relation("rId1", "officeDocument", "xl/workbook.xml"),
           "</Relationships>")},
      {.name = "xl/workbook.xml",
       .bytes = absl::StrCat("<workbook", kXlsxNamespaces, ">", pieces.book,
                             "<sheets><sheet name=\"Blad\" sheetId=\"1\" "
                             "r:id=\"rId1\"/></sheets></workbook>")},
      {.name = "xl/_rels/workbook.xml.rels",
       .bytes = absl::StrCat(
           relations, relation("rId1", "worksheet", "worksheets/sheet1.xml"),
           relation("rId2", "styles", "styles.xml"),
           relation("rId3", "sharedStrings", "/xl/sharedStrings.xml"),
           "</Relationships>")},
      {.name = "xl/styles.xml",
       .bytes = absl::StrCat("<styleSheet", kXlsxNamespaces, "><numFmts>",
                             pieces.formats,
                             "</numFmts><cellStyleXfs>"
                             "<xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>",
                             pieces.cell_formats, "</cellXfs></styleSheet>")},
      {.name = "xl/sharedStrings.xml",
       .bytes = absl::StrCat("<sst", kXlsxNamespaces, ">", pieces.strings,
                             "</sst>")},
      {.name = "xl/worksheets/sheet1.xml",
       .bytes = absl::StrCat("<worksheet", kXlsxNamespaces, "><sheetData>",
                             pieces.rows, "</sheetData>", pieces.after,
                             "</worksheet>")}};
}

std::string Xlsx(const XlsxPieces& pieces) {
  return MakeZip(XlsxParts(pieces));
}

}  // namespace opvang::sheet
