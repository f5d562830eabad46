// What is measured of the requests of a gateway.
#ifndef OPVANG_SERVICES_GATEWAY_TALLY_H_
#define OPVANG_SERVICES_GATEWAY_TALLY_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/service/measures.h"

namespace opvang::gateway {

// Thread-safe.
class Tally {
 public:
  void Began() { ++under_way_; }
  // `answered` once of each that began, when its status is known; of one that
  // was never answered not at all.
  void Answered(const std::string& method, int status, absl::Duration took);
  void Ended() { --under_way_; }
  void Measure(Measures& measures) const;

 private:
  std::atomic<int64_t> under_way_ = 0;
  mutable absl::Mutex mutex_;
  std::map<std::pair<std::string, int>, int64_t> answered_
      ABSL_GUARDED_BY(mutex_);
  Timings took_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TALLY_H_
