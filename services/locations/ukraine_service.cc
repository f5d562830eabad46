// Shelter for displaced Ukrainians, and what is paid for it.
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/locations/location_loader.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"
#include "services/locations/rules/funding.h"
#include "services/locations/rules/shelter.h"

namespace opvang::locations {
namespace {

// The shelter of each municipality, with persons in private shelter.
absl::StatusOr<std::map<std::string, pb::MunicipalityShelter>> ReadShelters(
    Transaction& tx, const Organisation& caller,
    const std::vector<std::string>& names, absl::CivilDay day) {
  ASSIGN_OR_RETURN(auto known, LoadSnapshot(tx, names, day));
  ASSIGN_OR_RETURN(const auto present,
                   ListCounts(tx, CountKind::kOccupancy, names, day));
  ASSIGN_OR_RETURN(const auto hosted,
                   ListCounts(tx, CountKind::kPrivateShelter, names, day));
  std::map<std::string, int> occupied;
  for (const auto& [location, count] : present) {
    occupied[location] = count.amount;
  }
  std::map<std::string, pb::MunicipalityShelter> shelters;
  for (const std::string& name : names) {
    pb::MunicipalityShelter& shelter = shelters[name];
    for (KnownLocation& one : known[name]) Redact(caller, one);
    shelter = ShelterOf(name, known[name], occupied, day);
    for (auto& one : *shelter.mutable_shelters()) {
      if (const auto count = present.find(one.location());
          count != present.end()) {
        *one.mutable_occupancy() = ToOccupancy(count->second);
      }
    }
    const auto persons = hosted.find(name);
    if (persons == hosted.end()) continue;
    shelter.set_private_person_count(persons->second.amount);
    shelter.set_private_source(persons->second.source);
    *shelter.mutable_private_shelter() = ToPrivateShelter(persons->second);
  }
  return shelters;
}

}  // namespace

grpc::Status LocationService::ListUkraineShelter(
    grpc::ServerContext* context, const pb::ListUkraineShelterRequest* request,
    pb::ListUkraineShelterResponse* response) {
  LocationQuery query;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) { query = CheckQuery(*request, violations); },
      [&](Transaction& tx, const Page& page,
          const Call& call) -> absl::StatusOr<pb::ListUkraineShelterResponse> {
        // The first page has the sums over all.
        const bool first = page.after.empty();
        const auto given = PageOf(query.municipalities, page);
        ASSIGN_OR_RETURN(
            auto shelters,
            ReadShelters(tx, call.caller,
                         NamesOf(first ? query.municipalities : given),
                         query.day));
        pb::ListUkraineShelterResponse list;
        for (const std::string& area : first ? AreasWithin(request->parent())
                                             : std::vector<std::string>()) {
          pb::AreaShelter& sum = *list.add_areas();
          sum.set_subject(area);
          for (const auto& [name, shelter] : shelters) {
            if (LiesWithin(name, area)) AddTo(shelter, sum);
          }
        }
        for (const std::string& name : NamesOf(given)) {
          *list.add_municipalities() = std::move(shelters[name]);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListFundingRates(
    grpc::ServerContext* context, const pb::ListFundingRatesRequest* request,
    pb::ListFundingRatesResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx) -> absl::StatusOr<pb::ListFundingRatesResponse> {
        ASSIGN_OR_RETURN(const auto rates,
                         opvang::locations::ListFundingRates(tx));
        pb::ListFundingRatesResponse list;
        list.mutable_funding_rates()->Add(rates.begin(), rates.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListShelterFunding(
    grpc::ServerContext* context, const pb::ListShelterFundingRequest* request,
    pb::ListShelterFundingResponse* response) {
  LocationQuery query;
  Period period;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        query = CheckQuery(*request, violations);
        period = CheckPeriod(*request, violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListShelterFundingResponse> {
        const auto given = PageOf(query.municipalities, page);
        ASSIGN_OR_RETURN(auto known,
                         LoadSnapshot(tx, NamesOf(given), query.day));
        ASSIGN_OR_RETURN(const auto rates,
                         opvang::locations::ListFundingRates(tx));
        pb::ListShelterFundingResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_fundings() = Fund(name, known[name], rates, period);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

}  // namespace opvang::locations
