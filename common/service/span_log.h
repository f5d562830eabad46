// How a span stands in the log, of calls that are served and that are made.
#ifndef OPVANG_COMMON_SERVICE_SPAN_LOG_H_
#define OPVANG_COMMON_SERVICE_SPAN_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "common/base/trace.h"
#include "common/net/transport.h"
#include "common/service/metrics.h"
#include "grpcpp/support/status.h"

namespace opvang {

using LogFields = std::vector<std::pair<std::string, std::string>>;

// `trace_id`, `span_id`, and `parent_span_id` and `fsc_transaction_id` where it
// has them.
void AddSpan(const Trace& span, LogFields& fields);
// `reason`, and the sentence as `fault` where the fault lies with a service:
// what was wrong with a request may tell what it held.
void AddCause(const grpc::Status& status, LogFields& fields);

// Counts the calls that this process makes, and writes a line for each.
class CallsMadeLog final : public CallsMade {
 public:
  explicit CallsMadeLog(CallCounters& counters) : counters_(counters) {}
  void* Begun(const char* method, const char* type) override;
  void End(const Ended& call) override;

 private:
  CallCounters& counters_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SPAN_LOG_H_
