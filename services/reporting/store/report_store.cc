#include "services/reporting/store/report_store.h"

#include "common/base/calendar.h"
#include "common/base/digest.h"

namespace opvang::reporting {
namespace {

Table<pb::Report> Reports() {
  return {
      "reports",
      "name, parent, revision, create_time, spec, superseded_report, "
      "content_sha256, version, seal, change_reason",
      {{"parent",
        {.write = [](const pb::Report& one) { return one.spec().scope(); },
         .read = nullptr,
         .copy = nullptr}},
       {"create_time",
        {.write = [](const pb::Report& one) -> Value {
           return ToTime(one.create_time());
         },
         .read =
             [](const Row& row, int column, pb::Report& one) {
               *one.mutable_create_time() = ToTimestamp(row.Time(column));
             },
         .copy =
             [](const pb::Report& from, pb::Report& to) {
               *to.mutable_create_time() = from.create_time();
             }}},
       {"spec",
        {.write = [](const pb::Report& one) { return Serialize(one.spec()); },
         .read =
             [](const Row& row, int column, pb::Report& one) {
               one.mutable_spec()->ParseFromString(row.Text(column));
             },
         .copy = [](const pb::Report& from,
                    pb::Report& to) { *to.mutable_spec() = from.spec(); }}}}};
}

}  // namespace

const ReportTables& AllReportTables() {
  static const auto* const kTables = new ReportTables{
      {"revisions",
       "record_time, caller, organisation, actor, method",
       {{"record_time", Member(&Recording::record_time)},
        {"caller", Member(&Recording::caller)},
        {"organisation", Member(&Recording::organisation)},
        {"actor", Member(&Recording::actor)},
        {"method", Member(&Recording::method)}}},
      Reports(),
      {"report_rows",
       "report, position, municipality, adopter, figures_sha256",
       {{"report", Member(&StoredRow::report)},
        {"position", Member(&StoredRow::position)},
        {"municipality", Member(&StoredRow::municipality)},
        {"adopter", Member(&StoredRow::adopter)},
        {"figures_sha256", Member(&StoredRow::figures_sha256)}},
       "report_rows JOIN reports ON name = report"},
      {"report_events",
       "report, revision, verb, subject, letter, embargo_time",
       {{"report", Member(&StoredEvent::report)},
        {"verb", Member(&StoredEvent::verb)},
        {"subject", Member(&StoredEvent::subject)},
        {"letter", Member(&StoredEvent::letter)},
        {"embargo_time", Member(&StoredEvent::embargo_time)}}},
      {"texts",
       "subject, kind, position, start_date, revision, title, body, source"},
      {"stated_figures",
       "subject, metric, publish_date, document, revision, place_count, "
       "percent, source"},
      {"deadlines", "subject, item, cycle, revision, due_date, source"},
      {"explanations",
       "finding_key, revision, subject, report, basis_sha256, body, source",
       {{"finding_key", Member(&StoredExplanation::key)},
        {"subject", Member(&StoredExplanation::subject)},
        {"report", Member(&StoredExplanation::report)},
        {"basis_sha256", Member(&StoredExplanation::basis_sha256)},
        {"body", Member(&StoredExplanation::body)},
        {"source", Member(&StoredExplanation::source)}}}};
  return *kTables;
}

}  // namespace opvang::reporting
