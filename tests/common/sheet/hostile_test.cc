// Files that mean ill, and files that had an accident.
#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/sheet/read.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/expected.h"
#include "tests/common/sheet/minimal.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// What README.md states: the most that any file can make a process hold.
constexpr int kPeakKibibytesMax = 192 * 1024;

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

std::string OdsOfRows(const std::string& rows) { return Ods(OdsTable(rows)); }

// An ODS whose content.xml is `piece` over and over behind `head`.
std::string OdsBomb(const std::string& head, const std::string& piece,
                    uint64_t count) {
  return MakeZip({{.name = "mimetype", .bytes = kOdsMimetype, .stored = true},
                  Bomb("content.xml", OdsHead() + head, piece, count)});
}

std::string XlsxWithPart(const XlsxPieces& pieces, const RawPart& part) {
  std::vector<RawPart> parts = XlsxParts(pieces);
  for (RawPart& one : parts) {
    if (one.name == part.name) {
      one = part;
      return MakeZip(parts);
    }
  }
  parts.push_back(part);
  return MakeZip(parts);
}

// A text that deflates badly, so that a ratio of sizes does not end it early.
std::string Noise(size_t size) {
  std::mt19937 random(7);
  std::string noise(size, 'x');
  for (char& c : noise) c = static_cast<char>('a' + random() % 26);
  return noise;
}

struct Ended {
  int status = -1;
  std::string outcome = {};
  int peak_kibibytes = 0;
};

// Reads `bytes` in a process of its own.
Ended ReadOnce(const std::string& bytes) {
  static int count = 0;
  const fs::path folder = fs::path(testing::TempDir());
  const std::string file =
      folder / absl::StrCat("hostile-", getpid(), "-", ++count);
  const std::string log = file + ".log";
  std::ofstream(file, std::ios::binary) << bytes;
  const pid_t pid = Spawn(
      {std::string(OPVANG_BINARY_DIR) + "/tests/common/sheet/read_once", file},
      log);
  Ended ended = {.status = End(pid, 0)};
  std::ifstream lines(log);
  std::string peak;
  std::getline(lines, ended.outcome);
  std::getline(lines, peak);
  EXPECT_TRUE(absl::SimpleAtoi(peak, &ended.peak_kibibytes)) << ended.outcome;
  fs::remove(file);
  fs::remove(log);
  return ended;
}

struct Hostile {
  std::string name;
  std::string bytes;
  std::string refused;  // Part of the sentence.
};

std::vector<Hostile> NoWorkbooks() {
  return {
      {"nothing", "", "het bestand is leeg"},
      {"plain text", "gemeente;plaatsen\nZwolle;12\n",
       "het bestand is geen werkboek in ODS of XLSX"},
      {"web page", "<html><body><table></table></body></html>",
       "het bestand is geen werkboek in ODS of XLSX"},
      {"empty zip", std::string("PK\x05\x06") + std::string(18, '\0'),
       "het bestand is geen werkboek in ODS of XLSX"},
      {"zip of something else", MakeZip({{.name = "a.txt", .bytes = "a"}}),
       "het bestand is geen werkboek in ODS of XLSX"},
      {"too large", std::string((10 << 20) + 1, 'x'),
       "bytes; een werkboek heeft er hooguit"},
      {"text document",
       WithPart(Ods(""), "mimetype", "application/vnd.oasis.opendocument.text"),
       "een ander document; sla het op als ODS"},
      {"word document",
       Xlsx({.rows = "",
             .main_type = "application/vnd.openxmlformats-officedocument."
                          "wordprocessingml.document.main+xml"}),
       "een ander document; sla het op als XLSX"},
      {"binary workbook",
       Xlsx({.rows = "",
             .main_type = "application/vnd.ms-excel.sheet.binary.macroEnabled."
                          "main"}),
       "binaire soort (.xlsb)"},
      {"both at once",
       XlsxWithPart({.rows = ""}, {.name = "mimetype", .bytes = kOdsMimetype}),
       "ODS en XLSX tegelijk"},
      {"old workbook",
       std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, 'x'),
       "oudere soort (.xls of .doc)"},
      {"no main part",
       MakeZip({{.name = "[Content_Types].xml", .bytes = "<Types/>"}}),
       "mist zijn onderdeel '_rels/.rels'"},
      {"no content",
       MakeZip({{.name = "mimetype", .bytes = kOdsMimetype, .stored = true}}),
       "mist zijn onderdeel 'content.xml'"},
  };
}

std::vector<Hostile> RefusedByName() {
  std::string wide;
  for (const char c : std::string("EncryptedPackage")) {
    wide += std::string{c, '\0'};
  }
  RawPart locked = {.name = "content.xml", .bytes = "secret", .flags = 1};
  const auto ods_with = [](const std::string& name, const std::string& bytes) {
    return WithPart(Ods(OdsTable("")), name, bytes);
  };
  return {
      {"macros of Excel",
       XlsxWithPart({.rows = ""}, {.name = "xl/vbaProject.bin", .bytes = "x"}),
       "heeft macro's (xl/vbaProject.bin)"},
      {"xlsm",
       Xlsx({.rows = "",
             .main_type =
                 "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
       "heeft macro's (application/vnd.ms-excel.sheet.macroEnabled"},
      {"macros of Excel 4",
       XlsxWithPart({.rows = ""},
                    {.name = "xl/macrosheets/sheet1.xml", .bytes = "<x/>"}),
       "heeft macro's (xl/macrosheets"},
      {"Basic", ods_with("Basic/Standard/Module1.xml", "<x/>"),
       "heeft macro's (Basic/Standard/Module1.xml)"},
      {"Python", ods_with("Scripts/python/a.py", "x"),
       "heeft macro's (Scripts/python/a.py)"},
      {"event listener",
       ods_with(
           "content.xml",
           absl::StrReplaceAll(
               OdsHead() + OdsTail(),
               {{"<office:scripts/>",
                 "<office:scripts><office:event-listeners><script:event-"
                 "listener/></office:event-listeners></office:scripts>"}})),
       "heeft macro's (event listeners)"},
      {"links of Excel",
       XlsxWithPart({.rows = ""}, {.name = "xl/externalLinks/externalLink1.xml",
                                   .bytes = "<x/>"}),
       "heeft koppelingen met andere bestanden (xl/externalLinks"},
      {"data connections",
       XlsxWithPart({.rows = ""},
                    {.name = "xl/connections.xml", .bytes = "<x/>"}),
       "heeft koppelingen met andere bestanden (xl/connections.xml)"},
      {"links of LibreOffice",
       Ods(OdsTable("<table:table-source table:table-name='x'/>")),
       "heeft koppelingen met andere bestanden (table:table-source)"},
      {"DDE", Ods("<table:dde-links/>"),
       "heeft koppelingen met andere bestanden"},
      {"sheet outside",
       XlsxWithPart(
           {.rows = ""},
           {.name = "xl/_rels/workbook.xml.rels",
            .bytes = "<Relationships xmlns='http://schemas.openxmlformats.org/"
                     "package/2006/relationships'><Relationship Id='rId1' "
                     "Type='worksheet' Target='http://example.org/sheet.xml' "
                     "TargetMode='External'/></Relationships>"}),
       "heeft koppelingen met andere bestanden (http://example.org/sheet.xml)"},
      {"encrypted ODS",
       ods_with("META-INF/manifest.xml",
                "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:"
                "manifest:1.0'><m:file-entry><m:encryption-data/></m:file-entry"
                "></m:manifest>"),
       "is versleuteld; sla het op zonder wachtwoord"},
      {"encrypted XLSX",
       std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, 'x') +
           wide,
       "is versleuteld; sla het op zonder wachtwoord"},
      {"encrypted part",
       MakeZip({{.name = "mimetype", .bytes = kOdsMimetype, .stored = true},
                locked}),
       "is versleuteld; sla het op zonder wachtwoord"},
  };
}

std::vector<Hostile> BrokenXml() {
  const auto content = [](const std::string& bytes) {
    return WithPart(Ods(""), "content.xml", bytes);
  };
  const std::string lol =
      "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]><x>&c;</x>";
  return {
      {"external entity",
       content("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
               "<x>&e;</x>"),
       "heeft een DOCTYPE"},
      {"entities of entities", content(lol), "heeft een DOCTYPE"},
      {"entities in XLSX",
       XlsxWithPart({.rows = ""},
                    {.name = "xl/sharedStrings.xml", .bytes = lol}),
       "onderdeel 'xl/sharedStrings.xml', regel 1, heeft een DOCTYPE"},
      {"unknown entity", OdsOfRows(OdsRow(OdsCell("&eacute;"))),
       "is geen goede XML"},
      {"bad UTF-8", OdsOfRows(OdsRow(OdsCell("Fr\xE2neker"))),
       "is geen goede XML"},
      {"overlong UTF-8", OdsOfRows(OdsRow(OdsCell("\xC0\x80"))),
       "is geen goede XML"},
      {"a surrogate", OdsOfRows(OdsRow(OdsCell("\xED\xA0\x80"))),
       "is geen goede XML"},
      {"another encoding",
       content(
           "<?xml version=\"1.0\" encoding=\"windows-1252\"?><x>\xC3\xA9</x>"),
       "is in een codering die niet gelezen wordt; sla het opnieuw op"},
      {"not closed", content("<a><b></a>"), "is geen goede XML"},
      {"two roots", content("<a/><b/>"), "is geen goede XML"},
      {"an attribute twice", content("<a b='1' b='2'/>"), "is geen goede XML"},
      {"empty part", content(""), "is geen goede XML"},
      {"a control character", OdsOfRows(OdsRow(OdsCell("&#1;"))),
       "is geen goede XML"},
  };
}

std::vector<Hostile> BrokenZips() {
  std::vector<RawPart> wrong_crc = OdsParts(OdsTable(""));
  wrong_crc[1].crc = 12345;
  std::vector<RawPart> twice = OdsParts(OdsTable(""));
  twice.push_back(twice[1]);
  std::vector<RawPart> other_case = OdsParts(OdsTable(""));
  other_case.push_back({.name = "CONTENT.xml", .bytes = "<x/>"});
  std::vector<RawPart> unread = OdsParts(OdsTable(""));
  unread.push_back({.name = "Pictures/1.png", .bytes = "png", .crc = 1});
  std::vector<RawPart> larger = OdsParts(OdsTable(""));
  larger[1].directory_size = 2000000000;
  std::vector<RawPart> claims = OdsParts(OdsTable(""));
  claims[1].claimed_size = 2000000000;
  std::vector<RawPart> smaller = OdsParts(OdsTable(""));
  smaller[1].claimed_size = 10;
  std::vector<RawPart> renamed = OdsParts(OdsTable(""));
  renamed.push_back({.name = "a.xml", .bytes = "<x/>"});
  renamed.back().directory_name = "b.xml";
  std::vector<RawPart> many = OdsParts(OdsTable(""));
  for (int i = 0; i < 2000; ++i) {
    many.push_back({.name = absl::StrCat("p", i), .stored = true});
  }
  return {
      {"wrong checksum", MakeZip(wrong_crc),
       "onderdeel 'content.xml' is beschadigd: de controlesom klopt niet"},
      {"wrong checksum of a picture", MakeZip(unread),
       "onderdeel 'Pictures/1.png' is beschadigd"},
      {"a part twice", MakeZip(twice), "twee onderdelen met dezelfde naam"},
      {"a part twice but for capitals", MakeZip(other_case),
       "twee onderdelen met dezelfde naam"},
      {"directory claims more", MakeZip(larger), "bytes en geen 2000000000"},
      {"directory names it otherwise", MakeZip(renamed),
       "het bestand is beschadigd"},
      {"all claim more", MakeZip(claims), "bytes en geen 2000000000"},
      {"all claim less", MakeZip(smaller), "bytes en geen 10;"},
      {"too many parts", MakeZip(many), "meer dan 2000 onderdelen"},
      {"a directory of nothing but parts",
       MakeZip(std::vector<RawPart>(130000, {.name = "", .stored = true})),
       "meer dan 2000 onderdelen"},
  };
}

std::vector<Hostile> TooMuch() {
  const std::string cell = OdsCell("a");
  std::string sheets;
  for (int i = 0; i < 51; ++i) {
    absl::StrAppend(&sheets, "<table:table table:name='", i, "'/>");
  }
  std::string merged;
  for (int i = 1; i <= 10001; ++i) {
    absl::StrAppend(&merged, "<mergeCell ref='A", i, ":B", i, "'/>");
  }
  std::string names;
  for (int i = 0; i < 400000; ++i) absl::StrAppend(&names, "<n", i, "/>");
  std::string attributes = "<table:table-row";
  for (int i = 0; i < 200000; ++i) absl::StrAppend(&attributes, " a", i, "=''");
  const std::string long_text(32768, 'x');
  return {
      {"endless columns",
       OdsOfRows(OdsRow("<table:table-cell "
                        "table:number-columns-repeated='2147483647'><text:p>a"
                        "</text:p></table:table-cell>")),
       "blad 'Blad' heeft meer dan 200 kolommen: er staat iets tot in "
       "cel "
       "XFD1"},
      {"endless rows",
       OdsOfRows("<table:table-row table:number-rows-repeated='2147483647'>" +
                 cell + "</table:table-row>"),
       "blad 'Blad' heeft meer dan 20000 rijen: er staat iets tot in cel "
       "A1048576"},
      {"endless merged cells",
       OdsOfRows("<table:table-row table:number-rows-repeated='20000'>"
                 "<table:table-cell table:number-columns-spanned='2'/>"
                 "</table:table-row>"),
       "heeft meer dan 10000 samengevoegde bereiken"},
      {"a cell far out",
       OdsOfRows(OdsRow("<table:table-cell "
                        "table:number-columns-repeated='1001'"
                        "/>" +
                        cell)),
       "cel ALN1"},
      {"a cell far out in XLSX",
       Xlsx({.rows = "<row r='3'><c r='ALM3'><v>1</v></c></row>"}),
       "blad 'Blad' heeft meer dan 200 kolommen: er staat iets tot in "
       "cel "
       "ALM3"},
      {"a cell far down",
       Xlsx({.rows = "<row r='20001'><c r='A20001'><v>1</v></c></row>"}),
       "heeft meer dan 20000 rijen: er staat iets tot in cel A20001"},
      {"a million columns",
       OdsOfRows(OdsRow(Many("<table:table-cell/>", 1000000) + cell)),
       "heeft meer dan 200 kolommen"},
      {"cells without end",
       OdsOfRows("<table:table-row table:number-rows-repeated='20000'>"
                 "<table:table-cell table:number-columns-repeated='200'>"
                 "<text:p>a</text:p></table:table-cell></table:table-row>"),
       "meer dan 500000 gevulde cellen"},
      {"too many sheets", Ods(sheets), "meer dan 50 bladen"},
      {"a sheet twice", Ods(OdsTable("") + OdsTable("")),
       "twee bladen met de naam 'Blad'"},
      {"merged without end",
       Xlsx({.rows = "", .after = "<mergeCells>" + merged + "</mergeCells>"}),
       "meer dan 10000 samengevoegde bereiken"},
      {"nested without end",
       Ods(OdsTable(OdsRow("<table:table-cell>" + Many("<text:p>", 500000)))),
       "heeft meer dan 64 elementen in elkaar"},
      {"spans without end",
       OdsOfRows(
           OdsRow("<table:table-cell><text:p>" + Many("<text:span>", 500000))),
       "heeft meer dan 64 elementen in elkaar"},
      {"names without end", OdsOfRows(names),
       "meer namen dan gelezen kunnen worden"},
      {"attributes without end", OdsOfRows(attributes + "/>"),
       "meer namen dan gelezen kunnen worden"},
      {"a tag without end",
       OdsOfRows("<table:table-row a='" + Noise(6 << 20) + "'/>"),
       "heeft een langere tag of meer namen dan gelezen kunnen worden"},
      {"a long text", OdsOfRows(OdsRow(OdsCell(long_text))),
       "cel A1, heeft meer dan 32767 tekens"},
      {"a long text in XLSX",
       Xlsx({.rows = "<row><c t='inlineStr'><is><t>" + long_text +
                     "</t></is></c></row>"}),
       "cel A1, heeft meer dan 32767 tekens"},
      {"a very long text", OdsOfRows(OdsRow(OdsCell(Noise(9 << 20)))),
       "cel A1, heeft meer dan 32767 tekens"},
      {"blanks without end",
       OdsOfRows(OdsRow(OdsCell("<text:s text:c='2147483647'/>"))),
       "cel A1, heeft meer dan 32767 tekens"},
      {"text repeated without end",
       OdsOfRows("<table:table-row table:number-rows-repeated='20000'>"
                 "<table:table-cell table:number-columns-repeated='20'>"
                 "<text:p>" +
                 std::string(32000, 'x') +
                 "</text:p></table:table-cell></table:table-row>"),
       "heeft meer tekst dan gelezen kan worden"},
      {"a shared text everywhere",
       Xlsx({.rows =
                 "<row>" + Many("<c t='s'><v>0</v></c>", 200) + "</row>" +
                 Many("<row>" + Many("<c t='s'><v>0</v></c>", 200) + "</row>",
                      100),
             .strings = "<si><t>" + Noise(32000) + "</t></si>"}),
       "heeft meer tekst dan gelezen kan worden"},
      {"a shared text that is not there",
       Xlsx({.rows = "<row><c r='A1' t='s'><v>4294967295</v></c></row>",
             .strings = "<si><t>a</t></si>"}),
       "cel A1, heeft gedeelde tekst 4294967295 van maar 1"},
      {"a million shared texts",
       Xlsx({.rows = "", .strings = Many("<si><t>a</t></si>", 1000000)}),
       "meer dan 250000 gedeelde teksten"},
      {"formats without end",
       Xlsx({.rows = "", .cell_formats = Many("<xf numFmtId='14'/>", 200000)}),
       "te veel opmaakstijlen"},
      {"one part of 1.5 GB", OdsBomb("", Many(" ", 1024), 1500000),
       "is uitgepakt groter dan een werkboek mag zijn"},
      {"one part of 1.5 GB in XLSX",
       XlsxWithPart({.rows = ""}, Bomb("xl/sharedStrings.xml", "<sst>",
                                       Many("<si/>", 100), 3000000)),
       "gaat over de 5000000 elementen van XML heen"},
      {"one picture of 1.5 GB",
       XlsxWithPart({.rows = ""},
                    Bomb("xl/media/a.png", "", Many("\xFF", 1024), 1500000)),
       "is uitgepakt groter dan een werkboek mag zijn"},
      {"a part that just stays below the ratio",
       OdsBomb(OdsRow(""), "<text:p>" + Noise(600) + "</text:p>", 400000),
       "is uitgepakt groter dan"},
  };
}

class HostileTest : public testing::TestWithParam<std::vector<Hostile> (*)()> {
};

TEST_P(HostileTest, IsRefusedWithReasonAndInBoundedMemory) {
  for (const Hostile& one : GetParam()()) {
    SCOPED_TRACE(one.name);
    const Ended ended = ReadOnce(one.bytes);
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.outcome, HasSubstr(one.refused));
    EXPECT_LT(ended.peak_kibibytes, AsBuilt(kPeakKibibytesMax));
    std::printf("%8d KiB  %-40s %s\n", ended.peak_kibibytes, one.name.c_str(),
                ended.outcome.substr(0, 90).c_str());
  }
}

INSTANTIATE_TEST_SUITE_P(No, HostileTest, testing::Values(NoWorkbooks));
INSTANTIATE_TEST_SUITE_P(Named, HostileTest, testing::Values(RefusedByName));
INSTANTIATE_TEST_SUITE_P(Xml, HostileTest, testing::Values(BrokenXml));
INSTANTIATE_TEST_SUITE_P(Zip, HostileTest, testing::Values(BrokenZips));
INSTANTIATE_TEST_SUITE_P(Large, HostileTest, testing::Values(TooMuch));

// The largest that are still read.
TEST(LimitsTest, HoldAWorkbookAtEveryLimitInBoundedMemory) {
  std::mt19937 random(11);
  std::string strings;
  for (int i = 0; i < 249999; ++i) {
    std::string text(128, 'a');  // Thirty-two megabytes in all.
    for (char& c : text) c = static_cast<char>('a' + random() % 2);
    absl::StrAppend(&strings, "<si><t>", text, "</t></si>");
  }
  std::string rows;
  for (int row = 0; row < 20000; ++row) {
    rows += "<row>";
    for (int column = 0; column < 25; ++column) {
      const int cell = row * 25 + column;
      absl::StrAppend(&rows, cell % 2 == 0 ? "<c t='s'><v>" : "<c><v>",
                      cell / 2 % 249999, "</v></c>");
    }
    rows += "</row>";
  }
  const Ended xlsx = ReadOnce(Xlsx({.rows = rows, .strings = strings}));
  EXPECT_EQ(xlsx.outcome, "read");
  EXPECT_LT(xlsx.peak_kibibytes, AsBuilt(kPeakKibibytesMax));
  rows.clear();
  for (int row = 0; row < 20000; ++row) {
    std::string cells;
    for (int column = 0; column < 25; ++column) {
      cells += OdsCell(absl::StrCat("een tekst van een cel die bij rij ", row,
                                    " en kolom ", column, " staat"));
    }
    rows += OdsRow(cells);
  }
  const Ended ods = ReadOnce(OdsOfRows(rows));
  EXPECT_EQ(ods.outcome, "read");
  EXPECT_LT(ods.peak_kibibytes, AsBuilt(kPeakKibibytesMax));
  std::printf("%8d KiB  an XLSX at its limits\n%8d KiB  an ODS\n",
              xlsx.peak_kibibytes, ods.peak_kibibytes);
}

TEST(LimitsTest, AreTheCallersToSet) {
  const std::string ods = OdsOfRows(OdsRow(OdsCell("a") + OdsCell("b")));
  EXPECT_THAT(ReadWorkbook(ods, {.columns_max = 2, .cells_max = 2}), IsOk());
  EXPECT_FALSE(ReadWorkbook(ods, {.columns_max = 1}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.cells_max = 1}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.text_bytes_max = 1}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.file_bytes_max = 100}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.part_bytes_max = 100}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.total_bytes_max = 400}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.parts_max = 1}).ok());
  EXPECT_FALSE(ReadWorkbook(ods, {.elements_max = 12}).ok());
  EXPECT_THAT(ReadWorkbook(ods, {.elements_max = 13}), IsOk());
  EXPECT_FALSE(ReadWorkbook(ods, {.depth_max = 6}).ok());
  EXPECT_THAT(ReadWorkbook(ods, {.depth_max = 7}), IsOk());
}

TEST(LimitsTest, BoundWhatAPartUnpacksTo) {
  const std::string blanks = OdsOfRows(std::string(4 << 20, ' '));
  EXPECT_THAT(ReadWorkbook(blanks, {.ratio_max = 2000}), IsOk());
  EXPECT_THAT(ReadWorkbook(blanks, {.ratio_max = 20}).status().message(),
              HasSubstr("meer dan 20 maal zo groot"));
}

// Nothing outside the file is touched by names that point there.
TEST(HostileNamesTest, AreOnlyNames) {
  std::vector<RawPart> parts =
      XlsxParts({.rows = "<row><c><v>1</v></c></row>"});
  parts.push_back({.name = "../../../../tmp/outside.xml", .bytes = "<x/>"});
  parts.push_back({.name = "/etc/outside.xml", .bytes = "<x/>"});
  EXPECT_THAT(ReadWorkbook(MakeZip(parts)), IsOk());
  for (RawPart& part : parts) {
    if (part.name == "xl/_rels/workbook.xml.rels") {
      part.bytes = absl::StrReplaceAll(
          part.bytes, {{"worksheets/sheet1.xml", "../../../../etc/passwd"}});
    }
  }
  EXPECT_THAT(ReadWorkbook(MakeZip(parts)).status().message(),
              HasSubstr("mist zijn onderdeel 'etc/passwd'"));
}

// A file that was cut off, or of which one byte is another, is refused or says
// exactly what it said: never something else.
class DamageTest : public testing::TestWithParam<FileFormat> {
 protected:
  const std::string whole_ = Write(Template(), GetParam());
  const std::string told_ = Told(*ReadWorkbook(whole_));
};

TEST_P(DamageTest, RefusesWhatWasCutOff) {
  for (int part = 0; part < 50; ++part) {
    const auto grid = ReadWorkbook(whole_.substr(0, whole_.size() * part / 50));
    ASSERT_THAT(grid, StatusIs(absl::StatusCode::kInvalidArgument)) << part;
  }
}

TEST_P(DamageTest, NeverReadsAnotherValue) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int refused = 0;
  for (int round = 0; round < 2500; ++round) {
    std::string damaged = whole_;
    const size_t at = random() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 + random() % 255));
    const auto grid = ReadWorkbook(damaged);
    if (grid.ok()) {
      ASSERT_EQ(Told(*grid), told_) << "byte " << at;
    } else {
      ASSERT_THAT(grid, StatusIs(absl::StatusCode::kInvalidArgument));
      ++refused;
    }
  }
  EXPECT_GT(refused, 1500);
}

// The same with sound checksums: the XML itself is damaged. Whatever is read is
// then fair; it only has to end.
TEST_P(DamageTest, AlwaysEnds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<RawPart> parts = TakeApart(whole_);
  int refused = 0;
  for (int round = 0; round < 1000; ++round) {
    std::vector<RawPart> damaged = parts;
    RawPart& part = damaged[random() % damaged.size()];
    for (int i = 0; i < 4 && !part.bytes.empty(); ++i) {
      const size_t at = random() % part.bytes.size();
      switch (random() % 4) {
        case 0:
          part.bytes[at] = static_cast<char>(random());
          break;
        case 1:
          part.bytes.erase(at, 1 + random() % 40);
          break;
        case 2:
          part.bytes.insert(at, part.bytes.substr(random() % part.bytes.size(),
                                                  random() % 60));
          break;
        default:
          // A digit is a place, a count or an index: make it a large one.
          part.bytes[at] = "0123456789"[random() % 10];
      }
    }
    const auto grid = ReadWorkbook(MakeZip(damaged));
    if (!grid.ok()) {
      ASSERT_THAT(grid, StatusIs(absl::StatusCode::kInvalidArgument));
      ++refused;
    }
  }
  EXPECT_GT(refused, 200);
  EXPECT_LT(refused, 1000);
}

INSTANTIATE_TEST_SUITE_P(Formats, DamageTest,
                         testing::Values(FileFormat::kOds, FileFormat::kXlsx));

}  // namespace
}  // namespace opvang::sheet
