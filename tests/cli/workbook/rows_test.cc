// Records become rows and rows records; out to every format and back.
#include "absl/strings/str_replace.h"
#include "common/sheet/read.h"
#include "common/sheet/workbook.h"
#include "services/cli/workbook/compare.h"
#include "services/cli/workbook/delivery.h"
#include "services/cli/workbook/statements.h"
#include "services/cli/workbook/template.h"
#include "tests/cli/workbook/world.h"
#include "tests/support/seed.h"

namespace opvang::cli::workbook {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::map<RecordKey, Fields> FieldsOf(const Snapshot& snapshot) {
  std::map<RecordKey, Fields> fields;
  for (const auto& [key, record] : snapshot) fields[key] = record.fields;
  return fields;
}

std::string Told(const std::vector<Message>& messages) {
  std::string told;
  for (const Message& one : messages) {
    absl::StrAppend(&told, one.place, ": ", one.text, "\n");
  }
  return told;
}

// The rows as a file of a format, read again.
FileRows There(const std::vector<SheetRow>& rows, const std::string& format) {
  const Origin origin = {.municipality = "municipalities/gm0193",
                         .day = "2025-01-01",
                         .locations = 7,
                         .housing = 8,
                         .reporting = 9};
  const Vocabulary words = WorldWords();
  if (format == "csv") {
    std::vector<std::string> faults;
    auto files = MakeFiles(origin, rows);
    const sheet::Grid grid = GridOf(files, faults);
    EXPECT_THAT(faults, IsEmpty());
    return ReadRows(grid, true, words);
  }
  const sheet::Workbook book = MakeTemplate(origin, rows, words);
  const auto bytes =
      format == "ods" ? sheet::WriteOds(book) : sheet::WriteXlsx(book);
  EXPECT_THAT(bytes, IsOk());
  const auto grid = sheet::ReadWorkbook(*bytes);
  EXPECT_THAT(grid, IsOk());
  return ReadRows(*grid, false, words);
}

class WorkbookRowsTest : public testing::Test {
 protected:
  WorkbookRowsTest() : seed_(Seed()), random_(seed_) {
    std::printf("seed %u\n", seed_);
  }
  unsigned seed_;
  std::mt19937 random_;
};

TEST_F(WorkbookRowsTest, RowsSayWhatTheRecordsDo) {
  for (int i = 0; i < 300; ++i) {
    const Snapshot world = World(random_).Any(i % 6);
    std::map<RecordKey, Fields> said;
    std::set<std::string> keys;
    for (const SheetRow& row : RowsOf(world, WorldWords())) {
      EXPECT_TRUE(keys.insert(row.key).second) << row.key;
      for (const auto& [key, one] : Expand(row)) {
        for (const auto& [field, value] : one.fields) {
          const auto [at, is_new] = said[key].emplace(field, value);
          EXPECT_TRUE(is_new || field == "display_name") << field;
          EXPECT_EQ(at->second, value);
        }
      }
    }
    ASSERT_EQ(said, FieldsOf(world)) << "seed " << seed_ << ", world " << i;
  }
}

TEST_F(WorkbookRowsTest, GoingOutAndComingBackChangesNothing) {
  for (int i = 0; i < 12; ++i) {
    const Snapshot world = World(random_).Any(5);
    for (const char* format : {"ods", "xlsx", "csv"}) {
      const FileRows file = There(RowsOf(world, WorldWords()), format);
      EXPECT_EQ(file.origin.locations, 7);
      EXPECT_EQ(file.origin.reporting, 9);
      EXPECT_EQ(Told(file.faults) + Told(file.notes), "") << "seed " << seed_;
      const Stated stated = StatementsOf(file, world, world, WorldWords());
      EXPECT_EQ(Told(stated.faults) + Told(stated.notes), "")
          << "seed " << seed_ << " " << format;
      const Comparison compared =
          Compare({world, world, world}, stated.statements);
      EXPECT_THAT(compared.changes, IsEmpty()) << "seed " << seed_;
      EXPECT_THAT(compared.conflicts, IsEmpty()) << "seed " << seed_;
    }
  }
}

TEST_F(WorkbookRowsTest, ComingInAndGoingOutGivesEveryValueBack) {
  for (int i = 0; i < 12; ++i) {
    const Snapshot world = World(random_).Any(5);
    std::vector<SheetRow> rows = RowsOf(world, WorldWords());
    for (SheetRow& row : rows) row.key.clear();
    for (const char* format : {"ods", "xlsx", "csv"}) {
      const FileRows file = There(rows, format);
      const Stated stated = StatementsOf(file, {}, {}, WorldWords());
      EXPECT_EQ(Told(stated.faults), "") << "seed " << seed_ << " " << format;
      const Comparison compared = Compare({{}, {}, {}}, stated.statements);
      std::map<RecordKey, Fields> after;
      for (const Change& change : compared.changes) {
        after[change.key] = change.after;
      }
      EXPECT_EQ(after, FieldsOf(world)) << "seed " << seed_ << " " << format;
    }
  }
}

// CSV as a Dutch Excel writes it says the same.
TEST_F(WorkbookRowsTest, DutchCsvIsReadAsTheOther) {
  const std::map<std::string, std::string> files = {
      {"particuliere-opvang.csv",
       "\xEF\xBB\xBFkey;count_date;person_count\r\n;1-10-2024;29\r\n"
       ";2-10-2024;\"ca. 30\"\r\n"}};
  std::vector<std::string> faults;
  const FileRows file = ReadRows(GridOf(files, faults), true, WorldWords());
  EXPECT_THAT(faults, IsEmpty());
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].row.values.at("count_date"), "2024-10-01");
  EXPECT_EQ(Told(file.notes),
            "particuliere-opvang, regel 3, kolom person_count: \"ca. 30\" "
            "gelezen als 30\n");
}

// A sheet of texts, the first row its header.
sheet::Grid GridOfRows(const std::string& name,
                       const std::vector<std::vector<std::string>>& rows) {
  sheet::GridSheet sheet = {.name = name};
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < rows[i].size(); ++j) {
      if (rows[i][j].empty()) continue;
      sheet.cells.push_back({.row = static_cast<int>(i) + 1,
                             .column = static_cast<int>(j) + 1,
                             .text = rows[i][j]});
    }
  }
  return {.sheets = {sheet}};
}

Stated StatedIn(const std::string& name,
                const std::vector<std::vector<std::string>>& rows,
                const Snapshot& known = {}) {
  FileRows file = ReadRows(GridOfRows(name, rows), false, WorldWords());
  Stated stated = StatementsOf(file, known, known, WorldWords());
  stated.faults.insert(stated.faults.begin(), file.faults.begin(),
                       file.faults.end());
  stated.notes.insert(stated.notes.begin(), file.notes.begin(),
                      file.notes.end());
  return stated;
}

// Programs write formulas without their result; a row of nothing else too.
TEST(StatementsTest, AFormulaWithoutItsResultIsRefused) {
  sheet::Grid grid =
      GridOfRows("Particuliere opvang",
                 {{"Peildag", "Personen"}, {"1-7-2025", "70"}, {"", ""}});
  for (const auto& [row, column] : {std::pair(2, 2), std::pair(3, 2)}) {
    auto& cells = grid.sheets[0].cells;
    std::erase_if(cells, [&](const sheet::GridCell& cell) {
      return cell.place() == sheet::Place{row, column};
    });
    cells.push_back({.row = row, .column = column, .is_formula = true});
    std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) {
      return a.place() < b.place();
    });
  }
  EXPECT_EQ(Told(ReadRows(grid, false, WorldWords()).faults),
            "Particuliere opvang, B2: is een formule; plak hier de waarde "
            "zelf\nParticuliere opvang, B3: is een formule; plak hier de "
            "waarde zelf\n");
}

TEST(StatementsTest, ATotalWithAPartLeavesTheRest) {
  const Stated stated = StatedIn(
      "Locaties", {{"Naam", "Soort", "Beheerder", "Totaal", "waarvan amv",
                    "Startdatum", "Besluit"},
                   {"Dorp", "azc", "COA", "350", "50", "1-7-2025", "college"}});
  EXPECT_EQ(Told(stated.faults), "");
  EXPECT_THAT(Told(stated.notes), HasSubstr("gelezen als 300 regulier"));
  EXPECT_EQ(stated.statements
                .at({Part::kPlaces, "dorp", "regular|decided|2025-07-01"})
                .fields.at("place_count"),
            "300");
}

TEST(StatementsTest, APartAboveItsTotalIsRefused) {
  const Stated stated = StatedIn(
      "Locaties", {{"Naam", "Soort", "Beheerder", "Totaal", "waarvan amv",
                    "Startdatum", "Besluit"},
                   {"Dorp", "azc", "COA", "50", "60", "1-7-2025", "college"}});
  EXPECT_EQ(Told(stated.faults),
            "Locaties, E2: is meer dan het totaal van 50; het is er een deel "
            "van\n");
}

TEST(StatementsTest, APartBesideNoTotalIsRefused) {
  const Stated stated = StatedIn(
      "Locaties", {{"Naam", "Soort", "Beheerder", "Plekken", "waarvan amv",
                    "Startdatum", "Besluit"},
                   {"Dorp", "azc", "COA", "350", "50", "1-7-2025", "college"}});
  EXPECT_THAT(Told(stated.faults), HasSubstr("is volgens de kop een deel"));
}

TEST(StatementsTest, APlanMayLackItsDayAndADecisionMayNot) {
  const std::vector<std::vector<std::string>> rows = {
      {"Naam", "Soort", "Beheerder", "Plekken", "Startdatum", "Besluit"},
      {"Dorp", "azc", "COA", "350", "n.t.b.", "college"}};
  const Stated plan = StatedIn("Nieuwe locaties", rows);
  EXPECT_EQ(Told(plan.faults), "");
  EXPECT_EQ(plan.statements.count({Part::kPlaces, "dorp", "regular|planned|"}),
            1u);
  const Stated decided = StatedIn("Bestaande locaties", rows);
  EXPECT_THAT(Told(decided.faults),
              HasSubstr("E2: is niet bekend; besloten plekken hebben"));
}

TEST(StatementsTest, TheSameTwiceIsRefusedWithBothPlaces) {
  const std::vector<std::string> row = {"Dorp", "azc",      "COA",
                                        "350",  "1-7-2025", "college"};
  const Stated stated = StatedIn(
      "Locaties",
      {{"Naam", "Soort", "Beheerder", "Plekken", "Startdatum", "Besluit"},
       row,
       row});
  EXPECT_EQ(Told(stated.faults),
            "Locaties, D3: staat ook in Locaties, D2; hetzelfde hoort er één "
            "keer te staan\n");
}

// Rows of one location and group, each with its count, first and last day.
Stated PhasesStated(const std::vector<std::vector<std::string>>& phases,
                    const Snapshot& known = {},
                    const std::string& certainty = "vast") {
  std::vector<std::vector<std::string>> rows = {
      {"Naam", "Soort", "Beheerder", "Besluit", "Plekken", "Eerste dag",
       "Laatste dag", "Einde is"}};
  for (const std::vector<std::string>& phase : phases) {
    rows.push_back({"Dorp", "azc", "COA", "college"});
    rows.back().insert(rows.back().end(), phase.begin(), phase.end());
    rows.back().push_back(certainty);
  }
  return StatedIn("Locaties", rows, known);
}

// The series that comes of it: counts by day.
std::map<std::string, std::string> SeriesIn(const Stated& stated) {
  std::map<std::string, std::string> series;
  for (const auto& [key, one] : stated.statements) {
    if (key.part != Part::kPlaces) continue;
    series[PartsOf(key).day] =
        one.is_retracted ? "vervalt" : one.fields.at("place_count");
  }
  return series;
}

TEST(PhasesTest, OneThatFollowsTheOtherIsReadHoweverItsEndIsWritten) {
  for (const char* end :
       {"31-12-2025", "t/m 31-12-2025", "tot 1-1-2026", "t/m december 2025"}) {
    for (const char* start : {"1-1-2026", "vanaf 1-1-2026"}) {
      const Stated stated =
          PhasesStated({{"50", "1-3-2025", end}, {"60", start, "30-6-2026"}});
      EXPECT_EQ(Told(stated.faults), "") << end;
      EXPECT_EQ(
          SeriesIn(stated),
          (std::map<std::string, std::string>{
              {"2025-03-01", "50"}, {"2026-01-01", "60"}, {"2026-07-01", "0"}}))
          << end;
      // In whichever order, and without saying how certain an end is that is
      // none.
      const Stated turned =
          PhasesStated({{"60", start, ""}, {"50", "1-3-2025", end}}, {}, "");
      EXPECT_EQ(Told(turned.faults), "") << end;
      EXPECT_EQ(SeriesIn(turned),
                (std::map<std::string, std::string>{{"2025-03-01", "50"},
                                                    {"2026-01-01", "60"}}));
    }
  }
}

TEST(PhasesTest, ThoseThatLieOverEachOtherAreRefusedWithBothNamed) {
  const std::pair<const char*, const char*> days[] = {
      {"1-10-2025", "30 september 2025"}, {"31-12-2025", "30 december 2025"}};
  for (const auto& [start, before] : days) {
    const Stated stated = PhasesStated(
        {{"50", "1-3-2025", "31-12-2025"}, {"60", start, "30-6-2026"}});
    EXPECT_EQ(
        Told(stated.faults),
        absl::StrCat(
            "Locaties, F3: ligt over Locaties, rij 2 (50 vanaf 1 maart 2025 "
            "t/m 31 december 2025) heen; van één locatie en groep geldt op "
            "elke dag één regel: laat de eerste eindigen op ",
            before, " of de volgende later beginnen\n"));
  }
  // One within the other.
  EXPECT_THAT(Told(PhasesStated({{"50", "1-3-2025", "31-12-2025"},
                                 {"60", "1-6-2025", "31-8-2025"}})
                       .faults),
              HasSubstr("F3: ligt over Locaties, rij 2"));
}

TEST(PhasesTest, AnExtraOnAnOpenEndIsShownAsItIsRead) {
  const Stated stated =
      PhasesStated({{"50", "1-3-2025", ""}, {"80", "1-6-2025", "31-8-2025"}});
  EXPECT_EQ(Told(stated.faults), "");
  EXPECT_THAT(Told(stated.notes),
              HasSubstr("Locaties, G3: daarna zijn er geen plekken meer: "
                        "Locaties, rij 2 (50 vanaf 1 maart 2025) geldt tot 1 "
                        "juni 2025; geldt dat daarna weer, zet dan een regel "
                        "vanaf 1 september 2025\n"));
  const Stated back = PhasesStated({{"50", "1-3-2025", ""},
                                    {"80", "1-6-2025", "31-8-2025"},
                                    {"50", "1-9-2025", ""}});
  EXPECT_EQ(Told(back.faults) + Told(back.notes), "");
  EXPECT_EQ(
      SeriesIn(back),
      (std::map<std::string, std::string>{
          {"2025-03-01", "50"}, {"2025-06-01", "80"}, {"2025-09-01", "50"}}));
}

// "We have none", as a clerk says it.
Stated NilStated(const std::vector<std::vector<std::string>>& rows,
                 const Snapshot& known = {}) {
  std::vector<std::vector<std::string>> all = {
      {"Kenmerk", "Opgave", "Per", "Bron"}};
  all.insert(all.end(), rows.begin(), rows.end());
  return StatedIn("Geen", all, known);
}

TEST(NilReturnTest, EveryFaultIsNamedByItsCell) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"", "statushouders", "1-7-2025", "brief"},
       "Geen, B2: \"statushouders\" is niet bekend; kies uit: asiel, Oekraïne, "
       "locaties voor statushouders, gehuisveste statushouders\n"},
      {{"", "asiel", "juli 2025", "brief"},
       "Geen, C2: \"juli 2025\" is geen enkele dag; schrijf de dag als "
       "1-7-2025\n"},
      {{"", "asiel", "", "brief"},
       "Geen, C2: is leeg; \"Per\" hoort bij \"Opgave\"\n"},
      {{"", "asiel", "1-7-2025", ""},
       "Geen, D2: is leeg; \"Bron\" hoort bij \"Opgave\"\n"},
      {{"", "asiel", "vervalt", "brief"},
       "Geen, C2: kan niet vervallen; schrijf vervalt bij de bron van de "
       "regel\n"},
  };
  for (const auto& [row, fault] : cases) {
    EXPECT_EQ(Told(NilStated({row}).faults), fault);
  }
}

TEST(NilReturnTest, TheSameDutyAndDayTwiceIsRefused) {
  const Stated stated = NilStated({{"", "asiel", "1-7-2025", "brief"},
                                   {"", "Oekraïne", "1-7-2025", "brief"},
                                   {"", "asiel", "1 juli 2025", "brief"}});
  EXPECT_EQ(Told(stated.faults),
            "Geen, C4: staat ook in Geen, C2; hetzelfde hoort er één keer te "
            "staan\n");
}

TEST(NilReturnTest, IsTakenBackByItsSourceAndMovesByItsDay) {
  const Snapshot known = {
      {{Part::kNil, "asylum", "2025-07-01"},
       {{{"return_date", "2025-07-01"}, {"source", "brief"}}, "brief"}}};
  const auto changes = [&](const std::string& day, const std::string& source) {
    const Stated stated =
        NilStated({{"geen:asylum@2025-07-01", "asiel", day, source}}, known);
    EXPECT_EQ(Told(stated.faults), "");
    std::map<std::string, std::string> told;
    for (const Change& one :
         Compare({known, known, known}, stated.statements).changes) {
      told[one.key.detail] =
          one.is_retracted ? "vervalt" : one.after.at("source");
    }
    return told;
  };
  using Changes = std::map<std::string, std::string>;
  EXPECT_EQ(changes("1-7-2025", "brief"), Changes());
  EXPECT_EQ(changes("1-7-2025", "vervalt"),
            (Changes{{"2025-07-01", "vervalt"}}));
  EXPECT_EQ(changes("1-7-2025", "nota"), (Changes{{"2025-07-01", "nota"}}));
  EXPECT_EQ(changes("1-8-2025", "brief"),
            (Changes{{"2025-07-01", "vervalt"}, {"2025-08-01", "brief"}}));
}

TEST(NilReturnTest, GoesToTheServiceOfItsDuty) {
  const Stated stated = NilStated({{"", "asiel", "1-7-2025", "brief (\"12\")"},
                                   {"", "gehuisvest", "30-6-2025", "vervalt"}});
  const std::vector<Change> changes =
      Compare({{}, {{{Part::kNil, kHoused, "2025-06-30"}, {}}}, {}},
              stated.statements)
          .changes;
  const Wrapping wrapping = {.municipality = "municipalities/gm0193",
                             .stem = "werkboek sha256:a",
                             .sha256 = "a"};
  const Delivery delivery =
      MakeDelivery(wrapping, changes, stated.statements, {});
  ASSERT_EQ(delivery.locations.nil_returns_size(), 1);
  EXPECT_THAT(delivery.locations.nil_returns(0), EqualsProto(R"pb(
                municipality: 'municipalities/gm0193'
                purpose: PURPOSE_ASYLUM
                return_date { year: 2025 month: 7 day: 1 }
                source: 'werkboek sha256:a, blad Geen, D2 ("brief ("12")")'
              )pb"));
  EXPECT_EQ(WordsOfSource(delivery.locations.nil_returns(0).source()),
            "brief (\"12\")");
  EXPECT_EQ(AtCell(delivery, "nil_returns[0].return_date", "x").place,
            "Geen, C2");
}

TEST(NilReturnTest, ALongSourceIsKeptWhole) {
  std::string words;
  for (int i = 0; i < kSourceWordsMost; ++i) words += "é";
  const Stated stated = NilStated({{"", "asiel", "1-7-2025", words}});
  const auto changes = Compare({{}, {}, {}}, stated.statements).changes;
  const Wrapping wrapping = {
      .municipality = "municipalities/gm0193",
      .stem = absl::StrCat("werkboek sha256:", std::string(64, 'a')),
      .sha256 = "a"};
  const Delivery delivery =
      MakeDelivery(wrapping, changes, stated.statements, {});
  EXPECT_EQ(WordsOfSource(delivery.locations.nil_returns(0).source()), words);
}

TEST(StatementsTest, TwoColumnsOfOneMeaningAreRefused) {
  const Stated stated = StatedIn(
      "Locaties", {{"Naam", "Locatienaam", "Soort"}, {"a", "b", "azc"}});
  EXPECT_EQ(Told(stated.faults),
            "Locaties, B1: is \"Locatienaam\", net als A1; elke kolom hoort er "
            "één keer te staan\n");
}

TEST(StatementsTest, AFileThatIsSomethingElseIsToldWhatItShouldBe) {
  EXPECT_THAT(Told(StatedIn("Blad1", {{"a", "b"}}).faults),
              HasSubstr("heeft geen blad van het werkboek; die heten Bestaande "
                        "locaties"));
  EXPECT_THAT(Told(StatedIn("Locaties", {{"a", "b"}}).faults),
              HasSubstr("heeft geen kopregel"));
  EXPECT_THAT(Told(StatedIn("Locaties", {{"Soort", "Plekken"}}).faults),
              HasSubstr("mist de kolom \"Naam locatie\""));
}

TEST(StatementsTest, MergedCellsAreReadDownwardsAndRefusedWhereTheyAddUp) {
  sheet::Grid grid = GridOfRows(
      "Locaties", {{"Naam", "Soort", "Beheerder", "Plekken", "Plekken amv",
                    "Startdatum", "Besluit"},
                   {"Dorp", "azc", "COA", "350", "", "1-7-2025", "college"},
                   {"", "", "", "", "20", "1-9-2025", "college"},
                   {"Stad", "azc", "COA", "80", "", "1-7-2025", "college"}});
  // The count of two rows, and a count of two columns.
  for (const sheet::Range range :
       {sheet::Range{2, 1, 3, 1}, sheet::Range{2, 4, 3, 4},
        sheet::Range{4, 4, 4, 5}}) {
    grid.sheets[0].merged.push_back(range);
  }
  for (sheet::GridCell& cell : grid.sheets[0].cells) {
    for (size_t i = 0; i < grid.sheets[0].merged.size(); ++i) {
      if (grid.sheets[0].merged[i].Contains(cell.place())) {
        cell.merged = static_cast<int>(i);
      }
    }
  }
  const FileRows file = ReadRows(grid, false, WorldWords());
  EXPECT_EQ(
      Told(file.faults),
      "Locaties, D2:D3: is één aantal over meer regels; splits de cel en "
      "vul elke regel in\n"
      "Locaties, D4:E4: is één cel over meer kolommen; splits haar en vul "
      "elke kolom in\n");
  EXPECT_EQ(Told(file.notes), "Locaties, A3: \"Dorp\", van de cel A2:A3\n");
  EXPECT_EQ(file.rows.at(1).row.values.at("display_name"), "Dorp");
}

class FilledRowTest : public testing::Test {
 protected:
  FilledRowTest() {
    known_[{Part::kLocation, "dorp", ""}] = {
        {{"display_name", "Dorp"}, {"kind", "azc"}, {"operator", "coa"}}, "x"};
    known_[{Part::kPlaces, "dorp", "regular|decided|2025-07-01"}] = {
        {{"place_count", "350"}, {"decision", "college"}}, "x"};
    known_[{Part::kPlaces, "dorp", "regular|decided|2026-02-01"}] = {
        {{"place_count", "0"},
         {"decision", "college"},
         {"end_certainty", "fixed"}},
        "x"};
  }
  // The filled row with other values of its count, first and last day.
  Stated With(const std::string& count, const std::string& start,
              const std::string& end) {
    return StatedIn("Bestaande locaties",
                    {{"Kenmerk", "Naam locatie", "Plekken regulier",
                      "Eerste dag", "Laatste dag"},
                     {"b:dorp@2025-07-01", "Dorp", count, start, end}},
                    known_);
  }
  std::map<std::string, std::string> Changes(const Stated& stated) {
    EXPECT_EQ(Told(stated.faults), "");
    std::map<std::string, std::string> changes;
    for (const Change& change :
         Compare({known_, known_, known_}, stated.statements).changes) {
      changes[change.key.detail] =
          change.is_retracted ? "vervalt" : change.after.at("place_count");
    }
    return changes;
  }
  Snapshot known_;
};

TEST_F(FilledRowTest, AMovedFirstDayRetractsTheOldOne) {
  EXPECT_EQ(Changes(With("350", "1-9-2025", "31-1-2026")),
            (std::map<std::string, std::string>{
                {"regular|decided|2025-07-01", "vervalt"},
                {"regular|decided|2025-09-01", "350"}}));
}

TEST_F(FilledRowTest, AMovedEndRetractsTheOldOne) {
  EXPECT_EQ(Changes(With("350", "1-7-2025", "31-7-2026")),
            (std::map<std::string, std::string>{
                {"regular|decided|2026-02-01", "vervalt"},
                {"regular|decided|2026-08-01", "0"}}));
}

// The row on record is not in the file; its places end halfway the new one.
TEST_F(FilledRowTest, ANewPhaseOverOneOnRecordIsRefused) {
  EXPECT_THAT(
      Told(PhasesStated({{"400", "1-12-2025", "30-6-2026"}}, known_).faults),
      HasSubstr("F2: ligt over wat al is vastgelegd (350 vanaf 1 juli "
                "2025 t/m 31 januari 2026) heen"));
  EXPECT_THAT(
      Told(PhasesStated({{"400", "1-5-2025", "30-6-2026"}}, known_).faults),
      HasSubstr("G2: ligt over wat al is vastgelegd"));
  EXPECT_EQ(
      Told(PhasesStated({{"400", "1-2-2026", "30-6-2026"}}, known_).faults),
      "");
}

TEST_F(FilledRowTest, ANextPhaseTakesThePlaceOfTheEnd) {
  const Stated stated = StatedIn(
      "Bestaande locaties",
      {{"Kenmerk", "Naam locatie", "Plekken regulier", "Eerste dag",
        "Laatste dag", "Besluit"},
       {"b:dorp@2025-07-01", "Dorp", "350", "1-7-2025", "31-1-2026", "college"},
       {"", "Dorp", "400", "1-2-2026", "", "college"}},
      known_);
  EXPECT_EQ(Changes(stated), (std::map<std::string, std::string>{
                                 {"regular|decided|2026-02-01", "400"}}));
}

TEST_F(FilledRowTest, AnEndCanGoAway) {
  EXPECT_EQ(Changes(With("350", "1-7-2025", "onbepaalde tijd")),
            (std::map<std::string, std::string>{
                {"regular|decided|2026-02-01", "vervalt"}}));
}

TEST_F(FilledRowTest, AnEmptiedCellSaysNothingAndIsTold) {
  const Stated stated = With("", "1-7-2025", "");
  EXPECT_THAT(Changes(stated), IsEmpty());
  EXPECT_THAT(
      Told(stated.notes),
      testing::AllOf(HasSubstr("C2: is leeg gemaakt; 350 blijft staan"),
                     HasSubstr("E2: is leeg gemaakt; 31 januari 2026")));
}

TEST_F(FilledRowTest, ARowThatIsGoneSaysNothingAndIsTold) {
  const Stated stated = StatedIn(
      "Bestaande locaties",
      {{"Naam locatie", "Soort", "Beheerder"}, {"Ander", "azc", "COA"}},
      known_);
  EXPECT_THAT(Told(stated.notes),
              HasSubstr("de regel van Dorp staat er niet meer zo"));
}

TEST_F(FilledRowTest, WithoutItsKeyAMovedDayIsAddedAndTheOldOneTold) {
  const Stated stated =
      StatedIn("Bestaande locaties",
               {{"Naam locatie", "Plekken regulier", "Eerste dag",
                 "Laatste dag", "Einde is", "Besluit"},
                {"Dorp", "350", "1-9-2025", "31-1-2026", "vast", "college"}},
               known_);
  EXPECT_EQ(Changes(stated), (std::map<std::string, std::string>{
                                 {"regular|decided|2025-09-01", "350"}}));
  EXPECT_THAT(Told(stated.notes), HasSubstr("de regel van Dorp staat er niet "
                                            "meer zo"));
}

TEST_F(FilledRowTest, ASheetThatIsGoneIsToldOnce) {
  known_[{Part::kPrivate, "", "2024-10-01"}] = {
      {{"count_date", "2024-10-01"}, {"person_count", "29"}}, "x"};
  EXPECT_THAT(Told(With("350", "1-7-2025", "31-1-2026").notes),
              HasSubstr("Particuliere opvang: is leeg of ontbreekt"));
}

TEST_F(FilledRowTest, NeeIsWhatAnAbsentFieldSays) {
  const auto changed = [&](const std::string& typed) {
    const Stated stated =
        StatedIn("Bestaande locaties",
                 {{"Kenmerk", "Naam locatie", "Adres beschermd"},
                  {"b:dorp@2025-07-01", "Dorp", typed}},
                 known_);
    EXPECT_EQ(Told(stated.faults), "");
    return Compare({known_, known_, known_}, stated.statements).changes;
  };
  EXPECT_THAT(changed("nee"), IsEmpty());
  EXPECT_EQ(changed("ja").at(0).after.at("address_protected"), "true");
  known_[{Part::kLocation, "dorp", ""}].fields["address_protected"] = "true";
  EXPECT_EQ(changed("nee").at(0).after.count("address_protected"), 0u);
}

TEST_F(FilledRowTest, VervaltRetracts) {
  EXPECT_EQ(Changes(With("vervalt", "1-7-2025", "31-1-2026")),
            (std::map<std::string, std::string>{
                {"regular|decided|2025-07-01", "vervalt"},
                {"regular|decided|2026-02-01", "vervalt"}}));
}

TEST_F(FilledRowTest, AKeyOfAnotherWorkbookIsRefused) {
  const Stated stated = StatedIn(
      "Bestaande locaties",
      {{"Kenmerk", "Naam locatie"}, {"b:elders@2025-07-01", "Dorp"}}, known_);
  EXPECT_THAT(Told(stated.faults), HasSubstr("A2: \"b:elders@2025-07-01\" is "
                                             "geen kenmerk van dit werkboek"));
}

TEST_F(FilledRowTest, APlanThatIsDecidedTakesItsKeyAlong) {
  known_.clear();
  known_[{Part::kLocation, "dorp", ""}] = {
      {{"display_name", "Dorp"}, {"kind", "azc"}, {"operator", "coa"}}, "x"};
  known_[{Part::kPlaces, "dorp", "regular|planned|"}] = {
      {{"place_count", "350"}}, "x"};
  const Stated stated = StatedIn(
      "Bestaande locaties",
      {{"Kenmerk", "Naam locatie", "Plekken regulier", "Eerste dag", "Besluit"},
       {"n:dorp@", "Dorp", "350", "1-7-2025", "raadsbesluit"}},
      known_);
  EXPECT_EQ(Changes(stated), (std::map<std::string, std::string>{
                                 {"regular|planned|", "vervalt"},
                                 {"regular|decided|2025-07-01", "350"}}));
}

}  // namespace
}  // namespace opvang::cli::workbook
