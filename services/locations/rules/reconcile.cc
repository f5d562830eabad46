#include "services/locations/rules/reconcile.h"

#include <map>
#include <optional>
#include <utility>

#include "common/base/calendar.h"
#include "services/locations/rules/location_state.h"

namespace opvang::locations {
namespace {

using Cause = pb::Reconciliation::Cause;
using Difference = pb::Reconciliation::Difference;
using Reason = pb::LocationCoverage::Reason;

int CountOn(const KnownLocation& known, absl::CivilDay day,
            pb::PlaceGroup group) {
  return !KindMayCount(known) || group == pb::PLACE_GROUP_BUFFER
             ? 0
             : Standing(known, group).At(day);
}

int CountOn(const KnownLocation& known, absl::CivilDay day) {
  int count = 0;
  for (const auto& [group, steps] : known.places->groups) {
    count += CountOn(known, day, group);
  }
  return count;
}

// Differences as they are found, by cause and reason.
class Found {
 public:
  void Add(Cause cause, Reason reason, const std::string& location,
           const std::string& display_name, int count) {
    if (count == 0) return;
    Difference& one = by_cause_[{cause, reason}];
    one.set_cause(cause);
    one.set_reason(reason);
    one.set_place_count(one.place_count() + count);
    auto& parts = *one.mutable_parts();
    if (parts.empty() || parts.rbegin()->location() != location) {
      parts.Add()->set_location(location);
      parts.rbegin()->set_display_name(display_name);
    }
    parts.rbegin()->set_place_count(parts.rbegin()->place_count() + count);
  }
  // What has no location.
  void AddSum(Cause cause, int count) {
    if (count == 0) return;
    Difference& one =
        by_cause_[{cause, pb::LocationCoverage::REASON_UNSPECIFIED}];
    one.set_cause(cause);
    one.set_place_count(count);
  }
  // All of them, and what is left between `from` and `to`.
  template <typename Differences>
  void Report(int from, int to, Differences& differences) const {
    int rest = to - from;
    for (const auto& [cause, one] : by_cause_) {
      *differences.Add() = one;
      rest -= one.place_count();
    }
    if (rest == 0) return;
    Difference& one = *differences.Add();
    one.set_cause(pb::Reconciliation::CAUSE_UNEXPLAINED);
    one.set_place_count(rest);
  }

 private:
  std::map<std::pair<Cause, Reason>, Difference> by_cause_;
};

// Why COA would not state the places of this location as permanent stock.
std::optional<Cause> WhyNotCoas(const KnownLocation& known) {
  const auto run_by = known.location.operator_();
  if (run_by == pb::Location::OPERATOR_COLLEGE ||
      run_by == pb::Location::OPERATOR_OTHER) {
    return pb::Reconciliation::CAUSE_NOT_RUN_BY_COA;
  }
  if (known.kind.quota_rule() == "window") {
    return pb::Reconciliation::CAUSE_TEMPORARY_KIND;
  }
  if (known.location.state() < pb::LOCATION_STATE_OPEN) {
    return pb::Reconciliation::CAUSE_NOT_OPEN_YET;
  }
  return std::nullopt;
}

// The day that tells what stood on `then`: for an open site of which it is not
// known since when it stands, the first that is.
absl::CivilDay KnownSince(const KnownLocation& known, absl::CivilDay then,
                          absl::CivilDay today) {
  const auto first = known.places->known_since;
  const bool stands =
      first.has_value() && known.location.state() >= pb::LOCATION_STATE_OPEN;
  return stands && then < *first && *first <= today ? *first : then;
}

}  // namespace

pb::Reconciliation Reconcile(const std::string& municipality,
                             const std::vector<KnownLocation>& locations,
                             absl::CivilDay day) {
  pb::Reconciliation one;
  one.set_municipality(municipality);
  int count = 0;
  for (const KnownLocation& known : locations) count += CountOn(known, day);
  one.set_register_place_count(count);
  return one;
}

void ReconcileCoa(const std::vector<KnownLocation>& locations,
                  absl::CivilDay day, const Statement& coa,
                  pb::Reconciliation& to) {
  Found found;
  for (const KnownLocation& known : locations) {
    const int then = CountOn(known, KnownSince(known, coa.day, day));
    const auto add = [&](Cause cause, int count) {
      found.Add(cause, pb::LocationCoverage::REASON_UNSPECIFIED,
                known.location.name(), known.location.display_name(), count);
    };
    add(pb::Reconciliation::CAUSE_OTHER_DAY, then - CountOn(known, day));
    if (const auto cause = WhyNotCoas(known)) add(*cause, -then);
  }
  to.set_coa_place_count(coa.place_count);
  *to.mutable_coa_date() = ToProto(coa.day);
  found.Report(to.register_place_count(), coa.place_count,
               *to.mutable_coa_differences());
}

void ReconcileReport(const std::vector<KnownLocation>& locations,
                     absl::CivilDay day, const Window& window,
                     const Reported& reported, pb::Reconciliation& to) {
  std::map<std::string, const KnownLocation*> by_name;
  for (const KnownLocation& known : locations) {
    by_name[known.location.name()] = &known;
  }
  Found found;
  const pb::MunicipalityCoverage coverage =
      Cover(to.municipality(), locations, window);
  for (const pb::LocationCoverage& one : coverage.locations()) {
    std::map<pb::PlaceGroup, Reason> reasons;
    for (const auto& uncounted : one.uncounted()) {
      reasons[uncounted.group()] = static_cast<Reason>(uncounted.reasons(0));
    }
    for (const auto& group : one.groups()) {
      const int difference =
          group.counted_place_count() -
          CountOn(*by_name[one.location()], day, group.group());
      const bool fewer = difference < 0;
      // Without a reason it stays unexplained.
      if (fewer && reasons.count(group.group()) == 0) continue;
      found.Add(fewer ? pb::Reconciliation::CAUSE_NOT_COUNTED
                      : pb::Reconciliation::CAUSE_OPENS_LATER,
                fewer ? reasons[group.group()]
                      : pb::LocationCoverage::REASON_UNSPECIFIED,
                one.location(), one.display_name(), difference);
    }
  }
  found.AddSum(pb::Reconciliation::CAUSE_TRANSFERRED,
               reported.transferred_place_count());
  to.set_reported_place_count(reported.place_count());
  found.Report(to.register_place_count(), reported.place_count(),
               *to.mutable_reported_differences());
}

}  // namespace opvang::locations
