#include "services/reporting/report_words.h"

namespace opvang::reporting {

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
