// Sections 6 to 10: Ukraine, status holders, and what municipalities say.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "common/base/validation.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

// The count of `name#field`; empty where it is not stated.
Cell Stated(bool has, int64_t count, const std::string& name,
            const char* field) {
  return has ? Cell::Count(count, absl::StrCat(name, "#", field))
             : Cell::Empty();
}

void AddParagraphs(const pb::Text& text, Section& section) {
  for (const absl::string_view part : absl::StrSplit(text.body(), "\n\n")) {
    section.blocks.push_back(
        Paragraph{.text = IsIllustrative(text.source())
                              ? absl::StrCat("[verzonnen] ", part)
                              : std::string(part)});
  }
}

Bar UkraineBar(const Subject& subject) {
  const auto cell = [&](const char* figure) {
    return FigureCell(subject, {.label = "", .figure = figure});
  };
  const pb::UkraineFigures& ukraine = subject.figures.ukraine();
  Bar bar;
  bar.solid = cell("ukraine.realised_place_count");
  bar.light = cell("ukraine.in_development_place_count");
  bar.target = cell("ukraine.target_place_count");
  bar.solid_end = ukraine.realised_place_count();
  bar.light_end = bar.solid_end + ukraine.in_development_place_count();
  return bar;
}

Table ShelterTable(const pb::ReportContent& content, bool realised) {
  Table table{.name = realised ? "7a Bestaande opvang" : "7b Nieuwe opvang",
              .caption = realised ? "7a. Bestaande gemeentelijke opvang"
                                  : "7b. Te realiseren gemeentelijke opvang",
              .columns = {{.label = "Gemeente"},
                          {.label = "Locatie"},
                          {.label = "Plekken", .numeric = true},
                          {.label = "Bezet (personen)", .numeric = true},
                          {.label = "Oplevering"},
                          {.label = "Lager kwaliteitsniveau"},
                          {.label = "Bijzondere doelgroep"}},
              .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Shelter& shelter : row.shelters()) {
      if (IsOver(shelter) || (shelter.shelter_progress() ==
                              pb::Shelter::PROGRESS_REALISED) != realised) {
        continue;
      }
      table.rows.push_back(PlainRow(
          {Cell::Text(row.display_name()), Cell::Text(shelter.display_name()),
           Stated(true, shelter.place_count(), shelter.location(),
                  "place_count"),
           Stated(shelter.has_occupied_person_count(),
                  shelter.occupied_person_count(), shelter.location(),
                  "occupied_person_count"),
           StartCell(shelter),
           Cell::Text(
               shelter.shelter_quality_level() ==
                       nl::opvang::locations::v1::Location::QUALITY_LEVEL_LOWER
                   ? "ja"
                   : "nee"),
           Cell::Text(shelter.special_group().empty()
                          ? "nee"
                          : shelter.special_group())}));
    }
  }
  return table;
}

TableRow PlanRow(const pb::MunicipalityRow& row, const pb::Plan& plan) {
  Cell vacated = Cell::Empty();
  if (plan.has_vacated_percent()) {
    vacated = Cell::Percent(plan.vacated_percent(), 100,
                            absl::StrCat(plan.name(), "#vacated_percent"));
  }
  return PlainRow(
      {Cell::Text(row.display_name()),
       Cell::Text(DutchHomeSource(plan.plan_home_source())),
       Cell::Day(DayOf(plan.start_date())),
       Cell::Day(DayOf(plan.end_date()) - 1),
       Cell::Text(DutchCertainty(plan.plan_certainty())),
       Stated(plan.has_home_count(), plan.home_count(), plan.name(),
              "home_count"),
       Stated(plan.has_person_count(), plan.person_count(), plan.name(),
              "person_count"),
       Stated(plan.has_derived_person_count(), plan.derived_person_count(),
              plan.name(), "derived_person_count"),
       std::move(vacated), Cell::Text(plan.remark())});
}

Table PlanTable(const pb::ReportContent& content) {
  Table table{
      .name = "9a Plannen",
      .caption = "9a. Planning per bron, elk in zijn eigen eenheid",
      .columns = {{.label = "Gemeente"},
                  {.label = "Bron"},
                  {.label = "Van"},
                  {.label = "Tot en met"},
                  {.label = "Zekerheid"},
                  {.label = "Woningen", .numeric = true},
                  {.label = "Personen", .numeric = true},
                  {.label = "Personen uit woningen afgeleid", .numeric = true},
                  {.label = "Aandeel vrijkomende woningen", .numeric = true},
                  {.label = "Opmerking"}},
      .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Plan& plan : row.plans()) {
      table.rows.push_back(PlanRow(row, plan));
    }
  }
  return table;
}

Table StatusHolderLocations(const pb::ReportContent& content) {
  Table table{.name = "9b DSL en KSO",
              .caption =
                  "9b. Aantal doorstroomlocaties (DSL) en kleinschalige "
                  "opvanglocaties (KSO): locaties, geen plekken",
              .columns = {{.label = "Gemeente"},
                          {.label = "DSL", .numeric = true},
                          {.label = "KSO", .numeric = true}}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    table.rows.push_back(
        PlainRow({Cell::Text(row.display_name()),
                  Stated(row.has_dsl_location_count(), row.dsl_location_count(),
                         row.municipality(), "dsl_location_count"),
                  Stated(row.has_kso_location_count(), row.kso_location_count(),
                         row.municipality(), "kso_location_count")}));
  }
  table.note =
      "Een streepje betekent onbekend: de gemeente gaf geen locatie op, en ook "
      "niet dat zij er geen heeft.";
  return table;
}

}  // namespace

Section UkraineTotals(const pb::ReportContent& content) {
  Section section{
      .number = "6",
      .title = "Oekraïne: aantallen",
      .blocks = {FigureBars(content,
                            {.caption = "Gerealiseerde plekken voor Oekraïense "
                                        "ontheemden tegenover de opgave",
                             .solid_label = "gerealiseerd",
                             .light_label = "concreet in ontwikkeling",
                             .target_label = "opgave",
                             .bars = {}},
                            UkraineBar)}};
  Table table = FigureTable(
      content,
      {.name = "6 Oekraïne",
       .caption = absl::StrCat("Gemeentelijke opvang (GOO) op ",
                               DutchDay(DayOf(content.spec().as_of_date())))},
      {{.label = absl::StrCat("Opgave ",
                              DutchDay(DayOf(content.spec().ukraine_date()))),
        .figure = "ukraine.target_place_count"},
       {.label = "Gerealiseerd (plekken)",
        .figure = "ukraine.realised_place_count"},
       {.label = "Verschil", .figure = "ukraine.realised_difference"},
       {.label = "Concreet in ontwikkeling (plekken)",
        .figure = "ukraine.in_development_place_count"},
       {.label = "Bezet (personen)", .figure = "ukraine.occupied_person_count"},
       {.label = "In POO (personen)",
        .figure = "ukraine.private_person_count"}});
  table.note =
      "Gerealiseerd zijn plekken die klaar zijn voor gebruik, bezet of niet. "
      "Personen in particuliere opvang (POO) zijn geen plekken en worden nooit "
      "bij plekken opgeteld. Bezetting gaat over de locaties waarvan geteld "
      "is. "
      "Een streepje betekent onbekend: niet aangeleverd; wie geen opvang "
      "heeft, "
      "geeft dat op en staat op 0.";
  section.blocks.push_back(std::move(table));
  return section;
}

Section Shelters(const pb::ReportContent& content) {
  return {
      .number = "7",
      .title = "Oekraïne: locaties",
      .blocks = {ShelterTable(content, true), ShelterTable(content, false)}};
}

Section StatusHolders(const pb::ReportContent& content) {
  Table table = FigureTable(
      content,
      {.name = "8 Statushouders",
       .caption = absl::StrCat("Huisvesting in het ",
                               DutchHalfYear(content.spec().half_year()),
                               ", in personen")},
      {{.label = "Taakstelling",
        .figure = "status_holders.target_person_count"},
       {.label = "Meegenomen (+ voorsprong, − achterstand)",
        .figure = "status_holders.opening_person_count",
        .sign = true},
       {.label = "Taakstelling incl. meegenomen",
        .figure = "status_holders.net_target_person_count"},
       {.label =
            absl::StrCat("Gerealiseerd t/m ",
                         DutchDay(DayOf(content.spec().placements_date()))),
        .figure = "status_holders.realised_person_count"},
       {.label = "Gepland", .figure = "status_holders.planned_person_count"},
       {.label = "Verwachte voor- of achterstand",
        .figure = "status_holders.expected_person_count",
        .sign = true}});
  table.note =
      "Verwacht is gerealiseerd plus gepland min de taakstelling inclusief wat "
      "is meegenomen. Gepland zijn zekere en waarschijnlijke plannen; plannen "
      "die alleen in woningen of procenten zijn gesteld, tellen daarin niet "
      "mee. Een streepje betekent onbekend: van het halfjaar is niets "
      "geregistreerd, en ook niet opgegeven dat niemand is gehuisvest.";
  return {.number = "8",
          .title = "Statushouders: aantallen",
          .blocks = {std::move(table)}};
}

Section Plans(const pb::ReportContent& content) {
  return {.number = "9",
          .title = "Statushouders: plannen",
          .blocks = {PlanTable(content),
                     Paragraph{.text = "Woningen, personen en procenten zijn "
                                       "verschillende eenheden en worden niet "
                                       "opgeteld."},
                     StatusHolderLocations(content)}};
}

Section Explanations(const pb::ReportContent& content) {
  Section section{
      .number = "10", .title = "Toelichting per gemeente", .blocks = {}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (row.explanations().empty()) continue;
    section.blocks.push_back(
        Paragraph{.text = row.display_name(), .heading = true});
    for (const pb::Text& text : row.explanations()) {
      AddParagraphs(text, section);
    }
  }
  if (section.blocks.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Er zijn geen toelichtingen aangeleverd."});
  }
  return section;
}

Section Texts(const pb::ReportContent& content, const std::string& title,
              pb::Text::Kind kind) {
  Section section{.number = "", .title = title, .blocks = {}};
  std::string subject;
  for (const pb::Text& text : content.texts()) {
    if (text.kind() != kind) continue;
    // Whose words these are, where several tables speak.
    if (content.regions_size() > 0 && text.subject() != subject) {
      subject = text.subject();
      section.blocks.push_back(Paragraph{
          .text = subject == content.spec().scope()
                      ? absl::StrCat("Provincie ", content.scope_display_name())
                      : absl::StrCat("Regio ",
                                     DutchName(subject).value_or(subject)),
          .heading = true});
    }
    if (!text.title().empty()) {
      section.blocks.push_back(
          Paragraph{.text = text.title(), .heading = true});
    }
    AddParagraphs(text, section);
  }
  return section;
}

}  // namespace opvang::reporting
