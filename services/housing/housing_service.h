// The RPCs of housing; streams stand in `feed_service.cc`, balances and ledgers
// in `balance_service.cc`, closings in `closing_service.cc`, supervision in
// `supervision_service.cc`.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_

#include <memory>

#include "common/service/service_base.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

class HousingService final : public pb::HousingService::Service,
                             private ServiceBase {
 public:
  using Quotas = nl::opvang::quotas::v1::QuotaService::StubInterface;
  HousingService(Database& db, const Clock& clock, Organisations& organisations,
                 std::unique_ptr<Quotas> quotas);

  grpc::Status DeliverHousing(grpc::ServerContext* context,
                              const pb::DeliverHousingRequest* request,
                              pb::DeliverHousingResponse* response) override;
  grpc::Status DeliverPlacements(
      grpc::ServerContext* context,
      grpc::ServerReader<pb::DeliverPlacementsRequest>* reader,
      pb::DeliverPlacementsResponse* response) override;
  grpc::Status CreatePlacement(grpc::ServerContext* context,
                               const pb::CreatePlacementRequest* request,
                               pb::Placement* response) override;
  grpc::Status CreateMove(grpc::ServerContext* context,
                          const pb::CreateMoveRequest* request,
                          pb::Move* response) override;
  grpc::Status ListMoves(grpc::ServerContext* context,
                         const pb::ListMovesRequest* request,
                         pb::ListMovesResponse* response) override;
  grpc::Status ListPlacementKinds(
      grpc::ServerContext* context,
      const pb::ListPlacementKindsRequest* request,
      pb::ListPlacementKindsResponse* response) override;
  grpc::Status ListPlacements(grpc::ServerContext* context,
                              const pb::ListPlacementsRequest* request,
                              pb::ListPlacementsResponse* response) override;
  grpc::Status ListHousingPlans(
      grpc::ServerContext* context, const pb::ListHousingPlansRequest* request,
      pb::ListHousingPlansResponse* response) override;
  grpc::Status ListBalances(grpc::ServerContext* context,
                            const pb::ListBalancesRequest* request,
                            pb::ListBalancesResponse* response) override;
  grpc::Status ListLedgers(grpc::ServerContext* context,
                           const pb::ListLedgersRequest* request,
                           pb::ListLedgersResponse* response) override;
  grpc::Status ListClosings(grpc::ServerContext* context,
                            const pb::ListClosingsRequest* request,
                            pb::ListClosingsResponse* response) override;
  grpc::Status ListLadders(grpc::ServerContext* context,
                           const pb::ListLaddersRequest* request,
                           pb::ListLaddersResponse* response) override;
  grpc::Status ListSupervision(grpc::ServerContext* context,
                               const pb::ListSupervisionRequest* request,
                               pb::ListSupervisionResponse* response) override;
  grpc::Status ListRevisions(grpc::ServerContext* context,
                             const pb::ListRevisionsRequest* request,
                             pb::ListRevisionsResponse* response) override;

 private:
  const std::unique_ptr<Quotas> quotas_;
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_SERVICE_H_
