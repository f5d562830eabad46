// The RPCs of quotas. Their bodies stand in rooms by subject:
// `quota_service.cc` (geography, cycles, delivered facts),
// `obligation_service.cc`, `target_service.cc`, `split_service.cc`,
// `decision_service.cc`, `transfer_service.cc`.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_

#include "common/service/service_base.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

class QuotaService final : public pb::QuotaService::Service,
                           private ServiceBase {
 public:
  QuotaService(Database& db, const Clock& clock, Organisations& organisations);

  grpc::Status ListMunicipalities(
      grpc::ServerContext* context,
      const pb::ListMunicipalitiesRequest* request,
      pb::ListMunicipalitiesResponse* response) override;
  grpc::Status ListProvinces(grpc::ServerContext* context,
                             const pb::ListProvincesRequest* request,
                             pb::ListProvincesResponse* response) override;
  grpc::Status GetCycle(grpc::ServerContext* context,
                        const pb::GetCycleRequest* request,
                        pb::Cycle* response) override;
  grpc::Status ListCycles(grpc::ServerContext* context,
                          const pb::ListCyclesRequest* request,
                          pb::ListCyclesResponse* response) override;
  grpc::Status DeliverQuotas(grpc::ServerContext* context,
                             const pb::DeliverQuotasRequest* request,
                             pb::DeliverQuotasResponse* response) override;
  grpc::Status ListQuotaEntries(
      grpc::ServerContext* context, const pb::ListQuotaEntriesRequest* request,
      pb::ListQuotaEntriesResponse* response) override;
  grpc::Status ComputeIndicativeSplit(
      grpc::ServerContext* context,
      const pb::ComputeIndicativeSplitRequest* request,
      pb::ComputeIndicativeSplitResponse* response) override;
  grpc::Status ListObligations(grpc::ServerContext* context,
                               const pb::ListObligationsRequest* request,
                               pb::ListObligationsResponse* response) override;
  grpc::Status ListHousingTargets(
      grpc::ServerContext* context,
      const pb::ListHousingTargetsRequest* request,
      pb::ListHousingTargetsResponse* response) override;
  grpc::Status GetCalendar(grpc::ServerContext* context,
                           const pb::GetCalendarRequest* request,
                           pb::Calendar* response) override;
  grpc::Status ListEstimates(grpc::ServerContext* context,
                             const pb::ListEstimatesRequest* request,
                             pb::ListEstimatesResponse* response) override;
  grpc::Status ListNationalTargets(
      grpc::ServerContext* context,
      const pb::ListNationalTargetsRequest* request,
      pb::ListNationalTargetsResponse* response) override;
  grpc::Status ListPublishedBalances(
      grpc::ServerContext* context,
      const pb::ListPublishedBalancesRequest* request,
      pb::ListPublishedBalancesResponse* response) override;
  grpc::Status ListPopulations(grpc::ServerContext* context,
                               const pb::ListPopulationsRequest* request,
                               pb::ListPopulationsResponse* response) override;
  grpc::Status ListScores(grpc::ServerContext* context,
                          const pb::ListScoresRequest* request,
                          pb::ListScoresResponse* response) override;
  grpc::Status ListSuccessions(grpc::ServerContext* context,
                               const pb::ListSuccessionsRequest* request,
                               pb::ListSuccessionsResponse* response) override;
  grpc::Status CreateSplit(grpc::ServerContext* context,
                           const pb::CreateSplitRequest* request,
                           pb::Split* response) override;
  grpc::Status GetSplit(grpc::ServerContext* context,
                        const pb::GetSplitRequest* request,
                        pb::Split* response) override;
  grpc::Status ListSplits(grpc::ServerContext* context,
                          const pb::ListSplitsRequest* request,
                          pb::ListSplitsResponse* response) override;
  grpc::Status CreateDecision(grpc::ServerContext* context,
                              const pb::CreateDecisionRequest* request,
                              pb::Decision* response) override;
  grpc::Status GetDecision(grpc::ServerContext* context,
                           const pb::GetDecisionRequest* request,
                           pb::Decision* response) override;
  grpc::Status ListDecisions(grpc::ServerContext* context,
                             const pb::ListDecisionsRequest* request,
                             pb::ListDecisionsResponse* response) override;
  grpc::Status CreateRedistribution(
      grpc::ServerContext* context,
      const pb::CreateRedistributionRequest* request,
      pb::Redistribution* response) override;
  grpc::Status EndRedistribution(grpc::ServerContext* context,
                                 const pb::EndRedistributionRequest* request,
                                 pb::Redistribution* response) override;
  grpc::Status GetRedistribution(grpc::ServerContext* context,
                                 const pb::GetRedistributionRequest* request,
                                 pb::Redistribution* response) override;
  grpc::Status ListRedistributions(
      grpc::ServerContext* context,
      const pb::ListRedistributionsRequest* request,
      pb::ListRedistributionsResponse* response) override;
  grpc::Status CreateTransfer(grpc::ServerContext* context,
                              const pb::CreateTransferRequest* request,
                              pb::Transfer* response) override;
  grpc::Status AdvanceTransfer(grpc::ServerContext* context,
                               const pb::AdvanceTransferRequest* request,
                               pb::Transfer* response) override;
  grpc::Status GetTransfer(grpc::ServerContext* context,
                           const pb::GetTransferRequest* request,
                           pb::Transfer* response) override;
  grpc::Status ListTransfers(grpc::ServerContext* context,
                             const pb::ListTransfersRequest* request,
                             pb::ListTransfersResponse* response) override;
  grpc::Status ListRevisions(grpc::ServerContext* context,
                             const pb::ListRevisionsRequest* request,
                             pb::ListRevisionsResponse* response) override;
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
