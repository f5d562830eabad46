// What LibreOffice makes of our workbooks, and we of LibreOffice's.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/sheet/read.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/expected.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int kWorlds = 12;

std::string BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// Numbers of every size, and percents on both sides of every half.
Workbook Figures() {
  Sheet sheet = {.name = "Cijfers",
                 .columns = {{}, {}, {.width_characters = 30}}};
  for (int64_t i = 0; i < 200; ++i) {
    sheet.rows.push_back({{i * i * i * 7 - 500},
                          {Percent{i * 11 + 1, 2000}},
                          {absl::CivilDay(1999, 12, 1) + i * 97}});
  }
  for (const char* text : {"0.5", "-1234.50", "1000000.001", "12.000"}) {
    sheet.rows.push_back({{Decimal{text}}, {Percent{1, 3}}, {Percent{2, 3}}});
  }
  sheet.rows.push_back({{Percent{3864, 6325}}});
  for (int64_t i = 1; i <= 30; ++i)
    sheet.rows.push_back({{Percent{i, 2000 * i + 1}}});
  return {.sheets = {std::move(sheet)}};
}

// A Dutch office: all files are converted once, in two runs.
class OfficeTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    seed_ = Seed();
    std::printf("seed %u\n", seed_);
    folder_ = fs::path(testing::TempDir()) / absl::StrCat("office-", getpid());
    fs::create_directories(folder_ / "profile/user");
    std::ofstream(folder_ / "profile/user/registrymodifications.xcu")
        << R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
oor:op="fuse"><value>nl-NL</value></prop></item></oor:items>)";
    std::mt19937 random(seed_);
    worlds_.push_back(Template());
    while (worlds_.size() < kWorlds) worlds_.push_back(Random(random));
    std::vector<std::string> to_xlsx = {std::string(OPVANG_SOURCE_DIR) +
                                        "/tests/common/sheet/clerk.fods"};
    std::vector<std::string> to_ods = to_xlsx;
    for (size_t i = 0; i < worlds_.size(); ++i) {
      const fs::path file = folder_ / absl::StrCat("world-", i);
      to_xlsx.push_back(file.string() + ".ods");
      to_ods.push_back(file.string() + ".xlsx");
      std::ofstream(to_xlsx.back()) << Write(worlds_[i], FileFormat::kOds);
      std::ofstream(to_ods.back()) << Write(worlds_[i], FileFormat::kXlsx);
    }
    to_ods.push_back((folder_ / "figures.xlsx").string());
    std::ofstream(to_ods.back()) << Write(Figures(), FileFormat::kXlsx);
    Convert("xlsx", to_xlsx);
    Convert("ods", to_ods);
  }
  static void TearDownTestSuite() {
    fs::remove_all(folder_);
    worlds_.clear();
  }

  static void Convert(const std::string& format,
                      const std::vector<std::string>& files) {
    // A bound on an office that hangs, not on one that is slow.
    std::vector<std::string> command = {
        "timeout",
        "200",
        "soffice",
        "-env:UserInstallation=file://" + (folder_ / "profile").string(),
        "--headless",
        "--convert-to",
        format,
        "--outdir",
        (folder_ / format).string()};
    command.insert(command.end(), files.begin(), files.end());
    ASSERT_EQ(End(Spawn(command, (folder_ / "log").string()), 0), 0)
        << BytesOf(folder_ / "log");
  }

  // The file that the office made.
  static std::string Made(const std::string& name) {
    return BytesOf(folder_ / fs::path(name).extension().string().substr(1) /
                   name);
  }

  static inline unsigned seed_;
  static inline fs::path folder_;
  static inline std::vector<Workbook> worlds_;
};

// LibreOffice 7.4 loses tabs within a cell, and writes a truth of XLSX as the
// formula =TRUE(); neither is ours to mend.
std::string AsAnOfficeTells(const std::string& told) {
  std::string plain = absl::StrReplaceAll(
      told, {{"\\t", ""},
             {"truth \"true\" formula", "truth \"true\""},
             {"truth \"false\" formula", "truth \"false\""}});
  std::string kept;
  for (const absl::string_view line : absl::StrSplit(plain, '\n')) {
    if (!absl::EndsWith(line, "text \"\"")) absl::StrAppend(&kept, line, "\n");
  }
  return kept;
}

TEST_F(OfficeTest, SaysTheSameOfEveryWorkbookInTheOtherFormat) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  for (size_t i = 0; i < worlds_.size(); ++i) {
    for (const char* format : {".xlsx", ".ods"}) {
      const std::string name = absl::StrCat("world-", i, format);
      const auto grid = ReadWorkbook(Made(name));
      ASSERT_THAT(grid, IsOk()) << name;
      EXPECT_EQ(AsAnOfficeTells(Told(*grid)), AsAnOfficeTells(Told(worlds_[i])))
          << name;
    }
  }
}

TEST_F(OfficeTest, KeepsChecksProtectionAndFiltersFromOds) {
  const std::string xlsx = Made("world-0.xlsx");
  const std::string sheet = PartOf(xlsx, "xl/worksheets/sheet2.xml");
  for (const char* kept :
       {"<sheetProtection sheet=\"true\"", "<autoFilter ref=\"A3:F18\"",
        "<dataValidations count=\"4\">",
        "error=\"Hooguit 80 tekens.\" errorStyle=\"stop\" errorTitle=\"Naam\"",
        "sqref=\"B4:B18\" type=\"textLength\"><formula1>1</formula1>"
        "<formula2>80<",
        "sqref=\"C4:C18\" type=\"list\"><formula1>Keuzelijsten!$A$1:$A$6<",
        "sqref=\"D4:D18\" type=\"whole\"><formula1>0</formula1>"
        "<formula2>5000<",
        "errorStyle=\"warning\" errorTitle=\"Open vanaf\"",
        "sqref=\"E4:E18\" type=\"date\"><formula1>43831</formula1>"
        "<formula2>49674<",
        "fitToWidth=\"1\" fitToHeight=\"0\"", "orientation=\"landscape\""}) {
    EXPECT_THAT(sheet, HasSubstr(kept));
  }
  EXPECT_THAT(PartOf(xlsx, "xl/workbook.xml"), HasSubstr("Locaties!$3:$3<"));
  const std::string styles = PartOf(xlsx, "xl/styles.xml");
  EXPECT_THAT(styles, HasSubstr("locked=\"false\""));
  EXPECT_THAT(styles, HasSubstr("locked=\"true\""));
}

TEST_F(OfficeTest, KeepsChecksProtectionAndFiltersFromXlsx) {
  const std::string ods = PartOf(Made("world-0.ods"), "content.xml");
  for (const char* kept :
       {"table:name=\"Locaties\" table:style-name=\"ta2\" "
        "table:protected=\"true\"",
        "style:cell-protect=\"none\"", "table:display-filter-buttons=\"true\"",
        "\"of:cell-content-text-length-is-between(1,80)\"",
        "\"of:cell-content-is-in-list([$Keuzelijsten.$A$1:.$A$6])\"",
        "\"of:cell-content-is-whole-number() and "
        "cell-content-is-between(0,5000)\"",
        "\"of:cell-content-is-date() and "
        "cell-content-is-between(43831,49674)\"",
        "table:message-type=\"warning\" table:title=\"Open vanaf\"",
        "<text:p>Hooguit 80 tekens.</text:p>", "<table:table-header-rows>"}) {
    EXPECT_THAT(ods, HasSubstr(kept));
  }
}

// What stands in the paragraphs of content.xml.
std::vector<std::string> ShownIn(const std::string& content) {
  std::vector<std::string> shown;
  for (size_t at = 0; (at = content.find("<text:p>", at)) != content.npos;) {
    at += 8;
    shown.push_back(content.substr(at, content.find("</text:p>", at) - at));
  }
  return shown;
}

TEST_F(OfficeTest, ShowsNumbersDaysAndPercentsInDutch) {
  const std::vector<std::string> ours =
      ShownIn(PartOf(Write(Figures(), FileFormat::kOds), "content.xml"));
  EXPECT_EQ(ours.size(), 643u);
  const std::vector<std::string> theirs =
      ShownIn(PartOf(Made("figures.ods"), "content.xml"));
  ASSERT_EQ(theirs.size(), ours.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(theirs[i], ours[i]) << "row " << i / 3 + 1;
  }
}

TEST_F(OfficeTest, ReadsWhatAClerkLeft) {
  for (const char* name : {"clerk.ods", "clerk.xlsx"}) {
    const auto grid = ReadWorkbook(Made(name));
    ASSERT_THAT(grid, IsOk()) << name;
    EXPECT_EQ(Told(*grid),
              "sheet Locaties\n"
              "A1 text \"Opvanglocaties\"\n"
              "E1 text \"Naast de kop\"\n"
              "A3 text \"Naam\"\n"
              "C3 text \"Open vanaf\"\n"
              "D3 text \"Plaatsen\"\n"
              "E3 text \"Bezet\"\n"
              "A4 text \"Havenstraat  \"\n"
              "C4 day \"2025-07-01\"\n"
              "D4 number \"1250\"\n"
              "E4 percent \"0.611\"\n"
              "A5 text \"Eerste regel\\ntweede vette regel\"\n"
              "C5 text \"1 juli 2025\"\n"
              "D5 text \"ca. 80\"\n"
              "E5 percent \"1\"\n"
              "A6 text \"Met een notitie\"\n"
              "C6 day \"1900-03-01\"\n"
              "D6 number \"9.2\"\n"
              "E6 text \"007\"\n"
              "A7 text \"Zie de site\"\n"
              "C7 datetime \"2025-07-01T13:31:00\"\n"
              "D7 time \"09:05:00\"\n"
              "E7 time \"36:30:00\"\n"
              "A8 text \"Totaal\"\n"
              "C8 day \"2025-07-31\" formula\n"
              "D8 number \"1259.2\" formula\n"
              "E8 percent \"0.3055\" formula\n"
              "F8 text \"Havenstraat  !\" formula\n"
              "G8 error \"#DIV/0!\" formula\n"
              "H8 truth \"true\"\n"
              "A9 text \"zelfde\"\n"
              "A10 text \"zelfde\"\n"
              "A11 text \"zelfde\"\n"
              "merged A1:D2\n"
              "sheet Intern (hidden)\n"
              "A1 text \"verborgen blad\"\n")
        << name;
  }
}

}  // namespace
}  // namespace opvang::sheet
