#include "tests/bench/load.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace opvang::bench {

absl::Duration Measured::Percentile(int percent) {
  if (latencies.empty()) return absl::ZeroDuration();
  const size_t at = (latencies.size() - 1) * percent / 100;
  std::nth_element(latencies.begin(),
                   latencies.begin() + static_cast<ptrdiff_t>(at),
                   latencies.end());
  return latencies[at];
}

std::vector<Measured> RunMixed(
    const Load& load, const std::vector<Begin>& kinds,
    const std::function<size_t(int64_t number)>& kind_of) {
  grpc::CompletionQueue queue;
  std::vector<Measured> measured(kinds.size());
  const absl::Time start = absl::Now();
  int64_t number = 0;
  int open = 0;
  const auto begin = [&] {
    const size_t kind = kind_of(number);
    const absl::Time now = absl::Now();
    auto call = kinds[kind](&queue, now + load.deadline, number++);
    call->start = now;
    call->kind = kind;
    call.release();  // NOLINT: it comes out of the queue.
    ++open;
  };
  for (int i = 0; i < load.in_flight; ++i) begin();
  void* tag = nullptr;
  bool ok = false;
  while (open > 0 && queue.Next(&tag, &ok)) {
    const std::unique_ptr<Pending> call(static_cast<Pending*>(tag));
    --open;
    const absl::Time now = absl::Now();
    Measured& kind = measured[call->kind];
    if (ok && call->status.ok() && call->IsRight()) {
      ++kind.answered;
      kind.latencies.push_back(now - call->start);
    } else if (++kind.failed == 1) {
      kind.first_fault = call->status.ok() ? "another answer than it should be"
                                           : call->status.error_message();
    }
    if (now - start < load.duration) begin();
  }
  for (Measured& kind : measured) kind.took = absl::Now() - start;
  return measured;
}

Measured Run(const Load& load, const Begin& begin) {
  return std::move(
      RunMixed(load, {begin}, [](int64_t) { return size_t{0}; }).front());
}

}  // namespace opvang::bench
