#include "common/base/trace.h"

#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace opvang {
namespace {

constexpr char kSampled[] = "01";
constexpr size_t kStateMax = 512;

thread_local TraceRef current;

bool IsHex(absl::string_view text, size_t length) {
  return text.size() == length &&
         text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

// An id of zeros only is none.
bool IsId(absl::string_view text, size_t length) {
  return IsHex(text, length) &&
         text.find_first_not_of('0') != absl::string_view::npos;
}

uint64_t Random() {
  thread_local absl::BitGen bits;
  return absl::Uniform<uint64_t>(absl::IntervalClosedClosed, bits, 1,
                                 ~uint64_t{0});
}

std::string NewId() {
  return absl::StrCat(absl::Hex(Random(), absl::kZeroPad16));
}

// A later version may say more after these; what this one says stands.
std::optional<Trace> Parse(absl::string_view header) {
  constexpr size_t kLength = 55;
  if (header.size() < kLength) return std::nullopt;
  const absl::string_view version = header.substr(0, 2);
  const absl::string_view rest = header.substr(kLength);
  if (!IsHex(version, 2) || version == "ff" || header[2] != '-' ||
      header[35] != '-' || header[52] != '-' ||
      (!rest.empty() && (version == "00" || rest[0] != '-'))) {
    return std::nullopt;
  }
  const absl::string_view trace = header.substr(3, 32),
                          parent = header.substr(36, 16),
                          flags = header.substr(53, 2);
  if (!IsId(trace, 32) || !IsId(parent, 16) || !IsHex(flags, 2)) {
    return std::nullopt;
  }
  Trace read;
  read.trace_id = std::string(trace);
  read.parent_id = std::string(parent);
  read.flags = std::string(flags);
  return read;
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

bool IsState(absl::string_view text) {
  return text.size() <= kStateMax &&
         text.find_first_not_of(
             "0123456789abcdefghijklmnopqrstuvwxyz"
             "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
             " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") == absl::string_view::npos;
}

Trace FirstSpan() {
  Trace first;
  first.trace_id = NewId() + NewId();
  first.span_id = NewId();
  first.flags = kSampled;
  return first;
}

}  // namespace

TraceRef BeginTrace(const TraceHeaders& headers) {
  std::optional<Trace> came = Parse(headers.traceparent);
  Trace span;
  if (came.has_value()) {
    span = *std::move(came);
    span.span_id = NewId();
    if (IsState(headers.tracestate))
      span.state = std::string(headers.tracestate);
  } else {
    span = FirstSpan();
  }
  if (IsUuid(headers.transaction_id)) {
    span.transaction_id = std::string(headers.transaction_id);
  }
  return std::make_shared<const Trace>(std::move(span));
}

Trace SpanWithin(const TraceRef& parent) {
  if (parent == nullptr) return FirstSpan();
  Trace span = *parent;
  span.parent_id = std::move(span.span_id);
  span.span_id = NewId();
  return span;
}

std::string Traceparent(const Trace& span) {
  return absl::StrCat("00-", span.trace_id, "-", span.span_id, "-", span.flags);
}

const TraceRef& CurrentTrace() { return current; }

void SetCurrentTrace(TraceRef trace) { current = std::move(trace); }

TraceScope::TraceScope(TraceRef trace) { SetCurrentTrace(std::move(trace)); }
TraceScope::~TraceScope() { current.reset(); }

}  // namespace opvang
