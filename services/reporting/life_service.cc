// The steps in the life of a report, and what stands in their way.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/validation.h"
#include "common/service/audit.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_loader.h"
#include "services/reporting/report_service.h"
#include "services/reporting/report_validation.h"
#include "services/reporting/store/words_store.h"

namespace opvang::reporting {
namespace {

// What the caller is told of a report: names of protected locations are left
// out where they may not be read.
template <typename Message>
absl::StatusOr<Message> Redacted(const Call& call,
                                 const pb::ReportContent& content,
                                 Message message) {
  ASSIGN_OR_RETURN(
      const Redaction redaction,
      RedactionFor(call.caller, pb::EDITION_UNSPECIFIED, {&content}));
  redaction.Apply(message);
  return message;
}

absl::Status CheckParty(const KnownReport& known, Verb verb,
                        const std::string& subject) {
  const bool adopts = verb == Verb::kAdopt;
  if (!adopts && verb != Verb::kConfirm && verb != Verb::kRevoke) {
    return absl::OkStatus();
  }
  for (const Signatory& signatory : known.life.signatories) {
    if (subject == (adopts ? signatory.adopter : signatory.municipality)) {
      return absl::OkStatus();
    }
  }
  return InvalidFields(
      {{adopts ? "subject" : "municipality",
        absl::StrCat("is \"", subject.substr(0, 80), "\"; it must be ",
                     adopts ? "one whose table adopts" : "a municipality of",
                     " this report")}});
}

}  // namespace

template <typename Request, typename Check>
grpc::Status ReportingService::ApplyStep(grpc::ServerContext& context,
                                         const Request& request, Verb verb,
                                         const LifeEvent& step,
                                         pb::Standing* response, Check check) {
  return HandleWrite(
      context, request, response,
      [](const Request&) { return absl::OkStatus(); },
      [&](Transaction& tx, const Call& call) -> absl::StatusOr<pb::Standing> {
        Violations violations;
        check(call, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(
            KnownReport known,
            LoadSeen(tx, call.caller, clock_.Now(), request.name()));
        RETURN_IF_ERROR(CheckParty(known, verb, step.event.subject()));
        ASSIGN_OR_RETURN(const pb::Report report,
                         LoadReport(tx, request.name()));
        const pb::ReportContent& content = report.content();
        ASSIGN_OR_RETURN(const Evaluation before, Evaluate(tx, known, content));
        const std::vector<Obstacle> obstacles =
            ObstaclesTo(verb, step.event.subject(), known.life, before.standing,
                        before.findings);
        if (!obstacles.empty()) {
          return StepImpossible(request.name(), verb, step.event.subject(),
                                obstacles);
        }
        if (FourEyesMissing(verb, known.life, {call.caller.oin, call.actor})) {
          return FourEyesNeeded(request.name(), verb);
        }
        RETURN_IF_ERROR(AppendEvent(tx, step));
        LifeEvent taken = step;
        taken.event.set_organisation(call.caller.name);
        taken.event.set_actor(call.actor);
        taken.event.set_revision(tx.revision());
        *taken.event.mutable_record_time() = ToTimestamp(tx.record_time());
        known.life.events.push_back(std::move(taken));
        known.standing = StandingOf(known.life);
        known.standing.set_revision(tx.revision());
        ASSIGN_OR_RETURN(Evaluation after, Evaluate(tx, known, content));
        return Redacted(call, content, std::move(after.standing));
      });
}

grpc::Status ReportingService::ConfirmFigures(
    grpc::ServerContext* context, const pb::ConfirmFiguresRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kConfirm,
                   StepOf(request->name(), Verb::kConfirm,
                          request->municipality(), request->letter()),
                   response, [&](const Call& call, Violations& violations) {
                     // Who speaks for another shows in what.
                     CheckLetter(request->letter(),
                                 call.caller.role != Role::kMunicipality,
                                 "letter", violations);
                   });
}

grpc::Status ReportingService::RevokeConfirmation(
    grpc::ServerContext* context, const pb::RevokeConfirmationRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kRevoke,
                   StepOf(request->name(), Verb::kRevoke,
                          request->municipality(), request->reason()),
                   response, [&](const Call&, Violations& violations) {
                     CheckLetter(request->reason(), true, "reason", violations);
                   });
}

grpc::Status ReportingService::AdoptReport(
    grpc::ServerContext* context, const pb::AdoptReportRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kAdopt,
                   StepOf(request->name(), Verb::kAdopt, request->subject(),
                          request->letter()),
                   response, [&](const Call&, Violations& violations) {
                     CheckLetter(request->letter(), true, "letter", violations);
                   });
}

grpc::Status ReportingService::SubmitReport(
    grpc::ServerContext* context, const pb::SubmitReportRequest* request,
    pb::Standing* response) {
  LifeEvent step =
      StepOf(request->name(), Verb::kSubmit, "", request->letter());
  if (request->has_embargo_time()) step.embargo_time = request->embargo_time();
  return ApplyStep(*context, *request, Verb::kSubmit, step, response,
                   [&](const Call&, Violations& violations) {
                     CheckLetter(request->letter(), true, "letter", violations);
                     CheckEmbargo(request->has_embargo_time(),
                                  request->embargo_time(), clock_.Now(),
                                  "embargo_time", violations);
                   });
}

grpc::Status ReportingService::ReopenReport(
    grpc::ServerContext* context, const pb::ReopenReportRequest* request,
    pb::Standing* response) {
  return ApplyStep(
      *context, *request, Verb::kReopen,
      StepOf(request->name(), Verb::kReopen, "", request->reason()), response,
      [&](const Call&, Violations& violations) {
        CheckLetter(request->reason(), true, "reason", violations);
      });
}

grpc::Status ReportingService::SetEmbargo(grpc::ServerContext* context,
                                          const pb::SetEmbargoRequest* request,
                                          pb::Standing* response) {
  LifeEvent step =
      StepOf(request->name(), Verb::kEmbargo, "", request->reason());
  if (request->has_embargo_time()) step.embargo_time = request->embargo_time();
  return ApplyStep(*context, *request, Verb::kEmbargo, step, response,
                   [&](const Call&, Violations& violations) {
                     CheckLetter(request->reason(), true, "reason", violations);
                     CheckEmbargo(request->has_embargo_time(),
                                  request->embargo_time(), clock_.Now(),
                                  "embargo_time", violations);
                   });
}

grpc::Status ReportingService::ExplainFinding(
    grpc::ServerContext* context, const pb::ExplainFindingRequest* request,
    pb::Finding* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::ExplainFindingRequest& asked) {
        Violations violations;
        CheckText(asked.body(),
                  {.length_max = 2000, .required = true, .lines = true}, "body",
                  violations);
        CheckSource(asked.source(), "source", violations);
        return violations.ToStatus();
      },
      [&](Transaction& tx, const Call& call) -> absl::StatusOr<pb::Finding> {
        ASSIGN_OR_RETURN(
            const KnownReport known,
            LoadSeen(tx, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(const pb::Report report,
                         LoadReport(tx, request->name()));
        const pb::ReportContent& content = report.content();
        ASSIGN_OR_RETURN(
            const Redaction redaction,
            RedactionFor(call.caller, pb::EDITION_UNSPECIFIED, {&content}));
        ASSIGN_OR_RETURN(const Evaluation evaluation,
                         Evaluate(tx, known, content));
        for (pb::Finding finding : evaluation.findings) {
          pb::Finding told = finding;
          redaction.Apply(told);
          if (told.key() != request->key()) continue;
          RETURN_IF_ERROR(CheckScope(call, "key", finding.subject()));
          finding.clear_lapsed_explanation();
          pb::FindingExplanation& given = *finding.mutable_explanation();
          given.set_body(request->body());
          given.set_source(request->source());
          given.set_organisation(call.caller.name);
          given.set_revision(tx.revision());
          RETURN_IF_ERROR(AppendExplanation(tx, request->name(), finding));
          redaction.Apply(finding);
          return finding;
        }
        return FindingNotFound(request->name(), request->key());
      });
}

grpc::Status ReportingService::GetStanding(
    grpc::ServerContext* context, const pb::GetStandingRequest* request,
    pb::Standing* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx, const Call& call) -> absl::StatusOr<pb::Standing> {
        ASSIGN_OR_RETURN(
            const KnownReport known,
            LoadSeen(tx, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(const pb::Report report,
                         LoadReport(tx, request->name()));
        const pb::ReportContent& content = report.content();
        ASSIGN_OR_RETURN(Evaluation evaluation, Evaluate(tx, known, content));
        return Redacted(call, content, std::move(evaluation.standing));
      });
}

grpc::Status ReportingService::ListFindings(
    grpc::ServerContext* context, const pb::ListFindingsRequest* request,
    pb::ListFindingsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckSubjectAsked(request->subject(),
                          "municipality, region or province", violations);
      },
      [&](Transaction& tx, const Page& page,
          const Call& call) -> absl::StatusOr<pb::ListFindingsResponse> {
        ASSIGN_OR_RETURN(
            const KnownReport known,
            LoadSeen(tx, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(const pb::Report report,
                         LoadReport(tx, request->name()));
        const pb::ReportContent& content = report.content();
        ASSIGN_OR_RETURN(Evaluation evaluation, Evaluate(tx, known, content));
        std::erase_if(evaluation.findings, [&](const pb::Finding& finding) {
          return !request->subject().empty() &&
                 finding.subject() != request->subject();
        });
        pb::ListFindingsResponse list;
        for (const pb::Finding& finding : evaluation.findings) {
          const int explained = finding.has_explanation() ? 1 : 0;
          switch (finding.level()) {
            case pb::Finding::LEVEL_REFUSE:
              list.set_refuse_count(list.refuse_count() + 1);
              break;
            case pb::Finding::LEVEL_FIX:
              list.set_fix_count(list.fix_count() + 1);
              list.set_explained_fix_count(list.explained_fix_count() +
                                           explained);
              break;
            default:
              list.set_explain_count(list.explain_count() + 1);
              list.set_explained_count(list.explained_count() + explained);
          }
        }
        list.set_next_page_token(
            TakePage(*request, page, tx.revision(),
                     std::move(evaluation.findings), [&](pb::Finding finding) {
                       *list.add_findings() = std::move(finding);
                     }));
        list.set_revision(tx.revision());
        return Redacted(call, content, std::move(list));
      });
}

}  // namespace opvang::reporting
