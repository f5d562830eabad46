#include "services/reporting/figures/report_words.h"

#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/notation.h"
#include "common/base/validation.h"

namespace opvang::reporting {

namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace housing = ::nl::opvang::housing::v1;
using nl::opvang::reporting::v1::TransferRow;

template <typename Enum>
std::string Dutch(Enum value, const std::map<std::string, std::string>& names) {
  return Named(EnumWord(value), names);
}

std::string DutyWord(const std::string& duty) {
  return Named(duty, {{"asylum", "asiel"},
                      {"ukraine", "Oekraïne"},
                      {"status_holders", "statushouders"}});
}

}  // namespace

std::string Named(const std::string& code,
                  const std::map<std::string, std::string>& names) {
  const auto found = names.find(code);
  return found == names.end() ? code : found->second;
}

std::string DutchGroup(locations::PlaceGroup group) {
  return Dutch(group, {{"regular", "regulier"},
                       {"amv", "amv"},
                       {"special", "bijzondere aard"},
                       {"buffer", "buffer"}});
}

std::string DutchState(locations::LocationState state) {
  return Dutch(state, {{"unspecified", "niet vastgelegd"},
                       {"idea", "idee"},
                       {"exploration", "verkenning"},
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

std::string DutchOperator(locations::Location::Operator location_operator) {
  return Dutch(location_operator, {{"coa", "COA"},
                                   {"college", "gemeente"},
                                   {"other", "anders"},
                                   {"unknown", "niet vermeld"}});
}

std::string DutchStatement(housing::Metric metric) {
  return Dutch(metric, {{"target", "de taakstelling"},
                        {"opening", "wat is meegenomen"},
                        {"net_target", "de taakstelling met wat is meegenomen"},
                        {"realised", "gehuisvest"},
                        {"balance", "de voor- of achterstand"}});
}

std::string DutchHomeSource(housing::HousingPlan::HomeSource home_source) {
  return Dutch(home_source, {{"existing_stock", "bestaande woningvoorraad"},
                             {"new_build", "nieuwbouw"},
                             {"flex", "flexwoningen"},
                             {"dsl", "doorstroomlocatie"},
                             {"nidos", "Nidos"},
                             {"other", "anders"}});
}

std::string DutchNil(const nl::opvang::reporting::v1::NilFact& nil) {
  using NilFact = nl::opvang::reporting::v1::NilFact;
  const std::string day = DutchDay(DayOf(nil.return_date()));
  switch (nil.subject()) {
    case NilFact::SUBJECT_ASYLUM:
      return absl::StrCat("opgave: vanaf ", day,
                          " geen plekken voor asielzoekers");
    case NilFact::SUBJECT_UKRAINE:
      return absl::StrCat("opgave: vanaf ", day,
                          " geen plekken voor Oekraïense ontheemden");
    case NilFact::SUBJECT_STATUS_HOLDER_LOCATIONS:
      return absl::StrCat("opgave: vanaf ", day,
                          " geen locaties voor statushouders");
    case NilFact::SUBJECT_HOUSED:
      return absl::StrCat("opgave: tot en met ", day,
                          " niemand gehuisvest in het halfjaar");
    default:
      return "";
  }
}

std::string DutchCertainty(housing::HousingPlan::Certainty certainty) {
  return Dutch(certainty, {{"certain", "zeker"},
                           {"likely", "waarschijnlijk"},
                           {"possible", "mogelijk"},
                           {"unspecified", "niet vermeld"}});
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
    case Report::STATE_DISCARDED:
      return "verworpen concept";
    default:
      return "concept";
  }
}

std::string DutchBasis(const nl::opvang::reporting::v1::TargetStep& step) {
  return step.has_change_count() ? "verschoven"
                                 : DutchBasis(step.quota_basis());
}

std::string DutchBasis(quotas::QuotaEntry::Basis basis) {
  return Dutch(basis, {{"indicative", "indicatief"},
                       {"agreed", "afgesproken"},
                       {"decided", "besloten"}});
}

std::string DutchReason(locations::LocationCoverage::Reason reason) {
  return Dutch(
      reason,
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

std::string ReasonsOf(
    const google::protobuf::RepeatedField<int>& location_coverage_reasons) {
  std::vector<std::string> reasons;
  for (const int reason : location_coverage_reasons) {
    reasons.push_back(
        DutchReason(static_cast<locations::LocationCoverage::Reason>(reason)));
  }
  return absl::StrJoin(reasons, "; ");
}

std::string DutchFigure(const nl::opvang::reporting::v1::DataQuality& quality) {
  const std::string figure =
      Named(quality.figure(), {{"target", "opgave"},
                               {"guaranteed", "gegarandeerd"},
                               {"realised", "gerealiseerd"}});
  return absl::StrCat(DutyWord(quality.duty()), ", ", figure);
}

std::string DutchHalfYear(const std::string& half_year) {
  const auto days = DaysOfHalfYear(half_year);
  if (!days.has_value()) return half_year;
  return absl::StrCat(days->start.month() == 1 ? "eerste" : "tweede",
                      " halfjaar ", days->start.year());
}

namespace {

std::string DutchOrdinal(int number) {
  static constexpr const char* kWords[] = {
      "",       "eerste", "tweede",  "derde",   "vierde",
      "vijfde", "zesde",  "zevende", "achtste", "negende"};
  return number > 0 && number < 10 ? kWords[number] : absl::StrCat(number, "e");
}

// "4(2)" as "artikel 4, tweede lid"; "7(1)a" with "onder a"; "28-29" as
// "artikelen 28 en 29".
std::string DutchArticle(absl::string_view text) {
  const size_t open = text.find('('), close = text.find(')');
  const absl::string_view number = text.substr(0, open);
  const std::pair<std::string, std::string> range =
      absl::StrSplit(number, absl::MaxSplits('-', 1));
  std::string article =
      range.second.empty()
          ? absl::StrCat("artikel ", number)
          : absl::StrCat("artikelen ", range.first, " en ", range.second);
  int paragraph = 0;
  if (open == absl::string_view::npos || close < open ||
      !absl::SimpleAtoi(text.substr(open + 1, close - open - 1), &paragraph)) {
    return article;
  }
  absl::StrAppend(&article, ", ", DutchOrdinal(paragraph), " lid");
  const absl::string_view part = text.substr(close + 1);
  if (!part.empty()) absl::StrAppend(&article, ", onder ", part);
  return article;
}

bool IsArticle(absl::string_view text) {
  return !text.empty() && absl::ascii_isdigit(text.front());
}

}  // namespace

std::string DutchCitation(const std::string& legal_basis) {
  // The act, then its articles: "Wet 3(2), 4(1)", "Huisvestingswet 2014, art.
  // 28-29".
  const size_t art = legal_basis.find(", art. ");
  const size_t space = legal_basis.find(' ');
  const bool spelled = art != std::string::npos;
  if (!spelled &&
      (space == std::string::npos ||
       !IsArticle(absl::string_view(legal_basis).substr(space + 1)))) {
    return legal_basis;
  }
  const std::string act = legal_basis.substr(0, spelled ? art : space);
  const std::string rest = legal_basis.substr(spelled ? art + 7 : space + 1);
  std::vector<std::string> articles;
  for (const absl::string_view one : absl::StrSplit(rest, ", ")) {
    articles.push_back(DutchArticle(one));
  }
  std::string text;
  for (size_t i = 0; i < articles.size(); ++i) {
    absl::StrAppend(&text,
                    i == 0                     ? ""
                    : i + 1 == articles.size() ? " en "
                                               : ", ",
                    articles[i]);
  }
  return act == "Wet" ? text : absl::StrCat(act, ", ", text);
}

std::string DutchSource(const std::string& source) {
  if (!IsIllustrative(source)) return source;
  return absl::StrCat("verzonnen", source.substr(strlen("illustrative")));
}

std::string DutchMethod(const std::string& method) {
  return Named(method,
               {{"DeliverQuotas", "aanlevering van opgaven"},
                {"CreateSplit", "verdeling vastgelegd"},
                {"CreateDecision", "besluit vastgelegd"},
                {"CreateRedistribution", "herverdeling vastgelegd"},
                {"EndRedistribution", "herverdeling beëindigd"},
                {"CreateTransfer", "uitruil vastgelegd"},
                {"AdvanceTransfer", "stap in een uitruil"},
                {"DeliverLocations", "aanlevering van locaties"},
                {"CreateLocation", "locatie vastgelegd"},
                {"UpdateLocation", "locatie gewijzigd"},
                {"SuggestLocation", "locatie aangedragen"},
                {"ExploreLocation", "verkenning begonnen"},
                {"SubmitLocation", "locatie voorgelegd"},
                {"DecideLocation", "besluit over een locatie"},
                {"StartPaperCheck", "toets op papier begonnen"},
                {"StartSiteVisit", "schouw begonnen"},
                {"SignAgreement", "overeenkomst getekend"},
                {"StartPermit", "vergunning aangevraagd"},
                {"StartConstruction", "bouw begonnen"},
                {"OpenLocation", "locatie geopend"},
                {"ExtendLocation", "locatie verlengd"},
                {"StartClosing", "sluiting begonnen"},
                {"CloseLocation", "locatie gesloten"},
                {"WithdrawLocation", "locatie ingetrokken"},
                {"RescheduleLocation", "begin verzet"},
                {"RecordObjections", "bezwaren vastgelegd"},
                {"DeliverOccupancies", "aanlevering van bezetting"},
                {"DeliverPermanentStocks", "aanlevering van vaste voorraad"},
                {"DeliverHousing", "aanlevering van huisvesting"},
                {"DeliverPlacements", "aanlevering van plaatsingen"},
                {"CreatePlacement", "plaatsing vastgelegd"},
                {"CreateMove", "verhuizing vastgelegd"}});
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

std::string DutchDuty(quotas::Duty duty) { return DutyWord(EnumWord(duty)); }

std::string DutchTransferStep(quotas::Transfer::Step::Kind kind) {
  return Dutch(kind, {{"agreed", "afgesproken"},
                      {"condition_met", "voorwaarde vervuld"},
                      {"condition_failed", "voorwaarde niet vervuld"},
                      {"ended", "beëindigd"}});
}

std::string DutchTransferState(quotas::Transfer::State state) {
  return Dutch(state, {{"proposed", "voorgesteld"},
                       {"agreed", "afgesproken"},
                       {"condition_pending", "afgesproken, voorwaarde open"},
                       {"condition_met", "voorwaarde vervuld"},
                       {"condition_failed", "voorwaarde niet vervuld"},
                       {"active", "loopt"},
                       {"ended", "beëindigd"}});
}

std::string DutchCounting(TransferRow::Counting counting) {
  return Dutch(counting, {{"guaranteed", "gegarandeerd"},
                          {"intended", "met voornemens"},
                          {"none", "nee"}});
}

std::string DutchTransferReason(TransferRow::Reason reason) {
  return Dutch(reason, {{"not_agreed", "nog niet afgesproken"},
                        {"condition_pending", "de voorwaarde is nog open"},
                        {"opens_after_window_start",
                         "begint na het begin van het venster"},
                        {"closes_in_window", "eindigt vóór het eind ervan"}});
}

}  // namespace opvang::reporting
