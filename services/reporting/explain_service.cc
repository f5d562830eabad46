// What a figure rests on, why two reports differ, whether a seal holds.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/compare/remake.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/known_report.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/life/upgrade.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_service.h"
#include "services/reporting/report_validation.h"

namespace opvang::reporting {
namespace {

void AddCheck(const std::string& name, bool holds, const std::string& sentence,
              pb::VerifyReportResponse& to) {
  pb::VerifyReportResponse::Check& check = *to.add_checks();
  check.set_name(name);
  check.set_holds(holds);
  check.set_sentence(sentence);
}

bool Same(const pb::ReportContent& a, const pb::ReportContent& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

// Whether what is stored is what was hashed.
bool CheckContent(const pb::Report& head, const SealedContent& sealed,
                  pb::VerifyReportResponse& to) {
  const absl::StatusOr<pb::ReportContent> hashed = ContentOfJson(sealed.json);
  const bool holds = Sha256(sealed.json) == head.content_sha256() &&
                     hashed.ok() && Same(*hashed, sealed.content);
  AddCheck("content_hash", holds,
           holds ? "De inhoud is die van het zegel."
                 : "De inhoud is niet die waarvan het zegel is gemaakt.",
           to);
  return holds;
}

// A report as its table has it, whatever memory holds.
absl::StatusOr<std::optional<pb::Report>> StoredHead(Transaction& tx,
                                                     const KnownReports& known,
                                                     const std::string& name) {
  const std::optional<pb::Report> head = FindHead(known, name);
  if (!head.has_value()) return head;
  return ReadHead(tx, name, head->revision());
}

// Whether its own seal, and those of the versions before it, are what they
// should be.
absl::Status CheckSeals(Transaction& tx, const KnownReports& known,
                        const pb::Report& head, pb::VerifyReportResponse& to) {
  pb::Report one = head;
  for (bool first = true;; first = false) {
    pb::Report previous;
    if (!one.superseded_report().empty()) {
      ASSIGN_OR_RETURN(const std::optional<pb::Report> found,
                       StoredHead(tx, known, one.superseded_report()));
      if (!found.has_value()) {
        AddCheck(
            "version_chain", false,
            absl::StrCat("De versie ", one.superseded_report(), " is er niet."),
            to);
        return absl::OkStatus();
      }
      previous = *found;
    }
    const bool holds = one.seal() == SealOf(one, previous.seal()) &&
                       one.version() == previous.version() + 1;
    if (first) {
      AddCheck("seal", holds,
               holds ? "Het zegel klopt."
                     : "Het zegel klopt niet met inhoud en voorganger.",
               to);
    } else if (!holds) {
      AddCheck("version_chain", false,
               absl::StrCat("Het zegel van ", one.name(), " klopt niet."), to);
      return absl::OkStatus();
    }
    if (one.superseded_report().empty()) break;
    one = previous;
  }
  AddCheck("version_chain", true,
           head.version() == 1 ? "Dit is de eerste versie."
                               : absl::StrCat("De keten van ", head.version(),
                                              " versies is heel."),
           to);
  return absl::OkStatus();
}

void AddChainCheck(const std::optional<Break>& broken,
                   pb::VerifyReportResponse& to) {
  AddCheck("audit_chain", !broken.has_value(),
           broken.has_value()
               ? absl::StrCat("De keten van schrijfacties breekt bij revisie ",
                              broken->revision, " (", broken->place, ").")
               : "De keten van schrijfacties is heel, en elk gegeven erin.",
           to);
}

// Whether the sources are those of then: one that was put back, or rewritten,
// has another chain at the same revision.
void AddSourceCheck(const pb::ReportContent& sealed,
                    const pb::ReportContent& made,
                    pb::VerifyReportResponse& to) {
  std::vector<std::string> others;
  bool told = false;
  for (const pb::SourcePin& then : sealed.sources()) {
    if (then.chain_sha256().empty()) continue;
    told = true;
    for (const pb::SourcePin& now : made.sources()) {
      if (now.service() == then.service() &&
          now.chain_sha256() != then.chain_sha256()) {
        others.push_back(
            absl::StrCat(then.service(), " bij revisie ", then.revision()));
      }
    }
  }
  AddCheck("source_chains", others.empty(),
           !others.empty() ? absl::StrCat("Niet meer de bron van toen: ",
                                          absl::StrJoin(others, ", "), ".")
           : told          ? "De bronnen zijn die van toen."
                  : "Het verslag is van voor bronnen zeiden waar hun keten "
                    "stond.",
           to);
}

}  // namespace

grpc::ServerUnaryReactor* ReportingService::ExplainFigure(
    Context* context, const pb::ExplainFigureRequest* request,
    pb::FigureExplanation* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call) -> absl::StatusOr<pb::FigureExplanation> {
        ASSIGN_OR_RETURN(const auto state, Reach(0));
        RETURN_IF_ERROR(FindSeen(KnownAt(*state, 0), call.caller, clock_.Now(),
                                 request->name())
                            .status());
        ASSIGN_OR_RETURN(const Contents::Content content,
                         contents_.Find(request->name()));
        ASSIGN_OR_RETURN(const Redaction redaction,
                         RedactionFor(call.caller, pb::EDITION_UNSPECIFIED,
                                      {content.get()}));
        const auto figure = redaction.Real(request->figure());
        std::optional<pb::FigureExplanation> explained;
        if (figure.has_value()) explained = Explain(*content, *figure);
        if (!explained.has_value()) {
          return FigureNotFound(request->name(), request->figure());
        }
        redaction.Apply(*explained);
        return *std::move(explained);
      });
}

grpc::ServerUnaryReactor* ReportingService::CompareReports(
    Context* context, const pb::CompareReportsRequest* request,
    pb::CompareReportsResponse* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=, this](const Call& call, const Page& page)
          -> absl::StatusOr<pb::CompareReportsResponse> {
        Violations violations;
        CheckSubjectAsked(request->subject(),
                          "municipality, region, province or countries/nl",
                          violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownReports known = KnownAt(*state, page.revision);
        ASSIGN_OR_RETURN(
            const KnownReport from,
            FindSeen(known, call.caller, clock_.Now(), request->name()));
        ASSIGN_OR_RETURN(
            const KnownReport to,
            FindSeen(known, call.caller, clock_.Now(), request->other()));
        ASSIGN_OR_RETURN(const Contents::Content old_content,
                         contents_.Find(request->name()));
        ASSIGN_OR_RETURN(const Contents::Content new_content,
                         contents_.Find(request->other()));
        pb::CompareReportsResponse list;
        *list.mutable_spec() = from.head.spec();
        *list.mutable_other_spec() = to.head.spec();
        list.set_revision(known.revision);
        list.set_next_page_token(TakePage(
            *request, page, known.revision,
            CompareContents(*old_content, *new_content, request->subject(),
                            request->include_cancelled() ? Cancelled::kTold
                                                         : Cancelled::kLeftOut),
            [&](pb::FigureDifference difference) {
              *list.add_differences() = std::move(difference);
            }));
        ASSIGN_OR_RETURN(const Redaction redaction,
                         RedactionFor(call.caller, pb::EDITION_UNSPECIFIED,
                                      {old_content.get(), new_content.get()}));
        redaction.Apply(list);
        return list;
      });
}

grpc::ServerUnaryReactor* ReportingService::VerifyReport(
    Context* context, const pb::VerifyReportRequest* request,
    pb::VerifyReportResponse* response) {
  return Handle(
      *context, *request, response, lanes_.checking,
      [=, this](const Call& call) -> absl::StatusOr<pb::VerifyReportResponse> {
        ASSIGN_OR_RETURN(const auto state, Reach(0));
        const KnownReports known = KnownAt(*state, 0);
        const std::string& name = request->name();
        RETURN_IF_ERROR(
            FindSeen(known, call.caller, clock_.Now(), name).status());
        ASSIGN_OR_RETURN(SealedContent sealed, contents_.ReadSealed(name));
        pb::VerifyReportResponse verified;
        bool as_hashed = false;
        // What is stored is verified, not what is remembered.
        ASSIGN_OR_RETURN(
            const pb::Report head,
            Read<pb::Report>(
                db_, call, 0,
                [&](Transaction& tx) -> absl::StatusOr<pb::Report> {
                  ASSIGN_OR_RETURN(const std::optional<pb::Report> stored,
                                   StoredHead(tx, known, name));
                  if (!stored.has_value()) return ReportNotFound(name);
                  as_hashed = CheckContent(*stored, sealed, verified);
                  RETURN_IF_ERROR(CheckSeals(tx, known, *stored, verified));
                  ASSIGN_OR_RETURN(const std::optional<Break> broken,
                                   FindBreak(tx));
                  AddChainCheck(broken, verified);
                  return *stored;
                }));
        if (request->remake()) {
          pb::Report again;
          again.set_name(name);
          again.set_superseded_report(head.superseded_report());
          *again.mutable_spec() = head.spec();
          RETURN_IF_ERROR(Make(call, again));
          ASSIGN_OR_RETURN(const std::string json, ToJson(again.content()));
          AddSourceCheck(sealed.content, again.content(), verified);
          // What was altered since it was hashed is held against the hash.
          const bool same = Sha256(json) == head.content_sha256();
          const Remade remade =
              same || !as_hashed
                  ? RemadeAs(same)
                  : CompareRemade(Upgraded(std::move(sealed.content)),
                                  again.content());
          AddCheck("remake", remade.same, remade.sentence, verified);
        }
        verified.set_holds(true);
        for (const auto& check : verified.checks()) {
          verified.set_holds(verified.holds() && check.holds());
        }
        return verified;
      });
}

}  // namespace opvang::reporting
