#include "common/service/lane.h"

#include <algorithm>
#include <utility>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"

namespace opvang {
namespace {

absl::Status Busy(absl::Duration delay) {
  return RetryAfter(
      std::max(delay, absl::Milliseconds(10)),
      MakeError(absl::StatusCode::kResourceExhausted,
                PlumbingReason("SERVICE_BUSY"),
                "The call would wait longer than its deadline allows; try "
                "again."));
}

}  // namespace

Lane::Lane(const LaneOptions& options) : options_(options) {
  for (int i = 0; i < options.thread_count; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Lane::~Lane() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

absl::Duration Lane::WaitFor(const Queue& queue) const {
  // Between its calls every other organisation in turn has one.
  const auto others = static_cast<int64_t>(turns_.size());
  const auto ahead = static_cast<int64_t>(queue.calls.size());
  return taken_ * (ahead * std::max<int64_t>(others, 1)) /
         options_.thread_count;
}

void Lane::Line(const std::string& organisation, Queue& queue) {
  const bool may_run =
      options_.running_max == 0 || queue.running < options_.running_max;
  if (queue.in_turn || queue.calls.empty() || !may_run) return;
  queue.in_turn = true;
  if (turns_.empty()) moved_ = SteadyNow();
  turns_.push_back(organisation);
}

void Lane::Submit(const std::string& organisation, absl::Time deadline, Run run,
                  size_t bytes) {
  absl::Duration wait;
  {
    absl::MutexLock lock(&mutex_);
    Queue& queue = queues_[organisation];
    wait = WaitFor(queue);
    if (queue.calls.size() < options_.waiting_max &&
        queue.bytes + bytes <= options_.waiting_bytes_max &&
        SystemClock().Now() + wait <= deadline) {
      queue.calls.push_back({.deadline = deadline,
                             .run = std::move(run),
                             .bytes = bytes,
                             .trace = CurrentTrace()});
      queue.bytes += bytes;
      Line(organisation, queue);
      return;
    }
    ++refused_[organisation];
    if (queue.calls.empty() && queue.running == 0) queues_.erase(organisation);
  }
  run(Busy(wait));
}

bool Lane::IsStuck() const {
  absl::MutexLock lock(&mutex_);
  return !turns_.empty() && SteadyNow() - moved_ > options_.stuck_after;
}

Lane::Standing Lane::standing() const {
  Standing standing;
  absl::MutexLock lock(&mutex_);
  for (const auto& [organisation, queue] : queues_) {
    standing.waiting += queue.calls.size();
    standing.running += queue.running;
    if (!queue.calls.empty()) {
      standing.waiting_of[organisation] = queue.calls.size();
    }
  }
  for (const auto& [organisation, count] : refused_) standing.refused += count;
  standing.refused_of = refused_;
  return standing;
}

void Lane::Work() {
  const auto wanted = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !turns_.empty();
  };
  while (true) {
    std::string organisation;
    Call call;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&wanted));
      if (turns_.empty()) return;
      organisation = std::move(turns_.front());
      turns_.pop_front();
      Queue& queue = queues_[organisation];
      call = std::move(queue.calls.front());
      queue.calls.pop_front();
      queue.bytes -= call.bytes;
      moved_ = SteadyNow();
      queue.in_turn = false;
      ++queue.running;
      Line(organisation, queue);
    }
    const absl::Time start = SteadyNow();
    const bool late = SystemClock().Now() > call.deadline;
    {
      const TraceScope scope(std::move(call.trace));
      call.run(late ? Busy(absl::ZeroDuration()) : absl::OkStatus());
    }
    const absl::Time end = SteadyNow();
    const absl::Duration took = end - start;
    absl::MutexLock lock(&mutex_);
    if (late) ++refused_[organisation];
    moved_ = end;
    taken_ = (taken_ * 15 + took) / 16;
    const auto found = queues_.find(organisation);
    --found->second.running;
    Line(organisation, found->second);
    if (found->second.running == 0 && found->second.calls.empty()) {
      queues_.erase(found);
    }
  }
}

}  // namespace opvang
