// Checks of where a report stands: whose figures are confirmed, and still the
// same.
#include "absl/strings/str_cat.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {
namespace {

using Confirmation = pb::Standing::Confirmation;

void ConfirmationMissing(const Checked& checked, Found& found) {
  std::vector<std::string> names;
  for (const Confirmation& one : checked.standing.confirmations()) {
    if (one.state() == Confirmation::STATE_OPEN) {
      names.push_back(one.display_name());
    }
  }
  if (names.empty()) return;
  found.Add(checked.content.spec().scope(), {{"gemeenten", Listed(names)}});
}

void ConfirmationOutdated(const Checked& checked, Found& found) {
  for (const Confirmation& one : checked.standing.confirmations()) {
    if (one.state() != Confirmation::STATE_CHANGED) continue;
    std::vector<std::string> labels, figures;
    for (const pb::FigureDifference& changed : one.changed_figures()) {
      labels.push_back(std::string(FindMetric(changed.metric())->label));
      figures.push_back(FigureName(one.municipality(), changed.metric()));
    }
    found.Add(one.municipality(),
              {{"gemeente", one.display_name()},
               {"versie", one.report()},
               {"cijfers", Listed(labels)}},
              figures);
  }
}

void ConfirmationRevoked(const Checked& checked, Found& found) {
  for (const Confirmation& one : checked.standing.confirmations()) {
    if (one.state() != Confirmation::STATE_REVOKED) continue;
    found.Add(one.municipality(),
              {{"gemeente", one.display_name()}, {"reden", one.letter()}});
  }
}

void VersionSuperseded(const Checked& checked, Found& found) {
  const std::string& newer = checked.standing.superseding_report();
  if (newer.empty()) return;
  found.Add(checked.content.spec().scope(), {{"versie", newer}});
}

constexpr Check kStandingChecks[] = {
    {"CONFIRMATION_MISSING", pb::Finding::LEVEL_FIX,
     "De cijfers zijn nog niet bevestigd door {gemeenten}.", "Wet 4(1)",
     "Laat de gemeente haar cijfers bevestigen, of bevestig namens haar met "
     "haar brief.",
     ConfirmationMissing},
    {"CONFIRMATION_OUTDATED", pb::Finding::LEVEL_FIX,
     "{gemeente} bevestigde {versie}; sindsdien veranderde: {cijfers}.",
     "Wet 4(1)", "Laat de gemeente de veranderde cijfers opnieuw bevestigen.",
     ConfirmationOutdated},
    {"CONFIRMATION_REVOKED", pb::Finding::LEVEL_FIX,
     "{gemeente} trok haar bevestiging in: {reden}.", "Wet 4(1)",
     "Los op waarom de bevestiging werd ingetrokken.", ConfirmationRevoked},
    {"VERSION_SUPERSEDED", pb::Finding::LEVEL_EXPLAIN,
     "Er is een nieuwere versie: {versie}.", "", "Gebruik de nieuwere versie.",
     VersionSuperseded},
};

}  // namespace

absl::Span<const Check> StandingChecks() { return kStandingChecks; }

}  // namespace opvang::reporting
