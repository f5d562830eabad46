#include "services/cli/workbook/template.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/csv.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/cli/shell/table.h"

namespace opvang::cli::workbook {
namespace {

using sheet::Cell;
using sheet::CellStyle;
using sheet::Sheet;
using sheet::Validation;
using sheet::Workbook;

// Rows to fill in, below those that are filled.
constexpr int kEmptyRows = 60;
constexpr int kHeaderRow = 3;

// "215" hundredths as "2.15".
std::string Hundredths(const std::string& value) {
  std::string digits = value;
  while (digits.size() < 3) digits.insert(0, "0");
  digits.insert(digits.size() - 2, ".");
  return digits;
}

std::string MunicipalityNames(const std::string& value) {
  std::vector<std::string> shown;
  for (const absl::string_view name : absl::StrSplit(value, ';')) {
    shown.push_back(DutchName(name).value_or(std::string(name)));
  }
  return absl::StrJoin(shown, "; ");
}

sheet::Value ValueOf(const Column& column, const std::string& value,
                     const Vocabulary& vocabulary) {
  int64_t number = 0;
  const auto day = ParseDay(value);
  switch (column.kind) {
    case ColumnKind::kCount:
    case ColumnKind::kPercent:
      if (absl::SimpleAtoi(value, &number)) return number;
      return value;
    case ColumnKind::kHundredths:
      return sheet::Decimal{Hundredths(value)};
    case ColumnKind::kStart:
    case ColumnKind::kDay:
      if (day.has_value()) return *day;
      return value;
    case ColumnKind::kEnd:
      if (day.has_value()) return *day - 1;
      return value;
    case ColumnKind::kChoice:
      return vocabulary.Shown(column.choices, value);
    case ColumnKind::kMunicipalities:
      return MunicipalityNames(value);
    default:
      return value;
  }
}

// What may be filled in below a heading. "juli 2025" is understood, so where a
// period may stand the cells are of text: of others a spreadsheet makes
// 1-7-2025 of it by itself.
void AddCheck(const Column& column, int at, int last_row,
              const Vocabulary& vocabulary, Sheet& sheet) {
  Validation check = {.range = {kHeaderRow + 1, at, last_row, at},
                      .title = column.header.substr(0, 32)};
  const auto words = vocabulary.choices.find(column.choices);
  switch (column.kind) {
    case ColumnKind::kCount:
    case ColumnKind::kPercent:
      check.rule = sheet::WholeBetween{column.least, column.most};
      check.message =
          absl::StrCat("Een heel getal van ", DutchCount(column.least),
                       " tot en met ", DutchCount(column.most), ".");
      // "ca. 50" and "n.t.b." are read as well.
      check.on_breach = sheet::OnBreach::kWarn;
      break;
    case ColumnKind::kStart:
    case ColumnKind::kEnd:
      check.rule = sheet::LengthBetween{0, 100};
      check.message = "Een dag als 1-7-2025, of een maand als juli 2025.";
      break;
    case ColumnKind::kDay:
      check.rule = sheet::DayBetween{absl::CivilDay(1990, 1, 1),
                                     absl::CivilDay(2100, 12, 31)};
      check.message = "Een dag als 1-7-2025.";
      check.on_breach = sheet::OnBreach::kWarn;
      break;
    case ColumnKind::kLine:
    case ColumnKind::kLines:
      check.rule = sheet::LengthBetween{0, static_cast<int>(column.most)};
      check.message =
          absl::StrCat("Hooguit ", DutchCount(column.most), " tekens.");
      break;
    case ColumnKind::kChoice: {
      if (words == vocabulary.choices.end() || words->second.empty()) return;
      std::vector<std::string> shown;
      for (const Choice& choice : words->second) {
        shown.push_back(choice.words.front());
      }
      check.rule = sheet::OneOf{std::move(shown)};
      check.message = "Kies een waarde uit de lijst.";
      break;
    }
    default:
      return;
  }
  sheet.validations.push_back(std::move(check));
}

Sheet MakeSheet(const SheetTable& table, const std::string& municipality,
                const std::vector<SheetRow>& rows,
                const Vocabulary& vocabulary) {
  Sheet sheet = {.name = table.name,
                 .frozen_rows = kHeaderRow,
                 .frozen_columns = 2,
                 .is_protected = true,
                 .is_landscape = true,
                 .repeated_rows = sheet::RowSpan{kHeaderRow, kHeaderRow}};
  std::vector<Cell> header;
  for (const Column& column : table.columns) {
    sheet.columns.push_back({.width_characters = column.width,
                             .hidden = column.kind == ColumnKind::kKey});
    header.push_back({column.header, CellStyle::kColumnHeader});
  }
  // The key's column is hidden, so words begin beside it.
  sheet.rows = {
      {{}, {absl::StrCat(table.name, ", ", municipality), CellStyle::kTitle}},
      {{}, {table.help, CellStyle::kNote}},
      header};
  sheet.merged = {{2, 2, 2, static_cast<int>(table.columns.size())}};
  for (const SheetRow& row : rows) {
    if (row.sheet != table.id) continue;
    std::vector<Cell> cells = {{row.key, CellStyle::kLocked}};
    for (size_t i = 1; i < table.columns.size(); ++i) {
      const auto value = row.values.find(table.columns[i].id);
      cells.push_back(
          {value == row.values.end()
               ? sheet::Value()
               : ValueOf(table.columns[i], value->second, vocabulary),
           CellStyle::kInput});
    }
    sheet.rows.push_back(std::move(cells));
  }
  for (int i = 0; i < kEmptyRows; ++i) {
    std::vector<Cell> cells(table.columns.size(), {{}, CellStyle::kInput});
    cells[0].style = CellStyle::kLocked;
    sheet.rows.push_back(std::move(cells));
  }
  const int last_row = static_cast<int>(sheet.rows.size());
  for (size_t i = 1; i < table.columns.size(); ++i) {
    AddCheck(table.columns[i], static_cast<int>(i) + 1, last_row, vocabulary,
             sheet);
  }
  return sheet;
}

// How a column may be written.
std::string Notation(const Column& column, const Vocabulary& vocabulary) {
  const auto words = vocabulary.choices.find(column.choices);
  switch (column.kind) {
    case ColumnKind::kCount:
      return "Heel getal, zoals 350. Ook begrepen: ca. 50, n.t.b.";
    case ColumnKind::kPercent:
      return "Heel percentage, zoals 25.";
    case ColumnKind::kHundredths:
      return "Getal met hooguit twee decimalen, zoals 2,15.";
    case ColumnKind::kStart:
    case ColumnKind::kEnd:
      return "Dag, zoals 1-7-2025. Ook begrepen: juli 2025, Q3 2025, n.t.b.";
    case ColumnKind::kDay:
      return "Dag, zoals 1-7-2025.";
    case ColumnKind::kMunicipalities:
      return "Namen of codes, zoals Kampen; Zwolle.";
    case ColumnKind::kChoice: {
      if (words == vocabulary.choices.end()) return "Keuze uit de lijst.";
      std::vector<std::string> shown;
      for (const Choice& choice : words->second) {
        shown.push_back(choice.words.front());
      }
      return absl::StrCat("Keuze: ", absl::StrJoin(shown, ", "), ".");
    }
    default:
      return absl::StrCat("Tekst van hooguit ", DutchCount(column.most),
                          " tekens.");
  }
}

Sheet MakeGuide(const Origin& origin, const std::string& municipality,
                const Vocabulary& vocabulary) {
  Sheet guide = {.name = kGuideSheet,
                 .columns = {{.width_characters = 28},
                             {.width_characters = 68},
                             {.width_characters = 70}},
                 .is_protected = true,
                 .is_landscape = true};
  const auto say = [&](const std::string& text) {
    guide.rows.push_back({{text, CellStyle::kPlain}});
    const int row = static_cast<int>(guide.rows.size());
    guide.merged.push_back({row, 1, row, 3});
  };
  guide.rows.push_back({{absl::StrCat("Werkboek van gemeente ", municipality),
                         CellStyle::kTitle}});
  const auto day = ParseDay(origin.day);
  say(absl::StrCat("Gevuld met wat op ",
                   day.has_value() ? DutchDay(*day) : origin.day,
                   " is vastgelegd. Wijzig wat niet meer klopt, vul aan wat "
                   "ontbreekt, en stuur het bestand terug."));
  guide.rows.push_back({{"Zo vult u het in", CellStyle::kHeading}});
  for (const char* line :
       {"Vul alleen de vakken met een rand in. Bestaande regels past u aan; "
        "nieuwe schrijft u in de lege regels daaronder.",
        "Een leeg vak zegt niets: wat is vastgelegd blijft dan staan. Weet u "
        "iets "
        "nog niet, schrijf n.t.b. Geldt iets niet meer, schrijf vervalt. Een "
        "regel wissen verandert niets.",
        "Schrijf aantallen in cijfers en dagen als 1-7-2025. Weet u alleen de "
        "maand of het kwartaal, dan mag juli 2025 of Q3 2025: een begin telt "
        "dan "
        "vanaf de laatste dag daarvan, een einde vóór de eerste.",
        "Verandert het aantal plekken later, schrijf dan een tweede regel met "
        "dezelfde naam, het nieuwe aantal en de dag waarop dat ingaat.",
        "Noem geen namen van mensen en geen gegevens over één persoon: alleen "
        "aantallen.",
        "Bij het inlezen ziet u eerst wat er zou veranderen. Wat niet wordt "
        "begrepen, wordt genoemd met blad en cel. Heeft iemand anders intussen "
        "hetzelfde gewijzigd, dan wordt dat gezegd en niet overschreven."}) {
    say(line);
  }
  for (const SheetTable& table : Sheets()) {
    guide.rows.push_back({{table.name, CellStyle::kHeading}});
    say(table.help);
    guide.rows.push_back({{"Kolom", CellStyle::kColumnHeader},
                          {"Wat u invult", CellStyle::kColumnHeader},
                          {"Hoe u het schrijft", CellStyle::kColumnHeader}});
    for (const Column& column : table.columns) {
      if (column.kind == ColumnKind::kKey) continue;
      guide.rows.push_back(
          {{column.is_required ? absl::StrCat(column.header, " (verplicht)")
                               : column.header},
           {column.help},
           {Notation(column, vocabulary)}});
    }
  }
  return guide;
}

std::vector<std::pair<std::string, std::string>> OriginRows(
    const Origin& origin) {
  return {{"gemeente", origin.municipality},
          {"peildag", origin.day},
          {"revisie locations", absl::StrCat(origin.locations)},
          {"revisie housing", absl::StrCat(origin.housing)},
          {"revisie reporting", absl::StrCat(origin.reporting)}};
}

std::string Lower(const char* name) { return Folded(name); }

}  // namespace

Workbook MakeTemplate(const Origin& origin, const std::vector<SheetRow>& rows,
                      const Vocabulary& vocabulary,
                      const std::optional<OwnStand>& stand) {
  const std::string municipality =
      DutchName(origin.municipality).value_or(origin.municipality);
  Workbook workbook = {.title = absl::StrCat("Werkboek ", municipality)};
  workbook.sheets.push_back(MakeGuide(origin, municipality, vocabulary));
  if (stand.has_value()) {
    workbook.sheets.push_back(MakeStandSheet(*stand, municipality));
  }
  for (const SheetTable& table : Sheets()) {
    workbook.sheets.push_back(MakeSheet(table, municipality, rows, vocabulary));
  }
  Sheet stem = {.name = kOriginSheet,
                .columns = {{.width_characters = 20}, {.width_characters = 30}},
                .is_protected = true,
                .is_hidden = true};
  for (const auto& [name, value] : OriginRows(origin)) {
    stem.rows.push_back(
        {{name, CellStyle::kLocked}, {value, CellStyle::kLocked}});
  }
  workbook.sheets.push_back(std::move(stem));
  return workbook;
}

std::map<std::string, std::string> MakeFiles(
    const Origin& origin, const std::vector<SheetRow>& rows) {
  std::map<std::string, std::string> files;
  for (const SheetTable& table : Sheets()) {
    TextTable text;
    for (const Column& column : table.columns) text.header.push_back(column.id);
    for (const SheetRow& row : rows) {
      if (row.sheet != table.id) continue;
      std::vector<std::string> cells;
      for (const Column& column : table.columns) {
        const auto found = row.values.find(column.id);
        std::string value = found == row.values.end() ? "" : found->second;
        if (column.kind == ColumnKind::kKey) value = row.key;
        if (column.kind == ColumnKind::kHundredths && !value.empty()) {
          value = Hundredths(value);
        }
        // A file names the last day, as the heading says.
        const auto day = ParseDay(value);
        if (column.kind == ColumnKind::kEnd && day.has_value()) {
          value = FormatDay(*day - 1);
        }
        cells.push_back(value);
      }
      text.rows.push_back(std::move(cells));
    }
    files[table.id + ".csv"] = Format(text, "csv");
  }
  TextTable stem = {.header = {"naam", "waarde"}, .rows = {}};
  for (const auto& [name, value] : OriginRows(origin)) {
    stem.rows.push_back({name, value});
  }
  files[Lower(kOriginSheet) + ".csv"] = Format(stem, "csv");
  return files;
}

std::string CsvNotation(const Column& column, const Vocabulary& vocabulary) {
  switch (column.kind) {
    case ColumnKind::kCount:
      return absl::StrCat(column.least, " … ", column.most);
    case ColumnKind::kPercent:
      return "0 … 100";
    case ColumnKind::kHundredths:
      return "2.15";
    case ColumnKind::kStart:
    case ColumnKind::kDay:
      return "2025-07-01";
    case ColumnKind::kEnd:
      return "2026-01-31 (de laatste dag)";
    case ColumnKind::kMunicipalities:
      return "municipalities/gm0166;municipalities/gm0193";
    case ColumnKind::kChoice: {
      std::vector<std::string> values;
      const auto words = vocabulary.choices.find(column.choices);
      if (words == vocabulary.choices.end()) return "";
      for (const Choice& choice : words->second) values.push_back(choice.value);
      return absl::StrJoin(values, ", ");
    }
    default:
      return absl::StrCat("hooguit ", column.most, " tekens");
  }
}

sheet::Grid GridOf(const std::map<std::string, std::string>& files,
                   std::vector<std::string>& faults) {
  sheet::Grid grid;
  for (const auto& [name, text] : files) {
    const Csv csv = ParseCsv(text);
    for (const std::string& fault : csv.faults) {
      faults.push_back(absl::StrCat(name, ":", fault));
    }
    const std::string stem(absl::StripSuffix(name, ".csv"));
    sheet::GridSheet sheet = {.name = stem == Lower(kOriginSheet) ? kOriginSheet
                                                                  : stem};
    const auto add = [&](int row, const std::vector<std::string>& cells) {
      for (size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].empty()) continue;
        sheet.cells.push_back(
            {.row = row, .column = static_cast<int>(i) + 1, .text = cells[i]});
      }
    };
    add(1, csv.header);
    for (const CsvRow& row : csv.rows) add(row.line, row.cells);
    grid.sheets.push_back(std::move(sheet));
  }
  return grid;
}

}  // namespace opvang::cli::workbook
