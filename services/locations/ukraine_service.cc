// Shelter for displaced Ukrainians, and what is paid for it.
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_view.h"
#include "services/locations/rules/funding.h"
#include "services/locations/rules/shelter.h"

namespace opvang::locations {
namespace {

// The shelter of one municipality, with persons in private shelter.
pb::MunicipalityShelter ShelterIn(const KnownState& known, const Viewer& viewer,
                                  const std::string& name, absl::CivilDay day) {
  const auto locations = LocationsFor(known, viewer, name, day);
  pb::MunicipalityShelter shelter = ShelterOf(
      name, locations, day,
      FindNilReturn(known, name, pb::LocationKind::PURPOSE_UKRAINE, day));
  if (auto hosted = FindPrivateShelter(known, name, day)) {
    shelter.set_private_person_count(hosted->person_count());
    shelter.set_private_source(hosted->source());
    *shelter.mutable_private_shelter() = *std::move(hosted);
  }
  return shelter;
}

}  // namespace

grpc::ServerUnaryReactor* LocationService::ListUkraineShelter(
    Context* context, const pb::ListUkraineShelterRequest* request,
    pb::ListUkraineShelterResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) { return CheckQuery(*request, violations); },
      [=, this](
          const auto& asked) -> absl::StatusOr<pb::ListUkraineShelterResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        // The first page has the sums over all.
        const bool first = asked.page.after.empty();
        const auto& all = asked.query.municipalities;
        const auto given = PageOf(all, asked.page);
        std::map<std::string, pb::MunicipalityShelter> shelters;
        for (const std::string& name : NamesOf(first ? all : given)) {
          shelters[name] =
              ShelterIn(asked.known, viewer, name, asked.query.day);
        }
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
            TokenAfter(*request, asked.known.revision, all, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListFundingRates(
    Context* context, const pb::ListFundingRatesRequest* request,
    pb::ListFundingRatesResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [](const auto& asked) -> absl::StatusOr<pb::ListFundingRatesResponse> {
        pb::ListFundingRatesResponse list;
        for (pb::FundingRate& rate :
             opvang::locations::ListFundingRates(asked.known)) {
          *list.add_funding_rates() = std::move(rate);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListShelterFunding(
    Context* context, const pb::ListShelterFundingRequest* request,
    pb::ListShelterFundingResponse* response) {
  struct Query {
    LocationQuery about;
    Period period;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query{.about = CheckQuery(*request, violations), .period = {}};
        query.period = CheckPeriod(*request, violations);
        return query;
      },
      [=, this](
          const auto& asked) -> absl::StatusOr<pb::ListShelterFundingResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const auto& [about, period] = asked.query;
        const auto given = PageOf(about.municipalities, asked.page);
        const auto rates = opvang::locations::ListFundingRates(asked.known);
        pb::ListShelterFundingResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_fundings() =
              Fund(name, LocationsFor(asked.known, viewer, name, about.day),
                   rates, period);
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            about.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::locations
