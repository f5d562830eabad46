#include "services/gateway/sign_in/provider.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {
namespace {

using nlohmann::json;

constexpr absl::Duration kDiscoveredFor = absl::Hours(1);
constexpr absl::Duration kKeysAgain = absl::Seconds(10);
constexpr absl::Duration kPatience = absl::Seconds(10);

std::string TextIn(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}

absl::Status Faulty(absl::string_view what) {
  return absl::UnavailableError(
      absl::StrCat("the provider's description ", what));
}

absl::StatusOr<Endpoints> Read(const std::string& text,
                               const std::string& issuer) {
  const json told = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!told.is_object()) return Faulty("is no JSON");
  if (TextIn(told, "issuer") != issuer) return Faulty("is of another issuer");
  Endpoints read;
  read.authorization = TextIn(told, "authorization_endpoint");
  read.token = TextIn(told, "token_endpoint");
  read.keys = TextIn(told, "jwks_uri");
  for (const std::string* url :
       {&read.authorization, &read.token, &read.keys}) {
    if (!IsAskable(*url)) return Faulty("leads to where nothing is encrypted");
  }
  read.end_session = TextIn(told, "end_session_endpoint");
  if (!IsAskable(read.end_session)) read.end_session.clear();
  const auto methods = told.find("token_endpoint_auth_methods_supported");
  read.secret_in_body = methods != told.end() && methods->is_array() &&
                        std::find(methods->begin(), methods->end(),
                                  "client_secret_basic") == methods->end();
  const auto says = told.find("authorization_response_iss_parameter_supported");
  read.says_issuer = says != told.end() && *says == true;
  return read;
}

}  // namespace

absl::StatusOr<std::string> Provider::Get(const std::string& url) const {
  ASSIGN_OR_RETURN(const HttpAnswer answer,
                   http_.Send({.url = url,
                               .headers = {{"Accept", "application/json"}},
                               .timeout = kPatience}));
  if (answer.status == 200) return answer.body;
  return absl::UnavailableError(
      absl::StrCat("the provider answers ", answer.status));
}

absl::StatusOr<Endpoints> Provider::Discover() {
  absl::MutexLock lock(&mutex_);
  if (SteadyNow() - discovered_ < kDiscoveredFor) return endpoints_;
  ASSIGN_OR_RETURN(const std::string text,
                   Get(absl::StrCat(absl::StripSuffix(issuer_, "/"),
                                    "/.well-known/openid-configuration")));
  ASSIGN_OR_RETURN(endpoints_, Read(text, issuer_));
  discovered_ = SteadyNow();
  return endpoints_;
}

absl::StatusOr<std::vector<ProviderKey>> Provider::Keys(const std::string& id) {
  ASSIGN_OR_RETURN(const Endpoints endpoints, Discover());
  absl::MutexLock lock(&mutex_);
  const bool known = std::any_of(
      keys_.begin(), keys_.end(),
      [&](const ProviderKey& key) { return id.empty() || key.id == id; });
  const absl::Duration age = SteadyNow() - fetched_;
  if (age < kKeysAgain || (known && age < kDiscoveredFor)) return keys_;
  ASSIGN_OR_RETURN(const std::string text, Get(endpoints.keys));
  const auto read = ReadKeys(text);
  if (!read.ok()) {
    return absl::UnavailableError(
        absl::StrCat("the provider's keys: ", read.status().message()));
  }
  keys_ = *read;
  fetched_ = SteadyNow();
  return keys_;
}

absl::StatusOr<std::string> Provider::Redeem(const std::string& code,
                                             const std::string& verifier,
                                             const std::string& redirect) {
  ASSIGN_OR_RETURN(const Endpoints endpoints, Discover());
  std::string body =
      absl::StrCat("grant_type=authorization_code&code=", PercentEncode(code),
                   "&redirect_uri=", PercentEncode(redirect),
                   "&code_verifier=", PercentEncode(verifier));
  HttpRequest request{
      .method = "POST",
      .url = endpoints.token,
      .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}},
      .timeout = kPatience};
  const std::string id = PercentEncode(client_.id),
                    secret = PercentEncode(client_.secret);
  if (endpoints.secret_in_body) {
    absl::StrAppend(&body, "&client_id=", id, "&client_secret=", secret);
  } else {
    request.headers.emplace_back(
        "Authorization", absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(
                                                    id, ":", secret))));
  }
  request.body = std::move(body);
  ASSIGN_OR_RETURN(const HttpAnswer answer, http_.Send(request));
  if (answer.status >= 500) {
    return absl::UnavailableError(
        absl::StrCat("the provider answers ", answer.status));
  }
  if (answer.status != 200) {
    return absl::InvalidArgumentError("the provider refused the code");
  }
  const json told =
      json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  const std::string token = told.is_object() ? TextIn(told, "id_token") : "";
  if (!token.empty()) return token;
  return absl::InvalidArgumentError("the provider gave no ID token");
}

}  // namespace opvang::gateway
