#include "services/locations/rules/places.h"

#include <algorithm>
#include <set>

#include "common/base/calendar.h"

namespace opvang::locations {
namespace {

void AddOnce(const std::string& text, std::vector<std::string>& to) {
  if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end()) {
    to.push_back(text);
  }
}

// Every day on which decided places change, in order.
std::set<absl::CivilDay> ChangeDays(const LocationPlaces& places) {
  std::set<absl::CivilDay> days;
  for (const auto& [group, steps] : places.groups) {
    for (const auto& [day, count] : steps.decided.changes()) days.insert(day);
  }
  return days;
}

}  // namespace

int LocationPlaces::DecidedAt(absl::CivilDay day) const {
  int sum = 0;
  for (const auto& [group, steps] : groups) sum += steps.decided.At(day);
  return sum;
}

std::optional<absl::CivilDay> LocationPlaces::FirstDay() const {
  for (const absl::CivilDay day : ChangeDays(*this)) {
    if (DecidedAt(day) > 0) return day;
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> LocationPlaces::LastEnd() const {
  const std::set<absl::CivilDay> days = ChangeDays(*this);
  if (days.empty() || !FirstDay().has_value() ||
      DecidedAt(*days.rbegin()) > 0) {
    return std::nullopt;
  }
  absl::CivilDay end = *days.rbegin();
  for (auto day = days.rbegin(); day != days.rend() && DecidedAt(*day) == 0;
       ++day) {
    end = *day;
  }
  return end;
}

std::optional<absl::CivilDay> LocationPlaces::FirstPlannedDay() const {
  std::optional<absl::CivilDay> first;
  for (const auto& [group, steps] : groups) {
    if (steps.planned.empty()) continue;
    const absl::CivilDay day = steps.planned.changes().begin()->first;
    if (!first.has_value() || day < *first) first = day;
  }
  return first;
}

std::vector<pb::PlaceEntry> EffectiveEntries(
    const std::vector<pb::PlaceEntry>& versions) {
  using Key = std::tuple<pb::PlaceGroup, pb::PlaceEntry::Basis,
                         std::optional<absl::CivilDay>>;
  std::map<Key, const pb::PlaceEntry*> words;
  for (const pb::PlaceEntry& entry : versions) {
    const Key key(entry.group(), entry.basis(),
                  entry.has_start_date()
                      ? std::optional(DayOf(entry.start_date()))
                      : std::nullopt);
    const pb::PlaceEntry*& word = words[key];
    if (word == nullptr || entry.revision() >= word->revision()) word = &entry;
  }
  std::vector<pb::PlaceEntry> speaking;
  for (const auto& [key, word] : words) {
    if (word->has_place_count()) speaking.push_back(*word);
  }
  return speaking;
}

LocationPlaces PlacesOf(const std::vector<pb::PlaceEntry>& versions) {
  LocationPlaces places;
  places.entries = EffectiveEntries(versions);
  for (const pb::PlaceEntry& word : places.entries) {
    GroupSteps& steps = places.groups[word.group()];
    if (word.basis() == pb::PlaceEntry::BASIS_DECIDED) {
      const absl::CivilDay start = DayOf(word.start_date());
      steps.decided.Set(start, word.place_count());
      if (word.place_count() == 0) {
        // Where groups differ, the day is an indication.
        auto& certainty = places.ends[start];
        certainty = std::max(certainty, word.end_certainty());
      }
    } else if (word.has_start_date()) {
      steps.planned.Set(DayOf(word.start_date()), word.place_count());
    } else {
      steps.undated_plan = word.place_count();
    }
    AddOnce(word.source(), places.sources);
    AddOnce(word.stated_date(), places.stated_dates);
  }
  const auto first = places.FirstDay();
  for (const pb::PlaceEntry& word : places.entries) {
    if (first.has_value() && word.basis() == pb::PlaceEntry::BASIS_DECIDED &&
        DayOf(word.start_date()) == *first && places.stated_start.empty()) {
      places.stated_start = word.stated_date();
    }
  }
  return places;
}

}  // namespace opvang::locations
