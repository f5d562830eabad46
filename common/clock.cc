#include "common/clock.h"

#include <cstdio>
#include <cstdlib>

namespace opvang {
namespace {

absl::TimeZone Netherlands() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Amsterdam", &loaded)) {
      std::fputs("Europe/Amsterdam is unknown here; install tzdata.\n", stderr);
      std::abort();
    }
    return loaded;
  }();
  return zone;
}

}  // namespace

absl::CivilDay Clock::Today() const {
  return absl::ToCivilDay(Now(), Netherlands());
}

absl::Time StartOf(absl::CivilDay day) {
  return absl::FromCivil(day, Netherlands());
}

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
