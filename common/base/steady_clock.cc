#include "common/base/steady_clock.h"

#include <chrono>

namespace opvang {

absl::Time SteadyNow() {
  return absl::UnixEpoch() +
         absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace opvang
