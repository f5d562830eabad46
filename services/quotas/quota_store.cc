#include "services/quotas/quota_store.h"

#include "common/base/calendar.h"
#include "common/db/named.h"
#include "services/quotas/columns.h"
#include "services/quotas/rules/housing_target.h"

namespace opvang::quotas {
namespace {

pb::Cycle ReadCycle(const Row& row) {
  pb::Cycle cycle;
  cycle.set_name(row.Text(0));
  cycle.set_revision(row.Int(1));
  cycle.set_display_name(row.Text(2));
  *cycle.mutable_window_start_date() = ToProto(row.Day(3));
  *cycle.mutable_window_end_date() = ToProto(row.Day(4));
  *cycle.mutable_realisation_start_date() = ToProto(row.Day(5));
  *cycle.mutable_realisation_end_date() = ToProto(row.Day(6));
  *cycle.mutable_report_due_date() = ToProto(row.Day(7));
  *cycle.mutable_decision_due_date() = ToProto(row.Day(8));
  cycle.set_source(row.Text(9));
  if (!row.IsNull(10)) {
    *cycle.mutable_estimate_due_date() = ToProto(row.Day(10));
  }
  if (!row.IsNull(11)) *cycle.mutable_delivery_date() = ToProto(row.Day(11));
  if (!row.IsNull(12)) *cycle.mutable_term_start_date() = ToProto(row.Day(12));
  if (!row.IsNull(13)) *cycle.mutable_term_end_date() = ToProto(row.Day(13));
  return cycle;
}

pb::CycleStep ReadCycleStep(const Row& row) {
  pb::CycleStep step;
  step.set_cycle(row.Text(0));
  step.set_state(static_cast<pb::CycleStep::State>(row.Int(1)));
  *step.mutable_step_date() = ToProto(row.Day(2));
  step.set_revision(row.Int(3));
  step.set_retracted(row.Int(4) != 0);
  step.set_source(row.Text(5));
  return step;
}

pb::Estimate ReadEstimate(const Row& row) {
  pb::Estimate estimate;
  estimate.set_cycle(row.Text(0));
  estimate.set_place_count(Count(row, 1));
  if (!row.IsNull(2)) estimate.set_amv_count(Count(row, 2));
  *estimate.mutable_publish_date() = ToProto(row.Day(3));
  estimate.set_source(row.Text(4));
  estimate.set_revision(row.Int(5));
  return estimate;
}

pb::NationalTarget ReadNationalTarget(const Row& row) {
  pb::NationalTarget target;
  target.set_half_year(row.Text(0));
  target.set_person_count(Count(row, 1));
  *target.mutable_publish_date() = ToProto(row.Day(2));
  target.set_source(row.Text(3));
  target.set_revision(row.Int(4));
  *target.mutable_last_timely_date() =
      ToProto(LastPublicationDayOf(target.half_year()));
  return target;
}

pb::PublishedBalance ReadBalance(const Row& row) {
  pb::PublishedBalance balance;
  balance.set_subject(row.Text(0));
  balance.set_half_year(row.Text(1));
  balance.set_publisher(row.Text(2));
  balance.set_person_count(Count(row, 3));
  *balance.mutable_publish_date() = ToProto(row.Day(4));
  balance.set_source(row.Text(5));
  balance.set_revision(row.Int(6));
  return balance;
}

pb::Population ReadPopulation(const Row& row) {
  pb::Population population;
  population.set_municipality(row.Text(0));
  *population.mutable_reference_date() = ToProto(row.Day(1));
  population.set_inhabitant_count(Count(row, 2));
  population.set_source(row.Text(3));
  return population;
}

pb::Score ReadScore(const Row& row) {
  pb::Score score;
  score.set_municipality(row.Text(0));
  score.set_reference_year(Count(row, 1));
  score.set_score_thousandths(Count(row, 2));
  score.set_source(row.Text(3));
  return score;
}

pb::Succession ReadSuccession(const Row& row) {
  pb::Succession succession;
  succession.set_municipality(row.Text(0));
  succession.set_successor(row.Text(1));
  *succession.mutable_start_date() = ToProto(row.Day(2));
  succession.set_weight(Count(row, 3));
  succession.set_source(row.Text(4));
  succession.set_revision(row.Int(5));
  return succession;
}

pb::QuotaEntry ReadEntry(const Row& row) {
  pb::QuotaEntry entry;
  entry.set_subject(row.Text(0));
  entry.set_duty(static_cast<pb::Duty>(row.Int(1)));
  entry.set_period(row.Text(2));
  entry.set_basis(static_cast<pb::QuotaEntry::Basis>(row.Int(3)));
  *entry.mutable_start_date() = ToProto(row.Day(4));
  entry.set_revision(row.Int(5));
  if (!row.IsNull(6)) entry.set_quota_count(Count(row, 6));
  if (!row.IsNull(7)) entry.set_amv_count(Count(row, 7));
  entry.set_source(row.Text(8));
  entry.set_origin(row.Text(9));
  return entry;
}

// By municipality; rows come in order of revision, so the latest version stays.
template <typename Message>
absl::StatusOr<std::map<std::string, Message>> LatestByMunicipality(
    absl::StatusOr<std::vector<Message>> rows) {
  RETURN_IF_ERROR(rows.status());
  std::map<std::string, Message> latest;
  for (Message& row : *rows) latest[row.municipality()] = std::move(row);
  return latest;
}

absl::Status AppendNationalFacts(Transaction& tx,
                                 const pb::DeliverQuotasRequest& delivery) {
  std::vector<std::vector<Value>> cycles, steps, estimates, targets,
      populations, scores, successions;
  for (const pb::Cycle& c : delivery.cycles()) {
    cycles.push_back(
        {c.name(), tx.revision(), c.display_name(),
         DayOf(c.window_start_date()), DayOf(c.window_end_date()),
         DayOf(c.realisation_start_date()), DayOf(c.realisation_end_date()),
         DayOf(c.report_due_date()), DayOf(c.decision_due_date()), c.source(),
         OptionalDay(c.has_estimate_due_date(), c.estimate_due_date()),
         OptionalDay(c.has_delivery_date(), c.delivery_date()),
         OptionalDay(c.has_term_start_date(), c.term_start_date()),
         OptionalDay(c.has_term_end_date(), c.term_end_date())});
  }
  for (const pb::CycleStep& s : delivery.cycle_steps()) {
    steps.push_back({s.cycle(), static_cast<int>(s.state()),
                     DayOf(s.step_date()), tx.revision(), s.retracted(),
                     s.source()});
  }
  for (const pb::Estimate& e : delivery.estimates()) {
    estimates.push_back(
        {e.cycle(), DayOf(e.publish_date()), tx.revision(), e.place_count(),
         Optional(e.has_amv_count(), e.amv_count()), e.source()});
  }
  for (const pb::NationalTarget& t : delivery.national_targets()) {
    targets.push_back({t.half_year(), DayOf(t.publish_date()), tx.revision(),
                       t.person_count(), t.source()});
  }
  for (const pb::Population& p : delivery.populations()) {
    populations.push_back({p.municipality(), DayOf(p.reference_date()),
                           tx.revision(), p.inhabitant_count(), p.source()});
  }
  for (const pb::Score& s : delivery.scores()) {
    scores.push_back({s.municipality(), s.reference_year(), tx.revision(),
                      s.score_thousandths(), s.source()});
  }
  for (const pb::Succession& s : delivery.successions()) {
    successions.push_back({s.municipality(), s.successor(), tx.revision(),
                           DayOf(s.start_date()),
                           Optional(s.has_weight(), s.weight()), s.source()});
  }
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO cycles (name, revision, display_name, "
                "window_start_date, window_end_date, realisation_start_date, "
                "realisation_end_date, report_due_date, decision_due_date, "
                "source, estimate_due_date, delivery_date, term_start_date, "
                "term_end_date) VALUES ",
                cycles));
  RETURN_IF_ERROR(tx.Insert(
      "INSERT INTO cycle_steps (cycle, state, step_date, revision, retracted, "
      "source) VALUES ",
      steps));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO estimates (cycle, publish_date, revision, "
                "place_count, amv_count, source) VALUES ",
                estimates));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO national_targets (half_year, publish_date, "
                "revision, person_count, source) VALUES ",
                targets));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO populations (municipality, reference_date, "
                "revision, inhabitant_count, source) VALUES ",
                populations));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO scores (municipality, reference_year, revision, "
                "score_thousandths, source) VALUES ",
                scores));
  return tx.Insert(
      "INSERT INTO successions (municipality, successor, revision, start_date, "
      "weight, source) VALUES ",
      successions);
}

}  // namespace

absl::Status AppendDelivery(Transaction& tx,
                            const pb::DeliverQuotasRequest& delivery) {
  RETURN_IF_ERROR(AppendNationalFacts(tx, delivery));
  std::vector<std::vector<Value>> balances;
  for (const pb::PublishedBalance& b : delivery.published_balances()) {
    balances.push_back({b.subject(), b.half_year(), b.publisher(),
                        tx.revision(),
                        Optional(b.has_person_count(), b.person_count()),
                        DayOf(b.publish_date()), b.source()});
  }
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO published_balances (subject, half_year, "
                "publisher, revision, person_count, publish_date, source) "
                "VALUES ",
                balances));
  std::vector<pb::QuotaEntry> entries(delivery.quota_entries().begin(),
                                      delivery.quota_entries().end());
  for (pb::QuotaEntry& entry : entries) entry.clear_origin();
  return AppendQuotaEntries(tx, entries);
}

absl::Status AppendQuotaEntries(Transaction& tx,
                                const std::vector<pb::QuotaEntry>& entries) {
  std::vector<std::vector<Value>> rows;
  for (const pb::QuotaEntry& e : entries) {
    rows.push_back(
        {e.subject(), static_cast<int>(e.duty()), e.period(),
         static_cast<int>(e.basis()), DayOf(e.start_date()), tx.revision(),
         Optional(e.has_quota_count(), e.quota_count()),
         Optional(e.has_amv_count(), e.amv_count()), e.source(), e.origin()});
  }
  return tx.Insert(
      "INSERT INTO quota_entries (subject, duty, period, basis, start_date, "
      "revision, quota_count, amv_count, source, origin) VALUES ",
      rows);
}

absl::StatusOr<std::vector<pb::Cycle>> ListCycles(Transaction& tx) {
  return tx.Query(
      "SELECT name, revision, display_name, window_start_date, "
      "window_end_date, realisation_start_date, realisation_end_date, "
      "report_due_date, decision_due_date, source, estimate_due_date, "
      "delivery_date, term_start_date, term_end_date FROM (SELECT cycles.*, "
      "ROW_NUMBER() OVER (PARTITION BY name ORDER BY revision DESC) AS "
      "version_rank "
      "FROM cycles WHERE revision <= ?) AS versions WHERE version_rank = 1 "
      "ORDER BY name",
      ReadCycle, tx.revision());
}

absl::StatusOr<std::optional<pb::Cycle>> FindCycle(Transaction& tx,
                                                   const std::string& name) {
  return FindNamed(ListCycles(tx), name);
}

absl::StatusOr<std::vector<pb::CycleStep>> ListCycleSteps(
    Transaction& tx, const std::string& cycle) {
  return tx.Query(
      "SELECT cycle, state, step_date, revision, retracted, source "
      "FROM cycle_steps WHERE cycle = ? AND revision <= ? "
      "ORDER BY step_date, state, revision",
      ReadCycleStep, cycle, tx.revision());
}

absl::StatusOr<std::vector<pb::Estimate>> ListEstimates(
    Transaction& tx, const std::string& cycle) {
  return tx.Query(
      "SELECT cycle, place_count, amv_count, publish_date, source, revision "
      "FROM estimates WHERE cycle = ? AND revision <= ? "
      "ORDER BY publish_date, revision",
      ReadEstimate, cycle, tx.revision());
}

absl::StatusOr<std::vector<pb::NationalTarget>> ListNationalTargets(
    Transaction& tx) {
  return tx.Query(
      "SELECT half_year, person_count, publish_date, source, revision "
      "FROM national_targets WHERE revision <= ? "
      "ORDER BY half_year, publish_date, revision",
      ReadNationalTarget, tx.revision());
}

absl::StatusOr<std::vector<pb::PublishedBalance>> ListPublishedBalances(
    Transaction& tx, const std::vector<std::string>& subjects,
    const HalfYears& half_years) {
  return tx.QueryValues(
      Sql("SELECT subject, half_year, publisher, person_count, publish_date, "
          "source, revision FROM (SELECT published_balances.*, ROW_NUMBER() "
          "OVER (PARTITION BY subject, half_year, publisher ORDER BY revision "
          "DESC) AS version_rank FROM published_balances WHERE subject") +
          In(subjects.size()) +
          " AND half_year BETWEEN ? AND ? AND revision <= ?) AS versions WHERE "
          "version_rank = 1 AND person_count IS NOT NULL "
          "ORDER BY half_year, subject, publish_date, publisher",
      ReadBalance,
      Parameters(subjects, {half_years.first, half_years.last, tx.revision()}));
}

absl::StatusOr<std::map<std::string, pb::Population>> ListPopulations(
    Transaction& tx, absl::CivilDay reference_date) {
  return LatestByMunicipality(
      tx.Query("SELECT municipality, reference_date, inhabitant_count, source "
               "FROM populations WHERE reference_date = ? AND revision <= ? "
               "ORDER BY revision",
               ReadPopulation, reference_date, tx.revision()));
}

absl::StatusOr<std::map<std::string, pb::Score>> ListScores(
    Transaction& tx, int reference_year) {
  return LatestByMunicipality(
      tx.Query("SELECT municipality, reference_year, score_thousandths, source "
               "FROM scores WHERE reference_year = ? AND revision <= ? "
               "ORDER BY revision",
               ReadScore, reference_year, tx.revision()));
}

absl::StatusOr<std::vector<pb::Succession>> ListSuccessions(Transaction& tx) {
  return tx.Query(
      "SELECT municipality, successor, start_date, weight, source, revision "
      "FROM (SELECT successions.*, ROW_NUMBER() OVER (PARTITION BY "
      "municipality, successor ORDER BY revision DESC) AS version_rank "
      "FROM successions WHERE revision <= ?) AS versions "
      "WHERE version_rank = 1 AND weight IS NOT NULL "
      "ORDER BY municipality, successor",
      ReadSuccession, tx.revision());
}

absl::StatusOr<std::vector<pb::QuotaEntry>> ListQuotaEntries(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT subject, duty, period, basis, start_date, revision, "
          "quota_count, amv_count, source, origin FROM quota_entries "
          "WHERE subject") +
          In(subjects.size()) +
          " AND revision <= ? "
          "ORDER BY subject, duty, period, basis, start_date, revision",
      ReadEntry, Parameters(subjects, {tx.revision()}));
}

}  // namespace opvang::quotas
