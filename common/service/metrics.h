// The metrics of a process, as Prometheus asks for them over HTTP.
//
// Calls are counted where they begin and end; what the service holds is
// collected, from memory, when somebody asks. There is no secret in them and no
// person, but what organisations send how often: they are for who runs the
// service.
#ifndef OPVANG_COMMON_SERVICE_METRICS_H_
#define OPVANG_COMMON_SERVICE_METRICS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/service/measures.h"

namespace opvang {

// "9101" (on loopback), "127.0.0.1:9101", "[::]:9101" as HOST:PORT, the host an
// address in numbers. INVALID_ARGUMENT says what else it is.
absl::StatusOr<std::string> ParseMetricsAddress(absl::string_view text);

// Calls by service, method, type and code, under the names that gRPC's
// libraries share: `grpc_server_started_total`, `grpc_server_handled_total`,
// `grpc_server_handling_seconds`, or with `client`. Thread-safe.
class CallCounters {
 public:
  class Method;  // What is counted of one.

  virtual ~CallCounters() = default;
  // `method` is "/package.Service/Method", `type` "unary", "client_stream",
  // "server_stream" or "bidi_stream". Counts that one began; the answer lives
  // as long as this.
  virtual Method& Begin(absl::string_view method, absl::string_view type) = 0;
  // `code` as gRPC numbers them.
  virtual void End(Method& method, int code, absl::Duration took) = 0;
};

class Metrics {
 public:
  struct Options {
    std::string service;  // "quotas"
    std::string version;  // "0.9.0"
    std::string
        full_name;  // Every method of it is there before its first call.
  };
  explicit Metrics(const Options& options);
  ~Metrics();

  // Answers http://ADDRESS/metrics from now on. UNAVAILABLE when that cannot be
  // listened on. `address` is then where, with its port.
  absl::Status Listen(const std::string& address);
  std::string address() const;

  // Calls that are served, and those that this process makes.
  CallCounters& served();
  CallCounters& made();

  // What adds to the figures of every answer; one at a time. Once another was
  // set, or null, the one before is not called any more.
  void CollectFrom(std::function<void(Measures&)> source);

  // The text that Prometheus gets.
  std::string Text() const;

 private:
  struct Parts;  // Those of the library.
  const std::unique_ptr<Parts> parts_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_METRICS_H_
