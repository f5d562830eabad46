// The RPCs of reporting.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
#define OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_

#include "common/service/service_base.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "services/reporting/pdf_printer.h"
#include "services/reporting/sources.h"
#include "services/reporting/store/report_store.h"

namespace opvang::reporting {

class ReportingService final : public pb::ReportingService::Service,
                               private ServiceBase {
 public:
  // `pdf_printer`: the program that prints PDF (`PdfPrinter`); none when empty.
  ReportingService(Database& db, const Clock& clock,
                   Organisations& organisations, Sources sources,
                   std::string pdf_printer = "");

  grpc::Status CreateReport(grpc::ServerContext* context,
                            const pb::CreateReportRequest* request,
                            pb::Report* response) override;
  grpc::Status GetReport(grpc::ServerContext* context,
                         const pb::GetReportRequest* request,
                         pb::Report* response) override;
  grpc::Status ListReports(grpc::ServerContext* context,
                           const pb::ListReportsRequest* request,
                           pb::ListReportsResponse* response) override;
  grpc::Status RenderReport(
      grpc::ServerContext* context, const pb::RenderReportRequest* request,
      grpc::ServerWriter<pb::RenderReportResponse>* writer) override;
  grpc::Status DeliverTexts(grpc::ServerContext* context,
                            const pb::DeliverTextsRequest* request,
                            pb::DeliverTextsResponse* response) override;
  grpc::Status ListTexts(grpc::ServerContext* context,
                         const pb::ListTextsRequest* request,
                         pb::ListTextsResponse* response) override;
  // The life of a report: life_service.cc.
  grpc::Status ConfirmFigures(grpc::ServerContext* context,
                              const pb::ConfirmFiguresRequest* request,
                              pb::Standing* response) override;
  grpc::Status RevokeConfirmation(grpc::ServerContext* context,
                                  const pb::RevokeConfirmationRequest* request,
                                  pb::Standing* response) override;
  grpc::Status AdoptReport(grpc::ServerContext* context,
                           const pb::AdoptReportRequest* request,
                           pb::Standing* response) override;
  grpc::Status SubmitReport(grpc::ServerContext* context,
                            const pb::SubmitReportRequest* request,
                            pb::Standing* response) override;
  grpc::Status ReopenReport(grpc::ServerContext* context,
                            const pb::ReopenReportRequest* request,
                            pb::Standing* response) override;
  grpc::Status SetEmbargo(grpc::ServerContext* context,
                          const pb::SetEmbargoRequest* request,
                          pb::Standing* response) override;
  grpc::Status ExplainFinding(grpc::ServerContext* context,
                              const pb::ExplainFindingRequest* request,
                              pb::Finding* response) override;
  grpc::Status GetStanding(grpc::ServerContext* context,
                           const pb::GetStandingRequest* request,
                           pb::Standing* response) override;
  grpc::Status ListFindings(grpc::ServerContext* context,
                            const pb::ListFindingsRequest* request,
                            pb::ListFindingsResponse* response) override;
  // What a figure rests on: explain_service.cc.
  grpc::Status ExplainFigure(grpc::ServerContext* context,
                             const pb::ExplainFigureRequest* request,
                             pb::FigureExplanation* response) override;
  grpc::Status CompareReports(grpc::ServerContext* context,
                              const pb::CompareReportsRequest* request,
                              pb::CompareReportsResponse* response) override;
  grpc::Status VerifyReport(grpc::ServerContext* context,
                            const pb::VerifyReportRequest* request,
                            pb::VerifyReportResponse* response) override;
  // What came and what is due: follow_service.cc.
  grpc::Status ListDeliveries(grpc::ServerContext* context,
                              const pb::ListDeliveriesRequest* request,
                              pb::ListDeliveriesResponse* response) override;
  grpc::Status ListRevisions(grpc::ServerContext* context,
                             const pb::ListRevisionsRequest* request,
                             pb::ListRevisionsResponse* response) override;

 private:
  // Composes `report`, of which name, spec and superseded version are known,
  // from its pins.
  absl::Status Make(const Call& call, pb::Report& report);
  // Stores what was made; answers it as it then stands.
  absl::StatusOr<pb::Report> Store(Transaction& tx, const Call& call,
                                   const pb::Report& made,
                                   const std::string& json, bool dry_run);
  // Carries out one step in the life of a report.
  template <typename Request, typename Check>
  grpc::Status ApplyStep(grpc::ServerContext& context, const Request& request,
                         Verb verb, const LifeEvent& step,
                         pb::Standing* response, Check check);

  const Sources sources_;
  PdfPrinter pdf_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
