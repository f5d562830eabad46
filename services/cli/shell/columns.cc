#include "services/cli/shell/columns.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/calendar.h"
#include "common/base/dutch.h"
#include "services/cli/shell/sentences.h"

namespace opvang::cli {
namespace {

// How much of a hash tells it apart on a screen.
constexpr size_t kHashShort = 12;

}  // namespace

const std::vector<TableColumn>& AllTableColumns() {
  using K = CellKind;
  static const auto* const kColumns = new std::vector<TableColumn>{
      {"about", "over", K::kWord},
      {"actor", "wie", K::kText},
      {"address", "adres", K::kText},
      {"adopted", "vastgesteld", K::kText},
      {"against", "naast", K::kWord},
      {"agreement", "oordeel", K::kWord},
      {"alert", "melding", K::kWord},
      {"amended", "gewijzigd besluit", K::kName},
      {"amends", "wijzigt", K::kName},
      {"amount_eur", "bedrag (euro)", K::kText},
      {"amv", "amv", K::kCount},
      {"amv_change", "amv verschil", K::kCount},
      {"as_of_date", "stand van", K::kDay},
      {"asylum", "asiel", K::kCount},
      {"asylum_guaranteed", "asiel definitief", K::kText},
      {"asylum_guaranteed_known", "asiel definitief, bekend van", K::kWord},
      {"asylum_intended", "asiel met voornemens", K::kText},
      {"asylum_intended_known", "asiel met voornemens, bekend van", K::kWord},
      {"asylum_own_target", "eigen opgave asiel", K::kText},
      {"asylum_target", "opgave asiel", K::kText},
      {"asylum_target_known", "opgave asiel, bekend van", K::kWord},
      {"balance", "saldo", K::kCount},
      {"basis", "grond", K::kWord},
      {"bestand", "bestand", K::kText},
      {"betekenis", "betekenis", K::kText},
      {"binding_date", "bindende dag", K::kDay},
      {"buffer", "buffer", K::kCount},
      {"cause", "oorzaak", K::kWord},
      {"certainty", "zekerheid", K::kWord},
      {"chain", "keten", K::kHash},
      {"change", "verschil", K::kCount},
      {"changed_late", "te laat gewijzigd", K::kTruth},
      {"changes", "wijzigingen", K::kCount},
      {"check", "controle", K::kText},
      {"closing", "eindstand", K::kCount},
      {"coa_number", "nummer COA", K::kText},
      {"code", "code", K::kText},
      {"condition", "voorwaarde", K::kText},
      {"confirmed", "bevestigd", K::kText},
      {"content_sha256", "zegel", K::kHash},
      {"corrects", "verbetert", K::kName},
      {"count", "aantal", K::kCount},
      {"counted", "telt", K::kText},
      {"counterpart", "tegenover", K::kName},
      {"counterpart_display_name", "tegenpartij", K::kText},
      {"counterpart_duty", "opgave daar", K::kWord},
      {"create_time", "gemaakt", K::kInstant},
      {"cycle", "cyclus", K::kName},
      {"date", "dag", K::kDay},
      {"days_left", "dagen over", K::kCount},
      {"derived", "berekend", K::kCount},
      {"difference", "verschil", K::kCount},
      {"display_name", "naam", K::kText},
      {"done", "gedaan", K::kText},
      {"due_date", "uiterlijk", K::kDay},
      {"due_source", "volgens", K::kText},
      {"durable", "duurzaam", K::kCount},
      {"duty", "opgave", K::kWord},
      {"edition", "uitgave", K::kWord},
      {"embargo_time", "embargo tot", K::kInstant},
      {"end", "einde", K::kDay},
      {"end_reason", "reden", K::kText},
      {"end_time", "beëindigd", K::kInstant},
      {"event", "gebeurtenis", K::kWord},
      {"expected", "verwacht", K::kCount},
      {"explained", "toegelicht", K::kTruth},
      {"explanation", "toelichting", K::kText},
      {"explanation_source", "bron toelichting", K::kText},
      {"facts", "feiten", K::kCount},
      {"failure_count", "mislukt", K::kCount},
      {"figure", "cijfer", K::kText},
      {"figures", "cijfers", K::kCount},
      {"first_time", "eerst", K::kInstant},
      {"folder", "map", K::kText},
      {"from", "van", K::kText},
      {"giver", "gever", K::kName},
      {"giver_display_name", "van", K::kText},
      {"group", "groep", K::kWord},
      {"guaranteed", "definitief", K::kCount},
      {"half_year", "halfjaar", K::kWord},
      {"happened", "gebeurd", K::kDay},
      {"hint", "wat te doen", K::kText},
      {"holds", "klopt", K::kTruth},
      {"home_source", "soort woningen", K::kWord},
      {"homes", "woningen", K::kCount},
      {"housing_net_target", "netto taakstelling", K::kText},
      {"housing_net_target_known", "netto taakstelling, bekend van", K::kWord},
      {"housing_realised", "gehuisvest", K::kText},
      {"housing_realised_known", "gehuisvest, bekend van", K::kWord},
      {"housing_revision", "revisie housing", K::kCount},
      {"in_development", "in ontwikkeling", K::kCount},
      {"inhabitants", "inwoners", K::kCount},
      {"intended", "met voornemens", K::kCount},
      {"item", "onderdeel", K::kWord},
      {"kept", "opgeslagen", K::kTruth},
      {"key", "sleutel", K::kText},
      {"kind", "soort", K::kWord},
      {"kinds", "waarvan", K::kText},
      {"known_of", "bekend van", K::kWord},
      {"kolom", "kolom", K::kText},
      {"kop", "kop", K::kText},
      {"label", "benaming", K::kText},
      {"lapsed_explanation", "vervallen toelichting", K::kText},
      {"last_failure", "laatste fout", K::kText},
      {"last_step", "laatste trede", K::kText},
      {"last_time", "laatst", K::kInstant},
      {"last_timely", "laatste op tijd", K::kDay},
      {"layer", "laag", K::kCount},
      {"legal_basis", "artikel", K::kText},
      {"lent", "uitgeleend", K::kText},
      {"less", "minder", K::kText},
      {"letter", "brief", K::kText},
      {"level", "gewicht", K::kWord},
      {"location", "locatie", K::kName},
      {"location_display_name", "locatie", K::kText},
      {"locations_revision", "revisie locations", K::kCount},
      {"method", "aanroep", K::kText},
      {"metric", "maat", K::kText},
      {"missing", "ontbreekt", K::kText},
      {"more", "meer", K::kText},
      {"municipalities", "gemeenten", K::kCount},
      {"municipality", "gemeente", K::kName},
      {"name", "kenmerk", K::kName},
      {"national", "landelijk", K::kCount},
      {"needed", "nodig", K::kCount},
      {"net_target", "netto taakstelling", K::kCount},
      {"next_try_time", "volgende poging", K::kInstant},
      {"notatie", "notatie", K::kText},
      {"note", "aantekening", K::kWord},
      {"objections", "bezwaren", K::kCount},
      {"obstacles", "wat in de weg staat", K::kText},
      {"occupied", "bezet", K::kCount},
      {"of_places", "van plekken", K::kCount},
      {"offered", "aangeboden", K::kCount},
      {"oin", "OIN", K::kText},
      {"opening", "beginstand", K::kCount},
      {"operator", "beheerder", K::kWord},
      {"organisation", "organisatie", K::kText},
      {"origin", "herkomst", K::kText},
      {"part", "deel", K::kWord},
      {"participants", "deelnemers", K::kText},
      {"percent", "procent", K::kText},
      {"percentages", "percentages", K::kCount},
      {"period", "periode", K::kText},
      {"persons", "personen", K::kCount},
      {"place", "plaats", K::kText},
      {"place_days", "plekdagen", K::kCount},
      {"placements_date", "huisvesting t/m", K::kDay},
      {"places", "plekken", K::kCount},
      {"planned", "gepland", K::kCount},
      {"plans", "plannen", K::kCount},
      {"population", "bevolking", K::kCount},
      {"private_persons", "particulier", K::kCount},
      {"published", "gepubliceerd", K::kDay},
      {"quarter", "kwartaal", K::kText},
      {"quotas_revision", "revisie quotas", K::kCount},
      {"rate_eur", "tarief (euro)", K::kText},
      {"realised", "gerealiseerd", K::kCount},
      {"reason", "reden", K::kText},
      {"reasons", "telt niet, want", K::kWord},
      {"receiver", "ontvanger", K::kName},
      {"receiver_display_name", "naar", K::kText},
      {"record", "feit", K::kName},
      {"record_display_name", "van", K::kText},
      {"record_time", "vastgelegd", K::kInstant},
      {"regular", "regulier", K::kCount},
      {"remaining", "resteert", K::kCount},
      {"remark", "opmerking", K::kText},
      {"report", "verslag", K::kName},
      {"reporting_revision", "revisie reporting", K::kCount},
      {"request_id", "verzoek", K::kText},
      {"revision", "revisie", K::kCount},
      {"rule_set", "telregels", K::kText},
      {"scope", "gebied", K::kName},
      {"score", "score", K::kText},
      {"scores", "scores van", K::kText},
      {"seal", "zegel", K::kHash},
      {"sentence", "zin", K::kText},
      {"service", "dienst", K::kText},
      {"source", "bron", K::kText},
      {"special", "bijzonder", K::kCount},
      {"standing", "stand", K::kWord},
      {"start", "begin", K::kDay},
      {"state", "stand", K::kWord},
      {"stated", "gezegd", K::kText},
      {"stated_difference", "verschil met opgave", K::kCount},
      {"status_holders", "statushouders", K::kCount},
      {"step", "stap", K::kWord},
      {"step_date", "dag van trede", K::kDay},
      {"subject", "gebied", K::kName},
      {"subscription", "abonnement", K::kName},
      {"substitute", "vervangt", K::kText},
      {"substituted", "vervangen", K::kTruth},
      {"summed", "som", K::kCount},
      {"supersedes", "vervangt", K::kName},
      {"target", "taakstelling", K::kCount},
      {"term", "looptijd", K::kText},
      {"to", "naar", K::kText},
      {"total", "totaal", K::kCount},
      {"ukraine", "Oekraïne", K::kCount},
      {"ukraine_date", "stand Oekraïne", K::kDay},
      {"ukraine_realised", "Oekraïne gerealiseerd", K::kText},
      {"ukraine_realised_known", "Oekraïne gerealiseerd, bekend van", K::kWord},
      {"ukraine_target", "opgave Oekraïne", K::kText},
      {"ukraine_target_known", "opgave Oekraïne, bekend van", K::kWord},
      {"unit", "eenheid", K::kWord},
      {"until", "tot", K::kText},
      {"verb", "stap", K::kWord},
      {"verplicht", "verplicht", K::kText},
      {"version", "versie", K::kCount},
      {"what", "wat", K::kWord},
      {"why", "waarom", K::kText},
      {"words", "woorden", K::kText},
  };
  return *kColumns;
}

TableColumn ColumnNamed(const std::string& name) {
  static const auto* const kByName = [] {
    auto* by_name = new std::map<std::string, TableColumn>();
    for (const TableColumn& column : AllTableColumns()) {
      by_name->emplace(column.name, column);
    }
    return by_name;
  }();
  const auto found = kByName->find(name);
  return found == kByName->end()
             ? TableColumn{name.c_str(), name.c_str(), CellKind::kText}
             : found->second;
}

std::string CellShown(const TableColumn& column, const std::string& cell,
                      bool is_short) {
  switch (column.kind) {
    case CellKind::kTruth: {
      const std::string dutch = DutchWord(cell);
      return dutch.empty() ? cell : dutch;
    }
    case CellKind::kWord: {
      // A code of a kind, and no answer.
      if (cell == "no") return cell;
      if (absl::StartsWith(cell, " ")) {  // Below another.
        return absl::StrCat(" ", CellShown(column, cell.substr(1), is_short));
      }
      if (const auto phrase = DutchPhrase(cell)) return *phrase;
      const std::string whole = DutchWord(cell);
      if (!whole.empty()) return whole;
      std::vector<std::string> shown;
      for (const absl::string_view one : absl::StrSplit(cell, ' ')) {
        const std::string dutch = DutchWord(one);
        // What is no list of words is a sentence, or shown as it is.
        if (dutch.empty()) return DutchSentence(cell).value_or(cell);
        shown.push_back(dutch);
      }
      return absl::StrJoin(shown, ", ");
    }
    case CellKind::kInstant: {
      absl::Time instant;
      std::string fault;
      if (!absl::ParseTime(absl::RFC3339_full, cell, &instant, &fault)) {
        return cell;
      }
      return absl::FormatTime("%Y-%m-%d %H:%M", instant, Netherlands());
    }
    case CellKind::kHash:
      return is_short && cell.size() == 64
                 ? absl::StrCat(cell.substr(0, kHashShort), "…")
                 : cell;
    default:
      return cell;
  }
}

}  // namespace opvang::cli
