#include "services/locations/rules/shelter.h"

#include <algorithm>

#include "common/base/calendar.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/timeline.h"

namespace opvang::locations {
namespace {

int StandingOn(const KnownLocation& known, absl::CivilDay day) {
  int sum = 0;
  for (const auto& [group, steps] : known.places->groups) {
    if (group != pb::PLACE_GROUP_BUFFER) sum += Standing(known, group).At(day);
  }
  return sum;
}

int PlannedMost(const LocationPlaces& places, absl::CivilDay day) {
  int most = 0;
  for (const auto& [group, steps] : places.groups) {
    if (group == pb::PLACE_GROUP_BUFFER) continue;
    most += std::max(steps.decided.Most(day, std::nullopt),
                     steps.planned.Most(day, std::nullopt));
  }
  return most;
}

// The first day since which it is over on `day`: by its state, or because it
// has no places `left`. Nothing when it is not, or never had any.
std::optional<absl::CivilDay> OverSince(const KnownLocation& known, int left,
                                        absl::CivilDay day) {
  std::optional<absl::CivilDay> since;
  if (IsOver(known.location.state())) {
    since = DayOf(known.location.state_entry().start_date());
  } else if (left > 0) {
    return std::nullopt;
  }
  const auto end = known.places->LastEnd();
  if (end.has_value() && *end <= day && (!since.has_value() || *end < *since)) {
    since = end;
  }
  return since;
}

// How long what is over is told.
constexpr int kMonthsTold = 12;

}  // namespace

pb::MunicipalityShelter ShelterOf(const std::string& municipality,
                                  const std::vector<KnownLocation>& locations,
                                  absl::CivilDay day,
                                  const std::optional<pb::NilReturn>& nil) {
  pb::MunicipalityShelter sum;
  sum.set_municipality(municipality);
  if (nil.has_value()) *sum.mutable_nil_return() = *nil;
  if (nil.has_value() ||
      IsKnown(locations, pb::LocationKind::PURPOSE_UKRAINE)) {
    sum.set_realised_place_count(0);
    sum.set_in_development_place_count(0);
  }
  for (const KnownLocation& known : locations) {
    if (known.kind.purpose() != pb::LocationKind::PURPOSE_UKRAINE ||
        known.own_business) {
      continue;
    }
    const LocationPlaces& places = *known.places;
    const bool is_over = IsOver(known.location.state());
    const int now = is_over ? 0 : StandingOn(known, day);
    const int later = is_over ? 0 : PlannedMost(places, day);
    const auto over = OverSince(known, now + later, day);
    if (now + later == 0 &&
        (!over.has_value() || MonthsAfter(*over, kMonthsTold) <= day)) {
      continue;
    }
    pb::MunicipalityShelter::Shelter& shelter = *sum.add_shelters();
    shelter.set_location(known.location.name());
    shelter.set_display_name(known.location.display_name());
    shelter.set_progress(over.has_value() ? "over"
                         : now > 0        ? "realised"
                                          : "in_development");
    shelter.set_state(known.location.state());
    shelter.set_stage(StageOf(known.location.state()));
    shelter.set_place_count(now > 0 ? now : later);
    shelter.set_realised_place_count(now);
    shelter.set_in_development_place_count(std::max(0, later - now));
    auto start = places.FirstDay();
    if (!start.has_value()) start = places.FirstPlannedDay();
    if (places.known_since.has_value()) {
      *shelter.mutable_known_since_date() = ToProto(*places.known_since);
    } else if (start.has_value()) {
      *shelter.mutable_start_date() = ToProto(*start);
    }
    if (const auto end = over.has_value() ? over : places.LastEnd()) {
      *shelter.mutable_end_date() = ToProto(*end);
    }
    shelter.set_quality_level(known.location.quality_level());
    shelter.set_special_group(known.location.special_group());
    if (known.occupancy.has_value() && !over.has_value()) {
      const int persons = known.occupancy->person_count();
      *shelter.mutable_occupancy() = *known.occupancy;
      shelter.set_occupied_person_count(persons);
      sum.set_occupied_person_count(sum.occupied_person_count() + persons);
      sum.set_counted_place_count(sum.counted_place_count() + now);
    }
    const auto entries = EntriesBehind(known, day);
    for (const Interned& source : TextsOf(entries, &PlaceFact::source)) {
      shelter.add_sources(*source);
    }
    for (const auto& [revision, fact] : entries) {
      *shelter.add_entries() = ToMessage(revision, fact);
    }
    if (known.location.has_state_entry()) {
      *shelter.mutable_state_entry() = known.location.state_entry();
    }
    shelter.set_address(known.location.address());
    shelter.set_address_protected(known.location.address_protected());
    *shelter.mutable_former_display_names() =
        known.location.former_display_names();
    sum.set_realised_place_count(sum.realised_place_count() + now);
    sum.set_in_development_place_count(sum.in_development_place_count() +
                                       shelter.in_development_place_count());
  }
  sum.set_occupancy_alert(
      IsAlmostFull(sum.occupied_person_count(), sum.counted_place_count()));
  return sum;
}

void AddTo(const pb::MunicipalityShelter& part, pb::AreaShelter& sum) {
  sum.set_municipality_count(sum.municipality_count() + 1);
  if (part.has_realised_place_count()) {
    sum.set_known_municipality_count(sum.known_municipality_count() + 1);
  }
  sum.set_realised_place_count(sum.realised_place_count() +
                               part.realised_place_count());
  sum.set_in_development_place_count(sum.in_development_place_count() +
                                     part.in_development_place_count());
  sum.set_occupied_person_count(sum.occupied_person_count() +
                                part.occupied_person_count());
  sum.set_counted_place_count(sum.counted_place_count() +
                              part.counted_place_count());
  sum.set_private_person_count(sum.private_person_count() +
                               part.private_person_count());
  sum.set_occupancy_alert(
      IsAlmostFull(sum.occupied_person_count(), sum.counted_place_count()));
}

bool IsAlmostFull(int64_t persons, int64_t places) {
  return 100 * persons > 95 * places;
}

Steps RealisedShelter(const std::vector<KnownLocation>& locations) {
  std::vector<const Steps*> parts;
  for (const KnownLocation& known : locations) {
    if (known.kind.purpose() != pb::LocationKind::PURPOSE_UKRAINE) continue;
    for (const auto& [group, steps] : known.places->groups) {
      if (group != pb::PLACE_GROUP_BUFFER) {
        parts.push_back(&Standing(known, group));
      }
    }
  }
  return SumOf(parts);
}

}  // namespace opvang::locations
