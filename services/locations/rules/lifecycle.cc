#include "services/locations/rules/lifecycle.h"

#include <algorithm>
#include <map>

#include "common/base/calendar.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/places.h"

namespace opvang::locations {
namespace {

// The words of one group, by start date.
using Words = std::map<absl::CivilDay, pb::PlaceEntry>;

std::map<pb::PlaceGroup, Words> WordsOf(
    const std::vector<pb::PlaceEntry>& versions, pb::PlaceEntry::Basis basis) {
  std::map<pb::PlaceGroup, Words> groups;
  for (const pb::PlaceEntry& word : EffectiveEntries(versions)) {
    if (word.basis() != basis || !word.has_start_date()) continue;
    groups[word.group()][DayOf(word.start_date())] = word;
  }
  return groups;
}

pb::PlaceEntry Retraction(const pb::PlaceEntry& of) {
  pb::PlaceEntry entry = of;
  entry.clear_place_count();
  entry.clear_usable_place_count();
  entry.clear_end_certainty();
  entry.clear_stated_date();
  return entry;
}

pb::PlaceEntry On(absl::CivilDay day, const pb::PlaceEntry& of) {
  pb::PlaceEntry entry = of;
  *entry.mutable_start_date() = ToProto(day);
  entry.clear_stated_date();
  return entry;
}

pb::PlaceEntry End(absl::CivilDay day, pb::PlaceGroup group,
                   pb::PlaceEntry::EndCertainty certainty) {
  pb::PlaceEntry entry;
  entry.set_group(group);
  entry.set_basis(pb::PlaceEntry::BASIS_DECIDED);
  *entry.mutable_start_date() = ToProto(day);
  entry.set_place_count(0);
  entry.set_end_certainty(certainty);
  return entry;
}

int CountAt(const Words& words, absl::CivilDay day) {
  const auto after = words.upper_bound(day);
  return after == words.begin() ? 0 : std::prev(after)->second.place_count();
}

std::optional<absl::CivilDay> FirstDayOf(
    const std::map<pb::PlaceGroup, Words>& groups) {
  std::optional<absl::CivilDay> first;
  for (const auto& [group, words] : groups) {
    for (const auto& [day, word] : words) {
      if (word.place_count() == 0) continue;
      first = first.has_value() ? std::min(*first, day) : day;
      break;
    }
  }
  return first;
}

std::optional<Change> GiveADay(const std::vector<pb::PlaceEntry>& versions,
                               absl::CivilDay start) {
  Change change{.entries = {}, .from = std::nullopt, .to = start};
  for (const pb::PlaceEntry& word : EffectiveEntries(versions)) {
    if (word.has_start_date()) continue;
    change.entries.push_back(Retraction(word));
    change.entries.push_back(On(start, word));
  }
  if (change.entries.empty()) return std::nullopt;
  return change;
}

}  // namespace

bool MayFollow(pb::LocationState from, pb::LocationState to) {
  if (to == pb::LOCATION_STATE_UNSPECIFIED || from >= pb::LOCATION_STATE_CLOSED)
    return false;
  if (to == pb::LOCATION_STATE_WITHDRAWN) return true;
  if (to > pb::LOCATION_STATE_DEFINITIVE && !IsDecided(from)) return false;
  return to > from || (to == pb::LOCATION_STATE_EXTENDED &&
                       from >= pb::LOCATION_STATE_EXTENDED);
}

std::vector<pb::LocationState> StatesAfter(pb::LocationState from) {
  std::vector<pb::LocationState> states;
  for (int to = pb::LocationState_MIN; to <= pb::LocationState_MAX; ++to) {
    const auto state = static_cast<pb::LocationState>(to);
    if (MayFollow(from, state)) states.push_back(state);
  }
  return states;
}

bool MayMoveStart(pb::LocationState state) {
  return state < pb::LOCATION_STATE_OPEN;
}

Change DecidePlans(const std::vector<pb::PlaceEntry>& versions) {
  Change change;
  for (const auto& [group, words] :
       WordsOf(versions, pb::PlaceEntry::BASIS_PLANNED)) {
    for (const auto& [day, word] : words) {
      change.entries.push_back(Retraction(word));
      change.entries.push_back(word);
      change.entries.back().set_basis(pb::PlaceEntry::BASIS_DECIDED);
    }
  }
  return change;
}

std::optional<Change> MoveStart(const std::vector<pb::PlaceEntry>& versions,
                                absl::CivilDay start) {
  auto groups = WordsOf(versions, pb::PlaceEntry::BASIS_DECIDED);
  std::optional<absl::CivilDay> first = FirstDayOf(groups);
  if (!first.has_value()) {
    groups = WordsOf(versions, pb::PlaceEntry::BASIS_PLANNED);
    first = FirstDayOf(groups);
  }
  if (!first.has_value()) return GiveADay(versions, start);
  if (*first == start) return std::nullopt;
  Change change{.entries = {}, .from = first, .to = start};
  const absl::CivilDay pivot = std::max(*first, start);
  bool stands = false;
  for (const auto& [group, words] : groups) {
    const pb::PlaceEntry* last = nullptr;
    for (const auto& [day, word] : words) {
      if (day > pivot) break;
      if (day != start) change.entries.push_back(Retraction(word));
      last = &word;
    }
    if (last == nullptr || last->place_count() == 0) continue;
    stands = true;
    if (DayOf(last->start_date()) != start) {
      change.entries.push_back(On(start, *last));
    }
  }
  if (!stands) return std::nullopt;
  return change;
}

std::optional<Change> MoveEnd(const std::vector<pb::PlaceEntry>& versions,
                              std::optional<absl::CivilDay> end,
                              pb::PlaceEntry::EndCertainty certainty) {
  Change change{.entries = {}, .from = PlacesOf(versions).LastEnd(), .to = end};
  if (!change.from.has_value()) return std::nullopt;
  for (const auto& [group, words] :
       WordsOf(versions, pb::PlaceEntry::BASIS_DECIDED)) {
    const auto word = words.find(*change.from);
    if (word == words.end()) continue;
    // All that follows says zero again.
    for (auto zero = word; zero != words.end(); ++zero) {
      change.entries.push_back(Retraction(zero->second));
    }
    if (end.has_value()) change.entries.push_back(End(*end, group, certainty));
  }
  return change;
}

Change EndPlaces(const std::vector<pb::PlaceEntry>& versions,
                 absl::CivilDay end, pb::PlaceEntry::EndCertainty certainty) {
  Change change{.entries = {}, .from = PlacesOf(versions).LastEnd(), .to = end};
  for (const auto& [group, words] :
       WordsOf(versions, pb::PlaceEntry::BASIS_DECIDED)) {
    const bool stands = CountAt(words, end - 1) > 0;
    bool ends = false;
    for (auto word = words.lower_bound(end); word != words.end(); ++word) {
      ends = ends || (word->first == end && word->second.place_count() == 0 &&
                      word->second.end_certainty() == certainty);
      if (word->first > end || !stands) {
        change.entries.push_back(Retraction(word->second));
      }
    }
    if (stands && !ends) change.entries.push_back(End(end, group, certainty));
  }
  return change;
}

}  // namespace opvang::locations
