#include "tests/bench/load.h"

#include <algorithm>
#include <unordered_map>

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

namespace {

void Note(const Pending& call, bool ok, absl::Time now, Measured& kind) {
  if (ok && call.status.ok() && call.IsRight()) {
    ++kind.answered;
    kind.latencies.push_back(now - call.start);
  } else if (++kind.failed == 1) {
    kind.first_fault = call.status.ok() ? "another answer than it should be"
                                        : call.status.error_message();
  }
}

}  // namespace

std::vector<Measured> RunMixed(
    const Load& load, const std::vector<Begin>& kinds,
    const std::function<size_t(int64_t number)>& kind_of) {
  grpc::CompletionQueue queue;
  std::vector<Measured> measured(kinds.size());
  const absl::Time start = absl::Now();
  int64_t number = 0;
  std::unordered_map<void*, std::unique_ptr<Pending>> open;  // By their tag.
  const auto begin = [&] {
    const size_t kind = kind_of(number);
    const absl::Time now = absl::Now();
    auto call = kinds[kind](&queue, now + load.deadline, number++);
    call->start = now;
    call->kind = kind;
    void* const tag = call.get();
    open.emplace(tag, std::move(call));
  };
  for (int i = 0; i < load.in_flight; ++i) begin();
  void* tag = nullptr;
  bool ok = false;
  while (!open.empty() && queue.Next(&tag, &ok)) {
    const std::unique_ptr<Pending> call = std::move(open.extract(tag).mapped());
    const absl::Time now = absl::Now();
    Note(*call, ok, now, measured[call->kind]);
    if (now - start < load.duration) begin();
  }
  for (Measured& kind : measured) kind.took = absl::Now() - start;
  return measured;
}

Measured Run(const Load& load, const Begin& begin) {
  return std::move(
      RunMixed(load, {begin}, [](int64_t) { return size_t{0}; }).front());
}

std::vector<Measured> RunArrivals(const std::vector<Arrival>& arrivals,
                                  const std::vector<Begin>& kinds,
                                  absl::Duration deadline) {
  grpc::CompletionQueue queue;
  std::vector<Measured> measured(kinds.size());
  std::unordered_map<void*, std::unique_ptr<Pending>> open;  // By their tag.
  const absl::Time start = absl::Now();
  size_t next = 0;
  while (next < arrivals.size() || !open.empty()) {
    const absl::Time due = next < arrivals.size() ? start + arrivals[next].at
                                                  : absl::InfiniteFuture();
    if (due <= absl::Now()) {
      const size_t kind = arrivals[next].kind;
      auto call =
          kinds[kind](&queue, due + deadline, static_cast<int64_t>(next++));
      call->start = due;
      call->kind = kind;
      void* const tag = call.get();
      open.emplace(tag, std::move(call));
    }
    void* tag = nullptr;
    bool ok = false;
    const auto until = next < arrivals.size() ? start + arrivals[next].at
                                              : absl::InfiniteFuture();
    if (queue.AsyncNext(&tag, &ok, absl::ToChronoTime(until)) !=
        grpc::CompletionQueue::GOT_EVENT) {
      continue;
    }
    const std::unique_ptr<Pending> call = std::move(open.extract(tag).mapped());
    Note(*call, ok, absl::Now(), measured[call->kind]);
  }
  for (Measured& kind : measured) kind.took = absl::Now() - start;
  return measured;
}

}  // namespace opvang::bench
