// The request of a call, of what came over HTTP; pure.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_REQUEST_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_REQUEST_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

MessagePtr NewMessage(const google::protobuf::Descriptor& type);

// What stands in headers and is of the request: empty where absent.
struct Conditions {
  std::string idempotency_key = {};
  std::string if_match = {};
};

// The request of `match`, from its address, its query and its body. Body and
// query of a field that the address names may repeat it, and not contradict it.
// INVALID_ARGUMENT with all faults, each by its place: a field path of JSON.
absl::StatusOr<MessagePtr> MakeRequest(const Match& match,
                                       absl::string_view query,
                                       absl::string_view body,
                                       const Conditions& conditions);

// One line of a stream: a request of itself. `at` is its place, "[3]".
absl::StatusOr<MessagePtr> MakeStreamRequest(const Route& route,
                                             absl::string_view line,
                                             absl::string_view at,
                                             const Conditions& conditions);

// Whether the same question has the same answer for ever: each revision that it
// names is one, and so is each day as of which it asks.
bool IsPinned(const google::protobuf::Message& request);

// The text of a field "etag", "next_page_token", "name"; empty without one.
std::string TextIn(const google::protobuf::Message& message,
                   const std::string& field);

// The query of the next page.
std::string NextQuery(absl::string_view query, absl::string_view page_token);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_REQUEST_H_
