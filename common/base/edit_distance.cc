#include "common/base/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace opvang {

size_t EditDistance(absl::string_view a, absl::string_view b, size_t most) {
  const size_t apart =
      std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  if (apart > most) return most + 1;
  // The costs of this row of letters and the two before it.
  std::vector<size_t> older(b.size() + 1), old(b.size() + 1), now(b.size() + 1);
  std::iota(now.begin(), now.end(), 0);
  size_t least_before = 0;
  for (size_t i = 1; i <= a.size(); ++i) {
    older.swap(old);
    old.swap(now);
    now[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min(
          {old[j] + 1, now[j - 1] + 1, old[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], older[j - 2] + 1);
      }
      least = std::min(least, now[j]);
    }
    // What follows builds on two rows, and never costs less.
    if (least > most && least_before > most) return most + 1;
    least_before = least;
  }
  return std::min(now[b.size()], most + 1);
}

}  // namespace opvang
