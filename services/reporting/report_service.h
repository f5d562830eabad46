// The RPCs of reporting.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
#define OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_

#include <memory>
#include <optional>
#include <string>

#include "common/service/state_service.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "services/reporting/changes.h"
#include "services/reporting/deliverer.h"
#include "services/reporting/pdf_printer.h"
#include "services/reporting/report_state.h"
#include "services/reporting/sources.h"
#include "services/reporting/store/content_store.h"

namespace opvang::reporting {

class ReportingService final : public pb::ReportingService::CallbackService,
                               public StateService<ReportState> {
 public:
  // `pdf_printer`: the program that prints PDF (`PdfPrinter`); none when empty.
  // Nothing is posted where `webhooks` allows no host.
  ReportingService(Database& db, const Clock& clock,
                   Organisations& organisations, Sources sources,
                   std::string pdf_printer = "", WebhookOptions webhooks = {});
  ~ReportingService() override;

  Reactor* CreateReport(Context* context,
                        const pb::CreateReportRequest* request,
                        pb::Report* response) override;
  Reactor* GetReport(Context* context, const pb::GetReportRequest* request,
                     pb::Report* response) override;
  Reactor* ListReports(Context* context, const pb::ListReportsRequest* request,
                       pb::ListReportsResponse* response) override;
  grpc::ServerWriteReactor<pb::RenderReportResponse>* RenderReport(
      Context* context, const pb::RenderReportRequest* request) override;
  Reactor* DeliverTexts(Context* context,
                        const pb::DeliverTextsRequest* request,
                        pb::DeliverTextsResponse* response) override;
  Reactor* ListTexts(Context* context, const pb::ListTextsRequest* request,
                     pb::ListTextsResponse* response) override;
  // The life of a report: life_service.cc.
  Reactor* ConfirmFigures(Context* context,
                          const pb::ConfirmFiguresRequest* request,
                          pb::Standing* response) override;
  Reactor* RevokeConfirmation(Context* context,
                              const pb::RevokeConfirmationRequest* request,
                              pb::Standing* response) override;
  Reactor* AdoptReport(Context* context, const pb::AdoptReportRequest* request,
                       pb::Standing* response) override;
  Reactor* SubmitReport(Context* context,
                        const pb::SubmitReportRequest* request,
                        pb::Standing* response) override;
  Reactor* ReopenReport(Context* context,
                        const pb::ReopenReportRequest* request,
                        pb::Standing* response) override;
  Reactor* DiscardReport(Context* context,
                         const pb::DiscardReportRequest* request,
                         pb::Standing* response) override;
  Reactor* SetEmbargo(Context* context, const pb::SetEmbargoRequest* request,
                      pb::Standing* response) override;
  Reactor* ExplainFinding(Context* context,
                          const pb::ExplainFindingRequest* request,
                          pb::Finding* response) override;
  Reactor* GetStanding(Context* context, const pb::GetStandingRequest* request,
                       pb::Standing* response) override;
  Reactor* ListFindings(Context* context,
                        const pb::ListFindingsRequest* request,
                        pb::ListFindingsResponse* response) override;
  // What a figure rests on: explain_service.cc.
  Reactor* ExplainFigure(Context* context,
                         const pb::ExplainFigureRequest* request,
                         pb::FigureExplanation* response) override;
  Reactor* CompareReports(Context* context,
                          const pb::CompareReportsRequest* request,
                          pb::CompareReportsResponse* response) override;
  Reactor* VerifyReport(Context* context,
                        const pb::VerifyReportRequest* request,
                        pb::VerifyReportResponse* response) override;
  // What came and what is due: follow_service.cc.
  Reactor* ListDeliveries(Context* context,
                          const pb::ListDeliveriesRequest* request,
                          pb::ListDeliveriesResponse* response) override;
  Reactor* ListRevisions(Context* context,
                         const pb::ListRevisionsRequest* request,
                         pb::ListRevisionsResponse* response) override;
  // Who is told of changes: event_service.cc.
  Reactor* CreateSubscription(Context* context,
                              const pb::CreateSubscriptionRequest* request,
                              pb::Subscription* response) override;
  Reactor* GetSubscription(Context* context,
                           const pb::GetSubscriptionRequest* request,
                           pb::Subscription* response) override;
  Reactor* ListSubscriptions(Context* context,
                             const pb::ListSubscriptionsRequest* request,
                             pb::ListSubscriptionsResponse* response) override;
  Reactor* EndSubscription(Context* context,
                           const pb::EndSubscriptionRequest* request,
                           pb::Subscription* response) override;
  grpc::ServerWriteReactor<pb::Event>* StreamEvents(
      Context* context, const pb::StreamEventsRequest* request) override;

  void Measure(Measures& measures) const override;

 private:
  // What a stream was told, and what of.
  struct Following;
  void MeasureFacts(const KnownReports& known,
                    Measures& measures) const override;
  // The ledger keeps the answer of `CreateReport` without the content, which
  // never changes; until contents came in pieces, with it.
  absl::Status AddContent(pb::Report& answer);
  // SOURCE_CHANGED when a source is not the one that the last report was made
  // of.
  absl::Status CheckSources(absl::Time deadline);
  // Composes `report`, of which name, spec and superseded version are known,
  // from its pins.
  absl::Status Make(const Call& call, pb::Report& report);
  // Stores what was made; answers it as it then stands, without its content.
  absl::StatusOr<pb::Report> Store(ReportDraft& draft, const Call& call,
                                   const pb::Report& made,
                                   const std::string& json, bool dry_run);
  // Carries out one step in the life of a report.
  template <typename Request, typename Check>
  Reactor* ApplyStep(Context& context, const Request& request, Verb verb,
                     const LifeEvent& step, pb::Standing* response,
                     Check check);

  // A report is known to those who see it as it then stood.
  AreasTold AreasFor(const KnownReports& known,
                     const Organisation& caller) const override;
  // Of one of the four services; of this one without areas, which depend on who
  // is told.
  absl::StatusOr<LogPart> ReadLogOf(pb::EventKind kind, absl::Time deadline,
                                    int64_t after, int most);
  absl::StatusOr<std::optional<pb::Event>> EventFor(
      LoggedWrite change, const Organisation& organisation,
      const Interest& interest);
  absl::StatusOr<Feed<pb::Event>::Part> NextEvents(Following& following);
  // A subscription as it is told; with how its deliveries stand now.
  absl::StatusOr<pb::Subscription> Told(const Call& call,
                                        const KnownReports& known,
                                        const KnownSubscription& one,
                                        bool with_standing = true);
  // Ends one whose receiver is gone.
  absl::Status EndGone(const std::string& name);

  const Sources sources_;
  PdfPrinter pdf_;
  Contents contents_;
  Organisations& organisations_;
  const WebhookOptions webhooks_;
  Places event_streams_{8};
  // Last: their threads use the others.
  Changes changes_;
  std::unique_ptr<Deliverer> deliverer_;  // Null where no host is allowed.
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
