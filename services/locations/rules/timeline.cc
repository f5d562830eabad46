#include "services/locations/rules/timeline.h"

#include <set>

namespace opvang::locations {

Steps SumOf(const std::vector<const Steps*>& parts) {
  // By how much the sum changes on each day.
  std::map<absl::CivilDay, int> changes;
  for (const Steps* part : parts) {
    int before = 0;
    for (const auto& [day, count] : part->changes()) {
      changes[day] += count - before;
      before = count;
    }
  }
  Steps sum;
  int count = 0;
  for (const auto& [day, change] : changes) {
    count += change;
    if (change != 0) sum.Set(day, count);
  }
  return sum;
}

namespace {

// What stands on the first day that is known, on all days before it.
Steps BeforeKnown(const Steps& standing, absl::CivilDay known_since) {
  Steps before;
  if (const int count = standing.At(known_since); count > 0) {
    before.Set(absl::CivilDay::min(), count);
    before.Set(known_since, 0);
  }
  return before;
}

Steps SumOfAll(const std::vector<Steps>& all) {
  std::vector<const Steps*> parts;
  for (const Steps& one : all) parts.push_back(&one);
  return SumOf(parts);
}

}  // namespace

PlacesOverTime OverTime(const std::vector<KnownLocation>& locations,
                        bool has_nil_return) {
  std::map<pb::PlaceGroup, std::vector<const Steps*>> decided;
  std::vector<Steps> intended, unknown_start;
  for (const KnownLocation& known : locations) {
    if (!KindMayCount(known)) continue;
    for (const auto& [group, steps] : known.places->groups) {
      decided[group].push_back(&Standing(known, group));
      if (group != pb::PLACE_GROUP_BUFFER) {
        intended.push_back(IntendedSteps(known, group));
        if (known.places->known_since.has_value()) {
          unknown_start.push_back(
              BeforeKnown(Standing(known, group), *known.places->known_since));
        }
      }
    }
  }
  PlacesOverTime places;
  for (const auto& [group, parts] : decided) {
    places.decided[group] = SumOf(parts);
  }
  places.intended = SumOfAll(intended);
  places.unknown_start = SumOfAll(unknown_start);
  places.municipalities = 1;
  places.known =
      has_nil_return || IsKnown(locations, pb::LocationKind::PURPOSE_ASYLUM);
  return places;
}

PlacesOverTime SumOver(const std::vector<const PlacesOverTime*>& parts) {
  std::map<pb::PlaceGroup, std::vector<const Steps*>> decided;
  std::vector<const Steps*> intended, unknown_start;
  PlacesOverTime sum;
  for (const PlacesOverTime* part : parts) {
    for (const auto& [group, steps] : part->decided) {
      decided[group].push_back(&steps);
    }
    intended.push_back(&part->intended);
    unknown_start.push_back(&part->unknown_start);
    sum.municipalities += part->municipalities;
    sum.known += part->known;
  }
  for (const auto& [group, steps] : decided) sum.decided[group] = SumOf(steps);
  sum.intended = SumOf(intended);
  sum.unknown_start = SumOf(unknown_start);
  return sum;
}

Steps TotalOf(const PlacesOverTime& places) {
  std::vector<const Steps*> parts;
  for (const auto& [group, steps] : places.decided) {
    if (group != pb::PLACE_GROUP_BUFFER) parts.push_back(&steps);
  }
  return SumOf(parts);
}

pb::Timeline ToTimeline(const std::string& subject,
                        const PlacesOverTime& places, const Period& period) {
  std::set<absl::CivilDay> days = {period.start};
  const auto add = [&](const Steps& steps) {
    for (const auto& [day, count] : steps.changes()) {
      if (period.Contains(day)) days.insert(day);
    }
  };
  for (const auto& [group, steps] : places.decided) add(steps);
  add(places.intended);
  add(places.unknown_start);
  const auto at = [&](pb::PlaceGroup group, absl::CivilDay day) {
    const auto found = places.decided.find(group);
    return found == places.decided.end() ? 0 : found->second.At(day);
  };
  pb::Timeline timeline;
  timeline.set_subject(subject);
  timeline.set_municipality_count(places.municipalities);
  timeline.set_known_municipality_count(places.known);
  for (const absl::CivilDay day : days) {
    pb::Timeline::Step& step = *timeline.add_steps();
    *step.mutable_start_date() = ToProto(day);
    step.set_regular_place_count(at(pb::PLACE_GROUP_REGULAR, day));
    step.set_amv_place_count(at(pb::PLACE_GROUP_AMV, day));
    step.set_special_place_count(at(pb::PLACE_GROUP_SPECIAL, day));
    step.set_buffer_place_count(at(pb::PLACE_GROUP_BUFFER, day));
    step.set_intended_place_count(places.intended.At(day));
    step.set_unknown_start_place_count(places.unknown_start.At(day));
  }
  return timeline;
}

}  // namespace opvang::locations
