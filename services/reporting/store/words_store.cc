#include "services/reporting/store/words_store.h"

#include "common/base/calendar.h"

namespace opvang::reporting {
namespace {

pb::Text ReadText(const Row& row) {
  pb::Text text;
  text.set_subject(row.Text(0));
  text.set_kind(static_cast<pb::Text::Kind>(row.Int(1)));
  text.set_position(static_cast<int32_t>(row.Int(2)));
  *text.mutable_start_date() = ToProto(row.Day(3));
  text.set_title(row.Text(4));
  text.set_body(row.Text(5));
  text.set_source(row.Text(6));
  return text;
}

pb::StatedFigure ReadStatedFigure(const Row& row) {
  pb::StatedFigure figure;
  figure.set_subject(row.Text(0));
  figure.set_metric(static_cast<pb::StatedFigure::Metric>(row.Int(1)));
  *figure.mutable_publish_date() = ToProto(row.Day(2));
  figure.set_document(row.Text(3));
  if (!row.IsNull(4)) {
    figure.set_place_count(static_cast<int32_t>(row.Int(4)));
  }
  figure.set_percent(row.Text(5));
  figure.set_source(row.Text(6));
  return figure;
}

pb::Deadline ReadDeadline(const Row& row) {
  pb::Deadline deadline;
  deadline.set_subject(row.Text(0));
  deadline.set_item(static_cast<pb::Deadline::Item>(row.Int(1)));
  deadline.set_cycle(row.Text(2));
  *deadline.mutable_due_date() = ToProto(row.Day(3));
  deadline.set_source(row.Text(4));
  return deadline;
}

GivenExplanation ReadExplanation(const Row& row) {
  GivenExplanation given;
  given.key = row.Text(0);
  given.basis_sha256 = row.Text(1);
  given.explanation.set_body(row.Text(2));
  given.explanation.set_source(row.Text(3));
  given.explanation.set_revision(row.Int(4));
  given.explanation.set_organisation(row.Text(5));
  return given;
}

}  // namespace

absl::Status AppendTexts(Transaction& tx, const std::vector<pb::Text>& texts) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Text& text : texts) {
    rows.push_back({text.subject(), static_cast<int>(text.kind()),
                    text.position(), DayOf(text.start_date()), tx.revision(),
                    text.title(), text.body(), text.source()});
  }
  return tx.Insert(
      "INSERT INTO texts (subject, kind, position, start_date, revision, "
      "title, body, source) VALUES ",
      rows);
}

absl::Status AppendStatedFigures(Transaction& tx,
                                 const std::vector<pb::StatedFigure>& figures) {
  std::vector<std::vector<Value>> rows;
  for (const pb::StatedFigure& figure : figures) {
    rows.push_back(
        {figure.subject(), static_cast<int>(figure.metric()),
         DayOf(figure.publish_date()), figure.document(), tx.revision(),
         figure.has_place_count() ? std::optional<int>(figure.place_count())
                                  : std::nullopt,
         figure.percent(), figure.source()});
  }
  return tx.Insert(
      "INSERT INTO stated_figures (subject, metric, publish_date, document, "
      "revision, place_count, percent, source) VALUES ",
      rows);
}

absl::StatusOr<std::vector<pb::Text>> ListTexts(
    Transaction& tx, const std::vector<std::string>& subjects,
    absl::CivilDay day) {
  // Of each start date the latest version; of those, the latest start.
  return tx.QueryValues(
      Sql("SELECT subject, kind, position, start_date, title, body, source "
          "FROM (SELECT texts.*, ROW_NUMBER() OVER (PARTITION BY subject, "
          "kind, position ORDER BY start_date DESC, revision DESC) AS "
          "version_rank "
          "FROM texts WHERE subject") +
          In(subjects.size()) +
          " AND start_date <= ? AND revision <= ?) AS versions "
          "WHERE version_rank = 1 AND body <> '' "
          "ORDER BY subject, kind, position",
      ReadText, Parameters(subjects, {day, tx.revision()}));
}

absl::StatusOr<std::vector<pb::StatedFigure>> ListStatedFigures(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT subject, metric, publish_date, document, place_count, "
          "percent, source FROM (SELECT stated_figures.*, ROW_NUMBER() OVER "
          "(PARTITION BY subject, metric, publish_date, document "
          "ORDER BY revision DESC) AS version_rank "
          "FROM stated_figures WHERE subject") +
          In(subjects.size()) +
          " AND revision <= ?) AS versions WHERE version_rank = 1 "
          "ORDER BY subject, metric, publish_date, document",
      ReadStatedFigure, Parameters(subjects, {tx.revision()}));
}

absl::Status AppendDeadlines(Transaction& tx,
                             const std::vector<pb::Deadline>& deadlines) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Deadline& deadline : deadlines) {
    rows.push_back({deadline.subject(), static_cast<int>(deadline.item()),
                    deadline.cycle(), tx.revision(),
                    deadline.has_due_date() ? std::optional<absl::CivilDay>(
                                                  DayOf(deadline.due_date()))
                                            : std::nullopt,
                    deadline.source()});
  }
  return tx.Insert(
      "INSERT INTO deadlines (subject, item, cycle, revision, due_date, "
      "source) VALUES ",
      rows);
}

absl::StatusOr<std::vector<pb::Deadline>> ListDeadlines(
    Transaction& tx, const std::vector<std::string>& subjects,
    const std::string& cycle) {
  return tx.QueryValues(
      Sql("SELECT subject, item, cycle, due_date, source FROM (SELECT "
          "deadlines.*, ROW_NUMBER() OVER (PARTITION BY subject, item "
          "ORDER BY revision DESC) AS version_rank FROM deadlines WHERE "
          "subject") +
          In(subjects.size()) +
          " AND cycle = ? AND revision <= ?) AS versions "
          "WHERE version_rank = 1 AND due_date IS NOT NULL ORDER BY subject, "
          "item",
      ReadDeadline, Parameters(subjects, {cycle, tx.revision()}));
}

absl::StatusOr<std::vector<Said>> ListExplanationTimes(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT texts.subject, revisions.record_time FROM texts "
          "JOIN revisions ON revisions.revision = texts.revision "
          "WHERE texts.subject") +
          In(subjects.size()) +
          " AND texts.kind = ? AND texts.body <> '' AND texts.revision <= ? "
          "ORDER BY texts.revision",
      [](const Row& row) {
        return Said{.subject = row.Text(0), .record_time = row.Time(1)};
      },
      Parameters(subjects, {static_cast<int>(pb::Text::KIND_EXPLANATION),
                            tx.revision()}));
}

absl::Status AppendExplanation(Transaction& tx, const std::string& report,
                               const pb::Finding& finding) {
  return tx
      .Execute(
          "INSERT INTO explanations (finding_key, revision, subject, report, "
          "basis_sha256, body, source) VALUES (?,?,?,?,?,?,?)",
          finding.key(), tx.revision(), finding.subject(), report,
          finding.basis_sha256(), finding.explanation().body(),
          finding.explanation().source())
      .status();
}

absl::StatusOr<std::vector<GivenExplanation>> ListExplanations(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT finding_key, basis_sha256, body, source, versions.revision, "
          "COALESCE(revisions.organisation, '') FROM (SELECT "
          "explanations.*, ROW_NUMBER() OVER (PARTITION BY finding_key "
          "ORDER BY revision DESC) AS version_rank FROM explanations WHERE "
          "subject") +
          In(subjects.size()) +
          " AND revision <= ?) AS versions LEFT JOIN revisions "
          "ON revisions.revision = versions.revision "
          "WHERE version_rank = 1 ORDER BY finding_key",
      ReadExplanation, Parameters(subjects, {tx.revision()}));
}

}  // namespace opvang::reporting
