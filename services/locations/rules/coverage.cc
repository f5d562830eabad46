#include "services/locations/rules/coverage.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/locations/rules/location_state.h"

namespace opvang::locations {
namespace {

using Reason = pb::LocationCoverage::Reason;

// A least number of places and the first day on which it stands.
struct Least {
  int count;
  absl::CivilDay day;
};

// The least of the sum of `all` over the window.
Least LeastOf(const std::vector<const Steps*>& all, const Period& window) {
  std::set<absl::CivilDay> days = {window.start};
  for (const Steps* steps : all) {
    for (const auto& [day, count] : steps->changes()) {
      if (window.Contains(day)) days.insert(day);
    }
  }
  std::optional<Least> least;
  for (const absl::CivilDay day : days) {
    int sum = 0;
    for (const Steps* steps : all) sum += steps->At(day);
    if (!least.has_value() || sum < least->count) least = {sum, day};
  }
  return *least;
}

// Whether these places are part of the minimum: those of a kind that is
// temporary by nature only when there are some on every day of the window.
bool MayBeGuaranteed(const KnownLocation& known, pb::PlaceGroup group,
                     const Period& window) {
  if (group == pb::PLACE_GROUP_BUFFER || !KindMayCount(known)) return false;
  const Steps& standing = Standing(known, group);
  if (standing.empty()) return false;
  return known.kind.quota_rule() != "window" ||
         LeastOf({&standing}, window).count > 0;
}

bool IsWanted(pb::PlaceGroup group, bool amv_only) {
  return amv_only ? group == pb::PLACE_GROUP_AMV
                  : group != pb::PLACE_GROUP_BUFFER;
}

Least LeastDecided(const std::vector<KnownLocation>& locations,
                   const Period& window, bool amv_only) {
  std::vector<const Steps*> counting;
  for (const KnownLocation& known : locations) {
    for (const auto& [group, steps] : known.places->groups) {
      if (IsWanted(group, amv_only) && MayBeGuaranteed(known, group, window)) {
        counting.push_back(&Standing(known, group));
      }
    }
  }
  return LeastOf(counting, window);
}

int SumIntended(const std::vector<KnownLocation>& locations,
                absl::CivilDay last_day, bool amv_only) {
  int sum = 0;
  for (const KnownLocation& known : locations) {
    if (!KindMayCount(known)) continue;
    for (const auto& [group, steps] : known.places->groups) {
      if (IsWanted(group, amv_only)) sum += IntendedOn(known, group, last_day);
    }
  }
  return sum;
}

// Locations whose places are one bed each: one that moved, and where it went.
struct Moved {
  std::vector<const KnownLocation*> locations;  // Whose kind may count.
  Most most, most_amv;  // Of all of them, in the realisation period.
};

// Every location, with the one that its moves began with.
class Moves {
 public:
  Moves(const std::vector<KnownLocation>& locations,
        const Period& realisation) {
    for (const KnownLocation& known : locations) {
      if (!known.own_business) {
        seen_[known.location.name()] = &known;
      }
    }
    for (const auto& [name, known] : seen_) {
      if (const KnownLocation* before = PredecessorOf(*known)) {
        successors_.emplace(before, name);
      }
    }
    for (const KnownLocation& known : locations) {
      if (!KindMayCount(known)) continue;
      const KnownLocation* first = FirstOf(known);
      firsts_[&known] = first;
      by_first_[first].locations.push_back(&known);
    }
    for (auto& [first, moved] : by_first_) {
      moved.most = MostStanding(moved.locations, false, realisation);
      moved.most_amv = MostStanding(moved.locations, true, realisation);
    }
  }

  // Of a location whose kind may count.
  const Moved& Of(const KnownLocation& known) const {
    return by_first_.at(firsts_.at(&known));
  }
  std::string SuccessorOf(const KnownLocation& known) const {
    const auto found = successors_.find(&known);
    return found == successors_.end() ? "" : found->second;
  }
  int Sum(bool amv_only) const {
    int sum = 0;
    for (const auto& [first, moved] : by_first_) {
      sum += amv_only ? moved.most_amv.count : moved.most.count;
    }
    return sum;
  }

 private:
  // What is only explored takes over nothing, and nothing from it.
  const KnownLocation* PredecessorOf(const KnownLocation& known) const {
    const auto found = seen_.find(known.location.predecessor());
    return found == seen_.end() || known.own_business ? nullptr : found->second;
  }
  // Where the moves began; of those that go round, the first by name.
  const KnownLocation* FirstOf(const KnownLocation& known) const {
    std::set<const KnownLocation*> passed;
    const KnownLocation* first = &known;
    while (passed.insert(first).second) {
      const KnownLocation* before = PredecessorOf(*first);
      if (before == nullptr) return first;
      first = before;
    }
    // Of the round alone, not of the way into it.
    const KnownLocation* least = first;
    for (const KnownLocation* at = PredecessorOf(*first); at != first;
         at = PredecessorOf(*at)) {
      if (at->location.name() < least->location.name()) least = at;
    }
    return least;
  }

  std::map<std::string, const KnownLocation*> seen_;
  std::map<const KnownLocation*, std::string> successors_;
  std::map<const KnownLocation*, const KnownLocation*> firsts_;
  std::map<const KnownLocation*, Moved> by_first_;
};

// Why `steps` has more on some day than on `binding_day`. Never empty when it
// has: the days before the window, in it and after it are all looked at.
std::vector<Reason> TimingReasons(const Steps& steps, const Window& window,
                                  absl::CivilDay binding_day) {
  const absl::CivilDay start = window.window.start, end = *window.window.end;
  const int binding = steps.At(binding_day);
  const int before = steps.Most(window.realisation.start, start);
  const int early = steps.Most(start, binding_day);
  const int late = steps.Most(binding_day, end);
  const int after = steps.Most(end, std::nullopt);
  std::vector<Reason> reasons;
  if (before > binding && before > early) {
    reasons.push_back(pb::LocationCoverage::REASON_CLOSES_BEFORE_WINDOW);
  }
  if (late > binding) {
    reasons.push_back(pb::LocationCoverage::REASON_OPENS_AFTER_WINDOW_START);
  }
  if (early > binding) {
    reasons.push_back(pb::LocationCoverage::REASON_CLOSES_IN_WINDOW);
  }
  if (after > std::max({binding, before, early, late})) {
    reasons.push_back(pb::LocationCoverage::REASON_OPENS_AFTER_WINDOW);
  }
  return reasons;
}

std::vector<Reason> ReasonsOf(const KnownLocation& known, pb::PlaceGroup group,
                              const GroupSteps& steps, const Window& window,
                              absl::CivilDay binding_day) {
  std::vector<Reason> reasons;
  const pb::LocationState state = known.location.state();
  if (state == pb::LOCATION_STATE_WITHDRAWN) {
    reasons.push_back(pb::LocationCoverage::REASON_WITHDRAWN);
  }
  if (!KindMayCount(known)) {
    reasons.push_back(pb::LocationCoverage::REASON_OTHER_TASK);
  }
  if (group == pb::PLACE_GROUP_BUFFER) {
    reasons.push_back(pb::LocationCoverage::REASON_BUFFER);
  }
  const bool decided =
      steps.decided.Most(window.realisation.start, std::nullopt) > 0;
  if (!decided && steps.planned.empty()) {
    reasons.push_back(pb::LocationCoverage::REASON_NO_START_DATE);
  }
  if (!IsOver(state) && (!decided || !IsDecided(state))) {
    reasons.push_back(pb::LocationCoverage::REASON_DECISION_PENDING);
  }
  const Steps& standing = Standing(known, group);
  const Steps& own = !decided           ? steps.planned
                     : standing.empty() ? steps.decided
                                        : standing;
  // What does not count at all is held against the window by itself.
  const absl::CivilDay held_against =
      decided && MayBeGuaranteed(known, group, window.window)
          ? binding_day
          : LeastOf({&own}, window.window).day;
  for (const Reason reason : TimingReasons(own, window, held_against)) {
    reasons.push_back(reason);
  }
  if (reasons.empty()) {
    // Closed by its state, whatever its entries still say.
    reasons.push_back(pb::LocationCoverage::REASON_CLOSES_BEFORE_WINDOW);
  }
  return reasons;
}

void SetDate(const std::optional<absl::CivilDay>& day,
             google::type::Date* (pb::LocationCoverage::*field)(),
             pb::LocationCoverage& to) {
  if (day.has_value()) *(to.*field)() = ToProto(*day);
}

// What a location is, as the register says it.
void Describe(const KnownLocation& known, pb::LocationCoverage& to) {
  const pb::Location& location = known.location;
  to.set_location(location.name());
  to.set_display_name(location.display_name());
  to.set_kind(location.kind());
  to.set_operator_(location.operator_());
  to.set_state(location.state());
  to.set_stage(StageOf(location.state()));
  to.set_remark(location.remark());
  if (location.has_objection_count()) {
    to.set_objection_count(location.objection_count());
  }
  if (location.has_state_entry()) {
    *to.mutable_state_entry() = location.state_entry();
  }
  to.set_address(location.address());
  to.set_address_protected(location.address_protected());
  *to.mutable_former_display_names() = location.former_display_names();
  to.set_source(location.source());
  *to.mutable_participants() = location.participants();
  for (const Life& life : known.lives) {
    pb::Life& told = *to.add_lives();
    if (life.days.start != absl::CivilDay::min()) {
      *told.mutable_start_date() = ToProto(life.days.start);
    }
    if (life.days.end.has_value()) {
      *told.mutable_end_date() = ToProto(*life.days.end);
    }
    told.set_stands(life.stands);
  }
}

// When it opens and ends, and where its places are stated.
void DescribePlaces(const KnownLocation& known, const Window& window,
                    pb::LocationCoverage& to) {
  const LocationPlaces& places = *known.places;
  if (places.known_since.has_value()) {
    *to.mutable_known_since_date() = ToProto(*places.known_since);
  } else {
    SetDate(places.FirstDay(), &pb::LocationCoverage::mutable_start_date, to);
  }
  SetDate(places.FirstPlannedDay(),
          &pb::LocationCoverage::mutable_planned_start_date, to);
  if (const auto end = places.LastEnd()) {
    *to.mutable_end_date() = ToProto(*end);
    const auto certainty = places.ends.find(*end);
    if (certainty != places.ends.end()) {
      to.set_end_certainty(certainty->second);
    }
  }
  const auto entries =
      EntriesBehind(known, std::min(window.realisation.start, window.day));
  for (const auto& [revision, fact] : entries) {
    *to.add_entries() = ToMessage(revision, fact);
  }
  for (const Interned& source : TextsOf(entries, &PlaceFact::source)) {
    to.add_sources(*source);
  }
  for (const Interned& date : TextsOf(entries, &PlaceFact::stated_date)) {
    to.add_stated_dates(*date);
  }
  if (known.occupancy.has_value()) *to.mutable_occupancy() = *known.occupancy;
}

// What counts of one group, on the binding days; buffer is in no total.
pb::LocationCoverage::GroupPlaces CountGroup(
    const KnownLocation& known, pb::PlaceGroup group, const GroupSteps& steps,
    const Window& window, absl::CivilDay binding_day,
    absl::CivilDay amv_binding_day, const Moves& moves) {
  const bool in_total = group != pb::PLACE_GROUP_BUFFER;
  const Period& realisation = window.realisation;
  const Steps& standing = Standing(known, group);
  pb::LocationCoverage::GroupPlaces places;
  places.set_group(group);
  places.set_offered_place_count(
      steps.decided.Most(realisation.start, std::nullopt));
  if (MayBeGuaranteed(known, group, window.window)) {
    places.set_counted_place_count(standing.At(binding_day));
    if (group == pb::PLACE_GROUP_AMV) {
      places.set_amv_counted_place_count(standing.At(amv_binding_day));
    }
  }
  if (!in_total || !KindMayCount(known)) return places;
  places.set_intended_place_count(
      IntendedOn(known, group, *window.window.end - 1));
  const Moved& moved = moves.Of(known);
  places.set_realised_place_count(standing.At(moved.most.day));
  if (group == pb::PLACE_GROUP_AMV) {
    places.set_amv_realised_place_count(standing.At(moved.most_amv.day));
  }
  return places;
}

// What it offers by decision or, where it offers nothing, what it plans.
int OfferedOrPlanned(const pb::LocationCoverage::GroupPlaces& places,
                     const GroupSteps& steps, const Window& window) {
  if (places.offered_place_count() > 0) return places.offered_place_count();
  return std::max(steps.planned.Most(window.realisation.start, std::nullopt),
                  steps.undated_plan.value_or(0));
}

pb::LocationCoverage CoverLocation(const KnownLocation& known,
                                   const Window& window,
                                   absl::CivilDay binding_day,
                                   absl::CivilDay amv_binding_day,
                                   const Moves& moves) {
  pb::LocationCoverage to;
  Describe(known, to);
  to.set_successor(moves.SuccessorOf(known));
  DescribePlaces(known, window, to);
  for (const auto& [group, steps] : known.places->groups) {
    pb::LocationCoverage::GroupPlaces& places = *to.add_groups();
    places = CountGroup(known, group, steps, window, binding_day,
                        amv_binding_day, moves);
    const int uncounted_count =
        OfferedOrPlanned(places, steps, window) - places.counted_place_count();
    if (uncounted_count <= 0) continue;
    pb::LocationCoverage::Uncounted& uncounted = *to.add_uncounted();
    uncounted.set_group(group);
    uncounted.set_place_count(uncounted_count);
    for (const Reason reason :
         ReasonsOf(known, group, steps, window, binding_day)) {
      uncounted.add_reasons(reason);
    }
  }
  return to;
}

void AddCounts(const std::vector<KnownLocation>& locations,
               const Window& window, const Least& total, const Least& amv,
               const Moves& moves, pb::MunicipalityCoverage& coverage) {
  coverage.set_guaranteed_place_count(total.count);
  *coverage.mutable_binding_date() = ToProto(total.day);
  coverage.set_guaranteed_amv_count(amv.count);
  *coverage.mutable_amv_binding_date() = ToProto(amv.day);
  const absl::CivilDay last_day = *window.window.end - 1;
  coverage.set_intended_place_count(
      std::max(total.count, SumIntended(locations, last_day, false)));
  coverage.set_intended_amv_count(
      std::max(amv.count, SumIntended(locations, last_day, true)));
  coverage.set_realised_place_count(moves.Sum(false));
  coverage.set_realised_amv_count(moves.Sum(true));
}

}  // namespace

pb::MunicipalityCoverage Cover(const std::string& municipality,
                               const std::vector<KnownLocation>& locations,
                               const Window& window,
                               const std::optional<pb::NilReturn>& nil) {
  pb::MunicipalityCoverage coverage;
  coverage.set_municipality(municipality);
  if (nil.has_value()) *coverage.mutable_nil_return() = *nil;
  const Moves moves(locations, window.realisation);
  const Least total = LeastDecided(locations, window.window, false);
  const Least amv = LeastDecided(locations, window.window, true);
  if (nil.has_value() || IsKnown(locations, pb::LocationKind::PURPOSE_ASYLUM)) {
    AddCounts(locations, window, total, amv, moves, coverage);
  }
  for (const KnownLocation& known : locations) {
    if (known.own_business) continue;
    if (known.kind.purpose() == pb::LocationKind::PURPOSE_UKRAINE) continue;
    if (known.kind.purpose() == pb::LocationKind::PURPOSE_STATUS_HOLDERS &&
        known.places->groups.empty()) {
      continue;
    }
    *coverage.add_locations() =
        CoverLocation(known, window, total.day, amv.day, moves);
  }
  return coverage;
}

}  // namespace opvang::locations
