// What locations tells of itself: the places on which provinces may rely today.
#include <map>

#include "common/base/municipality.h"
#include "services/locations/location_service.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

void LocationService::MeasureFacts(const KnownState& known,
                                   Measures& measures) const {
  struct Sum {
    int places = 0, municipalities = 0;
  };
  const absl::CivilDay today = clock_.Today();
  const Window window{.window = {today, today + 1},
                      .realisation = {today, today + 1},
                      .day = today};
  std::map<std::string, Sum> sums;
  for (const Municipality& municipality : AllMunicipalities()) {
    const std::string name = municipality.Name();
    const auto coverage = Cover(
        name, LocationsIn(known, name, today), window,
        FindNilReturn(known, name, pb::LocationKind::PURPOSE_ASYLUM, today));
    Sum& sum = sums[municipality.ProvinceName()];
    if (!coverage.has_guaranteed_place_count()) continue;
    sum.places += coverage.guaranteed_place_count();
    ++sum.municipalities;
  }
  const std::string places = "opvang_places_guaranteed",
                    help =
                        "Asylum places that are guaranteed today, where "
                        "that is known of a municipality.";
  measures.Declare(places, help);
  for (const auto& [province, sum] : sums) {
    measures.Gauge("opvang_municipalities_known",
                   "Municipalities of which it is known how many places are "
                   "guaranteed today.",
                   sum.municipalities, {{"province", province}});
    // Unknown is not none.
    if (sum.municipalities == 0) continue;
    measures.Gauge(places, help, sum.places, {{"province", province}});
  }
}

}  // namespace opvang::locations
