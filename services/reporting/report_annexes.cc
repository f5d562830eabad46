#include "services/reporting/report_annexes.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/calendar.h"
#include "services/reporting/report_tables.h"
#include "services/reporting/report_words.h"

namespace opvang::reporting {

using Kind = TableRow::Kind;

Section Comparisons(const pb::ReportContent& content) {
  Section section{.number = "",
                  .title = "Gepubliceerde en berekende cijfers",
                  .blocks = {}};
  if (content.comparisons().empty()) return section;
  Table table;
  table.caption =
      "Wat anderen publiceerden, naast wat uit de vastgelegde feiten volgt";
  table.columns = {
      {.label = "Document"}, {.label = "Gebied"},
      {.label = "Cijfer"},   {.label = "Gepubliceerd"},
      {.label = "Berekend"}, {.label = "Verschil", .numeric = true},
      {.label = "Uitkomst"}};
  for (const pb::Comparison& one : content.comparisons()) {
    const pb::StatedFigure& stated = one.stated();
    std::vector<std::string> said, computed;
    if (stated.has_place_count()) {
      said.push_back(DutchCount(stated.place_count()));
    }
    if (!stated.percent().empty()) {
      said.push_back(absl::StrCat(
          absl::StrJoin(absl::StrSplit(stated.percent(), '.'), ","), " %"));
    }
    if (one.has_computed_place_count()) {
      computed.push_back(DutchCount(one.computed_place_count()));
      const Cell percent =
          Cell::Percent(one.computed_place_count(), one.target_place_count());
      if (percent.type != Cell::Type::kEmpty &&
          stated.metric() != pb::StatedFigure::METRIC_TARGET) {
        computed.push_back(Dutch(percent));
      }
    }
    const char* metric =
        stated.metric() == pb::StatedFigure::METRIC_TARGET ? "opgave"
        : stated.metric() == pb::StatedFigure::METRIC_GUARANTEED
            ? "gegarandeerd"
            : "met voornemens";
    table.rows.push_back(
        {.kind = Kind::kPlain,
         .cells = {
             Cell::Text(absl::StrCat(stated.document(), ", ",
                                     DutchDay(DayOf(stated.publish_date())))),
             Cell::Text(one.subject_display_name()), Cell::Text(metric),
             Cell::Text(absl::StrJoin(said, " = ")),
             Cell::Text(absl::StrJoin(computed, " = ")),
             OptionalSigned(one.has_difference_place_count(),
                            one.difference_place_count()),
             Cell::Text(Named(
                 one.outcome(),
                 {{"equal", "gelijk"},
                  {"different", "wijkt af; de oorzaak is niet gepubliceerd"},
                  {"not_comparable", "niet te vergelijken"}}))}});
  }
  section.blocks.push_back(std::move(table));
  return section;
}

Section Findings(const pb::ReportContent& content) {
  Section section{
      .number = "", .title = "Wat u moet weten bij deze cijfers", .blocks = {}};
  for (const pb::Finding& finding : content.findings()) {
    section.blocks.push_back(
        Paragraph{.text = finding.legal_basis().empty()
                              ? finding.sentence()
                              : absl::StrCat(finding.sentence(), " (",
                                             finding.legal_basis(), ")")});
  }
  return section;
}

std::string DutchStep(const pb::TargetStep& step) {
  if (!step.has_change_count()) return DutchBasis(step);
  return absl::StrCat(DutchBasis(step), ", ",
                      Dutch(Cell::Signed(step.change_count())));
}

Section Quality(const pb::ReportContent& content) {
  Section section{
      .number = "", .title = "Herkomst van de cijfers", .blocks = {}};
  Table table;
  table.caption = "Aandeel van elk totaal dat op illustratieve cijfers rust";
  table.columns = {{.label = "Cijfer"},
                   {.label = "Totaal", .numeric = true},
                   {.label = "waarvan illustratief", .numeric = true},
                   {.label = "Aandeel", .numeric = true}};
  for (const pb::DataQuality& quality : content.data_quality()) {
    table.rows.push_back({.kind = Kind::kPlain,
                          .cells = {Cell::Text(DutchFigure(quality)),
                                    Cell::Count(quality.total_count()),
                                    Cell::Count(quality.illustrative_count()),
                                    Cell::Percent(quality.illustrative_count(),
                                                  quality.total_count())}});
  }
  table.note =
      "Illustratief is een verzonnen cijfer dat een gat vult waar niets is "
      "gepubliceerd. Zodra een deel van een locatie illustratief is, telt de "
      "hele locatie hier mee.";
  section.blocks.push_back(std::move(table));
  Table targets;
  targets.caption = "Waar de asielopgave op rust";
  targets.columns = {{.label = "Gemeente"},
                     {.label = "Stap"},
                     {.label = "Plekken", .numeric = true},
                     {.label = "waarvan amv", .numeric = true},
                     {.label = "Grondslag"},
                     {.label = "Bron"}};
  Table sites;
  sites.caption = "Waar de plekken op rusten";
  sites.columns = {{.label = "Gemeente"},
                   {.label = "Locatie"},
                   {.label = "Bron"},
                   {.label = "Gelezen datum"},
                   {.label = "Opmerking"}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::TargetStep& step : row.asylum_steps()) {
      targets.rows.push_back(
          {.kind = Kind::kPlain,
           .cells = {
               Cell::Text(row.display_name()), Cell::Text(DutchStep(step)),
               Cell::Count(step.place_count()),
               Optional(step.has_amv_count(), step.amv_count()),
               Cell::Text(step.legal_basis()), Cell::Text(step.source())}});
    }
    const auto add = [&](const std::string& name, const auto& sources,
                         const std::string& dates, const std::string& remark) {
      sites.rows.push_back(
          {.kind = Kind::kPlain,
           .cells = {Cell::Text(row.display_name()), Cell::Text(name),
                     Cell::Text(absl::StrJoin(sources, "; ")),
                     Cell::Text(dates), Cell::Text(remark)}});
    };
    for (const pb::Site& site : row.sites()) {
      add(site.display_name(), site.sources(),
          absl::StrJoin(site.stated_dates(), "; "), site.remark());
    }
    for (const pb::Shelter& shelter : row.shelters()) {
      add(shelter.display_name(), shelter.sources(), "", "");
    }
  }
  for (const pb::TransferRow& transfer : content.transfers()) {
    sites.rows.push_back(
        {.kind = Kind::kPlain,
         .cells = {Cell::Text(transfer.receiver_display_name()),
                   Cell::Text(absl::StrCat("uitruil, van ",
                                           transfer.giver_display_name())),
                   Cell::Text(absl::StrJoin(transfer.sources(), "; ")),
                   Cell::Text(""), Cell::Text(transfer.condition())}});
  }
  section.blocks.push_back(std::move(targets));
  section.blocks.push_back(std::move(sites));
  return section;
}

Section Account(const pb::ReportContent& content, const std::string& seal) {
  const pb::ReportSpec& spec = content.spec();
  Section section{.number = "", .title = "Verantwoording", .blocks = {}};
  Table table;
  table.caption = "Waarmee dit verslag opnieuw is te maken";
  table.columns = {{.label = "Gegeven"}, {.label = "Waarde"}};
  const auto add = [&table](const char* label, const std::string& value) {
    table.rows.push_back({.kind = Kind::kPlain,
                          .cells = {Cell::Text(label), Cell::Text(value)}});
  };
  add("Gebied",
      absl::StrCat(content.scope_display_name(), " (", spec.scope(), ")"));
  add("Peildatum", DutchDay(DayOf(spec.as_of_date())));
  add("Cyclus", absl::StrCat(spec.cycle(), ", telregels ", spec.rule_set()));
  add("Opgave Oekraïne op", DutchDay(DayOf(spec.ukraine_date())));
  add("Halfjaar statushouders", spec.half_year());
  add("Statushouders gerealiseerd t/m",
      DutchDay(DayOf(spec.placements_date())));
  add("Revisie quotas", absl::StrCat(spec.quotas_revision()));
  add("Revisie locations", absl::StrCat(spec.locations_revision()));
  add("Revisie housing", absl::StrCat(spec.housing_revision()));
  add("Revisie reporting", absl::StrCat(spec.reporting_revision()));
  add("Gemeentelijke indeling", content.geography_version());
  add("Zegel (SHA-256)", seal);
  section.blocks.push_back(std::move(table));
  return section;
}

std::string Warning(const pb::ReportContent& content) {
  std::vector<std::string> parts;
  for (const pb::DataQuality& quality : content.data_quality()) {
    if (quality.illustrative_count() <= 0) continue;
    parts.push_back(
        absl::StrCat(DutchFigure(quality), " ",
                     Dutch(Cell::Percent(quality.illustrative_count(),
                                         quality.total_count()))));
  }
  if (parts.empty()) return "";
  return absl::StrCat(
      "Dit verslag rust deels op illustratieve (verzonnen) cijfers, waar niets "
      "is gepubliceerd. Aandeel daarvan: ",
      absl::StrJoin(parts, "; "), ".");
}

}  // namespace opvang::reporting
