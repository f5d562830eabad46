// What people write, and what is made of it.
#include "services/cli/workbook/readings.h"

#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "gmock/gmock.h"

namespace opvang::cli::workbook {
namespace {

using sheet::CellKind;
using sheet::GridCell;
using testing::HasSubstr;
using Outcome = Reading::Outcome;

GridCell Text(const std::string& text) { return {.text = text}; }
GridCell Of(CellKind kind, const std::string& text) {
  return {.kind = kind, .text = text};
}

TEST(ReadCountTest, UnderstandsHowPeopleWriteNumbers) {
  const std::vector<std::pair<GridCell, std::string>> cases = {
      {Of(CellKind::kNumber, "350"), "350"},
      {Of(CellKind::kNumber, "350.0"), "350"},
      {Of(CellKind::kNumber, "0"), "0"},
      {Text("350"), "350"},
      {Text(" 350 "), "350"},
      {Text("1.250"), "1250"},
      {Text("1 250"), "1250"},
      {Text("ca. 50"), "50"},
      {Text("Ca.50"), "50"},
      {Text("circa 50"), "50"},
      {Text("± 50"), "50"},
      {Text("ongeveer 1.250 plekken"), "1250"},
      {Text("50 plekken"), "50"},
      {Text("45.689 plekken"), "45689"}};
  for (const auto& [cell, value] : cases) {
    const Reading read = ReadCount(cell, 0, 100000);
    EXPECT_EQ(read.outcome, Outcome::kValue) << cell.text << read.fault;
    EXPECT_EQ(read.value, value) << cell.text;
  }
  EXPECT_EQ(ReadCount(Text("ca. 50"), 0, 100).shown, "50");
  EXPECT_TRUE(ReadCount(Text("ca. 50"), 0, 100).is_vague);
  EXPECT_EQ(ReadCount(Text("50"), 0, 100).shown, "");
}

TEST(ReadCountTest, RefusesWhatIsNotOneWholeNumber) {
  const std::vector<std::pair<GridCell, std::string>> cases = {
      {Text("50-60"), "meer dan één getal"},
      {Text("50 à 60"), "meer dan één getal"},
      {Text("max. 50"), "meer dan één getal"},
      {Text("300 of 350"), "meer dan één getal"},
      {Text(">50"), "meer dan één getal"},
      {Text("2 x 21"), "is een som"},
      {Text("300+50"), "is een som"},
      {Text("66%"), "is een percentage"},
      {Text("12,5"), "komma"},
      {Text("1.25"), "geen getal"},
      {Text("vijftig"), "is geen getal"},
      {Text("-5"), "negatief"},
      {Of(CellKind::kNumber, "-5"), "grenzen"},
      {Of(CellKind::kNumber, "12.5"), "geen heel getal"},
      {Of(CellKind::kNumber, "0.66"), "deel of percentage"},
      {Of(CellKind::kNumber, "45689"), "is ook 1 februari 2025"},
      {Of(CellKind::kNumber, "100001"), "van 0 tot en met 100.000"},
      {Text("99999999999999999999"), "grenzen"},
      {Of(CellKind::kPercent, "0.5"), "percentage"},
      {Of(CellKind::kDay, "2025-02-01"), "dag of tijd"},
      {Of(CellKind::kTruth, "true"), "waar of onwaar"},
      {Of(CellKind::kError, "#DIV/0!"), "fout van het rekenblad"},
      {{.kind = CellKind::kNumber, .is_formula = true, .text = "350"},
       "is een formule"}};
  for (const auto& [cell, fault] : cases) {
    const Reading read = ReadCount(cell, 0, 100000);
    EXPECT_EQ(read.outcome, Outcome::kFault) << cell.text;
    EXPECT_THAT(read.fault, HasSubstr(fault)) << cell.text;
  }
}

TEST(ReadCountTest, KnowsNothingUnknownAndNoLonger) {
  for (const char* text : {"", "  ", "-", "n.v.t.", "\xC2\xA0"}) {
    EXPECT_EQ(ReadCount(Text(text), 0, 9).outcome, Outcome::kNothing) << text;
  }
  for (const char* text :
       {"n.t.b.", "NTB", "nog niet bekend", "?", "p.m.", "n.n.b."}) {
    EXPECT_EQ(ReadCount(Text(text), 0, 9).outcome, Outcome::kUnknown) << text;
  }
  EXPECT_EQ(ReadCount(Text("Vervalt"), 0, 9).outcome, Outcome::kRetracted);
}

TEST(ReadPercentTest, TellsAPercentageFromAPart) {
  EXPECT_EQ(ReadPercent(Of(CellKind::kPercent, "0.25")).value, "25");
  EXPECT_EQ(ReadPercent(Of(CellKind::kPercent, "1")).value, "100");
  EXPECT_EQ(ReadPercent(Of(CellKind::kNumber, "25")).value, "25");
  EXPECT_EQ(ReadPercent(Text("25 %")).value, "25");
  for (const GridCell& cell :
       {Of(CellKind::kNumber, "0.25"), Of(CellKind::kPercent, "0.255"),
        Of(CellKind::kPercent, "1.1"), Text("0,25"), Text("101 %"),
        Text("veel")}) {
    EXPECT_EQ(ReadPercent(cell).outcome, Outcome::kFault) << cell.text;
  }
}

TEST(ReadHundredthsTest, KeepsTwoDecimalsExactly) {
  EXPECT_EQ(ReadHundredths(Text("2,15"), 100, 2000).value, "215");
  EXPECT_EQ(
      ReadHundredths(Of(CellKind::kNumber, "2.1499999999999999"), 100, 2000)
          .value,
      "215");
  EXPECT_EQ(ReadHundredths(Of(CellKind::kNumber, "2"), 100, 2000).value, "200");
  for (const char* text : {"2,155", "0,5", "21", "twee"}) {
    EXPECT_EQ(ReadHundredths(Text(text), 100, 2000).outcome, Outcome::kFault)
        << text;
  }
}

struct DayCase {
  std::string text, start, end;  // The end is the first day after.
  bool is_vague;
};

TEST(ReadDayTest, ReadsPeriodsAgainstTheWriter) {
  const std::vector<DayCase> cases = {
      {"1-7-2025", "2025-07-01", "2025-07-02", false},
      {"01/07/2025", "2025-07-01", "2025-07-02", false},
      {"1.7.2025", "2025-07-01", "2025-07-02", false},
      {"1-7-25", "2025-07-01", "2025-07-02", false},
      {"2025-07-01", "2025-07-01", "2025-07-02", false},
      {"1 juli 2025", "2025-07-01", "2025-07-02", false},
      {"1 Jul. 2025", "2025-07-01", "2025-07-02", false},
      {"1-jul-2025", "2025-07-01", "2025-07-02", false},
      {"ca. 1 juli 2025", "2025-07-01", "2025-07-02", true},
      {"juli 2025", "2025-07-31", "2025-07-01", true},
      {"Juli '25", "2025-07-31", "2025-07-01", true},
      {"eind juli 2025", "2025-07-31", "2025-07-01", true},
      {"7-2025", "2025-07-31", "2025-07-01", true},
      {"Q3 2025", "2025-09-30", "2025-07-01", true},
      {"2025-Q3", "2025-09-30", "2025-07-01", true},
      {"3e kwartaal 2025", "2025-09-30", "2025-07-01", true},
      {"derde kwartaal van 2025", "2025-09-30", "2025-07-01", true},
      {"kwartaal 3 2025", "2025-09-30", "2025-07-01", true},
      {"eerste helft 2025", "2025-06-30", "2025-01-01", true},
      {"2e halfjaar 2025", "2025-12-31", "2025-07-01", true},
      {"2025", "2025-12-31", "2025-01-01", true}};
  for (const DayCase& one : cases) {
    const Reading start = ReadStart(Text(one.text));
    EXPECT_EQ(start.value, one.start) << one.text << " " << start.fault;
    EXPECT_EQ(start.is_vague, one.is_vague) << one.text;
    const Reading end = ReadEnd(Text(one.text));
    EXPECT_EQ(end.value, one.end) << one.text << " " << end.fault;
    EXPECT_EQ(ReadDay(Text(one.text)).outcome,
              one.is_vague ? Outcome::kFault : Outcome::kValue)
        << one.text;
  }
  for (const char* plain :
       {"1-7-2025", "01-07-2025", "1 Juli 2025", "2025-07-01"}) {
    EXPECT_EQ(ReadStart(Text(plain)).shown, "") << plain;
    EXPECT_EQ(ReadEnd(Text(plain)).shown, "") << plain;
  }
  EXPECT_EQ(ReadStart(Text("1/7/25")).shown, "1 juli 2025");
  EXPECT_EQ(ReadStart(Text("juli 2025")).shown, "31 juli 2025");
  EXPECT_EQ(ReadEnd(Text("juli 2025")).shown, "t/m 30 juni 2025");
}

TEST(ReadDayTest, UnderstandsUntilAndThrough) {
  EXPECT_EQ(ReadEnd(Text("tot en met 31 december 2025")).value, "2026-01-01");
  EXPECT_EQ(ReadEnd(Text("t/m december 2025")).value, "2026-01-01");
  EXPECT_EQ(ReadEnd(Text("tot december 2025")).value, "2025-12-01");
  EXPECT_EQ(ReadEnd(Text("tot 1 februari 2026")).value, "2026-02-01");
  EXPECT_EQ(ReadStart(Text("vanaf 1 juli 2025")).value, "2025-07-01");
  EXPECT_EQ(ReadStart(Text("m.i.v. juli 2025")).value, "2025-07-31");
  EXPECT_EQ(ReadStart(Text("tot juli 2025")).outcome, Outcome::kFault);
  EXPECT_EQ(ReadEnd(Text("onbepaalde tijd")).outcome, Outcome::kRetracted);
  EXPECT_EQ(ReadEnd(Of(CellKind::kDay, "2026-01-31")).value, "2026-02-01");
  EXPECT_EQ(ReadStart(Of(CellKind::kDateTime, "2025-07-01T00:00:00")).value,
            "2025-07-01");
}

TEST(ReadDayTest, RefusesWhatIsNoDay) {
  const std::vector<std::pair<GridCell, std::string>> cases = {
      {Text("1 juli"), "mist het jaartal"},
      {Text("30 februari 2025"), "geen dag van de kalender"},
      {Text("07/13/2025"), "geen dag van de kalender"},
      {Text("zomer 2025"), "is geen dag"},
      {Text("z.s.m."), "is geen dag"},
      {Text("juni/juli 2025"), "geen dag"},
      {Text("eind 2025"), "is geen dag"},
      {Text("1 juli 1925"), "ligt in het jaar 1925"},
      {Text("Q5 2025"), "is geen dag"},
      {Of(CellKind::kDay, "1905-07-17"),
       "is dat jaar bedoeld, schrijf dan de "
       "dag, zoals 1-7-2025"},
      {Of(CellKind::kDay, "1955-12-31"), "ligt in het jaar 1955"},
      {Of(CellKind::kDateTime, "2125-07-01T10:00:00"), "ligt in het jaar 2125"},
      {Of(CellKind::kNumber, "45839"), "is een getal en geen dag"},
      {Of(CellKind::kPercent, "0.5"), "is geen dag"}};
  for (const auto& [cell, fault] : cases) {
    const Reading read = ReadStart(cell);
    EXPECT_EQ(read.outcome, Outcome::kFault) << cell.text << " " << read.value;
    EXPECT_THAT(read.fault, HasSubstr(fault)) << cell.text;
  }
}

TEST(ReadChoiceTest, TakesAnyWordAndNothingElse) {
  const std::vector<Choice> choices = {{"coa", {"COA"}},
                                       {"unknown", {"onbekend"}}};
  EXPECT_EQ(ReadChoice(Text("coa"), choices).value, "coa");
  EXPECT_EQ(ReadChoice(Text("C.O.A."), choices).value, "coa");
  EXPECT_EQ(ReadChoice(Text("Onbekend"), choices).value, "unknown");
  EXPECT_THAT(ReadChoice(Text("COA/gemeente"), choices).fault,
              HasSubstr("kies uit: COA, onbekend"));
  const std::vector<Choice> yes_no = {{"true", {"ja"}}, {"false", {"nee"}}};
  EXPECT_EQ(ReadChoice(Of(CellKind::kTruth, "true"), yes_no).value, "true");
}

TEST(ReadMunicipalitiesTest, TakesNamesAndCodes) {
  EXPECT_EQ(ReadMunicipalities(Text("Zwolle; gm0166\ngemeente Ommen")).value,
            "municipalities/gm0193;municipalities/gm0166;municipalities/"
            "gm0175");
  EXPECT_THAT(
      ReadMunicipalities(Text("Bergen")).fault,
      HasSubstr(
          "gemeente Bergen (NH) (gm0373) of gemeente Bergen (L) (gm0893)"));
  EXPECT_THAT(ReadMunicipalities(Text("Zwole")).fault,
              HasSubstr("geen gemeente; bedoelt u Zwolle?"));
  EXPECT_THAT(ReadMunicipalities(Text(" ; ,")).fault,
              HasSubstr("noemt geen gemeente"));
  EXPECT_THAT(ReadMunicipalities(Text("Zwolle, GM0193")).fault,
              HasSubstr("tweemaal"));
}

// A name may have commas in itself; lists of names come back as they went out.
TEST(ReadMunicipalitiesTest, ReadsAllNamesInAList) {
  std::string names, resources;
  for (const Municipality& one : AllMunicipalities()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", one.display_name);
    absl::StrAppend(&resources, resources.empty() ? "" : ";", one.Name());
    EXPECT_EQ(ReadMunicipalities(Text(std::string(one.display_name))).value,
              one.Name());
  }
  const Reading read = ReadMunicipalities(Text(names));
  EXPECT_EQ(read.value, resources) << read.fault;
  EXPECT_EQ(read.shown, "");
}

TEST(ReadTextTest, KeepsWordsAndBounds) {
  EXPECT_EQ(ReadText(Text(" Havenstraat 12 "), 20, false).value,
            "Havenstraat 12");
  EXPECT_EQ(ReadText(Text("een\r\ntwee"), 20, true).value, "een\ntwee");
  EXPECT_EQ(ReadText(Text("een\ntwee"), 20, false).value, "een twee");
  EXPECT_EQ(ReadText(Text("onbekend"), 20, false).value, "onbekend");
  EXPECT_THAT(ReadText(Text(std::string(21, 'x')), 20, false).fault,
              HasSubstr("hooguit 20 tekens"));
}

}  // namespace
}  // namespace opvang::cli::workbook
