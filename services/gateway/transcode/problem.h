// Errors as RFC 9457 has them, `application/problem+json`.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_PROBLEM_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_PROBLEM_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace opvang::gateway {

struct Problem {
  int status = 500;
  std::string json;
  std::string detail;                    // As in `json`.
  std::optional<int64_t> retry_seconds;  // For `Retry-After`.
};

// What the gateway itself refuses: each reason has its HTTP status.
absl::Status Refuse(int http, absl::string_view reason,
                    const std::string& detail);

// The problem of a status that is not OK; of one without a reason of ours a
// fixed sentence. `instance` names this one occurrence, as a line of the log
// does too; `conditional` where the client sent If-Match.
Problem ProblemOf(const absl::Status& status, absl::string_view instance,
                  bool conditional);

// The HTTP status of a gRPC code: 404 of NOT_FOUND.
int HttpStatusOf(absl::StatusCode code);

// "Not Found".
absl::string_view PhraseOf(int status);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_PROBLEM_H_
