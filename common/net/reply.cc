#include "common/net/reply.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "google/rpc/status.pb.h"

namespace opvang {
namespace {

constexpr size_t kMessageBytesMax = 1024;

// Cuts before a character begins, so that what is left is still UTF-8.
std::string Cut(absl::string_view message) {
  if (message.size() <= kMessageBytesMax) return std::string(message);
  size_t end = kMessageBytesMax - 3;
  while (end > 0 && (message[end] & 0xC0) == 0x80) --end;
  return absl::StrCat(message.substr(0, end), "...");
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (status.code() == absl::StatusCode::kInternal ||
      status.code() == absl::StatusCode::kUnknown) {
    Log(Severity::kError, "internal",
        {{"message", std::string(status.message())}});
    return grpc::Status(grpc::StatusCode::INTERNAL,
                        "The service failed; its log says why.");
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(Cut(status.message()));
  status.ForEachPayload(
      [&details](absl::string_view url, const absl::Cord& payload) {
        google::protobuf::Any& any = *details.add_details();
        any.set_type_url(std::string(url));
        any.set_value(std::string(payload));
      });
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      details.message(), details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : details.details()) {
      result.SetPayload(any.type_url(), absl::Cord(any.value()));
    }
  }
  return result;
}

absl::Status StrayException(const std::exception& exception) {
  return absl::InternalError(absl::StrCat("exception: ", exception.what()));
}

}  // namespace opvang
