// The one door between `absl::Status` inside and `grpc::Status` at the edge.
#ifndef OPVANG_COMMON_NET_REPLY_H_
#define OPVANG_COMMON_NET_REPLY_H_

#include <exception>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace opvang {

// Details travel along, messages are cut at 1,024 bytes. INTERNAL and UNKNOWN
// are logged in full and answered with a fixed sentence.
grpc::Status ToGrpc(const absl::Status& status);

// A client takes so much metadata unless it says otherwise: gRPC's default,
// less what travels beside an error.
inline constexpr size_t kErrorBytesUsual = 7000;

// How much of an error a client takes: what `user_agent` says with a product
// "metadata/1048576", at most a MiB, or the usual.
size_t ErrorBytesFor(absl::string_view user_agent);

// The same error in at most so many bytes of metadata: of its faults as many as
// fit, and how many more there are. A client that gets too much gets no error
// of ours at all.
grpc::Status Fitting(const grpc::Status& status, size_t bytes);

// Whether it says that another service was asked, as often as that helps, and
// did not answer: `SOURCE_UNAVAILABLE` and its like.
bool AskedInVain(const grpc::Status& status);

// The way back, for clients: code, message and details.
absl::Status FromGrpc(const grpc::Status& status);

// The status of an exception that nobody expected.
absl::Status StrayException(const std::exception& exception);

// Runs `compute` and answers the call with its result.
template <typename Response, typename Compute>
grpc::Status Reply(Response* response, Compute compute) {
  try {
    absl::StatusOr<Response> result = compute();
    if (!result.ok()) return ToGrpc(result.status());
    *response = *std::move(result);
    return grpc::Status::OK;
  } catch (const std::exception& exception) {
    return ToGrpc(StrayException(exception));
  }
}

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_REPLY_H_
