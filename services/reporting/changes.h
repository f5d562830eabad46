// The logs of the four services, as they grow.
#ifndef OPVANG_SERVICES_REPORTING_CHANGES_H_
#define OPVANG_SERVICES_REPORTING_CHANGES_H_

#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/reporting/sources.h"

namespace opvang::reporting {

// Thread-safe.
class Changes {
 public:
  // As `ReadLog`, of any of the four.
  using Read = std::function<absl::StatusOr<LogPart>(
      absl::Time deadline, pb::EventKind kind, int64_t after, int most)>;
  // While somebody waits, it asks once each `poll` where the logs stand.
  Changes(Read read, absl::Duration poll);
  // Whoever waits is called no more.
  ~Changes();

  // Where every log stands now. As `ReadLog`.
  absl::StatusOr<Positions> Heads(absl::Time deadline);

  // The changes after `after`, at most a hundred.
  absl::StatusOr<LogPart> After(pb::EventKind kind, int64_t after);

  // Calls `again` once, as soon as any log stands further than it did in
  // `seen`.
  void WhenMoved(const Positions& seen, std::function<void()> again);
  // Waits for the same, at most so long.
  void Await(const Positions& seen, absl::Duration most);
  // Where the logs stood when they were last asked; 0 for one not asked yet.
  Positions seen() const;

 private:
  struct Waiting {
    Positions seen;
    std::function<void()> again;
  };
  void Poll();

  const Read read_;
  const absl::Duration poll_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Positions heads_ ABSL_GUARDED_BY(mutex_);
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  int awaiting_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_CHANGES_H_
