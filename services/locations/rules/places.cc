#include "services/locations/rules/places.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "common/base/calendar.h"

namespace opvang::locations {
namespace {

auto KeyOf(const PlaceFact& fact) {
  return std::tuple(fact.group, fact.basis, fact.start_date);
}

// The facts of messages, in the order in which they are given.
struct Given {
  explicit Given(const std::vector<pb::PlaceEntry>& entries) {
    facts.reserve(entries.size());
    for (const pb::PlaceEntry& entry : entries) {
      facts.push_back(ToFact(entry));
      facts.back().ordinal = static_cast<int32_t>(facts.size());
      versions.push_back({entry.revision(), &facts.back()});
    }
  }
  std::vector<PlaceFact> facts;
  std::vector<PlaceVersion> versions;
};

}  // namespace

int LocationPlaces::DecidedAt(absl::CivilDay day) const {
  int sum = 0;
  for (const auto& [group, steps] : groups) sum += steps.decided.At(day);
  return sum;
}

std::optional<absl::CivilDay> LocationPlaces::FirstDay() const {
  std::optional<absl::CivilDay> first;
  for (const auto& [group, steps] : groups) {
    for (const auto& [day, count] : steps.decided.changes()) {
      if (count == 0) continue;
      if (!first.has_value() || day < *first) first = day;
      break;
    }
  }
  return first;
}

std::optional<absl::CivilDay> LocationPlaces::LastEnd() const {
  std::optional<absl::CivilDay> last;
  for (const auto& [group, steps] : groups) {
    const auto& changes = steps.decided.changes();
    // The change after the last one that leaves places.
    auto end = changes.end();
    while (end != changes.begin() && std::prev(end)->second == 0) --end;
    if (end == changes.begin()) continue;
    if (end == changes.end()) return std::nullopt;
    if (!last.has_value() || end->first > *last) last = end->first;
  }
  return last;
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

bool LocationPlaces::AreForVulnerableOnly() const {
  auto most = PlannedSteps::Left::kNeverAny;
  for (const auto& [group, steps] : groups) {
    most = std::max(most, steps.InTheEnd());
  }
  return most != PlannedSteps::Left::kNeverAny &&
         std::all_of(groups.begin(), groups.end(), [&](const auto& one) {
           return one.second.InTheEnd() != most ||
                  one.first == pb::PLACE_GROUP_AMV ||
                  one.first == pb::PLACE_GROUP_SPECIAL;
         });
}

std::vector<EffectiveEntry> LocationPlaces::EntriesFrom(
    absl::CivilDay day) const {
  std::vector<EffectiveEntry> from = entries;
  EraseReplaced(from, day, [](const EffectiveEntry& entry) {
    std::optional<absl::CivilDay> start;
    if (entry.fact.start_date.has_value()) start = *entry.fact.start_date;
    return SeriesEntry<std::pair<pb::PlaceGroup, pb::PlaceEntry::Basis>>{
        .series = {entry.fact.group, entry.fact.basis},
        .start = start,
        .count = *entry.fact.place_count};
  });
  return from;
}

std::vector<Interned> TextsOf(const std::vector<EffectiveEntry>& entries,
                              Interned PlaceFact::*text) {
  std::vector<Interned> texts;
  for (const auto& [revision, fact] : entries) {
    const Interned one = fact.*text;
    if (one->empty()) continue;
    if (std::find(texts.begin(), texts.end(), one) == texts.end()) {
      texts.push_back(one);
    }
  }
  return texts;
}

PlaceFact ToFact(const pb::PlaceEntry& entry) {
  PlaceFact fact;
  fact.location = Interned(entry.location());
  fact.decision = Interned(entry.decision());
  fact.stated_date = Interned(entry.stated_date());
  fact.source = Interned(entry.source());
  if (entry.has_start_date()) {
    fact.start_date = ShortDay(DayOf(entry.start_date()));
  }
  if (entry.has_place_count()) fact.place_count = entry.place_count();
  if (entry.has_usable_place_count()) {
    fact.usable_place_count = entry.usable_place_count();
  }
  fact.group = entry.group();
  fact.basis = entry.basis();
  fact.end_certainty = entry.end_certainty();
  fact.start_certainty = entry.start_certainty();
  return fact;
}

pb::PlaceEntry ToMessage(int64_t revision, const PlaceFact& fact) {
  pb::PlaceEntry entry;
  entry.set_location(*fact.location);
  entry.set_group(fact.group);
  entry.set_basis(fact.basis);
  if (fact.start_date.has_value()) {
    *entry.mutable_start_date() = ToProto(*fact.start_date);
  }
  if (fact.place_count.has_value()) entry.set_place_count(*fact.place_count);
  if (fact.usable_place_count.has_value()) {
    entry.set_usable_place_count(*fact.usable_place_count);
  }
  entry.set_end_certainty(fact.end_certainty);
  entry.set_start_certainty(fact.start_certainty);
  if (!fact.decision->empty()) entry.set_decision(*fact.decision);
  if (!fact.stated_date->empty()) entry.set_stated_date(*fact.stated_date);
  entry.set_source(*fact.source);
  entry.set_revision(revision);
  return entry;
}

void SortVersions(std::vector<PlaceVersion>& versions) {
  const auto key = [](const PlaceVersion& version) {
    return std::tuple(KeyOf(*version.fact), version.revision,
                      version.fact->ordinal);
  };
  const auto before = [&](const PlaceVersion& a, const PlaceVersion& b) {
    return key(a) < key(b);
  };
  // As they mostly became known.
  if (std::is_sorted(versions.begin(), versions.end(), before)) return;
  std::sort(versions.begin(), versions.end(), before);
}

std::vector<EffectiveEntry> EffectiveEntries(
    const std::vector<PlaceVersion>& versions) {
  std::vector<PlaceVersion> sorted = versions;
  SortVersions(sorted);
  std::vector<EffectiveEntry> effective;
  effective.reserve(sorted.size());
  for (size_t i = 0; i < sorted.size(); ++i) {
    const PlaceFact& fact = *sorted[i].fact;
    const bool last =
        i + 1 == sorted.size() || KeyOf(*sorted[i + 1].fact) != KeyOf(fact);
    if (last && fact.place_count.has_value()) {
      effective.push_back({sorted[i].revision, fact});
    }
  }
  return effective;
}

std::vector<pb::PlaceEntry> EffectiveEntries(
    const std::vector<pb::PlaceEntry>& versions) {
  std::vector<pb::PlaceEntry> effective;
  for (const auto& [revision, fact] :
       EffectiveEntries(Given(versions).versions)) {
    effective.push_back(ToMessage(revision, fact));
  }
  return effective;
}

LocationPlaces PlacesOf(const std::vector<PlaceVersion>& versions) {
  LocationPlaces places;
  places.entries = EffectiveEntries(versions);
  for (const auto& [revision, entry] : places.entries) {
    GroupSteps& steps = places.groups[entry.group];
    if (entry.basis == pb::PlaceEntry::BASIS_DECIDED) {
      const absl::CivilDay start = *entry.start_date;
      steps.decided.Set(start, *entry.place_count);
      if (entry.place_count == 0) {
        // Where groups differ, the day is an indication.
        auto& certainty = places.ends[start];
        certainty = std::max(certainty, entry.end_certainty);
      }
    } else if (entry.start_date.has_value()) {
      steps.planned.Set(*entry.start_date, *entry.place_count);
    } else {
      steps.undated_plan = *entry.place_count;
    }
  }
  const auto first = places.FirstDay();
  if (!first.has_value()) return places;
  for (const auto& [revision, entry] : places.entries) {
    if (entry.basis == pb::PlaceEntry::BASIS_DECIDED &&
        entry.start_date == ShortDay(*first) &&
        entry.start_certainty == pb::PlaceEntry::START_CERTAINTY_KNOWN_SINCE) {
      places.known_since = first;
    }
  }
  return places;
}

LocationPlaces PlacesOf(const std::vector<pb::PlaceEntry>& versions) {
  return PlacesOf(Given(versions).versions);
}

}  // namespace opvang::locations
