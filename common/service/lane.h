// Where calls wait for their turn: first in, first out for each organisation,
// and fair between organisations.
//
// Whatever takes long or holds a lock has a lane of its own, so that it never
// stands in the way of what is quick. Nobody is refused because others are
// there; a call waits as long as its deadline allows.
#ifndef OPVANG_COMMON_SERVICE_LANE_H_
#define OPVANG_COMMON_SERVICE_LANE_H_

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/trace.h"

namespace opvang {

struct LaneOptions {
  int thread_count;
  // How many calls of one organisation run at once; 0: as many as there are
  // threads.
  int running_max = 0;
  // How many calls of one organisation may wait, and how large they may be
  // together.
  size_t waiting_max = 10000;
  size_t waiting_bytes_max = size_t{64} * 1024 * 1024;
  // Where calls wait and none began or ended for so long, all threads are held.
  absl::Duration stuck_after = absl::Seconds(30);
};

class Lane {
 public:
  explicit Lane(const LaneOptions& options);
  // Runs what waits, then stops.
  ~Lane();

  // Calls `run(OK)` on a thread of the lane when its turn comes. Calls it with
  // RESOURCE_EXHAUSTED / SERVICE_BUSY and `RetryInfo` when that would be after
  // `deadline`: at once, as far as the time that calls have taken lately tells.
  using Run = std::function<void(const absl::Status& refused)>;
  // `bytes` is what the call holds while it waits. It is the same call there:
  // `CurrentTrace`.
  void Submit(const std::string& organisation, absl::Time deadline, Run run,
              size_t bytes = 0);

  // Whether calls wait for threads that are all held.
  bool IsStuck() const;

  // How it stands, and what it refused since it was made.
  struct Standing {
    size_t waiting = 0;
    int running = 0;
    int64_t refused = 0;
    // Of each organisation that has some.
    std::map<std::string, size_t> waiting_of;
    std::map<std::string, int64_t> refused_of;
  };
  Standing standing() const;

 private:
  struct Call {
    absl::Time deadline;
    Run run;
    size_t bytes = 0;
    TraceRef trace;
  };
  struct Queue {
    std::deque<Call> calls;
    size_t bytes = 0;
    int running = 0;
    bool in_turn = false;  // Whether it stands in `turns_`.
  };

  void Work();
  // How long a call that is submitted now would wait.
  absl::Duration WaitFor(const Queue& queue) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Puts a queue in turn when one of its calls may run.
  void Line(const std::string& organisation, Queue& queue)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const LaneOptions options_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, Queue> queues_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);
  // What calls took lately, in the mean.
  absl::Duration taken_ ABSL_GUARDED_BY(mutex_) = absl::ZeroDuration();
  // By organisation, of which there are as many as may call.
  std::map<std::string, int64_t> refused_ ABSL_GUARDED_BY(mutex_);
  // When one last began or ended.
  absl::Time moved_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::vector<std::thread> threads_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_LANE_H_
