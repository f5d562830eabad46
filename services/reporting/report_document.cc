#include "services/reporting/report_document.h"

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/calendar.h"
#include "common/source.h"

namespace opvang::reporting {
namespace {

namespace pb = ::nl::opvang::reporting::v1;

using Kind = TableRow::Kind;
// The cells of one row of figures, without the name in front.
using FigureCells = std::function<std::vector<Cell>(const pb::Figures&)>;

Cell Optional(bool has, int64_t value) {
  return has ? Cell::Count(value) : Cell::Empty();
}
Cell OptionalSigned(bool has, int64_t value) {
  return has ? Cell::Signed(value) : Cell::Empty();
}
Cell DayCell(bool has, const google::type::Date& date) {
  return has ? Cell::Day(DayOf(date)) : Cell::Empty();
}
// Periods are half-open; people are told the last day.
std::string LastDay(const google::type::Date& end) {
  return DutchDay(DayOf(end) - 1);
}

std::string Named(const std::string& code,
                  const std::map<std::string, std::string>& names) {
  const auto found = names.find(code);
  return found == names.end() ? code : found->second;
}

std::string DutchGroup(const std::string& code) {
  return Named(code, {{"regular", "regulier"},
                      {"amv", "amv"},
                      {"special", "bijzondere aard"},
                      {"buffer", "buffer"}});
}

std::string DutchState(const std::string& code) {
  return Named(code, {{"unspecified", "niet vastgelegd"},
                      {"decision_pending", "besluit in voorbereiding"},
                      {"definitive", "besloten"},
                      {"coa_paper_check", "toets COA op papier"},
                      {"coa_site_visit", "schouw COA"},
                      {"agreement_signed", "overeenkomst getekend"},
                      {"permit", "vergunning"},
                      {"construction", "bouw of verbouwing"},
                      {"open", "open"},
                      {"extended", "verlengd"},
                      {"closing", "sluit"},
                      {"closed", "gesloten"},
                      {"withdrawn", "ingetrokken"}});
}

std::string DutchOperator(const std::string& code) {
  return Named(code, {{"coa", "COA"},
                      {"college", "gemeente"},
                      {"other", "anders"},
                      {"unknown", "niet vermeld"}});
}

std::string DutchHomeSource(const std::string& code) {
  return Named(code, {{"existing_stock", "bestaande woningvoorraad"},
                      {"new_build", "nieuwbouw"},
                      {"flex", "flexwoningen"},
                      {"dsl", "doorstroomlocatie"},
                      {"nidos", "Nidos"},
                      {"other", "anders"}});
}

bool IsComplete(const pb::SubtotalRow& sum, const std::string& duty) {
  for (const pb::MissingTarget& target : sum.missing_targets()) {
    if (target.duty() == duty) return false;
  }
  return true;
}

// A table with one row per municipality, a sum per region and a total. Of a
// sum without all targets of `duty`, what compares with a target is empty.
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

// --- Beside the ten sections ------------------------------------------------

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

std::string DutchFigure(const pb::DataQuality& quality) {
  const std::string duty =
      Named(quality.duty(), {{"asylum", "asiel"},
                             {"ukraine", "Oekraïne"},
                             {"status_holders", "statushouders"}});
  const std::string figure =
      Named(quality.figure(), {{"target", "opgave"},
                               {"guaranteed", "gegarandeerd"},
                               {"realised", "gerealiseerd"}});
  return absl::StrCat(duty, ", ", figure);
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
               Cell::Text(row.display_name()),
               Cell::Text(Named(step.basis(), {{"indicative", "indicatief"},
                                               {"agreed", "afgesproken"},
                                               {"decided", "besloten"}})),
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

}  // namespace

std::string DutchReason(const std::string& code) {
  return Named(
      code,
      {{"withdrawn", "ingetrokken"},
       {"other_task", "soort telt niet mee of hoort bij een andere opgave"},
       {"buffer", "bufferplek"},
       {"no_start_date", "geen startdatum"},
       {"decision_pending", "besluit niet afgerond"},
       {"closes_before_window", "sluit vóór het venster"},
       {"opens_after_window_start", "gaat open na de bindende dag"},
       {"closes_in_window", "sluit of krimpt tijdens het venster"},
       {"opens_after_window", "gaat open na het venster"}});
}

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
