#include "services/gateway/transcode/problem.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/transcode/json.h"

namespace opvang::gateway {
namespace {

// Where `Refuse` keeps the HTTP status.
constexpr char kHttpUrl[] = "nl.opvang.gateway/http";

template <typename Detail>
std::optional<Detail> DetailIn(const absl::Status& status) {
  const auto payload = status.GetPayload(
      absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return detail;
}

int HttpIn(const absl::Status& status, bool conditional) {
  int http = 0;
  const auto said = status.GetPayload(kHttpUrl);
  if (said.has_value() && absl::SimpleAtoi(std::string(*said), &http)) {
    return http;
  }
  // What If-Match asked for does not hold.
  if (conditional && ReasonIn(status) == PlumbingReason("ETAG_STALE")) {
    return 412;
  }
  return HttpStatusOf(status.code());
}

// What has no reason comes from below the services, and tells of addresses and
// libraries: for the log. Who asked needs to know what to do.
std::string DetailOf(const absl::Status& status, int http) {
  if (!ReasonIn(status).name.empty() && !status.message().empty()) {
    return std::string(status.message());
  }
  switch (http) {
    case 503:
      return "A service does not answer now. Of a write the outcome is "
             "unknown: "
             "send it again with the same request id.";
    case 504:
      return "A service took too long. Of a write the outcome is unknown: send "
             "it again with the same request id.";
    case 500:
      return "The service failed; its log says why.";
    default:
      return absl::StrCat("The service refused this: ", PhraseOf(http), ".");
  }
}

// "FIELD_INVALID" as "Field invalid".
std::string TitleOf(absl::string_view reason, int http) {
  if (reason.empty()) return std::string(PhraseOf(http));
  std::string title = absl::AsciiStrToLower(reason);
  title[0] = absl::ascii_toupper(title[0]);
  return absl::StrReplaceAll(title, {{"_", " "}});
}

}  // namespace

absl::Status Refuse(int http, absl::string_view reason,
                    const std::string& detail) {
  absl::Status status =
      MakeError(http == 503 ? absl::StatusCode::kUnavailable
                            : absl::StatusCode::kInvalidArgument,
                {kDomain, std::string(reason)}, detail);
  status.SetPayload(kHttpUrl, absl::Cord(absl::StrCat(http)));
  return status;
}

Problem ProblemOf(const absl::Status& status, absl::string_view instance,
                  bool conditional) {
  Problem problem;
  problem.status = HttpIn(status, conditional);
  const Reason reason = ReasonIn(status);
  const auto put = [&problem](absl::string_view name, absl::string_view text) {
    absl::StrAppend(&problem.json, ",\"", name, "\":");
    AppendQuoted(text, problem.json);
  };
  problem.json = "{\"type\":";
  AppendQuoted(
      reason.name.empty()
          ? "about:blank"
          : absl::StrCat("urn:problem-type:", reason.domain, ":", reason.name),
      problem.json);
  put("title", TitleOf(reason.name, problem.status));
  absl::StrAppend(&problem.json, ",\"status\":", problem.status);
  problem.detail = DetailOf(status, problem.status);
  put("detail", problem.detail);
  put("instance", instance);
  if (!reason.name.empty()) {
    put("reason", reason.name);
    put("domain", reason.domain);
  }
  const auto info = DetailIn<google::rpc::ErrorInfo>(status);
  if (info.has_value() && !info->metadata().empty()) {
    // In one order, whatever the map's.
    const std::map<std::string, std::string> sorted(info->metadata().begin(),
                                                    info->metadata().end());
    problem.json += ",\"metadata\":{";
    bool more = false;
    for (const auto& [name, value] : sorted) {
      if (more) problem.json += ',';
      more = true;
      AppendQuoted(name, problem.json);
      problem.json += ':';
      AppendQuoted(value, problem.json);
    }
    problem.json += '}';
  }
  const auto faults = ViolationsIn(status);
  if (!faults.empty()) {
    problem.json += ",\"errors\":[";
    bool more = false;
    for (const FieldViolation& fault : faults) {
      if (more) problem.json += ',';
      more = true;
      problem.json += "{\"field\":";
      AppendQuoted(JsonPath(fault.field), problem.json);
      problem.json += ",\"message\":";
      AppendQuoted(fault.description, problem.json);
      problem.json += '}';
    }
    problem.json += ']';
  }
  problem.json += '}';
  const auto retry = DetailIn<google::rpc::RetryInfo>(status);
  if (retry.has_value()) {
    const auto& delay = retry->retry_delay();
    problem.retry_seconds =
        std::max<int64_t>(1, delay.seconds() + (delay.nanos() > 0 ? 1 : 0));
  }
  return problem;
}

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

absl::string_view PhraseOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Internal Server Error";
  }
}

}  // namespace opvang::gateway
