#include "services/reporting/print/tables.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
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

const pb::KnownCount* FindKnown(const pb::SubtotalRow& area,
                                absl::string_view metric) {
  for (const pb::KnownCount& count : area.known_counts()) {
    if (count.metric() == metric) return &count;
  }
  return nullptr;
}

const pb::OwnTarget* FindOwn(const pb::SubtotalRow& area,
                             absl::string_view duty) {
  for (const pb::OwnTarget& own : area.own_targets()) {
    if (own.duty() == duty) return &own;
  }
  return nullptr;
}

std::string OwnFigure(const pb::SubtotalRow& area, absl::string_view what) {
  return FigureName(area.subject(), absl::StrCat("own.", what));
}

Cell FigureCell(const Subject& subject, const FigureColumn& column) {
  std::string name = FigureName(subject.name, column.figure);
  if (const Metric* metric = FindMetric(column.figure)) {
    const std::optional<int32_t> value = ValueOf(subject.figures, *metric);
    if (!value.has_value()) return Cell::Empty();
    Cell cell = column.sign ? Cell::Signed(*value, std::move(name))
                            : Cell::Count(*value, std::move(name));
    if (subject.area == nullptr) return cell;
    if (const auto* known = FindKnown(*subject.area, metric->name)) {
      cell.known = known->known_municipality_count();
      cell.parts = known->municipality_count();
    }
    return cell;
  }
  const Derived& derived = *FindDerived(column.figure);
  const auto first = ValueOf(subject.figures, *FindMetric(derived.first));
  const auto second = ValueOf(subject.figures, *FindMetric(derived.second));
  if (!first.has_value() || !second.has_value()) return Cell::Empty();
  // Two sums over other municipalities have no difference and no share.
  if (subject.area != nullptr &&
      (FindKnown(*subject.area, derived.first) != nullptr ||
       FindKnown(*subject.area, derived.second) != nullptr)) {
    return Cell::Empty();
  }
  return derived.share ? Cell::Percent(*first, *second, std::move(name))
                       : Cell::Signed(*first - *second, std::move(name));
}

namespace {

// The target that an area has itself, under a column of targets.
Cell OwnCell(const pb::SubtotalRow& area, absl::string_view figure) {
  static constexpr struct {
    absl::string_view figure, duty, field;
  } kTargets[] = {
      {"asylum.target_place_count", "asylum", "place_count"},
      {"asylum.target_amv_count", "asylum", "amv_count"},
      {"ukraine.target_place_count", "ukraine", "place_count"},
      {"status_holders.target_person_count", "status_holders", "place_count"}};
  for (const auto& target : kTargets) {
    const pb::OwnTarget* own = FindOwn(area, target.duty);
    if (target.figure != figure || own == nullptr) continue;
    const bool amv = target.field == "amv_count";
    if (amv && !own->has_amv_count()) continue;
    return Cell::Count(
        amv ? own->amv_count() : own->place_count(),
        OwnFigure(area, absl::StrCat(target.duty, ".", target.field)));
  }
  return Cell::Empty();
}

// Nothing when none of them is recorded.
std::vector<Cell> OwnCells(const pb::SubtotalRow& area,
                           const std::vector<FigureColumn>& columns) {
  std::vector<Cell> cells;
  bool any = false;
  for (const FigureColumn& column : columns) {
    cells.push_back(OwnCell(area, column.figure));
    any = any || cells.back().IsNumber();
  }
  if (!any) cells.clear();
  return cells;
}

using OwnCellsOf = std::function<std::vector<Cell>(const pb::SubtotalRow&)>;

Table MakeTable(const pb::ReportContent& content, Table table,
                const FigureCells& cells, const OwnCellsOf& own) {
  table.columns.insert(table.columns.begin(), {.label = "Gemeente"});
  const auto add = [&](Kind kind, const std::string& name,
                       std::vector<Cell> values) {
    TableRow row{.kind = kind, .cells = {Cell::Text(name)}};
    for (Cell& cell : values) row.cells.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
  };
  const auto add_area = [&](Kind kind, const pb::SubtotalRow& area,
                            const std::string& name) {
    add(kind, absl::StrCat("Totaal ", name), cells(Subject(area)));
    std::vector<Cell> values = own(area);
    if (values.empty()) return;
    add(kind, absl::StrCat("Vastgelegd voor ", name), std::move(values));
  };
  std::map<std::string, std::vector<const pb::MunicipalityRow*>> by_group;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    by_group[GroupOf(content.spec(), row)].push_back(&row);
  }
  const auto add_rows = [&](const std::string& group) {
    for (const pb::MunicipalityRow* row : by_group[group]) {
      add(Kind::kPlain, row->display_name(), cells(Subject(*row)));
    }
  };
  for (const pb::SubtotalRow& group : content.regions()) {
    table.rows.push_back(
        {.kind = Kind::kGroup, .cells = {Cell::Text(group.display_name())}});
    add_rows(group.subject());
    add_area(Kind::kSubtotal, group, group.display_name());
  }
  add_rows("");
  add_area(Kind::kTotal, content.total(), content.scope_display_name());
  return table;
}

}  // namespace

Table FigureTable(const pb::ReportContent& content, Table table,
                  const std::vector<FigureColumn>& columns) {
  for (const FigureColumn& column : columns) {
    table.columns.push_back({.label = column.label, .numeric = true});
  }
  return MakeTable(
      content, std::move(table),
      [&columns](const Subject& subject) {
        std::vector<Cell> cells;
        for (const FigureColumn& column : columns) {
          cells.push_back(FigureCell(subject, column));
        }
        return cells;
      },
      [&columns](const pb::SubtotalRow& area) {
        return OwnCells(area, columns);
      });
}

Table FigureTable(const pb::ReportContent& content, Table table,
                  const FigureCells& cells) {
  return MakeTable(content, std::move(table), cells,
                   [](const pb::SubtotalRow&) { return std::vector<Cell>(); });
}

Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const Subject&)>& bar) {
  const auto add = [&](const std::string& name, const Subject& subject) {
    Bar one = bar(subject);
    one.label = name;
    bars.bars.push_back(std::move(one));
  };
  if (content.municipalities_size() > kBarsMax) {
    for (const pb::SubtotalRow& group : content.regions()) {
      add(group.display_name(), Subject(group));
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
    add(row.display_name(), Subject(row));
  }
  return bars;
}

Bar AsylumBar(const Subject& subject) {
  const pb::AsylumFigures& asylum = subject.figures.asylum();
  const auto cell = [&](const char* figure) {
    return FigureCell(subject, {.label = "", .figure = figure});
  };
  Bar bar;
  bar.solid = cell("asylum.guaranteed_place_count");
  bar.light = cell("asylum.intended_place_count");
  bar.target = cell("asylum.target_place_count");
  if (subject.area != nullptr) {
    Cell own = OwnCell(*subject.area, "asylum.target_place_count");
    if (own.IsNumber()) bar.target = std::move(own);
  }
  bar.solid_end = asylum.guaranteed_place_count();
  bar.light_end = asylum.intended_place_count();
  return bar;
}

TableRow PlainRow(std::vector<Cell> cells) {
  return {.kind = Kind::kPlain, .cells = std::move(cells)};
}

template <typename Place>
Cell StartCell(const Place& place) {
  return place.has_known_since_date()
             ? Cell::Text(
                   absl::StrCat("onbekend; er op ",
                                DutchDay(DayOf(place.known_since_date()))))
             : DayCell(place.has_start_date(), place.start_date());
}
template Cell StartCell(const pb::Site& place);
template Cell StartCell(const pb::Shelter& place);

Cell DayCell(bool has, const google::type::Date& date) {
  return has ? Cell::Day(DayOf(date)) : Cell::Empty();
}

std::string LastDay(const google::type::Date& end) {
  return DutchDay(DayOf(end) - 1);
}

}  // namespace opvang::reporting
