// A location for tests of the pure rules.
#ifndef OPVANG_TESTS_LOCATIONS_RULES_SITE_H_
#define OPVANG_TESTS_LOCATIONS_RULES_SITE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/calendar.h"
#include "services/locations/rules/coverage.h"

namespace opvang::locations {

using Day = absl::CivilDay;

inline const Window kCycle2024 = {{Day(2025, 7, 1), Day(2026, 2, 1)},
                                  {Day(2024, 10, 1), Day(2025, 7, 2)},
                                  Day(2024, 10, 31)};

// One location and its entries, built up in the order of the facts.
class Site {
 public:
  // Of a location that is over, so since the day of the report.
  explicit Site(const std::string& quota_rule = "yes",
                pb::LocationState state = pb::LOCATION_STATE_OPEN) {
    known_.location.set_name("municipalities/gm0193/locations/x");
    In(state, IsOver(state) ? kCycle2024.day : Day(2010, 1, 1));
    known_.kind.set_quota_rule(quota_rule);
    known_.kind.set_durable(quota_rule == "yes");
    known_.kind.set_purpose(pb::LocationKind::PURPOSE_ASYLUM);
  }
  // From a day on, which is not before those told.
  Site& In(pb::LocationState state, Day start) {
    StateFact& fact = states_.emplace_back();
    fact.state = state;
    fact.start_date = ShortDay(start);
    return *this;
  }
  // Each with its first day; none before that.
  std::vector<std::pair<Day, pb::LocationState>> States() const {
    std::vector<std::pair<Day, pb::LocationState>> states = {
        {Day::min(), pb::LOCATION_STATE_UNSPECIFIED}};
    for (const StateFact& fact : states_) {
      states.emplace_back(*fact.start_date, fact.state);
    }
    return states;
  }
  Site& Named(const std::string& id) {
    known_.location.set_name("municipalities/gm0193/locations/" + id);
    return *this;
  }
  // The nth of its municipality, in the place of another unless that is below
  // 0.
  Site& Named(int id, int predecessor) {
    Named("l" + std::to_string(id));
    known_.location.set_predecessor(predecessor < 0
                                        ? ""
                                        : "municipalities/gm0193/locations/l" +
                                              std::to_string(predecessor));
    return *this;
  }
  Site& At(const std::string& address) {
    known_.location.set_address(address);
    return *this;
  }
  const std::vector<pb::PlaceEntry>& Entries() const { return entries_; }
  Site& For(pb::LocationKind::Purpose purpose) {
    known_.kind.set_purpose(purpose);
    return *this;
  }
  Site& Decided(Day start, int count,
                pb::PlaceGroup group = pb::PLACE_GROUP_REGULAR) {
    return Add(pb::PlaceEntry::BASIS_DECIDED, start, count, group);
  }
  Site& Planned(std::optional<Day> start, std::optional<int> count,
                pb::PlaceGroup group = pb::PLACE_GROUP_REGULAR) {
    return Add(pb::PlaceEntry::BASIS_PLANNED, start, count, group);
  }
  Site& Add(pb::PlaceEntry::Basis basis, std::optional<Day> start,
            std::optional<int> count, pb::PlaceGroup group) {
    pb::PlaceEntry entry;
    entry.set_group(group);
    entry.set_basis(basis);
    if (start.has_value()) *entry.mutable_start_date() = ToProto(*start);
    if (count.has_value()) entry.set_place_count(*count);
    entry.set_end_certainty(count == 0
                                ? pb::PlaceEntry::END_CERTAINTY_INDICATIVE
                                : pb::PlaceEntry::END_CERTAINTY_UNSPECIFIED);
    entry.set_revision(static_cast<int64_t>(entries_.size()) + 1);
    entry.set_source("test");
    entries_.push_back(entry);
    return *this;
  }
  // Of the entry told last: it was there before.
  Site& KnownSince() {
    entries_.back().set_start_certainty(
        pb::PlaceEntry::START_CERTAINTY_KNOWN_SINCE);
    return *this;
  }
  // As it is known with its states up to `day`.
  KnownLocation Known(Day day = Day::max()) const {
    KnownLocation known = known_;
    known.places = std::make_shared<const LocationPlaces>(PlacesOf(entries_));
    std::vector<StateVersion> versions;
    for (const StateFact& fact : states_) {
      versions.push_back({static_cast<int64_t>(versions.size()) + 1, &fact});
      if (*fact.start_date <= day) known.location.set_state(fact.state);
    }
    SetLives(LivesOf(versions, day), known);
    return known;
  }

 private:
  KnownLocation known_;
  std::vector<pb::PlaceEntry> entries_;
  std::vector<StateFact> states_;
};

}  // namespace opvang::locations

#endif  // OPVANG_TESTS_LOCATIONS_RULES_SITE_H_
