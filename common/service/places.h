// How many of a thing one organisation may have at once.
#ifndef OPVANG_COMMON_SERVICE_PLACES_H_
#define OPVANG_COMMON_SERVICE_PLACES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace opvang {

// Is given back when it goes. Outlives no `Places`.
using Place = std::shared_ptr<void>;

class Places {
 public:
  explicit Places(int of_one) : of_one_(of_one) {}

  // RESOURCE_EXHAUSTED / SERVICE_BUSY when it has all of its own.
  absl::StatusOr<Place> Take(const std::string& organisation);

 private:
  void GiveBack(const std::string& organisation);

  const int of_one_;
  absl::Mutex mutex_;
  std::map<std::string, int> taken_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_PLACES_H_
