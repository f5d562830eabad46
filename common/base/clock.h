// Tells the time. The only place that reads the machine's clock.
#ifndef OPVANG_COMMON_BASE_CLOCK_H_
#define OPVANG_COMMON_BASE_CLOCK_H_

#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace opvang {

// Thread-safe. `SystemClock` in main, `FixedClock` in tests.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
  // The civil day in the Netherlands.
  absl::CivilDay Today() const;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
};

// Stands still until it is set.
class FixedClock : public Clock {
 public:
  explicit FixedClock(absl::Time now) : now_(now) {}
  absl::Time Now() const override;
  void Set(absl::Time now);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_CLOCK_H_
