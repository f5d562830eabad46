// Sections 1 to 5: the targets, the places for asylum seekers, what of them
// counts, and where they are.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"
#include "services/reporting/figures/split_steps.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;

// How long before and after the window the chart shows places.
constexpr int kMonthsShownBefore = 9;
// More marks hide each other.
constexpr size_t kFallsMarked = 4;

Table RealisedTable(const pb::ReportContent& content, bool amv) {
  const std::string caption = absl::StrCat(
      amv ? "3b. Alleen amv: " : "3a. Alle plekken, incl. amv: ",
      "gerealiseerd of te realiseren van ",
      DutchDay(DayOf(content.cycle().realisation_start_date())), " tot en met ",
      LastDay(content.cycle().realisation_end_date()));
  if (amv) {
    return FigureTable(
        content, {.name = "3b Gerealiseerd amv", .caption = caption},
        {{.label = "Opgave", .figure = "asylum.target_amv_count"},
         {.label = "Gerealiseerd of te realiseren",
          .figure = "asylum.realised_amv_count"},
         {.label = "Verschil", .figure = "asylum.realised_amv_difference"},
         {.label = "Percentage", .figure = "asylum.realised_amv_percent"}});
  }
  return FigureTable(
      content, {.name = "3a Gerealiseerd", .caption = caption},
      {{.label = "Opgave", .figure = "asylum.target_place_count"},
       {.label = "Gerealiseerd of te realiseren",
        .figure = "asylum.realised_place_count"},
       {.label = "Verschil", .figure = "asylum.realised_difference"},
       {.label = "Percentage", .figure = "asylum.realised_percent"}});
}

Table GuaranteedTable(const pb::ReportContent& content) {
  Table table = FigureTable(
      content,
      {.name = "4a Gegarandeerd",
       .caption = absl::StrCat(
           "4a. Gegarandeerd van ",
           DutchDay(DayOf(content.cycle().window_start_date())), " tot en met ",
           LastDay(content.cycle().window_end_date()))},
      {{.label = "Opgave", .figure = "asylum.target_place_count"},
       {.label = "Gegarandeerd", .figure = "asylum.guaranteed_place_count"},
       {.label = "waarvan amv", .figure = "asylum.guaranteed_amv_count"},
       {.label = "Percentage", .figure = "asylum.guaranteed_percent"},
       {.label = "Met voornemens", .figure = "asylum.intended_place_count"},
       {.label = "Percentage met voornemens",
        .figure = "asylum.intended_percent"},
       {.label = "Tekort (netto)",
        .figure = "asylum.net_shortfall_place_count"},
       {.label = "Tekort (bruto)",
        .figure = "asylum.gross_shortfall_place_count"}});
  table.note =
      "Het netto tekort is de opgave min wat is gegarandeerd; een overschot is "
      "negatief. Het bruto tekort telt alleen gemeenten die te weinig hebben; "
      "een overschot elders maakt het niet kleiner. Een streepje betekent "
      "onbekend: niet aangeleverd of niet vastgelegd; wie geen plekken heeft, "
      "geeft dat op en staat op 0. Achter een som waarvan een deel onbekend "
      "is, "
      "staat over hoeveel gemeenten zij gaat.";
  return table;
}

std::string CountingOf(const pb::TransferRow& row) {
  std::vector<std::string> reasons;
  for (const int reason : row.counting_reasons()) {
    reasons.push_back(
        DutchTransferReason(static_cast<pb::TransferRow::Reason>(reason)));
  }
  const std::string counting = DutchCounting(row.transfer_counting());
  return reasons.empty()
             ? counting
             : absl::StrCat(counting, ": ", absl::StrJoin(reasons, "; "));
}

Table TransferTable(const pb::ReportContent& content) {
  Table table{.name = "4b Uitruil",
              .caption = "4b. Uitruil: geleende plekken",
              .columns = {{.label = "Van"},
                          {.label = "Aan"},
                          {.label = "Plekken", .numeric = true},
                          {.label = "waarvan amv", .numeric = true},
                          {.label = "Start"},
                          {.label = "Einde"},
                          {.label = "Stand"},
                          {.label = "Voorwaarde"},
                          {.label = "Telt mee"}},
              .wordy = true};
  for (const pb::TransferRow& row : content.transfers()) {
    table.rows.push_back(
        PlainRow({Cell::Text(row.giver_display_name()),
                  Cell::Text(row.receiver_display_name()),
                  Cell::Count(row.place_count(),
                              absl::StrCat(row.transfer(), "#place_count")),
                  Cell::Count(row.amv_count(),
                              absl::StrCat(row.transfer(), "#amv_count")),
                  DayCell(true, row.start_date()),
                  Cell::Text(row.has_end_date()
                                 ? absl::StrCat("t/m ", LastDay(row.end_date()))
                                 : ""),
                  Cell::Text(DutchTransferState(row.transfer_state())),
                  Cell::Text(row.condition()), Cell::Text(CountingOf(row))}));
  }
  table.note =
      "Geleende plekken blijven staan waar zij zijn. Wat de ontvanger meer "
      "telt, telt de gever minder; de opgaven veranderen niet.";
  return table;
}

std::string StepFigure(const pb::ReportContent& content,
                       const pb::TimelineStep& step, const char* what) {
  return absl::StrCat(content.spec().scope(), "#timeline.",
                      FormatDay(DayOf(step.start_date())), ".", what);
}

// Decided places, also those of which the start is unknown.
int32_t StandingAt(const pb::TimelineStep& step) {
  return step.decided_place_count() + step.unknown_start_place_count();
}

// By how much these change with a step; empty for the first.
Cell ChangeAt(const pb::ReportContent& content, int index) {
  if (index == 0) return Cell::Empty();
  const pb::TimelineStep& step = content.timeline(index);
  return Cell::Signed(
      StandingAt(step) - StandingAt(content.timeline(index - 1)),
      StepFigure(content, step, "change"));
}

// The greatest falls between two days, by day.
std::vector<Steps::Fall> FallsBetween(const pb::ReportContent& content,
                                      absl::CivilDay start,
                                      absl::CivilDay end) {
  std::vector<Steps::Fall> falls;
  for (int i = 1; i < content.timeline_size(); ++i) {
    const absl::CivilDay day = DayOf(content.timeline(i).start_date());
    Cell change = ChangeAt(content, i);
    if (day < start || day >= end || change.value >= 0) continue;
    falls.push_back({.day = day, .change = std::move(change)});
  }
  std::stable_sort(falls.begin(), falls.end(),
                   [](const auto& a, const auto& b) {
                     return a.change.value < b.change.value;
                   });
  if (falls.size() > kFallsMarked) falls.resize(kFallsMarked);
  std::sort(falls.begin(), falls.end(),
            [](const auto& a, const auto& b) { return a.day < b.day; });
  return falls;
}

Table TimelineTable(const pb::ReportContent& content) {
  Table table{.name = "4c Plekken door de tijd",
              .caption =
                  "4c. Plekken door de tijd: elk aantal geldt vanaf zijn dag "
                  "tot de volgende",
              .columns = {{.label = "Vanaf"},
                          {.label = "Besloten plekken", .numeric = true},
                          {.label = "en met onbekend begin", .numeric = true},
                          {.label = "Verandering", .numeric = true},
                          {.label = "Met voornemens", .numeric = true}}};
  for (int i = 0; i < content.timeline_size(); ++i) {
    const pb::TimelineStep& step = content.timeline(i);
    table.rows.push_back(
        PlainRow({Cell::Day(DayOf(step.start_date())),
                  Cell::Count(step.decided_place_count(),
                              StepFigure(content, step, "decided")),
                  Cell::Count(step.unknown_start_place_count(),
                              StepFigure(content, step, "unknown_start")),
                  ChangeAt(content, i),
                  Cell::Count(step.intended_place_count(),
                              StepFigure(content, step, "intended"))}));
  }
  table.note =
      "Alle plekken van soorten die kunnen meetellen, zonder bufferplekken en "
      "zonder uitruil. Met onbekend begin zijn plekken die er stonden voordat "
      "een bron ze noemt; sinds wanneer is niet bekend. De som van de "
      "gemeenten op hun eigen bindende dag, die "
      "gegarandeerd heet, kan lager zijn dan het laagste aantal hier.";
  return table;
}

// Of an area the sum of its municipalities, with of how many it is.
Cell SplitCell(const pb::ReportContent& content, const Subject& subject,
               const SplitColumn& column, bool amv) {
  int32_t sum = 0;
  int known = 0, all = 0;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (!IsUnder(row, subject.name)) continue;
    ++all;
    const auto count = SplitOf(row, column.name, amv);
    if (!count.has_value()) continue;
    ++known;
    sum += *count;
  }
  if (known == 0) return Cell::Empty();
  std::string figure = absl::StrCat(subject.name, "#split.", column.name,
                                    amv ? ".amv_count" : ".place_count");
  Cell cell = column.name == "difference" ? Cell::Signed(sum, std::move(figure))
                                          : Cell::Count(sum, std::move(figure));
  if (known < all) {
    cell.known = known;
    cell.parts = all;
  }
  return cell;
}

std::string GroupsOf(const pb::Site& site) {
  std::vector<std::string> parts;
  for (const auto& group : site.groups()) {
    if (group.place_group() == locations::PLACE_GROUP_REGULAR) continue;
    const int count =
        std::max(group.offered_place_count(), group.intended_place_count());
    if (count > 0) {
      parts.push_back(absl::StrCat(DutchCount(count), " ",
                                   DutchGroup(group.place_group())));
    }
  }
  return absl::StrJoin(parts, ", ");
}

const pb::Site* FindSite(const pb::ReportContent& content,
                         const std::string& location) {
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      if (!location.empty() && site.location() == location) return &site;
    }
  }
  return nullptr;
}

// With the days that other sources name, and where it moves to.
std::string EndOf(const pb::ReportContent& content, const pb::Site& site) {
  std::vector<std::string> words;
  if (site.has_end_date()) {
    words.push_back(
        absl::StrCat("t/m ", LastDay(site.end_date()),
                     site.end_date_certainty() ==
                             locations::PlaceEntry::END_CERTAINTY_INDICATIVE
                         ? " (indicatief)"
                         : ""));
  }
  for (const StatedEnd& end : EndsThatDiffer(site.places())) {
    if (site.has_end_date() && end.day == DayOf(site.end_date())) continue;
    words.push_back(
        absl::StrCat("een andere bron: t/m ", DutchDay(end.day - 1)));
  }
  if (const pb::Site* next = FindSite(content, site.successor())) {
    words.push_back(absl::StrCat("verhuist naar ", next->display_name()));
  }
  return absl::StrJoin(words, "; ");
}

TableRow SiteRow(const pb::ReportContent& content,
                 const pb::MunicipalityRow& row, const pb::Site& site) {
  int places = 0, counted = 0;
  for (const auto& group : site.groups()) {
    if (group.place_group() == locations::PLACE_GROUP_BUFFER) continue;
    places += group.offered_place_count() > 0 ? group.offered_place_count()
                                              : group.intended_place_count();
    counted += group.counted_place_count();
  }
  const std::string& name = site.location();
  return PlainRow(
      {Cell::Text(row.display_name()), Cell::Text(site.display_name()),
       Cell::Text(site.kind_display_name()),
       Cell::Text(DutchOperator(site.location_operator())),
       Cell::Count(places, absl::StrCat(name, "#place_count")),
       Cell::Text(GroupsOf(site)), StartCell(site),
       Cell::Text(EndOf(content, site)),
       Cell::Text(DutchState(site.location_state())),
       Cell::Count(counted, absl::StrCat(name, "#counted_place_count"))});
}

Table SiteTable(const pb::ReportContent& content, bool existing) {
  Table table{
      .name = existing ? "5a Bestaande locaties" : "5b Nieuwe locaties",
      .caption = existing ? "5a. Bestaande locaties" : "5b. Nieuwe locaties",
      .columns = {{.label = "Gemeente"},
                  {.label = "Locatie"},
                  {.label = "Soort"},
                  {.label = "Uitvoering"},
                  {.label = "Plekken", .numeric = true},
                  {.label = "waarvan"},
                  {.label = "Start"},
                  {.label = "Einde"},
                  {.label = "Stand"},
                  {.label = "Telt mee", .numeric = true}},
      .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      if ((site.site_progress() == pb::Site::PROGRESS_EXISTING) == existing) {
        table.rows.push_back(SiteRow(content, row, site));
      }
    }
  }
  return table;
}

Table UncountedTable(const pb::ReportContent& content) {
  Table table{
      .name = "5c Telt niet mee",
      .caption = "5c. Plekken die niet meetellen als gegarandeerd, en waarom",
      .columns = {{.label = "Gemeente"},
                  {.label = "Locatie"},
                  {.label = "Groep"},
                  {.label = "Plekken", .numeric = true},
                  {.label = "Reden"}},
      .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      for (const auto& places : site.uncounted()) {
        table.rows.push_back(PlainRow(
            {Cell::Text(row.display_name()), Cell::Text(site.display_name()),
             Cell::Text(DutchGroup(places.place_group())),
             Cell::Count(places.place_count(),
                         absl::StrCat(site.location(), "#",
                                      EnumWord(places.place_group()),
                                      ".uncounted_place_count")),
             Cell::Text(ReasonsOf(places.uncounted_reasons()))}));
      }
    }
  }
  return table;
}

}  // namespace

Section Process(const pb::ReportContent& content) {
  Section section = Texts(content, "Proces", pb::Text::KIND_PROCESS);
  section.number = "1";
  if (section.blocks.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Over het proces is geen tekst aangeleverd."});
  }
  return section;
}

namespace {

// The steps of the asylum target beside each other, and those of its AMV part.
Table SplitTable(const pb::ReportContent& content) {
  Table table{.name = "2b Stappen",
              .caption = "De opgave voor asiel in stappen, en waarvan amv"};
  for (const bool amv : {false, true}) {
    for (const SplitColumn& column : SplitColumns()) {
      table.columns.push_back(
          {.label = absl::StrCat(column.label, amv ? ", amv" : ""),
           .numeric = true});
    }
  }
  table.note =
      "Indicatief is de verdeling van de minister, afgesproken wat de tafel "
      "overeenkwam, met wat daarna is herverdeeld, besloten het "
      "verdeelbesluit; "
      "het verschil is de laatste stap min de indicatieve. Een streepje "
      "betekent: niet vastgelegd. Het deel voor amv staat er alleen waar de "
      "stap zelf het noemt.";
  return FigureTable(content, std::move(table), [&](const Subject& subject) {
    std::vector<Cell> cells;
    for (const bool amv : {false, true}) {
      for (const SplitColumn& column : SplitColumns()) {
        cells.push_back(SplitCell(content, subject, column, amv));
      }
    }
    return cells;
  });
}

}  // namespace

Section Overview(const pb::ReportContent& content) {
  Table table = FigureTable(
      content, {.name = "2 Opgaven", .caption = "Opgaven per gemeente"},
      {{.label = "Asiel, incl. amv (plekken)",
        .figure = "asylum.target_place_count"},
       {.label = "waarvan amv", .figure = "asylum.target_amv_count"},
       {.label = "Vaste voorraad COA (plekken)",
        .figure = "asylum.permanent_stock_place_count"},
       {.label = absl::StrCat("Oekraïne op ",
                              DutchDay(DayOf(content.spec().ukraine_date())),
                              " (plekken)"),
        .figure = "ukraine.target_place_count"},
       {.label = absl::StrCat("Statushouders ",
                              DutchHalfYear(content.spec().half_year()),
                              ", incl. meegenomen (personen)"),
        .figure = "status_holders.net_target_person_count"}});
  table.note =
      "Asiel en statushouders zijn wettelijke taken; Oekraïne is een "
      "inspanningsverplichting. De vaste voorraad geeft COA rechtstreeks op. "
      "Een streepje betekent: niet vastgelegd. Een totaal telt alleen wat is "
      "vastgelegd, en zegt van hoeveel gemeenten. Wat voor een regio of de "
      "provincie zelf is vastgelegd, staat eronder; daartegen wordt het geheel "
      "gehouden.";
  return {.number = "2",
          .title = "Overzicht van de opgaven",
          .blocks = {std::move(table), SplitTable(content)}};
}

Section AsylumTotals(const pb::ReportContent& content) {
  return {
      .number = "3",
      .title = "Asielopvang: alle plekken",
      .blocks = {
          RealisedTable(content, false), RealisedTable(content, true),
          Paragraph{
              .text = "Deze aantallen verschillen van paragraaf 4: een deel "
                      "van de plekken sluit vóór of tijdens het venster van de "
                      "cyclus, of wordt later opgeleverd. Trajecten zonder "
                      "afgerond besluit staan hier niet in. Tabel 3b is een "
                      "deel van tabel 3a; tel ze niet op."}}};
}

Bars AsylumBars(const pb::ReportContent& content) {
  return FigureBars(content,
                    {.caption = "Gegarandeerde plekken tegenover de opgave",
                     .solid_label = "gegarandeerd",
                     .light_label = "met voornemens",
                     .target_label = "opgave",
                     .bars = {}},
                    AsylumBar);
}

Steps PlacesOverTime(const pb::ReportContent& content) {
  const absl::CivilDay start = DayOf(content.cycle().window_start_date());
  const absl::CivilDay end = DayOf(content.cycle().window_end_date());
  const Cell target = AsylumBar(Subject(content.total())).target;
  Steps chart{.caption = "Plekken door de tijd, en waar zij eindigen",
              .solid_label = "besloten",
              .light_label = "met voornemens",
              .target_label = "opgave",
              .description = "",
              .start = MonthsAfter(start, -kMonthsShownBefore),
              .end = MonthsAfter(end, 3),
              .window_start = start,
              .window_end = end,
              .target = {},
              .steps = {},
              .falls = {}};
  chart.falls = FallsBetween(content, chart.start, chart.end);
  // A sum over some of the municipalities is no line to reach.
  if (target.IsNumber() && target.parts == 0) chart.target = target.value;
  for (const pb::TimelineStep& step : content.timeline()) {
    chart.steps.push_back({.day = DayOf(step.start_date()),
                           .solid = StandingAt(step),
                           .light = step.intended_place_count() +
                                    step.unknown_start_place_count()});
  }
  chart.description = absl::StrCat(
      "Besloten plekken en plekken met voornemens van ", DutchDay(chart.start),
      " tot ", DutchDay(chart.end), ". Het venster loopt van ", DutchDay(start),
      " tot en met ", DutchDay(end - 1), ". De aantallen staan in tabel 4c.");
  return chart;
}

Section FirstCycle(const pb::ReportContent& content) {
  Section section{.number = "4",
                  .title = absl::StrCat("Asielopvang: gegarandeerd in de ",
                                        content.cycle().display_name()),
                  .blocks = {GuaranteedTable(content)}};
  if (!content.transfers().empty()) {
    section.blocks.push_back(TransferTable(content));
  }
  section.blocks.push_back(TimelineTable(content));
  section.blocks.push_back(Paragraph{.text = "Hoe is geteld", .heading = true});
  for (const std::string& rule : content.rules()) {
    section.blocks.push_back(Paragraph{.text = rule});
  }
  return section;
}

namespace {

Table DurableTable(const pb::ReportContent& content) {
  Table table = FigureTable(
      content,
      {.name = "4d Nog te realiseren",
       .caption = absl::StrCat("4d. Aandeel, duurzame plekken op ",
                               DutchDay(DayOf(content.spec().as_of_date())),
                               " en wat nog te realiseren is")},
      {{.label = "Aandeel (opgave)", .figure = "asylum.target_place_count"},
       {.label = "Duurzaam, af te trekken",
        .figure = "asylum.durable_place_count"},
       {.label = "Nog te realiseren",
        .figure = "asylum.remaining_place_count"}});
  table.note =
      "Duurzame plekken gaan af van wat te realiseren is (artikel 2, derde "
      "lid). Minder dan nul is een overschot aan duurzame plekken; of dat een "
      "andere gemeente helpt, staat in geen bron. De peildag is die van het "
      "verslag; welke dag de wet bedoelt, staat in geen bron.";
  return table;
}

// The thresholds of Besluit 3.1 beside what a municipality has.
Table ThresholdTable(const pb::ReportContent& content) {
  Table table{
      .name = "4e Drempels",
      .caption = "4e. Duurzame plekken per gemeente, tegen de drempels",
      .columns = {
          {.label = "Gemeente"},
          {.label = "Regulier (telt vanaf 100)", .numeric = true},
          {.label = "Bijzonder en amv (telt vanaf 16)", .numeric = true}}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const auto cell = [&](bool has, int32_t count, const char* field) {
      return has ? Cell::Count(count,
                               absl::StrCat(row.municipality(), "#", field))
                 : Cell::Empty();
    };
    table.rows.push_back(PlainRow(
        {Cell::Text(row.display_name()),
         cell(row.has_durable_regular_place_count(),
              row.durable_regular_place_count(), "durable_regular_place_count"),
         cell(row.has_durable_special_place_count(),
              row.durable_special_place_count(),
              "durable_special_place_count")}));
  }
  return table;
}

Table NotDurableTable(const pb::ReportContent& content) {
  Table table{.name = "4f Duurzaam per locatie",
              .caption = "4f. Wat van elke locatie duurzaam is, en waarom niet",
              .columns = {{.label = "Gemeente"},
                          {.label = "Locatie"},
                          {.label = "Groep"},
                          {.label = "Af te trekken", .numeric = true},
                          {.label = "Vijf jaar vanaf"},
                          {.label = "Waarom de rest niet"}},
              .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::DurableSite& site : row.durable_sites()) {
      if (site.place_group() == locations::PLACE_GROUP_BUFFER) continue;
      table.rows.push_back(PlainRow(
          {Cell::Text(row.display_name()), Cell::Text(site.display_name()),
           Cell::Text(DutchGroup(site.place_group())),
           Cell::Count(
               site.counted_place_count(),
               absl::StrCat(site.location(), "#", EnumWord(site.place_group()),
                            ".durable_place_count")),
           DayCell(site.has_durable_start_date(), site.durable_start_date()),
           Cell::Text(ReasonsOf(site.uncounted_reasons()))}));
    }
  }
  return table;
}

}  // namespace

Section Durable(const pb::ReportContent& content) {
  Section section{
      .number = "", .title = "Asielopvang: nog te realiseren", .blocks = {}};
  if (content.durable_rules().empty()) return section;
  section.blocks = {DurableTable(content), ThresholdTable(content),
                    NotDurableTable(content)};
  section.blocks.push_back(
      Paragraph{.text = "Wat duurzaam is", .heading = true});
  for (const std::string& rule : content.durable_rules()) {
    section.blocks.push_back(Paragraph{.text = rule});
  }
  return section;
}

Section Sites(const pb::ReportContent& content) {
  return {
      .number = "5",
      .title = "Asielopvang: locaties",
      .blocks = {
          SiteTable(content, true), SiteTable(content, false),
          UncountedTable(content),
          Paragraph{.text =
                        "Een nieuwe locatie zonder startdatum is niet "
                        "definitief, vraagt nog een besluit en is niet toe te "
                        "wijzen als locatie voor de Spreidingswet."},
          Paragraph{.text =
                        "Een dag kan een lezing zijn van wat de bron zegt, "
                        "zoals \"tot maart 2026\" of een onbekend begin; de "
                        "lezingen staan bij Herkomst van de cijfers."}}};
}

}  // namespace opvang::reporting
