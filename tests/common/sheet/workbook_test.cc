#include "common/sheet/workbook.h"

#include "absl/strings/str_cat.h"
#include "common/sheet/decimal.h"
#include "common/sheet/read.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Workbook With(Value value) {
  return {.sheets = {{.name = "Blad", .rows = {{{std::move(value)}}}}}};
}

TEST(PlaceTest, NamesCellsAsPeopleDo) {
  struct {
    int row, column;
    const char* name;
  } const kCases[] = {{1, 1, "A1"},      {7, 2, "B7"},
                      {10, 26, "Z10"},   {1, 27, "AA1"},
                      {3, 1002, "ALN3"}, {2, 702, "ZZ2"},
                      {2, 703, "AAA2"},  {1048576, 16384, "XFD1048576"}};
  for (const auto& one : kCases) {
    EXPECT_EQ(CellName({one.row, one.column}), one.name);
    EXPECT_EQ(ParsePlace(one.name), (Place{one.row, one.column}));
  }
  for (const char* none : {"", "A", "7", "A0", "A-1", "XFE1", "A1048577", "A1B",
                           "1A", "A99999999999", "ZZZZZZZZZ1", "A 1"}) {
    EXPECT_FALSE(ParsePlace(none).has_value()) << none;
  }
  EXPECT_EQ(ParseRange("$B$2:D9"), (Range{2, 2, 9, 4}));
  EXPECT_FALSE(ParseRange("D9:B2").has_value());
}

TEST(PlaceTest, FindsRangesThatOverlap) {
  EXPECT_FALSE(FindOverlap({{1, 1, 2, 2}, {3, 1, 3, 2}, {1, 3, 3, 3}}));
  EXPECT_EQ(FindOverlap({{1, 1, 2, 2}, {2, 2, 3, 3}}), (Range{2, 2, 3, 3}));
  EXPECT_EQ(FindOverlap({{1, 5, 9, 5}, {4, 1, 4, 9}}), (Range{4, 1, 4, 9}));
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Range> ranges(1 + random() % 6);
    for (Range& range : ranges) {
      range.first_row = 1 + static_cast<int>(random() % 9);
      range.first_column = 1 + static_cast<int>(random() % 9);
      range.last_row = range.first_row + static_cast<int>(random() % 3);
      range.last_column = range.first_column + static_cast<int>(random() % 3);
    }
    // Cell by cell.
    bool twice = false;
    for (int cell = 0; cell < 144; ++cell) {
      int within = 0;
      for (const Range& range : ranges) {
        within += range.Contains({1 + cell / 12, 1 + cell % 12});
      }
      twice = twice || within > 1;
    }
    ASSERT_EQ(FindOverlap(ranges).has_value(), twice);
  }
}

TEST(DecimalTest, TellsWhatIsAPlainDecimal) {
  for (const char* good : {"0", "-1234.50", "0.000000000000001",
                           "123456789012345", "0012", "-0.5"}) {
    EXPECT_TRUE(IsPlainDecimal(good, 15)) << good;
  }
  for (const char* bad :
       {"", "-", ".5", "5.", "1e3", "1,5", "+1", " 1", "1 ", "1234567890123456",
        "0.0000000000000001", "1.2.3", "--1", "NaN"}) {
    EXPECT_FALSE(IsPlainDecimal(bad, 15)) << bad;
  }
}

TEST(DecimalTest, DividesExactly) {
  EXPECT_EQ(PercentValue(3864, 6325), "0.610909090909");
  EXPECT_EQ(PercentValue(1, 2), "0.5");
  EXPECT_EQ(PercentValue(0, 7), "0");
  EXPECT_EQ(PercentValue(7, 7), "1");
  EXPECT_EQ(PercentValue(2, 3), "0.666666666667");
  EXPECT_EQ(PercentValue(1000000000000, 1), "1000000000000");
  EXPECT_EQ(PercentValue(1, 1000000000000), "0.000000000001");
  // 47,35 % and 0,05 %: on the half.
  EXPECT_EQ(PercentValue(947, 2000), "0.473500000001");
  EXPECT_EQ(PercentValue(1, 2000), "0.000500000001");
  EXPECT_EQ(PercentValue(2, 2000), "0.001");
}

TEST(DecimalTest, ShowsWhatWasTyped) {
  struct {
    const char *stored, *shown;
  } const kCases[] = {{"9.1999999999999993", "9.2"},
                      {"9.199999999999999", "9.2"},
                      {"0.61099999999999999", "0.611"},
                      {"1E3", "1000"},
                      {"1.5e-3", "0.0015"},
                      {"-0", "0"},
                      {"+12.50", "12.5"},
                      {".5", "0.5"},
                      {"5.", "5"},
                      {"1e20", "100000000000000000000"},
                      {"-1250", "-1250"},
                      {"0.1e1", "1"}};
  for (const auto& one : kCases) {
    EXPECT_EQ(ShownDecimal(one.stored), one.shown) << one.stored;
  }
  for (const char* none : {"", "abc", "1,5", "1e", "e5", "NaN", "inf", "0x10",
                           "1e999", "1e9999", ".", "1 2", "--1"}) {
    EXPECT_FALSE(ShownDecimal(none).has_value()) << none;
  }
}

TEST(CheckWorkbookTest, TellsEveryFaultAtOnceWithItsPlace) {
  Workbook workbook = {
      .sheets = {{.name = "Blad", .rows = {{{Decimal{"1,5"}}, {"goed"}}}},
                 {.name = "BLAD",
                  .rows = {{}, {{absl::CivilDay(1900, 2, 28)}}},
                  .merged = {{1, 1, 1, 1}, {2, 1, 3, 1}, {3, 1, 3, 2}}},
                 {.name = "een/twee",
                  .rows = {{{Percent{1, 0}}, {std::string("\xff")}}},
                  .validations = {{{1, 1, 1, 1}, OneOf{}},
                                  {{1, 1, 2, 2}, OneOfCells{"Weg", {}}}}}}};
  workbook.sheets.push_back({.name = std::string(32, 'x')});
  const absl::Status status = CheckWorkbook(workbook);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  for (const char* field :
       {"sheets[0].rows[0][0]", "sheets[1].name", "sheets[1].rows[1][0]",
        "sheets[1].merged", "sheets[1].merged[0]", "sheets[2].name",
        "sheets[2].rows[0][0].whole", "sheets[2].rows[0][1]",
        "sheets[2].validations", "sheets[2].validations[0].rule",
        "sheets[2].validations[1].rule", "sheets[3].name"}) {
    EXPECT_THAT(status, HasViolation(field));
  }
  EXPECT_EQ(WriteOds(workbook).status(), status);
  EXPECT_EQ(WriteXlsx(workbook).status(), status);
}

TEST(CheckWorkbookTest, WantsOneVisibleSheet) {
  EXPECT_THAT(CheckWorkbook({}), HasViolation("sheets"));
  EXPECT_THAT(CheckWorkbook({.sheets = {{.name = "A", .is_hidden = true}}}),
              HasViolation("sheets"));
  EXPECT_THAT(CheckWorkbook(Template()), IsOk());
}

TEST(WriteOdsTest, IsAPackageThatNamesItselfFirst) {
  const std::string ods = Write(Template(), FileFormat::kOds);
  const std::vector<RawPart> parts = TakeApart(ods);
  std::vector<std::string> names;
  for (const RawPart& part : parts) names.push_back(part.name);
  EXPECT_THAT(names,
              ElementsAre("mimetype", "content.xml", "styles.xml", "meta.xml",
                          "settings.xml", "META-INF/manifest.xml"));
  // The name stands where a tool looks for it without unpacking.
  EXPECT_EQ(ods.substr(30, 54),
            "mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
  for (size_t i = 1; i < parts.size(); ++i) {
    if (i == 5) continue;
    EXPECT_THAT(parts[5].bytes, HasSubstr("\"" + parts[i].name + "\""));
  }
}

TEST(WriteOdsTest, TypesEveryCell) {
  const auto content = [](Value value) {
    return PartOf(Write(With(std::move(value)), FileFormat::kOds),
                  "content.xml");
  };
  EXPECT_THAT(content("=1+1"), HasSubstr("office:value-type=\"string\">"
                                         "<text:p>=1+1</text:p>"));
  EXPECT_THAT(content("=1+1"), Not(HasSubstr("formula")));
  EXPECT_THAT(content(int64_t{-1234567}),
              HasSubstr("office:value-type=\"float\" "
                        "office:value=\"-1234567\"><text:p>-1.234.567<"));
  EXPECT_THAT(content(Decimal{"1234.50"}),
              HasSubstr("office:value=\"1234.50\"><text:p>1.234,50<"));
  EXPECT_THAT(content(Percent{3864, 6325}),
              HasSubstr("office:value-type=\"percentage\" "
                        "office:value=\"0.610909090909\"><text:p>61,1 %<"));
  EXPECT_THAT(content(absl::CivilDay(2025, 7, 1)),
              HasSubstr("office:date-value=\"2025-07-01\"><text:p>"
                        "01-07-2025<"));
  EXPECT_THAT(content(false), HasSubstr("office:boolean-value=\"false\""));
  EXPECT_THAT(content("  a \t\r\nb&<"),
              HasSubstr("<text:p><text:s/><text:s/>a <text:tab/></text:p>"
                        "<text:p>b&amp;&lt;</text:p>"));
}

TEST(WriteXlsxTest, KnowsNoClockAndNobody) {
  const std::string core =
      PartOf(Write(Template(), FileFormat::kXlsx), "docProps/core.xml");
  EXPECT_THAT(core, HasSubstr("<dc:creator></dc:creator>"));
  EXPECT_THAT(core, HasSubstr(">1980-01-01T00:00:00Z</dcterms:created>"));
  EXPECT_THAT(core, HasSubstr(">1980-01-01T00:00:00Z</dcterms:modified>"));
}

TEST(WriteXlsxTest, TypesEveryCell) {
  const auto cell = [](Value value) {
    return PartOf(Write(With(std::move(value)), FileFormat::kXlsx),
                  "xl/worksheets/sheet1.xml");
  };
  EXPECT_THAT(cell("=1+1"), HasSubstr(" t=\"s\"><v>0</v>"));
  EXPECT_THAT(cell("=1+1"), Not(HasSubstr("<f>")));
  EXPECT_THAT(cell(int64_t{999999999999999}), HasSubstr("<v>999999999999999<"));
  EXPECT_THAT(cell(Decimal{"0.5"}), HasSubstr("<v>0.5</v>"));
  EXPECT_THAT(cell(Percent{3864, 6325}), HasSubstr("<v>0.610909090909</v>"));
  EXPECT_THAT(cell(absl::CivilDay(2025, 7, 1)), HasSubstr("<v>45839</v>"));
  EXPECT_THAT(cell(true), HasSubstr(" t=\"b\"><v>1</v>"));
}

TEST(WriteTest, MovesListsThatDoNotFitToAHiddenSheet) {
  const std::string ods =
      PartOf(Write(Template(), FileFormat::kOds), "content.xml");
  EXPECT_THAT(ods, HasSubstr("table:name=\"Keuzelijsten\""));
  EXPECT_THAT(ods, HasSubstr("is-in-list([$'Keuzelijsten'.$A$1:.$A$6])"));
  const std::string xlsx = Write(Template(), FileFormat::kXlsx);
  EXPECT_THAT(
      PartOf(xlsx, "xl/workbook.xml"),
      HasSubstr("name=\"Keuzelijsten\" sheetId=\"4\" state=\"hidden\""));
  EXPECT_THAT(PartOf(xlsx, "xl/worksheets/sheet2.xml"),
              HasSubstr("<formula1>'Keuzelijsten'!$A$1:$A$6</formula1>"));
}

TEST(WriteTest, FreezesHeadsAndRepeatsThemInPrint) {
  const std::string ods = Write(Template(), FileFormat::kOds);
  const std::string settings = PartOf(ods, "settings.xml");
  const auto item = [](const char* name, const char* type, const char* value) {
    return absl::StrCat("<config:config-item config:name=\"", name,
                        "\" config:type=\"", type, "\">", value, "<");
  };
  const size_t locations = settings.find("config:name=\"Locaties\"");
  ASSERT_NE(locations, settings.npos);
  const std::string view = settings.substr(locations, 800);
  EXPECT_THAT(view, HasSubstr(item("HorizontalSplitMode", "short", "2")));
  EXPECT_THAT(view, HasSubstr(item("HorizontalSplitPosition", "int", "1")));
  EXPECT_THAT(view, HasSubstr(item("VerticalSplitMode", "short", "2")));
  EXPECT_THAT(view, HasSubstr(item("VerticalSplitPosition", "int", "3")));
  EXPECT_THAT(settings,
              HasSubstr(item("ActiveTable", "string", "Toelichting")));
  EXPECT_THAT(PartOf(ods, "content.xml"),
              HasSubstr("<table:table-header-rows><table:table-row"));
  const std::string xlsx = Write(Template(), FileFormat::kXlsx);
  EXPECT_THAT(PartOf(xlsx, "xl/worksheets/sheet2.xml"),
              HasSubstr("<pane xSplit=\"1\" ySplit=\"3\" topLeftCell=\"B4\" "
                        "activePane=\"bottomRight\" state=\"frozen\"/>"));
  EXPECT_THAT(PartOf(xlsx, "xl/workbook.xml"), HasSubstr("Locaties!$3:$3"));
}

TEST(WriteTest, PutsHeadsOfNumbersAndDaysAtTheRight) {
  const std::string ods =
      PartOf(Write(Template(), FileFormat::kOds), "content.xml");
  for (const char* head : {"Plaatsen", "Open vanaf", "Opgave", "Dekking"}) {
    EXPECT_THAT(ods,
                HasSubstr(absl::StrCat("\"header-text-right\" "
                                       "office:value-type=\"string\"><text:p>",
                                       head, "<")));
  }
  for (const char* head : {"Kenmerk", "Soort", "Opmerking", "Gemeente"}) {
    EXPECT_THAT(ods, HasSubstr(absl::StrCat("\"header-text\" "
                                            "office:value-type=\"string\">"
                                            "<text:p>",
                                            head, "<")));
  }
}

TEST(WriteTest, GivesWrappedLinesTheirHeight) {
  const std::string ods =
      PartOf(Write(Template(), FileFormat::kOds), "content.xml");
  // The note over five columns: three lines of ten points.
  EXPECT_THAT(ods, HasSubstr("<table:table-row table:style-name=\"row-38\">"
                             "<table:table-cell table:style-name=\"note-text-"
                             "merged\""));
  const std::string xlsx = Write(Template(), FileFormat::kXlsx);
  EXPECT_THAT(PartOf(xlsx, "xl/worksheets/sheet3.xml"),
              HasSubstr("<row r=\"2\" spans=\"1:5\" ht=\"38\" "
                        "customHeight=\"1\">"));
  // Two lines that somebody wrote, and the large letters of a title.
  EXPECT_THAT(PartOf(xlsx, "xl/worksheets/sheet2.xml"),
              HasSubstr("<row r=\"4\" spans=\"1:6\" ht=\"25\""));
  EXPECT_THAT(PartOf(xlsx, "xl/worksheets/sheet2.xml"),
              HasSubstr("<row r=\"1\" spans=\"1:6\" ht=\"20\""));
}

TEST(WriteTest, ShowsTheFirstSheetThatIsNotHidden) {
  const Workbook workbook = {
      .sheets = {{.name = "Weg", .is_hidden = true}, {.name = "Hier"}}};
  EXPECT_THAT(PartOf(Write(workbook, FileFormat::kOds), "settings.xml"),
              HasSubstr(">Hier<"));
  const std::string book =
      PartOf(Write(workbook, FileFormat::kXlsx), "xl/workbook.xml");
  EXPECT_THAT(book, HasSubstr("activeTab=\"1\""));
  EXPECT_THAT(book, HasSubstr("name=\"Weg\" sheetId=\"1\" state=\"hidden\""));
}

// What README.md shows.
TEST(ReadmeTest, ShowsWhatWorks) {
  Workbook workbook = {
      .title = "Opgave",
      .sheets = {{.name = "Locaties",
                  .columns = {{.width_characters = 30}, {}},
                  .rows = {{{"Naam", CellStyle::kColumnHeader},
                            {"Plaatsen", CellStyle::kColumnHeader}},
                           {{"Havenstraat", CellStyle::kLocked},
                            {int64_t{125}, CellStyle::kInput}}},
                  .frozen_rows = 1,
                  .is_protected = true,
                  .validations = {{{2, 2, 2, 2},
                                   WholeBetween{0, 5000},
                                   "Plaatsen",
                                   "Een heel getal."}}}}};
  const auto grid = ReadWorkbook(*WriteOds(workbook));
  ASSERT_THAT(grid, IsOk());
  EXPECT_EQ(grid->sheets[0].At({2, 2})->text, "125");
  EXPECT_EQ(grid->sheets[0].At({2, 2})->kind, CellKind::kNumber);
}

}  // namespace
}  // namespace opvang::sheet
