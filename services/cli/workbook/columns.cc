#include "services/cli/workbook/columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace opvang::cli::workbook {
namespace {

constexpr char kGroups[] =
    "De groepen staan los van elkaar en vormen samen het totaal.";

std::vector<Column> Joined(std::vector<std::vector<Column>> parts) {
  std::vector<Column> all;
  for (const std::vector<Column>& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

Column Key() {
  return {.id = "key",
          .header = "Kenmerk",
          .synonyms = {"id"},
          .kind = ColumnKind::kKey,
          .most = 120,
          .width = 10,
          .help = "Van opvang zelf; laat leeg in een nieuwe regel."};
}

std::vector<Column> Description() {
  return {
      {.id = "display_name",
       .header = "Naam locatie",
       .synonyms = {"naam", "locatie", "locatienaam", "naam van de locatie",
                    "opvanglocatie"},
       .part = Part::kLocation,
       .field = "display_name",
       .is_required = true,
       .most = 100,
       .width = 30,
       .help = "Hoe de locatie heet. Een tweede regel met dezelfde naam is "
               "een volgende periode van dezelfde locatie."},
      {.id = "kind",
       .header = "Soort",
       .synonyms = {"soort locatie", "type", "type locatie", "soort opvang"},
       .part = Part::kLocation,
       .field = "kind",
       .kind = ColumnKind::kChoice,
       .choices = "kind",
       .is_required = true,
       .width = 26,
       .help = "De soort locatie; de code (azc) mag ook."},
      {.id = "operator",
       .header = "Beheerder",
       .synonyms = {"exploitant", "uitvoerder", "beheer"},
       .part = Part::kLocation,
       .field = "operator",
       .kind = ColumnKind::kChoice,
       .choices = "operator",
       .is_required = true,
       .width = 14,
       .help = "Wie de locatie beheert."},
      {.id = "address",
       .header = "Adres",
       .synonyms = {"straat", "straat en nummer", "locatieadres"},
       .part = Part::kLocation,
       .field = "address",
       .most = 200,
       .width = 26,
       .help = "Straat en nummer. Delen van één gebouw krijgen elk een eigen "
               "adres (vleugel A)."},
      {.id = "address_protected",
       .header = "Adres beschermd",
       .synonyms = {"beschermd adres", "geheim adres"},
       .part = Part::kLocation,
       .field = "address_protected",
       .kind = ColumnKind::kChoice,
       .choices = "yes_no",
       .width = 11,
       .help = "Ja als het adres niet in openbare stukken mag."},
      {.id = "coa_number",
       .header = "COA-nummer",
       .synonyms = {"coa nummer", "coa nr", "nummer coa", "locatienummer coa"},
       .part = Part::kLocation,
       .field = "coa_number",
       .most = 40,
       .width = 13,
       .help = "Het nummer dat COA de locatie geeft."},
      {.id = "participants",
       .header = "Deelnemende gemeenten",
       .synonyms = {"andere gemeenten", "deelnemers"},
       .part = Part::kLocation,
       .field = "participants",
       .kind = ColumnKind::kMunicipalities,
       .width = 24,
       .help = "Andere gemeenten die meedoen, gescheiden door een puntkomma."}};
}

Column Predecessor() {
  return {.id = "predecessor",
          .header = "Verhuisd van",
          .synonyms = {"opvolger van", "voorganger", "komt in plaats van"},
          .part = Part::kLocation,
          .field = "predecessor",
          .most = 200,
          .width = 24,
          .help =
              "De locatie die hierheen verhuist, zoals opvang haar kent "
              "(municipalities/gm0193/locations/azc); samen zijn het de "
              "plekken van één locatie."};
}

std::vector<Column> Places(bool asks_basis) {
  std::vector<Column> columns;
  if (asks_basis) {
    columns.push_back({.id = "basis",
                       .header = "Besloten of voornemen",
                       .synonyms = {"grondslag", "besloten"},
                       .part = Part::kPlaces,
                       .kind = ColumnKind::kChoice,
                       .choices = "basis",
                       .is_required = true,
                       .width = 14,
                       .help = "Of er over de plekken een besluit is."});
  }
  const std::vector<Column> shared = {
      {.id = "place_count_regular",
       .header = "Plekken regulier",
       .synonyms = {"regulier", "aantal plekken", "plekken", "plaatsen",
                    "aantal plaatsen", "capaciteit", "reguliere plekken"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kCount,
       .help = kGroups},
      {.id = "place_count_amv",
       .header = "Plekken amv",
       .synonyms = {"amv", "amv-plekken", "amv plekken", "waarvan amv",
                    "w.v. amv"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kCount,
       .help = "Plekken voor minderjarigen zonder ouders. Heet de kolom "
               "\"waarvan amv\", dan gaan zij van het totaal af."},
      {.id = "place_count_special",
       .header = "Plekken bijzonder",
       .synonyms = {"bijzonder", "bijzondere plekken", "bijzondere aard",
                    "waarvan bijzonder"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kCount,
       .help = "Plekken van bijzondere aard (IBO, HTL)."},
      {.id = "place_count_buffer",
       .header = "Bufferplekken",
       .synonyms = {"buffer", "plekken buffer"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kCount,
       .width = 14,
       .help = "Alleen bij calamiteiten; zij tellen in geen totaal mee."},
      {.id = "total",
       .header = "Totaal plekken",
       .synonyms = {"totaal", "totaal aantal plekken", "plekken totaal"},
       .part = Part::kRow,
       .kind = ColumnKind::kCount,
       .help = "Mag leeg blijven. Staat er iets, dan moet het de som zijn van "
               "regulier, amv en bijzonder."},
      {.id = "usable_place_count",
       .header = "Netto plekken",
       .synonyms = {"netto", "bruikbaar", "bruikbare plekken"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kCount,
       .help = "Hoeveel te gebruiken zijn; alleen bij één groep in een regel."},
      {.id = "start_date",
       .header = "Eerste dag",
       .synonyms = {"begindatum", "startdatum", "begin", "start", "open vanaf",
                    "vanaf", "ingangsdatum", "opleverdatum", "datum open"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kStart,
       .width = 14,
       .help =
           "De dag vanaf welke de plekken er zijn. Een maand of kwartaal "
           "telt vanaf de laatste dag ervan. Een voornemen mag zonder dag."},
      {.id = "start_words",
       .header = "Eerste dag volgens bron",
       .synonyms = {},
       .part = Part::kPlaces,
       .most = 100,
       .width = 18,
       .help = "De woorden van de bron als die de dag niet noemt."},
      {.id = "end_date",
       .header = "Laatste dag",
       .synonyms = {"einddatum", "eind", "einde", "tot en met", "t/m", "tot",
                    "open tot en met", "sluit"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kEnd,
       .width = 14,
       .help = "De laatste dag met plekken. Een maand zonder \"t/m\" eindigt "
               "vóór haar eerste dag. Geen einde: laat leeg; een einde dat er "
               "niet meer is: schrijf onbepaald."},
      {.id = "end_certainty",
       .header = "Einde is",
       .synonyms = {"zekerheid einde", "einddatum is", "hardheid einddatum"},
       .part = Part::kPlaces,
       .kind = ColumnKind::kChoice,
       .choices = "end_certainty",
       .help = "Vast als de overeenkomst de dag noemt, anders indicatief."},
      {.id = "end_words",
       .header = "Laatste dag volgens bron",
       .synonyms = {},
       .part = Part::kPlaces,
       .most = 100,
       .width = 18,
       .help = "De woorden van de bron als die de dag niet noemt."},
      {.id = "decision",
       .header = "Besluit",
       .synonyms = {"besluit of overeenkomst", "overeenkomst", "raadsbesluit",
                    "collegebesluit"},
       .part = Part::kPlaces,
       .most = 200,
       .width = 28,
       .help = "Het besluit of de overeenkomst waarop de plekken rusten; bij "
               "besloten plekken verplicht."}};
  columns.insert(columns.end(), shared.begin(), shared.end());
  return columns;
}

std::vector<Column> State() {
  return {{.id = "state",
           .header = "Status",
           .synonyms = {"status besluit", "besluitstatus", "fase", "stand",
                        "status besluitvorming"},
           .part = Part::kState,
           .field = "state",
           .kind = ColumnKind::kChoice,
           .choices = "state",
           .is_required = true,
           .width = 20,
           .help = "Hoe ver de locatie is. Zonder besluit telt zij niet mee."},
          {.id = "state_date",
           .header = "Status sinds",
           .synonyms = {"datum status", "datum besluit", "besluitdatum",
                        "status per"},
           .part = Part::kState,
           .field = "start_date",
           .kind = ColumnKind::kStart,
           .is_required = true,
           .width = 14,
           .help = "De dag vanaf welke de status geldt."},
          {.id = "state_reason",
           .header = "Reden status",
           .synonyms = {"toelichting status"},
           .part = Part::kState,
           .field = "reason",
           .most = 200,
           .width = 20,
           .help = "Waarom, in een paar woorden."}};
}

Column Remark() {
  return {.id = "remark",
          .header = "Opmerking",
          .synonyms = {"opmerkingen", "toelichting", "bijzonderheden"},
          .part = Part::kLocation,
          .field = "remark",
          .most = 1000,
          .width = 34,
          .help = "Wat een lezer moet weten."};
}

std::vector<Column> Shelter() {
  return {{.id = "quality_level",
           .header = "Kwaliteitsniveau",
           .synonyms = {"kwaliteit", "lager kwaliteitsniveau"},
           .part = Part::kLocation,
           .field = "quality_level",
           .kind = ColumnKind::kChoice,
           .choices = "quality_level",
           .help = "Regulier of lager."},
          {.id = "special_group",
           .header = "Bijzondere doelgroep",
           .synonyms = {"doelgroep"},
           .part = Part::kLocation,
           .field = "special_group",
           .most = 100,
           .width = 18,
           .help = "Leeg als er geen is."},
          {.id = "occupied_person_count",
           .header = "Bezet (personen)",
           .synonyms = {"bezetting", "bezet", "aanwezig"},
           .part = Part::kOccupancy,
           .field = "person_count",
           .kind = ColumnKind::kCount,
           .is_required = true,
           .help = "Hoeveel mensen er op de teldag zijn."},
          {.id = "occupied_date",
           .header = "Geteld op",
           .synonyms = {"teldag", "peildatum bezetting", "peildatum"},
           .part = Part::kOccupancy,
           .field = "count_date",
           .kind = ColumnKind::kDay,
           .is_required = true,
           .width = 14,
           .help = "De dag waarop is geteld."}};
}

std::vector<SheetTable> MakeSheets() {
  return {
      {.id = kExisting,
       .name = "Bestaande locaties",
       .synonyms = {"bestaand", "locaties bestaand", "locaties",
                    "opvanglocaties", "bestaande opvanglocaties"},
       .help = "Plekken waarover een besluit is genomen, ook als zij nog open "
               "moeten gaan. Opvang van Oekraïners staat op een eigen blad.",
       .columns = Joined({{Key()},
                          Description(),
                          Places(false),
                          State(),
                          {Remark(), Predecessor()}})},
      {.id = kNew,
       .name = "Nieuwe locaties",
       .synonyms = {"nieuw", "locaties nieuw", "plannen locaties",
                    "nieuwe opvanglocaties", "voornemens"},
       .help =
           "Voornemens zonder besluit, ook uitbreiding van een bestaande "
           "locatie: het aantal is het totaal na uitvoering. Is het besluit "
           "er, verplaats de regel dan met haar kenmerk naar Bestaande "
           "locaties.",
       .columns = Joined({{Key()},
                          Description(),
                          Places(false),
                          State(),
                          {Remark(), Predecessor()}})},
      {.id = kUkraine,
       .name = "Oekraïne",
       .synonyms = {"oekraine", "goo", "opvang oekraïne", "opvang oekraine",
                    "gemeentelijke opvang oekraïne"},
       .help = "Gemeentelijke opvang van ontheemden (GOO).",
       .columns = Joined({{Key()},
                          Description(),
                          Places(true),
                          Shelter(),
                          State(),
                          {Remark(), Predecessor()}})},
      {.id = kPrivateShelter,
       .name = "Particuliere opvang",
       .synonyms = {"poo", "particulier"},
       .help =
           "Ontheemden in particuliere opvang (POO): personen, geen plekken.",
       .columns = {Key(),
                   {.id = "count_date",
                    .header = "Peildatum",
                    .synonyms = {"peildag", "geteld op", "teldag", "datum"},
                    .part = Part::kPrivate,
                    .field = "count_date",
                    .kind = ColumnKind::kDay,
                    .is_required = true,
                    .width = 14,
                    .help = "De dag waarop is geteld."},
                   {.id = "person_count",
                    .header = "Personen",
                    .synonyms = {"aantal personen", "aantal"},
                    .part = Part::kPrivate,
                    .field = "person_count",
                    .kind = ColumnKind::kCount,
                    .is_required = true,
                    .help = "Hoeveel mensen in particuliere opvang zijn."}}},
      {.id = kPlacements,
       .name = "Statushouders",
       .synonyms = {"gehuisvest", "realisatie", "plaatsingen",
                    "huisvesting statushouders"},
       .help =
           "Gehuisveste statushouders per dag (of maand) en soort woonruimte.",
       .columns =
           {Key(),
            {.id = "placement_date",
             .header = "Gehuisvest op",
             .synonyms = {"datum", "maand", "peildatum", "periode"},
             .part = Part::kPlacement,
             .kind = ColumnKind::kStart,
             .is_required = true,
             .width = 16,
             .help = "De dag; een maand telt op haar laatste dag."},
            {.id = "placement_kind",
             .header = "Soort woonruimte",
             .synonyms = {"soort", "type"},
             .part = Part::kPlacement,
             .kind = ColumnKind::kChoice,
             .choices = "placement_kind",
             .is_required = true,
             .width = 24,
             .help = "Waar zij wonen."},
            {.id = "person_count",
             .header = "Personen",
             .synonyms = {"aantal personen", "aantal"},
             .part = Part::kPlacement,
             .field = "person_count",
             .kind = ColumnKind::kCount,
             .is_required = true,
             .least = 1,
             .help =
                 "Hoeveel mensen op die dag in die soort; samen één regel."},
            {.id = "amv_count",
             .header = "Waarvan amv",
             .synonyms = {"amv"},
             .part = Part::kPlacement,
             .field = "amv_count",
             .kind = ColumnKind::kCount,
             .help = "Van deze personen de minderjarigen zonder ouders."}}},
      {.id = kPlans,
       .name = "Plannen",
       .synonyms = {"plannen huisvesting", "planning", "woningplannen"},
       .help =
           "Plannen om statushouders te huisvesten, in de eenheid waarin zij "
           "zijn gemaakt: woningen, personen of een percentage.",
       .columns =
           {Key(),
            {.id = "plan",
             .header = "Plan",
             .synonyms = {"naam", "naam plan", "project"},
             .part = Part::kRow,
             .is_required = true,
             .most = 63,
             .width = 26,
             .help = "Hoe het plan heet."},
            {.id = "home_source",
             .header = "Herkomst woningen",
             .synonyms = {"herkomst", "bron woningen", "soort woningen"},
             .part = Part::kPlan,
             .field = "home_source",
             .kind = ColumnKind::kChoice,
             .choices = "home_source",
             .is_required = true,
             .width = 22,
             .help = "Waar de woningen vandaan komen."},
            {.id = "start_date",
             .header = "Eerste dag",
             .synonyms = {"begindatum", "startdatum", "vanaf", "oplevering"},
             .part = Part::kPlan,
             .field = "start_date",
             .kind = ColumnKind::kStart,
             .is_required = true,
             .width = 14,
             .help = "De eerste dag waarop het plan woningen oplevert."},
            {.id = "end_date",
             .header = "Laatste dag",
             .synonyms = {"einddatum", "t/m", "tot en met"},
             .part = Part::kPlan,
             .field = "end_date",
             .kind = ColumnKind::kEnd,
             .is_required = true,
             .width = 14,
             .help = "De laatste dag van de periode."},
            {.id = "home_count",
             .header = "Woningen",
             .synonyms = {"aantal woningen"},
             .part = Part::kPlan,
             .field = "home_count",
             .kind = ColumnKind::kCount,
             .help = "Hoeveel woningen."},
            {.id = "person_count",
             .header = "Personen",
             .synonyms = {"aantal personen"},
             .part = Part::kPlan,
             .field = "person_count",
             .kind = ColumnKind::kCount,
             .help = "Hoeveel personen, als dat is gezegd."},
            {.id = "vacated_percent",
             .header = "Percentage vrijkomend",
             .synonyms = {"percentage", "percentage bestaande woningvoorraad",
                          "bestaande woningvoorraad"},
             .part = Part::kPlan,
             .field = "vacated_percent",
             .kind = ColumnKind::kPercent,
             .most = 100,
             .help =
                 "Alleen bij bestaande voorraad: welk deel van wat vrijkomt."},
            {.id = "average_household",
             .header = "Gemiddeld huishouden",
             .synonyms = {"personen per woning"},
             .part = Part::kPlan,
             .field = "average_household_hundredths",
             .kind = ColumnKind::kHundredths,
             .least = 100,
             .most = 2000,
             .help = "Personen per woning, als dat is gezegd; alleen naast "
                     "woningen en zonder personen."},
            {.id = "certainty",
             .header = "Zekerheid",
             .synonyms = {"hardheid"},
             .part = Part::kPlan,
             .field = "certainty",
             .kind = ColumnKind::kChoice,
             .choices = "certainty",
             .help = "Zeker, waarschijnlijk of mogelijk."},
            {.id = "withdrawn",
             .header = "Vervallen",
             .synonyms = {"ingetrokken"},
             .part = Part::kPlan,
             .field = "withdrawn",
             .kind = ColumnKind::kChoice,
             .choices = "yes_no",
             .help = "Ja als het plan niet doorgaat."},
            {.id = "remark",
             .header = "Opmerking",
             .synonyms = {"opmerkingen", "toelichting"},
             .part = Part::kPlan,
             .field = "remark",
             .most = 500,
             .width = 34,
             .help = "Wat een lezer moet weten."}}},
      {.id = kNilReturns,
       .name = "Geen",
       .synonyms = {"nihil", "nihilopgave", "nulopgave", "geen opvang"},
       .help = "Waarvan de gemeente zegt dat er niets is. Zonder opgave is een "
               "aantal onbekend; alleen wie hier geen zegt, heeft er nul.",
       .columns =
           {Key(),
            {.id = "duty",
             .header = "Opgave",
             .synonyms = {"taak", "soort opgave", "waarvan"},
             .part = Part::kNil,
             .kind = ColumnKind::kChoice,
             .choices = "duty",
             .is_required = true,
             .width = 28,
             .help = "Waarvan er geen is."},
            {.id = "return_date",
             .header = "Per",
             .synonyms = {"per dag", "peildatum", "datum", "dag"},
             .part = Part::kNil,
             .field = "return_date",
             .kind = ColumnKind::kDay,
             .is_required = true,
             .width = 14,
             .help = "Van plekken: de eerste dag waarop er geen zijn. Van "
                     "gehuisveste statushouders: tot en met welke dag van het "
                     "halfjaar er niemand is gehuisvest. Hooguit vandaag."},
            {.id = "source",
             .header = "Bron",
             .synonyms = {"bron van de opgave", "volgens"},
             .part = Part::kNil,
             .field = "source",
             .is_required = true,
             .most = kSourceWordsMost,
             .width = 40,
             .help = "Wie of wat het zegt: een besluit, brief of afdeling. "
                     "Geldt het niet meer, schrijf dan vervalt."}}},
      {.id = kTexts,
       .name = "Duiding",
       .synonyms = {"toelichting", "duiding per gemeente", "teksten"},
       .help = "Teksten voor het verslag: wat de cijfers niet zeggen.",
       .columns = {
           Key(),
           {.id = "text_kind",
            .header = "Soort tekst",
            .synonyms = {"soort"},
            .part = Part::kText,
            .kind = ColumnKind::kChoice,
            .choices = "text_kind",
            .is_required = true,
            .width = 16,
            .help = "Meestal duiding."},
           {.id = "position",
            .header = "Volgnummer",
            .synonyms = {"nr", "nummer", "volgorde"},
            .part = Part::kText,
            .kind = ColumnKind::kCount,
            .is_required = true,
            .least = 1,
            .most = 100,
            .help = "De plaats onder teksten van dezelfde soort."},
           {.id = "start_date",
            .header = "Geldt vanaf",
            .synonyms = {"datum", "vanaf"},
            .part = Part::kText,
            .field = "start_date",
            .kind = ColumnKind::kStart,
            .is_required = true,
            .width = 14,
            .help = "De dag vanaf welke de tekst geldt."},
           {.id = "title",
            .header = "Kop",
            .synonyms = {"titel"},
            .part = Part::kText,
            .field = "title",
            .most = 200,
            .width = 26,
            .help = "Mag leeg blijven."},
           {.id = "body",
            .header = "Tekst",
            .synonyms = {"duiding", "toelichting"},
            .part = Part::kText,
            .field = "body",
            .kind = ColumnKind::kLines,
            .is_required = true,
            .most = 10000,
            .width = 90,
            .help =
                "Een lege regel scheidt alinea's. Vervalt de tekst, schrijf "
                "dan vervalt."}}}};
}

std::vector<Choice> StateChoices() {
  return {
      {"idea", {"idee"}},
      {"exploration", {"verkenning", "in verkenning"}},
      {"decision_pending",
       {"besluit in voorbereiding", "in besluitvorming", "nog geen besluit"}},
      {"definitive", {"besluit genomen", "definitief", "besloten"}},
      {"coa_paper_check", {"COA toetst op papier", "papieren toets"}},
      {"coa_site_visit", {"schouw door COA", "schouw"}},
      {"agreement_signed",
       {"overeenkomst getekend", "bestuursovereenkomst getekend", "boo"}},
      {"permit", {"vergunning", "vergunning aangevraagd"}},
      {"construction", {"bouw", "in aanbouw", "verbouwing"}},
      {"open", {"open", "in gebruik", "operationeel"}},
      {"extended", {"verlengd"}},
      {"closing", {"sluit", "in sluiting"}},
      {"closed", {"gesloten", "dicht"}},
      {"withdrawn", {"ingetrokken", "afgevallen", "gaat niet door"}}};
}

}  // namespace

const Column* SheetTable::Find(const std::string& column) const {
  for (const Column& one : columns) {
    if (one.id == column) return &one;
  }
  return nullptr;
}

const Column* SheetTable::Named(const std::string& folded) const {
  const auto found = by_words.find(folded);
  return found == by_words.end() ? nullptr : &columns[found->second];
}

const std::vector<SheetTable>& Sheets() {
  static const auto* const kSheets = [] {
    auto* sheets = new std::vector<SheetTable>(MakeSheets());
    for (SheetTable& sheet : *sheets) {
      for (size_t i = 0; i < sheet.columns.size(); ++i) {
        sheet.by_words.emplace(Folded(sheet.columns[i].header), i);
        sheet.by_words.emplace(Folded(sheet.columns[i].id), i);
      }
      for (size_t i = 0; i < sheet.columns.size(); ++i) {
        for (const std::string& words : sheet.columns[i].synonyms) {
          sheet.by_words.emplace(Folded(words), i);
        }
      }
    }
    return sheets;
  }();
  return *kSheets;
}

const SheetTable& SheetOf(const std::string& id) {
  return *std::find_if(Sheets().begin(), Sheets().end(),
                       [&](const SheetTable& one) { return one.id == id; });
}

bool IsLocationSheet(const std::string& id) {
  return id == kExisting || id == kNew || id == kUkraine;
}

const std::vector<std::pair<std::string, std::string>>& GroupColumns() {
  static const auto* const kColumns =
      new std::vector<std::pair<std::string, std::string>>{
          {"place_count_regular", "regular"},
          {"place_count_amv", "amv"},
          {"place_count_special", "special"},
          {"place_count_buffer", "buffer"}};
  return *kColumns;
}

std::string Vocabulary::Shown(const std::string& set,
                              const std::string& value) const {
  const auto found = choices.find(set);
  if (found == choices.end()) return value;
  for (const Choice& choice : found->second) {
    if (choice.value == value) return choice.words.front();
  }
  return value;
}

Vocabulary MakeVocabulary(
    const std::vector<nl::opvang::locations::v1::LocationKind>& kinds,
    const std::vector<nl::opvang::housing::v1::PlacementKind>&
        placement_kinds) {
  using nl::opvang::locations::v1::LocationKind;
  Vocabulary vocabulary;
  vocabulary.choices = {
      {"operator",
       {{"coa", {"COA", "centraal orgaan opvang asielzoekers"}},
        {"college", {"gemeente", "college", "college van b en w"}},
        {"other", {"anders", "overig", "derde", "Nidos"}},
        {"unknown", {"onbekend"}}}},
      {"yes_no", {{"true", {"ja", "j", "x"}}, {"false", {"nee", "n"}}}},
      {"basis",
       {{"decided", {"besloten", "besluit", "ja"}},
        {"planned", {"voornemen", "gepland", "plan"}}}},
      {"end_certainty",
       {{"fixed", {"vast", "hard"}}, {"indicative", {"indicatief", "zacht"}}}},
      {"quality_level",
       {{"regular", {"regulier", "nee"}}, {"lower", {"lager", "laag", "ja"}}}},
      {"state", StateChoices()},
      {"home_source",
       {{"existing_stock",
         {"bestaande voorraad", "bestaande woningvoorraad", "sociale huur"}},
        {"new_build", {"nieuwbouw"}},
        {"flex", {"flexwoningen", "flex"}},
        {"dsl", {"doorstroomlocatie", "dsl"}},
        {"nidos", {"Nidos", "kleinschalig Nidos"}},
        {"other", {"anders", "overig"}}}},
      {"duty",
       {{"asylum", {"asiel", "opvang asielzoekers", "asielzoekers"}},
        {"ukraine", {"Oekraïne", "oekraine", "ontheemden", "goo"}},
        {"status_holders",
         {"locaties voor statushouders", "dsl en kso", "dsl/kso"}},
        {kHoused, {"gehuisveste statushouders", "gehuisvest"}}}},
      {"certainty",
       {{"certain", {"zeker", "hard"}},
        {"likely", {"waarschijnlijk"}},
        {"possible", {"mogelijk", "zacht"}}}},
      {"text_kind",
       {{"foreword", {"voorwoord"}},
        {"process", {"proces"}},
        {"precondition", {"randvoorwaarde"}},
        {"explanation", {"duiding", "toelichting"}},
        {"risk", {"risico"}},
        {"bottleneck", {"knelpunt"}}}}};
  for (const LocationKind& kind : kinds) {
    vocabulary.choices["kind"].push_back(
        {kind.code(),
         {kind.display_name(), kind.code(),
          absl::StrCat(kind.display_name(), " (", kind.code(), ")")}});
    if (kind.purpose() == LocationKind::PURPOSE_UKRAINE) {
      vocabulary.ukraine_kinds.push_back(kind.code());
    }
  }
  for (const auto& kind : placement_kinds) {
    vocabulary.choices["placement_kind"].push_back(
        {kind.code(), {kind.display_name(), kind.code()}});
  }
  return vocabulary;
}

Reading ReadCell(const Column& column, const sheet::GridCell& cell,
                 const Vocabulary& vocabulary) {
  switch (column.kind) {
    case ColumnKind::kKey:
    case ColumnKind::kLine:
      return ReadText(cell, static_cast<size_t>(column.most), false);
    case ColumnKind::kLines:
      return ReadText(cell, static_cast<size_t>(column.most), true);
    case ColumnKind::kCount:
      return ReadCount(cell, column.least, column.most);
    case ColumnKind::kPercent:
      return ReadPercent(cell);
    case ColumnKind::kHundredths:
      return ReadHundredths(cell, column.least, column.most);
    case ColumnKind::kStart:
      return ReadStart(cell);
    case ColumnKind::kEnd:
      return ReadEnd(cell);
    case ColumnKind::kDay:
      return ReadDay(cell);
    case ColumnKind::kMunicipalities:
      return ReadMunicipalities(cell);
    case ColumnKind::kChoice: {
      const auto found = vocabulary.choices.find(column.choices);
      return ReadChoice(cell, found == vocabulary.choices.end()
                                  ? std::vector<Choice>()
                                  : found->second);
    }
  }
  return {};
}

}  // namespace opvang::cli::workbook
