#include "common/service/span_log.h"

#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/net/reply.h"

namespace opvang {
namespace {

constexpr size_t kFaultMax = 300;

bool IsOfAService(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DATA_LOSS:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return true;
    default:
      return false;
  }
}

}  // namespace

void AddSpan(const Trace& span, LogFields& fields) {
  fields.emplace_back("trace_id", span.trace_id);
  fields.emplace_back("span_id", span.span_id);
  if (!span.parent_id.empty()) {
    fields.emplace_back("parent_span_id", span.parent_id);
  }
  if (!span.transaction_id.empty()) {
    fields.emplace_back("fsc_transaction_id", span.transaction_id);
  }
}

void AddCause(const grpc::Status& status, LogFields& fields) {
  const std::string reason = ReasonIn(FromGrpc(status)).name;
  if (!reason.empty()) fields.emplace_back("reason", reason);
  if (IsOfAService(status.error_code())) {
    fields.emplace_back("fault", Excerpt(status.error_message(), kFaultMax));
  }
}

void* CallsMadeLog::Begun(const char* method, const char* type) {
  return &counters_.Begin(method, type);
}

void CallsMadeLog::End(const Ended& call) {
  counters_.End(*static_cast<CallCounters::Method*>(call.begun),
                call.status.error_code(), call.took);
  LogFields fields = {
      {"method", call.method},
      {"code", absl::StrCat(static_cast<int>(call.status.error_code()))},
      {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(call.took))}};
  AddSpan(call.span, fields);
  if (!call.status.ok()) AddCause(call.status, fields);
  Log(call.status.ok() ? Severity::kInfo : Severity::kWarning, "call_made",
      fields);
}

}  // namespace opvang
