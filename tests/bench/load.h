// A load generator: so many calls in flight for so long, each answer checked.
#ifndef OPVANG_TESTS_BENCH_LOAD_H_
#define OPVANG_TESTS_BENCH_LOAD_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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
  std::string first_fault;  // What was said of the first that failed.
  absl::Duration took;
  std::vector<absl::Duration> latencies;

  double PerSecond() const {
    return static_cast<double>(answered) / absl::ToDoubleSeconds(took);
  }
  // The latency below which `percent` of the calls stayed.
  absl::Duration Percentile(int percent);
};

// A call under way.
struct Pending {
  virtual ~Pending() = default;
  // Whether the answer is what it should be.
  virtual bool IsRight() const = 0;

  grpc::ClientContext context;
  grpc::Status status;
  absl::Time start;
  size_t kind = 0;
};

// Begins a call of one kind; its end comes out of `queue` with the call as tag.
// `number` counts the calls of a load, so that they may differ.
using Begin = std::function<std::unique_ptr<Pending>(
    grpc::CompletionQueue* queue, absl::Time deadline, int64_t number)>;

// How a call is issued.
template <typename Response>
using Issue =
    std::function<std::unique_ptr<grpc::ClientAsyncResponseReader<Response>>(
        grpc::ClientContext* context, grpc::CompletionQueue* queue,
        int64_t number)>;

template <typename Response>
Begin Calling(const Issue<Response>& issue,
              const std::function<bool(const Response&)>& check) {
  struct Call final : Pending {
    bool IsRight() const override { return check(response); }
    Response response;
    std::function<bool(const Response&)> check;
    std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader;
  };
  return [=](grpc::CompletionQueue* queue, absl::Time deadline,
             int64_t number) -> std::unique_ptr<Pending> {
    auto call = std::make_unique<Call>();
    call->check = check;
    call->context.set_deadline(absl::ToChronoTime(deadline));
    call->reader = issue(&call->context, queue, number);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status,
                         static_cast<Pending*>(call.get()));
    return call;
  };
}

// Calls of several kinds at once: that of a number is `kind_of(number)`.
// Answers what was measured of each kind.
std::vector<Measured> RunMixed(
    const Load& load, const std::vector<Begin>& kinds,
    const std::function<size_t(int64_t number)>& kind_of);

Measured Run(const Load& load, const Begin& begin);

// A call that begins then, whatever became of those before it.
struct Arrival {
  absl::Duration at;
  size_t kind;
};

// Calls that arrive in that order. Latencies count from when a call should have
// begun, so that one that waits behind others is not forgotten.
std::vector<Measured> RunArrivals(const std::vector<Arrival>& arrivals,
                                  const std::vector<Begin>& kinds,
                                  absl::Duration deadline);

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_LOAD_H_
