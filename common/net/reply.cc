#include "common/net/reply.h"

#include <algorithm>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace opvang {
namespace {

constexpr size_t kMessageBytesMax = 1024;

// Cuts before a character begins, so that what is left is still UTF-8.
std::string Cut(absl::string_view message, size_t most = kMessageBytesMax) {
  if (message.size() <= most) return std::string(message);
  size_t end = most - 3;
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

size_t ErrorBytesFor(absl::string_view user_agent) {
  constexpr absl::string_view kProduct = "metadata/";
  constexpr uint32_t kMost = 1 << 20;
  const size_t at = user_agent.find(kProduct);
  if (at == user_agent.npos) return kErrorBytesUsual;
  const absl::string_view rest = user_agent.substr(at + kProduct.size());
  uint32_t bytes = 0;
  if (!absl::SimpleAtoi(rest.substr(0, rest.find(' ')), &bytes)) {
    return kErrorBytesUsual;
  }
  // Beside an error travels about a KiB.
  constexpr uint32_t kBeside = 8192 - kErrorBytesUsual;
  return std::max<size_t>(kErrorBytesUsual + kBeside, std::min(bytes, kMost)) -
         kBeside;
}

namespace {

// As metadata: a message percent-encoded, its worst; details as base64.
size_t BytesOf(absl::string_view message, size_t details) {
  size_t bytes = (details + 2) / 3 * 4;
  for (const char c : message)
    bytes += c >= ' ' && c <= '~' && c != '%' ? 1 : 3;
  return bytes;
}

}  // namespace

grpc::Status Fitting(const grpc::Status& status, size_t bytes) {
  constexpr size_t kShortBytes = 300;
  if (BytesOf(status.error_message(), status.error_details().size()) <= bytes) {
    return status;
  }
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return status;
  details.set_message(Cut(details.message(), kShortBytes));
  for (google::protobuf::Any& any : *details.mutable_details()) {
    google::rpc::BadRequest all;
    if (!any.UnpackTo(&all)) continue;
    // Half and half again between what fits and what does not.
    int fits = 0, too_many = all.field_violations_size();
    google::rpc::BadRequest some;
    const auto take = [&](int count) {
      some.Clear();
      for (int i = 0; i < count; ++i) {
        *some.add_field_violations() = all.field_violations(i);
      }
      some.add_field_violations()->set_description(absl::StrCat(
          "and ", all.field_violations_size() - count, " more faults"));
      any.set_value(some.SerializeAsString());
      return BytesOf(details.message(), details.ByteSizeLong()) <= bytes;
    };
    while (too_many - fits > 1) {
      const int middle = fits + (too_many - fits) / 2;
      (take(middle) ? fits : too_many) = middle;
    }
    take(fits);
  }
  return grpc::Status(status.error_code(), details.message(),
                      details.SerializeAsString());
}

bool AskedInVain(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE &&
         absl::EndsWith(ReasonIn(FromGrpc(status)).name, "_UNAVAILABLE");
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
