// The RPCs of reporting.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
#define OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_

#include "common/db/desk.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "services/reporting/report_store.h"
#include "services/reporting/sources.h"

namespace opvang::reporting {

class ReportingService final : public pb::ReportingService::Service,
                               private Desk {
 public:
  ReportingService(Database& db, const Clock& clock,
                   Organisations& organisations, Sources sources);

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
  grpc::Status ListRevisions(grpc::ServerContext* context,
                             const pb::ListRevisionsRequest* request,
                             pb::ListRevisionsResponse* response) override;

 private:
  absl::StatusOr<pb::Report> MakeReport(const Call& call,
                                        const pb::CreateReportRequest& request);
  absl::StatusOr<StoredReport> LoadReport(const Call& call,
                                          const std::string& name);

  const Sources sources_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_SERVICE_H_
