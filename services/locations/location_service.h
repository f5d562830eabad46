// The RPCs of locations; COA's streams stand in `feed_service.cc`, the verbs of
// their life in `life_service.cc`, those over time in `outlook_service.cc`,
// reconciliations in `reconcile_service.cc`, those for Ukrainians in
// `ukraine_service.cc`.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_

#include "common/service/state_service.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "services/locations/location_state.h"
#include "services/locations/location_view.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

class LocationService final : public pb::LocationService::CallbackService,
                              public StateService<LocationState> {
 public:
  LocationService(Database& db, const Clock& clock,
                  Organisations& organisations);

  Reactor* CreateLocation(Context* context,
                          const pb::CreateLocationRequest* request,
                          pb::Location* response) override;
  Reactor* GetLocation(Context* context, const pb::GetLocationRequest* request,
                       pb::Location* response) override;
  Reactor* ListLocations(Context* context,
                         const pb::ListLocationsRequest* request,
                         pb::ListLocationsResponse* response) override;
  Reactor* UpdateLocation(Context* context,
                          const pb::UpdateLocationRequest* request,
                          pb::Location* response) override;
  Reactor* ListLocationKinds(Context* context,
                             const pb::ListLocationKindsRequest* request,
                             pb::ListLocationKindsResponse* response) override;
  Reactor* ListRuleSets(Context* context,
                        const pb::ListRuleSetsRequest* request,
                        pb::ListRuleSetsResponse* response) override;
  Reactor* DeliverLocations(Context* context,
                            const pb::DeliverLocationsRequest* request,
                            pb::DeliverLocationsResponse* response) override;
  Reactor* SuggestLocation(Context* context,
                           const pb::SuggestLocationRequest* request,
                           pb::Location* response) override;
  Reactor* ExploreLocation(Context* context,
                           const pb::ExploreLocationRequest* request,
                           pb::Location* response) override;
  Reactor* SubmitLocation(Context* context,
                          const pb::SubmitLocationRequest* request,
                          pb::Location* response) override;
  Reactor* DecideLocation(Context* context,
                          const pb::DecideLocationRequest* request,
                          pb::Location* response) override;
  Reactor* StartPaperCheck(Context* context,
                           const pb::StartPaperCheckRequest* request,
                           pb::Location* response) override;
  Reactor* StartSiteVisit(Context* context,
                          const pb::StartSiteVisitRequest* request,
                          pb::Location* response) override;
  Reactor* SignAgreement(Context* context,
                         const pb::SignAgreementRequest* request,
                         pb::Location* response) override;
  Reactor* StartPermit(Context* context, const pb::StartPermitRequest* request,
                       pb::Location* response) override;
  Reactor* StartConstruction(Context* context,
                             const pb::StartConstructionRequest* request,
                             pb::Location* response) override;
  Reactor* OpenLocation(Context* context,
                        const pb::OpenLocationRequest* request,
                        pb::Location* response) override;
  Reactor* ExtendLocation(Context* context,
                          const pb::ExtendLocationRequest* request,
                          pb::Location* response) override;
  Reactor* StartClosing(Context* context,
                        const pb::StartClosingRequest* request,
                        pb::Location* response) override;
  Reactor* CloseLocation(Context* context,
                         const pb::CloseLocationRequest* request,
                         pb::Location* response) override;
  Reactor* WithdrawLocation(Context* context,
                            const pb::WithdrawLocationRequest* request,
                            pb::Location* response) override;
  Reactor* RescheduleLocation(Context* context,
                              const pb::RescheduleLocationRequest* request,
                              pb::Location* response) override;
  Reactor* RecordObjections(Context* context,
                            const pb::RecordObjectionsRequest* request,
                            pb::Location* response) override;
  grpc::ServerReadReactor<pb::DeliverOccupanciesRequest>* DeliverOccupancies(
      Context* context, pb::DeliverOccupanciesResponse* response) override;
  grpc::ServerReadReactor<pb::DeliverPermanentStocksRequest>*
  DeliverPermanentStocks(Context* context,
                         pb::DeliverPermanentStocksResponse* response) override;
  Reactor* ListLifeEvents(Context* context,
                          const pb::ListLifeEventsRequest* request,
                          pb::ListLifeEventsResponse* response) override;
  Reactor* ListPlaceEntries(Context* context,
                            const pb::ListPlaceEntriesRequest* request,
                            pb::ListPlaceEntriesResponse* response) override;
  Reactor* ListCoverage(Context* context,
                        const pb::ListCoverageRequest* request,
                        pb::ListCoverageResponse* response) override;
  Reactor* ListReconciliations(
      Context* context, const pb::ListReconciliationsRequest* request,
      pb::ListReconciliationsResponse* response) override;
  Reactor* ListUkraineShelter(
      Context* context, const pb::ListUkraineShelterRequest* request,
      pb::ListUkraineShelterResponse* response) override;
  Reactor* ListNilReturns(Context* context,
                          const pb::ListNilReturnsRequest* request,
                          pb::ListNilReturnsResponse* response) override;
  Reactor* ListFundingRates(Context* context,
                            const pb::ListFundingRatesRequest* request,
                            pb::ListFundingRatesResponse* response) override;
  Reactor* ListShelterFunding(
      Context* context, const pb::ListShelterFundingRequest* request,
      pb::ListShelterFundingResponse* response) override;
  Reactor* ListDurableStock(Context* context,
                            const pb::ListDurableStockRequest* request,
                            pb::ListDurableStockResponse* response) override;
  Reactor* ListTimelines(Context* context,
                         const pb::ListTimelinesRequest* request,
                         pb::ListTimelinesResponse* response) override;
  Reactor* ListOutlooks(Context* context,
                        const pb::ListOutlooksRequest* request,
                        pb::ListOutlooksResponse* response) override;
  Reactor* ListRevisions(Context* context,
                         const pb::ListRevisionsRequest* request,
                         pb::ListRevisionsResponse* response) override;

 private:
  void MeasureFacts(const KnownState& known, Measures& measures) const override;
  // A write that is about nothing but what is hidden tells nobody where it was.
  AreasTold AreasFor(const KnownState& known,
                     const Organisation& caller) const override;
  // As that of every service; what the caller may not be told of protected
  // locations is left out of the answer.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  Reactor* HandleRead(Context& context, const Request& request,
                      Response* response, Check check, Reader read) {
    return StateService::HandleRead(
        context, request, response, check,
        [=, this](const auto& asked) -> absl::StatusOr<Response> {
          ASSIGN_OR_RETURN(Response answer, read(asked));
          LeaveOut(asked.known, {asked.call.caller, clock_.Today()}, answer);
          return answer;
        });
  }
  template <typename Request, typename Check, typename Effect>
  Reactor* ApplyStep(Context& context, const Request& request,
                     pb::Location* response, pb::LocationState to, Check check,
                     Effect effect);
  template <typename Request>
  Reactor* ApplyStep(Context& context, const Request& request,
                     pb::Location* response, pb::LocationState to);
  // The day where none is asked for: today or, of a revision asked for, that on
  // which it was recorded.
  absl::CivilDay DayFor(Revision asked, const KnownState& known) const;
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_SERVICE_H_
