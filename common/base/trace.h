// What connects the calls of one question over all services: W3C Trace Context,
// and the transaction of FSC when the call came through a gateway of it.
//
// A thread knows of which call it works (`CurrentTrace`); who hands work to
// another thread hands that along.
#ifndef OPVANG_COMMON_BASE_TRACE_H_
#define OPVANG_COMMON_BASE_TRACE_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// A span: one call, as it is served or made.
struct Trace {
  std::string trace_id;  // 32 hexadecimal digits, of all spans together.
  std::string span_id;   // 16 of them.
  std::string
      parent_id;      // The span that this one is part of; empty: the first.
  std::string flags;  // Two digits, as they came.
  std::string state;  // `tracestate`, as it came.
  std::string transaction_id;  // `Fsc-Transaction-Id`; empty without one.
};
using TraceRef = std::shared_ptr<const Trace>;

// What a caller sent under these names; empty what it did not send, or more
// than once.
struct TraceHeaders {
  absl::string_view traceparent, tracestate, transaction_id;
};

// The span of a call that came with these: part of the caller's when
// `traceparent` is well-formed, else the first of a trace of its own. A
// transaction that is no UUID, and a state beyond 512 characters, are left out.
TraceRef BeginTrace(const TraceHeaders& headers = {});

// A span that is part of `parent`; without one the first of a trace.
Trace SpanWithin(const TraceRef& parent);

// What is sent along:
// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".
std::string Traceparent(const Trace& span);

// The call that this thread works for; null for none.
const TraceRef& CurrentTrace();

// Sets it, until the end of this scope: then it works for none.
class TraceScope {
 public:
  explicit TraceScope(TraceRef trace);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
};

// Sets it for the function that this thread calls next, which takes it over
// with a scope of its own.
void SetCurrentTrace(TraceRef trace);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_TRACE_H_
