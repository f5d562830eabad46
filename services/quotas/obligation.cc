#include "services/quotas/obligation.h"

#include <map>

#include "common/calendar.h"

namespace opvang::quotas {
namespace {

const char* LegalBasis(pb::Duty duty, pb::QuotaEntry::Basis basis) {
  switch (duty) {
    case pb::DUTY_ASYLUM:
      switch (basis) {
        case pb::QuotaEntry::BASIS_INDICATIVE:
          return "Wet 3(2)";
        case pb::QuotaEntry::BASIS_AGREED:
          return "Wet 4(1)";
        case pb::QuotaEntry::BASIS_DECIDED:
          return "Wet 5(1)";
        default:
          return "";
      }
    case pb::DUTY_UKRAINE:
      return "Regeling opvang ontheemden Oekraïne";
    case pb::DUTY_STATUS_HOLDERS:
      return "Huisvestingswet 2014, art. 28-29";
    default:
      return "";
  }
}

// The latest word per start date, those not after `day`, by start date.
std::map<absl::CivilDay, const pb::QuotaEntry*> LatestWords(
    const Question& question, pb::QuotaEntry::Basis basis,
    const std::vector<pb::QuotaEntry>& entries) {
  std::map<absl::CivilDay, const pb::QuotaEntry*> words;
  for (const pb::QuotaEntry& entry : entries) {
    if (entry.subject() != question.subject || entry.duty() != question.duty ||
        entry.period() != question.period || entry.basis() != basis ||
        DayOf(entry.start_date()) > question.day) {
      continue;
    }
    const pb::QuotaEntry*& word = words[DayOf(entry.start_date())];
    if (word == nullptr || entry.revision() >= word->revision()) word = &entry;
  }
  return words;
}

}  // namespace

pb::Obligation Oblige(const Question& question,
                      const std::vector<pb::QuotaEntry>& entries) {
  pb::Obligation obligation;
  obligation.set_subject(question.subject);
  obligation.set_duty(question.duty);
  obligation.set_period(question.period);
  for (const pb::QuotaEntry::Basis basis :
       {pb::QuotaEntry::BASIS_INDICATIVE, pb::QuotaEntry::BASIS_AGREED,
        pb::QuotaEntry::BASIS_DECIDED}) {
    const pb::QuotaEntry* holding = nullptr;
    for (const auto& [start, word] : LatestWords(question, basis, entries)) {
      if (word->has_quota_count()) holding = word;
    }
    if (holding == nullptr) continue;
    pb::Obligation::Step& step = *obligation.add_steps();
    step.set_basis(basis);
    step.set_quota_count(holding->quota_count());
    if (holding->has_amv_count()) step.set_amv_count(holding->amv_count());
    *step.mutable_start_date() = holding->start_date();
    step.set_source(holding->source());
    step.set_legal_basis(LegalBasis(question.duty, basis));
    step.set_revision(holding->revision());
    obligation.set_quota_count(step.quota_count());
  }
  for (const pb::Obligation::Step& step : obligation.steps()) {
    if (step.has_amv_count() &&
        step.quota_count() == obligation.quota_count()) {
      obligation.set_amv_count(step.amv_count());
    }
  }
  return obligation;
}

}  // namespace opvang::quotas
