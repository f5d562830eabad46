// The RPCs of locations; those over time stand in
// `outlook_service.cc`, those for Ukrainians in `ukraine_service.cc`.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_

#include "common/db/desk.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

class LocationService final : public pb::LocationService::Service,
                              private Desk {
 public:
  LocationService(Database& db, const Clock& clock,
                  Organisations& organisations);

  grpc::Status CreateLocation(grpc::ServerContext* context,
                              const pb::CreateLocationRequest* request,
                              pb::Location* response) override;
  grpc::Status GetLocation(grpc::ServerContext* context,
                           const pb::GetLocationRequest* request,
                           pb::Location* response) override;
  grpc::Status ListLocations(grpc::ServerContext* context,
                             const pb::ListLocationsRequest* request,
                             pb::ListLocationsResponse* response) override;
  grpc::Status UpdateLocation(grpc::ServerContext* context,
                              const pb::UpdateLocationRequest* request,
                              pb::Location* response) override;
  grpc::Status ListLocationKinds(
      grpc::ServerContext* context, const pb::ListLocationKindsRequest* request,
      pb::ListLocationKindsResponse* response) override;
  grpc::Status DeliverLocations(
      grpc::ServerContext* context, const pb::DeliverLocationsRequest* request,
      pb::DeliverLocationsResponse* response) override;
  grpc::Status ListPlaceEntries(
      grpc::ServerContext* context, const pb::ListPlaceEntriesRequest* request,
      pb::ListPlaceEntriesResponse* response) override;
  grpc::Status ListCoverage(grpc::ServerContext* context,
                            const pb::ListCoverageRequest* request,
                            pb::ListCoverageResponse* response) override;
  grpc::Status ListUkraineShelter(
      grpc::ServerContext* context,
      const pb::ListUkraineShelterRequest* request,
      pb::ListUkraineShelterResponse* response) override;
  grpc::Status ListFundingRates(
      grpc::ServerContext* context, const pb::ListFundingRatesRequest* request,
      pb::ListFundingRatesResponse* response) override;
  grpc::Status ListShelterFunding(
      grpc::ServerContext* context,
      const pb::ListShelterFundingRequest* request,
      pb::ListShelterFundingResponse* response) override;
  grpc::Status ListDurableStock(
      grpc::ServerContext* context, const pb::ListDurableStockRequest* request,
      pb::ListDurableStockResponse* response) override;
  grpc::Status ListTimelines(grpc::ServerContext* context,
                             const pb::ListTimelinesRequest* request,
                             pb::ListTimelinesResponse* response) override;
  grpc::Status ListOutlooks(grpc::ServerContext* context,
                            const pb::ListOutlooksRequest* request,
                            pb::ListOutlooksResponse* response) override;
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
