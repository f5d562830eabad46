#include "services/gateway/tally.h"

#include "absl/strings/str_cat.h"

namespace opvang::gateway {
namespace {

constexpr const char* kMethods[] = {"GET", "HEAD", "POST", "PATCH", "DELETE"};

// Whatever a client calls it, there are few.
std::string MethodOf(const std::string& method) {
  for (const char* one : kMethods) {
    if (method == one) return method;
  }
  return "other";
}

}  // namespace

void Tally::Answered(const std::string& method, int status,
                     absl::Duration took) {
  absl::MutexLock lock(&mutex_);
  ++answered_[{MethodOf(method), status}];
  took_.Add(took);
}

void Tally::Measure(Measures& measures) const {
  const auto number = [](int64_t count) { return count * 1.0; };
  measures.Gauge("opvang_requests_in_flight", "Requests that are under way.",
                 number(under_way_));
  const std::string name = "opvang_requests_total",
                    help = "Requests that were answered.";
  measures.Declare(name, help, /*counts=*/true);
  absl::MutexLock lock(&mutex_);
  for (const auto& [what, count] : answered_) {
    measures.Counter(
        name, help, number(count),
        {{"method", what.first}, {"status", absl::StrCat(what.second)}});
  }
  measures.Distribution("opvang_request_seconds",
                        "How long requests took until their answer began.",
                        took_);
}

}  // namespace opvang::gateway
