// The RPCs of quotas.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_

#include "common/caller.h"
#include "common/clock.h"
#include "common/db/database.h"
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

 private:
  Database& db_;
  const Clock& clock_;
  const Gate gate_;
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_SERVICE_H_
