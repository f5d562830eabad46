#include "services/reporting/print/tables.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/reporting/compose/compose.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {
namespace {

using Kind = TableRow::Kind;

// More bars than these say nothing at a glance.
constexpr int kBarsMax = 60;

const Derived* FindDerived(absl::string_view name) {
  for (const Derived& derived : AllDerived()) {
    if (derived.name == name) return &derived;
  }
  return nullptr;
}

}  // namespace

bool IsComplete(const pb::SubtotalRow& sum, const std::string& duty) {
  for (const pb::MissingTarget& target : sum.missing_targets()) {
    if (target.duty() == duty) return false;
  }
  return true;
}

Cell FigureCell(const std::string& subject, const pb::Figures& figures,
                const FigureColumn& column) {
  std::string name = FigureName(subject, column.figure);
  if (const Metric* metric = FindMetric(column.figure)) {
    const std::optional<int32_t> value = ValueOf(figures, *metric);
    if (!value.has_value()) return Cell::Empty();
    return column.sign ? Cell::Signed(*value, std::move(name))
                       : Cell::Count(*value, std::move(name));
  }
  const Derived& derived = *FindDerived(column.figure);
  const auto first = ValueOf(figures, *FindMetric(derived.first));
  const auto second = ValueOf(figures, *FindMetric(derived.second));
  if (!first.has_value() || !second.has_value()) return Cell::Empty();
  return derived.share ? Cell::Percent(*first, *second, std::move(name))
                       : Cell::Signed(*first - *second, std::move(name));
}

Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  Table table, const std::vector<FigureColumn>& columns) {
  for (const FigureColumn& column : columns) {
    table.columns.push_back(
        {.label = column.label,
         .numeric = true,
         .of_target =
             column.of_target || FindDerived(column.figure) != nullptr});
  }
  return FigureTable(
      content, duty, std::move(table),
      [&columns](const std::string& subject, const pb::Figures& figures) {
        std::vector<Cell> cells;
        for (const FigureColumn& column : columns) {
          cells.push_back(FigureCell(subject, figures, column));
        }
        return cells;
      });
}

Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  Table table, const FigureCells& cells) {
  table.columns.insert(table.columns.begin(), {.label = "Gemeente"});
  const auto add = [&](Kind kind, const std::string& name,
                       const std::string& subject, const pb::Figures& figures,
                       bool complete = true) {
    TableRow row{.kind = kind, .cells = {Cell::Text(name)}};
    for (Cell& cell : cells(subject, figures)) {
      const bool of_target = table.columns[row.cells.size()].of_target;
      row.cells.push_back(of_target && !complete ? Cell::Empty()
                                                 : std::move(cell));
    }
    table.rows.push_back(std::move(row));
  };
  std::map<std::string, std::vector<const pb::MunicipalityRow*>> by_group;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    by_group[GroupOf(content.spec(), row)].push_back(&row);
  }
  const auto add_rows = [&](const std::string& group) {
    for (const pb::MunicipalityRow* row : by_group[group]) {
      add(Kind::kPlain, row->display_name(), row->municipality(),
          row->figures());
    }
  };
  for (const pb::SubtotalRow& group : content.regions()) {
    table.rows.push_back(
        {.kind = Kind::kGroup, .cells = {Cell::Text(group.display_name())}});
    add_rows(group.subject());
    add(Kind::kSubtotal, absl::StrCat("Totaal ", group.display_name()),
        group.subject(), group.figures(), IsComplete(group, duty));
  }
  add_rows("");
  add(Kind::kTotal, absl::StrCat("Totaal ", content.scope_display_name()),
      content.total().subject(), content.total().figures(),
      IsComplete(content.total(), duty));
  return table;
}

Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const std::string& subject,
                                        const pb::Figures&)>& bar) {
  const auto add = [&](const std::string& name, const std::string& subject,
                       const pb::Figures& figures) {
    Bar one = bar(subject, figures);
    one.label = name;
    bars.bars.push_back(std::move(one));
  };
  if (content.municipalities_size() > kBarsMax) {
    for (const pb::SubtotalRow& group : content.regions()) {
      add(group.display_name(), group.subject(), group.figures());
    }
    return bars;
  }
  std::string last;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const std::string group = GroupOf(content.spec(), row);
    for (const pb::SubtotalRow& sum : content.regions()) {
      if (group == last || sum.subject() != group) continue;
      Bar& heading = bars.bars.emplace_back();
      heading.label = sum.display_name();
      heading.group = true;
    }
    last = group;
    add(row.display_name(), row.municipality(), row.figures());
  }
  return bars;
}

Bar AsylumBar(const std::string& subject, const pb::Figures& figures) {
  const pb::AsylumFigures& asylum = figures.asylum();
  const auto cell = [&](const char* figure) {
    return FigureCell(subject, figures, {.label = "", .figure = figure});
  };
  Bar bar;
  bar.solid = cell("asylum.guaranteed_place_count");
  bar.light = cell("asylum.intended_place_count");
  bar.target = cell("asylum.target_place_count");
  bar.solid_end = asylum.guaranteed_place_count();
  bar.light_end = asylum.intended_place_count();
  return bar;
}

TableRow PlainRow(std::vector<Cell> cells) {
  return {.kind = Kind::kPlain, .cells = std::move(cells)};
}

Cell DayCell(bool has, const google::type::Date& date) {
  return has ? Cell::Day(DayOf(date)) : Cell::Empty();
}

std::string LastDay(const google::type::Date& end) {
  return DutchDay(DayOf(end) - 1);
}

}  // namespace opvang::reporting
