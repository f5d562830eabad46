#include "common/base/clock.h"

#include "common/base/calendar.h"

namespace opvang {

absl::CivilDay Clock::Today() const { return DayAt(Now()); }

absl::Time SystemClock::Now() const { return absl::Now(); }

absl::Time FixedClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void FixedClock::Set(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = now;
}

}  // namespace opvang
