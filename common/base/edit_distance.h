// How much two short texts differ.
#ifndef OPVANG_COMMON_BASE_EDIT_DISTANCE_H_
#define OPVANG_COMMON_BASE_EDIT_DISTANCE_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace opvang {

// Letters to put in, take out, change, or swap with their neighbour
// (Damerau-Levenshtein); bytes, so that a letter with a diacritic is two.
size_t EditDistance(absl::string_view a, absl::string_view b);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_EDIT_DISTANCE_H_
