// What was used lately and never changes, held while there is room for it.
#ifndef OPVANG_COMMON_BASE_RECENTLY_USED_H_
#define OPVANG_COMMON_BASE_RECENTLY_USED_H_

#include <list>
#include <map>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace opvang {

// Thread-safe.
template <typename Key, typename T>
class RecentlyUsed {
 public:
  // All that is held takes at most `room`.
  explicit RecentlyUsed(size_t room) : room_(room) {}

  // Null for what is not held.
  std::shared_ptr<const T> Find(const Key& key) {
    absl::MutexLock lock(&mutex_);
    const auto place = places_.find(key);
    if (place == places_.end()) return nullptr;
    held_.splice(held_.begin(), held_, place->second);
    return place->second->value;
  }

  // Holds `value`, which takes `size`, in the place of what was used least
  // lately. What takes more than there is is not held.
  void Keep(const Key& key, std::shared_ptr<const T> value, size_t size) {
    absl::MutexLock lock(&mutex_);
    if (size > room_ || places_.count(key) > 0) return;
    held_.push_front({.key = key, .value = std::move(value), .size = size});
    places_.emplace(key, held_.begin());
    for (taken_ += size; taken_ > room_; held_.pop_back()) {
      taken_ -= held_.back().size;
      places_.erase(held_.back().key);
    }
  }

 private:
  struct Held {
    Key key;
    std::shared_ptr<const T> value;
    size_t size;
  };

  const size_t room_;
  absl::Mutex mutex_;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Held> held_ ABSL_GUARDED_BY(mutex_);  // The last used first.
  std::map<Key, typename std::list<Held>::iterator> places_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_RECENTLY_USED_H_
