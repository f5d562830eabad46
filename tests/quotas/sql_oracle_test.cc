// Every read against a naive computation from plain SQL: all rows up to the
// revision, read again for it, and the contract's words taken one by one.
#include "tests/support/sql_oracle.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "tests/quotas/random_writes.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace naive {
namespace {

using Stub = pb::QuotaService::Stub;
using Day = absl::CivilDay;

// Everything that SQL keeps, as known at a revision.
struct Rows {
  int64_t revision;
  std::vector<pb::Cycle> cycles;
  std::vector<pb::CycleStep> cycle_steps;
  std::vector<pb::Estimate> estimates;
  std::vector<pb::NationalTarget> national_targets;
  std::vector<pb::Population> populations;
  std::vector<SqlRow> population_rows, score_rows;
  std::vector<pb::Score> scores;
  std::vector<pb::Succession> successions;
  std::vector<pb::Exchange> exchanges;
  std::vector<pb::PublishedBalance> balances;
  std::map<std::string, std::vector<pb::QuotaEntry>> entries;  // By subject.
  std::vector<pb::Split> splits;  // With what they rest on.
  std::vector<pb::Decision> decisions;
  std::vector<pb::Redistribution> redistributions;
  std::vector<pb::Transfer> transfers;
};

template <typename Message>
void ByName(std::vector<Message>& all) {
  std::sort(all.begin(), all.end(), [](const Message& a, const Message& b) {
    return a.name() < b.name();
  });
}

std::vector<pb::Split> SplitsBySql(Database& db, int64_t revision) {
  auto splits = MessagesOf<pb::Split>(RowsKnownAt(db, revision, "splits"));
  auto inputs = RowsKnownAt(db, revision, "split_inputs");
  std::sort(inputs.begin(), inputs.end(), [](const auto& a, const auto& b) {
    return a.Text("municipality") < b.Text("municipality");
  });
  for (const SqlRow& input : inputs) {
    for (pb::Split& split : splits) {
      if (split.name() == input.Text("split")) {
        FillFrom(input, *split.add_shares());
      }
    }
  }
  ByName(splits);
  return splits;
}

std::vector<pb::Redistribution> RedistributionsBySql(Database& db,
                                                     int64_t revision) {
  auto all = MessagesOf<pb::Redistribution>(
      RowsKnownAt(db, revision, "redistributions"));
  auto changes = RowsKnownAt(db, revision, "redistribution_changes");
  std::sort(changes.begin(), changes.end(),
            [](const SqlRow& a, const SqlRow& b) {
              return a.Text("municipality") < b.Text("municipality");
            });
  const auto ends = RowsKnownAt(db, revision, "redistribution_ends");
  for (pb::Redistribution& one : all) {
    for (const SqlRow& change : changes) {
      if (change.Text("redistribution") == one.name()) {
        FillFrom(change, *one.add_changes());
      }
    }
    for (const SqlRow& end : ends) {
      if (end.Text("redistribution") != one.name()) continue;
      *one.mutable_end_date() = ToProto(*end.Day("end_date"));
      one.set_end_source(end.Text("source"));
      one.set_revision(end.Int("revision"));
    }
  }
  ByName(all);
  return all;
}

std::vector<pb::Transfer> TransfersBySql(Database& db, int64_t revision) {
  const auto rows = RowsKnownAt(db, revision, "transfers");
  auto all = MessagesOf<pb::Transfer>(rows);
  auto steps = RowsKnownAt(db, revision, "transfer_steps");
  std::sort(steps.begin(), steps.end(), [](const SqlRow& a, const SqlRow& b) {
    return a.Int("revision") < b.Int("revision");
  });
  for (size_t i = 0; i < all.size(); ++i) {
    all[i].set_condition(rows[i].Text("condition_text"));
    all[i].set_propose_revision(rows[i].Int("revision"));
    for (const SqlRow& step : steps) {
      if (step.Text("transfer") != all[i].name()) continue;
      FillFrom(step, *all[i].add_steps());
      all[i].set_revision(step.Int("revision"));
    }
  }
  ByName(all);
  return all;
}

Rows RowsBySql(Database& db, int64_t revision) {
  const auto read = [&](const std::string& table) {
    return RowsKnownAt(db, revision, table);
  };
  Rows rows{
      .revision = revision,
      .cycles = MessagesOf<pb::Cycle>(read("cycles")),
      .cycle_steps = MessagesOf<pb::CycleStep>(read("cycle_steps")),
      .estimates = MessagesOf<pb::Estimate>(read("estimates")),
      .national_targets =
          MessagesOf<pb::NationalTarget>(read("national_targets")),
      .populations = {},
      .population_rows = read("populations"),
      .score_rows = read("scores"),
      .scores = {},
      .successions = MessagesOf<pb::Succession>(read("successions")),
      .exchanges = MessagesOf<pb::Exchange>(read("exchanges")),
      .balances = MessagesOf<pb::PublishedBalance>(read("published_balances")),
      .entries = {},
      .splits = SplitsBySql(db, revision),
      .decisions = MessagesOf<pb::Decision>(read("decisions")),
      .redistributions = RedistributionsBySql(db, revision),
      .transfers = TransfersBySql(db, revision)};
  rows.populations = MessagesOf<pb::Population>(rows.population_rows);
  rows.scores = MessagesOf<pb::Score>(rows.score_rows);
  for (auto& entry : MessagesOf<pb::QuotaEntry>(read("quota_entries"))) {
    rows.entries[entry.subject()].push_back(entry);
  }
  ByName(rows.decisions);
  return rows;
}

// --- What is on record ------------------------------------------------------

std::optional<pb::Population> PopulationOf(const Rows& rows,
                                           const std::string& municipality,
                                           Day day) {
  std::optional<pb::Population> found;
  int64_t last = 0;
  for (size_t i = 0; i < rows.populations.size(); ++i) {
    const pb::Population& one = rows.populations[i];
    const int64_t revision = rows.population_rows[i].Int("revision");
    if (one.municipality() == municipality &&
        DayOf(one.reference_date()) == day && revision >= last) {
      found = one;
      last = revision;
    }
  }
  return found;
}

std::optional<pb::Score> ScoreOf(const Rows& rows,
                                 const std::string& municipality, int year) {
  std::optional<pb::Score> found;
  int64_t last = 0;
  for (size_t i = 0; i < rows.scores.size(); ++i) {
    const pb::Score& one = rows.scores[i];
    const int64_t revision = rows.score_rows[i].Int("revision");
    if (one.municipality() == municipality && one.reference_year() == year &&
        revision >= last) {
      found = one;
      last = revision;
    }
  }
  return found;
}

std::vector<pb::Succession> Successions(const Rows& rows) {
  std::vector<pb::Succession> holding;
  for (const auto& [key, one] :
       Latest(rows.successions, [](const pb::Succession& each) {
         return std::pair(each.municipality(), each.successor());
       })) {
    if (one.has_weight()) holding.push_back(one);
  }
  return holding;
}

bool EndedBy(const Rows& rows, const std::string& municipality, Day day) {
  for (const pb::Succession& one : Successions(rows)) {
    if (one.municipality() == municipality && DayOf(one.start_date()) <= day) {
      return true;
    }
  }
  return false;
}

std::vector<pb::Estimate> EstimatesOf(const Rows& rows,
                                      const std::string& cycle) {
  std::vector<pb::Estimate> list;
  for (const pb::Estimate& one : rows.estimates) {
    if (one.cycle() == cycle) list.push_back(one);
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::pair(DayOf(a.publish_date()), a.revision()) <
           std::pair(DayOf(b.publish_date()), b.revision());
  });
  return list;
}

std::vector<pb::NationalTarget> NationalTargets(const Rows& rows,
                                                const std::string& first,
                                                const std::string& last) {
  std::vector<pb::NationalTarget> list;
  for (pb::NationalTarget one : rows.national_targets) {
    if (one.half_year() < first || one.half_year() > last) continue;
    // Thirteen weeks before the half-year.
    *one.mutable_last_timely_date() =
        ToProto(DaysOfHalfYear(one.half_year())->start - 91);
    list.push_back(one);
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.half_year(), DayOf(a.publish_date()), a.revision()) <
           std::tuple(b.half_year(), DayOf(b.publish_date()), b.revision());
  });
  return list;
}

std::vector<pb::PublishedBalance> BalancesOf(const Rows& rows,
                                             const std::string& parent,
                                             const std::string& first,
                                             const std::string& last) {
  const auto subjects = SubjectsWithin(parent);
  std::vector<pb::PublishedBalance> list;
  for (const auto& [key, one] :
       Latest(rows.balances, [](const pb::PublishedBalance& each) {
         return std::tuple(each.half_year(), each.subject(), each.publisher());
       })) {
    if (one.has_person_count() && one.half_year() >= first &&
        one.half_year() <= last &&
        std::count(subjects.begin(), subjects.end(), one.subject()) > 0) {
      list.push_back(one);
    }
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.half_year(), a.subject(), DayOf(a.publish_date()),
                      a.publisher()) < std::tuple(b.half_year(), b.subject(),
                                                  DayOf(b.publish_date()),
                                                  b.publisher());
  });
  return list;
}

// --- Transfers --------------------------------------------------------------

// As somebody sees it who reads all letters of that day and before.
pb::Transfer SeenBy(Day day, pb::Transfer transfer) {
  std::map<pb::Transfer::Step::Kind, Day> steps;
  std::vector<pb::Transfer::Step> seen;
  for (const auto& step : transfer.steps()) {
    if (DayOf(step.step_date()) > day) continue;
    seen.push_back(step);
    steps[step.kind()] = DayOf(step.step_date());
  }
  transfer.clear_steps();
  for (const auto& step : seen) *transfer.add_steps() = step;
  // A day for the giver and one for the receiver.
  const auto agreed_by = [&](Day at) {
    std::set<std::string> sides;
    for (const auto& step : seen) {
      if (step.kind() == pb::Transfer::Step::KIND_AGREED &&
          DayOf(step.step_date()) <= at) {
        sides.insert(step.municipality());
      }
    }
    return sides.size() == 2;
  };
  const bool agreed = agreed_by(day);
  const bool conditional = !transfer.condition().empty();
  const bool met = steps.count(pb::Transfer::Step::KIND_CONDITION_MET) > 0;
  // Day by day: on which of them are places lent?
  const auto back_on = [&](Day at) {
    const auto has = [&](pb::Transfer::Step::Kind kind) {
      return steps.count(kind) > 0 && steps[kind] <= at;
    };
    return (transfer.has_end_date() && at >= DayOf(transfer.end_date())) ||
           has(pb::Transfer::Step::KIND_CONDITION_FAILED) ||
           has(pb::Transfer::Step::KIND_ENDED);
  };
  const auto firm_on = [&](Day at) {
    return agreed_by(at) &&
           (!conditional ||
            (met && steps[pb::Transfer::Step::KIND_CONDITION_MET] <= at));
  };
  std::optional<Day> first, end;
  for (Day at(2023, 1, 1); at < Day(2028, 1, 1); ++at) {
    if (back_on(at)) {
      end = at;
      break;
    }
    if (!first.has_value() && firm_on(at) && at >= DayOf(transfer.start_date()))
      first = at;
  }
  if (first.has_value()) {
    *transfer.mutable_lent_start_date() = ToProto(*first);
    if (end.has_value()) *transfer.mutable_lent_end_date() = ToProto(*end);
  }
  if (steps.count(pb::Transfer::Step::KIND_CONDITION_FAILED) > 0) {
    transfer.set_state(pb::Transfer::STATE_CONDITION_FAILED);
  } else if (back_on(day)) {
    transfer.set_state(pb::Transfer::STATE_ENDED);
  } else if (!agreed) {
    transfer.set_state(pb::Transfer::STATE_PROPOSED);
  } else if (conditional && !met) {
    transfer.set_state(pb::Transfer::STATE_CONDITION_PENDING);
  } else if (day >= DayOf(transfer.start_date())) {
    transfer.set_state(pb::Transfer::STATE_ACTIVE);
  } else {
    transfer.set_state(conditional ? pb::Transfer::STATE_CONDITION_MET
                                   : pb::Transfer::STATE_AGREED);
  }
  return transfer;
}

// --- Obligations ------------------------------------------------------------

struct Duty {
  pb::Duty duty;
  std::string period;
  Day day;  // Whose figure is asked for.
};

int64_t HalfYearOf(Day day) { return 2 * day.year() + (day.month() > 6); }

std::vector<pb::QuotaEntry> SaidBy(const Rows& rows, const std::string& subject,
                                   const Duty& duty,
                                   pb::QuotaEntry::Basis basis) {
  std::vector<pb::QuotaEntry> said;
  const auto of = rows.entries.find(subject);
  if (of == rows.entries.end()) return said;
  for (const pb::QuotaEntry& entry : of->second) {
    if (entry.duty() != duty.duty || entry.period() != duty.period ||
        entry.basis() != basis || DayOf(entry.start_date()) > duty.day) {
      continue;
    }
    // A target of Ukraine speaks for the half-year in which it starts.
    if (duty.duty == pb::DUTY_UKRAINE &&
        HalfYearOf(DayOf(entry.start_date())) != HalfYearOf(duty.day)) {
      continue;
    }
    said.push_back(entry);
  }
  std::sort(said.begin(), said.end(), [](const auto& a, const auto& b) {
    return std::pair(DayOf(a.start_date()), a.revision()) <
           std::pair(DayOf(b.start_date()), b.revision());
  });
  return said;
}

// The last word of the latest day that has one.
std::optional<pb::QuotaEntry> Holding(const std::vector<pb::QuotaEntry>& said) {
  std::map<Day, pb::QuotaEntry> words;
  for (const pb::QuotaEntry& entry : said) {
    words[DayOf(entry.start_date())] = entry;
  }
  std::optional<pb::QuotaEntry> holding;
  for (const auto& [day, word] : words) {
    if (word.has_quota_count()) holding = word;
  }
  return holding;
}

std::string Article(const Duty& duty, pb::QuotaEntry::Basis basis) {
  if (duty.duty == pb::DUTY_UKRAINE) {
    return "Regeling opvang ontheemden Oekraïne";
  }
  if (duty.duty == pb::DUTY_STATUS_HOLDERS) {
    return "Huisvestingswet 2014, art. 28-29";
  }
  return basis == pb::QuotaEntry::BASIS_INDICATIVE ? "Wet 3(2)"
         : basis == pb::QuotaEntry::BASIS_AGREED   ? "Wet 4(1)"
                                                   : "Wet 5(1)";
}

pb::Obligation::Step StepOf(const pb::QuotaEntry& entry, const Duty& duty) {
  pb::Obligation::Step step;
  step.set_basis(entry.basis());
  step.set_quota_count(entry.quota_count());
  if (entry.has_amv_count()) step.set_amv_count(entry.amv_count());
  *step.mutable_start_date() = entry.start_date();
  step.set_source(entry.source());
  step.set_legal_basis(Article(duty, entry.basis()));
  step.set_revision(entry.revision());
  step.set_origin(entry.origin());
  return step;
}

void TakeStep(const pb::Obligation::Step& step, pb::Obligation& obligation) {
  *obligation.add_steps() = step;
  obligation.set_quota_count(step.quota_count());
  obligation.clear_amv_count();
  for (const auto& one : obligation.steps()) {
    if (one.quota_count() == step.quota_count() && one.has_amv_count()) {
      obligation.set_amv_count(one.amv_count());
    }
  }
}

void Redistribute(const Rows& rows, const Duty& duty,
                  pb::Obligation& obligation) {
  if (obligation.steps().empty()) return;
  std::map<std::pair<Day, std::string>, const pb::Redistribution*> holding;
  for (const pb::Redistribution& one : rows.redistributions) {
    if (one.duty() != duty.duty || one.period() != duty.period ||
        duty.day < DayOf(one.start_date()) ||
        (one.has_end_date() && duty.day >= DayOf(one.end_date()))) {
      continue;
    }
    holding[{DayOf(one.start_date()), one.name()}] = &one;
  }
  // A step that would come below nought, or to fewer than its minors, waits
  // for those behind it.
  std::vector<std::pair<const pb::Redistribution*, pb::Redistribution::Change>>
      waiting;
  for (const auto& [order, one] : holding) {
    for (const auto& change : one->changes()) {
      if (change.municipality() == obligation.subject()) {
        waiting.emplace_back(one, change);
      }
    }
  }
  while (!waiting.empty()) {
    auto best = waiting.begin();
    int best_rank = 3;
    for (auto at = waiting.begin(); at != waiting.end(); ++at) {
      const int count = obligation.quota_count() + at->second.change_count();
      const int amv = obligation.amv_count() + at->second.amv_change_count();
      const bool fits =
          !obligation.has_amv_count() || (amv >= 0 && amv <= count);
      const int rank = count < 0 ? 2 : fits ? 0 : 1;
      if (rank < best_rank) {
        best = at;
        best_rank = rank;
      }
    }
    const auto [one, change] = *best;
    waiting.erase(best);
    pb::Obligation::Step step;
    step.set_basis(pb::QuotaEntry::BASIS_AGREED);
    step.set_quota_count(obligation.quota_count() + change.change_count());
    if (obligation.has_amv_count()) {
      step.set_amv_count(obligation.amv_count() + change.amv_change_count());
    }
    *step.mutable_start_date() = one->start_date();
    step.set_source(one->source());
    step.set_legal_basis(duty.duty == pb::DUTY_STATUS_HOLDERS
                             ? "Huisvestingswet 2014, art. 29(2)"
                             : Article(duty, pb::QuotaEntry::BASIS_AGREED));
    step.set_revision(one->revision());
    step.set_origin(one->name());
    step.set_change_count(change.change_count());
    TakeStep(step, obligation);
  }
}

pb::Obligation ObligationOf(const Rows& rows, const std::string& subject,
                            const Duty& duty) {
  pb::Obligation obligation;
  obligation.set_subject(subject);
  obligation.set_duty(duty.duty);
  obligation.set_period(duty.period);
  const bool asylum = duty.duty == pb::DUTY_ASYLUM;
  for (const auto basis :
       {pb::QuotaEntry::BASIS_INDICATIVE, pb::QuotaEntry::BASIS_AGREED,
        pb::QuotaEntry::BASIS_DECIDED}) {
    if (asylum && basis == pb::QuotaEntry::BASIS_DECIDED) {
      Redistribute(rows, duty, obligation);
    }
    const auto said = SaidBy(rows, subject, duty, basis);
    const auto holding = Holding(said);
    bool amended = false;
    for (const pb::QuotaEntry& entry : said) {
      if (!entry.has_quota_count() ||
          (holding.has_value() && entry.revision() == holding->revision() &&
           DayOf(entry.start_date()) == DayOf(holding->start_date()))) {
        continue;
      }
      *obligation.add_superseded_steps() = StepOf(entry, duty);
      if (holding.has_value() &&
          DayOf(entry.start_date()) < DayOf(holding->start_date())) {
        amended = true;
      }
    }
    if (!holding.has_value()) continue;
    pb::Obligation::Step step = StepOf(*holding, duty);
    if (asylum && basis == pb::QuotaEntry::BASIS_DECIDED && amended) {
      step.set_legal_basis("Wet 5(3)");
    }
    TakeStep(step, obligation);
  }
  if (!asylum) Redistribute(rows, duty, obligation);
  return obligation;
}

void AddTransfers(const Rows& rows, Day day, pb::Obligation& obligation) {
  for (const pb::Transfer& transfer : rows.transfers) {
    if (transfer.duty() != obligation.duty() ||
        transfer.period() != obligation.period() ||
        (transfer.giver() != obligation.subject() &&
         transfer.receiver() != obligation.subject()) ||
        DayOf(transfer.propose_date()) > day) {
      continue;
    }
    const pb::Transfer seen = SeenBy(day, transfer);
    const bool over = seen.state() == pb::Transfer::STATE_ENDED ||
                      seen.state() == pb::Transfer::STATE_CONDITION_FAILED;
    // What is over is told when it ever lent.
    if (!over || seen.has_lent_start_date()) {
      *obligation.add_transfers() = seen;
    }
  }
}

// Whole parts by weight: rounded down, and one by one to who has the largest
// remainder and may have more.
std::vector<int> Parts(int whole, const std::vector<int>& weights,
                       const std::vector<int>& most) {
  int64_t total = 0;
  for (const int weight : weights) total += weight;
  std::vector<int> parts;
  std::multimap<int64_t, size_t, std::greater<>> by_remainder;
  int left = whole;
  for (size_t i = 0; i < weights.size(); ++i) {
    const int64_t product = int64_t{whole} * weights[i];
    parts.push_back(static_cast<int>(product / total));
    left -= parts.back();
    by_remainder.emplace(product % total, i);
  }
  while (left > 0) {
    for (const auto& [remainder, i] : by_remainder) {
      if (left == 0 || parts[i] >= most[i]) continue;
      ++parts[i];
      --left;
    }
  }
  return parts;
}

// In the boundaries of `day`: who ended hands over, the oldest end first.
void HandOver(const Rows& rows, Day day,
              std::map<std::string, pb::Obligation>& obligations) {
  std::map<std::pair<Day, std::string>, std::vector<pb::Succession>> ends;
  for (const pb::Succession& one : Successions(rows)) {
    if (DayOf(one.start_date()) > day) continue;
    ends[{DayOf(one.start_date()), one.municipality()}].push_back(one);
  }
  for (const auto& [end, heirs] : ends) {
    const pb::Obligation ended = obligations[end.second];
    obligations.erase(end.second);
    if (!ended.has_quota_count()) continue;
    std::vector<int> weights;
    for (const pb::Succession& heir : heirs) weights.push_back(heir.weight());
    const auto counts =
        Parts(ended.quota_count(), weights,
              std::vector<int>(weights.size(), ended.quota_count()));
    const auto minors = Parts(ended.amv_count(), weights, counts);
    for (size_t i = 0; i < heirs.size(); ++i) {
      pb::Obligation& heir = obligations[heirs[i].successor()];
      pb::Obligation::TakenOver& part = *heir.add_taken_over();
      part.set_municipality(end.second);
      part.set_quota_count(counts[i]);
      part.set_whole_count(ended.quota_count());
      part.set_source(heirs[i].source());
      const bool known = ended.has_amv_count() &&
                         (heir.has_amv_count() || !heir.has_quota_count());
      if (ended.has_amv_count()) part.set_amv_count(minors[i]);
      heir.set_quota_count(heir.quota_count() + counts[i]);
      if (known) {
        heir.set_amv_count(heir.amv_count() + minors[i]);
      } else {
        heir.clear_amv_count();
      }
    }
  }
}

// The sum of an area, out of whoever of it is there.
pb::Total SumOf(const std::string& area, const pb::Obligation& stated,
                const std::map<std::string, pb::Obligation>& obligations,
                const std::set<std::string>& there) {
  pb::Total total;
  total.set_subject(area);
  total.set_duty(stated.duty());
  total.set_period(stated.period());
  const auto within = Within(area);
  for (const Municipality* one : within) {
    if (there.count(one->Name()) == 0) continue;
    const auto found = obligations.find(one->Name());
    if (found == obligations.end() || !found->second.has_quota_count()) {
      total.set_missing_count(total.missing_count() + 1);
      continue;
    }
    total.set_summed_count(total.summed_count() + found->second.quota_count());
    total.set_summed_amv_count(total.summed_amv_count() +
                               found->second.amv_count());
  }
  if (stated.has_quota_count()) {
    total.set_stated_count(stated.quota_count());
    total.set_difference_count(stated.quota_count() - total.summed_count());
  }
  return total;
}

// With its table of that day; without a day, of its last row.
pb::Municipality Told(const Municipality& municipality,
                      std::optional<Day> day = std::nullopt) {
  pb::Municipality told;
  told.set_name(absl::StrCat("municipalities/", municipality.code));
  told.set_display_name(std::string(municipality.display_name));
  told.set_province(absl::StrCat("provinces/", municipality.province));
  for (const RegionMember& row : RegionMemberRows()) {
    if (row.municipality != municipality.code) continue;
    const auto start = ParseDay(row.start_date), end = ParseDay(row.end_date);
    const bool holds = day.has_value()
                           ? (!start || *start <= *day) && (!end || *day < *end)
                           : !end.has_value();
    if (holds) told.set_region(absl::StrCat("regions/", row.region));
  }
  return told;
}

pb::ListObligationsResponse Obligations(
    const Rows& rows, const pb::ListObligationsRequest& request) {
  const Day day = DayOf(request.as_of_date());
  std::vector<Duty> duties;
  if (!request.cycle().empty()) {
    duties.push_back({pb::DUTY_ASYLUM, request.cycle(), day});
  }
  if (request.has_ukraine_date()) {
    duties.push_back({pb::DUTY_UKRAINE, "", DayOf(request.ukraine_date())});
  }
  if (!request.half_year().empty()) {
    duties.push_back({pb::DUTY_STATUS_HOLDERS, request.half_year(), day});
  }
  pb::ListObligationsResponse list;
  list.set_revision(rows.revision);
  list.set_geography_version(kGeographyVersion);
  std::set<std::string> there;
  std::vector<const Municipality*> listed;
  for (const Municipality* one : Within(request.parent())) {
    if (request.has_boundaries_date() &&
        EndedBy(rows, one->Name(), DayOf(request.boundaries_date()))) {
      continue;
    }
    there.insert(one->Name());
    listed.push_back(one);
    *list.add_obligations()->mutable_municipality() = Told(*one, day);
  }
  for (const Duty& duty : duties) {
    std::map<std::string, pb::Obligation> obligations;
    for (const Municipality& one : AllMunicipalities()) {
      pb::Obligation& obligation = obligations[one.Name()];
      obligation = ObligationOf(rows, one.Name(), duty);
      AddTransfers(rows, day, obligation);
    }
    if (request.has_boundaries_date()) {
      HandOver(rows, DayOf(request.boundaries_date()), obligations);
    }
    for (size_t i = 0; i < listed.size(); ++i) {
      auto& to = *list.mutable_obligations(static_cast<int>(i));
      (duty.duty == pb::DUTY_ASYLUM    ? *to.mutable_asylum()
       : duty.duty == pb::DUTY_UKRAINE ? *to.mutable_ukraine()
                                       : *to.mutable_status_holders()) =
          obligations[listed[i]->Name()];
    }
    for (const std::string& area : AreasWithin(request.parent())) {
      const pb::Obligation stated = ObligationOf(rows, area, duty);
      if (stated.has_quota_count()) *list.add_stated_totals() = stated;
      *list.add_totals() = SumOf(area, stated, obligations, there);
    }
  }
  return list;
}

std::vector<std::string> HalfYearsFrom(const std::string& first,
                                       const std::string& last) {
  std::vector<std::string> all;
  for (int year = 2000; year < 2100; ++year) {
    for (const char* half : {"-h1", "-h2"}) {
      const std::string one = absl::StrCat(year, half);
      if (one >= first && one <= last) all.push_back(one);
    }
  }
  return all;
}

pb::ListHousingTargetsResponse HousingTargets(
    const Rows& rows, const pb::ListHousingTargetsRequest& request) {
  pb::ListHousingTargetsResponse list;
  list.set_revision(rows.revision);
  const auto half_years =
      HalfYearsFrom(request.first_half_year(), request.last_half_year());
  const auto target = [&](const std::string& subject,
                          const std::string& half_year) {
    return ObligationOf(
        rows, subject,
        {pb::DUTY_STATUS_HOLDERS, half_year, DayOf(request.as_of_date())});
  };
  const auto anything = [](const pb::Obligation& one) {
    return one.steps_size() + one.superseded_steps_size() > 0;
  };
  std::set<std::string> there;
  for (const Municipality* one : Within(request.parent())) {
    there.insert(one->Name());
    auto& to = *list.add_municipalities();
    to.set_municipality(one->Name());
    for (const std::string& half_year : half_years) {
      const pb::Obligation obligation = target(one->Name(), half_year);
      if (anything(obligation)) *to.add_targets() = obligation;
    }
  }
  for (const std::string& area : AreasWithin(request.parent())) {
    for (const std::string& half_year : half_years) {
      std::map<std::string, pb::Obligation> obligations;
      for (const Municipality* one : Within(area)) {
        const pb::Obligation obligation = target(one->Name(), half_year);
        if (anything(obligation)) obligations[one->Name()] = obligation;
      }
      const pb::Obligation stated = target(area, half_year);
      if (obligations.empty() && !anything(stated)) continue;
      if (anything(stated)) *list.add_stated_totals() = stated;
      *list.add_totals() = SumOf(area, stated, obligations, there);
    }
  }
  for (const auto& one : NationalTargets(rows, request.first_half_year(),
                                         request.last_half_year())) {
    *list.add_national_targets() = one;
  }
  for (const auto& one :
       BalancesOf(rows, request.parent(), request.first_half_year(),
                  request.last_half_year())) {
    *list.add_published_balances() = one;
  }
  return list;
}

// --- Splits and decisions ---------------------------------------------------

// `Iv = BO x w / sum(w)`, half up.
int HalfUp(int64_t need, int64_t weight, int64_t sum) {
  int share = static_cast<int>(need * weight / sum);
  if (2 * (need * weight % sum) >= sum) ++share;
  return share;
}

// The shares of a stored split, by formula, out of what it rests on.
pb::Split WithShares(pb::Split split) {
  int64_t sum = 0;
  const bool asylum = split.duty() == pb::DUTY_ASYLUM;
  const auto weight = [&](const pb::Split::Share& share) {
    return (asylum ? 1000 + share.score_thousandths() : 1) *
           int64_t{share.inhabitant_count()};
  };
  for (const auto& share : split.shares()) sum += weight(share);
  for (auto& share : *split.mutable_shares()) {
    if (asylum) {
      share.set_quota_count(HalfUp(split.national_count(), weight(share), sum));
      if (split.has_national_amv_count()) {
        share.set_amv_count(
            HalfUp(split.national_amv_count(), weight(share), sum));
      }
    } else {
      const int64_t product = split.national_count() * weight(share);
      share.set_quota_count(
          static_cast<int>(product / sum + (product % sum > 0 ? 1 : 0)));
    }
    split.set_summed_count(split.summed_count() + share.quota_count());
  }
  return split;
}

absl::StatusOr<pb::ComputeIndicativeSplitResponse> IndicativeSplitOf(
    const Rows& rows, const pb::ComputeIndicativeSplitRequest& request) {
  const auto missing = absl::FailedPreconditionError("SPLIT_INPUT_MISSING");
  const auto estimates = EstimatesOf(rows, request.cycle());
  if (estimates.empty()) return missing;
  const Day day = DayOf(request.population_date());
  pb::ComputeIndicativeSplitResponse split;
  split.set_revision(rows.revision);
  *split.mutable_estimate() = estimates.back();
  int64_t sum = 0;
  std::vector<int64_t> weights;
  for (const Municipality& one : AllMunicipalities()) {
    if (EndedBy(rows, one.Name(), day)) continue;
    const auto population = PopulationOf(rows, one.Name(), day);
    const auto score = ScoreOf(rows, one.Name(), request.score_year());
    if (!population.has_value() ||
        (!score.has_value() && !request.has_substitute_score_thousandths())) {
      return missing;
    }
    auto& share = *split.add_shares();
    share.set_municipality(one.Name());
    share.set_inhabitant_count(population->inhabitant_count());
    share.set_score_thousandths(score.has_value()
                                    ? score->score_thousandths()
                                    : request.substitute_score_thousandths());
    share.set_score_origin(score.has_value() ? "own" : "substitute");
    weights.push_back(int64_t{1000 + share.score_thousandths()} *
                      share.inhabitant_count());
    sum += weights.back();
  }
  const bool minors = split.estimate().has_amv_count();
  for (const Province& province : AllProvinces()) {
    auto& part = *split.add_provinces();
    part.set_province(province.Name());
    if (minors) part.set_amv_count(0);
    for (int i = 0; i < split.shares_size(); ++i) {
      auto& share = *split.mutable_shares(i);
      if (FindMunicipalityByName(share.municipality())->ProvinceName() !=
          province.Name()) {
        continue;
      }
      share.set_place_count(
          HalfUp(split.estimate().place_count(), weights[i], sum));
      part.set_place_count(part.place_count() + share.place_count());
      if (!minors) continue;
      share.set_amv_count(
          HalfUp(split.estimate().amv_count(), weights[i], sum));
      part.set_amv_count(part.amv_count() + share.amv_count());
    }
  }
  return split;
}

// With its shares, and the sum as it was on its day when it was recorded.
pb::Decision WithSums(const Rows& rows, const Rows& when_recorded,
                      pb::Decision decision) {
  const std::string province =
      decision.name().substr(0, decision.name().find("/decisions/"));
  decision.set_summed_count(0);
  for (const Municipality& one : AllMunicipalities()) {
    if (one.ProvinceName() != province) continue;
    decision.set_summed_count(decision.summed_count() +
                              ObligationOf(when_recorded, one.Name(),
                                           {pb::DUTY_ASYLUM, decision.cycle(),
                                            DayOf(decision.publish_date())})
                                  .quota_count());
    const auto entries = rows.entries.find(one.Name());
    if (entries == rows.entries.end()) continue;
    for (const pb::QuotaEntry& entry : entries->second) {
      if (entry.origin() != decision.name()) continue;
      auto& share = *decision.add_shares();
      share.set_municipality(one.Name());
      share.set_quota_count(entry.quota_count());
      if (entry.has_amv_count()) share.set_amv_count(entry.amv_count());
    }
  }
  if (decision.has_stated_count()) {
    decision.set_difference_count(decision.stated_count() -
                                  decision.summed_count());
  }
  return decision;
}

// --- The calendar -----------------------------------------------------------

std::optional<pb::Cycle> CycleOf(const Rows& rows, const std::string& name) {
  std::optional<pb::Cycle> found;
  for (const pb::Cycle& one : rows.cycles) {
    if (one.name() == name &&
        (!found.has_value() || one.revision() > found->revision())) {
      found = one;
    }
  }
  return found;
}

absl::StatusOr<pb::Calendar> CalendarOf(const Rows& rows,
                                        const pb::GetCalendarRequest& request) {
  const auto cycle = CycleOf(rows, request.cycle());
  if (!cycle.has_value()) return absl::NotFoundError("CYCLE_NOT_FOUND");
  const Day day = DayOf(request.as_of_date());
  pb::Calendar calendar;
  calendar.set_cycle(cycle->name());
  calendar.set_revision(rows.revision);
  calendar.set_state(pb::CycleStep::STATE_DRAFT);
  std::map<pb::CycleStep::State, pb::CycleStep> reached;  // The first of each.
  for (const auto& [key, step] :
       Latest(rows.cycle_steps, [](const pb::CycleStep& each) {
         return std::tuple(DayOf(each.step_date()), each.state(), each.cycle());
       })) {
    if (step.cycle() != cycle->name() || step.retracted() ||
        DayOf(step.step_date()) > day) {
      continue;
    }
    *calendar.add_steps() = step;
    calendar.set_state(step.state());
    reached.emplace(step.state(), step);
  }
  std::multimap<Day, pb::Calendar::Milestone> milestones;
  const auto add = [&](pb::Calendar::Milestone::Kind kind, Day last,
                       pb::CycleStep::State by, const char* article) {
    pb::Calendar::Milestone milestone;
    milestone.set_kind(kind);
    *milestone.mutable_last_timely_date() = ToProto(last);
    milestone.set_legal_basis(article);
    milestone.set_source(cycle->source());
    milestone.set_standing(day > last
                               ? pb::Calendar::Milestone::STANDING_OVERDUE
                               : pb::Calendar::Milestone::STANDING_OPEN);
    if (reached.count(by) > 0) {
      const pb::CycleStep& step = reached[by];
      *milestone.mutable_step_date() = step.step_date();
      milestone.set_source(step.source());
      milestone.set_standing(DayOf(step.step_date()) > last
                                 ? pb::Calendar::Milestone::STANDING_LATE
                                 : pb::Calendar::Milestone::STANDING_ON_TIME);
    }
    milestones.emplace(last, milestone);
  };
  if (cycle->has_estimate_due_date()) {
    add(pb::Calendar::Milestone::KIND_ESTIMATE,
        DayOf(cycle->estimate_due_date()) - 1,
        pb::CycleStep::STATE_ESTIMATE_PUBLISHED, "Wet 2(1), 3(2)");
  }
  add(pb::Calendar::Milestone::KIND_REPORT, DayOf(cycle->report_due_date()) - 1,
      pb::CycleStep::STATE_REPORT_SUBMITTED, "Wet 4(2)");
  add(pb::Calendar::Milestone::KIND_DECISION,
      DayOf(cycle->decision_due_date()) - 1, pb::CycleStep::STATE_DECIDED,
      "Wet 5(1)");
  if (cycle->has_delivery_date()) {
    add(pb::Calendar::Milestone::KIND_DELIVERY, DayOf(cycle->delivery_date()),
        pb::CycleStep::STATE_RUNNING, "Wet 7(1)a");
  } else if (reached.count(pb::CycleStep::STATE_DECIDED) > 0) {
    // Six months after the decision, on a day that the month has.
    const Day decided =
        DayOf(reached[pb::CycleStep::STATE_DECIDED].step_date());
    const absl::CivilMonth month = absl::CivilMonth(decided) + 6;
    Day last = Day(month) + (decided.day() - 1);
    while (absl::CivilMonth(last) != month) --last;
    add(pb::Calendar::Milestone::KIND_DELIVERY, last,
        pb::CycleStep::STATE_RUNNING, "Wet 7(1)a");
  }
  for (const auto& [last, milestone] : milestones) {
    *calendar.add_milestones() = milestone;
  }
  return calendar;
}

// --- The test ---------------------------------------------------------------

class QuotasBySqlTest : public testing::Test {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                        Response*);

  int Any(int count) { return random_.Any(count); }
  std::string AnyParent() {
    static constexpr const char* kParents[] = {
        "municipalities/gm0193", "municipalities/gm0166", "provinces/pv23",
        "regions/ijsselland",    "provinces/pv24",        "municipalities/-"};
    return kParents[Any(6)];
  }
  std::string AnyCycle() {
    static constexpr const char* kCycles[] = {"cycles/2024", "cycles/2024",
                                              "cycles/2026", "cycles/1999"};
    return kCycles[Any(4)];
  }
  google::type::Date AnyDate() { return ToProto(random_.AnyDay() + Any(2)); }
  // A number for a page; whole answers take long where pages are small.
  int AnyPageSize() {
    static constexpr int kSizes[] = {0, 7, 30, 1000};
    return kSizes[Any(4)];
  }

  const Rows& RowsAt(int64_t revision) {
    auto found = rows_.find(revision);
    if (found == rows_.end()) {
      found = rows_.emplace(revision, RowsBySql(*db_, revision)).first;
    }
    return found->second;
  }

  // Asks a random replica at the revision of this round, or now where the
  // answer tells what that was, and holds the answer against `naive(rows)`.
  template <typename Request, typename Response, typename Naive>
  void Hold(Method<Request, Response> method, Request request, Naive naive) {
    constexpr bool kTells = requires(const Request& given, Response told) {
      told.revision();
      given.page_size();
    };
    const bool now = kTells && Any(3) == 0;
    if constexpr (requires { request.set_revision(0); }) {
      request.set_revision(now ? 0 : revision_);
    }
    if constexpr (requires { request.page_size(); }) {
      request.set_page_size(AnyPageSize());
    }
    Replica& asked = *replicas_[Any(static_cast<int>(replicas_.size()))];
    const absl::StatusOr<Response> answer =
        AskAllPages(*asked.stub, method, request);
    int64_t revision = revision_;
    if constexpr (kTells) {
      if (now && answer.ok()) revision = answer->revision();
    }
    const absl::StatusOr<Response> expected = naive(RowsAt(revision));
    EXPECT_EQ(DifferenceOf(expected, answer), "")
        << Request::descriptor()->name() << " at " << revision << " {"
        << request.ShortDebugString() << "}";
  }

  // One of `list` by name, or what is not found.
  template <typename Request, typename Response>
  void HoldOne(Method<Request, Response> method, const std::string& name,
               const char* missing,
               std::function<std::vector<Response>(const Rows&)> list,
               Request request = {}) {
    request.set_name(name);
    Hold(method, request, [&](const Rows& rows) -> absl::StatusOr<Response> {
      for (const Response& one : list(rows)) {
        if (one.name() == name) return one;
      }
      return absl::NotFoundError(missing);
    });
  }

  void ListMunicipalities() {
    pb::ListMunicipalitiesRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListMunicipalities, request, [&](const Rows&) {
      pb::ListMunicipalitiesResponse list;
      list.set_geography_version(kGeographyVersion);
      for (const Municipality* one : Within(request.parent())) {
        *list.add_municipalities() = Told(*one);
      }
      return list;
    });
  }
  void ListProvinces() {
    Hold(&Stub::ListProvinces, pb::ListProvincesRequest(), [](const Rows&) {
      pb::ListProvincesResponse list;
      list.set_geography_version(kGeographyVersion);
      for (const Province& province : AllProvinces()) {
        auto& to = *list.add_provinces();
        to.set_name(absl::StrCat("provinces/", province.code));
        to.set_display_name(std::string(province.display_name));
        for (const Region& region : AllRegions()) {
          std::set<std::string> provinces;
          for (const RegionMember& row : RegionMemberRows()) {
            if (row.region != region.id) continue;
            provinces.insert(
                FindMunicipality(row.municipality)->ProvinceName());
          }
          if (provinces.count(to.name()) == 0) continue;
          auto& part = *to.add_regions();
          part.set_name(absl::StrCat("regions/", region.id));
          part.set_display_name(std::string(region.display_name));
          for (const auto& one : provinces) part.add_provinces(one);
          const auto start = ParseDay(region.start_date);
          if (start.has_value()) *part.mutable_start_date() = ToProto(*start);
          part.set_source(std::string(region.source));
        }
      }
      return list;
    });
  }
  void GetCycle() {
    const std::string name = AnyCycle();
    HoldOne<pb::GetCycleRequest, pb::Cycle>(
        &Stub::GetCycle, name, "CYCLE_NOT_FOUND", [&](const Rows& rows) {
          const auto found = CycleOf(rows, name);
          return found.has_value() ? std::vector<pb::Cycle>{*found}
                                   : std::vector<pb::Cycle>{};
        });
  }
  void ListCycles() {
    Hold(&Stub::ListCycles, pb::ListCyclesRequest(), [](const Rows& rows) {
      pb::ListCyclesResponse list;
      list.set_revision(rows.revision);
      for (const auto& [name, cycle] :
           Latest(rows.cycles, [](const auto& one) { return one.name(); })) {
        *list.add_cycles() = cycle;
      }
      return list;
    });
  }
  void GetCalendar() {
    pb::GetCalendarRequest request;
    request.set_cycle(AnyCycle());
    *request.mutable_as_of_date() = AnyDate();
    Hold(&Stub::GetCalendar, request,
         [&](const Rows& rows) { return CalendarOf(rows, request); });
  }
  void ListQuotaEntries() {
    pb::ListQuotaEntriesRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListQuotaEntries, request, [&](const Rows& rows) {
      pb::ListQuotaEntriesResponse list;
      list.set_revision(rows.revision);
      std::vector<pb::QuotaEntry> all;
      for (const std::string& subject : SubjectsWithin(request.parent())) {
        const auto found = rows.entries.find(subject);
        if (found == rows.entries.end()) continue;
        all.insert(all.end(), found->second.begin(), found->second.end());
      }
      const auto key = [](const pb::QuotaEntry& one) {
        return std::tuple(one.subject(), one.duty(), one.period(), one.basis(),
                          DayOf(one.start_date()), one.revision());
      };
      std::sort(all.begin(), all.end(),
                [&](const auto& a, const auto& b) { return key(a) < key(b); });
      for (const auto& one : all) *list.add_quota_entries() = one;
      return list;
    });
  }
  void ComputeIndicativeSplit() {
    pb::ComputeIndicativeSplitRequest request;
    request.set_cycle("cycles/2024");
    *request.mutable_population_date() = ToProto(Day(2024, 1, 1));
    request.set_score_year(2022);
    if (Any(4) > 0) request.set_substitute_score_thousandths(Any(99) - 50);
    Hold(&Stub::ComputeIndicativeSplit, request,
         [&](const Rows& rows) { return IndicativeSplitOf(rows, request); });
  }
  void ListObligations() {
    pb::ListObligationsRequest request;
    request.set_parent(AnyParent());
    *request.mutable_as_of_date() = AnyDate();
    if (Any(3) > 0) request.set_cycle("cycles/2024");
    if (Any(3) > 0) request.set_half_year(random_.AnyHalfYear());
    if (Any(3) > 0) *request.mutable_ukraine_date() = AnyDate();
    if (Any(2) > 0) {
      *request.mutable_boundaries_date() =
          ToProto(Day(2025 + Any(3), 1, 1) - Any(2));
    }
    Hold(&Stub::ListObligations, request,
         [&](const Rows& rows) { return Obligations(rows, request); });
  }
  void ListHousingTargets() {
    pb::ListHousingTargetsRequest request;
    request.set_parent(AnyParent());
    *request.mutable_as_of_date() = AnyDate();
    const std::string one = random_.AnyHalfYear(),
                      other = random_.AnyHalfYear();
    request.set_first_half_year(std::min(one, other));
    request.set_last_half_year(std::max(one, other));
    Hold(&Stub::ListHousingTargets, request,
         [&](const Rows& rows) { return HousingTargets(rows, request); });
  }
  void ListEstimates() {
    pb::ListEstimatesRequest request;
    request.set_cycle("cycles/2024");
    Hold(&Stub::ListEstimates, request, [&](const Rows& rows) {
      pb::ListEstimatesResponse list;
      list.set_revision(rows.revision);
      for (const auto& one : EstimatesOf(rows, request.cycle())) {
        *list.add_estimates() = one;
      }
      return list;
    });
  }
  void ListNationalTargets() {
    pb::ListNationalTargetsRequest request;
    if (Any(2) == 0) request.set_half_year(random_.AnyHalfYear());
    Hold(&Stub::ListNationalTargets, request, [&](const Rows& rows) {
      pb::ListNationalTargetsResponse list;
      list.set_revision(rows.revision);
      const std::string& only = request.half_year();
      for (const auto& one :
           NationalTargets(rows, only, only.empty() ? "9999-h9" : only)) {
        *list.add_national_targets() = one;
      }
      return list;
    });
  }
  void ListPublishedBalances() {
    pb::ListPublishedBalancesRequest request;
    request.set_parent(AnyParent());
    request.set_half_year(random_.AnyHalfYear());
    Hold(&Stub::ListPublishedBalances, request, [&](const Rows& rows) {
      pb::ListPublishedBalancesResponse list;
      list.set_revision(rows.revision);
      for (const auto& one :
           BalancesOf(rows, request.parent(), request.half_year(),
                      request.half_year())) {
        *list.add_published_balances() = one;
      }
      return list;
    });
  }
  void ListPopulations() {
    pb::ListPopulationsRequest request;
    request.set_parent(AnyParent());
    *request.mutable_reference_date() = ToProto(Day(2024, 1, 1));
    Hold(&Stub::ListPopulations, request, [&](const Rows& rows) {
      pb::ListPopulationsResponse list;
      list.set_revision(rows.revision);
      for (const Municipality* one : Within(request.parent())) {
        const auto found = PopulationOf(rows, one->Name(), Day(2024, 1, 1));
        if (found.has_value()) *list.add_populations() = *found;
      }
      return list;
    });
  }
  void ListScores() {
    pb::ListScoresRequest request;
    request.set_parent(AnyParent());
    request.set_reference_year(2021 + Any(2));
    Hold(&Stub::ListScores, request, [&](const Rows& rows) {
      pb::ListScoresResponse list;
      list.set_revision(rows.revision);
      for (const Municipality* one : Within(request.parent())) {
        const auto found = ScoreOf(rows, one->Name(), request.reference_year());
        if (found.has_value()) *list.add_scores() = *found;
      }
      return list;
    });
  }
  void ListSuccessions() {
    Hold(&Stub::ListSuccessions, pb::ListSuccessionsRequest(),
         [](const Rows& rows) {
           pb::ListSuccessionsResponse list;
           list.set_revision(rows.revision);
           for (const auto& one : Successions(rows)) {
             *list.add_successions() = one;
           }
           return list;
         });
  }
  void ListExchanges() {
    pb::ListExchangesRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListExchanges, request, [&](const Rows& rows) {
      pb::ListExchangesResponse list;
      list.set_revision(rows.revision);
      std::map<std::string, pb::Exchange> last;
      for (const pb::Exchange& one : rows.exchanges) {
        pb::Exchange& held = last[one.name()];
        if (held.revision() <= one.revision()) held = one;
      }
      const auto within = [&](const std::string& municipality) {
        const auto all = Within(request.parent());
        return std::any_of(all.begin(), all.end(), [&](const auto* one) {
          return one->Name() == municipality;
        });
      };
      for (const auto& [name, one] : last) {
        if (!one.retracted() &&
            (within(one.municipality()) || within(one.counterpart()))) {
          *list.add_exchanges() = one;
        }
      }
      return list;
    });
  }
  void GetSplit() {
    HoldOne<pb::GetSplitRequest, pb::Split>(
        &Stub::GetSplit, absl::StrCat("splits/s", Any(9)), "SPLIT_NOT_FOUND",
        [](const Rows& rows) {
          std::vector<pb::Split> list;
          for (const auto& one : rows.splits) list.push_back(WithShares(one));
          return list;
        });
  }
  void ListSplits() {
    Hold(&Stub::ListSplits, pb::ListSplitsRequest(), [](const Rows& rows) {
      pb::ListSplitsResponse list;
      list.set_revision(rows.revision);
      for (const auto& one : rows.splits) {
        pb::Split& to = *list.add_splits();
        to = WithShares(one);
        to.clear_shares();
      }
      return list;
    });
  }
  std::vector<pb::Decision> Decisions(const Rows& rows) {
    std::vector<pb::Decision> list;
    for (const auto& one : rows.decisions) {
      list.push_back(WithSums(rows, RowsAt(one.revision()), one));
    }
    return list;
  }
  void GetDecision() {
    HoldOne<pb::GetDecisionRequest, pb::Decision>(
        &Stub::GetDecision, absl::StrCat("provinces/pv23/decisions/d", Any(4)),
        "DECISION_NOT_FOUND",
        [this](const Rows& rows) { return Decisions(rows); });
  }
  void ListDecisions() {
    pb::ListDecisionsRequest request;
    request.set_parent(Any(3) == 0   ? "provinces/pv24"
                       : Any(2) == 0 ? "provinces/-"
                                     : "provinces/pv23");
    Hold(&Stub::ListDecisions, request, [&](const Rows& rows) {
      pb::ListDecisionsResponse list;
      list.set_revision(rows.revision);
      for (const auto& one : Decisions(rows)) {
        if (request.parent() == "provinces/-" ||
            absl::StartsWith(one.name(), request.parent() + "/")) {
          *list.add_decisions() = one;
        }
      }
      return list;
    });
  }
  void GetRedistribution() {
    HoldOne<pb::GetRedistributionRequest, pb::Redistribution>(
        &Stub::GetRedistribution, absl::StrCat("redistributions/r", Any(8)),
        "REDISTRIBUTION_NOT_FOUND",
        [](const Rows& rows) { return rows.redistributions; });
  }
  void ListRedistributions() {
    pb::ListRedistributionsRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListRedistributions, request, [&](const Rows& rows) {
      pb::ListRedistributionsResponse list;
      list.set_revision(rows.revision);
      const auto names = NamesOf(Within(request.parent()));
      for (const auto& one : rows.redistributions) {
        if (std::any_of(one.changes().begin(), one.changes().end(),
                        [&](const auto& change) {
                          return std::count(names.begin(), names.end(),
                                            change.municipality()) > 0;
                        })) {
          *list.add_redistributions() = one;
        }
      }
      return list;
    });
  }
  void GetTransfer() {
    pb::GetTransferRequest request;
    *request.mutable_as_of_date() = AnyDate();
    HoldOne<pb::GetTransferRequest, pb::Transfer>(
        &Stub::GetTransfer, absl::StrCat("transfers/t", Any(8)),
        "TRANSFER_NOT_FOUND",
        [&](const Rows& rows) {
          std::vector<pb::Transfer> list;
          for (const auto& one : rows.transfers) {
            list.push_back(SeenBy(DayOf(request.as_of_date()), one));
          }
          return list;
        },
        request);
  }
  void ListTransfers() {
    pb::ListTransfersRequest request;
    request.set_parent(AnyParent());
    *request.mutable_as_of_date() = AnyDate();
    if (Any(3) == 0) request.set_duty(static_cast<pb::Duty>(1 + Any(2)));
    if (Any(3) == 0) request.set_period("cycles/2024");
    Hold(&Stub::ListTransfers, request, [&](const Rows& rows) {
      pb::ListTransfersResponse list;
      list.set_revision(rows.revision);
      const auto names = NamesOf(Within(request.parent()));
      const auto here = [&](const std::string& name) {
        return std::count(names.begin(), names.end(), name) > 0;
      };
      for (const auto& one : rows.transfers) {
        if ((here(one.giver()) || here(one.receiver())) &&
            (request.duty() == pb::DUTY_UNSPECIFIED ||
             request.duty() == one.duty()) &&
            (request.period().empty() || request.period() == one.period()) &&
            DayOf(one.propose_date()) <= DayOf(request.as_of_date())) {
          *list.add_transfers() = SeenBy(DayOf(request.as_of_date()), one);
        }
      }
      return list;
    });
  }
  void ListRevisions() {
    pb::ListRevisionsRequest request;
    if (Any(3) == 0) {
      *request.mutable_known_time() =
          ToTimestamp(clock_.Now() - absl::Seconds(Any(600)));
    }
    if (Any(3) == 0) request.add_revisions(1 + Any(20));
    Hold(&Stub::ListRevisions, request, [&](const Rows& rows) {
      auto list = RevisionsBySql<pb::ListRevisionsResponse>(*db_, request,
                                                            rows.revision);
      // What municipalities wrote is not told by whom.
      for (pb::Revision& one : *list.mutable_revisions()) {
        if (one.caller() == "1") continue;
        one.clear_caller();
        one.clear_organisation();
        one.clear_actor();
        one.clear_method();
        one.clear_request_id();
      }
      return list;
    });
  }

  struct Oracle {
    const char* method;
    void (QuotasBySqlTest::*hold)();
  };
  // Every read of the contract.
  static const std::vector<Oracle>& Oracles() {
    using T = QuotasBySqlTest;
    static const auto* const kOracles = new std::vector<Oracle>{
        {"ListMunicipalities", &T::ListMunicipalities},
        {"ListProvinces", &T::ListProvinces},
        {"GetCycle", &T::GetCycle},
        {"ListCycles", &T::ListCycles},
        {"GetCalendar", &T::GetCalendar},
        {"ListQuotaEntries", &T::ListQuotaEntries},
        {"ComputeIndicativeSplit", &T::ComputeIndicativeSplit},
        {"ListObligations", &T::ListObligations},
        {"ListHousingTargets", &T::ListHousingTargets},
        {"ListEstimates", &T::ListEstimates},
        {"ListNationalTargets", &T::ListNationalTargets},
        {"ListPublishedBalances", &T::ListPublishedBalances},
        {"ListPopulations", &T::ListPopulations},
        {"ListScores", &T::ListScores},
        {"ListSuccessions", &T::ListSuccessions},
        {"ListExchanges", &T::ListExchanges},
        {"GetSplit", &T::GetSplit},
        {"ListSplits", &T::ListSplits},
        {"GetDecision", &T::GetDecision},
        {"ListDecisions", &T::ListDecisions},
        {"GetRedistribution", &T::GetRedistribution},
        {"ListRedistributions", &T::ListRedistributions},
        {"GetTransfer", &T::GetTransfer},
        {"ListTransfers", &T::ListTransfers},
        {"ListRevisions", &T::ListRevisions},
    };
    return *kOracles;
  }

  const uint32_t seed_ = Seed();
  RandomWrites random_{seed_};
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  Sides sides_{*db_, clock_};
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::map<int64_t, Rows> rows_;
  int64_t revision_ = 1;
};

TEST_F(QuotasBySqlTest, EveryReadOfTheContractHasAnOracle) {
  ExpectOneForEveryRead(Oracles(),
                        *pb::Cycle::descriptor()->file()->service(0));
}

TEST_F(QuotasBySqlTest, EveryReadEqualsANaiveComputationFromPlainSql) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  for (int i = 0; i < 3; ++i) {
    replicas_.push_back(
        std::make_unique<Replica>(*db_, clock_, *organisations_));
  }
  Stub& first = *replicas_[0]->stub;
  ASSERT_THAT(
      CallRpc(first, &Stub::DeliverQuotas, RandomWrites::FirstDelivery()),
      IsOk());
  ASSERT_THAT(CallRpc(first, &Stub::DeliverQuotas, random_.Inhabitants()),
              IsOk());
  int written = 0;
  const auto write = [&](int writer, int count) {
    RandomWrites writes(seed_ + 1 + static_cast<uint32_t>(written), &sides_);
    for (int i = 0; i < count; ++i) {
      clock_.Set(clock_.Now() + absl::Seconds(1));
      writes.WriteSomething(*replicas_[writer]->stub,
                            std::to_string(++written));
    }
  };
  write(0, Writes());
  for (int round = 0; round < Writes() / 3 && !HasFailure(); ++round) {
    rows_.clear();
    revision_ = RevisionBySql(*db_);
    if (Any(4) > 0) revision_ = 1 + Any(static_cast<int>(revision_));
    std::thread writer([&] { write(round % 3, 10); });
    for (const Oracle& oracle : Oracles()) (this->*oracle.hold)();
    // What is computed of most.
    for (int i = 0; i < 2; ++i) ListObligations();
    writer.join();
  }
}

}  // namespace
}  // namespace naive
}  // namespace opvang::quotas
