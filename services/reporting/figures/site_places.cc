#include "services/reporting/figures/site_places.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/calendar.h"

namespace opvang::reporting {
namespace {

namespace pb = ::nl::opvang::reporting::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace pb = ::nl::opvang::reporting::v1;

std::set<locations::PlaceGroup> GroupsOf(const PlaceFacts& places) {
  std::set<locations::PlaceGroup> groups;
  for (const auto& place : places) groups.insert(place.place_group());
  return groups;
}

}  // namespace

absl::CivilDay SitesToldFrom(
    const nl::opvang::reporting::v1::ReportContent& content) {
  return std::min(DayOf(content.spec().as_of_date()),
                  DayOf(content.cycle().realisation_start_date()));
}

PlannedSteps StepsOf(const PlaceFacts& places, locations::PlaceGroup group) {
  PlannedSteps steps;
  for (const auto& place : places) {
    if (place.place_group() != group) continue;
    if (place.place_basis() == locations::PlaceEntry::BASIS_DECIDED) {
      steps.decided.Set(DayOf(place.start_date()), place.place_count());
    } else if (place.has_start_date()) {
      steps.planned.Set(DayOf(place.start_date()), place.place_count());
    } else {
      steps.undated_plan = place.place_count();
    }
  }
  return steps;
}

bool AreForVulnerableOnly(const PlaceFacts& places) {
  std::map<locations::PlaceGroup, PlannedSteps::Left> left;
  auto most = PlannedSteps::Left::kNeverAny;
  for (const locations::PlaceGroup group : GroupsOf(places)) {
    left[group] = StepsOf(places, group).InTheEnd();
    most = std::max(most, left[group]);
  }
  return most != PlannedSteps::Left::kNeverAny &&
         std::all_of(left.begin(), left.end(), [&](const auto& one) {
           return one.second != most ||
                  one.first == locations::PLACE_GROUP_AMV ||
                  one.first == locations::PLACE_GROUP_SPECIAL;
         });
}

int32_t AllDecidedOn(const PlaceFacts& places, absl::CivilDay day) {
  int32_t sum = 0;
  for (const locations::PlaceGroup group : GroupsOf(places)) {
    sum += StepsOf(places, group).decided.At(day);
  }
  return sum;
}

std::vector<StatedEnd> EndsThatDiffer(const PlaceFacts& places) {
  std::map<locations::PlaceGroup, std::vector<const pb::PlaceFact*>> by_group;
  for (const pb::PlaceFact& place : places) {
    if (place.place_basis() == locations::PlaceEntry::BASIS_DECIDED) {
      by_group[place.place_group()].push_back(&place);
    }
  }
  std::vector<StatedEnd> ends;
  for (auto& [group, entries] : by_group) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const pb::PlaceFact* a, const pb::PlaceFact* b) {
                       return DayOf(a->start_date()) < DayOf(b->start_date());
                     });
    // Those after the last one with places.
    auto first = entries.end();
    while (first != entries.begin() &&
           (*std::prev(first))->place_count() == 0) {
      --first;
    }
    if (first == entries.begin()) continue;
    if (std::none_of(first, entries.end(), [&](const pb::PlaceFact* one) {
          return one->source() != (*first)->source();
        })) {
      continue;
    }
    for (; first != entries.end(); ++first) {
      const StatedEnd end = {DayOf((*first)->start_date()), (*first)->source()};
      if (std::none_of(ends.begin(), ends.end(), [&](const StatedEnd& one) {
            return one.day == end.day && one.source == end.source;
          })) {
        ends.push_back(end);
      }
    }
  }
  std::stable_sort(
      ends.begin(), ends.end(),
      [](const StatedEnd& a, const StatedEnd& b) { return a.day < b.day; });
  return ends;
}

bool IsDecided(const nl::opvang::reporting::v1::Site& site) {
  return site.stage() == locations::LOCATION_STAGE_DECIDED ||
         site.stage() == locations::LOCATION_STAGE_STANDING;
}

bool IsOver(locations::LocationStage stage) {
  return stage == locations::LOCATION_STAGE_CLOSED ||
         stage == locations::LOCATION_STAGE_WITHDRAWN;
}

bool IsOver(const nl::opvang::reporting::v1::Shelter& shelter) {
  return shelter.shelter_progress() ==
         nl::opvang::reporting::v1::Shelter::PROGRESS_OVER;
}

namespace {

// The life that a day lies in; null without one.
const locations::Life* LifeOn(const nl::opvang::reporting::v1::Site& site,
                              absl::CivilDay day) {
  for (const locations::Life& life : site.lives()) {
    if ((!life.has_start_date() || day >= DayOf(life.start_date())) &&
        (!life.has_end_date() || day < DayOf(life.end_date()))) {
      return &life;
    }
  }
  return nullptr;
}

}  // namespace

int32_t UnknownStartOn(const nl::opvang::reporting::v1::Site& site,
                       absl::CivilDay day) {
  return site.has_known_since_date() && day < DayOf(site.known_since_date())
             ? PlacesOn(site, DayOf(site.known_since_date()), false)
             : 0;
}

int32_t PlacesOn(const nl::opvang::reporting::v1::Site& site,
                 absl::CivilDay day, bool intended) {
  bool stands = IsDecided(site);
  if (!site.lives().empty()) {
    const locations::Life* life = LifeOn(site, day);
    if (life == nullptr) return 0;
    stands = life->stands();
    intended = intended && !life->has_end_date();
  } else if (IsOver(site.stage())) {
    return 0;
  }
  if (!intended && !stands) return 0;
  int32_t count = 0;
  for (const locations::PlaceGroup group : GroupsOf(site.places())) {
    if (group == locations::PLACE_GROUP_BUFFER) continue;
    const PlannedSteps steps = StepsOf(site.places(), group);
    count += intended ? steps.IntendedAt(day) : steps.decided.At(day);
  }
  return count;
}

}  // namespace opvang::reporting
