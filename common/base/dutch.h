// What the contracts name in English, as people here call it.
#ifndef OPVANG_COMMON_BASE_DUTCH_H_
#define OPVANG_COMMON_BASE_DUTCH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// The Dutch of a word of the contracts, typed or spoken: "opens_after_window";
// empty of one that is none.
std::string DutchWord(absl::string_view word);

// Of the name of a field, "place_count"; empty of one that has none, or is
// called the same.
std::string DutchFieldName(absl::string_view name);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_DUTCH_H_
