#include "services/cli/shell/messages.h"

#include <map>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/dutch.h"
#include "common/base/status.h"
#include "google/rpc/error_details.pb.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/sentences.h"

namespace opvang::cli {

namespace {

// Of these the values do not say enough: the service's own sentence follows.
bool IsExplained(const std::string& reason) {
  static const auto* const kReasons = new std::set<std::string>{
      "CYCLE_STEP_IMPOSSIBLE", "DECISION_ORDER_WRONG",    "NOTHING_TO_MOVE",
      "OBLIGATION_IMPOSSIBLE", "PLACES_COUNTED_TWICE",    "SPLIT_INPUT_MISSING",
      "SUCCESSION_IMPOSSIBLE", "TRANSFER_STEP_IMPOSSIBLE"};
  return kReasons->count(reason) > 0;
}

// The values that the refusal names: " (stand: open; kan: verlengd, gesloten)".
std::string DetailsIn(const absl::Status& status) {
  static const auto* const kNames = new std::map<std::string, std::string>{
      {"possible", "kan"},
      {"state", "stand"},
      {"step", "stap"},
      {"source", "bron"},
      {"newest", "nieuwste"},
      {"location", "locatie"},
      {"name", "naam"},
      {"report", "verslag"},
      {"cycle", "cyclus"},
      {"revision", "revisie"},
      {"current_revision", "nu"},
      {"next_row_number", "volgende rij"},
      {"row_count", "rijen"},
      {"role", "rol"},
      {"method", "aanroep"},
      {"scope", "gebied"},
      {"subject", "gebied"},
      {"figure", "cijfer"},
      {"key", "sleutel"},
      {"split", "verdeling"},
      {"decision", "besluit"},
      {"transfer", "uitruil"},
      {"redistribution", "verschuiving"},
      {"request_id", "verzoek"}};
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) {
    return "";
  }
  // In one order, whatever that of the map.
  const std::map<std::string, std::string> values(info.metadata().begin(),
                                                  info.metadata().end());
  std::vector<std::string> told;
  for (const auto& [name, value] : values) {
    if (value.empty()) continue;
    const auto dutch = kNames->find(name);
    if (dutch == kNames->end()) continue;
    // Other values are names.
    const bool is_word =
        name == "possible" || name == "state" || name == "step";
    std::vector<std::string> words;
    for (const absl::string_view one :
         absl::StrSplit(value, ',', absl::SkipEmpty())) {
      const std::string word = is_word ? DutchWord(one) : "";
      words.push_back(word.empty() ? std::string(one) : word);
    }
    told.push_back(
        absl::StrCat(dutch->second, ": ", absl::StrJoin(words, ", ")));
  }
  return told.empty() ? "" : absl::StrCat(" (", absl::StrJoin(told, "; "), ")");
}

// What has no reason: the wire, the plumbing, or the client itself.
std::string ByCode(const absl::Status& status) {
  static const auto* const kSentences =
      new std::map<absl::StatusCode, std::string>{
          {absl::StatusCode::kUnimplemented, "Deze dienst kan dat (nog) niet."},
          {absl::StatusCode::kUnavailable,
           "Een dienst antwoordt niet; probeer het later opnieuw. opvang "
           "status toont welke."},
          {absl::StatusCode::kDeadlineExceeded,
           "De dienst antwoordde niet op tijd; probeer het opnieuw."},
          {absl::StatusCode::kCancelled, "De aanroep is afgebroken."},
          {absl::StatusCode::kUnknown,
           "De dienst antwoordde met een onbekende fout."},
          {absl::StatusCode::kInternal, "In de dienst ging iets mis."}};
  const std::string said =
      DutchSentence(status.message()).value_or(std::string(status.message()));
  const auto found = kSentences->find(status.code());
  if (found == kSentences->end()) return said;
  // A cause on the wire is for who runs the services.
  return said.empty()
             ? found->second
             : absl::StrCat(found->second, " (Voor de beheerder: ", said, ")");
}

}  // namespace

std::string InDutch(const absl::Status& status) {
  static const auto* const kSentences = new std::map<std::string, std::string>{
      {"FIELD_INVALID", "De opdracht bevat fouten."},
      {"ETAG_STALE", "Intussen is het gewijzigd; lees het opnieuw."},
      {"REQUEST_ID_REUSED",
       "Dit verzoeknummer is al gebruikt voor iets anders."},
      {"PAGE_TOKEN_INVALID", "Het bladerkenmerk hoort niet bij deze vraag."},
      {"REVISION_AHEAD", "Die revisie bestaat nog niet."},
      {"CALLER_UNKNOWN", "De dienst kent deze organisatie niet."},
      {"ACTOR_CLAIM_INVALID",
       "Wat met --actor-key is getekend, bewijst niemand."},
      {"METHOD_NOT_ALLOWED", "Deze rol mag dit niet."},
      {"OUT_OF_SCOPE", "Dit valt buiten het gebied van deze organisatie."},
      {"SERVICE_BUSY", "De dienst is te druk; probeer het opnieuw."},
      {"SOURCE_UNAVAILABLE",
       "Een bron antwoordt niet; er is niets opgeslagen."},
      {"SOURCE_CHANGED",
       "Een bron is niet meer die van het vorige verslag: zij is teruggezet "
       "naar een eerder moment, of vervangen. Laat een latere kopie "
       "terugzetten "
       "(deploy/restore), of aanvaard het met --accept-changed-sources."},
      {"CYCLE_UNKNOWN", "Die cyclus is niet vastgelegd."},
      {"CYCLE_NOT_FOUND", "Die cyclus is niet vastgelegd."},
      {"REPORT_EXISTS", "Een verslag met die naam bestaat al."},
      {"REPORT_NOT_FOUND", "Een verslag met die naam bestaat niet."},
      {"LOCATION_NOT_FOUND", "Die locatie bestaat niet."},
      {"LOCATION_EXISTS", "Een locatie met die naam bestaat al."},
      {"STEP_IMPOSSIBLE",
       "Die stap kan nu niet; van een verslag zegt opvang report status "
       "waarom."},
      {"VERSION_SUPERSEDED",
       "Er is al een nieuwere versie; vervang die (--supersedes)."},
      {"FOUR_EYES_MISSING",
       "Wie het verslag maakte, stelt het niet zelf vast: laat een andere "
       "organisatie dit doen, of een ander die zich bewijst (--actor met "
       "--actor-key; wie het verslag maakte, deed dat dan ook zo)."},
      {"FINDING_NOT_FOUND",
       "Die bevinding is er niet; opvang report findings noemt ze."},
      {"FIGURE_NOT_FOUND",
       "Dat cijfer is er niet; schrijf het als "
       "provinces/pv23#asylum.guaranteed_place_count."},
      {"EDITION_NOT_ALLOWED",
       "U mag alleen de openbare uitgave zien; geef --edition public."},
      {"PDF_UNAVAILABLE",
       "Deze dienst maakt geen PDF; --format html kan wel, en een browser "
       "drukt die af."},
      {"SUBSCRIPTION_NOT_FOUND",
       "Dat abonnement is er niet; opvang subscription list noemt de eigen."},
      {"SUBSCRIPTION_ENDED", "Dat abonnement is al beëindigd."},
      {"ADDRESS_NOT_ALLOWED",
       "Naar die computer gaan hiervandaan geen berichten; vraag het de "
       "beheerder (--webhook-hosts), of lees mee met opvang event follow."},
      {"SUBSCRIPTIONS_TOO_MANY",
       "Deze organisatie heeft al tien abonnementen; beëindig er een."},
      {"NOTHING_TO_MOVE", "Er is geen dag die zo kan verschuiven."},
      {"PLACES_COUNTED_TWICE",
       "Eén bed kan op één nacht maar één opgave dienen."},
      {"DELIVERY_INCOMPLETE", "Nog niet alle rijen zijn er."},
      {"SPLIT_INPUT_MISSING", "Voor de verdeling ontbreken gegevens."},
      {"NAME_TAKEN", "Er is al iets met die naam."},
      {"SPLIT_NOT_FOUND", "Die verdeling bestaat niet."},
      {"DECISION_NOT_FOUND", "Dat verdeelbesluit bestaat niet."},
      {"REDISTRIBUTION_NOT_FOUND", "Die verschuiving bestaat niet."},
      {"TRANSFER_NOT_FOUND", "Die uitruil bestaat niet."},
      {"OBLIGATION_IMPOSSIBLE", "De opgaven kunnen zo niet bestaan."},
      {"ALREADY_DECIDED",
       "Er is al een verdeelbesluit; alleen een wijziging daarvan verandert de "
       "opgave."},
      {"DECISION_ORDER_WRONG", "Het besluit sluit niet aan op het vorige."},
      {"REDISTRIBUTION_ENDED", "Die verschuiving is al beëindigd."},
      {"TRANSFER_STEP_IMPOSSIBLE", "Die stap past niet bij de uitruil."},
      {"CYCLE_STEP_IMPOSSIBLE", "Die stap past niet bij de cyclus."},
      {"SUCCESSION_IMPOSSIBLE", "De herindelingen kunnen zo niet bestaan."},
      {"QUOTAS_UNAVAILABLE", "De dienst quotas antwoordt niet."},
  };
  const auto found = kSentences->find(ReasonIn(status).name);
  if (found != kSentences->end()) {
    const std::vector<FieldViolation> violations = ViolationsIn(status);
    if (violations.empty()) {
      const std::string details = DetailsIn(status);
      // Of a report the obstacles stand in the sentence alone.
      const bool is_explained =
          IsExplained(found->first) || (found->first == "STEP_IMPOSSIBLE" &&
                                        !absl::StrContains(details, "kan: "));
      return absl::StrCat(found->second, details, is_explained ? " " : "",
                          is_explained
                              ? DutchSentence(status.message())
                                    .value_or(std::string(status.message()))
                              : "");
    }
    std::string lines = found->second;
    for (const FieldViolation& one : violations) {
      absl::StrAppend(&lines, "\n  ", DutchFault(one));
    }
    return lines;
  }
  return ByCode(status);
}

}  // namespace opvang::cli
