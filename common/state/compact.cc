#include "common/state/compact.h"

#include <unordered_set>

#include "absl/synchronization/mutex.h"

namespace opvang {

Interned::Interned(absl::string_view text) {
  static absl::Mutex mutex;
  static auto* const held = new std::unordered_set<std::string>();
  absl::MutexLock lock(&mutex);
  text_ = &*held->emplace(text).first;
}

}  // namespace opvang
