#include "services/quotas/quota_store.h"

#include "common/calendar.h"

namespace opvang::quotas {
namespace {

std::optional<int32_t> Optional(bool has, int32_t value) {
  return has ? std::optional<int32_t>(value) : std::nullopt;
}

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
  return cycle;
}

pb::Estimate ReadEstimate(const Row& row) {
  pb::Estimate estimate;
  estimate.set_cycle(row.Text(0));
  estimate.set_place_count(static_cast<int32_t>(row.Int(1)));
  if (!row.IsNull(2)) estimate.set_amv_count(static_cast<int32_t>(row.Int(2)));
  *estimate.mutable_publish_date() = ToProto(row.Day(3));
  estimate.set_source(row.Text(4));
  return estimate;
}

pb::QuotaEntry ReadEntry(const Row& row) {
  pb::QuotaEntry entry;
  entry.set_subject(row.Text(0));
  entry.set_duty(static_cast<pb::Duty>(row.Int(1)));
  entry.set_period(row.Text(2));
  entry.set_basis(static_cast<pb::QuotaEntry::Basis>(row.Int(3)));
  *entry.mutable_start_date() = ToProto(row.Day(4));
  entry.set_revision(row.Int(5));
  if (!row.IsNull(6)) entry.set_quota_count(static_cast<int32_t>(row.Int(6)));
  if (!row.IsNull(7)) entry.set_amv_count(static_cast<int32_t>(row.Int(7)));
  entry.set_source(row.Text(8));
  return entry;
}

absl::StatusOr<std::map<std::string, int32_t>> ListByMunicipality(
    Transaction& tx, const Sql& sql, const Value& key) {
  ASSIGN_OR_RETURN(const auto rows,
                   tx.QueryValues(sql,
                                  [](const Row& row) {
                                    return std::pair(
                                        row.Text(0),
                                        static_cast<int32_t>(row.Int(1)));
                                  },
                                  {key, tx.revision()}));
  // In order of revision: the latest word stays.
  std::map<std::string, int32_t> latest;
  for (const auto& [municipality, value] : rows) latest[municipality] = value;
  return latest;
}

}  // namespace

absl::Status AppendDelivery(Transaction& tx,
                            const pb::DeliverQuotasRequest& delivery) {
  std::vector<std::vector<Value>> cycles, estimates, populations, scores,
      entries;
  for (const pb::Cycle& c : delivery.cycles()) {
    cycles.push_back(
        {c.name(), tx.revision(), c.display_name(),
         DayOf(c.window_start_date()), DayOf(c.window_end_date()),
         DayOf(c.realisation_start_date()), DayOf(c.realisation_end_date()),
         DayOf(c.report_due_date()), DayOf(c.decision_due_date()), c.source()});
  }
  for (const pb::Estimate& e : delivery.estimates()) {
    estimates.push_back(
        {e.cycle(), DayOf(e.publish_date()), tx.revision(), e.place_count(),
         Optional(e.has_amv_count(), e.amv_count()), e.source()});
  }
  for (const pb::Population& p : delivery.populations()) {
    populations.push_back({p.municipality(), DayOf(p.reference_date()),
                           tx.revision(), p.inhabitant_count(), p.source()});
  }
  for (const pb::Score& s : delivery.scores()) {
    scores.push_back({s.municipality(), s.reference_year(), tx.revision(),
                      s.score_thousandths(), s.source()});
  }
  for (const pb::QuotaEntry& e : delivery.quota_entries()) {
    entries.push_back({e.subject(), static_cast<int>(e.duty()), e.period(),
                       static_cast<int>(e.basis()), DayOf(e.start_date()),
                       tx.revision(),
                       Optional(e.has_quota_count(), e.quota_count()),
                       Optional(e.has_amv_count(), e.amv_count()), e.source()});
  }
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO cycles (name, revision, display_name, "
                "window_start_date, window_end_date, realisation_start_date, "
                "realisation_end_date, report_due_date, decision_due_date, "
                "source) VALUES ",
                cycles));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO estimates (cycle, publish_date, revision, "
                "place_count, amv_count, source) VALUES ",
                estimates));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO populations (municipality, reference_date, "
                "revision, inhabitant_count, source) VALUES ",
                populations));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO scores (municipality, reference_year, revision, "
                "score_thousandths, source) VALUES ",
                scores));
  return tx.Insert(
      "INSERT INTO quota_entries (subject, duty, period, basis, start_date, "
      "revision, quota_count, amv_count, source) VALUES ",
      entries);
}

absl::StatusOr<std::vector<pb::Cycle>> ListCycles(Transaction& tx) {
  return tx.Query(
      "SELECT name, revision, display_name, window_start_date, "
      "window_end_date, realisation_start_date, realisation_end_date, "
      "report_due_date, decision_due_date, source FROM (SELECT cycles.*, "
      "ROW_NUMBER() OVER (PARTITION BY name ORDER BY revision DESC) AS word "
      "FROM cycles WHERE revision <= ?) AS said WHERE word = 1 ORDER BY name",
      ReadCycle, tx.revision());
}

absl::StatusOr<std::optional<pb::Estimate>> FindEstimate(
    Transaction& tx, const std::string& cycle) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Estimate> found,
      tx.Query("SELECT cycle, place_count, amv_count, publish_date, source "
               "FROM estimates WHERE cycle = ? AND revision <= ? "
               "ORDER BY publish_date DESC, revision DESC LIMIT 1",
               ReadEstimate, cycle, tx.revision()));
  if (found.empty()) return std::optional<pb::Estimate>();
  return std::optional<pb::Estimate>(std::move(found.front()));
}

absl::StatusOr<std::map<std::string, int32_t>> ListPopulations(
    Transaction& tx, absl::CivilDay reference_date) {
  return ListByMunicipality(
      tx,
      "SELECT municipality, inhabitant_count FROM populations "
      "WHERE reference_date = ? AND revision <= ? ORDER BY revision",
      reference_date);
}

absl::StatusOr<std::map<std::string, int32_t>> ListScores(Transaction& tx,
                                                          int reference_year) {
  return ListByMunicipality(
      tx,
      "SELECT municipality, score_thousandths FROM scores "
      "WHERE reference_year = ? AND revision <= ? ORDER BY revision",
      reference_year);
}

absl::StatusOr<std::vector<pb::QuotaEntry>> ListQuotaEntries(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT subject, duty, period, basis, start_date, revision, "
          "quota_count, amv_count, source FROM quota_entries WHERE subject") +
          In(subjects.size()) +
          " AND revision <= ? "
          "ORDER BY subject, duty, period, basis, start_date, revision",
      ReadEntry, Parameters(subjects, {tx.revision()}));
}

}  // namespace opvang::quotas
