#include "services/quotas/quota_loader.h"

#include <utility>

#include "services/quotas/agreement_store.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_store.h"

namespace opvang::quotas {

absl::StatusOr<QuotaSnapshot> QuotaSnapshot::Load(
    Transaction& tx, const std::vector<std::string>& subjects) {
  QuotaSnapshot standing;
  for (const std::string& subject : subjects) standing.records_[subject];
  ASSIGN_OR_RETURN(std::vector<pb::QuotaEntry> entries,
                   ListQuotaEntries(tx, subjects));
  for (pb::QuotaEntry& entry : entries) {
    Record& record = standing.records_[entry.subject()];
    record.entries.push_back(std::move(entry));
  }
  ASSIGN_OR_RETURN(const std::vector<pb::Redistribution> redistributions,
                   ListRedistributions(tx));
  for (const pb::Redistribution& one : redistributions) {
    for (const pb::Redistribution::Change& change : one.changes()) {
      const auto found = standing.records_.find(change.municipality());
      if (found == standing.records_.end()) continue;
      pb::Redistribution& own = found->second.redistributions.emplace_back(one);
      own.clear_changes();
      *own.add_changes() = change;
    }
  }
  return standing;
}

pb::Obligation QuotaSnapshot::ObligationFor(const Question& question) const {
  const auto found = records_.find(question.subject);
  if (found == records_.end()) return Oblige(question, {}, {});
  return Oblige(question, found->second.entries, found->second.redistributions);
}

std::set<std::string> QuotaSnapshot::PeriodsOf(const std::string& subject,
                                               pb::Duty duty) const {
  std::set<std::string> periods;
  const auto found = records_.find(subject);
  if (found == records_.end()) return periods;
  for (const pb::QuotaEntry& entry : found->second.entries) {
    if (entry.duty() == duty) periods.insert(entry.period());
  }
  return periods;
}

absl::Status QuotaSnapshot::Check() const {
  std::vector<std::string> impossible;
  for (const auto& [subject, record] : records_) {
    std::set<std::pair<pb::Duty, std::string>> asked;
    for (const pb::Redistribution& one : record.redistributions) {
      if (!asked.emplace(one.duty(), one.period()).second) continue;
      const auto why = FindImpossible({.subject = subject,
                                       .duty = one.duty(),
                                       .period = one.period(),
                                       .day = {}},
                                      record.entries, record.redistributions);
      if (why.has_value()) impossible.push_back(*why);
    }
  }
  return impossible.empty() ? absl::OkStatus()
                            : ObligationImpossible(impossible);
}

}  // namespace opvang::quotas
