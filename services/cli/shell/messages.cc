#include "services/cli/shell/messages.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"

namespace opvang::cli {

std::string InDutch(const absl::Status& status) {
  static const auto* const kSentences = new std::map<std::string, std::string>{
      {"FIELD_INVALID", "De opdracht bevat fouten."},
      {"ETAG_STALE", "Intussen is het gewijzigd; lees het opnieuw."},
      {"REQUEST_ID_REUSED",
       "Dit verzoeknummer is al gebruikt voor iets anders."},
      {"PAGE_TOKEN_INVALID", "Het bladerkenmerk hoort niet bij deze vraag."},
      {"REVISION_AHEAD", "Die revisie bestaat nog niet."},
      {"CALLER_UNKNOWN", "De dienst kent deze organisatie niet."},
      {"METHOD_NOT_ALLOWED", "Deze rol mag dit niet."},
      {"OUT_OF_SCOPE", "Dit valt buiten het gebied van deze organisatie."},
      {"SERVICE_BUSY", "De dienst is te druk; probeer het opnieuw."},
      {"SOURCE_UNAVAILABLE",
       "Een bron antwoordt niet; er is niets opgeslagen."},
      {"CYCLE_UNKNOWN", "Die cyclus is niet vastgelegd."},
      {"CYCLE_NOT_FOUND", "Die cyclus is niet vastgelegd."},
      {"REPORT_EXISTS", "Een verslag met die naam bestaat al."},
      {"REPORT_NOT_FOUND", "Een verslag met die naam bestaat niet."},
      {"LOCATION_NOT_FOUND", "Die locatie bestaat niet."},
      {"LOCATION_EXISTS", "Een locatie met die naam bestaat al."},
      {"STEP_IMPOSSIBLE", "Die stap kan nu niet."},
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
      return absl::StrCat(found->second, " ", status.message());
    }
    std::string lines = found->second;
    for (const FieldViolation& one : violations) {
      absl::StrAppend(&lines, "\n  ", one.field, " ", one.description);
    }
    return lines;
  }
  if (status.code() == absl::StatusCode::kUnimplemented) {
    return absl::StrCat("Deze dienst kan dat (nog) niet. ", status.message());
  }
  if (absl::IsUnavailable(status)) {
    return absl::StrCat(
        "Een dienst antwoordt niet; probeer het later opnieuw. opvang status "
        "toont welke. ",
        status.message());
  }
  return std::string(status.message());
}

}  // namespace opvang::cli
