#include "services/reporting/report_tables.h"

#include "absl/strings/str_cat.h"
#include "common/calendar.h"

namespace opvang::reporting {

using Kind = TableRow::Kind;

Cell Optional(bool has, int64_t value) {
  return has ? Cell::Count(value) : Cell::Empty();
}
Cell OptionalSigned(bool has, int64_t value) {
  return has ? Cell::Signed(value) : Cell::Empty();
}
Cell DayCell(bool has, const google::type::Date& date) {
  return has ? Cell::Day(DayOf(date)) : Cell::Empty();
}
std::string LastDay(const google::type::Date& end) {
  return DutchDay(DayOf(end) - 1);
}

bool IsComplete(const pb::SubtotalRow& sum, const std::string& duty) {
  for (const pb::MissingTarget& target : sum.missing_targets()) {
    if (target.duty() == duty) return false;
  }
  return true;
}

Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  std::string caption, std::vector<Column> columns,
                  const FigureCells& cells) {
  Table table;
  table.caption = std::move(caption);
  table.columns.push_back({.label = "Gemeente"});
  for (Column& column : columns) table.columns.push_back(std::move(column));
  const auto add = [&](Kind kind, const std::string& name,
                       const pb::Figures& figures, bool complete = true) {
    TableRow row{.kind = kind, .cells = {Cell::Text(name)}};
    for (Cell& cell : cells(figures)) {
      const bool of_target = table.columns[row.cells.size()].of_target;
      row.cells.push_back(of_target && !complete ? Cell::Empty()
                                                 : std::move(cell));
    }
    table.rows.push_back(std::move(row));
  };
  const auto add_region = [&](const pb::SubtotalRow& region) {
    table.rows.push_back(
        {.kind = Kind::kGroup, .cells = {Cell::Text(region.display_name())}});
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      if (row.region() == region.subject()) {
        add(Kind::kPlain, row.display_name(), row.figures());
      }
    }
    add(Kind::kSubtotal, absl::StrCat("Totaal ", region.display_name()),
        region.figures(), IsComplete(region, duty));
  };
  for (const pb::SubtotalRow& region : content.regions()) add_region(region);
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const bool in_region = content.regions_size() > 0 && !row.region().empty();
    if (!in_region) add(Kind::kPlain, row.display_name(), row.figures());
  }
  add(Kind::kTotal, absl::StrCat("Totaal ", content.scope_display_name()),
      content.total().figures(), IsComplete(content.total(), duty));
  return table;
}

Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const pb::Figures&)>& bar) {
  const auto add = [&](const std::string& name, const pb::Figures& figures) {
    Bar one = bar(figures);
    one.label = name;
    bars.bars.push_back(std::move(one));
  };
  std::string region;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (content.regions_size() > 0 && row.region() != region) {
      region = row.region();
      for (const pb::SubtotalRow& sum : content.regions()) {
        if (sum.subject() == region) {
          bars.bars.push_back({.label = sum.display_name(),
                               .target = {},
                               .solid = 0,
                               .light = 0,
                               .group = true});
        }
      }
    }
    add(row.display_name(), row.figures());
  }
  return bars;
}

Bar AsylumBar(const pb::Figures& figures) {
  Bar bar;
  if (figures.asylum().has_target_place_count()) {
    bar.target = figures.asylum().target_place_count();
  }
  bar.solid = figures.asylum().guaranteed_place_count();
  bar.light = figures.asylum().intended_place_count();
  return bar;
}

}  // namespace opvang::reporting
