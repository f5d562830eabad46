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
      {{"parent", WriteOnly<pb::Report>([](const pb::Report& one) {
          return one.spec().scope();
        })},
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
       {{"record_time", ColumnOf(&Recording::record_time)},
        {"caller", ColumnOf(&Recording::caller)},
        {"organisation", ColumnOf(&Recording::organisation)},
        {"actor", ColumnOf(&Recording::actor)},
        {"method", ColumnOf(&Recording::method)}}},
      Reports(),
      {"report_rows",
       "report, revision, position, municipality, adopter, figures_sha256",
       {{"report", ColumnOf(&StoredRow::report)},
        {"position", ColumnOf(&StoredRow::position)},
        {"municipality", ColumnOf(&StoredRow::municipality)},
        {"adopter", ColumnOf(&StoredRow::adopter)},
        {"figures_sha256", ColumnOf(&StoredRow::figures_sha256)}}},
      {"report_events",
       "report, revision, verb, subject, letter, embargo_time",
       {{"report", ColumnOf(&StoredEvent::report)},
        {"verb", ColumnOf(&StoredEvent::verb)},
        {"subject", ColumnOf(&StoredEvent::subject)},
        {"letter", ColumnOf(&StoredEvent::letter)},
        {"embargo_time", ColumnOf(&StoredEvent::embargo_time)}}},
      {"texts",
       "subject, kind, position, start_date, revision, title, body, source"},
      {"stated_figures",
       "subject, metric, publish_date, document, revision, place_count, "
       "percent, source"},
      {"deadlines", "subject, item, cycle, revision, due_date, source"},
      {"explanations",
       "finding_key, revision, subject, report, basis_sha256, body, source",
       {{"finding_key", ColumnOf(&StoredExplanation::key)},
        {"subject", ColumnOf(&StoredExplanation::subject)},
        {"report", ColumnOf(&StoredExplanation::report)},
        {"basis_sha256", ColumnOf(&StoredExplanation::basis_sha256)},
        {"body", ColumnOf(&StoredExplanation::body)},
        {"source", ColumnOf(&StoredExplanation::source)}}},
      {"subscriptions",
       "name, revision, caller, organisation, address, scope, kinds, "
       "quotas_revision, locations_revision, housing_revision, "
       "reporting_revision",
       {{"name", ColumnOf(&StoredSubscription::name)},
        {"caller", ColumnOf(&StoredSubscription::caller)},
        {"organisation", ColumnOf(&StoredSubscription::organisation)},
        {"address", ColumnOf(&StoredSubscription::address)},
        {"scope", ColumnOf(&StoredSubscription::scope)},
        {"kinds", ColumnOf(&StoredSubscription::kinds)},
        {"quotas_revision", ColumnOf(&StoredSubscription::quotas_revision)},
        {"locations_revision",
         ColumnOf(&StoredSubscription::locations_revision)},
        {"housing_revision", ColumnOf(&StoredSubscription::housing_revision)},
        {"reporting_revision",
         ColumnOf(&StoredSubscription::reporting_revision)}}},
      {"subscription_ends",
       "name, revision, reason",
       {{"name", ColumnOf(&StoredEnd::name)},
        {"reason", ColumnOf(&StoredEnd::reason)}}}};
  return *kTables;
}

absl::StatusOr<std::optional<pb::Report>> ReadHead(Transaction& tx,
                                                   const std::string& name,
                                                   Revision revision) {
  std::optional<pb::Report> head;
  RETURN_IF_ERROR(std::get<Table<pb::Report>>(AllReportTables())
                      .ReadAfter(tx, revision - 1, revision,
                                 [&](Revision, pb::Report read) {
                                   if (read.name() == name) head = read;
                                 }));
  return head;
}

}  // namespace opvang::reporting
