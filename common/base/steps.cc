#include "common/base/steps.h"

#include <algorithm>
#include <iterator>

namespace opvang {
namespace {

Steps::Changes::const_iterator FirstAfter(const Steps::Changes& changes,
                                          absl::CivilDay day) {
  return std::upper_bound(changes.begin(), changes.end(), day,
                          [](absl::CivilDay one, const auto& change) {
                            return one < change.first;
                          });
}

}  // namespace

void Steps::Set(absl::CivilDay start, int count) {
  if (changes_.empty() || changes_.back().first < start) {
    changes_.emplace_back(start, count);
    return;
  }
  const auto at = std::lower_bound(changes_.begin(), changes_.end(), start,
                                   [](const auto& change, absl::CivilDay day) {
                                     return change.first < day;
                                   });
  if (at->first == start) {
    at->second = count;
  } else {
    changes_.insert(at, {start, count});
  }
}

int Steps::At(absl::CivilDay day) const {
  const auto after = FirstAfter(changes_, day);
  return after == changes_.begin() ? 0 : std::prev(after)->second;
}

int Steps::Most(absl::CivilDay start, std::optional<absl::CivilDay> end) const {
  if (end.has_value() && *end <= start) return 0;
  int most = At(start);
  for (auto change = FirstAfter(changes_, start);
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

PlannedSteps::Left PlannedSteps::InTheEnd() const {
  const auto left = [](const Steps& steps) {
    return !steps.empty() && steps.changes().back().second > 0;
  };
  if (left(decided)) return Left::kDecided;
  if (left(planned) || undated_plan.value_or(0) > 0) return Left::kPlanned;
  return decided.Most(absl::CivilDay::min(), std::nullopt) > 0
             ? Left::kNoMore
             : Left::kNeverAny;
}

}  // namespace opvang
