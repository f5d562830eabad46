#include "services/reporting/print/workbook.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reporting/print/flat_table.h"

namespace opvang::reporting {
namespace {

using sheet::CellStyle;
using sheet::Sheet;

constexpr int kWidthMax = 60;
constexpr int kWidthMin = 10;

sheet::Value ValueOf(const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::kEmpty:
      return std::monostate();
    case Cell::Type::kText:
      return cell.text;
    case Cell::Type::kCount:
    case Cell::Type::kSigned:
      return cell.value;
    case Cell::Type::kPercent:
      return sheet::Percent{.part = cell.value, .whole = cell.whole};
    case Cell::Type::kDay:
      return cell.day;
  }
  return std::monostate();
}

CellStyle StyleOf(TableRow::Kind kind) {
  return kind == TableRow::Kind::kTotal      ? CellStyle::kTotal
         : kind == TableRow::Kind::kSubtotal ? CellStyle::kSubtotal
                                             : CellStyle::kPlain;
}

// As wide as the longest of a column, within bounds.
std::vector<sheet::Column> WidthsOf(const Table& table) {
  std::vector<sheet::Column> widths;
  for (size_t column = 0; column < table.columns.size(); ++column) {
    // A head wraps, but not within a word.
    size_t width = std::min<size_t>(table.columns[column].label.size(), 18);
    for (const TableRow& row : table.rows) {
      if (column >= row.cells.size()) continue;
      width = std::max(width, Dutch(row.cells[column]).size());
    }
    widths.push_back({.width_characters = std::clamp(
                          static_cast<int>(width) + 2, kWidthMin, kWidthMax)});
  }
  return widths;
}

// A line over the first columns.
void Spread(const std::string& text, CellStyle style, int columns,
            Sheet& sheet) {
  const int row = static_cast<int>(sheet.rows.size()) + 1;
  sheet.rows.push_back({{text, style}});
  sheet.merged.push_back({.first_row = row,
                          .first_column = 1,
                          .last_row = row,
                          .last_column = columns});
}

Sheet SheetOf(const Table& printed) {
  const Table table = Flattened(printed);
  Sheet sheet{.name = table.name,
              .columns = WidthsOf(table),
              .rows = {{{table.caption, CellStyle::kTitle}}, {}},
              .frozen_rows = 3,
              .is_landscape = true,
              .repeated_rows = sheet::RowSpan{.first = 3, .last = 3}};
  std::vector<sheet::Cell>& head = sheet.rows.emplace_back();
  for (const Column& column : table.columns) {
    head.push_back({column.label, CellStyle::kColumnHeader});
  }
  for (const TableRow& row : table.rows) {
    std::vector<sheet::Cell>& cells = sheet.rows.emplace_back();
    for (const Cell& cell : row.cells) {
      cells.push_back({ValueOf(cell), StyleOf(row.kind)});
    }
  }
  const int last = static_cast<int>(sheet.rows.size());
  sheet.filter =
      sheet::Range{.first_row = 3,
                   .first_column = 1,
                   .last_row = last,
                   .last_column = static_cast<int>(table.columns.size())};
  if (!table.note.empty()) {
    sheet.rows.push_back({});
    Spread(table.note, CellStyle::kNote,
           std::max(static_cast<int>(table.columns.size()), 2), sheet);
  }
  return sheet;
}

Sheet SummaryOf(const Document& document) {
  Sheet sheet{
      .name = "Samenvatting",
      .columns = {{.width_characters = 44}, {}, {.width_characters = 60}},
      .rows = {{{absl::StrCat(document.title, " – ", document.scope),
                 CellStyle::kTitle}},
               {{document.subtitle, CellStyle::kHeading}},
               {{document.addressee, CellStyle::kNote}}},
      .is_landscape = true};
  const auto line = [&sheet](const std::string& text, CellStyle style) {
    if (!text.empty()) Spread(text, style, 3, sheet);
  };
  line(document.banner, CellStyle::kNote);
  line(document.answer, CellStyle::kPlain);
  sheet.rows.push_back({});
  sheet.rows.push_back({{std::string("Cijfer"), CellStyle::kColumnHeader},
                        {std::string("Waarde"), CellStyle::kColumnHeader},
                        {std::string("Uitleg"), CellStyle::kColumnHeader}});
  for (const auto* figures : {&document.key_figures, &document.other_duties}) {
    for (const KeyFigure& figure : *figures) {
      sheet.rows.push_back(
          {{figure.label}, {ValueOf(figure.value)}, {figure.explanation}});
    }
  }
  sheet.rows.push_back({});
  for (const std::string& warning : document.warnings) {
    line(warning, CellStyle::kNote);
  }
  line(document.footer, CellStyle::kNote);
  return sheet;
}

Sheet TextsOf(const Document& document) {
  Sheet sheet{.name = "Teksten",
              .columns = {{.width_characters = 36},
                          {.width_characters = 30},
                          {.width_characters = 100}},
              .rows = {{{std::string("Paragraaf"), CellStyle::kColumnHeader},
                        {std::string("Onder"), CellStyle::kColumnHeader},
                        {std::string("Tekst"), CellStyle::kColumnHeader}}},
              .frozen_rows = 1,
              .is_landscape = true};
  for (const Section& section : document.sections) {
    std::string heading;
    const auto add = [&](const std::string& text) {
      sheet.rows.push_back(
          {{section.number.empty()
                ? section.title
                : absl::StrCat(section.number, ". ", section.title)},
           {heading},
           {text}});
    };
    for (const Block& block : section.blocks) {
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
        if (paragraph->heading) {
          heading = paragraph->text;
        } else {
          add(paragraph->text);
        }
      } else if (const auto* list = std::get_if<List>(&block)) {
        for (size_t i = 0; i < list->items.size(); ++i) {
          add(absl::StrCat(list->ordered ? absl::StrCat(i + 1, ". ") : "• ",
                           list->items[i]));
        }
      }
    }
  }
  return sheet;
}

}  // namespace

sheet::Workbook MakeWorkbook(const Document& document) {
  sheet::Workbook workbook{
      .title = absl::StrCat(document.title, " – ", document.scope),
      .sheets = {SummaryOf(document)}};
  for (const Table* table : TablesOf(document)) {
    workbook.sheets.push_back(SheetOf(*table));
  }
  workbook.sheets.push_back(TextsOf(document));
  return workbook;
}

}  // namespace opvang::reporting
