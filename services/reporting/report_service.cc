#include "services/reporting/report_service.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "common/calendar.h"
#include "common/db/ledger.h"
#include "common/db/paging.h"
#include "common/db/revisions.h"
#include "common/municipality.h"
#include "common/reply.h"
#include "common/sha256.h"
#include "common/transport.h"
#include "services/reporting/print_html.h"
#include "services/reporting/report.h"
#include "services/reporting/report_document.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_proto.h"
#include "services/reporting/report_rights.h"

namespace opvang::reporting {
namespace {

constexpr absl::Duration kComposeMax = absl::Seconds(10);
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

std::vector<std::string> ParentsWithin(const std::string& parent) {
  std::vector<std::string> parents;
  for (const Province& province : AllProvinces()) {
    for (const std::string& subject : SubjectsWithin(province.Name())) {
      if (subject.compare(0, 15, "municipalities/") == 0) continue;
      if (parent == "provinces/-" || LiesWithin(subject, parent)) {
        parents.push_back(subject);
      }
    }
  }
  return parents;
}

}  // namespace

ReportingService::ReportingService(Database& db, const Clock& clock,
                                   Organisations& organisations,
                                   Sources sources)
    : Desk(db, clock, organisations, kRights,
           pb::ReportingService::service_full_name()),
      sources_(std::move(sources)) {}

grpc::Status ReportingService::CreateReport(
    grpc::ServerContext* context, const pb::CreateReportRequest* request,
    pb::Report* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::Report> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    // A repeat must not depend on the sources: they are asked once.
    ASSIGN_OR_RETURN(std::optional<pb::Report> answered,
                     StoredAnswer<pb::Report>(db_, call, *request));
    if (answered.has_value()) return *std::move(answered);
    ASSIGN_OR_RETURN(pb::Report report, MakeReport(call, *request));
    ASSIGN_OR_RETURN(const std::string json, ToJson(report.content()));
    report.set_content_sha256(Sha256(json));
    const absl::Time now =
        absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
    *report.mutable_create_time() = ToTimestamp(now);
    return Write<pb::Report>(
        db_, clock_, call, *request,
        [&](Transaction& tx) -> absl::StatusOr<pb::Report> {
          ASSIGN_OR_RETURN(const std::optional<StoredReport> existing,
                           FindReport(tx, report.name()));
          // A dry run makes an old report again under its own name.
          if (existing.has_value() && !request->validate_only()) {
            return ReportExists(report.name());
          }
          if (!report.superseded_report().empty()) {
            ASSIGN_OR_RETURN(const std::optional<StoredReport> superseded,
                             FindReport(tx, report.superseded_report()));
            if (!superseded.has_value()) {
              return ReportNotFound(report.superseded_report());
            }
          }
          pb::Report stored = report;
          stored.set_revision(tx.revision());
          if (!existing.has_value()) {
            RETURN_IF_ERROR(
                InsertReport(tx, {.report = stored, .json = json}, now));
          }
          return stored;
        });
  });
}

absl::StatusOr<pb::Report> ReportingService::MakeReport(
    const Call& call, const pb::CreateReportRequest& request) {
  ASSIGN_OR_RETURN(pb::Report report, ReportToMake(request));
  pb::ReportSpec& spec = *report.mutable_spec();
  const std::vector<std::string> subjects = SubjectsWithin(spec.scope());
  using Words = std::pair<std::vector<pb::Text>, std::vector<pb::StatedFigure>>;
  ASSIGN_OR_RETURN(
      Words words,
      Read<Words>(db_, call, spec.reporting_revision(),
                  [&](Transaction& tx) -> absl::StatusOr<Words> {
                    spec.set_reporting_revision(tx.revision());
                    ASSIGN_OR_RETURN(auto texts, opvang::reporting::ListTexts(
                                                     tx, subjects,
                                                     DayOf(spec.as_of_date())));
                    ASSIGN_OR_RETURN(auto figures,
                                     ListStatedFigures(tx, subjects));
                    return Words(std::move(texts), std::move(figures));
                  }));
  ASSIGN_OR_RETURN(
      Facts facts,
      ReadSources(sources_, DeadlineWithin(kComposeMax, call.deadline), spec));
  facts.texts = std::move(words.first);
  facts.stated_figures = std::move(words.second);
  *report.mutable_content() = Compose(spec, facts);
  return report;
}

absl::StatusOr<StoredReport> ReportingService::LoadReport(
    const Call& call, const std::string& name) {
  return Read<StoredReport>(
      db_, call, 0, [&](Transaction& tx) -> absl::StatusOr<StoredReport> {
        ASSIGN_OR_RETURN(std::optional<StoredReport> found,
                         FindReport(tx, name));
        if (!found.has_value()) return ReportNotFound(name.substr(0, 200));
        return *std::move(found);
      });
}

grpc::Status ReportingService::GetReport(grpc::ServerContext* context,
                                         const pb::GetReportRequest* request,
                                         pb::Report* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::Report> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(StoredReport stored, LoadReport(call, request->name()));
    return std::move(stored.report);
  });
}

grpc::Status ReportingService::ListReports(
    grpc::ServerContext* context, const pb::ListReportsRequest* request,
    pb::ListReportsResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListReportsResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
    const std::vector<std::string> parents = ParentsWithin(request->parent());
    if (parents.empty()) {
      return InvalidFields(
          {{"parent", "must be a region, a province or provinces/-"}});
    }
    return Read<pb::ListReportsResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListReportsResponse> {
          ASSIGN_OR_RETURN(std::vector<pb::Report> reports,
                           opvang::reporting::ListReports(
                               tx, parents, page.after, page.size + 1));
          pb::ListReportsResponse list;
          list.set_revision(tx.revision());
          for (pb::Report& report : reports) {
            if (list.reports_size() == page.size) {
              list.set_next_page_token(NextPageToken(
                  *request, tx.revision(), list.reports().rbegin()->name()));
              break;
            }
            *list.add_reports() = std::move(report);
          }
          return list;
        });
  });
}

grpc::Status ReportingService::RenderReport(
    grpc::ServerContext* context, const pb::RenderReportRequest* request,
    grpc::ServerWriter<pb::RenderReportResponse>* writer) {
  pb::RenderReportResponse last;
  const grpc::Status status =
      Reply(&last, [&]() -> absl::StatusOr<pb::RenderReportResponse> {
        ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
        pb::RenderReportResponse print;
        if (request->format() != pb::RenderReportRequest::FORMAT_JSON &&
            request->format() != pb::RenderReportRequest::FORMAT_HTML) {
          return InvalidFields(
              {{"format", "is missing or unknown; it must be json or html"}});
        }
        ASSIGN_OR_RETURN(const StoredReport stored,
                         LoadReport(call, request->name()));
        if (request->format() == pb::RenderReportRequest::FORMAT_JSON) {
          print.set_media_type("application/json");
          print.set_chunk(stored.json);
        } else {
          print.set_media_type("text/html; charset=utf-8");
          print.set_chunk(PrintHtml(MakeDocument(
              stored.report.content(), stored.report.content_sha256())));
        }
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
  return Carry(
      *context, *request, response, CheckDelivery,
      [&](Transaction& tx) -> absl::StatusOr<pb::DeliverTextsResponse> {
        RETURN_IF_ERROR(AppendTexts(
            tx, {request->texts().begin(), request->texts().end()}));
        RETURN_IF_ERROR(
            AppendStatedFigures(tx, {request->stated_figures().begin(),
                                     request->stated_figures().end()}));
        pb::DeliverTextsResponse delivered;
        delivered.set_revision(tx.revision());
        delivered.set_fact_count(request->texts_size() +
                                 request->stated_figures_size());
        return delivered;
      });
}

grpc::Status ReportingService::ListTexts(grpc::ServerContext* context,
                                         const pb::ListTextsRequest* request,
                                         pb::ListTextsResponse* response) {
  absl::CivilDay day;
  return AnswerPage(
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
  return AnswerPage(
      *context, *request, response,
      [&](Violations& violations) {
        CheckRevisionsAsked(*request, violations);
      },
      [&](Transaction& tx, const Page& page) {
        return AnswerRevisions<pb::ListRevisionsResponse>(tx, *request, page);
      });
}

}  // namespace opvang::reporting
