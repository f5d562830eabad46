// Files that mean ill, given to the command itself: a process of its own, whose
// memory is told. How the reader refuses each kind is the business of
// tests/common/sheet; here it is that a person is told, and that what is a
// right workbook of nonsense ends too.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/cli/import/house.h"
#include "tests/common/sheet/minimal.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/process.h"

namespace opvang::cli::workbook {
namespace {

using testing::HasSubstr;

// What reading may hold (common/sheet), and the client with its messages.
constexpr int kPeakKibibytesMax = 256 * 1024;

struct Ended {
  int status = 0, peak_kibibytes = 0;
  std::string said = {};
};

std::string Many(const std::string& piece, int count) {
  std::string many;
  many.reserve(piece.size() * count);
  for (int i = 0; i < count; ++i) many += piece;
  return many;
}

std::string OdsCell(const std::string& text) {
  return absl::StrCat("<table:table-cell><text:p>", text,
                      "</text:p></table:table-cell>");
}
std::string OdsRow(const std::string& cells) {
  return absl::StrCat("<table:table-row>", cells, "</table:table-row>");
}
std::string SheetOfRows(const std::string& name, const std::string& rows) {
  return sheet::Ods(absl::StrCat("<table:table table:name=\"", name, "\">",
                                 rows, "</table:table>"));
}

class WorkbookHostileTest : public WorkbookHouse {
 protected:
  Ended ImportOnce(const std::string& name, const std::string& bytes) {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    std::vector<std::string> command = {
        std::string(OPVANG_BINARY_DIR) + "/tests/support/peak_of",
        std::string(OPVANG_BINARY_DIR) + "/services/cli/opvang",
        "workbook",
        "import",
        Path(name),
        "--parent",
        "Zwolle"};
    for (const auto& [service, address] : services_.addresses) {
      command.insert(command.end(), {"--" + service, address});
    }
    const std::string log = Path(name + ".log");
    Ended ended = {.status = End(Spawn(command, log), 0)};
    std::ifstream file(log);
    std::ostringstream said;
    said << file.rdbuf();
    ended.said = said.str();
    const size_t peak = ended.said.rfind("\npeak ");
    EXPECT_NE(peak, std::string::npos) << ended.said;
    if (peak != std::string::npos) {
      const std::string number = ended.said.substr(peak + 6);
      EXPECT_TRUE(absl::SimpleAtoi(number.substr(0, number.find(' ')),
                                   &ended.peak_kibibytes));
      std::printf("%-28s %s", name.c_str(), ended.said.c_str() + peak + 1);
    }
    return ended;
  }
};

TEST_F(WorkbookHostileTest, IsRefusedInAFewWordsAndLittleMemory) {
  const std::string bomb = sheet::MakeZip(
      {{.name = "mimetype", .bytes = sheet::kOdsMimetype, .stored = true},
       sheet::Bomb("content.xml", sheet::OdsHead(), Many(" ", 1024), 1500000)});
  std::vector<sheet::RawPart> shared = sheet::XlsxParts({.rows = ""});
  for (sheet::RawPart& part : shared) {
    if (part.name != "xl/sharedStrings.xml") continue;
    part =
        sheet::Bomb(part.name, "<sst>", Many("<si><t>a</t></si>", 64), 400000);
  }
  const std::vector<std::tuple<std::string, std::string, std::string>> files = {
      {"bomb.ods", bomb, "onderdeel 'content.xml'"},
      {"gedeeld.xlsx", sheet::MakeZip(shared), "sharedStrings.xml"},
      {"entiteit.ods",
       sheet::WithPart(
           sheet::Ods(""), "content.xml",
           "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
           "<a>&b;</a>"),
       "heeft een DOCTYPE"},
      {"macro.ods",
       sheet::WithPart(sheet::Ods(""), "Basic/Standard/Module1.xml", "<x/>"),
       "macro's"},
      {"breed.ods", SheetOfRows("Duiding", OdsRow(Many(OdsCell("x"), 1000000))),
       "200 kolommen"},
      {"afgebroken.ods", bomb.substr(0, bomb.size() / 2),
       "wordt niet als werkboek gelezen"},
      {"groot.ods", std::string((10 << 20) + 5, 'x'), "groter dan 10 MiB"},
      {"brief.ods", "Geachte heer, mevrouw", "geen werkboek in ODS of XLSX"}};
  for (const auto& [name, bytes, words] : files) {
    const Ended ended = ImportOnce(name, bytes);
    EXPECT_EQ(ended.status, kMisused) << ended.said;
    EXPECT_THAT(ended.said, HasSubstr(name));
    EXPECT_THAT(ended.said, HasSubstr(words));
    EXPECT_LT(ended.peak_kibibytes, AsBuilt(kPeakKibibytesMax));
  }
}

TEST_F(WorkbookHostileTest, NonsenseInEveryCellEndsAndIsToldInPart) {
  std::string header, row;
  for (const Column& column : SheetOf(kExisting).columns) {
    header += OdsCell(column.header);
    row += OdsCell("=x");
  }
  const Ended ended = ImportOnce(
      "onzin.ods", SheetOfRows("Bestaande locaties",
                               OdsRow(header) + Many(OdsRow(row), 18000)));
  EXPECT_EQ(ended.status, kMisused);
  EXPECT_THAT(ended.said, HasSubstr("Bestaande locaties, C2: "));
  EXPECT_THAT(ended.said, HasSubstr("onzin.ods: en nog "));
  EXPECT_LT(ended.said.size(), 2000000u);
  EXPECT_LT(ended.peak_kibibytes, AsBuilt(kPeakKibibytesMax));
}

TEST_F(WorkbookHostileTest, FormulasAreRefusedByTheirCell) {
  const std::string formula =
      "<table:table-cell table:formula=\"of:=1+1\" office:value-type=\"float\" "
      "office:value=\"2\"><text:p>2</text:p></table:table-cell>";
  const Ended ended = ImportOnce(
      "formule.ods",
      SheetOfRows("Particuliere opvang",
                  OdsRow(OdsCell("Peildatum") + OdsCell("Personen")) +
                      OdsRow(OdsCell("1-10-2024") + formula)));
  EXPECT_EQ(ended.status, kMisused);
  EXPECT_THAT(ended.said,
              HasSubstr("formule.ods, Particuliere opvang, B2: \"2\" is een "
                        "formule"));
}

}  // namespace
}  // namespace opvang::cli::workbook
