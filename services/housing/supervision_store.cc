#include "services/housing/supervision_store.h"

#include <utility>

#include "common/base/calendar.h"
#include "services/housing/columns.h"
#include "services/housing/rules/supervision.h"

namespace opvang::housing {
namespace {

pb::LadderLevel ReadLevel(const Row& row) {
  pb::LadderLevel level;
  level.set_province(row.Text(0));
  *level.mutable_start_date() = ToProto(row.Day(1));
  level.set_revision(row.Int(2));
  level.set_rank(static_cast<int32_t>(row.Int(3)));
  level.set_code(row.Text(4));
  level.set_display_name(row.Text(5));
  level.set_measure(row.Text(6));
  if (!row.IsNull(7)) {
    level.set_missed_half_year_count(static_cast<int32_t>(row.Int(7)));
  }
  if (!row.IsNull(8)) {
    level.set_backlog_permille(static_cast<int32_t>(row.Int(8)));
  }
  if (!row.IsNull(9)) {
    level.set_backlog_person_count(static_cast<int32_t>(row.Int(9)));
  }
  level.set_ladder(row.Text(10));
  level.set_test(static_cast<pb::LadderTest>(row.Int(11)));
  level.set_source(row.Text(12));
  return level;
}

pb::SupervisionStep ReadStep(const Row& row) {
  pb::SupervisionStep step;
  step.set_municipality(row.Text(0));
  *step.mutable_step_date() = ToProto(row.Day(1));
  step.set_revision(row.Int(2));
  step.set_level(row.Text(3));
  step.set_letter(row.Text(4));
  step.set_reason(row.Text(5));
  step.set_source(row.Text(6));
  return step;
}

}  // namespace

absl::Status AppendSupervision(Transaction& tx,
                               const pb::DeliverHousingRequest& delivery) {
  std::vector<std::vector<Value>> levels, steps;
  for (const pb::LadderLevel& l : delivery.ladder_levels()) {
    levels.push_back(
        {l.province(), DayOf(l.start_date()), tx.revision(), l.rank(), l.code(),
         l.display_name(), l.measure(),
         Optional(l.has_missed_half_year_count(), l.missed_half_year_count()),
         Optional(l.has_backlog_permille(), l.backlog_permille()),
         Optional(l.has_backlog_person_count(), l.backlog_person_count()),
         l.ladder(), static_cast<int>(l.test()), l.source()});
  }
  for (const pb::SupervisionStep& s : delivery.supervision_steps()) {
    steps.push_back({s.municipality(), DayOf(s.step_date()), tx.revision(),
                     s.level(), s.letter(), s.reason(), s.retracted(),
                     s.source()});
  }
  RETURN_IF_ERROR(tx.Insert(
      "INSERT INTO ladder_levels (province, start_date, revision, level_rank, "
      "code, display_name, measure, missed_half_year_count, backlog_permille, "
      "backlog_person_count, ladder, test, source) VALUES ",
      levels));
  return tx.Insert(
      "INSERT INTO supervision_steps (municipality, step_date, revision, "
      "level, letter, reason, retracted, source) VALUES ",
      steps);
}

absl::StatusOr<std::vector<pb::Ladder>> ListLadders(Transaction& tx) {
  ASSIGN_OR_RETURN(
      std::vector<pb::LadderLevel> levels,
      tx.Query(
          "SELECT province, start_date, revision, level_rank, code, "
          "display_name, measure, missed_half_year_count, backlog_permille, "
          "backlog_person_count, ladder, test, source FROM (SELECT "
          "ladder_levels.*, RANK() OVER (PARTITION BY province, start_date "
          "ORDER BY revision DESC) AS version_rank FROM ladder_levels "
          "WHERE revision <= ?) AS versions WHERE version_rank = 1",
          ReadLevel, tx.revision()));
  return LaddersOf(std::move(levels));
}

absl::StatusOr<std::map<std::string, std::vector<pb::SupervisionStep>>>
ListSupervisionSteps(Transaction& tx,
                     const std::vector<std::string>& municipalities,
                     absl::CivilDay day) {
  ASSIGN_OR_RETURN(
      std::vector<pb::SupervisionStep> steps,
      tx.QueryValues(
          Sql("SELECT municipality, step_date, revision, level, letter, "
              "reason, source FROM (SELECT supervision_steps.*, ROW_NUMBER() "
              "OVER (PARTITION BY municipality, step_date ORDER BY revision "
              "DESC) AS version_rank FROM supervision_steps WHERE "
              "municipality") +
              In(municipalities.size()) +
              " AND step_date <= ? AND revision <= ?) AS versions WHERE "
              "version_rank = 1 "
              "AND NOT retracted ORDER BY municipality, step_date",
          ReadStep, Parameters(municipalities, {day, tx.revision()})));
  std::map<std::string, std::vector<pb::SupervisionStep>> by_municipality;
  for (pb::SupervisionStep& step : steps) {
    by_municipality[step.municipality()].push_back(std::move(step));
  }
  return by_municipality;
}

}  // namespace opvang::housing
