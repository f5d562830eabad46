// A stream of answers that come part by part, as long as its caller listens.
#ifndef OPVANG_COMMON_SERVICE_FOLLOW_STREAM_H_
#define OPVANG_COMMON_SERVICE_FOLLOW_STREAM_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/net/reply.h"
#include "common/service/lane.h"
#include "common/service/places.h"
#include "grpcpp/support/server_callback.h"

namespace opvang {

// Where a stream gets its answers.
template <typename Response>
struct Feed {
  struct Part {
    std::vector<Response> responses;
    // What comes after it: more, nothing for now, or nothing at all.
    enum class Then { kMore, kWait, kEnd } then = Then::kMore;
  };
  // The answers after those given so far. May take long.
  std::function<absl::StatusOr<Part>()> next;
  // Calls what it is given, once, as soon as there may be more, or never.
  std::function<void(std::function<void()>)> wait;
  // Kept until the stream ends.
  Place place = nullptr;
};

// Owns itself, as gRPC wants it: it goes when the call is done. It holds a
// thread of the lane only while it looks for answers.
template <typename Response>
class FollowStream final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit FollowStream(Lane& lane) : lane_(lane) {}

  void Refuse(const absl::Status& status) { this->Finish(ToGrpc(status)); }
  void Begin(std::string organisation, absl::Time deadline,
             Feed<Response> feed) {
    organisation_ = std::move(organisation);
    deadline_ = deadline;
    feed_ = std::move(feed);
    Look();
  }

 private:
  // What outlives the call, for who calls back when it is over.
  class Idle {
   public:
    // Whether it waits from now on; not when the call was cut meanwhile.
    bool Begin(FollowStream* stream) {
      absl::MutexLock lock(&mutex_);
      if (!cut_) waiting_ = stream;
      return !cut_;
    }
    // Who waits, to go on; null when nobody does, or not any more.
    FollowStream* Take() {
      absl::MutexLock lock(&mutex_);
      return std::exchange(waiting_, nullptr);
    }
    FollowStream* Cut() {
      absl::MutexLock lock(&mutex_);
      cut_ = true;
      return std::exchange(waiting_, nullptr);
    }
    bool IsCut() {
      absl::MutexLock lock(&mutex_);
      return cut_;
    }

   private:
    absl::Mutex mutex_;
    bool cut_ ABSL_GUARDED_BY(mutex_) = false;
    FollowStream* waiting_ ABSL_GUARDED_BY(mutex_) = nullptr;
  };

  void Look() {
    lane_.Submit(organisation_, deadline_, [this](const absl::Status& refused) {
      if (!refused.ok()) return Refuse(refused);
      if (idle_->IsCut()) return Cancel();
      typename Feed<Response>::Part part;
      const grpc::Status status = Reply(&part, feed_.next);
      if (!status.ok()) return this->Finish(status);
      part_ = std::move(part);
      sent_ = 0;
      Send();
    });
  }

  void Send() {
    if (sent_ < part_.responses.size()) {
      return this->StartWrite(&part_.responses[sent_++]);
    }
    using Then = typename Feed<Response>::Part::Then;
    if (part_.then == Then::kEnd) return this->Finish(grpc::Status::OK);
    part_.then == Then::kWait ? Wait() : Look();
  }

  void Wait() {
    // Once it waits, whoever cuts the call ends this.
    const std::shared_ptr<Idle> idle = idle_;
    const auto wait = feed_.wait;
    if (!idle->Begin(this)) return Cancel();
    wait([idle] {
      if (FollowStream* const stream = idle->Take()) stream->Look();
    });
  }

  void Cancel() {
    this->Finish(
        grpc::Status(grpc::StatusCode::CANCELLED, "The call was cut."));
  }

  void OnWriteDone(bool sent) override { sent ? Send() : Cancel(); }
  void OnCancel() override {
    if (idle_->Cut() != nullptr) Cancel();
  }
  void OnDone() override { delete this; }

  Lane& lane_;
  std::string organisation_;
  absl::Time deadline_;
  Feed<Response> feed_;
  typename Feed<Response>::Part part_;
  size_t sent_ = 0;
  const std::shared_ptr<Idle> idle_ = std::make_shared<Idle>();
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_FOLLOW_STREAM_H_
