#include "services/cli/workbook/own_stand.h"

#include "absl/strings/str_cat.h"

namespace opvang::cli::workbook {
namespace {

using sheet::Cell;
using sheet::CellStyle;
using sheet::Sheet;

constexpr int kColumns = 5;

Cell Count(const std::optional<int64_t>& count) {
  return count.has_value() ? Cell{*count} : Cell{"onbekend", CellStyle::kNote};
}

void Say(const std::string& text, Sheet& sheet) {
  sheet.rows.push_back({{text, CellStyle::kNote}});
  const int row = static_cast<int>(sheet.rows.size());
  sheet.merged.push_back({row, 1, row, kColumns});
}

void AddHeader(const std::vector<std::string>& words, Sheet& sheet) {
  std::vector<Cell> cells;
  for (const std::string& one : words) {
    cells.push_back({one, CellStyle::kColumnHeader});
  }
  sheet.rows.push_back(std::move(cells));
}

}  // namespace

Sheet MakeStandSheet(const OwnStand& stand, const std::string& municipality) {
  Sheet sheet = {.name = kStandSheet,
                 .columns = {{.width_characters = 36},
                             {.width_characters = 16},
                             {.width_characters = 14},
                             {.width_characters = 14},
                             {.width_characters = 60}},
                 .is_protected = true,
                 .is_landscape = true};
  sheet.rows.push_back(
      {{absl::StrCat(kStandSheet, ", ", municipality), CellStyle::kTitle}});
  Say(absl::StrCat("De ", stand.line,
                   ". Dit blad is om te lezen; het wordt niet ingelezen."),
      sheet);
  sheet.rows.push_back({{"Opgave en wat telt", CellStyle::kHeading}});
  AddHeader({"Opgave", "Gevraagd", "Telt", "Verschil", "Aantekening"}, sheet);
  for (const OwnStand::Duty& duty : stand.duties) {
    const bool known = duty.asked.has_value() && duty.counted.has_value();
    sheet.rows.push_back(
        {{duty.name},
         Count(duty.asked),
         Count(duty.counted),
         Count(known ? std::optional(*duty.counted - *duty.asked)
                     : std::nullopt),
         {duty.note, CellStyle::kNote}});
  }
  sheet.rows.push_back({});
  sheet.rows.push_back(
      {{"Asielopvang, locatie voor locatie", CellStyle::kHeading}});
  AddHeader({"Locatie", "Groep", "Telt", "Telt niet", "Waarom niet"}, sheet);
  for (const OwnStand::Location& one : stand.locations) {
    sheet.rows.push_back({{one.name},
                          {one.group},
                          {one.counted},
                          {one.uncounted},
                          {one.reasons, CellStyle::kNote}});
  }
  if (stand.locations.empty()) Say("Er zijn geen locaties vastgelegd.", sheet);
  return sheet;
}

}  // namespace opvang::cli::workbook
