// The RPCs of locations; COA's streams stand in `feed_service.cc`, the verbs of
// their life in `life_service.cc`,
// those over time and reconciliations in `outlook_service.cc`, those for
// Ukrainians in `ukraine_service.cc`.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_

#include "common/service/service_base.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

class LocationService final : public pb::LocationService::Service,
                              private ServiceBase {
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
  grpc::Status ListRuleSets(grpc::ServerContext* context,
                            const pb::ListRuleSetsRequest* request,
                            pb::ListRuleSetsResponse* response) override;
  grpc::Status DeliverLocations(
      grpc::ServerContext* context, const pb::DeliverLocationsRequest* request,
      pb::DeliverLocationsResponse* response) override;
  grpc::Status SuggestLocation(grpc::ServerContext* context,
                               const pb::SuggestLocationRequest* request,
                               pb::Location* response) override;
  grpc::Status ExploreLocation(grpc::ServerContext* context,
                               const pb::ExploreLocationRequest* request,
                               pb::Location* response) override;
  grpc::Status SubmitLocation(grpc::ServerContext* context,
                              const pb::SubmitLocationRequest* request,
                              pb::Location* response) override;
  grpc::Status DecideLocation(grpc::ServerContext* context,
                              const pb::DecideLocationRequest* request,
                              pb::Location* response) override;
  grpc::Status StartPaperCheck(grpc::ServerContext* context,
                               const pb::StartPaperCheckRequest* request,
                               pb::Location* response) override;
  grpc::Status StartSiteVisit(grpc::ServerContext* context,
                              const pb::StartSiteVisitRequest* request,
                              pb::Location* response) override;
  grpc::Status SignAgreement(grpc::ServerContext* context,
                             const pb::SignAgreementRequest* request,
                             pb::Location* response) override;
  grpc::Status StartPermit(grpc::ServerContext* context,
                           const pb::StartPermitRequest* request,
                           pb::Location* response) override;
  grpc::Status StartConstruction(grpc::ServerContext* context,
                                 const pb::StartConstructionRequest* request,
                                 pb::Location* response) override;
  grpc::Status OpenLocation(grpc::ServerContext* context,
                            const pb::OpenLocationRequest* request,
                            pb::Location* response) override;
  grpc::Status ExtendLocation(grpc::ServerContext* context,
                              const pb::ExtendLocationRequest* request,
                              pb::Location* response) override;
  grpc::Status StartClosing(grpc::ServerContext* context,
                            const pb::StartClosingRequest* request,
                            pb::Location* response) override;
  grpc::Status CloseLocation(grpc::ServerContext* context,
                             const pb::CloseLocationRequest* request,
                             pb::Location* response) override;
  grpc::Status WithdrawLocation(grpc::ServerContext* context,
                                const pb::WithdrawLocationRequest* request,
                                pb::Location* response) override;
  grpc::Status RescheduleLocation(grpc::ServerContext* context,
                                  const pb::RescheduleLocationRequest* request,
                                  pb::Location* response) override;
  grpc::Status RecordObjections(grpc::ServerContext* context,
                                const pb::RecordObjectionsRequest* request,
                                pb::Location* response) override;
  grpc::Status DeliverOccupancies(
      grpc::ServerContext* context,
      grpc::ServerReader<pb::DeliverOccupanciesRequest>* reader,
      pb::DeliverOccupanciesResponse* response) override;
  grpc::Status DeliverPermanentStocks(
      grpc::ServerContext* context,
      grpc::ServerReader<pb::DeliverPermanentStocksRequest>* reader,
      pb::DeliverPermanentStocksResponse* response) override;
  grpc::Status ListLifeEvents(grpc::ServerContext* context,
                              const pb::ListLifeEventsRequest* request,
                              pb::ListLifeEventsResponse* response) override;
  grpc::Status ListPlaceEntries(
      grpc::ServerContext* context, const pb::ListPlaceEntriesRequest* request,
      pb::ListPlaceEntriesResponse* response) override;
  grpc::Status ListCoverage(grpc::ServerContext* context,
                            const pb::ListCoverageRequest* request,
                            pb::ListCoverageResponse* response) override;
  grpc::Status ListReconciliations(
      grpc::ServerContext* context,
      const pb::ListReconciliationsRequest* request,
      pb::ListReconciliationsResponse* response) override;
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
  grpc::Status ListRevisions(grpc::ServerContext* context,
                             const pb::ListRevisionsRequest* request,
                             pb::ListRevisionsResponse* response) override;

 private:
  template <typename Request, typename Check, typename Effect>
  grpc::Status ApplyStep(grpc::ServerContext& context, const Request& request,
                         pb::Location* response, pb::LocationState to,
                         Check check, Effect effect);
  template <typename Request>
  grpc::Status ApplyStep(grpc::ServerContext& context, const Request& request,
                         pb::Location* response, pb::LocationState to);
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
