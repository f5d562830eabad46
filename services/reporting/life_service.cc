// The steps in the life of a report, and what stands in their way.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/validation.h"
#include "services/reporting/known_report.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_service.h"
#include "services/reporting/report_validation.h"

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
        absl::StrCat("is \"", Excerpt(subject, 80), "\"; it must be ",
                     adopts ? "one whose table adopts" : "a municipality of",
                     " this report")}});
}

}  // namespace

template <typename Request, typename Check>
grpc::ServerUnaryReactor* ReportingService::ApplyStep(
    Context& context, const Request& request, Verb verb, const LifeEvent& step,
    pb::Standing* response, Check check) {
  return HandleWrite(
      context, request, response,
      [](const Request&) { return absl::OkStatus(); },
      [=, this, &request](ReportDraft& draft,
                          const Call& call) -> absl::StatusOr<pb::Standing> {
        Violations violations;
        check(call, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(
            KnownReport report,
            FindSeen(draft.known(), call.caller, clock_.Now(), request.name()));
        RETURN_IF_ERROR(CheckParty(report, verb, step.event.subject()));
        ASSIGN_OR_RETURN(const Contents::Content content,
                         contents_.Find(request.name()));
        ASSIGN_OR_RETURN(const Evaluation before,
                         Evaluate(draft.known(), contents_, report, *content));
        const std::vector<Obstacle> obstacles =
            ObstaclesTo(verb, step.event.subject(), report.life,
                        before.standing, before.findings);
        if (!obstacles.empty()) {
          return StepImpossible(request.name(), WordOf(verb),
                                step.event.subject(), obstacles);
        }
        if (FourEyesMissing(verb, report.life, {call.caller.oin, call.actor})) {
          return FourEyesNeeded(request.name(), verb);
        }
        std::optional<absl::Time> embargo;
        if (step.embargo_time.has_value()) {
          embargo = ToTime(*step.embargo_time);
        }
        draft.Add(StoredEvent{.report = step.report,
                              .verb = step.event.verb(),
                              .subject = step.event.subject(),
                              .letter = step.event.letter(),
                              .embargo_time = embargo});
        LifeEvent taken = step;
        taken.event.set_organisation(call.caller.name);
        taken.event.set_actor(call.actor);
        taken.event.set_revision(draft.revision());
        *taken.event.mutable_record_time() = ToTimestamp(draft.record_time());
        report.life.events.push_back(std::move(taken));
        report.standing = StandingOf(report.life);
        report.standing.set_revision(draft.revision());
        ASSIGN_OR_RETURN(Evaluation after,
                         Evaluate(draft.known(), contents_, report, *content));
        return Redacted(call, *content, std::move(after.standing));
      });
}

grpc::ServerUnaryReactor* ReportingService::ConfirmFigures(
    Context* context, const pb::ConfirmFiguresRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kConfirm,
                   StepOf(request->name(), Verb::kConfirm,
                          request->municipality(), request->letter()),
                   response, [=](const Call& call, Violations& violations) {
                     // Who speaks for another shows in what.
                     CheckLetter(request->letter(),
                                 call.caller.role != Role::kMunicipality,
                                 "letter", violations);
                   });
}

grpc::ServerUnaryReactor* ReportingService::RevokeConfirmation(
    Context* context, const pb::RevokeConfirmationRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kRevoke,
                   StepOf(request->name(), Verb::kRevoke,
                          request->municipality(), request->reason()),
                   response, [=, this](const Call&, Violations& violations) {
                     CheckLetter(request->reason(), true, "reason", violations);
                   });
}

grpc::ServerUnaryReactor* ReportingService::AdoptReport(
    Context* context, const pb::AdoptReportRequest* request,
    pb::Standing* response) {
  return ApplyStep(*context, *request, Verb::kAdopt,
                   StepOf(request->name(), Verb::kAdopt, request->subject(),
                          request->letter()),
                   response, [=, this](const Call&, Violations& violations) {
                     CheckLetter(request->letter(), true, "letter", violations);
                   });
}

grpc::ServerUnaryReactor* ReportingService::SubmitReport(
    Context* context, const pb::SubmitReportRequest* request,
    pb::Standing* response) {
  LifeEvent step =
      StepOf(request->name(), Verb::kSubmit, "", request->letter());
  if (request->has_embargo_time()) step.embargo_time = request->embargo_time();
  return ApplyStep(*context, *request, Verb::kSubmit, step, response,
                   [=, this](const Call&, Violations& violations) {
                     CheckLetter(request->letter(), true, "letter", violations);
                     CheckEmbargo(request->has_embargo_time(),
                                  request->embargo_time(), clock_.Now(),
                                  "embargo_time", violations);
                   });
}

grpc::ServerUnaryReactor* ReportingService::ReopenReport(
    Context* context, const pb::ReopenReportRequest* request,
    pb::Standing* response) {
  return ApplyStep(
      *context, *request, Verb::kReopen,
      StepOf(request->name(), Verb::kReopen, "", request->reason()), response,
      [=, this](const Call&, Violations& violations) {
        CheckLetter(request->reason(), true, "reason", violations);
      });
}

grpc::ServerUnaryReactor* ReportingService::DiscardReport(
    Context* context, const pb::DiscardReportRequest* request,
    pb::Standing* response) {
  return ApplyStep(
      *context, *request, Verb::kDiscard,
      StepOf(request->name(), Verb::kDiscard, "", request->reason()), response,
      [=, this](const Call&, Violations& violations) {
        CheckLetter(request->reason(), true, "reason", violations);
      });
}

grpc::ServerUnaryReactor* ReportingService::SetEmbargo(
    Context* context, const pb::SetEmbargoRequest* request,
    pb::Standing* response) {
  LifeEvent step =
      StepOf(request->name(), Verb::kEmbargo, "", request->reason());
  if (request->has_embargo_time()) step.embargo_time = request->embargo_time();
  return ApplyStep(*context, *request, Verb::kEmbargo, step, response,
                   [=, this](const Call&, Violations& violations) {
                     CheckLetter(request->reason(), true, "reason", violations);
                     CheckEmbargo(request->has_embargo_time(),
                                  request->embargo_time(), clock_.Now(),
                                  "embargo_time", violations);
                   });
}

grpc::ServerUnaryReactor* ReportingService::ExplainFinding(
    Context* context, const pb::ExplainFindingRequest* request,
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
      [=, this](ReportDraft& draft,
                const Call& call) -> absl::StatusOr<pb::Finding> {
        ASSIGN_OR_RETURN(const KnownReport report,
                         FindSeen(draft.known(), call.caller, clock_.Now(),
                                  request->name()));
        ASSIGN_OR_RETURN(const Contents::Content content,
                         contents_.Find(request->name()));
        ASSIGN_OR_RETURN(const Redaction redaction,
                         RedactionFor(call.caller, pb::EDITION_UNSPECIFIED,
                                      {content.get()}));
        ASSIGN_OR_RETURN(const Evaluation evaluation,
                         Evaluate(draft.known(), contents_, report, *content));
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
          given.set_revision(draft.revision());
          draft.Add(StoredExplanation{.key = finding.key(),
                                      .subject = finding.subject(),
                                      .report = request->name(),
                                      .basis_sha256 = finding.basis_sha256(),
                                      .body = given.body(),
                                      .source = given.source()});
          redaction.Apply(finding);
          return finding;
        }
        return FindingNotFound(request->name(), request->key());
      });
}

grpc::ServerUnaryReactor* ReportingService::GetStanding(
    Context* context, const pb::GetStandingRequest* request,
    pb::Standing* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::Standing> {
        ASSIGN_OR_RETURN(const auto state, Reach(request->revision()));
        const KnownReports known = KnownAt(*state, request->revision());
        ASSIGN_OR_RETURN(
            const KnownReport report,
            FindSeen(known, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(const Contents::Content content,
                         contents_.Find(request->name()));
        ASSIGN_OR_RETURN(Evaluation evaluation,
                         Evaluate(known, contents_, report, *content));
        return Redacted(call, *content, std::move(evaluation.standing));
      });
}

grpc::ServerUnaryReactor* ReportingService::ListFindings(
    Context* context, const pb::ListFindingsRequest* request,
    pb::ListFindingsResponse* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call,
                const Page& page) -> absl::StatusOr<pb::ListFindingsResponse> {
        Violations violations;
        CheckSubjectAsked(request->subject(),
                          "municipality, region or province", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownReports known = KnownAt(*state, page.revision);
        ASSIGN_OR_RETURN(
            const KnownReport report,
            FindSeen(known, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(const Contents::Content content,
                         contents_.Find(request->name()));
        ASSIGN_OR_RETURN(Evaluation evaluation,
                         Evaluate(known, contents_, report, *content));
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
            TakePage(*request, page, known.revision,
                     std::move(evaluation.findings), [&](pb::Finding finding) {
                       *list.add_findings() = std::move(finding);
                     }));
        list.set_revision(known.revision);
        return Redacted(call, *content, std::move(list));
      });
}

}  // namespace opvang::reporting
