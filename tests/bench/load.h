// A load generator: so many calls in flight for so long, each answer checked.
#ifndef OPVANG_TESTS_BENCH_LOAD_H_
#define OPVANG_TESTS_BENCH_LOAD_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_unary_call.h"

namespace opvang::bench {

struct Load {
  int in_flight;
  absl::Duration duration;
  absl::Duration deadline = absl::Seconds(5);
};

struct Measured {
  int64_t answered = 0;
  int64_t failed = 0;  // Refused, late, or another answer than it should be.
  absl::Duration took;
  std::vector<absl::Duration> latencies;

  double PerSecond() const {
    return static_cast<double>(answered) / absl::ToDoubleSeconds(took);
  }
  // The latency below which `percent` of the calls stayed.
  absl::Duration Percentile(int percent) {
    if (latencies.empty()) return absl::ZeroDuration();
    const size_t at = (latencies.size() - 1) * percent / 100;
    std::nth_element(latencies.begin(),
                     latencies.begin() + static_cast<long>(at),
                     latencies.end());
    return latencies[at];
  }
};

// Issues a call: `number` counts them, so that calls may differ.
template <typename Response>
using Issue =
    std::function<std::unique_ptr<grpc::ClientAsyncResponseReader<Response>>(
        grpc::ClientContext* context, grpc::CompletionQueue* queue,
        int64_t number)>;

template <typename Response>
Measured Run(const Load& load, const Issue<Response>& issue,
             const std::function<bool(const Response&)>& check) {
  struct Call {
    grpc::ClientContext context;
    Response response;
    grpc::Status status;
    absl::Time start;
    std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader;
  };
  grpc::CompletionQueue queue;
  Measured measured;
  const absl::Time start = absl::Now();
  int64_t number = 0;
  int open = 0;
  const auto begin = [&] {
    auto* call = new Call;
    call->start = absl::Now();
    call->context.set_deadline(absl::ToChronoTime(call->start + load.deadline));
    call->reader = issue(&call->context, &queue, number++);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
    ++open;
  };
  for (int i = 0; i < load.in_flight; ++i) begin();
  void* tag = nullptr;
  bool ok = false;
  while (open > 0 && queue.Next(&tag, &ok)) {
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    --open;
    const absl::Time now = absl::Now();
    if (ok && call->status.ok() && check(call->response)) {
      ++measured.answered;
      measured.latencies.push_back(now - call->start);
    } else {
      ++measured.failed;
    }
    if (now - start < load.duration) begin();
  }
  measured.took = absl::Now() - start;
  return measured;
}

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_LOAD_H_
