#include "services/cli/import/file_queue.h"

#include <algorithm>
#include <thread>

#include "common/base/trace.h"

namespace opvang::cli::workbook {

void FileQueue::Await(size_t index, const std::string& municipality) {
  const absl::MutexLock lock(&mutex_);
  places_[index].municipality = municipality;
  const auto is_free = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return std::all_of(
        places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(index),
        [&](const Place& earlier) {
          return earlier.done || (!earlier.municipality.empty() &&
                                  earlier.municipality != municipality);
        });
  };
  // Who is first in line never waits, so somebody always goes on.
  mutex_.Await(absl::Condition(&is_free));
}

void FileQueue::Done(size_t index) {
  const absl::MutexLock lock(&mutex_);
  places_[index].done = true;
}

void PassInLine(size_t count, size_t at_once,
                const std::function<void(size_t)>& pass,
                const std::function<bool(size_t)>& after) {
  absl::Mutex mutex;
  size_t next = 0;
  bool stopped = false;
  std::vector<bool> done(count, false);
  const TraceRef trace = CurrentTrace();
  const auto work = [&] {
    const TraceScope scope(trace);
    for (;;) {
      size_t index = 0;
      {
        const absl::MutexLock lock(&mutex);
        if (stopped || next == count) return;
        index = next++;
      }
      pass(index);
      const absl::MutexLock lock(&mutex);
      done[index] = true;
    }
  };
  std::vector<std::thread> workers;
  for (size_t i = 0; i < std::min(at_once, count); ++i) {
    workers.emplace_back(work);
  }
  for (size_t index = 0; index < count; ++index) {
    {
      const absl::MutexLock lock(&mutex);
      const auto is_done = [&] { return static_cast<bool>(done[index]); };
      mutex.Await(absl::Condition(&is_done));
    }
    if (after(index)) continue;
    const absl::MutexLock lock(&mutex);
    stopped = true;
    break;
  }
  for (std::thread& worker : workers) worker.join();
}

}  // namespace opvang::cli::workbook
