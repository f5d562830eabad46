// What differs: from the version before, from the plans of the regions, from
// the quarters before, and from what others published.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/calendar.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/figures/published.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

using Difference = pb::FigureDifference;

// "geopend +120: azc Noord; gesloten −30: azc Zuid"
std::string CausesOf(const Difference& difference) {
  std::vector<std::string> causes;
  for (const Difference::Part& part : difference.parts()) {
    std::vector<std::string> records;
    for (const Difference::Record& record : part.records()) {
      records.push_back(record.display_name());
    }
    causes.push_back(absl::StrCat(
        DutchCause(part.cause()), " ", DutchSigned(part.count()),
        records.empty() ? "" : ": ", absl::StrJoin(records, ", ")));
  }
  return absl::StrJoin(causes, "; ");
}

// A row per figure; `list` is "changes" or "plan_differences".
Table DifferenceTable(
    const pb::ReportContent& content,
    const google::protobuf::RepeatedPtrField<Difference>& differences,
    const char* list, Table table) {
  table.columns = {{.label = "Gebied"},
                   {.label = "Cijfer"},
                   {.label = "Was", .numeric = true},
                   {.label = "Is", .numeric = true},
                   {.label = "Verschil", .numeric = true},
                   {.label = "Oorzaken, samen het verschil", .wide = true}};
  table.wordy = true;
  for (int i = 0; i < differences.size(); ++i) {
    const Difference& one = differences[i];
    const std::string figure =
        absl::StrCat(content.spec().scope(), "#", list, ".", i, ".");
    const auto count = [&](bool has, int value, const char* side) {
      return has ? Cell::Count(value, absl::StrCat(figure, side))
                 : Cell::Empty();
    };
    table.rows.push_back(
        PlainRow({Cell::Text(one.display_name()),
                  Cell::Text(std::string(FindMetric(one.metric())->label)),
                  count(one.has_from_count(), one.from_count(), "from"),
                  count(one.has_to_count(), one.to_count(), "to"),
                  Cell::Signed(one.difference_count(),
                               absl::StrCat(figure, "difference")),
                  Cell::Text(CausesOf(one))}));
  }
  return table;
}

// --- Quarters ---------------------------------------------------------------

struct Role {
  pb::ComparedReport::Role role;
  const char* label;
};
constexpr Role kRoles[] = {
    {pb::ComparedReport::ROLE_PREVIOUS_QUARTER, "Kwartaal ervoor"},
    {pb::ComparedReport::ROLE_YEAR_BEFORE, "Jaar ervoor"},
};

const pb::ComparedFigures* FindCompared(const pb::ReportContent& content,
                                        const Role& role) {
  for (const pb::ComparedFigures& compared : content.compared()) {
    if (compared.compared().role() == role.role) return &compared;
  }
  return nullptr;
}

// What `subject` had there, and by how much it differs; empty where one of the
// two is not on record.
std::vector<Cell> BesideThen(const pb::ComparedFigures& compared,
                             const std::string& subject, const Metric& metric,
                             const Cell& now) {
  for (const auto& row : compared.rows()) {
    if (row.subject() != subject) continue;
    const std::optional<int> then = ValueOf(row.figures(), metric);
    if (!then.has_value()) break;
    const pb::KnownCount* known = nullptr;
    for (const pb::KnownCount& one : row.known_counts()) {
      if (one.metric() == metric.name) known = &one;
    }
    const std::string figure = FigureName(
        subject,
        absl::StrCat(RoleWord(compared.compared().role()), ".", metric.name));
    Cell before = Cell::Count(*then, figure);
    if (known != nullptr) {
      before.known = known->known_municipality_count();
      before.parts = known->municipality_count();
    }
    // Sums over other municipalities have no difference.
    const bool comparable = now.IsNumber() && now.known == before.known &&
                            now.parts == before.parts;
    Cell difference = comparable
                          ? Cell::Signed(now.value - *then,
                                         absl::StrCat(figure, ".difference"))
                          : Cell::Empty();
    return {std::move(before), std::move(difference)};
  }
  return {Cell::Empty(), Cell::Empty()};
}

std::vector<Cell> QuarterCells(const pb::ReportContent& content,
                               const Subject& subject, const Metric& metric) {
  const Cell now =
      FigureCell(subject, {.label = "", .figure = std::string(metric.name)});
  std::vector<Cell> cells = {now};
  for (const Role& role : kRoles) {
    const pb::ComparedFigures* compared = FindCompared(content, role);
    if (compared == nullptr) continue;
    for (Cell& cell : BesideThen(*compared, subject.name, metric, now)) {
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

std::vector<Column> QuarterColumns(const pb::ReportContent& content) {
  std::vector<Column> columns = {
      {.label =
           absl::StrCat("Op ", DutchDay(DayOf(content.spec().as_of_date()))),
       .numeric = true}};
  for (const Role& role : kRoles) {
    const pb::ComparedFigures* compared = FindCompared(content, role);
    if (compared == nullptr) continue;
    columns.push_back(
        {.label = absl::StrCat(role.label, " (",
                               DutchDay(DayOf(compared->as_of_date())), ")"),
         .numeric = true});
    columns.push_back({.label = "Verschil", .numeric = true});
  }
  return columns;
}

// Every figure of the scope.
Table QuarterTotals(const pb::ReportContent& content) {
  Table table{.name = "Kwartalen totaal",
              .caption = absl::StrCat(content.scope_display_name(),
                                      ": elk cijfer naast dat van toen"),
              .columns = QuarterColumns(content)};
  table.columns.insert(table.columns.begin(), {.label = "Cijfer"});
  for (const Metric& metric : AllMetrics()) {
    TableRow row = PlainRow({Cell::Text(std::string(metric.label))});
    for (Cell& cell : QuarterCells(content, Subject(content.total()), metric)) {
      row.cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table QuarterTable(const pb::ReportContent& content, const std::string& name,
                   const char* metric_name) {
  const Metric& metric = *FindMetric(metric_name);
  return FigureTable(content,
                     {.name = absl::StrCat("Kwartalen ", name),
                      .caption = absl::StrCat("Per gemeente: ", metric.label),
                      .columns = QuarterColumns(content)},
                     [&](const Subject& subject) {
                       return QuarterCells(content, subject, metric);
                     });
}

// --- Published --------------------------------------------------------------

Cell StatedPercent(const pb::StatedFigure& stated) {
  if (stated.percent().empty()) return Cell::Empty();
  // As it was printed: a whole percentage gets no decimal.
  return Cell::Text(
      absl::StrCat(absl::StrReplaceAll(stated.percent(), {{".", ","}}), " %"));
}

TableRow ComparisonRow(const pb::ReportContent& content, int index) {
  const pb::Comparison& one = content.comparisons(index);
  const pb::StatedFigure& stated = one.stated();
  const std::string figure =
      absl::StrCat(content.spec().scope(), "#comparison.", index);
  const auto computed = [&](const std::string& name) {
    const FigureColumn column = {.label = "", .figure = name};
    if (const auto* area = FindArea(content, stated.subject())) {
      return FigureCell(Subject(*area), column);
    }
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      if (row.municipality() == stated.subject()) {
        return FigureCell(Subject(row), column);
      }
    }
    return Cell::Empty();
  };
  const char* metric = MetricOf(stated);
  const bool target = stated.metric() == pb::StatedFigure::METRIC_TARGET;
  const bool guaranteed =
      stated.metric() == pb::StatedFigure::METRIC_GUARANTEED;
  return PlainRow(
      {Cell::Text(absl::StrCat(stated.document(), ", ",
                               DutchDay(DayOf(stated.publish_date())))),
       Cell::Text(one.subject_display_name()),
       Cell::Text(target       ? "opgave"
                  : guaranteed ? "gegarandeerd"
                               : "met voornemens"),
       stated.has_place_count()
           ? Cell::Count(stated.place_count(), absl::StrCat(figure, ".stated"))
           : Cell::Empty(),
       computed(metric),
       one.has_difference_place_count()
           ? Cell::Signed(one.difference_place_count(),
                          absl::StrCat(figure, ".difference"))
           : Cell::Empty(),
       StatedPercent(stated),
       target ? Cell::Empty()
              : computed(guaranteed ? "asylum.guaranteed_percent"
                                    : "asylum.intended_percent"),
       Cell::Text(
           Named(one.outcome(),
                 {{"equal", "gelijk"},
                  {"different", "wijkt af; de oorzaak is niet gepubliceerd"},
                  {"not_comparable", "niet te vergelijken"}}))});
}

}  // namespace

Section Changes(const pb::Report& report) {
  const pb::ReportContent& content = report.content();
  Section section{.number = "",
                  .title = "Wijzigingen sinds de vorige versie",
                  .blocks = {}};
  if (report.superseded_report().empty()) return section;
  if (!report.change_reason().empty()) {
    section.blocks.push_back(
        Paragraph{.text = absl::StrCat("Reden van deze versie: ",
                                       report.change_reason())});
  }
  section.blocks.push_back(DifferenceTable(
      content, content.changes(), "changes",
      {.name = "Wijzigingen",
       .caption =
           absl::StrCat("Wat anders is dan in versie ", report.version() - 1,
                        "; met verschil 0 wat elkaar opheft of geen "
                        "plek scheelt")}));
  return section;
}

Section PlanDifferences(const pb::ReportContent& content) {
  Section section{.number = "",
                  .title = "Verschillen met de regionale plannen",
                  .blocks = {}};
  if (content.plan_differences().empty()) return section;
  section.blocks.push_back(DifferenceTable(
      content, content.plan_differences(), "plan_differences",
      {.name = "Verschillen plannen",
       .caption = "Cijfers die anders zijn dan in het vastgestelde plan van de "
                  "regio, elk met zijn oorzaken"}));
  return section;
}

Section Quarters(const pb::ReportContent& content) {
  Section section{
      .number = "", .title = "Vergelijking in de tijd", .blocks = {}};
  if (content.spec().kind() != pb::REPORT_KIND_QUARTERLY) return section;
  if (QuarterColumns(content).size() == 1) {
    section.blocks.push_back(Paragraph{
        .text = "Er is nog geen kwartaalbericht van het kwartaal ervoor of van "
                "een jaar eerder om naast te leggen."});
    return section;
  }
  section.blocks = {
      QuarterTotals(content),
      QuarterTable(content, "asiel", "asylum.guaranteed_place_count"),
      QuarterTable(content, "Oekraïne", "ukraine.realised_place_count"),
      QuarterTable(content, "huisvesting",
                   "status_holders.realised_person_count")};
  return section;
}

Section Comparisons(const pb::ReportContent& content) {
  Section section{.number = "",
                  .title = "Gepubliceerde en berekende cijfers",
                  .blocks = {}};
  if (content.comparisons().empty()) return section;
  Table table{
      .name = "Gepubliceerd",
      .caption =
          "Wat anderen publiceerden, naast wat uit de vastgelegde feiten volgt",
      .columns = {{.label = "Document"},
                  {.label = "Gebied"},
                  {.label = "Cijfer"},
                  {.label = "Gepubliceerd", .numeric = true},
                  {.label = "Berekend", .numeric = true},
                  {.label = "Verschil", .numeric = true},
                  {.label = "Gepubliceerd percentage", .numeric = true},
                  {.label = "Berekend percentage", .numeric = true},
                  {.label = "Uitkomst"}}};
  for (int i = 0; i < content.comparisons_size(); ++i) {
    table.rows.push_back(ComparisonRow(content, i));
  }
  section.blocks.push_back(std::move(table));
  return section;
}

}  // namespace opvang::reporting
