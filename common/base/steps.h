// Numbers over time: exact step functions. Pure.
#ifndef OPVANG_COMMON_BASE_STEPS_H_
#define OPVANG_COMMON_BASE_STEPS_H_

#include <map>
#include <optional>

#include "absl/time/civil_time.h"

namespace opvang {

// A whole number per day, 0 before its first change.
class Steps {
 public:
  // Quickest by day.
  void Set(absl::CivilDay start, int count) {
    changes_.insert_or_assign(changes_.end(), start, count);
  }
  int At(absl::CivilDay day) const;
  // The most on any day of [start, end), of [start, …) without an end; 0 for
  // no days.
  int Most(absl::CivilDay start, std::optional<absl::CivilDay> end) const;
  bool empty() const { return changes_.empty(); }
  const std::map<absl::CivilDay, int>& changes() const { return changes_; }

 private:
  std::map<absl::CivilDay, int> changes_;
};

// What is decided, and what would be if plans are carried out.
struct PlannedSteps {
  Steps decided;
  Steps planned;                    // Totals after the plans that have a day.
  std::optional<int> undated_plan;  // The total after a plan without one.

  // What stands on `day` when plans are carried out: the planned total where
  // one stands, else the undated one, else the decided.
  int IntendedAt(absl::CivilDay day) const;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_STEPS_H_
