#include "services/locations/rules/durable_stock.h"

#include <algorithm>
#include <set>

#include "common/base/calendar.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

using Why = pb::LocationCoverage;

// The first day after `years` whole years from `day`: years from 29 February
// include 28 February, so that they end on 1 March.
absl::CivilDay YearsAfter(absl::CivilDay day, int years) {
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

int LeastIn(const Steps& steps, absl::CivilDay start, absl::CivilDay end) {
  int least = steps.At(start);
  for (const auto& [day, count] : steps.changes()) {
    if (day > start && day < end) least = std::min(least, count);
  }
  return least;
}

// Minors and others in need of special guidance (Besluit 1.1).
bool IsSpecial(pb::PlaceGroup group, const DurableRule& rule) {
  return group == pb::PLACE_GROUP_SPECIAL ||
         (group == pb::PLACE_GROUP_AMV && rule.minors_are_special);
}

// Only kinds whose places can be durable.
bool MayBeDurable(const KnownLocation& known, pb::PlaceGroup group) {
  return group != pb::PLACE_GROUP_BUFFER && known.kind.durable() &&
         known.kind.purpose() == pb::LocationKind::PURPOSE_ASYLUM;
}

struct SiteStock {
  pb::DurableStock::Site site;
  Durable durable;
  const KnownLocation* known;
  const GroupSteps* steps;
};

void AddReasons(const SiteStock& stock, bool reaches_minimum,
                pb::DurableStock::Site& site) {
  if (site.counted_place_count() == site.offered_place_count()) return;
  const pb::LocationState state = stock.known->location.state();
  const bool decided =
      site.offered_place_count() > 0 && !stock.steps->decided.empty();
  if (state == pb::LOCATION_STATE_WITHDRAWN) {
    site.add_reasons(Why::REASON_WITHDRAWN);
  }
  if (stock.known->kind.quota_rule() == "no" ||
      stock.known->kind.purpose() != pb::LocationKind::PURPOSE_ASYLUM) {
    site.add_reasons(Why::REASON_OTHER_TASK);
  }
  if (site.group() == pb::PLACE_GROUP_BUFFER) {
    site.add_reasons(Why::REASON_BUFFER);
  }
  if (!decided && stock.steps->planned.empty()) {
    site.add_reasons(Why::REASON_NO_START_DATE);
  }
  if (!IsOver(state) && (!decided || !IsDecided(state))) {
    site.add_reasons(Why::REASON_DECISION_PENDING);
  }
  if (stock.durable.count < site.offered_place_count()) {
    site.add_reasons(Why::REASON_NOT_DURABLE);
  }
  if (stock.durable.count > 0 && !reaches_minimum) {
    site.add_reasons(Why::REASON_BELOW_MINIMUM_SIZE);
  }
}

}  // namespace

Durable DurableAround(absl::CivilDay day, const Steps& decided,
                      const DurableRule& rule) {
  // Within the next twelve months: before the same day a year later.
  const absl::CivilDay last = MonthsAfter(day, rule.within_months) - 1;
  // The least of five years changes only where they start or end on a change.
  // A leap day makes some ends those of two starts.
  std::set<absl::CivilDay> starts = {day, last};
  const auto add_near = [&starts](absl::CivilDay start) {
    for (int shift = -1; shift <= 1; ++shift) starts.insert(start + shift);
  };
  add_near(YearsAfter(day, -rule.years));
  for (const auto& [change, count] : decided.changes()) {
    starts.insert(change);
    add_near(YearsAfter(change, -rule.years));
  }
  Durable best;
  const bool in_all = rule.reading == DurableReading::kInAll;
  for (const absl::CivilDay start : starts) {
    if (start > last || YearsAfter(start, rule.years) <= day ||
        (start < day && !in_all)) {
      continue;
    }
    const int least = LeastIn(decided, start, YearsAfter(start, rule.years));
    if (least > best.count) best = {.count = least, .start = start};
  }
  return best;
}

pb::DurableStock StockOf(const std::string& municipality,
                         const std::vector<KnownLocation>& locations,
                         absl::CivilDay day, const DurableRule& rule) {
  pb::DurableStock stock;
  stock.set_municipality(municipality);
  std::vector<SiteStock> sites;
  for (const KnownLocation& known : locations) {
    if (known.own_business ||
        known.kind.purpose() != pb::LocationKind::PURPOSE_ASYLUM) {
      continue;
    }
    for (const auto& [group, steps] : known.places->groups) {
      const int decided = steps.decided.Most(day, std::nullopt);
      const int offered = decided > 0
                              ? decided
                              : std::max(steps.planned.Most(day, std::nullopt),
                                         steps.undated_plan.value_or(0));
      if (offered == 0) continue;
      SiteStock& one = sites.emplace_back();
      one.known = &known;
      one.steps = &steps;
      one.site.set_location(known.location.name());
      one.site.set_display_name(known.location.display_name());
      one.site.set_group(group);
      one.site.set_offered_place_count(offered);
      if (!MayBeDurable(known, group)) continue;
      one.durable = DurableAround(day, Standing(known, group), rule);
      one.durable.count = std::min(one.durable.count, offered);
      if (one.durable.start.has_value()) {
        *one.site.mutable_durable_start_date() = ToProto(*one.durable.start);
      }
      if (IsSpecial(group, rule)) {
        stock.set_special_place_count(stock.special_place_count() +
                                      one.durable.count);
      } else {
        stock.set_regular_place_count(stock.regular_place_count() +
                                      one.durable.count);
      }
    }
  }
  for (SiteStock& one : sites) {
    const bool reaches_minimum =
        IsSpecial(one.site.group(), rule)
            ? stock.special_place_count() >= rule.special_minimum
            : stock.regular_place_count() >= rule.regular_minimum;
    if (reaches_minimum) one.site.set_counted_place_count(one.durable.count);
    stock.set_counted_place_count(stock.counted_place_count() +
                                  one.site.counted_place_count());
    AddReasons(one, reaches_minimum, one.site);
    *stock.add_sites() = std::move(one.site);
  }
  return stock;
}

}  // namespace opvang::locations
