// What is measured of every service, out of memory.
#ifndef OPVANG_COMMON_SERVICE_MEASURE_SERVICE_H_
#define OPVANG_COMMON_SERVICE_MEASURE_SERVICE_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/db/database.h"
#include "common/service/lanes.h"
#include "common/service/measures.h"
#include "common/state/deliveries.h"
#include "common/state/follower.h"

namespace opvang {

void MeasureState(const Follower::Standing& standing, Measures& measures);
void MeasureLanes(const Lanes& lanes, Measures& measures);
void MeasurePool(const Database& db, Measures& measures);
// Of each organisation and kind of delivery, how long ago the last one was.
void MeasureDeliveries(const Deliveries& deliveries, absl::Time now,
                       Measures& measures);

// What was measured of a state on a day, kept until either is another.
// Thread-safe.
class KeptMeasures {
 public:
  template <typename Measure>
  void Add(Revision revision, absl::CivilDay day, Measures& measures,
           Measure measure) const {
    absl::MutexLock lock(&mutex_);
    if (revision != revision_ || day != day_) {
      kept_ = Measures();
      measure(kept_);
      revision_ = revision;
      day_ = day;
    }
    measures.Add(kept_);
  }

 private:
  mutable absl::Mutex mutex_;
  mutable Revision revision_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable absl::CivilDay day_ ABSL_GUARDED_BY(mutex_);
  mutable Measures kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_MEASURE_SERVICE_H_
