#include "services/locations/rules/funding.h"

#include <algorithm>
#include <map>

#include "services/locations/rules/shelter.h"
#include "services/locations/rules/timeline.h"

namespace opvang::locations {
namespace {

// The rates that hold, by their first day.
std::map<absl::CivilDay, const pb::FundingRate*> ByDay(
    const std::vector<pb::FundingRate>& rates) {
  std::map<absl::CivilDay, const pb::FundingRate*> words;
  for (const pb::FundingRate& rate : rates) {
    if (rate.code() != "goo") continue;
    const pb::FundingRate*& word = words[DayOf(rate.start_date())];
    if (word == nullptr || rate.revision() >= word->revision()) word = &rate;
  }
  return words;
}

// Places summed over the days of [start, end).
int64_t PlaceDays(const Steps& places, absl::CivilDay start,
                  absl::CivilDay end) {
  int64_t sum = 0;
  absl::CivilDay from = start;
  for (const auto& [day, count] : places.changes()) {
    if (day <= start || day >= end) continue;
    sum += int64_t{places.At(from)} * (day - from);
    from = day;
  }
  return sum + int64_t{places.At(from)} * (end - from);
}

}  // namespace

pb::ShelterFunding Fund(const std::string& municipality,
                        const std::vector<KnownLocation>& locations,
                        const std::vector<pb::FundingRate>& rates,
                        const Period& period) {
  pb::ShelterFunding funding;
  funding.set_municipality(municipality);
  const Steps places = RealisedShelter(locations);
  const auto words = ByDay(rates);
  for (absl::CivilDay start = period.start; start < *period.end;) {
    const auto next = words.upper_bound(start);
    const absl::CivilDay end =
        next == words.end() ? *period.end : std::min(next->first, *period.end);
    pb::ShelterFunding::Part& part = *funding.add_parts();
    *part.mutable_start_date() = ToProto(start);
    *part.mutable_end_date() = ToProto(end);
    part.set_place_day_count(PlaceDays(places, start, end));
    const pb::FundingRate* rate =
        next == words.begin() ? nullptr : std::prev(next)->second;
    if (rate != nullptr) part.set_source(rate->source());
    if (rate != nullptr && rate->has_cent_count()) {
      part.set_rate_cent_count(rate->cent_count());
      part.set_amount_cent_count(part.place_day_count() *
                                 int64_t{rate->cent_count()});
      funding.set_amount_cent_count(funding.amount_cent_count() +
                                    part.amount_cent_count());
    } else {
      funding.set_unrated_place_day_count(funding.unrated_place_day_count() +
                                          part.place_day_count());
    }
    start = end;
  }
  return funding;
}

}  // namespace opvang::locations
