// What a figure rests on, why two reports differ, whether a seal holds.
#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/report_loader.h"
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
bool CheckContent(const StoredReport& stored, pb::VerifyReportResponse& to) {
  const absl::StatusOr<pb::ReportContent> hashed = ContentOfJson(stored.json);
  const bool holds = Sha256(stored.json) == stored.report.content_sha256() &&
                     hashed.ok() && Same(*hashed, stored.report.content());
  AddCheck("content_hash", holds,
           holds ? "De inhoud is die van het zegel."
                 : "De inhoud is niet die waarvan het zegel is gemaakt.",
           to);
  return holds;
}

// Whether its own seal, and those of the versions before it, are what they
// should be.
absl::Status CheckSeals(Transaction& tx, const pb::Report& head,
                        pb::VerifyReportResponse& to) {
  pb::Report one = head;
  for (bool first = true;; first = false) {
    pb::Report previous;
    if (!one.superseded_report().empty()) {
      ASSIGN_OR_RETURN(const std::optional<pb::Report> found,
                       FindHead(tx, one.superseded_report()));
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

}  // namespace

grpc::Status ReportingService::ExplainFigure(
    grpc::ServerContext* context, const pb::ExplainFigureRequest* request,
    pb::FigureExplanation* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::FigureExplanation> {
        return Read<pb::FigureExplanation>(
            db_, call, 0,
            [&](Transaction& tx) -> absl::StatusOr<pb::FigureExplanation> {
              RETURN_IF_ERROR(
                  LoadSeen(tx, call.caller, clock_.Now(), request->name())
                      .status());
              ASSIGN_OR_RETURN(const pb::Report report,
                               LoadReport(tx, request->name()));
              const pb::ReportContent& content = report.content();
              ASSIGN_OR_RETURN(
                  const Redaction redaction,
                  RedactionFor(call.caller, pb::EDITION_UNSPECIFIED,
                               {&content}));
              std::optional<pb::FigureExplanation> explained =
                  Explain(content, redaction.Real(request->figure()));
              if (!explained.has_value()) {
                return FigureNotFound(request->name(), request->figure());
              }
              redaction.Apply(*explained);
              return *std::move(explained);
            });
      });
}

grpc::Status ReportingService::CompareReports(
    grpc::ServerContext* context, const pb::CompareReportsRequest* request,
    pb::CompareReportsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckSubjectAsked(request->subject(),
                          "municipality, region, province or countries/nl",
                          violations);
      },
      [&](Transaction& tx, const Page& page,
          const Call& call) -> absl::StatusOr<pb::CompareReportsResponse> {
        for (const std::string& name : {request->name(), request->other()}) {
          RETURN_IF_ERROR(
              LoadSeen(tx, call.caller, clock_.Now(), name).status());
        }
        ASSIGN_OR_RETURN(const pb::Report from,
                         LoadReport(tx, request->name()));
        ASSIGN_OR_RETURN(const pb::Report to, LoadReport(tx, request->other()));
        pb::CompareReportsResponse list;
        *list.mutable_spec() = from.spec();
        *list.mutable_other_spec() = to.spec();
        list.set_revision(tx.revision());
        list.set_next_page_token(TakePage(
            *request, page, tx.revision(),
            CompareContents(from.content(), to.content(), request->subject()),
            [&](pb::FigureDifference difference) {
              *list.add_differences() = std::move(difference);
            }));
        ASSIGN_OR_RETURN(const Redaction redaction,
                         RedactionFor(call.caller, pb::EDITION_UNSPECIFIED,
                                      {&from.content(), &to.content()}));
        redaction.Apply(list);
        return list;
      });
}

grpc::Status ReportingService::VerifyReport(
    grpc::ServerContext* context, const pb::VerifyReportRequest* request,
    pb::VerifyReportResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::VerifyReportResponse> {
        pb::VerifyReportResponse verified;
        pb::Report again;
        bool as_hashed = false;
        ASSIGN_OR_RETURN(
            const pb::Report kept,
            Read<pb::Report>(
                db_, call, 0,
                [&](Transaction& tx) -> absl::StatusOr<pb::Report> {
                  RETURN_IF_ERROR(
                      LoadSeen(tx, call.caller, clock_.Now(), request->name())
                          .status());
                  ASSIGN_OR_RETURN(const StoredReport stored,
                                   LoadSealed(tx, request->name()));
                  as_hashed = CheckContent(stored, verified);
                  RETURN_IF_ERROR(CheckSeals(tx, stored.report, verified));
                  ASSIGN_OR_RETURN(const std::optional<Revision> broken,
                                   FindBrokenChain(tx));
                  AddCheck(
                      "audit_chain", !broken.has_value(),
                      broken.has_value()
                          ? absl::StrCat("De keten van schrijfacties breekt "
                                         "bij revisie ",
                                         *broken, ".")
                          : "De keten van schrijfacties is heel.",
                      verified);
                  again.set_name(stored.report.name());
                  again.set_superseded_report(
                      stored.report.superseded_report());
                  *again.mutable_spec() = stored.report.spec();
                  return LoadReport(tx, request->name());
                }));
        if (request->remake()) {
          RETURN_IF_ERROR(Make(call, again));
          ASSIGN_OR_RETURN(const std::string json, ToJson(again.content()));
          // A report of before was sealed in the JSON of then.
          const bool same =
              Sha256(json) == kept.content_sha256() ||
              (as_hashed && Same(again.content(), kept.content()));
          AddCheck("remake", same,
                   same ? "Opnieuw gemaakt uit de vastgelegde revisies: gelijk."
                        : "Opnieuw gemaakt uit de vastgelegde revisies: niet "
                          "gelijk.",
                   verified);
        }
        verified.set_holds(true);
        for (const auto& check : verified.checks()) {
          verified.set_holds(verified.holds() && check.holds());
        }
        return verified;
      });
}

}  // namespace opvang::reporting
