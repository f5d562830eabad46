#include "services/reporting/changes.h"

#include <algorithm>
#include <utility>

#include "common/base/status.h"
#include "common/net/transport.h"

namespace opvang::reporting {
namespace {

constexpr int kPart = 100;
constexpr absl::Duration kAskMax = absl::Seconds(10);

}  // namespace

Changes::Changes(Read read, absl::Duration poll)
    : read_(std::move(read)), poll_(poll), thread_([this] { Poll(); }) {}

Changes::~Changes() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  thread_.join();
}

absl::StatusOr<Positions> Changes::Heads(absl::Time deadline) {
  Positions heads;
  for (const pb::EventKind kind : kEventKinds) {
    ASSIGN_OR_RETURN(const LogPart part, read_(deadline, kind, 0, 0));
    heads[kind] = part.head;
  }
  return heads;
}

absl::StatusOr<LogPart> Changes::After(pb::EventKind kind, int64_t after) {
  return read_(DeadlineWithin(kAskMax, absl::InfiniteFuture()), kind, after,
               kPart);
}

void Changes::WhenMoved(const Positions& seen, std::function<void()> again) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_) waiting_.push_back({seen, std::move(again)});
}

void Changes::Await(const Positions& seen, absl::Duration most) {
  absl::MutexLock lock(&mutex_);
  ++awaiting_;
  const auto moved = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || heads_ != seen;
  };
  mutex_.AwaitWithTimeout(absl::Condition(&moved), most);
  --awaiting_;
}

Positions Changes::seen() const {
  absl::MutexLock lock(&mutex_);
  return heads_;
}

void Changes::Poll() {
  const auto asked_for = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty() || awaiting_ > 0;
  };
  const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_;
  };
  for (;;) {
    Positions heads;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&asked_for));
      if (stopping_) return;
      heads = heads_;
    }
    for (const pb::EventKind kind : kEventKinds) {
      const auto part =
          read_(DeadlineWithin(kAskMax, absl::InfiniteFuture()), kind, 0, 0);
      // One that does not answer is asked again next time.
      if (part.ok()) heads[kind] = part->head;
    }
    std::vector<Waiting> moved;
    {
      absl::MutexLock lock(&mutex_);
      heads_ = heads;
      const auto still =
          std::partition(waiting_.begin(), waiting_.end(),
                         [&](const Waiting& one) { return one.seen == heads; });
      std::move(still, waiting_.end(), std::back_inserter(moved));
      waiting_.erase(still, waiting_.end());
    }
    for (const Waiting& one : moved) one.again();
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping), poll_)) return;
  }
}

}  // namespace opvang::reporting
