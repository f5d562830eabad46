#include "services/gateway/sign_in/sign_in.h"

#include <openssl/sha.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/net/actor_claim.h"
#include "services/gateway/transcode/problem.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {
namespace {

using nlohmann::json;

constexpr char kReturnPath[] = "/session/return";
constexpr char kBeginPath[] = "/session/begin";
// From leaving for the provider until coming back.
constexpr absl::Duration kBegun = absl::Minutes(10);
constexpr absl::Duration kClaimAgain = absl::Minutes(30);
constexpr size_t kUsedMax = 100000, kWaitingMax = 200;
constexpr size_t kPlaceMax = 1000;
constexpr int kThreads = 2;

std::string NewToken() { return absl::WebSafeBase64Escape(RandomBytes(32)); }

std::string Challenge(const std::string& verifier) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()),
         verifier.size(), digest);
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

// Of that name; nothing where there are two, of which somebody set one.
std::optional<std::string> CookieOf(const Head& head, absl::string_view name) {
  std::optional<std::string> found;
  for (const auto& [key, value] : head.headers) {
    if (!absl::EqualsIgnoreCase(key, "Cookie")) continue;
    for (absl::string_view one : absl::StrSplit(value, ';')) {
      one = absl::StripAsciiWhitespace(one);
      if (!absl::ConsumePrefix(&one, name) || !absl::ConsumePrefix(&one, "=")) {
        continue;
      }
      if (found.has_value()) return std::nullopt;
      found = std::string(one);
    }
  }
  return found;
}

std::pair<std::string, std::string> SetCookie(absl::string_view name,
                                              absl::string_view value,
                                              absl::Duration most,
                                              absl::string_view same_site) {
  return {"Set-Cookie",
          absl::StrCat(name, "=", value,
                       "; Path=/; Secure; HttpOnly; SameSite=", same_site,
                       "; Max-Age=", absl::ToInt64Seconds(most))};
}

std::pair<std::string, std::string> Forget(absl::string_view name) {
  return SetCookie(name, "", absl::ZeroDuration(), "Strict");
}

using Pairs = std::map<std::string, std::string>;

// The parameters of a query; nothing where one is there twice.
std::optional<Pairs> Parameters(const std::string& query) {
  Pairs all;
  for (const absl::string_view one :
       absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(one, absl::MaxSplits('=', 1));
    std::string name, value;
    if (!PercentDecode(parts.first, true, name) ||
        !PercentDecode(parts.second, true, value) ||
        !all.emplace(name, value).second) {
      return std::nullopt;
    }
  }
  return all;
}

// A place of the page, "#/provincie?p=provinces/pv23": nothing else is led to.
std::string PlaceOf(const std::string& told) {
  const bool fits = absl::StartsWith(told, "#/") && told.size() <= kPlaceMax &&
                    std::all_of(told.begin(), told.end(), [](char c) {
                      return absl::ascii_isalnum(c) ||
                             absl::StrContains("-._~!$&'()*+,;=:@/?%#", c);
                    });
  return fits ? told : "";
}

// What was sealed; null for what was not, or is over.
json OpenedJson(Sealer& sealer, const std::string& sealed,
                absl::string_view purpose, absl::Time now) {
  const auto text = sealer.Open(sealed, purpose);
  if (!text.has_value()) return nullptr;
  json told = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!told.is_object() ||
      absl::FromUnixSeconds(told.value("end", int64_t{0})) <= now) {
    return nullptr;
  }
  return told;
}

absl::Status Refused(absl::string_view why) {
  return Refuse(
      401, "SIGN_IN_REFUSED",
      absl::StrCat("This sign-in proves nobody: ", why, "; begin again."));
}

absl::Status Away(const absl::Status& status) {
  Log(Severity::kError, "provider_away",
      {{"fault", std::string(status.message())}});
  return RetryAfter(
      absl::Seconds(10),
      Refuse(503, "SIGN_IN_UNAVAILABLE",
             "Who lets people in does not answer now; try again."));
}

bool AsksForAPage(const Head& head) {
  return absl::StrContains(head.Header("Accept"), "text/html");
}

}  // namespace

absl::StatusOr<std::unique_ptr<SignIn>> SignIn::Make(
    const SignInOptions& options, const Clock& clock) {
  const auto refuse = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("sign-in: ", what));
  };
  if (!IsAskable(options.issuer)) return refuse("the issuer is no https URL");
  if (!absl::StartsWith(options.public_url, "https://") ||
      !IsAskable(options.public_url) ||
      options.public_url.find('/', 8) != std::string::npos) {
    return refuse("the public URL is not https://HOST or https://HOST:PORT");
  }
  if (options.client_id.empty() || options.client_secret.empty()) {
    return refuse("there is no client id or no client secret");
  }
  RETURN_IF_ERROR(SignActor(options.actor_key, "nobody", clock.Now()).status());
  ASSIGN_OR_RETURN(auto sealer, Sealer::Load(options.session_keys));
  ASSIGN_OR_RETURN(HttpClient http,
                   HttpClient::Make({.ca_file = options.ca_file}));
  return std::unique_ptr<SignIn>(
      new SignIn(options, clock, std::move(sealer), std::move(http)));
}

SignIn::SignIn(const SignInOptions& options, const Clock& clock,
               std::unique_ptr<Sealer> sealer, HttpClient http)
    : options_(options),
      clock_(clock),
      sealer_(std::move(sealer)),
      provider_(options.issuer, {options.client_id, options.client_secret},
                std::move(http)) {
  for (int i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

void SignIn::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
    waiting_.clear();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void SignIn::Work() {
  const auto due = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return closing_ || !waiting_.empty();
  };
  while (true) {
    std::function<void()> next;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&due));
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next();
  }
}

bool SignIn::Serves(absl::string_view path) {
  return path == kSessionPath || path == kBeginPath || path == kReturnPath;
}

void SignIn::Answer(const Head& head, const std::string& path,
                    const std::string& query, Told told) {
  if (path == kSessionPath && head.method != "DELETE") return told(Say(head));
  {
    absl::MutexLock lock(&mutex_);
    if (!closing_ && waiting_.size() < kWaitingMax) {
      waiting_.push_back([this, head, path, query, told = std::move(told)] {
        told(path == kBeginPath    ? Begin(query)
             : path == kReturnPath ? Return(head, query)
                                   : End(head));
      });
      return;
    }
  }
  told({.refused = RetryAfter(absl::Seconds(5),
                              Refuse(503, "GATEWAY_BUSY",
                                     "Too many sign in at once; try again."))});
}

SignIn::Outcome SignIn::Begin(const std::string& query) {
  const auto endpoints = provider_.Discover();
  if (!endpoints.ok()) return {.refused = Away(endpoints.status())};
  const std::string state = NewToken(), nonce = NewToken(),
                    verifier = NewToken();
  const json begun = {
      {"id", NewToken()},
      {"state", state},
      {"nonce", nonce},
      {"verifier", verifier},
      {"to", PlaceOf(Parameters(query).value_or(Pairs())["to"])},
      {"end", absl::ToUnixSeconds(clock_.Now() + kBegun)}};
  std::string url = absl::StrCat(
      endpoints->authorization,
      absl::StrContains(endpoints->authorization, '?') ? "&" : "?",
      "response_type=code&scope=", PercentEncode(options_.scope),
      "&client_id=", PercentEncode(options_.client_id), "&redirect_uri=",
      PercentEncode(absl::StrCat(options_.public_url, kReturnPath)),
      "&state=", state, "&nonce=", nonce,
      "&code_challenge=", Challenge(verifier), "&code_challenge_method=S256");
  return {.status = 303,
          .headers = {
              {"Location", url},
              // Lax: who comes back comes from another site.
              SetCookie(kBeginCookie, sealer_->Seal(begun.dump(), kBeginCookie),
                        kBegun, "Lax")}};
}

absl::StatusOr<SignIn::Outcome> SignIn::SignedInBy(const Head& head,
                                                   const std::string& query) {
  const absl::Time now = clock_.Now();
  const auto cookie = CookieOf(head, kBeginCookie);
  const json begun = cookie.has_value()
                         ? OpenedJson(*sealer_, *cookie, kBeginCookie, now)
                         : json();
  if (begun.is_null()) {
    return Refused("it was not begun in this browser, or too long ago");
  }
  const auto parameters = Parameters(query);
  if (!parameters.has_value()) return Refused("its address is not in order");
  const auto told = [&](const char* name) {
    const auto found = parameters->find(name);
    return found == parameters->end() ? std::string() : found->second;
  };
  if (!IsSameSecret(told("state"), begun.value("state", ""))) {
    return Refused("its state is not that of this browser");
  }
  if (!UseUp(begun.value("id", ""), now + kBegun)) {
    return Refused("it came back before");
  }
  ASSIGN_OR_RETURN(const Endpoints endpoints, provider_.Discover());
  if ((endpoints.says_issuer || parameters->count("iss") > 0) &&
      told("iss") != options_.issuer) {
    return Refused("it is of another provider");
  }
  if (told("code").empty()) return Refused("the provider let nobody in");
  ASSIGN_OR_RETURN(
      const std::string token,
      provider_.Redeem(told("code"), begun.value("verifier", ""),
                       absl::StrCat(options_.public_url, kReturnPath)));
  ASSIGN_OR_RETURN(const auto keys, provider_.Keys(KeyIdOf(token)));
  ASSIGN_OR_RETURN(
      const SignedIn who,
      ProveToken(token, keys,
                 {.issuer = options_.issuer,
                  .client_id = options_.client_id,
                  .nonce = begun.value("nonce", ""),
                  .organisation_claim = options_.organisation_claim,
                  .actor_claim = options_.actor_claim},
                 now));
  const json session = {{"id", NewToken()},
                        {"oin", who.oin},
                        {"actor", who.actor},
                        {"end", absl::ToUnixSeconds(now + options_.session)}};
  Log(Severity::kInfo, "signed_in", {{"caller", who.oin}});
  return Outcome{
      .status = 303,
      .headers = {{"Location", absl::StrCat("/", begun.value("to", ""))},
                  SetCookie(kSessionCookie,
                            sealer_->Seal(session.dump(), kSessionCookie),
                            options_.session, "Strict"),
                  Forget(kBeginCookie)}};
}

SignIn::Outcome SignIn::Return(const Head& head, const std::string& query) {
  auto outcome = SignedInBy(head, query);
  if (outcome.ok()) return *std::move(outcome);
  absl::Status refused = outcome.status();
  if (ReasonIn(refused).name.empty()) {
    refused = refused.code() == absl::StatusCode::kInvalidArgument ||
                      refused.code() == absl::StatusCode::kNotFound
                  ? Refused(refused.message())
                  : Away(refused);
  }
  if (!AsksForAPage(head)) return {.refused = refused};
  // A person reads the page, and not a problem.
  Log(Severity::kWarning, "sign_in_refused",
      {{"fault", std::string(refused.message())}});
  return {.status = 303,
          .headers = {
              {"Location", absl::StrCat("/?session=", ReasonIn(refused).name)},
              Forget(kBeginCookie)}};
}

std::optional<InSession> SignIn::Opened(const Head& head) {
  const auto cookie = CookieOf(head, kSessionCookie);
  if (!cookie.has_value()) return std::nullopt;
  const json told = OpenedJson(*sealer_, *cookie, kSessionCookie, clock_.Now());
  if (told.is_null()) return std::nullopt;
  InSession session{
      .id = told.value("id", ""),
      .oin = told.value("oin", ""),
      .actor = told.value("actor", ""),
      .end = absl::FromUnixSeconds(told.value("end", int64_t{0}))};
  if (session.oin.empty() || IsUsedUp(session.id)) return std::nullopt;
  return session;
}

std::pair<std::string, std::string> SignIn::ForgetSession() {
  return Forget(kSessionCookie);
}

SignIn::Outcome SignIn::Say(const Head& head) {
  const auto session = Opened(head);
  json told = {{"kind", "none"}, {"signIn", true}};
  if (head.has_certificate) {
    told = {{"kind", "certificate"}, {"oin", head.oin}};
  } else if (session.has_value()) {
    told = {{"kind", "session"},
            {"oin", session->oin},
            {"actor", session->actor},
            {"endTime", absl::FormatTime(absl::RFC3339_sec, session->end,
                                         absl::UTCTimeZone())}};
  }
  return {.json = told.dump()};
}

SignIn::Outcome SignIn::End(const Head& head) {
  const absl::Status ours = CheckOrigin(head);
  if (!ours.ok()) return {.refused = ours};
  const auto session = Opened(head);
  if (session.has_value()) UseUp(session->id, session->end);
  json told = json::object();
  if (session.has_value()) {
    const auto endpoints = provider_.Discover();
    if (endpoints.ok() && !endpoints->end_session.empty()) {
      told["next"] = absl::StrCat(
          endpoints->end_session,
          absl::StrContains(endpoints->end_session, '?') ? "&" : "?",
          "client_id=", PercentEncode(options_.client_id),
          "&post_logout_redirect_uri=",
          PercentEncode(absl::StrCat(options_.public_url, "/")));
    }
  }
  return {.headers = {ForgetSession(), {"Clear-Site-Data", "\"cache\""}},
          .json = told.dump()};
}

absl::Status SignIn::CheckOrigin(const Head& head) const {
  const std::string origin = head.Header("Origin"),
                    site = head.Header("Sec-Fetch-Site");
  const bool ours = !head.Header(kSessionHeader).empty() &&
                    !(origin.empty() && site.empty()) &&
                    (origin.empty() || origin == options_.public_url) &&
                    (site.empty() || site == "same-origin");
  if (ours) return absl::OkStatus();
  return Refuse(403, "REQUEST_FORGED",
                absl::StrCat("With a session a write is sent by the page of "
                             "this gateway, with ",
                             kSessionHeader, "."));
}

absl::StatusOr<std::optional<InSession>> SignIn::SessionOf(const Head& head) {
  bool sent = false;
  for (const auto& [name, value] : head.headers) {
    sent |= absl::EqualsIgnoreCase(name, "Cookie") &&
            absl::StrContains(value, absl::StrCat(kSessionCookie, "="));
  }
  if (!sent) return std::optional<InSession>();
  auto session = Opened(head);
  if (!session.has_value()) {
    return Refuse(401, "SESSION_ENDED",
                  "The session is over, or none of this gateway; sign in "
                  "again.");
  }
  if (head.method != "GET" && head.method != "HEAD") {
    RETURN_IF_ERROR(CheckOrigin(head));
  }
  return session;
}

absl::StatusOr<std::string> SignIn::ClaimOf(const InSession& session) {
  const absl::Time now = clock_.Now();
  const std::pair key(session.actor, absl::ToUnixSeconds(now) /
                                         absl::ToInt64Seconds(kClaimAgain));
  if (const auto claim = claims_.Find(key)) return *claim;
  ASSIGN_OR_RETURN(std::string fresh,
                   SignActor(options_.actor_key, session.actor, now));
  claims_.Keep(key, std::make_shared<const std::string>(fresh), 1);
  return fresh;
}

bool SignIn::UseUp(const std::string& id, absl::Time end) {
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  if (used_up_.size() >= kUsedMax) {
    for (auto at = used_up_.begin(); at != used_up_.end();) {
      at = at->second <= now ? used_up_.erase(at) : std::next(at);
    }
  }
  return used_up_.emplace(id, end).second;
}

bool SignIn::IsUsedUp(const std::string& id) {
  absl::MutexLock lock(&mutex_);
  return used_up_.count(id) > 0;
}

}  // namespace opvang::gateway
