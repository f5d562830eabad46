#include "tests/common/sheet/worlds.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace opvang::sheet {
namespace {

using Row = std::vector<Cell>;

Cell Header(const std::string& text) {
  return {text, CellStyle::kColumnHeader};
}
Cell Input(Value value = {}) { return {std::move(value), CellStyle::kInput}; }

Sheet Instruction() {
  Sheet sheet = {.name = "Toelichting",
                 .columns = {{.width_characters = 90}},
                 .is_protected = true};
  sheet.rows = {
      {{"Opgave opvanglocaties 2025", CellStyle::kTitle}},
      {},
      {{"Wat u invult", CellStyle::kHeading}},
      {{"Vul alleen de lichtgele vakken met een rand in. De grijze vakken zijn "
        "al gevuld en kunnen niet worden gewijzigd. Kies bij \"Soort\" een "
        "waarde uit de lijst; een andere waarde wordt geweigerd.",
        CellStyle::kPlain}},
      {{"Datums schrijft u als dd-mm-jjjj.\nAantallen zijn hele getallen.",
        CellStyle::kPlain}},
      {{"De cijfers in dit bestand zijn verzonnen (illustrative).",
        CellStyle::kNote}}};
  return sheet;
}

Sheet Locations() {
  Sheet sheet = {.name = "Locaties",
                 .columns = {{.width_characters = 14},
                             {.width_characters = 32},
                             {.width_characters = 22},
                             {.width_characters = 12},
                             {.width_characters = 12},
                             {.width_characters = 40}},
                 .frozen_rows = 3,
                 .frozen_columns = 1,
                 .is_protected = true,
                 .is_landscape = true};
  sheet.rows = {
      {{"Locaties van gemeente Zwolle", CellStyle::kTitle}},
      {},
      {Header("Kenmerk"), Header("Naam van de locatie"), Header("Soort"),
       Header("Plaatsen"), Header("Open vanaf"), Header("Opmerking")}};
  sheet.rows.push_back({{"zwo-1", CellStyle::kLocked},
                        Input("Havenstraat 12 (oud schoolgebouw)"),
                        Input("Noodopvang"),
                        Input(int64_t{1250}),
                        Input(absl::CivilDay(2025, 7, 1)),
                        Input("=WORDT verlengd\ntot 2027")});
  for (int i = 2; i <= 15; ++i) {
    sheet.rows.push_back({{absl::StrCat("zwo-", i), CellStyle::kLocked},
                          Input(),
                          Input(),
                          Input(),
                          Input(),
                          Input()});
  }
  sheet.filter = Range{3, 1, 18, 6};
  sheet.repeated_rows = RowSpan{3, 3};
  const std::vector<std::string> kinds = {
      "Regulier",
      "Noodopvang",
      "Crisisnoodopvang, tijdelijk",
      "Opvang van alleenstaande minderjarigen",
      "Doorstroomlocatie",
      "Kleinschalige opvang"};
  sheet.validations = {
      {{4, 2, 18, 2}, LengthBetween{1, 80}, "Naam", "Hooguit 80 tekens."},
      {{4, 3, 18, 3}, OneOf{kinds}, "Soort", "Kies een soort uit de lijst."},
      {{4, 4, 18, 4},
       WholeBetween{0, 5000},
       "Plaatsen",
       "Een heel getal van 0 tot en met 5.000."},
      {{4, 5, 18, 5},
       DayBetween{absl::CivilDay(2020, 1, 1), absl::CivilDay(2035, 12, 31)},
       "Open vanaf",
       "Een dag van 01-01-2020 tot en met 31-12-2035.",
       OnBreach::kWarn}};
  return sheet;
}

Sheet Overview() {
  Sheet sheet = {.name = "Overzicht",
                 .columns = {{.width_characters = 24},
                             {.width_characters = 12},
                             {.width_characters = 12},
                             {.width_characters = 12},
                             {.width_characters = 12}},
                 .frozen_rows = 4};
  sheet.rows = {
      {{"Stand van de opgave", CellStyle::kTitle}},
      {{"Opgave en zekere plaatsen per gemeente, geteld op 31 oktober "
        "2024. De cijfers zijn verzonnen en dienen alleen om te tonen "
        "hoe een overzicht eruitziet; percentages komen uit de sommen.",
        CellStyle::kNote}},
      {},
      {Header("Gemeente"), Header("Opgave"), Header("Zeker"), Header("Dekking"),
       Header("Kosten (mln euro)")}};
  struct {
    const char* name;
    int64_t quota, sure;
    const char* cost;
  } const kRows[] = {{"Dalfsen", 158, 120, "1.20"},
                     {"Deventer", 1543, 1102, "10.95"},
                     {"Hardenberg", 354, 354, "3.10"},
                     {"Zwolle", 1127, 402, "4.05"}};
  for (const auto& row : kRows) {
    sheet.rows.push_back({{row.name},
                          {row.quota},
                          {row.sure},
                          {Percent{row.sure, row.quota}},
                          {Decimal{row.cost}}});
  }
  const auto sum = [&](const char* name, CellStyle style) {
    sheet.rows.push_back({{name, style},
                          {int64_t{3182}, style},
                          {int64_t{1978}, style},
                          {Percent{1978, 3182}, style},
                          {Decimal{"19.30"}, style}});
  };
  sum("IJsselland (deel)", CellStyle::kSubtotal);
  sum("Totaal", CellStyle::kTotal);
  sheet.rows.push_back(
      {{"Akkoord"}, {true}, {"sinds"}, {absl::CivilDay(2024, 11, 1)}});
  sheet.merged = {{2, 1, 2, 5}};
  sheet.repeated_rows = RowSpan{4, 4};
  return sheet;
}

// A text that tries what a format might break.
std::string RandomText(std::mt19937& random) {
  static const char* const kPieces[] = {"Zwolle",
                                        "'s-Hertogenbosch",
                                        "Súdwest-Fryslân",
                                        "een & ander <b>",
                                        "  ",
                                        " ",
                                        "=SUM(A1:A9)",
                                        "+31",
                                        "-12",
                                        "@naam",
                                        "\t",
                                        "\n",
                                        "\"aan\"",
                                        "€ 1.234",
                                        "1-2",
                                        "007",
                                        "😀",
                                        "WAAR",
                                        "61,1 %",
                                        "é",
                                        ";",
                                        ",",
                                        "]]>",
                                        "&amp;",
                                        "x"};
  std::string text;
  for (int i = 1 + static_cast<int>(random() % 4); i > 0; --i) {
    text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

Decimal RandomDecimal(std::mt19937& random) {
  const int decimals = static_cast<int>(random() % 7);
  std::string text = absl::StrCat(random() % 100000000);
  if (decimals > 0) {
    std::string tail;
    for (int i = 0; i < decimals; ++i) {
      tail += static_cast<char>('0' + random() % 10);
    }
    absl::StrAppend(&text, ".", tail);
  }
  return {random() % 3 == 0 ? "-" + text : text};
}

Value RandomValue(std::mt19937& random) {
  switch (random() % 8) {
    case 0:
      return {};
    case 1:
      return static_cast<int64_t>(random()) - 2000000000;
    case 2:
      return RandomDecimal(random);
    case 3:
      return Percent{static_cast<int64_t>(random() % 100000),
                     1 + static_cast<int64_t>(random() % 90000)};
    case 4:
      return absl::CivilDay(1900, 3, 1) + random() % 109000;
    case 5:
      return random() % 2 == 0;
    default:
      return RandomText(random);
  }
}

decltype(Validation::rule) RandomRule(std::mt19937& random) {
  switch (random() % 5) {
    case 0:
      return OneOf{{"aap", "noot", "mies"}};
    case 1: {
      OneOf list;
      for (int i = 0; i < 40; ++i) {
        list.texts.push_back(absl::StrCat("keuze, ", i, " van ", random() % 9));
      }
      return list;
    }
    case 2:
      return WholeBetween{-5, 100};
    case 3:
      return DayBetween{absl::CivilDay(2024, 1, 1),
                        absl::CivilDay(2024, 12, 31)};
    default:
      return LengthBetween{0, 50};
  }
}

Sheet RandomSheet(std::mt19937& random, const std::string& name) {
  Sheet sheet = {.name = name};
  const int columns = 1 + static_cast<int>(random() % 9);
  for (int i = static_cast<int>(random() % 30); i > 0; --i) {
    Row row(random() % (columns + 1));
    for (Cell& cell : row) {
      cell = {RandomValue(random), static_cast<CellStyle>(random() % 9)};
    }
    sheet.rows.push_back(std::move(row));
  }
  for (int i = 0; i < columns; ++i) {
    sheet.columns.push_back(
        {.width_characters = 5 + static_cast<int>(random() % 40)});
  }
  // Below the rows, so that nothing is covered.
  const int below = static_cast<int>(sheet.rows.size()) + 1;
  for (int i = static_cast<int>(random() % 3); i > 0; --i) {
    const int row = below + i * 3;
    sheet.merged.push_back({row, 2, row + static_cast<int>(random() % 2), 4});
    if (static_cast<int>(sheet.rows.size()) < row) sheet.rows.resize(row);
    sheet.rows[row - 1] = {{}, {RandomText(random), CellStyle::kHeading}};
  }
  for (int i = static_cast<int>(random() % 3); i > 0; --i) {
    sheet.validations.push_back({{1, 20 + i, 1 + i * 4, 20 + i},
                                 RandomRule(random),
                                 "Let op",
                                 "Kies iets anders."});
  }
  sheet.is_protected = random() % 2 == 0;
  sheet.is_landscape = random() % 2 == 0;
  sheet.frozen_rows = static_cast<int>(random() % 3);
  sheet.frozen_columns = static_cast<int>(random() % 2);
  if (random() % 2 == 0) sheet.filter = Range{1, 1, below, columns};
  if (random() % 2 == 0) sheet.repeated_rows = RowSpan{1, 2};
  return sheet;
}

}  // namespace

Workbook Template() {
  return {.title = "Opgave opvanglocaties",
          .sheets = {Instruction(), Locations(), Overview()}};
}

Workbook Municipal(int sheets, int rows) {
  Workbook workbook = {.title = "Gemeente"};
  for (int i = 0; i < sheets; ++i) {
    Sheet sheet = {.name = absl::StrCat("Blad ", i + 1), .frozen_rows = 1};
    sheet.rows.push_back(Row(12, Header("Kop van een kolom")));
    for (int row = 1; row < rows; ++row) {
      Row cells;
      for (int column = 0; column < 4; ++column) {
        cells.push_back(Input(int64_t{row * 7 + column}));
        cells.push_back(Input(absl::StrCat("Locatie ", row, " van ", column)));
        cells.push_back(Input(absl::CivilDay(2025, 1, 1) + row + column));
      }
      sheet.rows.push_back(std::move(cells));
    }
    workbook.sheets.push_back(std::move(sheet));
  }
  return workbook;
}

Workbook Random(std::mt19937& random) {
  static const char* const kNames[] = {"Blad", "Blad 'twee' b",
                                       "Überzicht & zo", "Locaties (1)"};
  Workbook workbook = {.title = RandomText(random)};
  workbook.title.erase(
      std::remove_if(workbook.title.begin(), workbook.title.end(),
                     [](char c) { return c == '\n' || c == '\t'; }),
      workbook.title.end());
  const size_t count = 1 + random() % std::size(kNames);
  for (size_t i = 0; i < count; ++i) {
    workbook.sheets.push_back(RandomSheet(random, kNames[i]));
    workbook.sheets.back().is_hidden = i > 0 && random() % 3 == 0;
  }
  return workbook;
}

std::string Write(const Workbook& workbook, FileFormat kind) {
  const auto bytes =
      kind == FileFormat::kOds ? WriteOds(workbook) : WriteXlsx(workbook);
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", bytes.status().ToString().c_str());
    std::abort();
  }
  return *bytes;
}

}  // namespace opvang::sheet
