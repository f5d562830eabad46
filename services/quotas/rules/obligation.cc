#include "services/quotas/rules/obligation.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

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

// Whether a Ukraine target of `start` is one of `day`: both lie in one
// half-year.
bool SpeaksFor(absl::CivilDay start, absl::CivilDay day) {
  return start.year() == day.year() &&
         (start.month() <= 6) == (day.month() <= 6);
}

bool IsAsked(const Question& question, const pb::QuotaEntry& entry) {
  const absl::CivilDay start = DayOf(entry.start_date());
  return entry.subject() == question.subject && entry.duty() == question.duty &&
         entry.period() == question.period && start <= question.day &&
         (question.duty != pb::DUTY_UKRAINE || SpeaksFor(start, question.day));
}

const pb::Redistribution::Change* ChangeOf(
    const Question& question, const pb::Redistribution& redistribution) {
  if (redistribution.duty() != question.duty ||
      redistribution.period() != question.period) {
    return nullptr;
  }
  for (const auto& change : redistribution.changes()) {
    if (change.municipality() == question.subject) return &change;
  }
  return nullptr;
}

pb::Obligation::Step StepOf(const pb::QuotaEntry& entry) {
  pb::Obligation::Step step;
  step.set_basis(entry.basis());
  step.set_quota_count(entry.quota_count());
  if (entry.has_amv_count()) step.set_amv_count(entry.amv_count());
  *step.mutable_start_date() = entry.start_date();
  step.set_source(entry.source());
  step.set_legal_basis(LegalBasis(entry.duty(), entry.basis()));
  step.set_revision(entry.revision());
  step.set_origin(entry.origin());
  return step;
}

// Counts as the last step says; minors as the latest step that states them for
// the same count.
void Settle(pb::Obligation& obligation) {
  obligation.clear_amv_count();
  if (obligation.steps().empty()) return;
  obligation.set_quota_count(obligation.steps().rbegin()->quota_count());
  for (const pb::Obligation::Step& step : obligation.steps()) {
    if (step.has_amv_count() &&
        step.quota_count() == obligation.quota_count()) {
      obligation.set_amv_count(step.amv_count());
    }
  }
}

// The step of the entry that holds, after those that it took the place of.
void AddEntries(const Question& question, pb::QuotaEntry::Basis basis,
                const std::vector<const pb::QuotaEntry*>& entries,
                pb::Obligation& obligation) {
  // By start date and revision; of each start date the last one is its word.
  std::map<std::tuple<absl::CivilDay, int64_t, size_t>, const pb::QuotaEntry*>
      said;
  for (size_t i = 0; i < entries.size(); ++i) {
    const pb::QuotaEntry& entry = *entries[i];
    if (entry.basis() != basis || !IsAsked(question, entry)) continue;
    said[{DayOf(entry.start_date()), entry.revision(), i}] = &entry;
  }
  const pb::QuotaEntry* holding = nullptr;
  for (auto word = said.begin(); word != said.end(); ++word) {
    const auto next = std::next(word);
    const bool last_of_its_day =
        next == said.end() ||
        std::get<0>(next->first) != std::get<0>(word->first);
    if (last_of_its_day && word->second->has_quota_count()) {
      holding = word->second;
    }
  }
  bool amended = false;
  for (const auto& [key, entry] : said) {
    if (entry == holding || !entry->has_quota_count()) continue;
    *obligation.add_superseded_steps() = StepOf(*entry);
    amended =
        amended || (holding != nullptr &&
                    DayOf(entry->start_date()) < DayOf(holding->start_date()));
  }
  if (holding == nullptr) return;
  pb::Obligation::Step& step = *obligation.add_steps();
  step = StepOf(*holding);
  if (amended && question.duty == pb::DUTY_ASYLUM &&
      basis == pb::QuotaEntry::BASIS_DECIDED) {
    step.set_legal_basis("Wet 5(3)");
  }
  Settle(obligation);
}

const char* RedistributionBasis(pb::Duty duty) {
  return duty == pb::DUTY_STATUS_HOLDERS
             ? "Huisvestingswet 2014, art. 29(2)"
             : LegalBasis(duty, pb::QuotaEntry::BASIS_AGREED);
}

// Whether the step after `obligation` would say what can be.
bool CanFollow(const pb::Obligation& obligation,
               const pb::Redistribution::Change& change) {
  const int count = obligation.quota_count() + change.change_count();
  if (!obligation.has_amv_count()) return count >= 0;
  const int amv = obligation.amv_count() + change.amv_change_count();
  return amv >= 0 && count >= amv;
}

// Which of the changes that are left comes next: the first that can, else the
// first that stays above nought. Of changes that come to no less than nought
// there always is one that leaves none below it.
size_t NextOf(const pb::Obligation& obligation,
              const std::vector<const pb::Redistribution*>& left,
              const Question& question) {
  for (size_t i = 0; i < left.size(); ++i) {
    if (CanFollow(obligation, *ChangeOf(question, *left[i]))) return i;
  }
  for (size_t i = 0; i < left.size(); ++i) {
    if (obligation.quota_count() +
            ChangeOf(question, *left[i])->change_count() >=
        0) {
      return i;
    }
  }
  return 0;
}

void AddRedistributions(const Question& question,
                        const std::vector<pb::Redistribution>& redistributions,
                        pb::Obligation& obligation) {
  if (!obligation.has_quota_count()) return;  // Nothing to change.
  std::map<std::tuple<absl::CivilDay, std::string>, const pb::Redistribution*>
      in_order;
  for (const pb::Redistribution& one : redistributions) {
    if (ChangeOf(question, one) != nullptr && HoldsOn(question.day, one)) {
      in_order[{DayOf(one.start_date()), one.name()}] = &one;
    }
  }
  std::vector<const pb::Redistribution*> left;
  for (const auto& [key, one] : in_order) left.push_back(one);
  while (!left.empty()) {
    const auto next = left.begin() + NextOf(obligation, left, question);
    const pb::Redistribution* one = *next;
    left.erase(next);
    const pb::Redistribution::Change& change = *ChangeOf(question, *one);
    pb::Obligation::Step& step = *obligation.add_steps();
    step.set_basis(pb::QuotaEntry::BASIS_AGREED);
    step.set_quota_count(obligation.quota_count() + change.change_count());
    if (obligation.has_amv_count()) {
      step.set_amv_count(obligation.amv_count() + change.amv_change_count());
    }
    step.set_change_count(change.change_count());
    *step.mutable_start_date() = one->start_date();
    step.set_source(one->source());
    step.set_legal_basis(RedistributionBasis(question.duty));
    step.set_revision(one->revision());
    step.set_origin(one->name());
    Settle(obligation);
  }
}

}  // namespace

bool HoldsOn(absl::CivilDay day, const pb::Redistribution& redistribution) {
  return day >= DayOf(redistribution.start_date()) &&
         (!redistribution.has_end_date() ||
          day < DayOf(redistribution.end_date()));
}

pb::Obligation Oblige(const Question& question,
                      const std::vector<const pb::QuotaEntry*>& entries,
                      const std::vector<pb::Redistribution>& redistributions) {
  pb::Obligation obligation;
  obligation.set_subject(question.subject);
  obligation.set_duty(question.duty);
  obligation.set_period(question.period);
  AddEntries(question, pb::QuotaEntry::BASIS_INDICATIVE, entries, obligation);
  AddEntries(question, pb::QuotaEntry::BASIS_AGREED, entries, obligation);
  if (question.duty == pb::DUTY_ASYLUM) {
    AddRedistributions(question, redistributions, obligation);
  }
  AddEntries(question, pb::QuotaEntry::BASIS_DECIDED, entries, obligation);
  if (question.duty != pb::DUTY_ASYLUM) {
    AddRedistributions(question, redistributions, obligation);
  }
  return obligation;
}

pb::Total TotalOf(const pb::Obligation& stated,
                  const std::vector<const Municipality*>& municipalities,
                  const std::map<std::string, pb::Obligation>& obligations) {
  pb::Total total;
  total.set_subject(stated.subject());
  total.set_duty(stated.duty());
  total.set_period(stated.period());
  for (const Municipality* municipality : municipalities) {
    if (!LiesWithin(municipality->Name(), stated.subject())) continue;
    const auto one = obligations.find(municipality->Name());
    if (one == obligations.end() || !one->second.has_quota_count()) {
      total.set_missing_count(total.missing_count() + 1);
      continue;
    }
    total.set_summed_count(total.summed_count() + one->second.quota_count());
    total.set_summed_amv_count(total.summed_amv_count() +
                               one->second.amv_count());
  }
  if (stated.has_quota_count()) {
    total.set_stated_count(stated.quota_count());
    total.set_difference_count(stated.quota_count() - total.summed_count());
  }
  return total;
}

std::optional<std::string> FindImpossible(
    Question question, const std::vector<const pb::QuotaEntry*>& entries,
    const std::vector<pb::Redistribution>& redistributions) {
  std::set<absl::CivilDay> days;
  for (const pb::QuotaEntry* entry : entries) {
    const absl::CivilDay start = DayOf(entry->start_date());
    question.day = start;
    if (IsAsked(question, *entry)) days.insert(start);
  }
  for (const pb::Redistribution& one : redistributions) {
    if (ChangeOf(question, one) == nullptr) continue;
    days.insert(DayOf(one.start_date()));
    if (one.has_end_date()) days.insert(DayOf(one.end_date()));
  }
  for (const absl::CivilDay day : days) {
    question.day = day;
    for (const pb::Redistribution& one : redistributions) {
      const pb::Redistribution::Change* change = ChangeOf(question, one);
      if (change == nullptr || !HoldsOn(day, one)) continue;
      const pb::Obligation obligation =
          Oblige(question, entries, redistributions);
      const std::string who = absl::StrCat(
          one.name(), " and ", question.subject, " on ", FormatDay(day), ": ");
      const bool decided =
          question.duty == pb::DUTY_ASYLUM && !obligation.steps().empty() &&
          obligation.steps().rbegin()->basis() == pb::QuotaEntry::BASIS_DECIDED;
      if (decided) {  // Nothing redistributed is in it.
        for (const pb::Obligation::Step& step : obligation.steps()) {
          if (step.quota_count() >= 0) continue;
          return absl::StrCat(who, "the step beneath the decision would be ",
                              step.quota_count());
        }
        continue;
      }
      if (!obligation.has_quota_count()) {
        return absl::StrCat(who, "there is no obligation to change");
      }
      if (change->amv_change_count() != 0 && !obligation.has_amv_count()) {
        return absl::StrCat(who, "its part for minors is not known");
      }
      const int least = obligation.has_amv_count() ? obligation.amv_count() : 0;
      if (least < 0 || obligation.quota_count() < least) {
        return absl::StrCat(
            who, "the obligation would be ", obligation.quota_count(),
            obligation.has_amv_count()
                ? absl::StrCat(", of which minors ", obligation.amv_count())
                : "");
      }
    }
  }
  return std::nullopt;
}

}  // namespace opvang::quotas
