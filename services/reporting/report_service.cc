#include "services/reporting/report_service.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "common/service/pagination.h"
#include "services/reporting/compose/compose.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/known_report.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/life/upgrade.h"
#include "services/reporting/own_facts.h"
#include "services/reporting/print/print.h"
#include "services/reporting/report_access.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_validation.h"

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
std::string FindNewest(const KnownReports& known, std::string name) {
  for (;;) {
    std::string next = FindSuccessor(known, name);
    if (next.empty()) return name;
    name = std::move(next);
  }
}

void AddRows(const pb::Report& report, ReportDraft& draft) {
  int position = 0;
  const pb::ReportContent& content = report.content();
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const std::string group = GroupOf(content.spec(), row);
    draft.Add(
        StoredRow{.report = report.name(),
                  .position = position++,
                  .municipality = row.municipality(),
                  .adopter = group.empty() ? content.spec().scope() : group,
                  .figures_sha256 = Sha256(Serialize(row.figures()))});
  }
}

}  // namespace

ReportingService::ReportingService(Database& db, const Clock& clock,
                                   Organisations& organisations,
                                   Sources sources, std::string pdf_printer,
                                   WebhookOptions webhooks)
    : StateService(db, clock, organisations, kRights,
                   pb::ReportingService::service_full_name()),
      sources_(std::move(sources)),
      pdf_(std::move(pdf_printer)),
      contents_(db),
      organisations_(organisations),
      webhooks_(std::move(webhooks)),
      changes_(
          [this](absl::Time deadline, pb::EventKind kind, int64_t after,
                 int most) { return ReadLogOf(kind, deadline, after, most); },
          webhooks_.poll) {
  if (webhooks_.hosts.empty()) return;
  deliverer_ = std::make_unique<Deliverer>(
      db, clock, organisations, changes_, webhooks_,
      Deliverer::House{
          .subscriptions =
              [this]() -> absl::StatusOr<std::vector<KnownSubscription>> {
            ASSIGN_OR_RETURN(const auto state, Reach(0));
            return opvang::reporting::ListSubscriptions(
                {*state, state->revision}, "");
          },
          .event_for =
              [this](const LoggedWrite& change,
                     const Organisation& organisation,
                     const Interest& interest) {
                return EventFor(change, organisation, interest);
              },
          .end_gone =
              [this](const std::string& name) { return EndGone(name); }});
}

ReportingService::~ReportingService() = default;

grpc::ServerUnaryReactor* ReportingService::CreateReport(
    Context* context, const pb::CreateReportRequest* request,
    pb::Report* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::Report> {
        // A repeat must not depend on the sources: they are asked once.
        ASSIGN_OR_RETURN(std::optional<pb::Report> answered,
                         StoredAnswer<pb::Report>(db_, call, *request));
        if (answered.has_value()) {
          RETURN_IF_ERROR(AddContent(*answered));
          return *std::move(answered);
        }
        Violations violations;
        CheckEmbargo(request->report().has_embargo_time(),
                     request->report().embargo_time(), clock_.Now(),
                     "report.embargo_time", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(pb::Report made, ReportToMake(*request));
        if (!request->accept_changed_sources()) {
          RETURN_IF_ERROR(
              CheckSources(DeadlineWithin(kComposeMax, call.deadline)));
        }
        RETURN_IF_ERROR(Make(call, made));
        ASSIGN_OR_RETURN(const std::string json, ToJson(made.content()));
        made.set_content_sha256(Sha256(json));
        ASSIGN_OR_RETURN(
            pb::Report report,
            WriteWithin<pb::Report>(call, *request, [&](ReportDraft& draft) {
              return Store(draft, call, made, json, request->validate_only());
            }));
        // A twin of this call may have been first, and composed from more or
        // less.
        if (report.content_sha256() == made.content_sha256()) {
          report.mutable_content()->Swap(made.mutable_content());
        } else {
          RETURN_IF_ERROR(AddContent(report));
        }
        return report;
      });
}

absl::Status ReportingService::AddContent(pb::Report& answer) {
  ASSIGN_OR_RETURN(const Contents::Content content,
                   contents_.Find(answer.name()));
  *answer.mutable_content() = *content;
  return absl::OkStatus();
}

absl::Status ReportingService::CheckSources(absl::Time deadline) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const ReportState> state, Reach(0));
  if (state->last_made.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Contents::Content content,
                   contents_.Find(state->last_made));
  ASSIGN_OR_RETURN(const std::vector<std::string> changed,
                   ChangedSources(sources_, deadline, content->sources()));
  return changed.empty() ? absl::OkStatus()
                         : SourceChanged(state->last_made, changed);
}

absl::Status ReportingService::Make(const Call& call, pb::Report& report) {
  pb::ReportSpec& spec = *report.mutable_spec();
  const absl::Time deadline = DeadlineWithin(kComposeMax, call.deadline);
  ASSIGN_OR_RETURN(const std::shared_ptr<const ReportState> state,
                   Reach(spec.reporting_revision()));
  if (spec.reporting_revision() == 0) {
    spec.set_reporting_revision(state->revision);
  }
  const KnownReports known{*state, spec.reporting_revision()};
  Facts facts;
  RETURN_IF_ERROR(AddOwn(known, contents_, report, facts));
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
  AddOwnTrail(known, facts);
  *report.mutable_content() = Compose(spec, facts);
  *report.mutable_spec() = report.content().spec();
  return absl::OkStatus();
}

absl::StatusOr<pb::Report> ReportingService::Store(ReportDraft& draft,
                                                   const Call& call,
                                                   const pb::Report& made,
                                                   const std::string& json,
                                                   bool dry_run) {
  pb::Report head = made;
  head.clear_content();
  const auto existing = FindHead(draft.known(), head.name());
  // A dry run makes an old report again under its own name.
  if (existing.has_value() && !dry_run) return ReportExists(head.name());
  std::string previous_seal;
  head.set_version(1);
  if (!head.superseded_report().empty()) {
    const auto superseded = FindHead(draft.known(), head.superseded_report());
    if (!superseded.has_value()) {
      return ReportNotFound(head.superseded_report());
    }
    if (IsDiscarded(draft.known(), head.superseded_report()) &&
        !existing.has_value()) {
      return StepImpossible(head.superseded_report(), "superseded", "",
                            {{Obstacle::Kind::kDiscarded, {}}});
    }
    const std::string newer =
        FindNewest(draft.known(), head.superseded_report());
    if (newer != head.superseded_report() && !existing.has_value()) {
      return VersionSuperseded(head.superseded_report(), newer);
    }
    head.set_version(superseded->version() + 1);
    previous_seal = superseded->seal();
  }
  head.set_seal(SealOf(head, previous_seal));
  head.set_revision(draft.revision());
  *head.mutable_create_time() = ToTimestamp(draft.record_time());
  if (!existing.has_value()) {
    draft.Add(head);
    AddRows(made, draft);
    if (!dry_run) {
      RETURN_IF_ERROR(
          AppendContent(draft.tx(), head.name(), made.content(), json));
    }
    if (head.has_embargo_time()) {
      draft.Add(StoredEvent{.report = head.name(),
                            .verb = WordOf(Verb::kEmbargo),
                            .subject = "",
                            .letter = "",
                            .embargo_time = ToTime(head.embargo_time())});
    }
  }
  head.set_state(FindKnown(draft.known(), head.name())->standing.state());
  head.set_edition(
      EditionFor(call.caller, pb::EDITION_UNSPECIFIED, head.spec().scope()));
  return head;
}

grpc::ServerUnaryReactor* ReportingService::GetReport(
    Context* context, const pb::GetReportRequest* request,
    pb::Report* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::Report> {
        ASSIGN_OR_RETURN(const auto state, Reach(0));
        ASSIGN_OR_RETURN(
            ReadReport read,
            ReadEdition({*state, state->revision}, contents_, call.caller,
                        clock_.Now(), request->name(), request->edition()));
        return std::move(read.report);
      });
}

grpc::ServerUnaryReactor* ReportingService::ListReports(
    Context* context, const pb::ListReportsRequest* request,
    pb::ListReportsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        std::vector<std::string> parents = ParentsWithin(request->parent());
        if (parents.empty()) {
          violations.Add("parent",
                         "must be a region, a province, countries/nl or "
                         "provinces/-");
        }
        return parents;
      },
      [=, this](const auto& asked) -> absl::StatusOr<pb::ListReportsResponse> {
        std::vector<pb::Report> heads =
            opvang::reporting::ListReports(asked.known, asked.query);
        std::erase_if(heads, [&](const pb::Report& head) {
          return head.name() <= asked.page.after;
        });
        pb::ListReportsResponse list;
        list.set_revision(asked.known.revision);
        // A page may hold fewer: what is under embargo is passed over.
        for (size_t i = 0; i < heads.size(); ++i) {
          if (static_cast<int>(i) == asked.page.size) {
            list.set_next_page_token(NextPageToken(
                *request, asked.known.revision, heads[i - 1].name()));
            break;
          }
          std::optional<KnownReport> known =
              FindKnown(asked.known, heads[i].name());
          if (!IsSeen(*known, asked.call.caller, clock_.Now())) continue;
          *list.add_reports() = std::move(known->head);
        }
        return list;
      });
}

grpc::ServerWriteReactor<pb::RenderReportResponse>*
ReportingService::RenderReport(Context* context,
                               const pb::RenderReportRequest* request) {
  using Responses = std::vector<pb::RenderReportResponse>;
  return HandleResponses<pb::RenderReportRequest, pb::RenderReportResponse>(
      *context, *request, lanes_.printing,
      [=, this](const Call& call) -> absl::StatusOr<Responses> {
        ASSIGN_OR_RETURN(const auto state, Reach(0));
        ASSIGN_OR_RETURN(
            const ReadReport read,
            ReadEdition({*state, state->revision}, contents_, call.caller,
                        clock_.Now(), request->name(), request->edition()));
        JsonReader sealed_json;
        if (read.whole) {
          sealed_json = [&] { return contents_.ReadJson(request->name()); };
        }
        const absl::Time deadline = DeadlineWithin(kPrintMax, call.deadline);
        ASSIGN_OR_RETURN(const Printed printed,
                         PrintReport(read.report, read.standing, *request,
                                     {.is_there = pdf_.IsThere(),
                                      .print =
                                          [&](const std::string& html) {
                                            return pdf_.Print(html, deadline);
                                          }},
                                     sealed_json));
        Responses parts;
        for (size_t start = 0; start < printed.bytes.size();
             start += kChunkBytes) {
          pb::RenderReportResponse& part = parts.emplace_back();
          if (start == 0) part.set_media_type(printed.media_type);
          part.set_chunk(printed.bytes.substr(start, kChunkBytes));
        }
        return parts;
      });
}

grpc::ServerUnaryReactor* ReportingService::DeliverTexts(
    Context* context, const pb::DeliverTextsRequest* request,
    pb::DeliverTextsResponse* response) {
  return HandleWrite(
      *context, *request, response, CheckDelivery,
      [=](ReportDraft& draft) -> absl::StatusOr<pb::DeliverTextsResponse> {
        for (const auto& text : request->texts()) draft.Add(text);
        for (const auto& figure : request->stated_figures()) draft.Add(figure);
        for (const auto& deadline : request->deadlines()) draft.Add(deadline);
        pb::DeliverTextsResponse delivered;
        delivered.set_revision(draft.revision());
        delivered.set_fact_count(request->texts_size() +
                                 request->stated_figures_size() +
                                 request->deadlines_size());
        return delivered;
      });
}

grpc::ServerUnaryReactor* ReportingService::ListTexts(
    Context* context, const pb::ListTextsRequest* request,
    pb::ListTextsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        return CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListTextsResponse> {
        return PageOfTexts(
            *request, asked.page,
            opvang::reporting::ListTexts(
                asked.known, SubjectsWithin(request->parent()), asked.query),
            asked.known.revision);
      });
}

grpc::ServerUnaryReactor* ReportingService::ListRevisions(
    Context* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleRevisions(*context, *request, response);
}

}  // namespace opvang::reporting
