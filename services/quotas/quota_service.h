// The RPCs of quotas. Their bodies stand in rooms by subject:
// `quota_service.cc` (geography, cycles, delivered facts),
// `obligation_service.cc`, `split_service.cc`, `decision_service.cc`,
// `transfer_service.cc`.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_

#include "common/caller.h"
#include "common/clock.h"
#include "common/db/database.h"
#include "common/db/ledger.h"
#include "common/db/paging.h"
#include "common/reply.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

class QuotaService final : public pb::QuotaService::Service {
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

 private:
  // A call that reads: authorised, checked by `check(violations)`, then
  // answered by `read(tx)` at the revision asked for.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  grpc::Status Answer(grpc::ServerContext& context, const Request& request,
                      Response* response, Check check, Reader read) {
    return Reply(response, [&]() -> absl::StatusOr<Response> {
      ASSIGN_OR_RETURN(const Call call, gate_.Authorize(context, request));
      Violations violations;
      check(violations);
      RETURN_IF_ERROR(violations.ToStatus());
      return opvang::Read<Response>(db_, call, request.revision(), read);
    });
  }

  // The same with pages: `read(tx, page)`.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  grpc::Status AnswerPage(grpc::ServerContext& context, const Request& request,
                          Response* response, Check check, Reader read) {
    return Reply(response, [&]() -> absl::StatusOr<Response> {
      ASSIGN_OR_RETURN(const Call call, gate_.Authorize(context, request));
      ASSIGN_OR_RETURN(const Page page, ParsePage(request));
      Violations violations;
      check(violations);
      RETURN_IF_ERROR(violations.ToStatus());
      return opvang::Read<Response>(
          db_, call, page.revision,
          [&](Transaction& tx) { return read(tx, page); });
    });
  }

  // A call that writes: authorised, checked, then carried out by `change(tx)`
  // as one revision.
  template <typename Request, typename Response, typename Check,
            typename Change>
  grpc::Status Carry(grpc::ServerContext& context, const Request& request,
                     Response* response, Check check, Change change) {
    return Reply(response, [&]() -> absl::StatusOr<Response> {
      ASSIGN_OR_RETURN(const Call call, gate_.Authorize(context, request));
      RETURN_IF_ERROR(check(request));
      return opvang::Write<Response>(db_, clock_, call, request, change);
    });
  }

  Database& db_;
  const Clock& clock_;
  const Gate gate_;
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
