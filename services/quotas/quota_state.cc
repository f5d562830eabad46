#include "services/quotas/quota_state.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/service/update_mask.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/rules/housing_target.h"

namespace opvang::quotas {
namespace {

// All that is known, in the order of `key`; of equal keys by revision.
template <typename T, typename KeyOf>
std::vector<T> Ordered(const Log<T>& log, Revision known, KeyOf key_of) {
  std::vector<T> all;
  log.ForEach(known, [&](const Fact<T>& fact) { all.push_back(fact.value); });
  std::stable_sort(all.begin(), all.end(), [&](const T& a, const T& b) {
    return key_of(a) < key_of(b);
  });
  return all;
}

auto EntryKey(const pb::QuotaEntry& entry) {
  return std::tuple(entry.duty(), entry.period(), entry.basis(),
                    DayOf(entry.start_date()));
}

// Every part that `find` finds, by name.
template <typename Message, typename Part, typename Find>
std::vector<Message> ListParts(const Parts<std::string, Part>& parts,
                               Find find) {
  std::vector<Message> list;
  parts.ForEach([&](const std::string& name, const Part&) {
    if (auto one = find(name)) list.push_back(*std::move(one));
  });
  return list;
}

std::optional<pb::Split> SplitWithoutShares(const QuotaState::SplitFacts& facts,
                                            Revision known) {
  const Fact<pb::Split>* whole = facts.whole.Last(known);
  if (whole == nullptr) return std::nullopt;
  pb::Split split = whole->value;
  facts.entries.ForEach(known, [&](const Fact<pb::QuotaEntry>& entry) {
    split.set_summed_count(split.summed_count() + entry.value.quota_count());
  });
  return split;
}

void AddShares(const QuotaState::SplitFacts& facts, Revision known,
               pb::Split& split) {
  std::map<std::string, pb::Split::Share> shares;
  facts.inputs.ForEach(known, [&](const Fact<SplitInput>& input) {
    shares[input.value.share.municipality()] = input.value.share;
  });
  facts.entries.ForEach(known, [&](const Fact<pb::QuotaEntry>& entry) {
    const auto share = shares.find(entry.value.subject());
    if (share == shares.end()) return;
    share->second.set_quota_count(entry.value.quota_count());
    if (entry.value.has_amv_count()) {
      share->second.set_amv_count(entry.value.amv_count());
    }
  });
  for (auto& [name, share] : shares) *split.add_shares() = std::move(share);
}

}  // namespace

void QuotaState::Add(Revision known, pb::Cycle fact) {
  touched.Add(known, kWholeCountry);
  cycles.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::CycleStep fact) {
  touched.Add(known, kWholeCountry);
  cycle_steps.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::Estimate fact) {
  touched.Add(known, kWholeCountry);
  estimates.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::NationalTarget fact) {
  touched.Add(known, kWholeCountry);
  *fact.mutable_last_timely_date() =
      ToProto(LastPublicationDayOf(fact.half_year()));
  national_targets.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::Succession fact) {
  touched.Add(known, fact.municipality());
  touched.Add(known, fact.successor());
  successions.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::Exchange fact) {
  touched.Add(known, fact.municipality());
  touched.Add(known, fact.counterpart());
  fact.set_revision(known);
  exchanges.Add(known, std::move(fact));
}
void QuotaState::Add(Revision known, pb::Population fact) {
  touched.Add(known, fact.municipality());
  populations.Mutable(fact.municipality()).Add(known, fact);
}
void QuotaState::Add(Revision known, pb::Score fact) {
  touched.Add(known, fact.municipality());
  scores.Mutable(fact.municipality()).Add(known, fact);
}
void QuotaState::Add(Revision known, pb::PublishedBalance fact) {
  touched.Add(known, fact.subject());
  subjects.Mutable(fact.subject()).balances.Add(known, fact);
}
void QuotaState::Add(Revision known, pb::QuotaEntry fact) {
  touched.Add(known, fact.subject());
  const std::string& origin = fact.origin();
  if (absl::StartsWith(origin, "splits/")) {
    splits.Mutable(origin).entries.Add(known, fact);
  } else if (absl::StartsWith(origin, "provinces/")) {
    decisions.Mutable(origin).entries.Add(known, fact);
  }
  subjects.Mutable(fact.subject()).entries.Add(known, fact);
}
void QuotaState::Add(Revision known, pb::Split fact) {
  touched.Add(known, kWholeCountry);
  splits.Mutable(fact.name()).whole.Add(known, fact);
}
void QuotaState::Add(Revision known, SplitInput fact) {
  touched.Add(known, fact.share.municipality());
  splits.Mutable(fact.split).inputs.Add(known, fact);
}
void QuotaState::Add(Revision known, pb::Decision fact) {
  touched.Add(known, fact.name());
  decisions.Mutable(fact.name()).whole.Add(known, fact);
}
void QuotaState::Add(Revision known, pb::Redistribution fact) {
  redistributions.Mutable(fact.name()).whole.Add(known, fact);
}
void QuotaState::Add(Revision known, RedistributionChange fact) {
  touched.Add(known, fact.change.municipality());
  subjects.Mutable(fact.change.municipality())
      .redistributions.push_back(fact.redistribution);
  redistributions.Mutable(fact.redistribution).changes.Add(known, fact);
}
void QuotaState::Add(Revision known, RedistributionEnd fact) {
  RedistributionFacts& facts = redistributions.Mutable(fact.redistribution);
  facts.changes.ForEach(known, [&](const Fact<RedistributionChange>& one) {
    touched.Add(known, one.value.change.municipality());
  });
  facts.ends.Add(known, fact);
}
void QuotaState::Add(Revision known, pb::Transfer fact) {
  for (const std::string& side : {fact.giver(), fact.receiver()}) {
    touched.Add(known, side);
    subjects.Mutable(side).transfers.push_back(fact.name());
  }
  transfers.Mutable(fact.name()).whole.Add(known, fact);
}
void QuotaState::Add(Revision known, TransferStep fact) {
  fact.step.set_revision(known);
  TransferFacts& facts = transfers.Mutable(fact.transfer);
  facts.whole.ForEach(known, [&](const Fact<pb::Transfer>& one) {
    touched.Add(known, one.value.giver());
    touched.Add(known, one.value.receiver());
  });
  facts.steps.Add(known, fact);
}

std::vector<pb::Cycle> ListCycles(const KnownQuotas& known) {
  std::vector<pb::Cycle> list;
  for (const auto& [name, cycle] :
       LatestByKey(known.state.cycles, known.revision,
                   [](const pb::Cycle& one) { return one.name(); })) {
    list.push_back(cycle->value);
  }
  return list;
}

std::optional<pb::Cycle> FindCycle(const KnownQuotas& known,
                                   const std::string& name) {
  for (pb::Cycle& cycle : ListCycles(known)) {
    if (cycle.name() == name) return std::move(cycle);
  }
  return std::nullopt;
}

std::vector<pb::CycleStep> ListCycleSteps(const KnownQuotas& known,
                                          const std::string& cycle) {
  auto steps = Ordered(
      known.state.cycle_steps, known.revision, [](const pb::CycleStep& step) {
        return std::pair(DayOf(step.step_date()), step.state());
      });
  std::erase_if(
      steps, [&](const pb::CycleStep& step) { return step.cycle() != cycle; });
  return steps;
}

std::vector<pb::Estimate> ListEstimates(const KnownQuotas& known,
                                        const std::string& cycle) {
  auto estimates = Ordered(
      known.state.estimates, known.revision,
      [](const pb::Estimate& one) { return DayOf(one.publish_date()); });
  std::erase_if(estimates,
                [&](const pb::Estimate& one) { return one.cycle() != cycle; });
  return estimates;
}

std::vector<pb::NationalTarget> ListNationalTargets(const KnownQuotas& known) {
  return Ordered(known.state.national_targets, known.revision,
                 [](const pb::NationalTarget& one) {
                   return std::pair(one.half_year(), DayOf(one.publish_date()));
                 });
}

std::vector<pb::PublishedBalance> ListPublishedBalances(
    const KnownQuotas& known, const std::vector<std::string>& subjects,
    const HalfYears& half_years) {
  std::vector<pb::PublishedBalance> list;
  for (const std::string& name : subjects) {
    const QuotaState::Subject* subject = known.state.subjects.Find(name);
    if (subject == nullptr) continue;
    for (const auto& [key, balance] :
         LatestByKey(subject->balances, known.revision,
                     [](const pb::PublishedBalance& one) {
                       return std::pair(one.half_year(), one.publisher());
                     })) {
      if (balance->value.has_person_count() && key.first >= half_years.first &&
          key.first <= half_years.last) {
        list.push_back(balance->value);
      }
    }
  }
  const auto key = [](const pb::PublishedBalance& one) {
    return std::tuple(one.half_year(), one.subject(), DayOf(one.publish_date()),
                      one.publisher());
  };
  std::sort(list.begin(), list.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return list;
}

std::optional<pb::Population> FindPopulation(const KnownQuotas& known,
                                             const std::string& municipality,
                                             absl::CivilDay reference_date) {
  std::optional<pb::Population> found;
  const auto* log = known.state.populations.Find(municipality);
  if (log == nullptr) return found;
  log->ForEach(known.revision, [&](const Fact<pb::Population>& fact) {
    if (DayOf(fact.value.reference_date()) == reference_date) {
      found = fact.value;
    }
  });
  return found;
}

std::optional<pb::Score> FindScore(const KnownQuotas& known,
                                   const std::string& municipality,
                                   int reference_year) {
  std::optional<pb::Score> found;
  const auto* log = known.state.scores.Find(municipality);
  if (log == nullptr) return found;
  log->ForEach(known.revision, [&](const Fact<pb::Score>& fact) {
    if (fact.value.reference_year() == reference_year) found = fact.value;
  });
  return found;
}

std::vector<pb::Succession> ListSuccessions(const KnownQuotas& known) {
  std::vector<pb::Succession> list;
  for (const auto& [key, succession] :
       LatestByKey(known.state.successions, known.revision,
                   [](const pb::Succession& one) {
                     return std::pair(one.municipality(), one.successor());
                   })) {
    if (succession->value.has_weight()) list.push_back(succession->value);
  }
  return list;
}

std::vector<pb::Exchange> ListExchanges(const KnownQuotas& known,
                                        const std::string& parent) {
  std::vector<pb::Exchange> list;
  for (const auto& [name, exchange] :
       LatestByKey(known.state.exchanges, known.revision,
                   [](const pb::Exchange& one) { return one.name(); })) {
    const pb::Exchange& one = exchange->value;
    if (!one.retracted() && (LiesWithin(one.municipality(), parent) ||
                             LiesWithin(one.counterpart(), parent))) {
      list.push_back(one);
    }
  }
  return list;
}

std::vector<pb::QuotaEntry> ListQuotaEntries(
    const KnownQuotas& known, const std::vector<std::string>& subjects) {
  std::vector<std::string> names = subjects;
  std::sort(names.begin(), names.end());
  std::vector<pb::QuotaEntry> list;
  for (const std::string& name : names) {
    const QuotaState::Subject* subject = known.state.subjects.Find(name);
    if (subject == nullptr) continue;
    auto entries = Ordered(subject->entries, known.revision, EntryKey);
    std::move(entries.begin(), entries.end(), std::back_inserter(list));
  }
  return list;
}

std::vector<pb::Split> ListSplits(const KnownQuotas& known) {
  std::vector<pb::Split> list;
  known.state.splits.ForEach(
      [&](const std::string&, const QuotaState::SplitFacts& facts) {
        auto split = SplitWithoutShares(facts, known.revision);
        if (split.has_value()) list.push_back(*std::move(split));
      });
  return list;
}

std::optional<pb::Split> FindSplit(const KnownQuotas& known,
                                   const std::string& name) {
  const QuotaState::SplitFacts* facts = known.state.splits.Find(name);
  if (facts == nullptr) return std::nullopt;
  auto split = SplitWithoutShares(*facts, known.revision);
  if (split.has_value()) AddShares(*facts, known.revision, *split);
  return split;
}

std::vector<pb::Decision> ListDecisions(const KnownQuotas& known) {
  return ListParts<pb::Decision>(
      known.state.decisions,
      [&](const std::string& name) { return FindDecision(known, name); });
}

std::optional<pb::Decision> FindDecision(const KnownQuotas& known,
                                         const std::string& name) {
  const QuotaState::DecisionFacts* facts = known.state.decisions.Find(name);
  if (facts == nullptr) return std::nullopt;
  const Fact<pb::Decision>* whole = facts->whole.Last(known.revision);
  if (whole == nullptr) return std::nullopt;
  pb::Decision decision = whole->value;
  if (decision.has_stated_count()) {
    decision.set_difference_count(decision.stated_count() -
                                  decision.summed_count());
  }
  for (const pb::QuotaEntry& entry :
       Ordered(facts->entries, known.revision,
               [](const pb::QuotaEntry& one) { return one.subject(); })) {
    // What is stated of the province is no share.
    if (!absl::StartsWith(entry.subject(), "municipalities/")) continue;
    pb::Decision::Share& share = *decision.add_shares();
    share.set_municipality(entry.subject());
    share.set_quota_count(entry.quota_count());
    if (entry.has_amv_count()) share.set_amv_count(entry.amv_count());
  }
  return decision;
}

std::vector<pb::Redistribution> ListRedistributions(const KnownQuotas& known) {
  return ListParts<pb::Redistribution>(
      known.state.redistributions,
      [&](const std::string& name) { return FindRedistribution(known, name); });
}

std::optional<pb::Redistribution> FindRedistribution(const KnownQuotas& known,
                                                     const std::string& name) {
  const auto* facts = known.state.redistributions.Find(name);
  if (facts == nullptr) return std::nullopt;
  const auto* whole = facts->whole.Last(known.revision);
  if (whole == nullptr) return std::nullopt;
  pb::Redistribution one = whole->value;
  for (const RedistributionChange& change :
       Ordered(facts->changes, known.revision,
               [](const RedistributionChange& other) {
                 return other.change.municipality();
               })) {
    *one.add_changes() = change.change;
  }
  if (const auto* end = facts->ends.Last(known.revision)) {
    one.set_revision(end->revision);
    *one.mutable_end_date() = ToProto(end->value.end_date);
    one.set_end_source(end->value.source);
  }
  one.set_etag(Etag(one.revision()));
  return one;
}

std::vector<pb::Transfer> ListTransfers(const KnownQuotas& known) {
  return ListParts<pb::Transfer>(
      known.state.transfers,
      [&](const std::string& name) { return FindTransfer(known, name); });
}

std::optional<pb::Transfer> FindTransfer(const KnownQuotas& known,
                                         const std::string& name) {
  const auto* facts = known.state.transfers.Find(name);
  if (facts == nullptr) return std::nullopt;
  const auto* whole = facts->whole.Last(known.revision);
  if (whole == nullptr) return std::nullopt;
  pb::Transfer transfer = whole->value;
  transfer.set_propose_revision(whole->revision);
  facts->steps.ForEach(known.revision, [&](const Fact<TransferStep>& step) {
    *transfer.add_steps() = step.value.step;
    transfer.set_revision(step.revision);
  });
  transfer.set_etag(Etag(transfer.revision()));
  return transfer;
}

std::vector<pb::Transfer> TransfersOf(const KnownQuotas& known,
                                      const std::string& subject) {
  std::vector<pb::Transfer> list;
  const QuotaState::Subject* facts = known.state.subjects.Find(subject);
  if (facts == nullptr) return list;
  for (const std::string& name : facts->transfers) {
    auto transfer = FindTransfer(known, name);
    if (transfer.has_value()) list.push_back(*std::move(transfer));
  }
  std::sort(list.begin(), list.end(),
            [](const pb::Transfer& a, const pb::Transfer& b) {
              return a.name() < b.name();
            });
  return list;
}

ObligationRecord RecordOf(const KnownQuotas& known,
                          const std::string& subject) {
  ObligationRecord record;
  const QuotaState::Subject* facts = known.state.subjects.Find(subject);
  if (facts == nullptr) return record;
  facts->entries.ForEach(known.revision, [&](const Fact<pb::QuotaEntry>& fact) {
    record.entries.push_back(&fact.value);
  });
  for (const std::string& name : facts->redistributions) {
    auto one = FindRedistribution(known, name);
    if (!one.has_value()) continue;
    auto& changes = *one->mutable_changes();
    changes.erase(std::remove_if(changes.begin(), changes.end(),
                                 [&](const pb::Redistribution::Change& change) {
                                   return change.municipality() != subject;
                                 }),
                  changes.end());
    record.redistributions.push_back(*std::move(one));
  }
  return record;
}

absl::Status CheckObligations(const KnownQuotas& known,
                              const std::vector<std::string>& subjects) {
  std::vector<std::string> impossible;
  for (const std::string& subject : subjects) {
    const ObligationRecord record = RecordOf(known, subject);
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
