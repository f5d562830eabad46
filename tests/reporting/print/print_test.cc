// A report in its formats: the same figures, the same bytes, what programs of
// others make of them.
#include "services/reporting/print/print.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <regex>
#include <thread>

#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/sheet/read.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/pdf_printer.h"
#include "services/reporting/print/csv.h"
#include "services/reporting/print/flat_table.h"
#include "services/reporting/print/make_document.h"
#include "services/reporting/print/make_memo.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

namespace fs = std::filesystem;

using Request = pb::RenderReportRequest;
using testing::HasSubstr;
using testing::Not;

pb::Report SomeReport(unsigned seed) {
  std::mt19937 random(seed);
  pb::Report report;
  *report.mutable_content() =
      RandomWorld("provinces/pv23", 12, random).Report();
  report.set_name("provinces/pv23/reports/verslag");
  report.set_version(1);
  report.set_content_sha256(Sha256(*ToJson(report.content())));
  report.set_edition(pb::EDITION_INTERNAL);
  return report;
}

absl::Time InAWhile() { return SystemClock().Now() + absl::Seconds(60); }

std::string Bytes(const pb::Report& report, Request::Format format) {
  Request request;
  request.set_format(format);
  const auto printed = PrintReport(report, {}, request, {});
  EXPECT_THAT(printed, IsOk());
  return printed.ok() ? printed->bytes : "";
}

// The parts of a zip, by name.
std::map<std::string, std::string> Unzipped(const std::string& zip) {
  std::map<std::string, std::string> parts;
  const fs::path folder =
      fs::temp_directory_path() / ("opvang-print-" + std::to_string(getpid()) +
                                   "-" + Sha256(zip).substr(0, 8));
  fs::create_directories(folder);
  std::ofstream(folder / "it.zip", std::ios::binary) << zip;
  const std::string command = "cd '" + folder.string() +
                              "' && unzip -q it.zip && rm it.zip && "
                              "if [ -f SHA256SUMS ]; then sha256sum --quiet "
                              "--strict -c SHA256SUMS; fi";
  EXPECT_EQ(std::system(command.c_str()), 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    parts[fs::relative(entry.path(), folder)] = text.str();
  }
  fs::remove_all(folder);
  return parts;
}

constexpr Request::Format kFormats[] = {
    Request::FORMAT_JSON, Request::FORMAT_HTML, Request::FORMAT_ODS,
    Request::FORMAT_XLSX, Request::FORMAT_CSV,  Request::FORMAT_ARCHIVE};

TEST(PrintTest, TheSameReportGivesTheSameBytesInEveryFormat) {
  for (const Request::Format format : kFormats) {
    const std::string first = Bytes(SomeReport(7), format);
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(Sha256(first), Sha256(Bytes(SomeReport(7), format))) << format;
    EXPECT_NE(Sha256(first), Sha256(Bytes(SomeReport(8), format))) << format;
  }
}

TEST(PrintTest, AFormatThatIsNoneIsRefused) {
  EXPECT_THAT(PrintReport(SomeReport(1), {}, Request(), {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// What a cell of a workbook should hold, as `ReadWorkbook` tells it.
std::string Stored(const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::kEmpty:
      return "";
    case Cell::Type::kDay:
      return absl::FormatCivilTime(cell.day);
    case Cell::Type::kText:
      return cell.text;
    default:
      return absl::StrCat(cell.value);
  }
}

// The workbook has a sheet per table, and in each every number as a number.
void ExpectHolds(const sheet::Grid& grid, const Document& document) {
  const auto tables = TablesOf(document);
  ASSERT_EQ(grid.sheets.size(), tables.size() + 2);
  EXPECT_EQ(grid.sheets.front().name, "Samenvatting");
  EXPECT_EQ(grid.sheets.back().name, "Teksten");
  int numbers = 0;
  for (size_t i = 0; i < tables.size(); ++i) {
    const auto& sheet = grid.sheets[i + 1];
    const Table table = Flattened(*tables[i]);
    EXPECT_EQ(sheet.name, table.name);
    for (size_t row = 0; row < table.rows.size(); ++row) {
      for (size_t column = 0; column < table.rows[row].cells.size(); ++column) {
        const Cell& cell = table.rows[row].cells[column];
        const sheet::GridCell* found =
            sheet.At({.row = static_cast<int>(row) + 4,
                      .column = static_cast<int>(column) + 1});
        if (Stored(cell).empty()) continue;
        ASSERT_NE(found, nullptr) << table.name << " " << Stored(cell);
        if (cell.type == Cell::Type::kPercent) {
          EXPECT_NEAR(std::stod(found->text),
                      double(cell.value) / double(cell.whole), 1e-9);
        } else {
          EXPECT_EQ(found->text, Stored(cell)) << table.name;
        }
        if (cell.IsNumber()) {
          ++numbers;
          EXPECT_NE(found->kind, sheet::CellKind::kText);
        }
      }
    }
  }
  EXPECT_GT(numbers, 200);
}

TEST(PrintTest, WorkbooksHoldEveryNumberOfEveryTableAsANumber) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  const pb::Report report = SomeReport(seed);
  for (const auto format : {Request::FORMAT_ODS, Request::FORMAT_XLSX}) {
    const auto grid = sheet::ReadWorkbook(Bytes(report, format));
    ASSERT_THAT(grid, IsOk());
    ExpectHolds(*grid, MakeDocument(report));
  }
}

// What an office makes of a file, in another of its forms.
class Office {
 public:
  Office() { fs::create_directories(folder_); }
  ~Office() { fs::remove_all(folder_); }

  std::string Convert(const std::string& bytes, const std::string& from,
                      const std::string& to) const {
    const fs::path in = folder_ / ("verslag." + from);
    std::ofstream(in, std::ios::binary) << bytes;
    // A bound on an office that hangs, not on one that is slow.
    EXPECT_EQ(End(Spawn({"timeout", "200", "soffice",
                         "-env:UserInstallation=file://" +
                             (folder_ / "profile").string(),
                         "--headless", "--convert-to", to, "--outdir",
                         (folder_ / "made").string(), in.string()},
                        folder_ / "log"),
                  0),
              0);
    std::ostringstream made;
    made << std::ifstream(
                folder_ / "made" /
                    absl::StrCat("verslag.", to.substr(0, to.find(':'))),
                std::ios::binary)
                .rdbuf();
    return made.str();
  }

 private:
  const fs::path folder_ =
      fs::temp_directory_path() / ("opvang-office-" + std::to_string(getpid()));
};

TEST(PrintTest, AnOfficeOpensBothWorkbooksAndFindsEveryNumber) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  const pb::Report report = SomeReport(seed);
  const Office office;
  for (const auto& made :
       {office.Convert(Bytes(report, Request::FORMAT_ODS), "ods", "xlsx"),
        office.Convert(Bytes(report, Request::FORMAT_XLSX), "xlsx", "ods")}) {
    const auto grid = sheet::ReadWorkbook(made);
    ASSERT_THAT(grid, IsOk());
    ExpectHolds(*grid, MakeDocument(report));
  }
}

TEST(PrintTest, AnOfficeOpensTheMemoAndFindsEveryNumberAndItsBanner) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  pb::Report report = SomeReport(seed);
  report.mutable_embargo_time()->set_seconds(1730451600);
  const pb::MunicipalityRow& row = report.content().municipalities(0);
  Request request;
  request.set_form(Request::FORM_MEMO);
  request.set_format(Request::FORMAT_ODT);
  request.set_municipality(row.municipality());
  const auto printed = PrintReport(report, {}, request, {});
  ASSERT_THAT(printed, IsOk());
  EXPECT_EQ(printed->bytes, PrintReport(report, {}, request, {})->bytes);
  const std::string text =
      Office().Convert(printed->bytes, "odt", "txt:Text (encoded):UTF8");
  EXPECT_THAT(text, HasSubstr("Raadsmemo opvang en huisvesting"));
  EXPECT_THAT(text, HasSubstr("Onder embargo tot 1 november 2024"));
  const Document memo = MakeMemo(report, row);
  for (const Cell* cell : NumbersOf(memo)) {
    EXPECT_THAT(text, HasSubstr(Dutch(*cell))) << cell->figure;
  }
}

TEST(PrintTest, CsvHoldsTheSameFiguresInIsoNotation) {
  const pb::Report report = SomeReport(11);
  const Document document = MakeDocument(report);
  const auto files = Unzipped(Bytes(report, Request::FORMAT_CSV));
  EXPECT_EQ(files.size(), TablesOf(document).size() + 1);
  const auto& figures = files.at("cijfers.csv");
  for (const Cell* cell : NumbersOf(document)) {
    EXPECT_THAT(
        figures,
        HasSubstr(absl::StrCat(
            "\r\n", cell->figure, ",", cell->value, ",",
            cell->type == Cell::Type::kPercent ? absl::StrCat(cell->whole) : "",
            ",", cell->parts > 0 ? absl::StrCat(cell->known) : "", ",",
            cell->parts > 0 ? absl::StrCat(cell->parts) : "", "\r\n")));
  }
  const pb::AsylumFigures& asylum = report.content().total().figures().asylum();
  EXPECT_THAT(files.at("01-2-opgaven.csv"),
              HasSubstr(absl::StrCat("\r\n,totaal,Totaal Overijssel,",
                                     asylum.target_place_count(), ",")));
  EXPECT_THAT(files.at("01-2-opgaven.csv"),
              HasSubstr("Groep,Soort rij,Gemeente,"));
}

TEST(PrintTest, ATextIsNoFormulaInAnyFile) {
  Document document;
  Table table{.name = "1 Proef", .columns = {{.label = "Wat"}}};
  for (const char* text : {"=1+1", "+31", "-2", "@SUM(A1)", "\t=1", "a;b",
                           "zeg \"ja\"", "gewoon"}) {
    table.rows.push_back({.cells = {Cell::Text(text)}});
  }
  table.rows.push_back({.cells = {Cell::Signed(-12, "a#b")}});
  document.sections = {{.title = "Proef", .blocks = {table}}};
  EXPECT_EQ(PrintCsv(document)[0].bytes,
            "Wat\r\n'=1+1\r\n'+31\r\n'-2\r\n'@SUM(A1)\r\n'\t=1\r\n\"a;b\"\r\n"
            "\"zeg \"\"ja\"\"\"\r\ngewoon\r\n-12\r\n");
}

TEST(PrintTest, AnArchiveHoldsAllAndItsChecksumsHold) {
  const pb::Report report = SomeReport(3);
  const auto files = Unzipped(Bytes(report, Request::FORMAT_ARCHIVE));
  EXPECT_EQ(Sha256(files.at("inhoud.json")), report.content_sha256());
  EXPECT_EQ(files.at("verslag.html"), Bytes(report, Request::FORMAT_HTML));
  EXPECT_EQ(files.at("verslag.ods"), Bytes(report, Request::FORMAT_ODS));
  EXPECT_THAT(files.at("verslag.json"), HasSubstr("\"version\": 1"));
  EXPECT_THAT(files.at("LEESMIJ.txt"), HasSubstr(report.content_sha256()));
  EXPECT_THAT(files.at("LEESMIJ.txt"), Not(HasSubstr("verslag.pdf")));
  EXPECT_FALSE(files.at("regels.txt").empty());
  EXPECT_TRUE(files.count("tabellen/cijfers.csv"));
  EXPECT_TRUE(files.count("tabellen/01-2-opgaven.csv"));
}

// --- PDF --------------------------------------------------------------------

constexpr char kPrinter[] = OPVANG_SOURCE_DIR "/deploy/print-pdf";

// What `command` says of a file with these bytes.
std::string Told(const std::string& bytes, const std::string& command) {
  const fs::path file = fs::temp_directory_path() /
                        ("opvang-" + std::to_string(getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string asked = command + " '" + file.string() + "' 2>&1";
  FILE* pipe = popen(asked.c_str(), "r");
  std::string told(1 << 24, 0);
  told.resize(fread(told.data(), 1, told.size(), pipe));
  pclose(pipe);
  fs::remove(file);
  return told;
}

int Count(const std::string& text, const std::string& word) {
  int count = 0;
  for (size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

// As a regular expression that finds just it.
std::string Plain(const std::string& text) {
  return std::regex_replace(text, std::regex(R"([.()*+?\[\]])"), R"(\$&)");
}

TEST(PrintPdfTest, IsATaggedDutchDocumentWithTextForItsChartAndHeadsForTables) {
  PdfPrinter printer(kPrinter);
  const pb::Report report = SomeReport(5);
  Request request;
  request.set_format(Request::FORMAT_PDF);
  const auto printed =
      PrintReport(report, {}, request,
                  {.is_there = true, .print = [&](const std::string& html) {
                     return printer.Print(html, InAWhile());
                   }});
  ASSERT_THAT(printed, IsOk());
  EXPECT_EQ(printed->media_type, "application/pdf");
  const std::string info = Told(printed->bytes, "pdfinfo");
  EXPECT_THAT(info, HasSubstr("Tagged:          yes"));
  EXPECT_THAT(info, HasSubstr("Verslag van de commissaris van de Koning – "
                              "Overijssel"));
  EXPECT_THAT(info, HasSubstr("opvang html-"));
  EXPECT_THAT(info, Not(HasSubstr("CreationDate")));
  const std::string objects = Told(printed->bytes, "qpdf --json");
  EXPECT_THAT(objects, HasSubstr("\"/Lang\": \"u:nl\""));
  EXPECT_THAT(objects, HasSubstr("\"/DisplayDocTitle\": true"));
  EXPECT_THAT(objects, HasSubstr("\"/Alt\": \"u:Plekken door de tijd"));
  EXPECT_THAT(objects, HasSubstr("\"/Outlines\""));
  const std::string tags = Told(printed->bytes, "pdfinfo -struct");
  EXPECT_EQ(Count(tags, " H1 "), 1);
  EXPECT_GE(Count(tags, " Table"), 15);
  EXPECT_GE(Count(tags, "/Scope /Column"), 60);
  EXPECT_GE(Count(tags, "/Scope /Row"), 60);
  EXPECT_GE(Count(tags, " Figure"), 1);
  EXPECT_THAT(Told(printed->bytes, "qpdf --check"),
              HasSubstr("No syntax or stream encoding errors"));
  // The contents tell the page of every section, and each page its number.
  const auto pages = PagesOf(printed->bytes);
  const Document document = MakeDocument(report);
  ASSERT_EQ(pages.size(), document.sections.size() + 1);
  const std::vector<std::string> texts = absl::StrSplit(
      Told(printed->bytes, "f() { pdftotext -layout \"$1\" -; }; f"), '\f');
  for (size_t i = 0; i < document.sections.size(); ++i) {
    const std::string& title = document.sections[i].title;
    const int page = pages.at(absl::StrCat("s", i));
    EXPECT_THAT(texts.at(page - 1), HasSubstr(title));
    EXPECT_THAT(texts.at(page - 1), HasSubstr(absl::StrCat("Pagina ", page)));
    EXPECT_TRUE(std::any_of(
        texts.begin(), texts.end(),
        [&](const std::string& one) {
          return std::regex_search(
              one, std::regex(absl::StrCat("(^|\n)[^\n]*", Plain(title),
                                           "[^\n]* ", page, "[ \n]")));
        }))
        << title << " is not in the contents with page " << page;
  }
}

TEST(PrintPdfTest, AnotherTimeGivesTheSameBytes) {
  PdfPrinter printer(kPrinter);
  // The browser's own bytes, with the times that it writes, and as if it had
  // printed in another year.
  const fs::path folder =
      fs::temp_directory_path() / ("opvang-print-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "in.html")
      << "<!DOCTYPE html><html lang=\"nl\"><title>Proef</title><h1>Proef</h1>";
  const std::string command =
      absl::StrCat(kPrinter, " ", (folder / "in.html").string(), " ",
                   (folder / "out.pdf").string(), " >/dev/null 2>&1");
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::ostringstream bytes;
  bytes << std::ifstream(folder / "out.pdf", std::ios::binary).rdbuf();
  fs::remove_all(folder);
  std::string other = bytes.str();
  for (size_t at = other.find("(D:20"); at != std::string::npos;
       at = other.find("(D:20", at + 1)) {
    other.replace(at, 7, "(D:1999");
  }
  ASSERT_NE(other, bytes.str());
  const auto first = WithoutTimes(bytes.str());
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(Sha256(*WithoutTimes(other)), Sha256(*first));
  EXPECT_THAT(WithoutTimes("no PDF"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// A program that stands for a browser.
std::string Script(const std::string& name, const std::string& text) {
  const std::string path =
      fs::temp_directory_path() / ("opvang-" + std::to_string(getpid()) + name);
  std::ofstream(path) << "#!/bin/sh\n" << text << "\n";
  chmod(path.c_str(), 0700);
  return path;
}

TEST(PrintPdfTest, APrinterThatFailsIsToldAndLeavesNothing) {
  const auto left = [] {
    int count = 0;
    for (const auto& entry :
         fs::directory_iterator(fs::temp_directory_path())) {
      count += entry.path().filename().string().starts_with("opvang-pdf-");
    }
    return count;
  };
  const int before = left();
  for (const std::string& program :
       {std::string(), std::string("/no/such/printer"), Script("-1", "exit 1"),
        Script("-2", "exit 0"), Script("-3", "echo no > \"$2\"")}) {
    PdfPrinter printer(program);
    EXPECT_THAT(printer.Print("x", InAWhile()),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << program;
    fs::remove(program);
  }
  EXPECT_EQ(left(), before);
}

TEST(PrintPdfTest, APrinterThatHangsIsEndedWithAllItStarted) {
  const std::string pids = fs::temp_directory_path() /
                           ("opvang-" + std::to_string(getpid()) + "-pids");
  const std::string program =
      Script("-4", "sleep 600 & echo $! > '" + pids + "'; echo $$ >> '" + pids +
                       "'; wait");
  std::atomic<bool> begun = false;
  PdfPrinter printer(program);
  EXPECT_THAT(printer.Print("x", SystemClock().Now() + absl::Seconds(4)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  std::ifstream file(pids);
  for (int pid = 0; file >> pid;) {
    // Nobody is left but what waits for its parent to look; what is killed may
    // still be on its way there.
    const auto state_of = [pid] {
      std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
      std::string ignored, name, state = "Z";
      stat >> ignored >> name >> state;
      return state;
    };
    const absl::Time latest = InAWhile();
    while (state_of() != "Z" && SystemClock().Now() < latest) {
      std::this_thread::yield();
    }
    EXPECT_EQ(state_of(), "Z") << pid;
    begun = true;
  }
  EXPECT_TRUE(begun);
  fs::remove(program);
  fs::remove(pids);
}

}  // namespace
}  // namespace opvang::reporting
