#include "services/gateway/answering.h"

#include <openssl/rand.h>

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/base/steady_clock.h"
#include "common/base/trace.h"
#include "common/service/span_log.h"
#include "services/gateway/transcode/media.h"
#include "services/gateway/transcode/problem.h"

namespace opvang::gateway {
namespace {

// "urn:uuid:…" of random bits (version 4).
std::string NewInstance() {
  std::array<unsigned char, 16> bytes;
  RAND_bytes(bytes.data(), bytes.size());
  bytes[6] = (bytes[6] & 0x0F) | 0x40;
  bytes[8] = (bytes[8] & 0x3F) | 0x80;
  std::string hex = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (const size_t at : {20, 16, 12, 8}) hex.insert(at, "-");
  return absl::StrCat("urn:uuid:", hex);
}

// A header that is there once; else nothing.
std::string OnceIn(const Head& head, absl::string_view name) {
  int count = 0;
  for (const auto& header : head.headers) {
    count += absl::EqualsIgnoreCase(header.first, name) ? 1 : 0;
  }
  return count == 1 ? head.Header(name) : "";
}

// The request as a span: of the caller's trace, or the first of its own.
TraceRef SpanOf(const Head& head) {
  const std::string parent = OnceIn(head, "traceparent"),
                    state = OnceIn(head, "tracestate"),
                    transaction = OnceIn(head, "Fsc-Transaction-Id");
  return BeginTrace({.traceparent = parent,
                     .tracestate = state,
                     .transaction_id = transaction});
}

}  // namespace

Answering::Answering(Head head, const GatewayOptions& options, Tally& tally)
    : head_(std::move(head)),
      options_(options),
      tally_(tally),
      began_(SteadyNow()) {
  who_.oin = head_.oin;
  who_.span = SpanOf(head_);
  tally_.Began();
}

Response Answering::Ok(int status, const std::string& type, std::string body) {
  Response response = Base(status, type);
  response.body = std::move(body);
  Write(status, "");
  return response;
}

Response Answering::File(const PageFile& file) {
  const bool known = HasEtag(head_.Header("If-None-Match"), file.etag);
  Response response = known ? Ok(304, "", "") : Ok(200, file.type, file.bytes);
  SetHeader(response, "Content-Security-Policy", kPagePolicy);
  response.headers.emplace_back("ETag", file.etag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Response Answering::Page(std::string html) {
  Response response = Ok(200, kPageType, std::move(html));
  SetHeader(response, "Content-Security-Policy", kPlainPagePolicy);
  return response;
}

Response Answering::Refusal(const absl::Status& status) {
  const std::string instance = NewInstance();
  const Problem problem =
      ProblemOf(status, instance, !head_.Header("If-Match").empty());
  Response response =
      Base(problem.status, page_.has_value() ? kPageType : kProblemType);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (problem.retry_seconds.has_value()) {
    response.headers.emplace_back("Retry-After",
                                  absl::StrCat(*problem.retry_seconds));
  }
  response.body =
      page_.has_value() ? PlainPageOf(problem, status, *page_) : problem.json;
  if (page_.has_value()) {
    SetHeader(response, "Content-Security-Policy", kPlainPagePolicy);
  }
  Write(problem.status, instance, status.message());
  return response;
}

std::string Answering::LastLine(const absl::Status& status) {
  const std::string instance = NewInstance();
  const Problem problem = ProblemOf(status, instance, false);
  Write(problem.status, instance, status.message());
  return absl::StrCat("{\"problem\":", problem.json, "}\n");
}

Response Answering::Base(int status, const std::string& type) const {
  Response response;
  response.status = status;
  response.headers = {
      {"API-Version", options_.version},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      {"Referrer-Policy", "no-referrer"}};
  if (!type.empty()) response.headers.emplace_back("Content-Type", type);
  // Who signs in where another did is told nothing that was told to that one.
  response.headers.emplace_back(
      "Vary", options_.sign_in == nullptr ? "Accept" : "Accept, Cookie");
  if (head_.encrypted) {
    response.headers.emplace_back("Strict-Transport-Security",
                                  "max-age=31536000; includeSubDomains");
  }
  return response;
}

void Answering::Write(int status, const std::string& instance,
                      absl::string_view fault) {
  const absl::Duration took = SteadyNow() - began_;
  // A stream that fails on its way was answered before.
  if (!std::exchange(counted_, true)) {
    tally_.Answered(head_.method, status, took);
  }
  std::vector<std::pair<std::string, std::string>> fields = {
      {"method", Excerpt(head_.method, 20)},
      {"route", route_ == nullptr ? "" : route_->pattern},
      {"rpc", route_ == nullptr ? "" : route_->rpc->full_name()},
      {"status", absl::StrCat(status)},
      {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(took))},
      {"caller", who_.oin},
      {"peer", head_.peer},
      {"request_id", Excerpt(request_id_, 64)}};
  AddSpan(*who_.span, fields);
  if (!instance.empty()) {
    fields.emplace_back("instance", instance);
    fields.emplace_back("fault", Excerpt(fault, 300));
  }
  Log(status < 400 ? Severity::kInfo : Severity::kWarning, "request", fields);
}

void SetHeader(Response& response, absl::string_view name,
               absl::string_view value) {
  for (auto& [key, told] : response.headers) {
    if (key == name) told = std::string(value);
  }
}

}  // namespace opvang::gateway
