#include "services/reporting/print/document.h"

#include "absl/strings/str_cat.h"
#include "common/base/notation.h"

namespace opvang::reporting {

namespace {

Cell Number(Cell::Type type, int64_t value, std::string figure) {
  Cell cell;
  cell.type = type;
  cell.value = value;
  cell.figure = std::move(figure);
  return cell;
}

}  // namespace

Cell Cell::Text(std::string text) {
  Cell cell;
  cell.type = Type::kText;
  cell.text = std::move(text);
  return cell;
}
Cell Cell::Count(int64_t value, std::string figure) {
  return Number(Type::kCount, value, std::move(figure));
}
Cell Cell::Signed(int64_t value, std::string figure) {
  return Number(Type::kSigned, value, std::move(figure));
}
Cell Cell::Percent(int64_t part, int64_t whole, std::string figure) {
  if (whole <= 0 || part < 0) return Empty();
  Cell cell = Number(Type::kPercent, part, std::move(figure));
  cell.whole = whole;
  return cell;
}
Cell Cell::Day(absl::CivilDay day) {
  Cell cell;
  cell.type = Type::kDay;
  cell.day = day;
  return cell;
}

std::vector<const Table*> TablesOf(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (const Table* table = std::get_if<Table>(&block)) {
        tables.push_back(table);
      }
    }
  }
  return tables;
}

std::vector<const Cell*> NumbersOf(const Document& document) {
  std::vector<const Cell*> numbers;
  const auto add = [&numbers](const Cell& cell) {
    if (cell.IsNumber()) numbers.push_back(&cell);
  };
  const auto add_bar = [&add](const Bar& bar) {
    add(bar.solid);
    add(bar.light);
    add(bar.target);
  };
  add_bar(document.headline);
  for (const auto* figures : {&document.key_figures, &document.other_duties}) {
    for (const KeyFigure& figure : *figures) add(figure.value);
  }
  for (const Table* table : TablesOf(document)) {
    for (const TableRow& row : table->rows) {
      for (const Cell& cell : row.cells) add(cell);
    }
  }
  const auto add_charts = [&](const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      if (const Bars* bars = std::get_if<Bars>(&block)) {
        for (const Bar& bar : bars->bars) add_bar(bar);
      }
      if (const Steps* steps = std::get_if<Steps>(&block)) {
        for (const Steps::Fall& fall : steps->falls) add(fall.change);
      }
    }
  };
  add_charts(document.overview);
  for (const Section& section : document.sections) add_charts(section.blocks);
  return numbers;
}

std::string CoverageOf(const Cell& cell) {
  return cell.parts == 0 ? "" : absl::StrCat(cell.known, " van ", cell.parts);
}

std::string Dutch(const Cell& cell) {
  const std::string coverage =
      cell.parts == 0 ? "" : absl::StrCat(" (", CoverageOf(cell), ")");
  switch (cell.type) {
    case Cell::Type::kEmpty:
      return "–";
    case Cell::Type::kText:
      return cell.text;
    case Cell::Type::kCount:
      return DutchCount(cell.value) + coverage;
    case Cell::Type::kSigned:
      return DutchSigned(cell.value) + coverage;
    case Cell::Type::kPercent:
      return DutchPercent(cell.value, cell.whole);
    case Cell::Type::kDay:
      return DutchDay(cell.day);
  }
  return "";
}

}  // namespace opvang::reporting
