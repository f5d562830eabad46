#include "services/gateway/tally.h"

#include "absl/strings/str_cat.h"

namespace opvang::gateway {
namespace {

constexpr const char* kMethods[] = {"GET", "HEAD", "POST", "PATCH", "DELETE"};
constexpr const char* kWithin[] = {
    "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1",
    "0.25",   "0.5",   "1",      "2.5",   "5",    "10",    "30",   "+Inf"};

// Whatever a client calls it, there are few.
std::string MethodOf(const std::string& method) {
  for (const char* one : kMethods) {
    if (method == one) return method;
  }
  return "other";
}

size_t BucketOf(absl::Duration took) {
  constexpr int64_t kMicroseconds[] = {
      500,    1000,   2500,    5000,    10000,   25000,    50000,   100000,
      250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000};
  size_t bucket = 0;
  for (const int64_t most : kMicroseconds) {
    if (took <= absl::Microseconds(most)) break;
    ++bucket;
  }
  return bucket;
}

}  // namespace

void Tally::Answered(const std::string& method, int status,
                     absl::Duration took) {
  absl::MutexLock lock(&mutex_);
  ++answered_[{MethodOf(method), status}];
  ++within_[BucketOf(took)];
  took_ += took;
}

void Tally::Measure(Measures& measures) const {
  const auto number = [](int64_t count) { return count * 1.0; };
  measures.Gauge("opvang_requests_in_flight", "Requests that are under way.",
                 number(under_way_));
  const std::string name = "opvang_requests_total",
                    help = "Requests that were answered.",
                    seconds = "opvang_request_seconds",
                    took = "How long requests took until their answer began.";
  measures.Declare(name, help, /*counts=*/true);
  absl::MutexLock lock(&mutex_);
  for (const auto& [what, count] : answered_) {
    measures.Counter(
        name, help, number(count),
        {{"method", what.first}, {"status", absl::StrCat(what.second)}});
  }
  int64_t all = 0;
  for (size_t i = 0; i < kBuckets; ++i) {
    all += within_[i];
    measures.Counter(seconds + "_bucket", took, number(all),
                     {{"le", kWithin[i]}});
  }
  measures.Counter(seconds + "_count", took, number(all));
  measures.Counter(seconds + "_sum", took, absl::ToDoubleSeconds(took_));
}

}  // namespace opvang::gateway
