#include "services/reporting/figures/report_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/reporting/figures/notation.h"

namespace opvang::reporting {

std::string CodeOf(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
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

std::string DutchStatement(const std::string& metric) {
  return Named(metric, {{"target", "de taakstelling"},
                        {"opening", "wat is meegenomen"},
                        {"net_target", "de taakstelling met wat is meegenomen"},
                        {"realised", "gehuisvest"},
                        {"balance", "de voor- of achterstand"}});
}

std::string DutchHomeSource(const std::string& code) {
  return Named(code, {{"existing_stock", "bestaande woningvoorraad"},
                      {"new_build", "nieuwbouw"},
                      {"flex", "flexwoningen"},
                      {"dsl", "doorstroomlocatie"},
                      {"nidos", "Nidos"},
                      {"other", "anders"}});
}

std::string DutchCertainty(const std::string& code) {
  return Named(code, {{"certain", "zeker"},
                      {"likely", "waarschijnlijk"},
                      {"possible", "mogelijk"},
                      {"", "niet vermeld"}});
}

std::string DutchLevel(nl::opvang::reporting::v1::Finding::Level level) {
  using nl::opvang::reporting::v1::Finding;
  switch (level) {
    case Finding::LEVEL_REFUSE:
      return "Staat vaststelling in de weg";
    case Finding::LEVEL_FIX:
      return "Te herstellen of toe te lichten vóór indiening";
    default:
      return "Ter toelichting";
  }
}

std::string DutchLife(nl::opvang::reporting::v1::Report::State state) {
  using nl::opvang::reporting::v1::Report;
  switch (state) {
    case Report::STATE_CONFIRMED:
      return "door alle gemeenten bevestigd";
    case Report::STATE_ADOPTED:
      return "vastgesteld";
    case Report::STATE_SUBMITTED:
      return "ingediend";
    case Report::STATE_AMENDED:
      return "vervangen door een nieuwere versie";
    default:
      return "concept";
  }
}

std::string DutchBasis(const nl::opvang::reporting::v1::TargetStep& step) {
  if (step.has_change_count()) return "verschoven";
  return Named(step.basis(), {{"indicative", "indicatief"},
                              {"agreed", "afgesproken"},
                              {"decided", "besloten"}});
}

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
       {"opens_after_window", "gaat open na het venster"},
       {"not_durable", "niet vijf jaar achtereen beschikbaar"},
       {"below_minimum_size",
        "de gemeente heeft er minder dan meetellen (100 regulier, 16 "
        "bijzonder)"}});
}

std::string DutchFigure(const nl::opvang::reporting::v1::DataQuality& quality) {
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

std::string DutchCause(
    nl::opvang::reporting::v1::FigureDifference::Cause cause) {
  using Difference = nl::opvang::reporting::v1::FigureDifference;
  switch (cause) {
    case Difference::CAUSE_OPENED:
      return "geopend";
    case Difference::CAUSE_CLOSED:
      return "gesloten of eerder dicht";
    case Difference::CAUSE_EXTENDED:
      return "verlengd";
    case Difference::CAUSE_POSTPONED:
      return "uitgesteld";
    case Difference::CAUSE_ADVANCED:
      return "naar voren gehaald";
    case Difference::CAUSE_RESIZED:
      return "meer of minder plekken";
    case Difference::CAUSE_DECIDED:
      return "besloten";
    case Difference::CAUSE_WITHDRAWN:
      return "ingetrokken";
    case Difference::CAUSE_RECLASSIFIED:
      return "andere soort of groep";
    case Difference::CAUSE_CORRECTED:
      return "hersteld";
    case Difference::CAUSE_TRANSFERRED:
      return "uitruil";
    case Difference::CAUSE_QUOTA_CHANGED:
      return "opgave veranderd";
    case Difference::CAUSE_RULE_CHANGED:
      return "andere telregels of peildagen";
    case Difference::CAUSE_BOUNDARY_CHANGED:
      return "andere gemeenten";
    case Difference::CAUSE_BINDING_DATE_MOVED:
      return "andere bindende dag";
    case Difference::CAUSE_HOUSED:
      return "gehuisvest";
    case Difference::CAUSE_LATE_REGISTRATION:
      return "later geregistreerd";
    case Difference::CAUSE_PLAN_CHANGED:
      return "plan veranderd";
    case Difference::CAUSE_CARRIED_OVER:
      return "anders meegenomen";
    case Difference::CAUSE_COUNTED_AGAIN:
      return "opnieuw geteld";
    case Difference::CAUSE_SURPLUS_LEFT_OUT:
      return "overschot telt niet mee";
    case Difference::CAUSE_DELIVERED:
      return "opgeleverd";
    case Difference::CAUSE_MOVED:
      return "verhuisd";
    default:
      return "niet verklaard";
  }
}

std::string DutchService(const std::string& service) {
  return Named(service, {{"quotas", "de opgaven"},
                         {"locations", "de locaties"},
                         {"housing", "de huisvesting"},
                         {"reporting", "de teksten"}});
}

std::string DutchInstant(const google::protobuf::Timestamp& time) {
  return DutchTime(absl::FromUnixSeconds(time.seconds()));
}

std::string DutchTransferState(const std::string& code) {
  return Named(code, {{"proposed", "voorgesteld"},
                      {"agreed", "afgesproken"},
                      {"condition_pending", "afgesproken, voorwaarde open"},
                      {"condition_met", "voorwaarde vervuld"},
                      {"condition_failed", "voorwaarde niet vervuld"},
                      {"active", "loopt"},
                      {"ended", "beëindigd"}});
}

std::string DutchTransferReason(const std::string& code) {
  return Named(code, {{"not_agreed", "nog niet afgesproken"},
                      {"condition_pending", "de voorwaarde is nog open"},
                      {"opens_after_window_start",
                       "begint na het begin van het venster"},
                      {"closes_in_window", "eindigt vóór het eind ervan"}});
}

}  // namespace opvang::reporting
