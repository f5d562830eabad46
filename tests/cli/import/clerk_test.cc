// Workbooks that a clerk filled in with LibreOffice, with every kind of slip:
// each is named by its cell, understood with its reading shown, or refused with
// what would be right.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/import/house.h"
#include "tests/support/process.h"

namespace opvang::cli::workbook {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// An office of its own, with the clerk's macro.
class Office {
 public:
  explicit Office(const fs::path& folder) : folder_(folder) {
    const fs::path user = folder / "profile/user";
    fs::create_directories(user);
    std::ofstream(user / "registrymodifications.xcu")
        << R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
oor:op="fuse"><value>nl-NL</value></prop></item></oor:items>)";
    // A first start lays out the profile, over what stands there.
    Run({"--terminate_after_init"});
    const fs::path library = user / "basic/Standard";
    fs::create_directories(library);
    fs::copy_file(
        std::string(OPVANG_SOURCE_DIR) + "/tests/cli/import/clerk.xba",
        library / "Clerk.xba", fs::copy_options::overwrite_existing);
    std::ofstream(library / "script.xlb")
        << R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Clerk"/>
</library:library>)";
  }

  // Carries out the acts, on `from`, and stores as `to`.ods and `to`.xlsx.
  void Work(const std::string& from, const std::vector<std::string>& acts,
            const std::string& to) {
    const fs::path script = folder_ / "acts.txt";
    {
      std::ofstream file(script);
      file << "open\tfile://" << from << "\n";
      for (const std::string& act : acts) file << act << "\n";
      file << "store\tfile://" << to << ".ods\tcalc8\n"
           << "store\tfile://" << to
           << ".xlsx\tCalc MS Excel 2007 XML\nclose\n";
    }
    Run({absl::StrCat("macro:///Standard.Clerk.Work(\"", script.string(),
                      "\")")});
  }

 private:
  void Run(std::vector<std::string> more) {
    // A bound on an office that hangs, not on one that is slow.
    std::vector<std::string> command = {
        "timeout",
        "200",
        "soffice",
        "-env:UserInstallation=file://" + (folder_ / "profile").string(),
        "--headless",
        "--norestore"};
    command.insert(command.end(), more.begin(), more.end());
    ASSERT_EQ(End(Spawn(command, (folder_ / "log").string()), 0), 0);
  }
  fs::path folder_;
};

// One row with one slip: what is typed under a heading of an otherwise right
// row, and what is said of that cell.
struct Slip {
  std::string sheet, header, typed, said;
};

const std::vector<Slip>& Slips() {
  static const auto* const kSlips = new std::vector<Slip>{
      {"Bestaande locaties", "Plekken regulier", "50-60", "meer dan één getal"},
      {"Bestaande locaties", "Plekken regulier", "50 à 60",
       "meer dan één getal"},
      {"Bestaande locaties", "Plekken regulier", "max. 50",
       "meer dan één getal"},
      {"Bestaande locaties", "Plekken regulier", "300 of 350",
       "meer dan één getal"},
      {"Bestaande locaties", "Plekken regulier", "2 x 21", "is een som"},
      {"Bestaande locaties", "Plekken regulier", "300+50", "is een som"},
      {"Bestaande locaties", "Plekken regulier", "=100+50", "is een formule"},
      {"Bestaande locaties", "Plekken regulier", "=1/0", "is een formule"},
      {"Bestaande locaties", "Plekken regulier", "66%", "percentage"},
      {"Bestaande locaties", "Plekken regulier", "12,5", "geen heel getal"},
      {"Bestaande locaties", "Plekken regulier", "vijftig", "is geen getal"},
      {"Bestaande locaties", "Plekken regulier", "-5", "0 tot en met 100.000"},
      {"Bestaande locaties", "Plekken regulier", "1000000", "grenzen"},
      {"Bestaande locaties", "Plekken regulier", "1-2-2025",
       "is ook 1 februari 2025"},
      {"Bestaande locaties", "Plekken regulier", "ca. 50", "gelezen als 50"},
      {"Bestaande locaties", "Plekken regulier", "± 1.250 plekken",
       "gelezen als 1.250"},
      {"Bestaande locaties", "Plekken regulier", "n.t.b.",
       "nog niet bekend; er wordt niets vastgelegd"},
      {"Bestaande locaties", "Eerste dag", "juli 2025",
       "gelezen als 31 juli 2025"},
      {"Bestaande locaties", "Eerste dag", "Q3 2025",
       "gelezen als 30 september 2025"},
      {"Bestaande locaties", "Eerste dag", "3e kwartaal 2025",
       "gelezen als 30 september 2025"},
      {"Bestaande locaties", "Eerste dag", "2025",
       "gelezen als 31 december 2025"},
      {"Bestaande locaties", "Eerste dag", "1 juli", "mist het jaartal"},
      {"Bestaande locaties", "Eerste dag", "30 februari 2025",
       "geen dag van de kalender"},
      {"Bestaande locaties", "Eerste dag", "na de zomer", "is geen dag"},
      {"Bestaande locaties", "Eerste dag", "z.s.m.", "is geen dag"},
      {"Bestaande locaties", "Eerste dag", "1-7-1925", "jaar 1925"},
      {"Bestaande locaties", "Eerste dag", "45839", "is geen dag"},
      {"Bestaande locaties", "Eerste dag", "n.t.b.",
       "besloten plekken hebben een eerste dag"},
      {"Bestaande locaties", "Eerste dag", "",
       "besloten plekken hebben een eerste dag"},
      {"Bestaande locaties", "Eerste dag", "tot juli 2025", "noemt een einde"},
      {"Bestaande locaties", "Laatste dag", "1-1-2020",
       "ligt vóór de eerste dag"},
      {"Bestaande locaties", "Laatste dag", "maart 2026",
       "gelezen als t/m 28 februari 2026"},
      {"Bestaande locaties", "Einde is", "ongeveer",
       "kies uit: vast, indicatief"},
      {"Bestaande locaties", "Besluit", "", "noem het besluit"},
      {"Bestaande locaties", "Soort", "zaaltje", "is niet bekend; kies uit"},
      {"Bestaande locaties", "Soort", "AZC", "gelezen als asielzoekerscentrum"},
      {"Bestaande locaties", "Soort", "", "hoort de soort er te staan"},
      {"Bestaande locaties", "Beheerder", "COA/gemeente", "kies uit: COA"},
      {"Bestaande locaties", "Beheerder", "", "kies de beheerder"},
      {"Bestaande locaties", "Deelnemende gemeenten", "Bergen",
       "bedoeld kan zijn gemeente Bergen (NH)"},
      {"Bestaande locaties", "Deelnemende gemeenten", "Zwole", "geen gemeente"},
      {"Bestaande locaties", "Naam locatie", "", "schrijf hoe de locatie heet"},
      {"Bestaande locaties", "Naam locatie", "AZC-Zwolle",
       "lijkt te veel op de bestaande locatie"},
      {"Bestaande locaties", "Totaal plekken", "99",
       "samen 10; maak die gelijk"},
      {"Bestaande locaties", "Netto plekken", "11", "meer dan de 10 plekken"},
      {"Bestaande locaties", "Status", "bijna open", "kies uit: idee"},
      {"Bestaande locaties", "Status", "open", "hoort bij \"Status\""},
      {"Oekraïne", "Besloten of voornemen", "", "kies besloten of voornemen"},
      {"Oekraïne", "Bezet (personen)", "80", "hoort bij \"Bezet (personen)\""},
      {"Oekraïne", "Geteld op", "oktober 2024", "\"Geteld op\""},
      {"Statushouders", "Waarvan amv", "15", "meer dan de 12 personen"},
      {"Statushouders", "Soort woonruimte", "caravan", "kies uit"},
      {"Plannen", "Percentage vrijkomend", "150", "0 tot en met 100"},
      {"Plannen", "Percentage vrijkomend", "25",
       "hoort alleen bij bestaande voorraad"},
      {"Plannen", "Laatste dag", "1-1-2020", "ligt vóór de eerste dag"},
      {"Plannen", "Woningen", "", "noemt woningen, personen of een percentage"},
      {"Plannen", "Gemiddeld huishouden", "2,155", "twee decimalen"},
      {"Duiding", "Volgnummer", "101", "1 tot en met 100"},
      {"Duiding", "Tekst", "", "\"Tekst\" hoort bij"}};
  return *kSlips;
}

// What makes a row of a sheet right, so that the slip is the only one.
std::vector<std::pair<std::string, std::string>> RightRow(
    const std::string& sheet, int number) {
  if (sheet == "Bestaande locaties" || sheet == "Oekraïne") {
    std::vector<std::pair<std::string, std::string>> row = {
        {"Naam locatie", absl::StrCat("Locatie ", sheet, " ", number)},
        {"Soort", sheet == "Oekraïne" ? "gemeentelijke opvang Oekraïne"
                                      : "asielzoekerscentrum"},
        {"Beheerder", "COA"},
        {"Plekken regulier", "10"},
        {"Eerste dag", "1-1-2025"},
        {"Besluit", "college"}};
    if (sheet == "Oekraïne")
      row.push_back({"Besloten of voornemen", "besloten"});
    return row;
  }
  if (sheet == "Statushouders") {
    return {{"Gehuisvest op", absl::StrCat(number, "-3-2025")},
            {"Soort woonruimte", "woning"},
            {"Personen", "12"}};
  }
  if (sheet == "Plannen") {
    return {{"Plan", absl::StrCat("plan ", number)},
            {"Herkomst woningen", "nieuwbouw"},
            {"Eerste dag", "1-1-2025"},
            {"Laatste dag", "31-12-2025"},
            {"Woningen", "5"}};
  }
  return {{"Soort tekst", "risico"},
          {"Volgnummer", absl::StrCat(number)},
          {"Geldt vanaf", "1-1-2025"},
          {"Tekst", "Een tekst."}};
}

class WorkbookClerkTest : public TownHouse {};

TEST_F(WorkbookClerkTest, EverySlipIsNamedByItsCell) {
  ASSERT_GE(Slips().size(), 50u);
  sheet::Workbook book = Template();
  Save(book, "leeg.ods");
  std::vector<std::string> acts;
  std::map<std::string, int> next;
  std::vector<std::pair<std::string, std::string>> expected;  // Cell, words.
  for (const Slip& slip : Slips()) {
    const auto [at, is_new] = next.emplace(slip.sheet, 0);
    if (is_new) at->second = EmptyRow(book, slip.sheet);
    const int row = at->second++;
    acts.push_back("sheet\t" + slip.sheet);
    const auto cell = [&](const std::string& header) {
      return sheet::CellName(
          {row, ColumnIn(SheetIn(book, slip.sheet), header)});
    };
    for (const auto& [header, typed] : RightRow(slip.sheet, row)) {
      if (header != slip.header) {
        acts.push_back("type\t" + cell(header) + "\t" + typed);
      }
    }
    if (!slip.typed.empty()) {
      acts.push_back("type\t" + cell(slip.header) + "\t" + slip.typed);
    }
    // What follows from a slip is told where it would be mended.
    std::string where = slip.header;
    if (slip.said == "hoort bij \"Status\"") where = "Status sinds";
    if (slip.said == "hoort bij \"Bezet (personen)\"") where = "Geteld op";
    if (slip.typed == "oktober 2024") where = "Bezet (personen)";
    expected.push_back(
        {absl::StrCat(slip.sheet, ", ", cell(where), ": "), slip.said});
  }
  Office(folder_).Work(Path("leeg.ods"), acts, Path("vol"));
  for (const char* name : {"vol.ods", "vol.xlsx"}) {
    const Outcome outcome = Import(name);
    EXPECT_EQ(outcome.status, kMisused) << outcome.out;
    const std::vector<std::string> lines = absl::StrSplit(outcome.err, '\n');
    for (size_t i = 0; i < expected.size(); ++i) {
      const auto& [place, words] = expected[i];
      bool is_told = false;
      std::string told;
      for (const std::string& line : lines) {
        if (line.find(name + (", " + place)) == std::string::npos) continue;
        told += line + "\n";
        is_told = is_told || line.find(words) != std::string::npos;
      }
      EXPECT_TRUE(is_told) << name << ", " << place << " \"" << Slips()[i].typed
                           << "\" should say \"" << words
                           << "\", says: " << told;
    }
  }
  EXPECT_EQ(Present().origin.locations, 2);
}

// Rows put in, a column moved, cells merged, headings in other words, a sheet
// of one's own: read all the same, and told.
TEST_F(WorkbookClerkTest, AnotherLayoutIsReadAllTheSame) {
  sheet::Workbook book = Template();
  Save(book, "leeg.ods");
  const std::string sheet = "Bestaande locaties";
  const int row = EmptyRow(book, sheet);
  const auto cell = [&](const std::string& header, int at) {
    return sheet::CellName({at, ColumnIn(SheetIn(book, sheet), header)});
  };
  std::vector<std::string> acts = {"sheet\t" + sheet, "unprotect"};
  for (const auto& [header, typed] : RightRow(sheet, row)) {
    acts.push_back("type\t" + cell(header, row) + "\t" + typed);
  }
  // A second phase of it: the name and kind are merged downwards.
  acts.push_back("type\t" + cell("Plekken regulier", row + 1) + "\t25");
  acts.push_back("type\t" + cell("Eerste dag", row + 1) + "\t1-7-2025");
  acts.push_back("type\t" + cell("Besluit", row + 1) + "\tcollege");
  for (const char* header : {"Naam locatie", "Soort", "Beheerder"}) {
    acts.push_back("merge\t" + cell(header, row) + ":" + cell(header, row + 1));
  }
  acts.push_back("type\t" + cell("Naam locatie", row + 2) + "\tTotaal");
  acts.push_back("type\t" + cell("Plekken regulier", row + 2) + "\t35");
  acts.push_back("type\t" + cell("Plekken regulier", 3) +
                 "\tAantal plaatsen *");
  acts.push_back("type\t" + cell("Eerste dag", 3) +
                 "\tStartdatum (dd-mm-jjjj)");
  acts.push_back("type\tAA3\tEigen kolom");
  const std::string decision = cell("Besluit", 3);
  acts.push_back("move column\t" + decision + ":" + cell("Besluit", row + 9) +
                 "\tAC3");
  acts.push_back("insert row\t2");
  acts.push_back("insert row\t6");
  acts.push_back("add sheet\tKladblok");
  acts.push_back("sheet\tKladblok");
  acts.push_back("type\tA1\tbellen met de provincie");
  Office(folder_).Work(Path("leeg.ods"), acts, Path("anders"));
  const std::string name = absl::StrCat("Locatie ", sheet, " ", row);
  for (const char* file : {"anders.ods", "anders.xlsx"}) {
    const Outcome outcome = Import(file, false);
    EXPECT_EQ(outcome.status, kDone) << outcome.err;
    EXPECT_THAT(outcome.out,
                HasSubstr("Zwolle, " + name +
                          ": 10 plekken vanaf 1 januari 2025 (nieuw)"));
    EXPECT_THAT(outcome.out,
                HasSubstr("Zwolle, " + name +
                          ": 25 plekken vanaf 1 juli 2025 (nieuw)"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("35")));
    EXPECT_THAT(outcome.out, Not(HasSubstr("vervalt")));
    EXPECT_THAT(outcome.err, HasSubstr("is een totaalregel"));
    EXPECT_THAT(outcome.err, HasSubstr("\"Eigen kolom\" is niet bekend"));
    EXPECT_THAT(outcome.err, HasSubstr("Kladblok: is geen blad"));
    EXPECT_THAT(outcome.err, HasSubstr("van de cel B"));
  }
}

}  // namespace
}  // namespace opvang::cli::workbook
