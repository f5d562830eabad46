#include "services/reporting/report_service.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/ledger.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "common/service/audit.h"
#include "common/service/pagination.h"
#include "services/reporting/compose/compose.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/life/upgrade.h"
#include "services/reporting/own_facts.h"
#include "services/reporting/print/print.h"
#include "services/reporting/report_access.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_loader.h"
#include "services/reporting/report_validation.h"
#include "services/reporting/store/words_store.h"

namespace opvang::reporting {
namespace {

constexpr absl::Duration kComposeMax = absl::Seconds(10);
constexpr absl::Duration kPrintMax = absl::Seconds(60);
constexpr size_t kChunkBytes = 1024 * 1024;

absl::StatusOr<pb::ListTextsResponse> PageOfTexts(
    const pb::ListTextsRequest& request, const Page& page,
    std::vector<pb::Text> texts, Revision revision) {
  const auto key = [](const pb::Text& text) {
    return absl::StrFormat("%s %03d %03d", text.subject(), text.kind(),
                           text.position());
  };
  pb::ListTextsResponse response;
  for (pb::Text& text : texts) {
    if (key(text) <= page.after) continue;
    if (response.texts_size() == page.size) {
      response.set_next_page_token(
          NextPageToken(request, revision, key(*response.texts().rbegin())));
      break;
    }
    *response.add_texts() = std::move(text);
  }
  response.set_revision(revision);
  return response;
}

// What may have reports, within `parent`.
std::vector<std::string> ParentsWithin(const std::string& parent) {
  const bool all = parent == "provinces/-" || parent == "countries/nl";
  std::vector<std::string> parents;
  if (all) parents.push_back("countries/nl");
  const auto add = [&](const std::string& area) {
    if (all || LiesWithin(area, parent)) parents.push_back(area);
  };
  for (const Province& province : AllProvinces()) add(province.Name());
  for (const Region& region : AllRegions()) add(region.Name());
  return parents;
}

// The newest version of a report.
absl::StatusOr<std::string> FindNewest(Transaction& tx, std::string name) {
  for (;;) {
    ASSIGN_OR_RETURN(std::string next, FindSuccessor(tx, name));
    if (next.empty()) return name;
    name = std::move(next);
  }
}

std::vector<StoredRow> RowsOf(const pb::ReportContent& content) {
  std::vector<StoredRow> rows;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const std::string group = GroupOf(content.spec(), row);
    rows.push_back({.report = "",
                    .municipality = row.municipality(),
                    .adopter = group.empty() ? content.spec().scope() : group,
                    .figures_sha256 = Sha256(Serialize(row.figures()))});
  }
  return rows;
}

}  // namespace

ReportingService::ReportingService(Database& db, const Clock& clock,
                                   Organisations& organisations,
                                   Sources sources, std::string pdf_printer)
    : ServiceBase(db, clock, organisations, kRights,
                  pb::ReportingService::service_full_name()),
      sources_(std::move(sources)),
      pdf_(std::move(pdf_printer)) {}

grpc::Status ReportingService::CreateReport(
    grpc::ServerContext* context, const pb::CreateReportRequest* request,
    pb::Report* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call)
          -> absl::StatusOr<pb::Report> {  // A repeat must not depend on the
                                           // sources: they are asked once.
        ASSIGN_OR_RETURN(std::optional<pb::Report> answered,
                         StoredAnswer<pb::Report>(db_, call, *request));
        if (answered.has_value()) {
          *answered->mutable_content() =
              Upgraded(std::move(*answered->mutable_content()));
          return *std::move(answered);
        }
        Violations violations;
        CheckEmbargo(request->report().has_embargo_time(),
                     request->report().embargo_time(), clock_.Now(),
                     "report.embargo_time", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(pb::Report report, ReportToMake(*request));
        RETURN_IF_ERROR(Make(call, report));
        ASSIGN_OR_RETURN(const std::string json, ToJson(report.content()));
        report.set_content_sha256(Sha256(json));
        return Write<pb::Report>(
            db_, clock_, call, *request, [&](Transaction& tx) {
              return Store(tx, call, report, json, request->validate_only());
            });
      });
}

absl::Status ReportingService::Make(const Call& call, pb::Report& report) {
  pb::ReportSpec& spec = *report.mutable_spec();
  const absl::Time deadline = DeadlineWithin(kComposeMax, call.deadline);
  Facts facts;
  const auto ours = [&](auto read) {
    return Read<bool>(db_, call, spec.reporting_revision(),
                      [&](Transaction& tx) -> absl::StatusOr<bool> {
                        spec.set_reporting_revision(tx.revision());
                        RETURN_IF_ERROR(read(tx));
                        return true;
                      })
        .status();
  };
  RETURN_IF_ERROR(
      ours([&](Transaction& tx) { return ReadOwn(tx, report, facts); }));
  RETURN_IF_ERROR(ReadSources(sources_, deadline, spec, facts));
  if (!facts.deadlines.empty()) {
    ASSIGN_OR_RETURN(
        const std::vector<Arrival> delivered,
        ReadDelivered(sources_, deadline,
                      {.parent = spec.scope(),
                       .day = DayOf(spec.as_of_date()),
                       .locations_revision = spec.locations_revision(),
                       .housing_revision = spec.housing_revision()}));
    facts.arrivals.insert(facts.arrivals.end(), delivered.begin(),
                          delivered.end());
  }
  RETURN_IF_ERROR(
      ours([&](Transaction& tx) { return AddOwnTrail(tx, facts); }));
  *report.mutable_content() = Compose(spec, facts);
  *report.mutable_spec() = report.content().spec();
  return absl::OkStatus();
}

absl::StatusOr<pb::Report> ReportingService::Store(Transaction& tx,
                                                   const Call& call,
                                                   const pb::Report& made,
                                                   const std::string& json,
                                                   bool dry_run) {
  pb::Report report = made;
  ASSIGN_OR_RETURN(const std::optional<pb::Report> existing,
                   FindHead(tx, report.name()));
  // A dry run makes an old report again under its own name.
  if (existing.has_value() && !dry_run) return ReportExists(report.name());
  std::string previous_seal;
  report.set_version(1);
  if (!report.superseded_report().empty()) {
    ASSIGN_OR_RETURN(const std::optional<pb::Report> superseded,
                     FindHead(tx, report.superseded_report()));
    if (!superseded.has_value()) {
      return ReportNotFound(report.superseded_report());
    }
    ASSIGN_OR_RETURN(const std::string newer,
                     FindNewest(tx, report.superseded_report()));
    if (newer != report.superseded_report() && !existing.has_value()) {
      return VersionSuperseded(report.superseded_report(), newer);
    }
    report.set_version(superseded->version() + 1);
    previous_seal = superseded->seal();
  }
  report.set_seal(SealOf(report, previous_seal));
  report.set_revision(tx.revision());
  *report.mutable_create_time() = ToTimestamp(tx.record_time());
  if (!existing.has_value()) {
    RETURN_IF_ERROR(InsertReport(tx, {.report = report, .json = json},
                                 RowsOf(report.content())));
    if (report.has_embargo_time()) {
      RETURN_IF_ERROR(AppendEvent(tx, StepOf(report.name(), Verb::kEmbargo, "",
                                             "", report.embargo_time())));
    }
  }
  ASSIGN_OR_RETURN(const std::optional<KnownReport> known,
                   FindKnown(tx, report.name()));
  report.set_state(known->standing.state());
  report.set_edition(
      EditionFor(call.caller, pb::EDITION_UNSPECIFIED, report.spec().scope()));
  return report;
}

grpc::Status ReportingService::GetReport(grpc::ServerContext* context,
                                         const pb::GetReportRequest* request,
                                         pb::Report* response) {
  return Handle(*context, *request, response,
                [&](const Call& call) -> absl::StatusOr<pb::Report> {
                  return Read<pb::Report>(
                      db_, call, 0,
                      [&](Transaction& tx) -> absl::StatusOr<pb::Report> {
                        ASSIGN_OR_RETURN(
                            ReadReport read,
                            LoadEdition(tx, call.caller, clock_.Now(),
                                        request->name(), request->edition()));
                        return std::move(read.report);
                      });
                });
}

grpc::Status ReportingService::ListReports(
    grpc::ServerContext* context, const pb::ListReportsRequest* request,
    pb::ListReportsResponse* response) {
  const std::vector<std::string> parents = ParentsWithin(request->parent());
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        if (parents.empty()) {
          violations.Add("parent",
                         "must be a region, a province, countries/nl or "
                         "provinces/-");
        }
      },
      [&](Transaction& tx, const Page& page,
          const Call& call) -> absl::StatusOr<pb::ListReportsResponse> {
        ASSIGN_OR_RETURN(const std::vector<pb::Report> heads,
                         opvang::reporting::ListReports(tx, parents, page.after,
                                                        page.size + 1));
        pb::ListReportsResponse list;
        list.set_revision(tx.revision());
        // A page may hold fewer: what is under embargo is passed over.
        for (size_t i = 0; i < heads.size(); ++i) {
          if (static_cast<int>(i) == page.size) {
            list.set_next_page_token(
                NextPageToken(*request, tx.revision(), heads[i - 1].name()));
            break;
          }
          ASSIGN_OR_RETURN(std::optional<KnownReport> known,
                           FindKnown(tx, heads[i].name()));
          if (!IsSeen(*known, call.caller, clock_.Now())) continue;
          *list.add_reports() = std::move(known->head);
        }
        return list;
      });
}

grpc::Status ReportingService::RenderReport(
    grpc::ServerContext* context, const pb::RenderReportRequest* request,
    grpc::ServerWriter<pb::RenderReportResponse>* writer) {
  pb::RenderReportResponse last;
  const grpc::Status status = Handle(
      *context, *request, &last,
      [&](const Call& call) -> absl::StatusOr<pb::RenderReportResponse> {
        ASSIGN_OR_RETURN(const ReadReport read,
                         Read<ReadReport>(db_, call, 0, [&](Transaction& tx) {
                           return LoadEdition(tx, call.caller, clock_.Now(),
                                              request->name(),
                                              request->edition());
                         }));
        // Without a connection to the database, since this takes its time.
        const absl::Time deadline = DeadlineWithin(kPrintMax, call.deadline);
        ASSIGN_OR_RETURN(Printed printed,
                         PrintReport(read.report, request->format(),
                                     {.is_there = pdf_.IsThere(),
                                      .print =
                                          [&](const std::string& html) {
                                            return pdf_.Print(html, deadline);
                                          }},
                                     read.sealed_json));
        pb::RenderReportResponse print;
        print.set_media_type(printed.media_type);
        print.set_chunk(std::move(printed.bytes));
        return print;
      });
  if (!status.ok()) return status;
  const std::string& bytes = last.chunk();
  for (size_t start = 0; start < bytes.size(); start += kChunkBytes) {
    pb::RenderReportResponse chunk;
    if (start == 0) chunk.set_media_type(last.media_type());
    chunk.set_chunk(bytes.substr(start, kChunkBytes));
    if (!writer->Write(chunk)) break;
  }
  return grpc::Status::OK;
}

grpc::Status ReportingService::DeliverTexts(
    grpc::ServerContext* context, const pb::DeliverTextsRequest* request,
    pb::DeliverTextsResponse* response) {
  return HandleWrite(
      *context, *request, response, CheckDelivery,
      [&](Transaction& tx) -> absl::StatusOr<pb::DeliverTextsResponse> {
        RETURN_IF_ERROR(AppendTexts(
            tx, {request->texts().begin(), request->texts().end()}));
        RETURN_IF_ERROR(
            AppendStatedFigures(tx, {request->stated_figures().begin(),
                                     request->stated_figures().end()}));
        RETURN_IF_ERROR(AppendDeadlines(
            tx, {request->deadlines().begin(), request->deadlines().end()}));
        pb::DeliverTextsResponse delivered;
        delivered.set_revision(tx.revision());
        delivered.set_fact_count(request->texts_size() +
                                 request->stated_figures_size() +
                                 request->deadlines_size());
        return delivered;
      });
}

grpc::Status ReportingService::ListTexts(grpc::ServerContext* context,
                                         const pb::ListTextsRequest* request,
                                         pb::ListTextsResponse* response) {
  absl::CivilDay day;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        day = CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListTextsResponse> {
        ASSIGN_OR_RETURN(std::vector<pb::Text> texts,
                         opvang::reporting::ListTexts(
                             tx, SubjectsWithin(request->parent()), day));
        return PageOfTexts(*request, page, std::move(texts), tx.revision());
      });
}

grpc::Status ReportingService::ListRevisions(
    grpc::ServerContext* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckRevisionsQuery(*request, violations);
      },
      [&](Transaction& tx, const Page& page) {
        return AnswerRevisions<pb::ListRevisionsResponse>(tx, *request, page);
      });
}

}  // namespace opvang::reporting
