#include "services/reporting/report_document.h"

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/calendar.h"
#include "common/source.h"
#include "services/reporting/report_annexes.h"
#include "services/reporting/report_tables.h"
#include "services/reporting/report_words.h"

namespace opvang::reporting {
namespace {

namespace pb = ::nl::opvang::reporting::v1;

using Kind = TableRow::Kind;

std::string RegionName(const pb::ReportContent& content,
                       const std::string& region) {
  for (const pb::SubtotalRow& sum : content.regions()) {
    if (sum.subject() == region) return sum.display_name();
  }
  return region;
}

void AddTexts(const pb::ReportContent& content, pb::Text::Kind kind,
              Section& section) {
  std::string subject;
  for (const pb::Text& text : content.texts()) {
    if (text.kind() != kind) continue;
    // Whose words these are, where several tables speak.
    if (content.regions_size() > 0 && text.subject() != subject) {
      subject = text.subject();
      section.blocks.push_back(Paragraph{
          .text = subject == content.spec().scope()
                      ? absl::StrCat("Provincie ", content.scope_display_name())
                      : absl::StrCat("Regio ", RegionName(content, subject)),
          .heading = true});
    }
    if (!text.title().empty()) {
      section.blocks.push_back(
          Paragraph{.text = text.title(), .heading = true});
    }
    for (const absl::string_view part : absl::StrSplit(text.body(), "\n\n")) {
      section.blocks.push_back(Paragraph{.text = std::string(part)});
    }
  }
}

// A section of texts, left out when there are none.
void AddTextSection(const pb::ReportContent& content, const std::string& title,
                    pb::Text::Kind kind, Document& document) {
  Section section{.number = "", .title = title, .blocks = {}};
  AddTexts(content, kind, section);
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

// --- The ten sections -------------------------------------------------------

Section Process(const pb::ReportContent& content) {
  Section section{.number = "1", .title = "Proces", .blocks = {}};
  AddTexts(content, pb::Text::KIND_PROCESS, section);
  if (section.blocks.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Over het proces is geen tekst aangeleverd."});
  }
  return section;
}

Section Overview(const pb::ReportContent& content) {
  Section section{
      .number = "2", .title = "Overzicht van de opgaven", .blocks = {}};
  Table table = FigureTable(
      content, "", "Opgaven per gemeente",
      {{.label = "Asiel, incl. amv (plekken)", .numeric = true},
       {.label = "waarvan amv", .numeric = true},
       {.label = "Vaste voorraad COA (plekken)", .numeric = true},
       {.label = absl::StrCat("Oekraïne op ",
                              DutchDay(DayOf(content.spec().ukraine_date())),
                              " (plekken)"),
        .numeric = true},
       {.label = absl::StrCat("Statushouders ", content.spec().half_year(),
                              ", incl. meegenomen (personen)"),
        .numeric = true}},
      [](const pb::Figures& f) -> std::vector<Cell> {
        return {Optional(f.asylum().has_target_place_count(),
                         f.asylum().target_place_count()),
                Optional(f.asylum().has_target_amv_count(),
                         f.asylum().target_amv_count()),
                Optional(f.asylum().has_permanent_stock_place_count(),
                         f.asylum().permanent_stock_place_count()),
                Optional(f.ukraine().has_target_place_count(),
                         f.ukraine().target_place_count()),
                Optional(f.status_holders().has_net_target_person_count(),
                         f.status_holders().net_target_person_count())};
      });
  table.note =
      "Asiel en statushouders zijn wettelijke taken; Oekraïne is een "
      "inspanningsverplichting. De vaste voorraad geeft COA rechtstreeks op. "
      "Een streepje betekent: niet vastgelegd. Een totaal telt alleen wat is "
      "vastgelegd.";
  section.blocks.push_back(std::move(table));
  return section;
}

Table RealisedTable(const pb::ReportContent& content, bool amv) {
  return FigureTable(
      content, amv ? "asylum_amv" : "asylum",
      absl::StrCat(amv ? "3b. Alleen amv: " : "3a. Alle plekken, incl. amv: ",
                   "gerealiseerd of te realiseren van ",
                   DutchDay(DayOf(content.cycle().realisation_start_date())),
                   " tot en met ",
                   LastDay(content.cycle().realisation_end_date())),
      {{.label = "Opgave", .numeric = true},
       {.label = "Gerealiseerd of te realiseren", .numeric = true},
       {.label = "Verschil", .numeric = true, .of_target = true},
       {.label = "Percentage", .numeric = true, .of_target = true}},
      [amv](const pb::Figures& f) -> std::vector<Cell> {
        const pb::AsylumFigures& a = f.asylum();
        const bool has =
            amv ? a.has_target_amv_count() : a.has_target_place_count();
        const int target = amv ? a.target_amv_count() : a.target_place_count();
        const int realised =
            amv ? a.realised_amv_count() : a.realised_place_count();
        return {Optional(has, target), Cell::Count(realised),
                OptionalSigned(has, realised - target),
                has ? Cell::Percent(realised, target) : Cell::Empty()};
      });
}

Section AsylumTotals(const pb::ReportContent& content) {
  Section section{
      .number = "3", .title = "Asielopvang: alle plekken", .blocks = {}};
  section.blocks.push_back(RealisedTable(content, false));
  section.blocks.push_back(RealisedTable(content, true));
  section.blocks.push_back(Paragraph{
      .text =
          "Deze aantallen verschillen van paragraaf 4: een deel van de plekken "
          "sluit vóór of tijdens het venster van de cyclus, of wordt later "
          "opgeleverd. Trajecten zonder afgerond besluit staan hier niet in. "
          "Tabel 3b is een deel van tabel 3a; tel ze niet op."});
  return section;
}

Table TransferTable(const pb::ReportContent& content) {
  Table table;
  table.caption = "4b. Uitruil: geleende plekken";
  table.columns = {{.label = "Van"},
                   {.label = "Aan"},
                   {.label = "Plekken", .numeric = true},
                   {.label = "Start"},
                   {.label = "Einde"},
                   {.label = "Stand"},
                   {.label = "Voorwaarde"},
                   {.label = "Telt mee"}};
  for (const pb::TransferRow& row : content.transfers()) {
    std::vector<std::string> reasons;
    for (const std::string& reason : row.reasons()) {
      reasons.push_back(DutchTransferReason(reason));
    }
    const std::string counting =
        Named(row.counting(), {{"guaranteed", "gegarandeerd"},
                               {"intended", "met voornemens"},
                               {"none", "nee"}});
    table.rows.push_back(
        {.kind = Kind::kPlain,
         .cells = {
             Cell::Text(row.giver_display_name()),
             Cell::Text(row.receiver_display_name()),
             Cell::Count(row.place_count()), DayCell(true, row.start_date()),
             Cell::Text(row.has_end_date()
                            ? absl::StrCat("t/m ", LastDay(row.end_date()))
                            : ""),
             Cell::Text(DutchTransferState(row.state())),
             Cell::Text(row.condition()),
             Cell::Text(reasons.empty()
                            ? counting
                            : absl::StrCat(counting, ": ",
                                           absl::StrJoin(reasons, "; ")))}});
  }
  table.note =
      "Geleende plekken blijven staan waar zij zijn. Wat de ontvanger meer "
      "telt, telt de gever minder; de opgaven veranderen niet.";
  return table;
}

Section FirstCycle(const pb::ReportContent& content) {
  Section section{.number = "4",
                  .title = absl::StrCat("Asielopvang: gegarandeerd in de ",
                                        content.cycle().display_name()),
                  .blocks = {}};
  section.blocks.push_back(FigureBars(
      content,
      {.caption = "Gegarandeerde plekken per gemeente tegenover de opgave",
       .solid_label = "gegarandeerd",
       .light_label = "met voornemens",
       .target_label = "opgave",
       .bars = {}},
      AsylumBar));
  Table table = FigureTable(
      content, "asylum",
      absl::StrCat("Gegarandeerd van ",
                   DutchDay(DayOf(content.cycle().window_start_date())),
                   " tot en met ", LastDay(content.cycle().window_end_date())),
      {{.label = "Opgave", .numeric = true},
       {.label = "Gegarandeerd", .numeric = true},
       {.label = "waarvan amv", .numeric = true},
       {.label = "Percentage", .numeric = true, .of_target = true},
       {.label = "Met voornemens", .numeric = true},
       {.label = "Percentage met voornemens",
        .numeric = true,
        .of_target = true},
       {.label = "Tekort (bruto)", .numeric = true}},
      [](const pb::Figures& f) -> std::vector<Cell> {
        const pb::AsylumFigures& a = f.asylum();
        const int target = a.target_place_count();
        return {Optional(a.has_target_place_count(), target),
                Cell::Count(a.guaranteed_place_count()),
                Cell::Count(a.guaranteed_amv_count()),
                Cell::Percent(a.guaranteed_place_count(), target),
                Cell::Count(a.intended_place_count()),
                Cell::Percent(a.intended_place_count(), target),
                Cell::Count(a.gross_shortfall_place_count())};
      });
  table.note =
      "Het bruto tekort telt alleen gemeenten die te weinig hebben; een "
      "overschot elders maakt het niet kleiner.";
  section.blocks.push_back(std::move(table));
  if (!content.transfers().empty()) {
    section.blocks.push_back(TransferTable(content));
  }
  section.blocks.push_back(Paragraph{.text = "Hoe is geteld", .heading = true});
  for (const std::string& rule : content.rules()) {
    section.blocks.push_back(Paragraph{.text = rule});
  }
  return section;
}

std::string GroupsOf(const pb::Site& site) {
  std::vector<std::string> parts;
  for (const auto& group : site.groups()) {
    if (group.group() == "regular") continue;
    const int count =
        std::max(group.offered_place_count(), group.intended_place_count());
    if (count > 0) {
      parts.push_back(
          absl::StrCat(DutchCount(count), " ", DutchGroup(group.group())));
    }
  }
  return absl::StrJoin(parts, ", ");
}

std::string EndOf(const pb::Site& site) {
  if (!site.has_end_date()) return "";
  return absl::StrCat(
      "t/m ", LastDay(site.end_date()),
      site.end_certainty() == "indicative" ? " (indicatief)" : "");
}

Table SiteTable(const pb::ReportContent& content, bool existing) {
  Table table;
  table.caption = existing ? "5a. Bestaande locaties" : "5b. Nieuwe locaties";
  table.columns = {{.label = "Gemeente"},
                   {.label = "Locatie"},
                   {.label = "Soort"},
                   {.label = "Uitvoering"},
                   {.label = "Plekken", .numeric = true},
                   {.label = "waarvan"},
                   {.label = "Start"},
                   {.label = "Einde"},
                   {.label = "Stand"},
                   {.label = "Telt mee", .numeric = true}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      if ((site.progress() == "existing") != existing) continue;
      int places = 0, counted = 0;
      for (const auto& group : site.groups()) {
        if (group.group() == "buffer") continue;
        places += group.offered_place_count() > 0
                      ? group.offered_place_count()
                      : group.intended_place_count();
        counted += group.counted_place_count();
      }
      table.rows.push_back(
          {.kind = Kind::kPlain,
           .cells = {
               Cell::Text(row.display_name()), Cell::Text(site.display_name()),
               Cell::Text(site.kind_display_name()),
               Cell::Text(DutchOperator(site.operator_())), Cell::Count(places),
               Cell::Text(GroupsOf(site)),
               DayCell(site.has_start_date(), site.start_date()),
               Cell::Text(EndOf(site)), Cell::Text(DutchState(site.state())),
               Cell::Count(counted)}});
    }
  }
  return table;
}

Table UncountedTable(const pb::ReportContent& content) {
  Table table;
  table.caption = "5c. Plekken die niet meetellen als gegarandeerd, en waarom";
  table.columns = {{.label = "Gemeente"},
                   {.label = "Locatie"},
                   {.label = "Groep"},
                   {.label = "Plekken", .numeric = true},
                   {.label = "Reden"}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      for (const auto& places : site.uncounted()) {
        std::vector<std::string> reasons;
        for (const std::string& reason : places.reasons()) {
          reasons.push_back(DutchReason(reason));
        }
        table.rows.push_back(
            {.kind = Kind::kPlain,
             .cells = {Cell::Text(row.display_name()),
                       Cell::Text(site.display_name()),
                       Cell::Text(DutchGroup(places.group())),
                       Cell::Count(places.place_count()),
                       Cell::Text(absl::StrJoin(reasons, "; "))}});
      }
    }
  }
  return table;
}

Section Sites(const pb::ReportContent& content) {
  Section section{
      .number = "5", .title = "Asielopvang: locaties", .blocks = {}};
  section.blocks.push_back(SiteTable(content, true));
  section.blocks.push_back(SiteTable(content, false));
  section.blocks.push_back(UncountedTable(content));
  section.blocks.push_back(Paragraph{
      .text = "Een nieuwe locatie zonder startdatum is niet definitief, vraagt "
              "nog een besluit en is niet toe te wijzen als locatie voor de "
              "Spreidingswet."});
  section.blocks.push_back(Paragraph{
      .text = "Een dag kan een lezing zijn van wat de bron zegt, zoals \"tot "
              "maart 2026\" of een onbekend begin; de lezingen staan bij "
              "Herkomst van de cijfers."});
  return section;
}

Section UkraineTotals(const pb::ReportContent& content) {
  Section section{.number = "6", .title = "Oekraïne: aantallen", .blocks = {}};
  section.blocks.push_back(FigureBars(
      content,
      {.caption = "Gerealiseerde plekken voor Oekraïense ontheemden tegenover "
                  "de opgave",
       .solid_label = "gerealiseerd",
       .light_label = "met concreet in ontwikkeling",
       .target_label = "opgave",
       .bars = {}},
      [](const pb::Figures& f) {
        Bar bar;
        if (f.ukraine().has_target_place_count()) {
          bar.target = f.ukraine().target_place_count();
        }
        bar.solid = f.ukraine().realised_place_count();
        bar.light = bar.solid + f.ukraine().in_development_place_count();
        return bar;
      }));
  Table table = FigureTable(
      content, "ukraine",
      absl::StrCat("Gemeentelijke opvang (GOO) op ",
                   DutchDay(DayOf(content.spec().as_of_date()))),
      {{.label = absl::StrCat("Opgave ",
                              DutchDay(DayOf(content.spec().ukraine_date()))),
        .numeric = true},
       {.label = "Gerealiseerd (plekken)", .numeric = true},
       {.label = "Verschil", .numeric = true, .of_target = true},
       {.label = "Concreet in ontwikkeling (plekken)", .numeric = true},
       {.label = "Bezet (personen)", .numeric = true},
       {.label = "In POO (personen)", .numeric = true}},
      [](const pb::Figures& f) -> std::vector<Cell> {
        const pb::UkraineFigures& u = f.ukraine();
        return {
            Optional(u.has_target_place_count(), u.target_place_count()),
            Cell::Count(u.realised_place_count()),
            OptionalSigned(u.has_target_place_count(),
                           u.realised_place_count() - u.target_place_count()),
            Cell::Count(u.in_development_place_count()),
            Optional(u.has_occupied_person_count(), u.occupied_person_count()),
            Optional(u.has_private_person_count(), u.private_person_count())};
      });
  table.note =
      "Gerealiseerd zijn plekken die klaar zijn voor gebruik, bezet of niet. "
      "Personen in particuliere opvang (POO) zijn geen plekken en worden nooit "
      "bij plekken opgeteld.";
  section.blocks.push_back(std::move(table));
  return section;
}

Table ShelterTable(const pb::ReportContent& content, bool realised) {
  Table table;
  table.caption = realised ? "7a. Bestaande gemeentelijke opvang"
                           : "7b. Te realiseren gemeentelijke opvang";
  table.columns = {{.label = "Gemeente"},
                   {.label = "Locatie"},
                   {.label = "Plekken", .numeric = true},
                   {.label = "Oplevering"},
                   {.label = "Lager kwaliteitsniveau"},
                   {.label = "Bijzondere doelgroep"}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Shelter& shelter : row.shelters()) {
      if ((shelter.progress() == "realised") != realised) continue;
      table.rows.push_back(
          {.kind = Kind::kPlain,
           .cells = {
               Cell::Text(row.display_name()),
               Cell::Text(shelter.display_name()),
               Cell::Count(shelter.place_count()),
               DayCell(shelter.has_start_date(), shelter.start_date()),
               Cell::Text(shelter.quality_level() == "lower" ? "ja" : "nee"),
               Cell::Text(shelter.special_group().empty()
                              ? "nee"
                              : shelter.special_group())}});
    }
  }
  return table;
}

Section Shelters(const pb::ReportContent& content) {
  return {
      .number = "7",
      .title = "Oekraïne: locaties",
      .blocks = {ShelterTable(content, true), ShelterTable(content, false)}};
}

Section StatusHolders(const pb::ReportContent& content) {
  Section section{
      .number = "8", .title = "Statushouders: aantallen", .blocks = {}};
  Table table = FigureTable(
      content, "status_holders",
      absl::StrCat("Huisvesting in ", content.spec().half_year(),
                   ", in personen"),
      {{.label = "Taakstelling", .numeric = true},
       {.label = "Meegenomen (+ voorsprong, − achterstand)", .numeric = true},
       {.label = "Taakstelling incl. meegenomen", .numeric = true},
       {.label =
            absl::StrCat("Gerealiseerd t/m ",
                         DutchDay(DayOf(content.spec().placements_date()))),
        .numeric = true},
       {.label = "Gepland", .numeric = true},
       {.label = "Verwachte voor- of achterstand",
        .numeric = true,
        .of_target = true}},
      [](const pb::Figures& f) -> std::vector<Cell> {
        const pb::StatusHolderFigures& s = f.status_holders();
        return {Optional(s.has_target_person_count(), s.target_person_count()),
                OptionalSigned(s.has_opening_person_count(),
                               s.opening_person_count()),
                Optional(s.has_net_target_person_count(),
                         s.net_target_person_count()),
                Cell::Count(s.realised_person_count()),
                Cell::Count(s.planned_person_count()),
                OptionalSigned(s.has_expected_person_count(),
                               s.expected_person_count())};
      });
  table.note =
      "Verwacht is gerealiseerd plus gepland min de taakstelling inclusief wat "
      "is meegenomen; plannen die alleen in woningen of procenten zijn "
      "gesteld, "
      "tellen daarin niet mee.";
  section.blocks.push_back(std::move(table));
  return section;
}

Section Plans(const pb::ReportContent& content) {
  Section section{
      .number = "9", .title = "Statushouders: plannen", .blocks = {}};
  Table table;
  table.caption = "9a. Planning per bron, elk in zijn eigen eenheid";
  table.columns = {{.label = "Gemeente"},
                   {.label = "Bron"},
                   {.label = "Van"},
                   {.label = "Tot en met"},
                   {.label = "Woningen", .numeric = true},
                   {.label = "Personen", .numeric = true},
                   {.label = "Aandeel vrijkomende woningen"},
                   {.label = "Opmerking"}};
  Table locations;
  locations.caption =
      "9b. Aantal doorstroomlocaties (DSL) en kleinschalige opvanglocaties "
      "(KSO): locaties, geen plekken";
  locations.columns = {{.label = "Gemeente"},
                       {.label = "DSL", .numeric = true},
                       {.label = "KSO", .numeric = true}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Plan& plan : row.plans()) {
      table.rows.push_back(
          {.kind = Kind::kPlain,
           .cells = {Cell::Text(row.display_name()),
                     Cell::Text(DutchHomeSource(plan.home_source())),
                     Cell::Day(DayOf(plan.start_date())),
                     Cell::Day(DayOf(plan.end_date()) - 1),
                     Optional(plan.has_home_count(), plan.home_count()),
                     Optional(plan.has_person_count(), plan.person_count()),
                     Cell::Text(plan.has_vacated_percent()
                                    ? absl::StrCat(plan.vacated_percent(), " %")
                                    : ""),
                     Cell::Text(plan.remark())}});
    }
    locations.rows.push_back(
        {.kind = Kind::kPlain,
         .cells = {Cell::Text(row.display_name()),
                   Cell::Count(row.dsl_location_count()),
                   Cell::Count(row.kso_location_count())}});
  }
  section.blocks.push_back(std::move(table));
  section.blocks.push_back(Paragraph{
      .text = "Woningen, personen en procenten zijn verschillende eenheden en "
              "worden niet opgeteld."});
  section.blocks.push_back(std::move(locations));
  return section;
}

Section Explanations(const pb::ReportContent& content) {
  Section section{
      .number = "10", .title = "Toelichting per gemeente", .blocks = {}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (row.explanations().empty()) continue;
    section.blocks.push_back(
        Paragraph{.text = row.display_name(), .heading = true});
    for (const pb::Text& text : row.explanations()) {
      for (const absl::string_view part : absl::StrSplit(text.body(), "\n\n")) {
        section.blocks.push_back(
            Paragraph{.text = IsIllustrative(text.source())
                                  ? absl::StrCat("[illustratief] ", part)
                                  : std::string(part)});
      }
    }
  }
  return section;
}

}  // namespace

Document MakeDocument(const pb::ReportContent& content,
                      const std::string& content_sha256) {
  Document document;
  document.title = content.title();
  document.scope = content.scope_display_name();
  document.subtitle =
      absl::StrCat("Stand van ", DutchDay(DayOf(content.spec().as_of_date())),
                   ", ", content.cycle().display_name());
  document.seal = content_sha256;
  document.warning = Warning(content);
  const pb::AsylumFigures& asylum = content.total().figures().asylum();
  const int target = asylum.target_place_count();
  document.headline = AsylumBar(content.total().figures());
  document.headline.label = content.scope_display_name();
  document.parts = {.caption = "Per regio",
                    .solid_label = "gegarandeerd",
                    .light_label = "met voornemens",
                    .target_label = "opgave",
                    .bars = {}};
  for (const pb::SubtotalRow& region : content.regions()) {
    Bar bar = AsylumBar(region.figures());
    bar.label = region.display_name();
    document.parts.bars.push_back(std::move(bar));
  }
  document.key_figures = {
      {.label = "Opgave",
       .value = Optional(asylum.has_target_place_count(), target),
       .explanation = "plekken voor asielzoekers, incl. amv"},
      {.label = "Gegarandeerd",
       .value = Cell::Percent(asylum.guaranteed_place_count(), target),
       .explanation =
           absl::StrCat(DutchCount(asylum.guaranteed_place_count()), " van ",
                        DutchCount(target), " plekken, het hele venster")},
      {.label = "Met voornemens",
       .value = Cell::Percent(asylum.intended_place_count(), target),
       .explanation = absl::StrCat(DutchCount(asylum.intended_place_count()),
                                   " van ", DutchCount(target), " plekken")},
      {.label = "Tekort netto",
       .value = Cell::Count(asylum.net_shortfall_place_count()),
       .explanation = "opgave min gegarandeerd"},
      {.label = "Tekort bruto",
       .value = Cell::Count(asylum.gross_shortfall_place_count()),
       .explanation = "som van de gemeenten die te weinig hebben"},
  };
  AddTextSection(content, "Voorwoord", pb::Text::KIND_FOREWORD, document);
  document.sections.push_back(Process(content));
  document.sections.push_back(Overview(content));
  document.sections.push_back(AsylumTotals(content));
  document.sections.push_back(FirstCycle(content));
  document.sections.push_back(Sites(content));
  document.sections.push_back(UkraineTotals(content));
  document.sections.push_back(Shelters(content));
  document.sections.push_back(StatusHolders(content));
  document.sections.push_back(Plans(content));
  document.sections.push_back(Explanations(content));
  AddTextSection(content, "Randvoorwaarden aan het Rijk",
                 pb::Text::KIND_PRECONDITION, document);
  AddTextSection(content, "Risico's", pb::Text::KIND_RISK, document);
  AddTextSection(content, "Knelpunten", pb::Text::KIND_BOTTLENECK, document);
  for (Section& section :
       std::vector<Section>{Comparisons(content), Findings(content)}) {
    if (!section.blocks.empty()) {
      document.sections.push_back(std::move(section));
    }
  }
  document.sections.push_back(Quality(content));
  document.sections.push_back(Account(content, content_sha256));
  return document;
}

}  // namespace opvang::reporting
