// How much two short texts differ.
#ifndef OPVANG_COMMON_BASE_EDIT_DISTANCE_H_
#define OPVANG_COMMON_BASE_EDIT_DISTANCE_H_

#include <cstddef>
#include <limits>

#include "absl/strings/string_view.h"

namespace opvang {

inline constexpr size_t kAnyDistance = std::numeric_limits<size_t>::max() - 1;

// Letters to put in, take out, change, or swap with their neighbour
// (Damerau-Levenshtein); bytes, so that a letter with a diacritic is two. More
// than `most`, which is found sooner, is told as one more.
size_t EditDistance(absl::string_view a, absl::string_view b,
                    size_t most = kAnyDistance);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_EDIT_DISTANCE_H_
