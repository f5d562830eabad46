// Which days of a location count, by its states: the rule read aloud once more,
// for oracles.
#ifndef OPVANG_TESTS_LOCATIONS_RULES_NAIVE_LIFE_H_
#define OPVANG_TESTS_LOCATIONS_RULES_NAIVE_LIFE_H_

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

struct NaiveLife {
  using Day = absl::CivilDay;
  static bool Decided(pb::LocationState state) {
    return pb::LOCATION_STATE_DEFINITIVE <= state &&
           state <= pb::LOCATION_STATE_CLOSING;
  }
  static bool Over(pb::LocationState state) {
    return state == pb::LOCATION_STATE_CLOSED ||
           state == pb::LOCATION_STATE_WITHDRAWN;
  }
  pb::LocationState On(Day day) const {
    auto state = states.front().second;
    for (const auto& [start, one] : states) {
      if (start <= day) state = one;
    }
    return state;
  }
  // Whether the life that `day` lies in ended by the day asked about.
  bool Ended(Day day) const {
    return std::any_of(states.begin(), states.end(), [&](const auto& one) {
      return Over(one.second) && day < one.first && one.first <= asked;
    });
  }
  // The state that speaks for a day: the last of its life, or that of the day
  // asked about. Of a life that ended: open when it stood. Nothing on a day on
  // which it is over.
  std::optional<pb::LocationState> Speaks(Day day) const {
    if (Over(On(std::min(day, asked)))) return std::nullopt;
    for (const auto& [start, state] : states) {
      if (!Over(state) || start <= day || start > asked) continue;
      const auto before = On(start - 1);
      const bool stood = state == pb::LOCATION_STATE_CLOSED ||
                         before == pb::LOCATION_STATE_OPEN ||
                         before == pb::LOCATION_STATE_EXTENDED ||
                         before == pb::LOCATION_STATE_CLOSING;
      return stood ? pb::LOCATION_STATE_OPEN : pb::LOCATION_STATE_WITHDRAWN;
    }
    return On(asked);
  }
  bool Stands(Day day) const {
    const auto state = Speaks(day);
    return state.has_value() && Decided(*state);
  }
  bool Intended(Day day) const {
    const auto state = Speaks(day);
    return state.has_value() &&
           (Decided(*state) || *state == pb::LOCATION_STATE_DECISION_PENDING ||
            *state == pb::LOCATION_STATE_UNSPECIFIED);
  }

  // Explored on that day, or given up after it was no more than that.
  bool OwnBusiness(Day day) const {
    bool explored = false, told = false;
    for (const auto& [start, state] : states) {
      const bool before_all = start == Day::min();
      if (before_all || start > day || state == pb::LOCATION_STATE_WITHDRAWN) {
        continue;
      }
      (state == pb::LOCATION_STATE_IDEA ||
               state == pb::LOCATION_STATE_EXPLORATION
           ? explored
           : told) = true;
    }
    const auto now = On(day);
    return now == pb::LOCATION_STATE_IDEA ||
           now == pb::LOCATION_STATE_EXPLORATION ||
           (now == pb::LOCATION_STATE_WITHDRAWN && explored && !told);
  }

  std::vector<std::pair<Day, pb::LocationState>> states;  // By day.
  Day asked;
};

}  // namespace opvang::locations

#endif  // OPVANG_TESTS_LOCATIONS_RULES_NAIVE_LIFE_H_
