#include "services/gateway/gateway.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/clock.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/gateway/answering.h"
#include "services/gateway/exchanges.h"
#include "services/gateway/transcode/document.h"
#include "services/gateway/transcode/media.h"
#include "services/gateway/transcode/plain_page.h"
#include "services/gateway/transcode/problem.h"

namespace opvang::gateway {
namespace {

constexpr char kOpenapi[] = "/v1/openapi.json";

// What can be a header of gRPC; else nothing.
std::string ActorOf(absl::string_view text) {
  const bool fits = text.size() <= 4096 &&
                    std::all_of(text.begin(), text.end(), absl::ascii_isgraph);
  return fits ? std::string(text) : "";
}

// The path and the query of what a request asks for.
Asked PartsOf(absl::string_view target) {
  // As to a proxy: "http://host/path".
  for (absl::string_view scheme : {"http://", "https://"}) {
    if (!absl::StartsWithIgnoreCase(target, scheme)) continue;
    target.remove_prefix(scheme.size());
    const size_t slash = target.find('/');
    target = slash == target.npos ? "/" : target.substr(slash);
  }
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(target, absl::MaxSplits('?', 1));
  return {.path = parts.first, .query = parts.second};
}

// The body must be what the call takes.
absl::Status CheckMedia(const Head& head, const Route& route) {
  const std::string encoding =
      absl::AsciiStrToLower(head.Header("Content-Encoding"));
  if (!encoding.empty() && encoding != "identity") {
    return Refuse(415, "MEDIA_TYPE_UNSUPPORTED",
                  absl::StrCat("Content-Encoding is ", Excerpt(encoding, 40),
                               "; a body must be sent as it is."));
  }
  const std::string header = head.Header("Content-Type");
  const std::string type = MediaTypeOf(header);
  const std::string wanted =
      route.rpc->client_streaming() ? kLinesType : kJsonType;
  const std::string charset = absl::AsciiStrToLower(header);
  const bool other_charset = absl::StrContains(charset, "charset=") &&
                             !absl::StrContains(charset, "charset=utf-8") &&
                             !absl::StrContains(charset, "charset=\"utf-8\"");
  const bool merges =
      route.method == "PATCH" && type == "application/merge-patch+json";
  if ((type == wanted || merges) && !other_charset) return absl::OkStatus();
  return Refuse(415, "MEDIA_TYPE_UNSUPPORTED",
                absl::StrCat("Content-Type is \"", Excerpt(header, 80),
                             "\"; it must be ", wanted, " in UTF-8."));
}

}  // namespace

std::vector<const google::protobuf::ServiceDescriptor*> Contracts() {
  return {nl::opvang::quotas::v1::Cycle::descriptor()->file()->service(0),
          nl::opvang::locations::v1::Location::descriptor()->file()->service(0),
          nl::opvang::housing::v1::Placement::descriptor()->file()->service(0),
          nl::opvang::reporting::v1::Report::descriptor()->file()->service(0)};
}

Response Gateway::Unreadable(const Head& head, const absl::Status& status) {
  return Answering(head, options_, tally_).Refusal(status);
}

void Gateway::Measure(Measures& measures) const {
  tally_.Measure(measures);
  measures.Counter("opvang_held_answers_found_total",
                   "Reads that were answered with what was held.",
                   static_cast<int64_t>(held_.found()));
  measures.Counter("opvang_held_answers_missed_total",
                   "Reads that were not held.",
                   static_cast<int64_t>(held_.missed()));
}

absl::StatusOr<OnBehalf> Gateway::WhoOf(const Head& head) const {
  OnBehalf who = {.named = options_.identifies,
                  .oin = head.oin,
                  .actor = ActorOf(head.Header("x-opvang-actor"))};
  if (!options_.identifies || head.has_certificate) return who;
  std::optional<InSession> session;
  if (options_.sign_in != nullptr) {
    ASSIGN_OR_RETURN(session, options_.sign_in->SessionOf(head));
  }
  if (!session.has_value()) {
    return MakeError(
        absl::StatusCode::kUnauthenticated, PlumbingReason("CALLER_UNKNOWN"),
        "There is no client certificate; call with that of a listed "
        "organisation.");
  }
  who.oin = session->oin;
  // What a browser says of who acts counts for nothing.
  ASSIGN_OR_RETURN(who.actor, options_.sign_in->ClaimOf(*session));
  return who;
}

std::shared_ptr<Exchange> Gateway::Begin(Head got,
                                         std::optional<Response>& refused) {
  const auto answering =
      std::make_shared<Answering>(std::move(got), options_, tally_);
  const Head& head = answering->head();
  const Asked asked = PartsOf(head.target);
  const std::string& path = asked.path;
  const std::string method = head.method == "HEAD" ? "GET" : head.method;
  const bool as_page = method == "GET" && AsksForPage(head.Header("Accept"));
  if (as_page) {
    answering->SetPage({routes_, nullptr, asked.path, asked.query,
                        FormatDay(SystemClock().Today())});
  }
  const auto refuse = [&](const absl::Status& status) {
    refused = answering->Refusal(status);
    return nullptr;
  };
  const auto wrong_method = [&](const std::vector<std::string>& methods) {
    const std::string allowed = absl::StrJoin(methods, ", ");
    refuse(Refuse(
        405, "HTTP_METHOD_NOT_ALLOWED",
        absl::StrCat(Excerpt(head.method, 20),
                     " is not possible there; possible is ", allowed, ".")));
    refused->headers.emplace_back("Allow", allowed);
    return nullptr;
  };
  if (path == kOpenapi) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->Ok(200, kJsonType, options_.openapi);
    refused->headers.emplace_back("Access-Control-Allow-Origin", "*");
    refused->headers.emplace_back("Cache-Control", "public, max-age=300");
    return nullptr;
  }
  // The page holds nothing; what it shows it asks for.
  if (const auto file = options_.page.find(path); file != options_.page.end()) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->File(file->second);
    return nullptr;
  }
  if (path == kSessionPath && options_.sign_in == nullptr) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->Ok(200, kJsonType,
                            head.has_certificate ? R"({"kind":"certificate"})"
                                                 : R"({"kind":"none"})");
    refused->headers.emplace_back("Cache-Control", "no-store");
    return nullptr;
  }
  if (options_.sign_in != nullptr && SignIn::Serves(path)) {
    std::vector<std::string> methods = {"GET"};
    if (path == kSessionPath) methods.push_back("DELETE");
    if (!absl::c_linear_search(methods, head.method)) {
      return wrong_method(methods);
    }
    return NewSessionExchange(answering, *options_.sign_in, asked);
  }
  auto who = WhoOf(head);
  if (!who.ok()) {
    refuse(who.status());
    if (ReasonIn(who.status()).name == "SESSION_ENDED") {
      refused->headers.push_back(SignIn::ForgetSession());
    }
    return nullptr;
  }
  answering->SetWho(*std::move(who));
  Match match = routes_.Find(method, path);
  if (match.route == nullptr && match.allowed.empty()) {
    return refuse(Refuse(404, "PATH_UNKNOWN",
                         absl::StrCat("There is nothing at that address; ",
                                      kOpenapi, " tells what there is.")));
  }
  if (match.route == nullptr) {
    std::vector<std::string> allowed = match.allowed;
    if (allowed.front() == "GET") allowed.insert(allowed.begin() + 1, "HEAD");
    return wrong_method(allowed);
  }
  const Route& route = *match.route;
  answering->SetRoute(&route);
  const std::string type =
      route.rpc->server_streaming() ? kLinesType : kJsonType;
  const std::string accept = head.Header("Accept");
  if (as_page && !route.rpc->server_streaming() && !head.has_body) {
    return NewPageExchange(answering, std::move(match), asked, backend_);
  }
  // What a file is, only its beginning tells.
  if (!Accepts(accept, type) &&
      !(AnswersFile(*route.rpc) && AsksForFile(accept))) {
    return refuse(NotAcceptable(type));
  }
  if (route.body.empty() && head.has_body) {
    return refuse(Refuse(400, "REQUEST_MALFORMED",
                         "This request has no body; what it asks stands in "
                         "its address."));
  }
  if (head.has_body) {
    const absl::Status media = CheckMedia(head, route);
    if (!media.ok()) return refuse(media);
  }
  if (route.rpc->client_streaming()) {
    if (!asked.query.empty()) {
      return refuse(
          InvalidFields({{Excerpt(asked.query, 60),
                          "is unknown here; all of it is in the body"}}));
    }
    return NewLinesExchange(answering, route, backend_);
  }
  if (route.rpc->server_streaming()) {
    return NewAnswersExchange(answering, std::move(match), asked, backend_);
  }
  return NewCallExchange(answering, std::move(match), asked, backend_, held_);
}

}  // namespace opvang::gateway
