// One question to another service for all who wait for its answer together.
#ifndef OPVANG_SERVICES_HOUSING_SHARED_ANSWER_H_
#define OPVANG_SERVICES_HOUSING_SHARED_ANSWER_H_

#include <cstdint>
#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opvang::housing {

template <typename Answer>
class SharedAnswer {
 public:
  using Ask = std::function<absl::StatusOr<Answer>()>;
  explicit SharedAnswer(Ask ask) : ask_(std::move(ask)) {}

  // The answer to a question that was asked after this call began: who comes
  // while one is under way waits for the next. DEADLINE_EXCEEDED without one.
  absl::StatusOr<Answer> Read(absl::Time deadline) {
    absl::MutexLock lock(&mutex_);
    const int64_t wanted = asked_ + 1;
    const auto can_go_on = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return answered_ >= wanted || answered_ == asked_;
    };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&can_go_on), deadline)) {
      return absl::DeadlineExceededError("no answer yet");
    }
    if (answered_ >= wanted) return answer_;
    ++asked_;
    mutex_.Unlock();
    absl::StatusOr<Answer> answer = ask_();
    mutex_.Lock();
    answer_ = std::move(answer);
    ++answered_;
    return answer_;
  }

 private:
  const Ask ask_;
  absl::Mutex mutex_;
  // One at most is under way.
  int64_t asked_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t answered_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::StatusOr<Answer> answer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_SHARED_ANSWER_H_
