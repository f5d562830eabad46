#include "services/quotas/agreement_store.h"

#include <map>

#include "common/base/calendar.h"
#include "common/service/update_mask.h"
#include "services/quotas/columns.h"

namespace opvang::quotas {
namespace {

pb::Split ReadSplit(const Row& row) {
  pb::Split split;
  split.set_name(row.Text(0));
  split.set_revision(row.Int(1));
  split.set_duty(static_cast<pb::Duty>(row.Int(2)));
  split.set_period(row.Text(3));
  *split.mutable_publish_date() = ToProto(row.Day(4));
  *split.mutable_population_date() = ToProto(row.Day(5));
  if (!row.IsNull(6)) split.set_score_year(Count(row, 6));
  if (!row.IsNull(7)) split.set_substitute_score_thousandths(Count(row, 7));
  split.set_national_count(Count(row, 8));
  if (!row.IsNull(9)) split.set_national_amv_count(Count(row, 9));
  split.set_national_source(row.Text(10));
  split.set_source(row.Text(11));
  split.set_summed_count(Count(row, 12));
  return split;
}

pb::Split::Share ReadShare(const Row& row) {
  pb::Split::Share share;
  share.set_municipality(row.Text(0));
  share.set_quota_count(Count(row, 1));
  if (!row.IsNull(2)) share.set_amv_count(Count(row, 2));
  share.set_inhabitant_count(Count(row, 3));
  if (!row.IsNull(4)) share.set_score_thousandths(Count(row, 4));
  share.set_substituted(row.Int(5) != 0);
  return share;
}

pb::Decision ReadDecision(const Row& row) {
  pb::Decision decision;
  decision.set_name(row.Text(0));
  decision.set_revision(row.Int(1));
  decision.set_cycle(row.Text(2));
  *decision.mutable_publish_date() = ToProto(row.Day(3));
  decision.set_amended_decision(row.Text(4));
  decision.set_summed_count(Count(row, 6));
  if (!row.IsNull(5)) {
    decision.set_stated_count(Count(row, 5));
    decision.set_difference_count(decision.stated_count() -
                                  decision.summed_count());
  }
  decision.set_source(row.Text(7));
  return decision;
}

pb::Redistribution ReadRedistribution(const Row& row) {
  pb::Redistribution redistribution;
  redistribution.set_name(row.Text(0));
  redistribution.set_revision(row.Int(1));
  redistribution.set_duty(static_cast<pb::Duty>(row.Int(2)));
  redistribution.set_period(row.Text(3));
  *redistribution.mutable_start_date() = ToProto(row.Day(4));
  redistribution.set_source(row.Text(5));
  if (!row.IsNull(6)) {
    redistribution.set_revision(row.Int(6));
    *redistribution.mutable_end_date() = ToProto(row.Day(7));
    redistribution.set_end_source(row.Text(8));
  }
  redistribution.set_etag(Etag(redistribution.revision()));
  return redistribution;
}

pb::Transfer ReadTransfer(const Row& row) {
  pb::Transfer transfer;
  transfer.set_name(row.Text(0));
  transfer.set_revision(row.Int(1));
  transfer.set_etag(Etag(row.Int(1)));
  transfer.set_duty(static_cast<pb::Duty>(row.Int(2)));
  transfer.set_period(row.Text(3));
  transfer.set_giver(row.Text(4));
  transfer.set_receiver(row.Text(5));
  transfer.set_place_count(Count(row, 6));
  transfer.set_amv_count(Count(row, 7));
  *transfer.mutable_start_date() = ToProto(row.Day(8));
  if (!row.IsNull(9)) *transfer.mutable_end_date() = ToProto(row.Day(9));
  *transfer.mutable_propose_date() = ToProto(row.Day(10));
  transfer.set_condition(row.Text(11));
  transfer.set_source(row.Text(12));
  return transfer;
}

// Hands each part, read with the name of what it belongs to, to its owner.
template <typename Owner, typename Part, typename Take>
void Join(std::vector<Owner>& owners,
          const std::vector<std::pair<std::string, Part>>& parts, Take take) {
  std::map<std::string, Owner*> by_name;
  for (Owner& owner : owners) by_name[owner.name()] = &owner;
  for (const auto& [name, part] : parts) {
    const auto owner = by_name.find(name);
    if (owner != by_name.end()) take(*owner->second, part);
  }
}

}  // namespace

absl::Status AppendSplit(Transaction& tx, const pb::Split& split) {
  const bool scored = split.duty() == pb::DUTY_ASYLUM;
  RETURN_IF_ERROR(tx.Insert(
      "INSERT INTO splits (name, revision, duty, period, publish_date, "
      "population_date, score_year, substitute_score_thousandths, "
      "national_count, national_amv_count, national_source, source) VALUES ",
      {{split.name(), tx.revision(), static_cast<int>(split.duty()),
        split.period(), DayOf(split.publish_date()),
        DayOf(split.population_date()), Optional(scored, split.score_year()),
        Optional(split.has_substitute_score_thousandths(),
                 split.substitute_score_thousandths()),
        split.national_count(),
        Optional(split.has_national_amv_count(), split.national_amv_count()),
        split.national_source(), split.source()}}));
  std::vector<std::vector<Value>> inputs;
  for (const pb::Split::Share& share : split.shares()) {
    inputs.push_back(
        {split.name(), share.municipality(), share.inhabitant_count(),
         Optional(share.has_score_thousandths(), share.score_thousandths()),
         share.substituted()});
  }
  return tx.Insert(
      "INSERT INTO split_inputs (split, municipality, inhabitant_count, "
      "score_thousandths, substituted) VALUES ",
      inputs);
}

absl::Status AppendDecision(Transaction& tx, const pb::Decision& decision) {
  return tx.Insert(
      "INSERT INTO decisions (name, revision, cycle, publish_date, "
      "amended_decision, stated_count, summed_count, source) VALUES ",
      {{decision.name(), tx.revision(), decision.cycle(),
        DayOf(decision.publish_date()), decision.amended_decision(),
        Optional(decision.has_stated_count(), decision.stated_count()),
        decision.summed_count(), decision.source()}});
}

absl::Status AppendRedistribution(Transaction& tx,
                                  const pb::Redistribution& redistribution) {
  RETURN_IF_ERROR(tx.Insert(
      "INSERT INTO redistributions (name, revision, duty, period, start_date, "
      "source) VALUES ",
      {{redistribution.name(), tx.revision(),
        static_cast<int>(redistribution.duty()), redistribution.period(),
        DayOf(redistribution.start_date()), redistribution.source()}}));
  std::vector<std::vector<Value>> changes;
  for (const auto& change : redistribution.changes()) {
    changes.push_back({redistribution.name(), change.municipality(),
                       change.change_count(), change.amv_change_count()});
  }
  return tx.Insert(
      "INSERT INTO redistribution_changes (redistribution, municipality, "
      "change_count, amv_change_count) VALUES ",
      changes);
}

absl::Status AppendTransfer(Transaction& tx, const pb::Transfer& transfer) {
  return tx.Insert(
      "INSERT INTO transfers (name, revision, duty, period, giver, receiver, "
      "place_count, amv_count, start_date, end_date, propose_date, "
      "condition_text, source) VALUES ",
      {{transfer.name(), tx.revision(), static_cast<int>(transfer.duty()),
        transfer.period(), transfer.giver(), transfer.receiver(),
        transfer.place_count(), transfer.amv_count(),
        DayOf(transfer.start_date()),
        OptionalDay(transfer.has_end_date(), transfer.end_date()),
        DayOf(transfer.propose_date()), transfer.condition(),
        transfer.source()}});
}

absl::Status AppendRedistributionEnd(Transaction& tx, const std::string& name,
                                     absl::CivilDay end_date,
                                     const std::string& source) {
  return tx.Insert(
      "INSERT INTO redistribution_ends (redistribution, revision, end_date, "
      "source) VALUES ",
      {{name, tx.revision(), end_date, source}});
}

absl::Status AppendTransferStep(Transaction& tx, const std::string& name,
                                const pb::Transfer::Step& step) {
  return tx.Insert(
      "INSERT INTO transfer_steps (transfer, revision, kind, step_date, "
      "source) VALUES ",
      {{name, tx.revision(), static_cast<int>(step.kind()),
        DayOf(step.step_date()), step.source()}});
}

absl::StatusOr<std::vector<pb::Split>> ListSplits(Transaction& tx) {
  return tx.Query(
      "SELECT name, revision, duty, period, publish_date, population_date, "
      "score_year, substitute_score_thousandths, national_count, "
      "national_amv_count, national_source, source, (SELECT SUM(quota_count) "
      "FROM quota_entries WHERE origin = splits.name) "
      "FROM splits WHERE revision <= ? ORDER BY name",
      ReadSplit, tx.revision());
}

absl::StatusOr<std::vector<pb::Split::Share>> ListSplitShares(
    Transaction& tx, const std::string& split) {
  return tx.Query(
      "SELECT municipality, quota_count, amv_count, inhabitant_count, "
      "score_thousandths, substituted FROM split_inputs JOIN quota_entries "
      "ON origin = split AND subject = municipality "
      "WHERE split = ? ORDER BY municipality",
      ReadShare, split);
}

absl::StatusOr<std::vector<pb::Decision>> ListDecisions(Transaction& tx) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Decision> decisions,
      tx.Query("SELECT name, revision, cycle, publish_date, amended_decision, "
               "stated_count, summed_count, source FROM decisions "
               "WHERE revision <= ? ORDER BY name",
               ReadDecision, tx.revision()));
  ASSIGN_OR_RETURN(const auto shares,
                   tx.Query(
                       "SELECT origin, subject, quota_count, amv_count "
                       "FROM quota_entries WHERE origin LIKE 'provinces/%' AND "
                       "subject LIKE 'municipalities/%' AND revision <= ? "
                       "ORDER BY origin, subject",
                       [](const Row& row) {
                         pb::Decision::Share share;
                         share.set_municipality(row.Text(1));
                         share.set_quota_count(Count(row, 2));
                         if (!row.IsNull(3)) share.set_amv_count(Count(row, 3));
                         return std::pair(row.Text(0), share);
                       },
                       tx.revision()));
  Join(decisions, shares,
       [](pb::Decision& decision, const pb::Decision::Share& share) {
         *decision.add_shares() = share;
       });
  return decisions;
}

absl::StatusOr<std::vector<pb::Redistribution>> ListRedistributions(
    Transaction& tx) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Redistribution> redistributions,
      tx.Query("SELECT name, r.revision, duty, period, start_date, r.source, "
               "e.revision, end_date, e.source FROM redistributions AS r "
               "LEFT JOIN redistribution_ends AS e ON redistribution = name "
               "AND e.revision <= ? WHERE r.revision <= ? ORDER BY name",
               ReadRedistribution, tx.revision(), tx.revision()));
  ASSIGN_OR_RETURN(
      const auto changes,
      tx.Query("SELECT redistribution, municipality, change_count, "
               "amv_change_count FROM redistribution_changes "
               "ORDER BY redistribution, municipality",
               [](const Row& row) {
                 pb::Redistribution::Change change;
                 change.set_municipality(row.Text(1));
                 change.set_change_count(Count(row, 2));
                 change.set_amv_change_count(Count(row, 3));
                 return std::pair(row.Text(0), change);
               }));
  Join(redistributions, changes,
       [](pb::Redistribution& redistribution,
          const pb::Redistribution::Change& change) {
         *redistribution.add_changes() = change;
       });
  return redistributions;
}

absl::StatusOr<std::vector<pb::Transfer>> ListTransfers(Transaction& tx) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Transfer> transfers,
      tx.Query("SELECT name, revision, duty, period, giver, receiver, "
               "place_count, amv_count, start_date, end_date, propose_date, "
               "condition_text, source FROM transfers WHERE revision <= ? "
               "ORDER BY name",
               ReadTransfer, tx.revision()));
  ASSIGN_OR_RETURN(
      const auto steps,
      tx.Query(
          "SELECT transfer, kind, step_date, source, revision "
          "FROM transfer_steps WHERE revision <= ? "
          "ORDER BY transfer, revision",
          [](const Row& row) {
            pb::Transfer::Step step;
            step.set_kind(static_cast<pb::Transfer::Step::Kind>(row.Int(1)));
            *step.mutable_step_date() = ToProto(row.Day(2));
            step.set_source(row.Text(3));
            step.set_revision(row.Int(4));
            return std::pair(row.Text(0), step);
          },
          tx.revision()));
  Join(transfers, steps,
       [](pb::Transfer& transfer, const pb::Transfer::Step& step) {
         *transfer.add_steps() = step;
         transfer.set_revision(step.revision());
         transfer.set_etag(Etag(step.revision()));
       });
  return transfers;
}

}  // namespace opvang::quotas
