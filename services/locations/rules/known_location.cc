#include "services/locations/rules/known_location.h"

#include <algorithm>
#include <set>
#include <utility>

namespace opvang::locations {
namespace {

const Steps kNone;

// Of each day the state that was said last, by day, up to `day`.
std::map<absl::CivilDay, StateVersion> ByDay(
    const std::vector<StateVersion>& states, absl::CivilDay day) {
  std::map<absl::CivilDay, StateVersion> by_day;
  for (const StateVersion& one : states) {
    const absl::CivilDay start = *one.fact->start_date;
    if (start > day) continue;
    const auto [at, added] = by_day.try_emplace(start, one);
    if (!added && at->second.revision <= one.revision) at->second = one;
  }
  return by_day;
}

bool StoodUntil(pb::LocationState last, pb::LocationState end) {
  return end == pb::LOCATION_STATE_CLOSED ||
         StageOf(last) == pb::LOCATION_STAGE_STANDING;
}

// The life that `day` lies in; null when it is over then.
const Life* LifeOn(const std::vector<Life>& lives, absl::CivilDay day) {
  for (const Life& life : lives) {
    if (life.days.Contains(day)) return &life;
  }
  return nullptr;
}

// The days on which its lives start and end.
void AddBounds(const std::vector<Life>& lives, std::set<absl::CivilDay>& days) {
  for (const Life& life : lives) {
    days.insert(life.days.start);
    if (life.days.end.has_value()) days.insert(*life.days.end);
  }
}

void AddChanges(const Steps& steps, std::set<absl::CivilDay>& days) {
  for (const auto& [day, count] : steps.changes()) days.insert(day);
}

}  // namespace

std::vector<Life> LivesOf(const std::vector<StateVersion>& states,
                          absl::CivilDay day) {
  std::vector<Life> lives;
  const auto ends = [&](const StateVersion& one) {
    return IsOver(one.fact->state) && *one.fact->start_date <= day;
  };
  // As most are.
  if (std::none_of(states.begin(), states.end(), ends)) return lives;
  auto last = pb::LOCATION_STATE_UNSPECIFIED;
  std::optional<absl::CivilDay> start = absl::CivilDay::min();
  for (const auto& [from, one] : ByDay(states, day)) {
    const pb::LocationState state = one.fact->state;
    if (IsOver(state) && start.has_value()) {
      lives.push_back({.days = {.start = *start, .end = from},
                       .stands = StoodUntil(last, state)});
      start.reset();
    } else if (!IsOver(state) && !start.has_value()) {
      start = from;
    }
    last = state;
  }
  if (start.has_value()) {
    lives.push_back({.days = {.start = *start, .end = std::nullopt},
                     .stands = IsDecided(last)});
  }
  // Of one day the last word holds: an end that was taken back is none.
  if (lives.size() == 1 && !lives.front().days.end.has_value()) lives.clear();
  return lives;
}

void SetLives(std::vector<Life> lives, KnownLocation& known) {
  known.lives = std::move(lives);
  known.lived.clear();
  if (known.lives.empty()) return;
  for (const auto& [group, steps] : known.places->groups) {
    std::set<absl::CivilDay> days;
    AddBounds(known.lives, days);
    AddChanges(steps.decided, days);
    Steps& lived = known.lived[group];
    int before = 0;
    for (const absl::CivilDay day : days) {
      const Life* life = LifeOn(known.lives, day);
      const int count =
          life != nullptr && life->stands ? steps.decided.At(day) : 0;
      if (count != before) lived.Set(day, count);
      before = count;
    }
  }
}

bool IsKnown(const std::vector<KnownLocation>& locations,
             pb::LocationKind::Purpose purpose) {
  return std::any_of(
      locations.begin(), locations.end(), [&](const KnownLocation& known) {
        return known.kind.purpose() == purpose && !known.own_business &&
               !known.places->groups.empty();
      });
}

bool KindMayCount(const KnownLocation& known) {
  return known.kind.quota_rule() != "no";
}

const Steps& Standing(const KnownLocation& known, pb::PlaceGroup group) {
  if (!known.lives.empty()) {
    const auto lived = known.lived.find(group);
    return lived == known.lived.end() ? kNone : lived->second;
  }
  const auto steps = known.places->groups.find(group);
  return IsDecided(known.location.state()) &&
                 steps != known.places->groups.end()
             ? steps->second.decided
             : kNone;
}

Most MostStanding(const std::vector<const KnownLocation*>& locations,
                  bool amv_only, const Period& period) {
  std::vector<const Steps*> parts;
  std::set<absl::CivilDay> days = {period.start};
  for (const KnownLocation* known : locations) {
    for (const auto& [group, steps] : known->places->groups) {
      if (group == pb::PLACE_GROUP_BUFFER ||
          (amv_only && group != pb::PLACE_GROUP_AMV)) {
        continue;
      }
      parts.push_back(&Standing(*known, group));
      AddChanges(*parts.back(), days);
    }
  }
  Most most{.count = 0, .day = period.start};
  for (const absl::CivilDay day : days) {
    if (!period.Contains(day)) continue;
    int sum = 0;
    for (const Steps* steps : parts) sum += steps->At(day);
    if (sum > most.count) most = {.count = sum, .day = day};
  }
  return most;
}

int IntendedOn(const KnownLocation& known, pb::PlaceGroup group,
               absl::CivilDay day) {
  if (!known.lives.empty()) {
    const Life* life = LifeOn(known.lives, day);
    if (life == nullptr) return 0;
    if (life->days.end.has_value()) return Standing(known, group).At(day);
  }
  const auto steps = known.places->groups.find(group);
  return MayBeIntended(known.location.state()) &&
                 steps != known.places->groups.end()
             ? steps->second.IntendedAt(day)
             : 0;
}

Steps IntendedSteps(const KnownLocation& known, pb::PlaceGroup group) {
  std::set<absl::CivilDay> days;
  AddBounds(known.lives, days);
  const GroupSteps& steps = known.places->groups.at(group);
  AddChanges(steps.decided, days);
  AddChanges(steps.planned, days);
  // A plan without a day may come on any: it stands from the outset.
  if (steps.undated_plan.has_value()) days.insert(absl::CivilDay::min());
  Steps intended;
  int before = 0;
  for (const absl::CivilDay day : days) {
    const int count = IntendedOn(known, group, day);
    if (count != before) intended.Set(day, count);
    before = count;
  }
  return intended;
}

std::vector<EffectiveEntry> EntriesBehind(const KnownLocation& known,
                                          absl::CivilDay day) {
  if (known.occupancy.has_value()) {
    day = std::min(day, DayOf(known.occupancy->count_date()));
  }
  return known.places->EntriesFrom(day);
}

}  // namespace opvang::locations
