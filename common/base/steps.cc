#include "common/base/steps.h"

#include <algorithm>
#include <iterator>

namespace opvang {

int Steps::At(absl::CivilDay day) const {
  const auto after = changes_.upper_bound(day);
  return after == changes_.begin() ? 0 : std::prev(after)->second;
}

int Steps::Most(absl::CivilDay start, std::optional<absl::CivilDay> end) const {
  if (end.has_value() && *end <= start) return 0;
  int most = At(start);
  for (auto change = changes_.upper_bound(start);
       change != changes_.end() && (!end.has_value() || change->first < *end);
       ++change) {
    most = std::max(most, change->second);
  }
  return most;
}

int PlannedSteps::IntendedAt(absl::CivilDay day) const {
  if (!planned.empty() && planned.changes().begin()->first <= day) {
    return planned.At(day);
  }
  return undated_plan.value_or(decided.At(day));
}

}  // namespace opvang
