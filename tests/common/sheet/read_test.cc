#include "common/sheet/read.h"

#include "absl/strings/str_cat.h"
#include "common/sheet/decimal.h"
#include "common/sheet/number_format.h"
#include "common/sheet/stored_time.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/expected.h"
#include "tests/common/sheet/minimal.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

TEST(ReadTest, GivesBackWhatWasWritten) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 60; ++round) {
    const Workbook workbook = Random(random);
    for (const FileFormat format : {FileFormat::kOds, FileFormat::kXlsx}) {
      const auto grid = ReadWorkbook(Write(workbook, format));
      ASSERT_THAT(grid, IsOk());
      EXPECT_EQ(grid->format, format);
      ASSERT_EQ(Told(*grid), Told(workbook)) << "round " << round;
    }
  }
}

TEST(ReadTest, GivesBackWhatLooksLikeAnEscape) {
  const std::string text = "_x0041_ _x000a_x0042_ _xZZZZ_ _x00_";
  for (const FileFormat format : {FileFormat::kOds, FileFormat::kXlsx}) {
    const auto grid = ReadWorkbook(
        Write({.sheets = {{.name = "Blad", .rows = {{{text}}}}}}, format));
    ASSERT_THAT(grid, IsOk());
    EXPECT_EQ(grid->sheets[0].At({1, 1})->text, text);
  }
}

// What was read, without the line of the sheet; or why it was refused.
std::string Told(const absl::StatusOr<Grid>& grid) {
  if (!grid.ok()) return std::string(grid.status().message());
  const std::string told = Told(grid->sheets.at(0));
  return told.substr(told.find('\n') + 1);
}

std::string ToldOds(const std::string& rows) {
  return Told(ReadWorkbook(Ods(OdsTable(rows))));
}

// One row with these cells.
std::string ToldOdsCells(const std::string& cells) {
  return ToldOds("<table:table-row>" + cells + "</table:table-row>");
}

// One text cell around this.
std::string ToldOdsText(const std::string& inside) {
  return ToldOdsCells("<table:table-cell office:value-type=\"string\">" +
                      inside + "</table:table-cell>");
}

TEST(ReadOdsTest, KeepsEveryPartOfAText) {
  EXPECT_EQ(ToldOdsText("<text:p>een</text:p><text:p/><text:p>drie</text:p>"),
            "A1 text \"een\\n\\ndrie\"\n");
  EXPECT_EQ(ToldOdsText("<text:p><text:s text:c=\"2\"/>a<text:s/>b<text:tab/>"
                        "<text:line-break/>c </text:p>"),
            "A1 text \"  a b\\t\\nc \"\n");
  EXPECT_EQ(ToldOdsText("<text:p>a<text:span>b<text:span>c</text:span></text:"
                        "span><text:a>d</text:a>&amp;&#233;</text:p>"),
            "A1 text \"abcd&é\"\n");
  // Blanks that only lay out the file are none of the cell's; others are.
  EXPECT_EQ(ToldOdsText("<text:p>\n  a \n\t b<text:span>\n c</text:span>\n  "
                        "</text:p>"),
            "A1 text \"a b c\"\n");
  EXPECT_EQ(ToldOdsText("<text:p>  a<text:span>  b</text:span> </text:p>"
                        "<text:p> </text:p>"),
            "A1 text \"  a  b \\n \"\n");
  EXPECT_EQ(ToldOdsText("<text:list><text:list-item><text:p>a</text:p></text:"
                        "list-item></text:list><text:p>b</text:p>"),
            "A1 text \"a\\nb\"\n");
  // What is written beside a cell is not what stands in it.
  EXPECT_EQ(ToldOdsText("<office:annotation><text:p>noot</text:p></office:"
                        "annotation><draw:frame><text:p>plaat</text:p></draw:"
                        "frame><text:p>a<text:note><text:p>voet</text:p></text:"
                        "note></text:p>"),
            "A1 text \"a\"\n");
}

TEST(ReadOdsTest, TellsKindsApart) {
  const auto cell = [](const std::string& attributes) {
    return ToldOdsCells("<table:table-cell " + attributes +
                        "><text:p>x</text:p></table:table-cell>");
  };
  struct {
    const char *attributes, *told;
  } const kCases[] = {
      {"office:value-type='float' office:value='1.50'", "number \"1.5\""},
      {"office:value-type='currency' office:value='-3'", "number \"-3\""},
      {"office:value-type='percentage' office:value='0.611'",
       "percent \"0.611\""},
      {"office:value-type='date' office:date-value='2025-07-01'",
       "day \"2025-07-01\""},
      {"office:value-type='date' office:date-value='2025-07-01T00:00:00'",
       "day \"2025-07-01\""},
      {"office:value-type='date' office:date-value='2025-07-01T13:30:00.5'",
       "datetime \"2025-07-01T13:30:00.500\""},
      {"office:value-type='date' office:date-value='2025-12-31T23:59:59.9999'",
       "day \"2026-01-01\""},
      {"office:value-type='time' office:time-value='PT13H05M09S'",
       "time \"13:05:09\""},
      {"office:value-type='time' office:time-value='-P1DT1H'",
       "time \"-25:00:00\""},
      {"office:value-type='boolean' office:boolean-value='true'",
       "truth \"true\""},
      {"office:value-type='string' office:string-value=' y&#10;z '",
       "text \" y\\nz \""},
      {"office:value-type='string' calcext:value-type='error' "
       "table:formula='of:=1/0'",
       "error \"x\" formula"},
      {"office:value-type='float' office:value='3' table:formula='of:=1+2'",
       "number \"3\" formula"},
      {"", "text \"x\""},
      {"office:value-type='void'", "text \"x\""},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(cell(one.attributes), absl::StrCat("A1 ", one.told, "\n"))
        << one.attributes;
  }
  for (const char* wrong :
       {"office:value-type='float' office:value='1,5'",
        "office:value-type='float'",
        "office:value-type='float' "
        "office:value='NaN'",
        "office:value-type='date' office:date-value='2025-02-29'",
        "office:value-type='date' office:date-value='25-02-01'",
        "office:value-type='time' office:time-value='13:00'",
        "office:value-type='boolean' office:boolean-value='ja'"}) {
    EXPECT_THAT(cell(wrong), testing::StartsWith("blad 'Blad', cel A1, heeft "))
        << wrong;
  }
}

TEST(ReadOdsTest, RepeatsWhatStandsForMany) {
  EXPECT_EQ(
      ToldOds("<table:table-header-rows><table:table-row "
              "table:number-rows-repeated='2'><table:table-cell "
              "table:number-columns-repeated='2'/><table:table-cell "
              "table:number-columns-repeated='2'><text:p>a</text:p>"
              "</table:table-cell></table:table-row></table:table-header-rows>"
              "<table:table-row table:number-rows-repeated='1048000'>"
              "<table:table-cell table:number-columns-repeated='16384'/>"
              "</table:table-row>"),
      "C1 text \"a\"\nD1 text \"a\"\nC2 text \"a\"\nD2 text \"a\"\n");
  EXPECT_EQ(ToldOds("<table:table-row-group><table:table-row "
                    "table:number-rows-repeated='9'><table:table-cell/>"
                    "</table:table-row></table:table-row-group>"
                    "<table:table-row><table:table-cell><text:p>b</text:p>"
                    "</table:table-cell></table:table-row>"),
            "A10 text \"b\"\n");
  for (const char* wrong : {"0", "-1", "x", "2147483648", "1.5"}) {
    EXPECT_THAT(
        ToldOdsCells(absl::StrCat(
            "<table:table-cell table:number-columns-repeated='", wrong, "'/>")),
        testing::HasSubstr("is geen aantal"))
        << wrong;
  }
}

TEST(ReadOdsTest, KnowsWhatBelongsToAMergedRange) {
  const auto grid = ReadWorkbook(Ods(OdsTable(
      "<table:table-row><table:table-cell table:number-columns-spanned='3' "
      "table:number-rows-spanned='2'><text:p>kop</text:p></table:table-cell>"
      "<table:covered-table-cell table:number-columns-repeated='2'/>"
      "<table:table-cell><text:p>ernaast</text:p></table:table-cell>"
      "</table:table-row><table:table-row><table:covered-table-cell/>"
      "<table:covered-table-cell><text:p>verborgen</text:p>"
      "</table:covered-table-cell><table:covered-table-cell/>"
      "<table:table-cell><text:p>onder</text:p></table:table-cell>"
      "</table:table-row>")));
  ASSERT_THAT(grid, IsOk());
  const GridSheet& sheet = grid->sheets[0];
  EXPECT_EQ(Told(grid),
            "A1 text \"kop\"\nD1 text \"ernaast\"\nB2 text \"verborgen\"\n"
            "D2 text \"onder\"\nmerged A1:C2\n");
  EXPECT_EQ(sheet.At({1, 1})->merged, 0);
  EXPECT_EQ(sheet.At({2, 2})->merged, 0);
  EXPECT_EQ(sheet.At({1, 4})->merged, -1);
  EXPECT_EQ(sheet.At({2, 1}), nullptr);
  EXPECT_EQ(*sheet.MergedAt({2, 3}), (Range{1, 1, 2, 3}));
  EXPECT_EQ(sheet.MergedAt({3, 3}), nullptr);
  EXPECT_EQ(sheet.MergedAt({2, 4}), nullptr);
}

TEST(ReadOdsTest, TellsHiddenSheetsAndKeepsTheirOrder) {
  const auto grid = ReadWorkbook(
      Ods("<table:table table:name='Twee' table:style-name='hidden'/>"
          "<table:table table:name='Een' table:style-name='other'/>"));
  ASSERT_THAT(grid, IsOk());
  ASSERT_EQ(grid->sheets.size(), 2u);
  EXPECT_EQ(grid->sheets[0].name, "Twee");
  EXPECT_TRUE(grid->sheets[0].is_hidden);
  EXPECT_FALSE(grid->sheets[1].is_hidden);
}

TEST(ReadOdsTest, GoesByNamespacesNotByPrefixes) {
  const std::string content =
      "<o:document-content "
      "xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
      "xmlns='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
      "xmlns:t='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
      "xmlns:x='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>"
      "<o:body><o:spreadsheet><table t:name='Blad'><table-row><table-cell "
      "o:value-type='float' o:value='7' value='8'/></table-row></table>"
      "</o:spreadsheet></o:body></o:document-content>";
  EXPECT_EQ(Told(ReadWorkbook(WithPart(Ods(""), "content.xml", content))),
            "A1 number \"7\"\n");
}

std::string ToldXlsx(const XlsxPieces& pieces) {
  return Told(ReadWorkbook(Xlsx(pieces)));
}

TEST(ReadXlsxTest, KeepsEveryPartOfAText) {
  const std::string strings =
      "<si><t>een</t></si>"
      "<si><t xml:space='preserve'> twee \n</t></si>"
      "<si><t>\n  drie\n </t></si>"
      "<si><r><t xml:space='preserve'>vier </t></r><r><rPr><b/></rPr>"
      "<t>vet</t></r><rPh sb='0' eb='1'><t>lees</t></rPh></si>"
      "<si><t>vijf_x000A_r_x005F_x0041_ _x00zz_ _x0000_</t></si>"
      "<si/>";
  const auto cell = [](const char* name, int index) {
    return absl::StrCat("<c r='", name, "1' t='s'><v>", index, "</v></c>");
  };
  EXPECT_EQ(
      ToldXlsx({.rows = absl::StrCat("<row r='1'>", cell("A", 0), cell("B", 1),
                                     cell("C", 2), cell("D", 3), cell("E", 4),
                                     cell("F", 5), "</row>"),
                .strings = strings}),
      "A1 text \"een\"\nB1 text \" twee \\n\"\nC1 text \"drie\"\n"
      "D1 text \"vier vet\"\n"
      "E1 text \"vijf\\nr_x0041_ _x00zz_ _x0000_\"\n");
  EXPECT_EQ(ToldXlsx({.rows = "<row><c t='inlineStr'><is><t>a</t></is></c>"
                              "<c t='inlineStr'><is><r><t>b</t></r><r>"
                              "<t xml:space='preserve'> c</t></r></is></c>"
                              "<c t='str'><f>A1</f><v> d </v></c></row>"}),
            "A1 text \"a\"\nB1 text \"b c\"\nC1 text \" d \" formula\n");
}

TEST(ReadXlsxTest, TellsKindsApart) {
  const std::string formats =
      "<numFmt numFmtId='164' formatCode='d\\-m\\-yyyy;@'/>"
      "<numFmt numFmtId='165' formatCode='0.0\\ %'/>"
      "<numFmt numFmtId='166' formatCode='[h]:mm'/>"
      "<numFmt numFmtId='167' formatCode='&quot;dagen&quot;\\ 0'/>";
  std::string cell_formats;
  for (const int id : {0, 14, 22, 20, 164, 165, 166, 167, 9}) {
    absl::StrAppend(&cell_formats, "<xf numFmtId='", id, "'/>");
  }
  struct {
    const char *attributes, *value, *told;
  } const kCases[] = {
      {"", "12.50", "number \"12.5\""},
      {"t='n'", " 1E3 ", "number \"1000\""},
      {"s='1'", "45839", "day \"2025-07-01\""},
      {"s='1'", "45839.5", "datetime \"2025-07-01T12:00:00\""},
      {"s='2'", "45839.5625", "datetime \"2025-07-01T13:30:00\""},
      {"s='2'", "45839", "day \"2025-07-01\""},
      {"s='2'", "45839.9999999999", "day \"2025-07-02\""},
      {"s='3'", "0.5625", "time \"13:30:00\""},
      {"s='3'", "0.56319444444444444", "time \"13:31:00\""},
      {"s='4'", "1", "day \"1900-01-01\""},
      {"s='4'", "59", "day \"1900-02-28\""},
      {"s='4'", "60", "number \"60\""},
      {"s='4'", "61", "day \"1900-03-01\""},
      {"s='4'", "0", "number \"0\""},
      {"s='4'", "-1", "number \"-1\""},
      {"s='4'", "2958465", "day \"9999-12-31\""},
      {"s='4'", "2958466", "number \"2958466\""},
      {"s='4'", "0.25", "time \"06:00:00\""},
      {"s='5'", "0.61099999999999999", "percent \"0.611\""},
      {"s='6'", "1.5", "time \"36:00:00\""},
      {"s='7'", "3", "number \"3\""},
      {"s='8'", "1", "percent \"1\""},
      {"s='99'", "3", "number \"3\""},
      {"t='b'", "1", "truth \"true\""},
      {"t='b'", "0", "truth \"false\""},
      {"t='e'", "#DIV/0!", "error \"#DIV/0!\""},
      {"t='d'", "2025-07-01", "day \"2025-07-01\""},
      {"t='d'", "2025-07-01T13:30:00Z", "datetime \"2025-07-01T13:30:00\""},
      {"t='str'", "tekst", "text \"tekst\""},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(
        ToldXlsx({.rows = absl::StrCat("<row r='1'><c r='A1' ", one.attributes,
                                       "><v>", one.value, "</v></c></row>"),
                  .formats = formats,
                  .cell_formats = cell_formats}),
        absl::StrCat("A1 ", one.told, "\n"))
        << one.attributes << " " << one.value;
  }
  for (const char* wrong :
       {"<c r='A1'><v>1,5</v></c>", "<c r='A1' t='b'><v>2</v></c>",
        "<c r='A1' t='s'><v>0</v></c>", "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='A1' t='d'><v>1-7-2025</v></c>", "<c r='A1' t='zz'><v>1</v></c>",
        "<c r='A1' s='x'><v>1</v></c>", "<c r='A2'/>", "<c r='1A'/>",
        "<c r='XFE1'/>"}) {
    EXPECT_THAT(
        ToldXlsx({.rows = absl::StrCat("<row r='1'>", wrong, "</row>")}),
        testing::StartsWith("blad 'Blad', cel A1, "))
        << wrong;
  }
}

TEST(ReadXlsxTest, CountsFrom1904WhereTheWorkbookDoes) {
  const auto day = [](const char* serial) {
    return ToldXlsx(
        {.rows = absl::StrCat("<row><c s='1'><v>", serial, "</v></c></row>"),
         .cell_formats = "<xf numFmtId='0'/><xf numFmtId='14'/>",
         .book = "<workbookPr date1904='1'/>"});
  };
  EXPECT_EQ(day("0"), "A1 day \"1904-01-01\"\n");
  EXPECT_EQ(day("60"), "A1 day \"1904-03-01\"\n");
  EXPECT_EQ(day("44377"), "A1 day \"2025-07-01\"\n");
}

TEST(ReadXlsxTest, FlagsFormulasAndGivesTheirStoredResult) {
  EXPECT_EQ(ToldXlsx({.rows = "<row><c><f>1+2</f><v>3</v></c><c/>"
                              "<c t='e'><f>1/0</f><v>#DIV/0!</v></c>"
                              "<c t='b'><f t='shared' si='0'/><v>1</v></c>"
                              "</row>"}),
            "A1 number \"3\" formula\nC1 error \"#DIV/0!\" formula\n"
            "D1 truth \"true\" formula\n");
}

// As openpyxl, ClosedXML and excelize write them.
TEST(ReadXlsxTest, KeepsAFormulaWithoutResult) {
  EXPECT_EQ(ToldXlsx({.rows = "<row><c><f>40+30</f></c><c><f>X</f><v></v></c>"
                              "<c t='str'><f>X</f><v/></c></row>"}),
            "A1 text \"\" formula\nB1 text \"\" formula\n"
            "C1 text \"\" formula\n");
}

TEST(ReadOdsTest, KeepsAFormulaWithoutResult) {
  EXPECT_EQ(ToldOdsCells("<table:table-cell table:formula='of:=40+30'/>"
                         "<table:table-cell table:formula='of:=X' "
                         "office:value-type='float'/>"),
            "A1 text \"\" formula\nB1 text \"\" formula\n");
}

TEST(ReadXlsxTest, CountsPlacesThatAreNotNamed) {
  EXPECT_EQ(ToldXlsx({.rows = "<row><c><v>1</v></c><c r='D1'><v>2</v></c>"
                              "<c><v>3</v></c></row><row r='7'><c><v>4</v></c>"
                              "</row><row><c><v>5</v></c></row>"}),
            "A1 number \"1\"\nD1 number \"2\"\nE1 number \"3\"\n"
            "A7 number \"4\"\nA8 number \"5\"\n");
  for (const char* wrong :
       {"<row r='2'><c><v>1</v></c></row><row r='1'><c><v>1</v></c></row>",
        "<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"}) {
    EXPECT_THAT(ToldXlsx({.rows = wrong}),
                testing::HasSubstr("staat tweemaal of niet op volgorde"));
  }
}

TEST(ReadXlsxTest, KnowsWhatBelongsToAMergedRange) {
  const auto grid = ReadWorkbook(
      Xlsx({.rows = "<row r='1'><c r='B1'><v>1</v></c><c r='C1'><v>2</v></c>"
                    "</row><row r='4'><c r='A4'><v>3</v></c></row>",
            .after = "<mergeCells><mergeCell ref='A4:A1048576'/>"
                     "<mergeCell ref='B1:C2'/><mergeCell ref='D1:D1'/>"
                     "</mergeCells>"}));
  ASSERT_THAT(grid, IsOk());
  EXPECT_EQ(Told(grid),
            "B1 number \"1\"\nC1 number \"2\"\nA4 number \"3\"\n"
            "merged B1:C2\nmerged A4:A1048576\n");
  EXPECT_EQ(grid->sheets[0].At({1, 3})->merged, 0);
  EXPECT_EQ(grid->sheets[0].At({4, 1})->merged, 1);
  EXPECT_THAT(ToldXlsx({.rows = "",
                        .after = "<mergeCells><mergeCell "
                                 "ref='A1:B2'/><mergeCell "
                                 "ref='B2:C3'/></mergeCells>"}),
              testing::HasSubstr("over elkaar, in B2:C3"));
}

TEST(ReadXlsxTest, ReadsWhatOtherProgramsCallThings) {
  // A prefix for the cells, the namespace of the strict variant, sizes behind
  // the parts.
  std::vector<RawPart> parts = XlsxParts({.rows = ""});
  for (RawPart& part : parts) {
    part.has_descriptor = true;
    if (part.name == "xl/worksheets/sheet1.xml") {
      part.bytes =
          "<q:worksheet xmlns:q='http://purl.oclc.org/ooxml/spreadsheetml/main'"
          "><q:sheetData><q:row><q:c><q:v>5</q:v></q:c></q:row></q:sheetData>"
          "</q:worksheet>";
    }
  }
  EXPECT_EQ(Told(ReadWorkbook(MakeZip(parts))), "A1 number \"5\"\n");
}

// Each as some program writes it and LibreOffice reads it.
TEST(ReadXlsxTest, ReadsWhatOtherWritersMakeOfIt) {
  const XlsxPieces pieces = {
      .rows = "<row><c r='A1' s=''><v>5</v></c></row>",
      .after =
          "<mergeCells><mergeCell ref='C:D'/><mergeCell ref='$3:$4'/>"
          "</mergeCells>"};
  EXPECT_EQ(ToldXlsx({.rows = pieces.rows}), "A1 number \"5\"\n");
  // Whole columns and rows that overlap are refused like any.
  EXPECT_THAT(ToldXlsx(pieces), testing::HasSubstr("over elkaar, in A3:XFD4"));
  EXPECT_EQ(ToldXlsx({.rows = pieces.rows,
                      .after = "<mergeCells><mergeCell ref='C:D'/>"
                               "</mergeCells>"}),
            "A1 number \"5\"\nmerged C1:D1048576\n");
  std::vector<RawPart> backslashes = XlsxParts({.rows = pieces.rows});
  for (RawPart& part : backslashes) {
    std::replace(part.name.begin(), part.name.end(), '/', '\\');
  }
  EXPECT_EQ(Told(ReadWorkbook(MakeZip(backslashes))), "A1 number \"5\"\n");
  std::vector<RawPart> bare;
  for (const RawPart& part : XlsxParts({.rows = pieces.rows})) {
    if (part.name != "xl/styles.xml") bare.push_back(part);
  }
  EXPECT_EQ(Told(ReadWorkbook(MakeZip(bare))), "A1 number \"5\"\n");
  std::vector<RawPart> wide = XlsxParts({.rows = pieces.rows});
  for (RawPart& part : wide) {
    if (part.name != "xl/worksheets/sheet1.xml") continue;
    std::string utf16 = "\xFF\xFE";
    for (const char c : part.bytes) {
      utf16 += c;
      utf16 += '\0';
    }
    part.bytes = utf16;
  }
  EXPECT_EQ(Told(ReadWorkbook(MakeZip(wide))), "A1 number \"5\"\n");
}

TEST(ReadXlsxTest, KeepsBlanksBetweenRunsOfAText) {
  const auto text = [](const std::string& runs) {
    return ToldXlsx({.rows = "<row><c t='s'><v>0</v></c></row>",
                     .strings = "<si>" + runs + "</si>"});
  };
  EXPECT_EQ(text("<r><t> bij de</t></r><r><t> brug </t></r>"),
            "A1 text \"bij de brug\"\n");
  EXPECT_EQ(text("<r><t>bij </t></r><r><t> </t></r><r><t>de</t></r>"),
            "A1 text \"bij  de\"\n");
  EXPECT_EQ(text("<r><t xml:space='preserve'>bij </t></r><r><t> </t></r>"),
            "A1 text \"bij \"\n");
}

// Other times in a part than in the directory; bytes behind the end.
TEST(ReadTest, OverlooksWhatIsHarmlessInAZipFile) {
  for (const std::string& file :
       {Xlsx({.rows = "<row><c><v>5</v></c></row>"}),
        Ods(OdsTable("<table:table-row><table:table-cell "
                     "office:value-type='float' office:value='5'/>"
                     "</table:table-row>"))}) {
    std::string other_time = file;
    other_time[10] ^= 2;
    EXPECT_EQ(Told(ReadWorkbook(other_time)), "A1 number \"5\"\n");
    EXPECT_EQ(Told(ReadWorkbook(file + "\r\n")), "A1 number \"5\"\n");
    EXPECT_EQ(Told(ReadWorkbook(file + std::string(60000, 'x'))),
              "A1 number \"5\"\n");
    EXPECT_THAT(Told(ReadWorkbook(file + file.substr(file.size() - 22))),
                testing::HasSubstr("beschadigd"));
  }
}

TEST(ReadOdsTest, KnowsItsKindWithoutTheFirstPart) {
  std::vector<RawPart> parts;
  for (const RawPart& part :
       OdsParts(OdsTable("<table:table-row><table:table-cell><text:p>a</text:p>"
                         "</table:table-cell></table:table-row>"))) {
    if (part.name != "mimetype") parts.push_back(part);
  }
  const auto manifest = [&](const std::string& kind) {
    std::vector<RawPart> with = parts;
    with.push_back(
        {.name = "META-INF/manifest.xml",
         .bytes = absl::StrCat(
             "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:"
             "manifest:1.0'><m:file-entry m:full-path='/' m:media-type='",
             kind, "'/></m:manifest>")});
    return Told(ReadWorkbook(MakeZip(with)));
  };
  EXPECT_EQ(manifest(kOdsMimetype), "A1 text \"a\"\n");
  EXPECT_THAT(manifest("application/vnd.oasis.opendocument.text"),
              testing::HasSubstr("een ander document"));
  EXPECT_THAT(Told(ReadWorkbook(MakeZip(parts))),
              testing::HasSubstr("geen werkboek in ODS of XLSX"));
}

TEST(ReadXlsxTest, TellsHiddenSheetsInAnyState) {
  std::vector<RawPart> parts = XlsxParts({.rows = ""});
  for (RawPart& part : parts) {
    if (part.name != "xl/workbook.xml") continue;
    part.bytes = absl::StrCat(
        "<workbook", kXlsxNamespaces,
        "><sheets><sheet name='A' r:id='rId1'/><sheet name='B' r:id='rId1' "
        "state='hidden'/><sheet name='C' r:id='rId1' state='veryHidden'/>"
        "</sheets></workbook>");
  }
  const auto grid = ReadWorkbook(MakeZip(parts));
  ASSERT_THAT(grid, IsOk());
  EXPECT_FALSE(grid->sheets[0].is_hidden);
  EXPECT_TRUE(grid->sheets[1].is_hidden);
  EXPECT_TRUE(grid->sheets[2].is_hidden);
}

TEST(NumberFormatTest, TellsDaysTimesAndPercentsFromNumbers) {
  struct {
    const char* code;
    Shows shows;
  } const kCases[] = {
      {"General", Shows::kNumber},
      {"0", Shows::kNumber},
      {"#,##0.00", Shows::kNumber},
      {"0.00E+00", Shows::kNumber},
      {"@", Shows::kNumber},
      {"\"dag\" 0", Shows::kNumber},
      {"0\\d", Shows::kNumber},
      {"0_d", Shows::kNumber},
      {"[Red]0", Shows::kNumber},
      {"[$EUR-413] #,##0", Shows::kNumber},
      {"[<=9999]0;yyyy", Shows::kNumber},
      {"0;[Red]-0", Shows::kNumber},
      {"\"open", Shows::kNumber},
      {"", Shows::kNumber},
      {"0%", Shows::kPercent},
      {"0.0\\ %", Shows::kPercent},
      {"\"%\"0", Shows::kNumber},
      {"0;0%", Shows::kNumber},
      {"dd-mm-yyyy", Shows::kDay},
      {"D-M-YYYY", Shows::kDay},
      {"[$-413]d mmmm yyyy;@", Shows::kDay},
      {"mmm\\ yy", Shows::kDay},
      {"mmmm", Shows::kDay},
      {"m", Shows::kDay},
      {"yyyy\\-mm\\-dd\\Thh:mm", Shows::kDay},
      {"d/m/yy h:mm", Shows::kDay},
      {"h:mm", Shows::kTime},
      {"h:mm:ss", Shows::kTime},
      {"mm:ss", Shows::kTime},
      {"mm:ss.0", Shows::kTime},
      {"[h]:mm:ss", Shows::kTime},
      {"[mm]:ss", Shows::kTime},
      {"[ss]", Shows::kTime},
      {"h:mm AM/PM", Shows::kTime},
      {"h AM/PM", Shows::kTime},
      {"h:mm A/P", Shows::kTime},
      {"mmm h:mm", Shows::kDay},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(ShowsCode(one.code), one.shows) << one.code;
  }
  for (int id = 0; id < 200; ++id) {
    const Shows shows = id == 9 || id == 10    ? Shows::kPercent
                        : id >= 14 && id <= 17 ? Shows::kDay
                        : id == 22             ? Shows::kDay
                        : id >= 18 && id <= 21 ? Shows::kTime
                        : id >= 27 && id <= 31 ? Shows::kDay
                        : id >= 32 && id <= 35 ? Shows::kTime
                        : id == 36             ? Shows::kDay
                        : id >= 45 && id <= 47 ? Shows::kTime
                        : id == 55 || id == 56 ? Shows::kTime
                        : id >= 50 && id <= 58 ? Shows::kDay
                                               : Shows::kNumber;
    EXPECT_EQ(ShowsBuiltIn(id), shows) << id;
  }
}

// Every day there is, counted one by one.
TEST(StoredTimeTest, NumbersDaysAsTheCalendarDoes) {
  int64_t serial = 1;
  for (absl::CivilDay day(1900, 1, 1); day.year() < 2200; ++day) {
    if (day == absl::CivilDay(1900, 3, 1)) ++serial;  // The day that never was.
    const auto time = OfSerial(absl::StrCat(serial), {.has_day = true});
    ASSERT_TRUE(time.has_value()) << serial;
    ASSERT_EQ(time->text, absl::FormatCivilTime(day));
    ++serial;
  }
}

// Every second of a day survives its binary fraction.
TEST(StoredTimeTest, KeepsEverySecond) {
  for (int second = 1; second < 86400; ++second) {
    char exact[40];
    std::snprintf(exact, sizeof(exact), "%.15g",
                  45839 + static_cast<double>(second) / 86400);
    const auto time = OfSerial(exact, {.has_day = true});
    char expected[40];
    std::snprintf(expected, sizeof(expected), "2025-07-01T%02d:%02d:%02d",
                  second / 3600, second / 60 % 60, second % 60);
    ASSERT_EQ(time->text, expected);
  }
}

}  // namespace
}  // namespace opvang::sheet
