// Measures how long something took or is ago.
#ifndef OPVANG_COMMON_BASE_STEADY_CLOCK_H_
#define OPVANG_COMMON_BASE_STEADY_CLOCK_H_

#include "absl/time/time.h"

namespace opvang {

// A moment of a clock that nobody sets. It is no time of day: it means
// something beside another such moment only.
absl::Time SteadyNow();

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_STEADY_CLOCK_H_
