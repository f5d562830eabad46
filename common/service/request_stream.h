// A stream of requests that a thread reads as they come.
#ifndef OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_
#define OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace opvang {

// A stream that sends nothing for so long is ended.
inline constexpr absl::Duration kStreamIdleMax = absl::Seconds(30);

// Owns itself, as gRPC wants it: it goes when the call is done.
template <typename Request>
class RequestStream final : public grpc::ServerReadReactor<Request> {
 public:
  explicit RequestStream(grpc::CallbackServerContext& context)
      : context_(context) {}

  // Waits for the next request; false after the last one, when the call was
  // cut, and when nothing comes.
  bool Read(Request* request) {
    {
      absl::MutexLock lock(&mutex_);
      reading_ = true;
    }
    this->StartRead(request);
    absl::MutexLock lock(&mutex_);
    const auto done = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !reading_;
    };
    if (!mutex_.AwaitWithTimeout(absl::Condition(&done), kStreamIdleMax)) {
      context_.TryCancel();
      mutex_.Await(absl::Condition(&done));
    }
    return more_;
  }

  const grpc::CallbackServerContext& context() const { return context_; }
  bool IsCancelled() const { return context_.IsCancelled(); }

 private:
  void OnReadDone(bool more) override {
    absl::MutexLock lock(&mutex_);
    more_ = more;
    reading_ = false;
  }
  void OnDone() override { delete this; }

  grpc::CallbackServerContext& context_;
  absl::Mutex mutex_;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool more_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_
