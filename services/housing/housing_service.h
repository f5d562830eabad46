// The RPCs of housing; streams stand in `feed_service.cc`, balances and ledgers
// in `balance_service.cc`, closings in `closing_service.cc`, supervision in
// `supervision_service.cc`.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_

#include <memory>

#include "common/service/state_service.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "services/housing/housing_state.h"
#include "services/housing/quotas_client.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

class HousingService final : public pb::HousingService::CallbackService,
                             public StateService<HousingState> {
 public:
  HousingService(Database& db, const Clock& clock, Organisations& organisations,
                 std::unique_ptr<QuotasClient::Stub> quotas);

  Reactor* DeliverHousing(Context* context,
                          const pb::DeliverHousingRequest* request,
                          pb::DeliverHousingResponse* response) override;
  grpc::ServerReadReactor<pb::DeliverPlacementsRequest>* DeliverPlacements(
      Context* context, pb::DeliverPlacementsResponse* response) override;
  Reactor* CreatePlacement(Context* context,
                           const pb::CreatePlacementRequest* request,
                           pb::Placement* response) override;
  Reactor* CreateMove(Context* context, const pb::CreateMoveRequest* request,
                      pb::Move* response) override;
  Reactor* ListMoves(Context* context, const pb::ListMovesRequest* request,
                     pb::ListMovesResponse* response) override;
  Reactor* ListPlacementKinds(
      Context* context, const pb::ListPlacementKindsRequest* request,
      pb::ListPlacementKindsResponse* response) override;
  Reactor* ListPlacements(Context* context,
                          const pb::ListPlacementsRequest* request,
                          pb::ListPlacementsResponse* response) override;
  Reactor* ListHousingPlans(Context* context,
                            const pb::ListHousingPlansRequest* request,
                            pb::ListHousingPlansResponse* response) override;
  Reactor* ListNilReturns(Context* context,
                          const pb::ListNilReturnsRequest* request,
                          pb::ListNilReturnsResponse* response) override;
  Reactor* ListBalances(Context* context,
                        const pb::ListBalancesRequest* request,
                        pb::ListBalancesResponse* response) override;
  Reactor* ListLedgers(Context* context, const pb::ListLedgersRequest* request,
                       pb::ListLedgersResponse* response) override;
  Reactor* ListClosings(Context* context,
                        const pb::ListClosingsRequest* request,
                        pb::ListClosingsResponse* response) override;
  Reactor* ListLadders(Context* context, const pb::ListLaddersRequest* request,
                       pb::ListLaddersResponse* response) override;
  Reactor* ListSupervision(Context* context,
                           const pb::ListSupervisionRequest* request,
                           pb::ListSupervisionResponse* response) override;
  Reactor* ListRevisions(Context* context,
                         const pb::ListRevisionsRequest* request,
                         pb::ListRevisionsResponse* response) override;

 private:
  QuotasClient quotas_;
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_
