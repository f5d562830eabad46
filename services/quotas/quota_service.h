// The RPCs of quotas. Their bodies stand in rooms by subject:
// `quota_service.cc` (geography, cycles, delivered facts),
// `obligation_service.cc`, `target_service.cc`, `split_service.cc`,
// `decision_service.cc`, `transfer_service.cc`.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_

#include "common/service/state_service.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/quotas/quota_state.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

class QuotaService final : public pb::QuotaService::CallbackService,
                           public StateService<QuotaState> {
 public:
  QuotaService(Database& db, const Clock& clock, Organisations& organisations);

  Reactor* ListMunicipalities(
      Context* context, const pb::ListMunicipalitiesRequest* request,
      pb::ListMunicipalitiesResponse* response) override;
  Reactor* ListProvinces(Context* context,
                         const pb::ListProvincesRequest* request,
                         pb::ListProvincesResponse* response) override;
  Reactor* GetCycle(Context* context, const pb::GetCycleRequest* request,
                    pb::Cycle* response) override;
  Reactor* ListCycles(Context* context, const pb::ListCyclesRequest* request,
                      pb::ListCyclesResponse* response) override;
  Reactor* DeliverQuotas(Context* context,
                         const pb::DeliverQuotasRequest* request,
                         pb::DeliverQuotasResponse* response) override;
  Reactor* ListQuotaEntries(Context* context,
                            const pb::ListQuotaEntriesRequest* request,
                            pb::ListQuotaEntriesResponse* response) override;
  Reactor* ComputeIndicativeSplit(
      Context* context, const pb::ComputeIndicativeSplitRequest* request,
      pb::ComputeIndicativeSplitResponse* response) override;
  Reactor* ListObligations(Context* context,
                           const pb::ListObligationsRequest* request,
                           pb::ListObligationsResponse* response) override;
  Reactor* ListHousingTargets(
      Context* context, const pb::ListHousingTargetsRequest* request,
      pb::ListHousingTargetsResponse* response) override;
  Reactor* GetCalendar(Context* context, const pb::GetCalendarRequest* request,
                       pb::Calendar* response) override;
  Reactor* ListEstimates(Context* context,
                         const pb::ListEstimatesRequest* request,
                         pb::ListEstimatesResponse* response) override;
  Reactor* ListNationalTargets(
      Context* context, const pb::ListNationalTargetsRequest* request,
      pb::ListNationalTargetsResponse* response) override;
  Reactor* ListPublishedBalances(
      Context* context, const pb::ListPublishedBalancesRequest* request,
      pb::ListPublishedBalancesResponse* response) override;
  Reactor* ListPopulations(Context* context,
                           const pb::ListPopulationsRequest* request,
                           pb::ListPopulationsResponse* response) override;
  Reactor* ListScores(Context* context, const pb::ListScoresRequest* request,
                      pb::ListScoresResponse* response) override;
  Reactor* ListExchanges(Context* context,
                         const pb::ListExchangesRequest* request,
                         pb::ListExchangesResponse* response) override;
  Reactor* ListSuccessions(Context* context,
                           const pb::ListSuccessionsRequest* request,
                           pb::ListSuccessionsResponse* response) override;
  Reactor* CreateSplit(Context* context, const pb::CreateSplitRequest* request,
                       pb::Split* response) override;
  Reactor* GetSplit(Context* context, const pb::GetSplitRequest* request,
                    pb::Split* response) override;
  Reactor* ListSplits(Context* context, const pb::ListSplitsRequest* request,
                      pb::ListSplitsResponse* response) override;
  Reactor* CreateDecision(Context* context,
                          const pb::CreateDecisionRequest* request,
                          pb::Decision* response) override;
  Reactor* GetDecision(Context* context, const pb::GetDecisionRequest* request,
                       pb::Decision* response) override;
  Reactor* ListDecisions(Context* context,
                         const pb::ListDecisionsRequest* request,
                         pb::ListDecisionsResponse* response) override;
  Reactor* CreateRedistribution(Context* context,
                                const pb::CreateRedistributionRequest* request,
                                pb::Redistribution* response) override;
  Reactor* EndRedistribution(Context* context,
                             const pb::EndRedistributionRequest* request,
                             pb::Redistribution* response) override;
  Reactor* GetRedistribution(Context* context,
                             const pb::GetRedistributionRequest* request,
                             pb::Redistribution* response) override;
  Reactor* ListRedistributions(
      Context* context, const pb::ListRedistributionsRequest* request,
      pb::ListRedistributionsResponse* response) override;
  Reactor* CreateTransfer(Context* context,
                          const pb::CreateTransferRequest* request,
                          pb::Transfer* response) override;
  Reactor* AdvanceTransfer(Context* context,
                           const pb::AdvanceTransferRequest* request,
                           pb::Transfer* response) override;
  Reactor* GetTransfer(Context* context, const pb::GetTransferRequest* request,
                       pb::Transfer* response) override;
  Reactor* ListTransfers(Context* context,
                         const pb::ListTransfersRequest* request,
                         pb::ListTransfersResponse* response) override;
  Reactor* ListRevisions(Context* context,
                         const pb::ListRevisionsRequest* request,
                         pb::ListRevisionsResponse* response) override;

 private:
  void MeasureFacts(const KnownQuotas& known,
                    Measures& measures) const override;
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
