#include "services/reporting/store/report_store.h"

#include "common/base/calendar.h"
#include "common/base/digest.h"

namespace opvang::reporting {
namespace {

constexpr Sql kSelectHead =
    "SELECT name, spec, superseded_report, content_sha256, create_time, "
    "revision, version, seal, change_reason";
constexpr int kHeadColumns = 9;

pb::Report ReadHead(const Row& row) {
  pb::Report report;
  report.set_name(row.Text(0));
  report.mutable_spec()->ParseFromString(row.Text(1));
  report.set_superseded_report(row.Text(2));
  report.set_content_sha256(row.Text(3));
  *report.mutable_create_time() = ToTimestamp(row.Time(4));
  report.set_revision(row.Int(5));
  report.set_version(static_cast<int32_t>(row.Int(6)));
  report.set_seal(row.Text(7));
  report.set_change_reason(row.Text(8));
  return report;
}

LifeEvent ReadEvent(const Row& row) {
  LifeEvent one;
  one.report = row.Text(0);
  one.event.set_verb(row.Text(1));
  one.event.set_subject(row.Text(2));
  one.event.set_letter(row.Text(3));
  if (!row.IsNull(4)) one.embargo_time = ToTimestamp(row.Time(4));
  one.event.set_revision(row.Int(5));
  one.event.set_organisation(row.Text(6));
  one.event.set_actor(row.Text(7));
  *one.event.mutable_record_time() = ToTimestamp(row.Time(8));
  return one;
}

template <typename T>
std::optional<T> First(std::vector<T> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

absl::Status InsertReport(Transaction& tx, const StoredReport& stored,
                          const std::vector<StoredRow>& rows) {
  const pb::Report& report = stored.report;
  RETURN_IF_ERROR(
      tx.Execute(
            "INSERT INTO reports (name, parent, revision, create_time, spec, "
            "superseded_report, content, json, content_sha256, version, seal, "
            "change_reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            report.name(), report.spec().scope(), tx.revision(),
            tx.record_time(), Serialize(report.spec()),
            report.superseded_report(), Serialize(report.content()),
            stored.json, report.content_sha256(), report.version(),
            report.seal(), report.change_reason())
          .status());
  std::vector<std::vector<Value>> values;
  for (const StoredRow& row : rows) {
    values.push_back({report.name(), values.size(), row.municipality,
                      row.adopter, row.figures_sha256});
  }
  return tx.Insert(
      "INSERT INTO report_rows (report, position, municipality, adopter, "
      "figures_sha256) VALUES ",
      values);
}

absl::StatusOr<std::optional<StoredReport>> FindReport(
    Transaction& tx, const std::string& name) {
  ASSIGN_OR_RETURN(std::vector<StoredReport> found,
                   tx.Query(
                       kSelectHead + ", content, json FROM reports "
                                     "WHERE name = ? AND revision <= ?",
                       [](const Row& row) {
                         StoredReport stored{
                             .report = ReadHead(row),
                             .json = row.Text(kHeadColumns + 1)};
                         stored.report.mutable_content()->ParseFromString(
                             row.Text(kHeadColumns));
                         return stored;
                       },
                       name, tx.revision()));
  return First(std::move(found));
}

absl::StatusOr<std::optional<pb::Report>> FindHead(Transaction& tx,
                                                   const std::string& name) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Report> found,
      tx.Query(kSelectHead + " FROM reports WHERE name = ? AND revision <= ?",
               ReadHead, name, tx.revision()));
  return First(std::move(found));
}

absl::StatusOr<std::string> FindSuccessor(Transaction& tx,
                                          const std::string& name) {
  ASSIGN_OR_RETURN(
      std::vector<std::string> found,
      tx.Query(
          "SELECT name FROM reports WHERE superseded_report = ? AND "
          "revision <= ?",
          [](const Row& row) { return row.Text(0); }, name, tx.revision()));
  return First(std::move(found)).value_or("");
}

absl::StatusOr<std::vector<pb::Report>> ListReports(
    Transaction& tx, const std::vector<std::string>& parents,
    const std::string& after, int limit) {
  return tx.QueryValues(
      kSelectHead + " FROM reports WHERE parent" + In(parents.size()) +
          " AND name > ? AND revision <= ? ORDER BY name LIMIT ?",
      ReadHead, Parameters(parents, {after, tx.revision(), limit}));
}

absl::StatusOr<std::vector<StoredRow>> ListRows(
    Transaction& tx, const std::vector<std::string>& reports) {
  return tx.QueryValues(
      Sql("SELECT report, municipality, adopter, figures_sha256 "
          "FROM report_rows WHERE report") +
          In(reports.size()) + " ORDER BY report, position",
      [](const Row& row) {
        return StoredRow{.report = row.Text(0),
                         .municipality = row.Text(1),
                         .adopter = row.Text(2),
                         .figures_sha256 = row.Text(3)};
      },
      Parameters(reports, {}));
}

absl::Status AppendEvent(Transaction& tx, const LifeEvent& event) {
  std::optional<absl::Time> embargo;
  if (event.embargo_time.has_value()) embargo = ToTime(*event.embargo_time);
  return tx
      .Execute(
          "INSERT INTO report_events (report, revision, verb, subject, letter, "
          "embargo_time) VALUES (?,?,?,?,?,?)",
          event.report, tx.revision(), event.event.verb(),
          event.event.subject(), event.event.letter(), embargo)
      .status();
}

absl::StatusOr<std::vector<LifeEvent>> ListEvents(
    Transaction& tx, const std::vector<std::string>& reports) {
  return tx.QueryValues(
      Sql("SELECT report, verb, subject, letter, embargo_time, "
          "revisions.revision, organisation, actor, record_time "
          "FROM report_events JOIN revisions "
          "ON revisions.revision = report_events.revision WHERE report") +
          In(reports.size()) +
          " AND revisions.revision <= ? ORDER BY revisions.revision",
      ReadEvent, Parameters(reports, {tx.revision()}));
}

}  // namespace opvang::reporting
