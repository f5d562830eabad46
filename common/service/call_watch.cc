#include "common/service/call_watch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "common/base/log.h"
#include "common/base/steady_clock.h"

namespace opvang {
namespace {

// Those over a unix socket share a name.
bool NamesAConnection(const std::string& peer) {
  return !absl::StartsWith(peer, "unix");
}

}  // namespace

CallWatch::CallWatch(const CallWatchOptions& options,
                     std::function<void(const std::string& peer)> cut)
    : options_(options), cut_(std::move(cut)), thread_([this] {
        const absl::Duration pause =
            std::min<absl::Duration>(absl::Seconds(1), options_.still_max);
        while (!stop_.WaitForNotificationWithTimeout(pause)) EndStill();
      }) {}

CallWatch::~CallWatch() {
  stop_.Notify();
  thread_.join();
}

CallWatch::Watched::Watched(CallWatch& watch,
                            const grpc::ServerContextBase& context)
    : watch_(watch), context_(context), peer_(context.peer()) {
  bool too_many = false;
  {
    absl::MutexLock lock(&watch_.mutex_);
    watch_.calls_.insert(this);
    too_many = watch_.of_peer_[peer_]++ == watch_.options_.calls_max &&
               NamesAConnection(peer_);
  }
  if (!too_many) return;
  Log(Severity::kWarning, "connection_cut",
      {{"peer", peer_}, {"fault", "it resets calls faster than they end"}});
  watch_.cut_(peer_);
}

CallWatch::Watched::~Watched() {
  absl::MutexLock lock(&watch_.mutex_);
  watch_.calls_.erase(this);
  const auto count = watch_.of_peer_.find(peer_);
  if (--count->second == 0) watch_.of_peer_.erase(count);
  if (watch_.thread_.get_id() == std::this_thread::get_id()) return;
  const auto left = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(watch_.mutex_) {
    return watch_.ending_ != this;
  };
  watch_.mutex_.Await(absl::Condition(&left));
}

void CallWatch::Watched::BeginWait() {
  const absl::Time now = SteadyNow();
  absl::MutexLock lock(&watch_.mutex_);
  if (!closed_) waits_since_ = now;
}

void CallWatch::Watched::EndWait() {
  absl::MutexLock lock(&watch_.mutex_);
  waits_since_ = absl::InfiniteFuture();
}

void CallWatch::Watched::Close() {
  absl::MutexLock lock(&watch_.mutex_);
  closed_ = true;
  waits_since_ = absl::InfiniteFuture();
}

CallWatch::Watched* CallWatch::NextStill(absl::Time latest) {
  absl::MutexLock lock(&mutex_);
  ending_ = nullptr;
  for (Watched* call : calls_) {
    if (call->waits_since_ > latest) continue;
    call->waits_since_ = absl::InfiniteFuture();
    ending_ = call;
    break;
  }
  return ending_;
}

void CallWatch::EndStill() {
  const absl::Time latest = SteadyNow() - options_.still_max;
  // Without the lock: what a call leaves behind may be tidied up within.
  while (Watched* const call = NextStill(latest)) call->context_.TryCancel();
}

}  // namespace opvang
