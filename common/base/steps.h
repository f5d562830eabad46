// Numbers over time: exact step functions. Pure.
#ifndef OPVANG_COMMON_BASE_STEPS_H_
#define OPVANG_COMMON_BASE_STEPS_H_

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"

namespace opvang {

// A whole number per day, 0 before its first change.
class Steps {
 public:
  using Changes = std::vector<std::pair<absl::CivilDay, int>>;  // By day.

  // Quickest by day. Of one day the last word holds.
  void Set(absl::CivilDay start, int count);
  int At(absl::CivilDay day) const;
  // The most on any day of [start, end), of [start, …) without an end; 0 for
  // no days.
  int Most(absl::CivilDay start, std::optional<absl::CivilDay> end) const;
  bool empty() const { return changes_.empty(); }
  const Changes& changes() const { return changes_; }

 private:
  Changes changes_;
};

// What is decided, and what would be if plans are carried out.
struct PlannedSteps {
  Steps decided;
  Steps planned;                    // Totals after the plans that have a day.
  std::optional<int> undated_plan;  // The total after a plan without one.

  // What stands on `day` when plans are carried out: the planned total where
  // one stands, else the undated one, else the decided.
  int IntendedAt(absl::CivilDay day) const;

  // What is left when all that is known has happened: something by decision,
  // something by plan alone, nothing any more, or there never was any.
  enum class Left { kNeverAny, kNoMore, kPlanned, kDecided };
  Left InTheEnd() const;
};

// A dated entry, as `EraseReplaced` looks at it: of one series those without a
// day come first.
template <typename Series>
struct SeriesEntry {
  Series series;
  std::optional<absl::CivilDay> start;
  int count;
};

// Erases from `entries`, which are in order of series and day, what no number
// of `day` or later rests on: each that another of its series replaced by then.
// The first that is not zero stays, since it says since when there is any.
template <typename Entries, typename Look>
void EraseReplaced(Entries& entries, absl::CivilDay day, Look look) {
  auto kept = entries.begin();
  std::optional<decltype(look(*kept).series)> series;
  bool begun = false;  // Whether this series was more than zero before.
  for (auto at = entries.begin(); at != entries.end(); ++at) {
    const auto one = look(*at);
    if (series != one.series) begun = false;
    series = one.series;
    const bool first = !begun && one.start.has_value() && one.count > 0;
    begun = begun || first;
    if (const auto next = std::next(at); next != entries.end() && !first) {
      const auto after = look(*next);
      if (after.series == one.series && one.start.has_value() &&
          *after.start <= day) {
        continue;
      }
    }
    if (kept != at) *kept = std::move(*at);
    ++kept;
  }
  entries.erase(kept, entries.end());
}

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_STEPS_H_
