#include "services/reporting/report_store.h"

#include "common/calendar.h"
#include "common/db/revisions.h"

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

pb::Report ReadReport(const Row& row) {
  pb::Report report;
  report.set_name(row.Text(0));
  report.mutable_spec()->ParseFromString(row.Text(1));
  report.set_superseded_report(row.Text(2));
  report.set_content_sha256(row.Text(3));
  *report.mutable_create_time() = ToTimestamp(row.Time(4));
  report.set_revision(row.Int(5));
  return report;
}

constexpr Sql kSelectReport =
    "SELECT name, spec, superseded_report, content_sha256, create_time, "
    "revision";

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
  // Of each start date the latest word; of those, the latest start.
  return tx.QueryValues(
      Sql("SELECT subject, kind, position, start_date, title, body, source "
          "FROM (SELECT texts.*, ROW_NUMBER() OVER (PARTITION BY subject, "
          "kind, position ORDER BY start_date DESC, revision DESC) AS word "
          "FROM texts WHERE subject") +
          In(subjects.size()) +
          " AND start_date <= ? AND revision <= ?) AS said "
          "WHERE word = 1 AND body <> '' "
          "ORDER BY subject, kind, position",
      ReadText, Parameters(subjects, {day, tx.revision()}));
}

absl::StatusOr<std::vector<pb::StatedFigure>> ListStatedFigures(
    Transaction& tx, const std::vector<std::string>& subjects) {
  return tx.QueryValues(
      Sql("SELECT subject, metric, publish_date, document, place_count, "
          "percent, source FROM (SELECT stated_figures.*, ROW_NUMBER() OVER "
          "(PARTITION BY subject, metric, publish_date, document "
          "ORDER BY revision DESC) AS word "
          "FROM stated_figures WHERE subject") +
          In(subjects.size()) +
          " AND revision <= ?) AS said WHERE word = 1 "
          "ORDER BY subject, metric, publish_date, document",
      ReadStatedFigure, Parameters(subjects, {tx.revision()}));
}

absl::Status InsertReport(Transaction& tx, const StoredReport& stored,
                          absl::Time create_time) {
  const pb::Report& report = stored.report;
  return tx
      .Execute(
          "INSERT INTO reports (name, parent, revision, create_time, spec, "
          "superseded_report, content, json, content_sha256) "
          "VALUES (?,?,?,?,?,?,?,?,?)",
          report.name(), report.spec().scope(), tx.revision(), create_time,
          internal::Serialize(report.spec()), report.superseded_report(),
          internal::Serialize(report.content()), stored.json,
          report.content_sha256())
      .status();
}

absl::StatusOr<std::optional<StoredReport>> FindReport(
    Transaction& tx, const std::string& name) {
  ASSIGN_OR_RETURN(
      std::vector<StoredReport> found,
      tx.Query(
          kSelectReport + ", content, json FROM reports "
                          "WHERE name = ? AND revision <= ?",
          [](const Row& row) {
            StoredReport stored{.report = ReadReport(row), .json = row.Text(7)};
            stored.report.mutable_content()->ParseFromString(row.Text(6));
            return stored;
          },
          name, tx.revision()));
  if (found.empty()) return std::optional<StoredReport>();
  return std::optional<StoredReport>(std::move(found.front()));
}

absl::StatusOr<std::vector<pb::Report>> ListReports(
    Transaction& tx, const std::vector<std::string>& parents,
    const std::string& after, int limit) {
  return tx.QueryValues(
      kSelectReport + " FROM reports WHERE parent" + In(parents.size()) +
          " AND name > ? AND revision <= ? ORDER BY name LIMIT ?",
      ReadReport, Parameters(parents, {after, tx.revision(), limit}));
}

}  // namespace opvang::reporting
