// What a reader must know, and everything the figures rest on.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/figures/published.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

constexpr pb::Finding::Level kLevels[] = {pb::Finding::LEVEL_REFUSE,
                                          pb::Finding::LEVEL_FIX,
                                          pb::Finding::LEVEL_EXPLAIN};

std::string SaidOf(const pb::Finding& finding) {
  if (finding.has_explanation()) return finding.explanation().body();
  if (finding.has_lapsed_explanation()) {
    return absl::StrCat("Vervallen, want de feiten veranderden: ",
                        finding.lapsed_explanation().body());
  }
  return "";
}

Table FindingTable(const pb::ReportContent& content, pb::Finding::Level level) {
  constexpr const char* kNames[] = {"", "Bevindingen weigeren",
                                    "Bevindingen herstellen",
                                    "Bevindingen toelichten"};
  Table table{.name = kNames[level],
              .caption = DutchLevel(level),
              .columns = {{.label = "Bevinding", .wide = true},
                          {.label = "Grondslag"},
                          {.label = "Wat te doen", .wide = true},
                          {.label = "Toelichting"},
                          {.label = "Code"}},
              .wordy = true};
  // Of one kind in one row, where the first of it stands.
  std::vector<std::string> codes;
  std::map<std::string, std::vector<const pb::Finding*>> by_code;
  for (const pb::Finding& finding : content.findings()) {
    if (finding.level() != level) continue;
    auto& same = by_code[finding.code()];
    if (same.empty()) codes.push_back(finding.code());
    same.push_back(&finding);
  }
  for (const std::string& code : codes) {
    const auto& same = by_code[code];
    std::set<std::string> bases;
    std::vector<std::string> sentences, said;
    for (const pb::Finding* finding : same) {
      sentences.push_back(finding->sentence());
      bases.insert(DutchCitation(finding->legal_basis()));
      const std::string one = SaidOf(*finding);
      if (one.empty()) continue;
      said.push_back(
          same.size() == 1
              ? one
              : absl::StrCat(
                    DutchName(finding->subject()).value_or(finding->subject()),
                    ": ", one));
    }
    const std::string many =
        same.size() == 1 ? "" : absl::StrCat(same.size(), " keer: ");
    table.rows.push_back(PlainRow(
        {Cell::Text(absl::StrCat(many, absl::StrJoin(sentences, " "))),
         Cell::Text(absl::StrJoin(bases, "; ")),
         Cell::Text(same.front()->hint()),
         said.empty() ? Cell::Empty() : Cell::Text(absl::StrJoin(said, " ")),
         Cell::Text(code)}));
  }
  return table;
}

std::string DutchStep(const pb::TargetStep& step) {
  return step.has_change_count()
             ? absl::StrCat(DutchBasis(step), ", ",
                            DutchSigned(step.change_count()))
             : DutchBasis(step);
}

Table InventedTable(const pb::ReportContent& content) {
  Table table{.name = "Verzonnen",
              .caption = "Aandeel van elk totaal dat op verzonnen cijfers rust",
              .columns = {{.label = "Cijfer"},
                          {.label = "Totaal", .numeric = true},
                          {.label = "waarvan verzonnen", .numeric = true},
                          {.label = "Aandeel", .numeric = true}}};
  for (const pb::DataQuality& quality : content.data_quality()) {
    const std::string figure =
        absl::StrCat(content.spec().scope(), "#quality.", quality.duty(), ".",
                     quality.figure(), ".");
    table.rows.push_back(PlainRow(
        {Cell::Text(DutchFigure(quality)),
         Cell::Count(quality.total_count(), absl::StrCat(figure, "total")),
         Cell::Count(quality.illustrative_count(),
                     absl::StrCat(figure, "illustrative")),
         Cell::Percent(quality.illustrative_count(), quality.total_count(),
                       absl::StrCat(figure, "percent"))}));
  }
  table.note =
      "Een verzonnen cijfer vult een gat waar niets is gepubliceerd. Zodra een "
      "deel van een locatie verzonnen is, telt de hele locatie hier mee.";
  return table;
}

Table TargetTable(const pb::ReportContent& content) {
  Table table{.name = "Herkomst opgaven",
              .caption = "Waar de asielopgave op rust",
              .columns = {{.label = "Gemeente"},
                          {.label = "Stap"},
                          {.label = "Plekken", .numeric = true},
                          {.label = "waarvan amv", .numeric = true},
                          {.label = "Grondslag"},
                          {.label = "Bron"}}};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (int i = 0; i < row.asylum_steps_size(); ++i) {
      const pb::TargetStep& step = row.asylum_steps(i);
      // Of a redistribution the count after it is the sum of the steps up to
      // it; what stands on record is by how much it changes.
      const auto figure = [&](const char* kind) {
        return FigureName(row.municipality(),
                          absl::StrCat("asylum.", kind, ".", i));
      };
      table.rows.push_back(
          PlainRow({Cell::Text(row.display_name()), Cell::Text(DutchStep(step)),
                    step.has_change_count()
                        ? Cell::Signed(step.change_count(), figure("step"))
                        : Cell::Count(step.place_count(), figure("step")),
                    step.has_amv_count()
                        ? Cell::Count(step.amv_count(), figure("amv_step"))
                        : Cell::Empty(),
                    Cell::Text(DutchCitation(step.legal_basis())),
                    Cell::Text(DutchSource(step.source()))}));
    }
  }
  return table;
}

template <typename List>
std::string Sources(const List& sources) {
  return absl::StrJoin(sources, "; ",
                       [](std::string* out, const std::string& source) {
                         absl::StrAppend(out, DutchSource(source));
                       });
}

Table PlaceSourceTable(const pb::ReportContent& content) {
  Table table{.name = "Herkomst plekken",
              .caption = "Waar de plekken op rusten",
              .columns = {{.label = "Gemeente"},
                          {.label = "Locatie"},
                          {.label = "Bron"},
                          {.label = "Gelezen datum"},
                          {.label = "Opmerking"}},
              .wordy = true};
  const auto add = [&table](const std::string& municipality,
                            const std::string& name, const auto& sources,
                            const std::string& dates,
                            const std::string& remark) {
    table.rows.push_back(PlainRow({Cell::Text(municipality), Cell::Text(name),
                                   Cell::Text(Sources(sources)),
                                   Cell::Text(dates), Cell::Text(remark)}));
  };
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      add(row.display_name(), site.display_name(), site.sources(),
          absl::StrJoin(site.stated_dates(), "; "), site.remark());
    }
    for (const pb::Shelter& shelter : row.shelters()) {
      if (IsOver(shelter)) continue;
      add(row.display_name(), shelter.display_name(), shelter.sources(), "",
          "");
    }
  }
  for (const pb::TransferRow& transfer : content.transfers()) {
    add(transfer.receiver_display_name(),
        absl::StrCat("uitruil, van ", transfer.giver_display_name()),
        transfer.sources(), "", transfer.condition());
  }
  return table;
}

// One location of the annex, of either duty.
template <typename Location>
TableRow AnnexRow(const pb::MunicipalityRow& row, const Location& location,
                  const char* duty, Cell objections) {
  const bool counted = location.has_occupancy();
  const std::string& name = location.location();
  return PlainRow(
      {Cell::Text(row.display_name()), Cell::Text(location.display_name()),
       Cell::Text(duty), Cell::Text(location.address()),
       counted ? Cell::Count(location.occupancy().count(),
                             absl::StrCat(name, "#occupied_person_count"))
               : Cell::Empty(),
       DayCell(counted, location.occupancy().count_date()),
       std::move(objections)});
}

}  // namespace

Section Findings(const pb::ReportContent& content) {
  Section section{
      .number = "", .title = "Wat u moet weten bij deze cijfers", .blocks = {}};
  for (const pb::Finding::Level level : kLevels) {
    Table table = FindingTable(content, level);
    if (!table.rows.empty()) section.blocks.push_back(std::move(table));
  }
  return section;
}

Section LocationsAnnex(const pb::ReportContent& content) {
  Section section{.number = "", .title = "Bijlage: locaties", .blocks = {}};
  Table table{.name = "Bijlage locaties",
              .caption = "Adressen, bezetting en bezwaren per locatie",
              .columns = {{.label = "Gemeente"},
                          {.label = "Locatie"},
                          {.label = "Opgave"},
                          {.label = "Adres"},
                          {.label = "Aanwezig (personen)", .numeric = true},
                          {.label = "Geteld op"},
                          {.label = "Bezwaar en beroep", .numeric = true}},
              .wordy = true};
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      table.rows.push_back(AnnexRow(
          row, site, "asiel",
          site.has_objection_count()
              ? Cell::Count(site.objection_count(),
                            absl::StrCat(site.location(), "#objection_count"))
              : Cell::Empty()));
    }
    for (const pb::Shelter& shelter : row.shelters()) {
      if (IsOver(shelter)) continue;
      table.rows.push_back(AnnexRow(row, shelter, "Oekraïne", Cell::Empty()));
    }
  }
  if (!table.rows.empty()) section.blocks.push_back(std::move(table));
  return section;
}

Section Quality(const pb::ReportContent& content) {
  return {.number = "",
          .title = "Herkomst van de cijfers",
          .blocks = {InventedTable(content), TargetTable(content),
                     PlaceSourceTable(content)}};
}

Section Known(const pb::ReportContent& content) {
  Table sources{
      .name = "Wat bekend was",
      .caption = "De bronnen, elk tot en met de revisie die is gelezen",
      .columns = {{.label = "Bron"},
                  {.label = "Dienst"},
                  {.label = "Revisie"},
                  {.label = "Laatst vastgelegd"}}};
  for (const pb::SourcePin& pin : content.sources()) {
    sources.rows.push_back(PlainRow(
        {Cell::Text(DutchService(pin.service())), Cell::Text(pin.service()),
         Cell::Text(absl::StrCat(pin.revision())),
         Cell::Text(pin.has_record_time() ? DutchInstant(pin.record_time())
                                          : "nog niets")}));
  }
  Table writes{.name = "Vastgelegd door",
               .caption = "Wie de feiten van dit verslag vastlegde, en wanneer",
               .columns = {{.label = "Dienst"},
                           {.label = "Revisie"},
                           {.label = "Vastgelegd"},
                           {.label = "Organisatie"},
                           {.label = "Handeling"}}};
  for (const pb::WriteRecord& write : content.writes()) {
    writes.rows.push_back(
        PlainRow({Cell::Text(write.service()),
                  Cell::Text(absl::StrCat(write.revision())),
                  Cell::Text(DutchInstant(write.record_time())),
                  Cell::Text(write.organisation()),
                  Cell::Text(DutchMethod(write.method()))}));
  }
  return {.number = "",
          .title = "Wat bekend was",
          .blocks = {std::move(sources), std::move(writes)}};
}

Section Account(const pb::Report& report) {
  const pb::ReportContent& content = report.content();
  const pb::ReportSpec& spec = content.spec();
  Table table{.name = "Verantwoording",
              .caption = "Waarmee dit verslag opnieuw is te maken",
              .columns = {{.label = "Gegeven"}, {.label = "Waarde"}}};
  const auto add = [&table](const char* label, const std::string& value) {
    if (value.empty()) return;
    table.rows.push_back(PlainRow({Cell::Text(label), Cell::Text(value)}));
  };
  add("Verslag", report.name());
  add("Versie", absl::StrCat(report.version()));
  add("Vervangt", report.superseded_report());
  add("Gebied",
      absl::StrCat(content.scope_display_name(), " (", spec.scope(), ")"));
  add("Peildatum", DutchDay(DayOf(spec.as_of_date())));
  add("Kwartaal", spec.quarter());
  add("Cyclus", absl::StrCat(spec.cycle(), ", telregels ", spec.rule_set()));
  add("Opgave Oekraïne op", DutchDay(DayOf(spec.ukraine_date())));
  add("Halfjaar statushouders", DutchHalfYear(spec.half_year()));
  add("Statushouders gerealiseerd t/m",
      DutchDay(DayOf(spec.placements_date())));
  add("Revisie quotas", absl::StrCat(spec.quotas_revision()));
  add("Revisie locations", absl::StrCat(spec.locations_revision()));
  add("Revisie housing", absl::StrCat(spec.housing_revision()));
  add("Revisie reporting", absl::StrCat(spec.reporting_revision()));
  for (const pb::ComparedReport& compared : spec.compared_reports()) {
    add("Naast gelegd",
        absl::StrCat(compared.report(), " (", compared.content_sha256(), ")"));
  }
  add("Gemeentelijke indeling", content.geography_version());
  add("Inhoud (SHA-256)", report.content_sha256());
  add("Zegel", report.seal());
  table.note =
      "De inhoud is de JSON-uitgave van dit verslag. Het zegel is de SHA-256 "
      "over naam, versie, inhoud en het zegel van de versie ervoor.";
  return {
      .number = "", .title = "Verantwoording", .blocks = {std::move(table)}};
}

std::string InventedWarning(const pb::ReportContent& content) {
  const std::vector<std::string> parts = InventedShares(content);
  if (parts.empty()) return "";
  return absl::StrCat(
      "Dit verslag rust deels op verzonnen cijfers, waar niets is "
      "gepubliceerd. Aandeel daarvan: ",
      absl::StrJoin(parts, "; "), ".");
}

std::string FindingsWarning(const pb::ReportContent& content) {
  int counts[4] = {};
  int unexplained = 0;
  for (const pb::Finding& finding : content.findings()) {
    ++counts[finding.level()];
    if (finding.level() == pb::Finding::LEVEL_FIX &&
        !finding.has_explanation()) {
      ++unexplained;
    }
  }
  if (content.findings().empty()) return "";
  const auto many = [](int count, const char* rest) {
    return absl::StrCat(DutchCount(count), rest);
  };
  std::vector<std::string> parts;
  if (counts[pb::Finding::LEVEL_REFUSE] > 0) {
    parts.push_back(many(counts[pb::Finding::LEVEL_REFUSE],
                         " die vaststelling in de weg staan"));
  }
  if (unexplained > 0) {
    parts.push_back(
        many(unexplained, " die hersteld of toegelicht moeten worden"));
  }
  const int rest =
      content.findings_size() - counts[pb::Finding::LEVEL_REFUSE] - unexplained;
  if (rest > 0) parts.push_back(many(rest, " ter toelichting"));
  return absl::StrCat("De cijfers zijn nagelopen. Bevindingen: ",
                      absl::StrJoin(parts, ", "), ".");
}

}  // namespace opvang::reporting
