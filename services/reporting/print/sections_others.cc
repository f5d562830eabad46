// Sections 6 to 9: Ukraine and status holders.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
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
  std::vector<std::string> unknown;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (!row.has_dsl_location_count() && !row.has_kso_location_count()) {
      unknown.push_back(row.display_name());
      continue;
    }
    table.rows.push_back(
        PlainRow({Cell::Text(row.display_name()),
                  Stated(row.has_dsl_location_count(), row.dsl_location_count(),
                         row.municipality(), "dsl_location_count"),
                  Stated(row.has_kso_location_count(), row.kso_location_count(),
                         row.municipality(), "kso_location_count")}));
  }
  if (!unknown.empty()) {
    table.note = absl::StrCat(
        "Onbekend, want zij gaven geen locatie op, en ook niet dat zij er geen "
        "hebben: ",
        absl::StrJoin(unknown, ", "), ".");
  }
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
        .sign = true},
       {.label = "Gekoppeld en wachtend",
        .figure = "status_holders.waiting_person_count"}});
  table.note =
      "Verwacht is gerealiseerd plus gepland min de taakstelling inclusief wat "
      "is meegenomen. Gepland zijn zekere en waarschijnlijke plannen; plannen "
      "die alleen in woningen of procenten zijn gesteld, tellen daarin niet "
      "mee. Gekoppeld en wachtend is wie COA aan de gemeente koppelde en nog "
      "geen woning heeft; het staat los van de andere kolommen. Een streepje "
      "betekent onbekend: van het halfjaar is niets "
      "geregistreerd, en ook niet opgegeven dat niemand is gehuisvest.";
  return {.number = "8",
          .title = "Statushouders: aantallen",
          .blocks = {std::move(table)}};
}

namespace {

// What ends between the day of the report and a year after the window, by day.
Table EndingTable(const pb::ReportContent& content) {
  const absl::CivilDay from = DayOf(content.spec().as_of_date());
  const absl::CivilDay until =
      MonthsAfter(DayOf(content.cycle().window_end_date()), 12);
  Table table{.name = "Lopen af",
              .caption = absl::StrCat("Afspraken over plekken die aflopen van ",
                                      DutchDay(from), " tot ", DutchDay(until)),
              .columns = {{.label = "Gemeente"},
                          {.label = "Locatie"},
                          {.label = "Plekken", .numeric = true},
                          {.label = "Laatste dag met plekken"},
                          {.label = "Uiterlijk besluiten op"},
                          {.label = "Zekerheid"}},
              .wordy = true};
  std::vector<std::pair<absl::CivilDay, TableRow>> rows;
  const auto add = [&](const pb::MunicipalityRow& row, const auto& place,
                       Cell count, bool indicative) {
    const absl::CivilDay end = DayOf(place.end_date());
    if (end <= from || end > until) return;
    rows.emplace_back(
        end, PlainRow({Cell::Text(row.display_name()),
                       Cell::Text(place.display_name()), std::move(count),
                       Cell::Day(end - 1), Cell::Day(end - 1),
                       Cell::Text(indicative ? "indicatief" : "vast")}));
  };
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      if (!site.has_end_date() || !IsDecided(site)) continue;
      const absl::CivilDay last = DayOf(site.end_date()) - 1;
      if (last < DayOf(content.cycle().realisation_start_date())) continue;
      add(row, site,
          Cell::Count(PlacesOn(site, last, false),
                      absl::StrCat(site.location(), "#on.", FormatDay(last),
                                   ".decided")),
          site.end_date_certainty() ==
              nl::opvang::locations::v1::PlaceEntry::END_CERTAINTY_INDICATIVE);
    }
    for (const pb::Shelter& shelter : row.shelters()) {
      if (!shelter.has_end_date() || IsOver(shelter)) continue;
      add(row, shelter,
          Cell::Count(shelter.place_count(),
                      absl::StrCat(shelter.location(), "#place_count")),
          false);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  for (auto& [day, row] : rows) table.rows.push_back(std::move(row));
  table.note =
      "Wil er geen dag zonder plekken zijn, dan moet over verlengen of "
      "vervangen zijn besloten op de laatste dag met plekken. Een eigen "
      "termijn van de afspraak is niet vastgelegd; die kan eerder zijn.";
  return table;
}

Table ExchangeTable(const pb::ReportContent& content) {
  Table table{.name = "Tussen opgaven",
              .caption =
                  "Afspraken tussen opgaven: meer van de ene tegen "
                  "minder van de andere",
              .columns = {{.label = "Gemeente"},
                          {.label = "doet meer van"},
                          {.label = "Aantal meer", .numeric = true},
                          {.label = "Voor"},
                          {.label = "die minder doet van"},
                          {.label = "Aantal minder", .numeric = true},
                          {.label = "Vanaf"},
                          {.label = "Tot en met"},
                          {.label = "Afspraak"},
                          {.label = "Bron"}},
              .wordy = true};
  for (const auto& one : content.exchanges()) {
    const auto name = [](const std::string& municipality) {
      return Cell::Text(DutchName(municipality).value_or(municipality));
    };
    table.rows.push_back(PlainRow(
        {name(one.municipality()), Cell::Text(DutchDuty(one.duty())),
         Cell::Count(one.count(), absl::StrCat(one.name(), "#count")),
         name(one.counterpart()), Cell::Text(DutchDuty(one.counterpart_duty())),
         Cell::Count(one.counterpart_count(),
                     absl::StrCat(one.name(), "#counterpart_count")),
         DayCell(true, one.start_date()),
         one.has_end_date() ? Cell::Day(DayOf(one.end_date()) - 1)
                            : Cell::Text("zonder einde"),
         Cell::Text(one.agreement()), Cell::Text(DutchSource(one.source()))}));
  }
  table.note =
      "Een afspraak tussen opgaven staat in geen wet en in geen ander cijfer: "
      "wat zij aan opgaven of plekken verandert, is apart vastgelegd.";
  return table;
}

}  // namespace

Section Agreements(const pb::ReportContent& content) {
  Section section{.number = "", .title = "Afspraken die aflopen", .blocks = {}};
  section.blocks.push_back(EndingTable(content));
  if (!content.exchanges().empty()) {
    section.title = "Afspraken: wat afloopt, en tussen opgaven";
    section.blocks.push_back(ExchangeTable(content));
  }
  return section;
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

}  // namespace opvang::reporting
