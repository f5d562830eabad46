// Watches the calls of a server: how long each waits for its caller, and how
// many one connection holds.
#ifndef OPVANG_COMMON_SERVICE_CALL_WATCH_H_
#define OPVANG_COMMON_SERVICE_CALL_WATCH_H_

#include <functional>
#include <limits>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"

namespace opvang {

struct CallWatchOptions {
  // A call that waits so long for what its caller should send or read is
  // ended, whatever deadline it has.
  absl::Duration still_max = absl::Seconds(30);
  // Of one connection. Streams are bounded by HTTP/2; but one that its caller
  // resets makes place for the next before its call is done.
  int calls_max = std::numeric_limits<int>::max();
};

class CallWatch {
 public:
  // `cut(peer)` ends the connection of a peer with too many calls.
  explicit CallWatch(
      const CallWatchOptions& options,
      std::function<void(const std::string& peer)> cut = nullptr);
  // No call is watched any more.
  ~CallWatch();

  // A call under way, from its begin to its end.
  class Watched {
   public:
    Watched(CallWatch& watch, const grpc::ServerContextBase& context);
    ~Watched();
    Watched(const Watched&) = delete;

    // For what the caller should send or read.
    void BeginWait();
    void EndWait();
    // The call is done, but for what it leaves behind.
    void Close();
    const std::string& peer() const { return peer_; }

   private:
    friend class CallWatch;
    CallWatch& watch_;
    const grpc::ServerContextBase& context_;
    const std::string peer_;
    bool closed_ ABSL_GUARDED_BY(watch_.mutex_) = false;
    absl::Time waits_since_ ABSL_GUARDED_BY(watch_.mutex_) =
        absl::InfiniteFuture();
  };

 private:
  void EndStill();
  Watched* NextStill(absl::Time latest) ABSL_LOCKS_EXCLUDED(mutex_);

  const CallWatchOptions options_;
  const std::function<void(const std::string& peer)> cut_;
  absl::Mutex mutex_;
  std::unordered_set<Watched*> calls_ ABSL_GUARDED_BY(mutex_);
  // The one that is being ended: it does not go meanwhile, but on the thread
  // that ends it, as part of its end.
  Watched* ending_ ABSL_GUARDED_BY(mutex_) = nullptr;
  absl::Notification stop_;
  std::thread thread_;
  std::unordered_map<std::string, int> of_peer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_CALL_WATCH_H_
