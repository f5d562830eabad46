// Signing in by OpenID Connect, with a provider of the test over TLS and a real
// service: who is let in, and everybody who must not be.
#include "services/gateway/sign_in/sign_in.h"

#include <jwt.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/sha.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/base/file.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http/server.h"
#include "services/gateway/transcode/routes.h"
#include "services/quotas/quota_service.h"
#include "tests/gateway/client.h"
#include "tests/support/in_process.h"
#include "tests/support/make_actor_key.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/small_server.h"
#include "tests/support/test_database.h"

namespace opvang::gateway {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kZwolle[] = "00000099000000193000";
constexpr char kPublic[] = "https://opvang.test";
constexpr char kClient[] = "opvang";
constexpr char kSecret[] = "geheim & lang";

std::string Base64(absl::string_view bytes) {
  return absl::WebSafeBase64Escape(bytes);
}

using Parameters = std::map<std::string, std::string>;

Parameters Parsed(absl::string_view query) {
  Parameters all;
  for (absl::string_view one : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(one, absl::MaxSplits('=', 1));
    PercentDecode(parts.second, true, all[std::string(parts.first)]);
  }
  return all;
}

// The public half of a key of P-256 or RSA, as a provider tells it.
json JwkOf(const std::string& private_pem, const std::string& id) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(
      BIO_new_mem_buf(private_pem.data(), -1), BIO_free);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr),
      EVP_PKEY_free);
  const auto number = [&](const char* name) {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &value);
    std::string bytes(EVP_PKEY_is_a(key.get(), "EC") ? 32 : BN_num_bytes(value),
                      '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    BN_free(value);
    return Base64(bytes);
  };
  if (EVP_PKEY_is_a(key.get(), "EC")) {
    return {{"kty", "EC"},
            {"kid", id},
            {"crv", "P-256"},
            {"x", number(OSSL_PKEY_PARAM_EC_PUB_X)},
            {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y)}};
  }
  return {{"kty", "RSA"},
          {"kid", id},
          {"use", "sig"},
          {"n", number(OSSL_PKEY_PARAM_RSA_N)},
          {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
}

std::string Signed(const json& claims, jwt_alg_t algorithm,
                   const std::string& key, const std::string& id) {
  jwt_t* made = nullptr;
  jwt_new(&made);
  const std::unique_ptr<jwt_t, void (*)(jwt_t*)> jwt(made, jwt_free);
  jwt_add_header(made, "kid", id.c_str());
  jwt_add_grants_json(made, claims.dump().c_str());
  jwt_set_alg(made, algorithm,
              reinterpret_cast<const unsigned char*>(key.data()),
              static_cast<int>(key.size()));
  const std::unique_ptr<char, void (*)(void*)> text(jwt_encode_str(made), free);
  return text == nullptr ? "" : text.get();
}

// A provider as the standard has it, but for what a test spoils.
class TestProvider {
 public:
  TestProvider(const std::string& certificates, const Clock& clock)
      : clock_(clock),
        key_(MakeActorKey().private_pem),
        server_(
            [this](const SmallServer::Request& request) {
              return Answer(request);
            },
            certificates) {}

  std::string issuer() const { return server_.url(); }
  const std::string& key() const { return key_; }

  // Somebody signs in there; what leads back, after /session/return.
  std::string LetIn(const std::string& location) {
    absl::MutexLock lock(&mutex_);
    const std::string code = absl::StrCat("code-", ++count_);
    codes_[code] = Parsed(location.substr(location.find('?') + 1));
    return absl::StrCat("?code=", code, "&state=", codes_[code]["state"]);
  }

  // Of what stands in each token, of its bytes, and of the description.
  std::function<void(json&)> claims = [](json&) {};
  std::function<std::string(const json&)> sign;
  std::function<void(json&)> description = [](json&) {};
  std::function<void(json&)> keys = [](json&) {};
  bool codes_last = false, away = false;
  int asked_for_keys() {
    absl::MutexLock lock(&mutex_);
    return asked_for_keys_;
  }

 private:
  std::string Answer(const SmallServer::Request& request) {
    absl::MutexLock lock(&mutex_);
    if (away) return HttpAnswerOf(503, "");
    const std::vector<std::string> line = absl::StrSplit(request.head, ' ');
    if (line[1] == "/.well-known/openid-configuration") {
      json told = {{"issuer", issuer()},
                   {"authorization_endpoint", issuer() + "/authorize"},
                   {"token_endpoint", issuer() + "/token"},
                   {"jwks_uri", issuer() + "/keys"},
                   {"end_session_endpoint", issuer() + "/leave"}};
      description(told);
      return HttpAnswerOf(200, told.dump());
    }
    if (line[1] == "/keys") {
      ++asked_for_keys_;
      json told = {{"keys", {JwkOf(key_, "one")}}};
      keys(told);
      return HttpAnswerOf(200, told.dump());
    }
    if (line[1] == "/token") return Token(request);
    return HttpAnswerOf(404, "");
  }

  std::string Token(const SmallServer::Request& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto refuse = [] {
      return HttpAnswerOf(400, R"({"error":"invalid_grant"})");
    };
    const Parameters form = Parsed(request.body);
    const auto told = [&](const char* name) {
      const auto found = form.find(name);
      return found == form.end() ? std::string() : found->second;
    };
    const auto begun = codes_.find(told("code"));
    std::string basic;
    absl::Base64Unescape(
        absl::StripPrefix(request.Header("Authorization"), "Basic "), &basic);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    const std::string verifier = told("code_verifier");
    SHA256(reinterpret_cast<const unsigned char*>(verifier.data()),
           verifier.size(), digest);
    if (begun == codes_.end() ||
        basic != absl::StrCat(kClient, ":", PercentEncode(kSecret)) ||
        told("redirect_uri") != begun->second["redirect_uri"] ||
        begun->second["code_challenge"] !=
            Base64({reinterpret_cast<char*>(digest), sizeof digest})) {
      return refuse();
    }
    const int64_t now = absl::ToUnixSeconds(clock_.Now());
    json told_of = {{"iss", issuer()},
                    {"aud", kClient},
                    {"sub", "persoon-7"},
                    {"oin", kZwolle},
                    {"nonce", begun->second["nonce"]},
                    {"iat", now},
                    {"exp", now + 300},
                    {"name", "Jan Jansen"},
                    {"email", "jan@zwolle.example"}};
    claims(told_of);
    if (!codes_last) codes_.erase(begun);
    const std::string token =
        sign ? sign(told_of) : Signed(told_of, JWT_ALG_ES256, key_, "one");
    return HttpAnswerOf(
        200, json({{"token_type", "Bearer"}, {"id_token", token}}).dump());
  }

  const Clock& clock_;
  const std::string key_;
  absl::Mutex mutex_;
  std::map<std::string, Parameters> codes_ ABSL_GUARDED_BY(mutex_);
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
  int asked_for_keys_ ABSL_GUARDED_BY(mutex_) = 0;
  SmallServer server_;
};

// A browser, as far as its cookies go.
struct Jar {
  std::map<std::string, std::string> cookies;

  void Keep(const Answered& answered) {
    for (const std::string& one : answered.cookies) {
      const std::vector<std::string> parts = absl::StrSplit(one, "; ");
      const std::pair<std::string, std::string> cookie =
          absl::StrSplit(parts[0], absl::MaxSplits('=', 1));
      for (const char* attribute : {"Path=/", "Secure", "HttpOnly"}) {
        EXPECT_THAT(parts, testing::Contains(attribute)) << one;
      }
      EXPECT_THAT(one, Not(HasSubstr("Domain")));
      if (cookie.second.empty()) {
        cookies.erase(cookie.first);
      } else {
        cookies[cookie.first] = cookie.second;
      }
    }
  }
  std::string Header() const {
    if (cookies.empty()) return "";
    std::vector<std::string> all;
    for (const auto& [name, value] : cookies) {
      all.push_back(absl::StrCat(name, "=", value));
    }
    return absl::StrCat("Cookie: ", absl::StrJoin(all, "; "), "\r\n");
  }
};

class SignInTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    char folder[] = "/tmp/opvang-sign-in-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    int status = 0;
    Shell(absl::StrCat(OPVANG_SOURCE_DIR "/deploy/certificates ", folder_,
                       "/all && openssl genrsa -out ", folder_,
                       "/rsa.pem 2048 2>/dev/null && openssl genrsa -out ",
                       folder_, "/short.pem 1024 2>/dev/null"),
          &status);
    ASSERT_EQ(status, 0);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }

  SignInTest() : provider_(Of("quotas"), clock_) {
    NewKey("keys");
    organisations_ = *Organisations::Load(Of("organisations.json"));
    service_ =
        std::make_unique<quotas::QuotaService>(*db_, clock_, *organisations_);
    server_ = std::make_unique<InProcess>(
        *service_, *MakeServerCredentials(Of("quotas"), "127.0.0.1:0"));
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
    for (const auto* one : Contracts()) {
      channels[one->full_name()] = *Connect(server_->address(), Of("gateway"));
    }
    backend_ = std::make_unique<Backend>(channels);
    auto sign_in = SignIn::Make(Options(), clock_);
    EXPECT_THAT(sign_in, IsOk());
    sign_in_ = *std::move(sign_in);
    gateway_ = std::make_unique<Gateway>(
        *routes_, *backend_,
        GatewayOptions{
            .version = "1.0.0", .openapi = "{}", .sign_in = sign_in_.get()});
    http_ = *HttpServer::Listen(
        {.listen_address = "127.0.0.1:0", .certificates = Of("gateway")},
        *gateway_);
    http_->Open();
  }
  ~SignInTest() override {
    http_->Close(absl::Seconds(5));
    backend_->End();
  }

  static std::string Of(const std::string& name) {
    return absl::StrCat(folder_, "/all/", name);
  }
  // A key for cookies comes first in the file of that name.
  void NewKey(const std::string& name) {
    const std::string path = absl::StrCat(folder_, "/", name);
    const std::string before = ReadFile(path).value_or("");
    std::ofstream(path) << absl::BytesToHexString(RandomBytes(32)) << "\n"
                        << before;
  }
  SignInOptions Options() const {
    return {.issuer = provider_.issuer(),
            .client_id = kClient,
            .client_secret = kSecret,
            .ca_file = Of("ca.pem"),
            .public_url = kPublic,
            .session_keys = folder_ + "/keys",
            .actor_key = *ReadFile(Of("gateway/actor.key"))};
  }

  Answered Ask(const std::string& line, const Jar& jar,
               const std::string& headers = "", const std::string& body = "") {
    Client client(http_->address(), Of("zwolle"), /*shows=*/false);
    EXPECT_TRUE(client.connected());
    return client.Ask(Request(line, jar.Header() + headers, body));
  }
  // Leaves for the provider; where that is.
  std::string Begin(Jar& jar, const std::string& query = "") {
    const Answered begun = Ask("GET /session/begin" + query, jar);
    EXPECT_EQ(begun.status, 303) << begun.body;
    jar.Keep(begun);
    const auto location = begun.headers.find("location");
    return location == begun.headers.end() ? "" : location->second;
  }
  Answered Return(Jar& jar, const std::string& query,
                  const std::string& headers = "") {
    const Answered returned = Ask("GET /session/return" + query, jar, headers);
    jar.Keep(returned);
    return returned;
  }
  // "303", or what is wrong: "401 its nonce is not …".
  std::string Outcome(Jar& jar) {
    const Answered returned = Return(jar, provider_.LetIn(Begin(jar)));
    if (returned.status < 400) return absl::StrCat(returned.status);
    const json problem = json::parse(returned.body, nullptr, false);
    EXPECT_EQ(problem.value("reason", ""), returned.status == 503
                                               ? "SIGN_IN_UNAVAILABLE"
                                               : "SIGN_IN_REFUSED");
    // Nothing of who tried is told.
    EXPECT_THAT(returned.body,
                AllOf(Not(HasSubstr("persoon")), Not(HasSubstr("Jan"))));
    return absl::StrCat(returned.status, " ", problem.value("detail", ""));
  }
  std::string Outcome() {
    Jar jar;
    const std::string outcome = Outcome(jar);
    EXPECT_EQ(jar.cookies.count(kSessionCookie), outcome == "303" ? 1u : 0u);
    if (outcome != "303") {
      EXPECT_EQ(Ask("GET /v1/cycles", jar).status, 401);
    }
    return outcome;
  }
  Jar SignedInJar() {
    Jar jar;
    EXPECT_EQ(Outcome(jar), "303");
    return jar;
  }
  std::string Reason(const Answered& answered) {
    const json problem = json::parse(answered.body, nullptr, false);
    return absl::StrCat(answered.status, " ",
                        problem.is_object() ? problem.value("reason", "") : "");
  }
  json Who(const Jar& jar) {
    return json::parse(Ask("GET /session", jar).body, nullptr, false);
  }

  static inline std::string folder_;
  FixedClock clock_{absl::Now()};
  TestProvider provider_;
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_;
  std::unique_ptr<quotas::QuotaService> service_;
  std::unique_ptr<InProcess> server_;
  const std::unique_ptr<Routes> routes_ = *Routes::Of(Contracts());
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<SignIn> sign_in_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> http_;
};

constexpr char kOurs[] =
    "Origin: https://opvang.test\r\nSec-Fetch-Site: same-origin\r\n"
    "X-Opvang-Session: 1\r\n";

TEST_F(SignInTest, WhoIsLetInActsForAnOrganisation) {
  Jar jar;
  EXPECT_EQ(Reason(Ask("GET /v1/cycles", jar)), "401 CALLER_UNKNOWN");
  EXPECT_EQ(Who(jar), json::parse(R"({"kind": "none", "signIn": true})"));
  const std::string location =
      Begin(jar, "?to=%23%2Fprovincie%3Fp%3Dprovinces%2Fpv23");
  EXPECT_TRUE(absl::StartsWith(
      location, provider_.issuer() + "/authorize?response_type=code"));
  const Parameters asked = Parsed(location.substr(location.find('?') + 1));
  EXPECT_EQ(asked.at("scope"), "openid");
  EXPECT_EQ(asked.at("client_id"), kClient);
  EXPECT_EQ(asked.at("redirect_uri"), "https://opvang.test/session/return");
  EXPECT_EQ(asked.at("code_challenge_method"), "S256");
  const Answered returned = Return(jar, provider_.LetIn(location));
  EXPECT_EQ(returned.status, 303) << returned.body;
  EXPECT_EQ(returned.headers.find("location")->second,
            "/#/provincie?p=provinces/pv23");
  EXPECT_EQ(returned.headers.find("cache-control")->second, "no-store");
  // What began it is taken away.
  EXPECT_EQ(jar.cookies.size(), 1u);
  // A browser that keeps answers keeps them for this session alone.
  EXPECT_EQ(Ask("GET /v1/cycles?revision=1", jar).headers.find("vary")->second,
            "Accept, Cookie");
  const json who = Who(jar);
  EXPECT_EQ(who.value("kind", ""), "session");
  EXPECT_EQ(who.value("oin", ""), kZwolle);
  EXPECT_EQ(Ask("GET /v1/cycles", jar).status, 200);
  // As that organisation, and no other.
  const Answered refused = Ask(
      "POST /v1/splits", jar,
      absl::StrCat(kOurs,
                   "Idempotency-Key: 898d4ea3-8220-53ba-868f-6b149d528226\r\n"),
      "{}");
  EXPECT_THAT(refused.body, HasSubstr("\"scope\":\"municipalities/gm0193\""));
  // A certificate goes before it.
  Client client(http_->address(), Of("ministry"));
  EXPECT_EQ(json::parse(client.Ask(Request("GET /session", jar.Header())).body)
                .value("oin", ""),
            "00000099000000010000");
}

// The services know who acts, proved, and nothing of the person.
TEST_F(SignInTest, WhoActsIsAProvedPseudonym) {
  provider_.claims = [](json& claims) {
    claims["oin"] = "00000099000000010000";
  };
  const Jar jar = SignedInJar();
  const Answered delivered = Ask(
      "POST /v1/countries/nl/quota-deliveries", jar,
      absl::StrCat(kOurs,
                   "Idempotency-Key: 898d4ea3-8220-53ba-868f-6b149d528226\r\n"
                   // What a browser says of itself is not passed on.
                   "x-opvang-actor: iemand-anders\r\n"),
      R"({"cycles": [{"name": "cycles/2024", "displayName": "eerste",
          "windowStartDate": "2025-07-01", "windowEndDate": "2026-02-01",
          "realisationStartDate": "2024-10-01", "realisationEndDate":
          "2025-07-02", "reportDueDate": "2024-11-01", "decisionDueDate":
          "2025-01-01", "source": "wet"}]})");
  ASSERT_EQ(delivered.status, 200) << delivered.body;
  const Answered trail = Ask("GET /v1/quota-revisions", jar);
  const std::string actor = Who(jar).value("actor", "");
  EXPECT_EQ(actor.size(), 32u);
  EXPECT_THAT(trail.body,
              AllOf(HasSubstr(absl::StrCat("\"proved:", actor, "\"")),
                    Not(HasSubstr("persoon")), Not(HasSubstr("iemand")),
                    Not(HasSubstr("Jan")), Not(HasSubstr("jan@"))));
  // The same person is the same pseudonym; another is another.
  EXPECT_EQ(Who(SignedInJar()).value("actor", ""), actor);
  provider_.claims = [](json& claims) { claims["sub"] = "persoon-8"; };
  EXPECT_NE(Who(SignedInJar()).value("actor", ""), actor);
}

TEST_F(SignInTest, ATokenMustBeAllThatItMustBe) {
  EXPECT_EQ(Outcome(), "303");
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  const std::vector<std::pair<std::function<void(json&)>, std::string>>
      spoiled = {
          {[](json& c) { c["iss"] = "https://elders.example"; }, "its iss is"},
          {[](json& c) { c.erase("iss"); }, "its iss is"},
          {[](json& c) { c["aud"] = "anders"; }, "its aud is"},
          {[](json& c) { c["aud"] = json::array({"anders"}); }, "its aud is"},
          {[](json& c) {
             c["aud"] = json::array({kClient, "anders"});
           },
           "its aud is"},
          {[](json& c) { c["azp"] = "anders"; }, "its aud is"},
          {[](json& c) { c.erase("aud"); }, "its aud is"},
          {[=](json& c) { c["exp"] = now - 120; }, "it is over"},
          {[](json& c) { c.erase("exp"); }, "it is over"},
          {[](json& c) { c["exp"] = "morgen"; }, "it is over"},
          {[=](json& c) { c["iat"] = now + 300; }, "its iat is"},
          {[=](json& c) { c["iat"] = now - 3600; }, "its iat is"},
          {[](json& c) { c.erase("iat"); }, "its iat is"},
          {[=](json& c) { c["nbf"] = now + 300; }, "it does not hold yet"},
          {[](json& c) { c["nonce"] = "geraden"; }, "its nonce is"},
          {[](json& c) { c["nonce"] = ""; }, "its nonce is"},
          {[](json& c) { c.erase("nonce"); }, "its nonce is"},
          {[](json& c) { c.erase("oin"); }, "the claim of the organisation"},
          {[](json& c) { c["oin"] = "193"; }, "the claim of the organisation"},
          {[](json& c) { c["oin"] = json::array({kZwolle}); },
           "the claim of the organisation"},
          {[](json& c) { c.erase("sub"); }, "no pseudonym"},
          {[](json& c) { c["sub"] = "jan@zwolle.example"; }, "no pseudonym"},
          {[](json& c) { c["sub"] = "Jan Jansen"; }, "no pseudonym"},
      };
  for (const auto& [spoil, why] : spoiled) {
    provider_.claims = spoil;
    EXPECT_THAT(Outcome(), AllOf(HasSubstr("401 "), HasSubstr(why)));
  }
  // Of several it says for whom it was made.
  provider_.claims = [](json& c) {
    c["aud"] = json::array({kClient, "anders"});
    c["azp"] = kClient;
  };
  EXPECT_EQ(Outcome(), "303");
}

TEST_F(SignInTest, ATokenMustBeSignedByTheProvider) {
  const std::string rsa = *ReadFile(folder_ + "/rsa.pem"),
                    rsa_short = *ReadFile(folder_ + "/short.pem"),
                    other = MakeActorKey().private_pem;
  provider_.keys = [&](json& told) {
    told["keys"].push_back(JwkOf(rsa, "two"));
    told["keys"].push_back(JwkOf(rsa_short, "short"));
    told["keys"].push_back({{"kty", "oct"}, {"kid", "four"}, {"k", "AAAA"}});
    told["keys"].push_back({{"kty", "EC"},
                            {"kid", "five"},
                            {"crv", "P-256"},
                            {"x", "AAAA"},
                            {"y", "AAAA"}});
    told["keys"].push_back(7);
  };
  const auto with = [&](jwt_alg_t algorithm, const std::string& key,
                        const std::string& id) {
    provider_.sign = [=](const json& claims) {
      return Signed(claims, algorithm, key, id);
    };
    return Outcome();
  };
  const auto because = [](const char* why) {
    return AllOf(HasSubstr("401 "), HasSubstr(why));
  };
  EXPECT_EQ(with(JWT_ALG_ES256, provider_.key(), "one"), "303");
  EXPECT_EQ(with(JWT_ALG_RS256, rsa, "two"), "303");
  EXPECT_THAT(with(JWT_ALG_ES256, other, "one"), because("its signature"));
  EXPECT_THAT(with(JWT_ALG_ES256, other, "six"), because("its key is none"));
  EXPECT_THAT(with(JWT_ALG_RS256, rsa_short, "short"), because("its key is"));
  EXPECT_THAT(with(JWT_ALG_RS256, rsa, "one"), because("its key is none"));
  EXPECT_THAT(with(JWT_ALG_HS256, JwkOf(provider_.key(), "one").dump(), "one"),
              because("neither RS256 nor ES256"));
  EXPECT_THAT(with(JWT_ALG_NONE, "", "one"), because("neither RS256"));
  const std::vector<
      std::pair<std::function<std::string(std::string)>, const char*>>
      spoiled = {
          // Altered after it was signed.
          {[](const std::string& token) {
             std::vector<std::string> parts = absl::StrSplit(token, '.');
             std::string claims;
             absl::WebSafeBase64Unescape(parts[1], &claims);
             parts[1] = Base64(absl::StrReplaceAll(
                 claims, {{kZwolle, "00000099000000010000"}}));
             return absl::StrJoin(parts, ".");
           },
           "its signature"},
          // Without the signature.
          {[](const std::string& token) {
             return token.substr(0, token.rfind('.') + 1);
           },
           "its signature"},
          {[](const std::string& token) {
             std::vector<std::string> parts = absl::StrSplit(token, '.');
             parts[0] = Base64(R"({"alg":"none"})");
             parts[2].clear();
             return absl::StrJoin(parts, ".");
           },
           "neither RS256"},
          {[](const std::string& token) {
             std::vector<std::string> parts = absl::StrSplit(token, '.');
             parts[0] =
                 Base64(R"({"alg":"ES256","kid":"one","crit":["x"],"x":1})");
             return absl::StrJoin(parts, ".");
           },
           "crit"},
          {[](const std::string&) { return "a.b"; }, "no token"},
          {[](const std::string&) { return "a.b.c.d.e"; }, "no token"},
      };
  for (const auto& [spoil, why] : spoiled) {
    provider_.sign = [&, spoil = spoil](const json& claims) {
      return spoil(Signed(claims, JWT_ALG_ES256, provider_.key(), "one"));
    };
    EXPECT_THAT(Outcome(), because(why));
  }
}

TEST_F(SignInTest, ACodeCountsOnceAndInOneBrowser) {
  provider_.codes_last = true;  // The gateway itself must see to it.
  Jar jar;
  const std::string query = provider_.LetIn(Begin(jar));
  const Jar before = jar;
  EXPECT_EQ(Return(jar, query).status, 303);
  // The same again, with the cookies of then.
  Jar again = before;
  EXPECT_EQ(Reason(Return(again, query)), "401 SIGN_IN_REFUSED");
  EXPECT_THAT(Return(again, query).body, HasSubstr("it came back before"));
  // In another browser: with nothing, and with a beginning of its own.
  Jar other;
  EXPECT_THAT(Return(other, query).body,
              HasSubstr("not begun in this browser"));
  Begin(other);
  EXPECT_THAT(Return(other, query).body, HasSubstr("its state is not"));
  EXPECT_EQ(other.cookies.count(kSessionCookie), 0u);
}

TEST_F(SignInTest, TheWayBackMustBeAsItWasBegun) {
  const auto outcome =
      [this](const std::function<void(std::string&, Jar&)>& spoil) {
        Jar jar;
        std::string query = provider_.LetIn(Begin(jar));
        spoil(query, jar);
        const Answered returned = Return(jar, query);
        EXPECT_EQ(Reason(returned), "401 SIGN_IN_REFUSED");
        EXPECT_EQ(jar.cookies.count(kSessionCookie), 0u);
        return returned.body;
      };
  EXPECT_THAT(outcome([](std::string& query, Jar&) { query += "x"; }),
              HasSubstr("its state is not"));
  EXPECT_THAT(outcome([](std::string& query, Jar&) {
                query = query.substr(0, query.find("&state"));
              }),
              HasSubstr("its state is not"));
  EXPECT_THAT(outcome([](std::string& query, Jar&) { query += "&state=two"; }),
              HasSubstr("its address is not in order"));
  EXPECT_THAT(outcome([](std::string& query, Jar&) {
                query = absl::StrReplaceAll(query, {{"code=", "kode="}});
              }),
              HasSubstr("let nobody in"));
  EXPECT_THAT(outcome([](std::string& query, Jar&) {
                query = absl::StrReplaceAll(query, {{"code=", "code=x"}});
              }),
              HasSubstr("refused the code"));
  EXPECT_THAT(outcome([](std::string& query, Jar&) {
                query += "&iss=https%3A%2F%2Felders.example";
              }),
              HasSubstr("of another provider"));
  // A cookie that is altered, sealed for something else, or there twice.
  EXPECT_THAT(outcome([](std::string&, Jar& jar) {
                char& c = jar.cookies[kBeginCookie][20];
                c = c == 'A' ? 'B' : 'A';
              }),
              HasSubstr("not begun in this browser"));
  EXPECT_THAT(outcome([](std::string&, Jar& jar) {
                jar.cookies[kBeginCookie].pop_back();
              }),
              HasSubstr("not begun in this browser"));
  const std::string session = SignedInJar().cookies.at(kSessionCookie);
  EXPECT_THAT(outcome([&](std::string&, Jar& jar) {
                jar.cookies[kBeginCookie] = session;
              }),
              HasSubstr("not begun in this browser"));
  // Too late.
  Jar jar;
  const std::string query = provider_.LetIn(Begin(jar));
  clock_.Set(clock_.Now() + absl::Minutes(11));
  EXPECT_THAT(Return(jar, query).body, HasSubstr("too long ago"));
}

// A person sees the page, which says so; other clients a problem.
TEST_F(SignInTest, APersonThatIsRefusedIsLedToThePage) {
  Jar jar;
  const Answered returned = Return(jar, "?code=x", "Accept: text/html\r\n");
  EXPECT_EQ(returned.status, 303);
  EXPECT_EQ(returned.headers.find("location")->second,
            "/?session=SIGN_IN_REFUSED");
}

TEST_F(SignInTest, NobodyIsLedElsewhere) {
  for (const char* to :
       {"https://elders.example", "//elders.example", "/%5Celders.example",
        "%23%2F%0d%0aSet-Cookie:x=y", "javascript:alert(1)", "%2F%2Felders",
        "@elders.example", ".elders.example", "%23elders", "%23%2F%3Cx"}) {
    Jar jar;
    const Answered returned =
        Return(jar, provider_.LetIn(Begin(jar, absl::StrCat("?to=", to))));
    EXPECT_EQ(returned.headers.find("location")->second, "/") << to;
  }
}

TEST_F(SignInTest, ASessionEndsByTimeAndBySigningOut) {
  Jar jar = SignedInJar();
  const absl::Time begun = clock_.Now();
  clock_.Set(begun + absl::Hours(8) - absl::Seconds(2));
  EXPECT_EQ(Who(jar).value("kind", ""), "session");
  clock_.Set(begun + absl::Hours(8) + absl::Seconds(1));
  const Answered over = Ask("GET /v1/cycles", jar);
  EXPECT_EQ(Reason(over), "401 SESSION_ENDED");
  EXPECT_THAT(over.headers.find("set-cookie")->second,
              HasSubstr("__Host-opvang=; "));
  EXPECT_EQ(Who(jar).value("kind", ""), "none");
  clock_.Set(begun);
  const Jar copied = jar;
  // Only our page ends it.
  EXPECT_EQ(Reason(Ask("DELETE /session", jar)), "403 REQUEST_FORGED");
  EXPECT_EQ(Ask("GET /v1/cycles", jar).status, 200);
  const Answered left = Ask("DELETE /session", jar, kOurs);
  EXPECT_EQ(left.status, 200);
  EXPECT_THAT(json::parse(left.body).value("next", ""),
              HasSubstr("/leave?client_id=opvang&post_logout_redirect_uri="
                        "https%3A%2F%2Fopvang.test%2F"));
  EXPECT_EQ(left.headers.find("clear-site-data")->second, "\"cache\"");
  jar.Keep(left);
  EXPECT_THAT(jar.cookies, IsEmpty());
  // Also for who kept a copy.
  EXPECT_EQ(Reason(Ask("GET /v1/cycles", copied)), "401 SESSION_ENDED");
}

TEST_F(SignInTest, ACookieThatIsNotOursIsNoSession) {
  const Jar jar = SignedInJar();
  const std::string good = jar.cookies.at(kSessionCookie);
  const auto reason = [this](const std::string& cookie) {
    Jar with;
    with.cookies[kSessionCookie] = cookie;
    return Reason(Ask("GET /v1/cycles", with));
  };
  EXPECT_EQ(reason(good), "200 ");
  for (size_t at = 0; at < good.size(); at += 7) {
    std::string altered = good;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(reason(altered), "401 SESSION_ENDED") << at;
  }
  for (const std::string& bad :
       {std::string(), std::string("x"), good + "A", good.substr(1),
        Base64(R"({"oin":"00000099000000193000","end":9999999999})"),
        good + "; __Host-opvang=" + good}) {
    EXPECT_EQ(reason(bad), "401 SESSION_ENDED") << bad;
  }
  Jar begun;
  Begin(begun);
  EXPECT_EQ(reason(begun.cookies.at(kBeginCookie)), "401 SESSION_ENDED");
}

TEST_F(SignInTest, AWriteOfAnotherSiteIsRefused) {
  const Jar jar = SignedInJar();
  const auto reason = [&](const std::string& headers) {
    return Reason(Ask("POST /v1/splits", jar, headers, "{}"));
  };
  const std::string forged = "403 REQUEST_FORGED";
  EXPECT_EQ(reason(kOurs), "403 METHOD_NOT_ALLOWED");  // By the service.
  EXPECT_EQ(reason("X-Opvang-Session: 1\r\nSec-Fetch-Site: same-origin\r\n"),
            "403 METHOD_NOT_ALLOWED");
  EXPECT_EQ(reason(""), forged);
  EXPECT_EQ(reason("X-Opvang-Session: 1\r\n"), forged);
  EXPECT_EQ(reason("Origin: https://opvang.test\r\n"), forged);
  for (const char* origin :
       {"https://elders.example", "null", "http://opvang.test",
        "https://opvang.test:444", "https://opvang.test.elders.example"}) {
    EXPECT_EQ(
        reason(absl::StrCat("X-Opvang-Session: 1\r\nOrigin: ", origin, "\r\n")),
        forged)
        << origin;
  }
  for (const char* site : {"cross-site", "same-site", "none"}) {
    EXPECT_EQ(reason(absl::StrCat("X-Opvang-Session: 1\r\nOrigin: "
                                  "https://opvang.test\r\nSec-Fetch-Site: ",
                                  site, "\r\n")),
              forged)
        << site;
  }
  // What a question asks by POST is sent by our page too.
  EXPECT_EQ(Reason(Ask("POST /v1/municipalities/_search", jar, "", "{}")),
            forged);
}

TEST_F(SignInTest, KeysAreReplacedOneAfterTheOther) {
  const Jar jar = SignedInJar();
  NewKey("keys");
  EXPECT_EQ(Ask("GET /v1/cycles", jar).status, 200);
  const Jar fresh = SignedInJar();
  // The old one goes: what it sealed ends.
  const std::string keys = *ReadFile(folder_ + "/keys");
  std::ofstream(folder_ + "/keys") << keys.substr(0, 65);
  EXPECT_EQ(Ask("GET /v1/cycles", fresh).status, 200);
  EXPECT_EQ(Reason(Ask("GET /v1/cycles", jar)), "401 SESSION_ENDED");
  // A file at fault changes nothing.
  std::ofstream(folder_ + "/keys") << "geen sleutel";
  EXPECT_EQ(Ask("GET /v1/cycles", fresh).status, 200);
  std::ofstream(folder_ + "/keys") << keys;
}

// A key of the provider is replaced: asked for once, and not by each stranger.
TEST_F(SignInTest, AnUnknownKeyIsAskedForSeldom) {
  const absl::Time begun = absl::Now();
  EXPECT_EQ(Outcome(), "303");
  EXPECT_EQ(Outcome(), "303");
  EXPECT_EQ(provider_.asked_for_keys(), 1);
  provider_.sign = [&](const json& claims) {
    return Signed(claims, JWT_ALG_ES256, provider_.key(), "unknown");
  };
  for (int i = 0; i < 5; ++i) Outcome();
  // Every ten seconds at most, however slow this machine is.
  EXPECT_LE(provider_.asked_for_keys(),
            1 + (absl::Now() - begun) / absl::Seconds(10));
}

TEST_F(SignInTest, AProviderThatIsAwayOrElsewhereLetsNobodyIn) {
  provider_.away = true;
  Jar jar;
  EXPECT_EQ(Reason(Ask("GET /session/begin", jar)), "503 SIGN_IN_UNAVAILABLE");
  provider_.away = false;
  for (const auto& [name, value] : std::map<std::string, std::string>{
           {"issuer", "https://elders.example"},
           {"token_endpoint", "http://elders.example/token"},
           {"jwks_uri", "file:///etc/passwd"},
           {"authorization_endpoint", "javascript:x"}}) {
    provider_.description = [name = name, value = value](json& told) {
      told[name] = value;
    };
    EXPECT_EQ(Reason(Ask("GET /session/begin", jar)), "503 SIGN_IN_UNAVAILABLE")
        << name;
  }
  provider_.description = [](json&) {};
  EXPECT_EQ(Ask("GET /session/begin", jar).status, 303);
}

TEST_F(SignInTest, WhatItLacksIsSaidAtTheStart) {
  const auto fault = [&](const std::function<void(SignInOptions&)>& spoil) {
    SignInOptions options = Options();
    spoil(options);
    return std::string(SignIn::Make(options, clock_).status().message());
  };
  EXPECT_EQ(fault([](SignInOptions&) {}), "");
  EXPECT_THAT(fault([](auto& o) { o.issuer = "http://id.example"; }),
              HasSubstr("issuer"));
  for (const char* url : {"", "http://opvang.test", "https://opvang.test/",
                          "https://opvang.test/x", "opvang.test"}) {
    EXPECT_THAT(fault([=](auto& o) { o.public_url = url; }),
                HasSubstr("public URL"));
  }
  EXPECT_THAT(fault([](auto& o) { o.client_secret = ""; }),
              HasSubstr("secret"));
  EXPECT_THAT(fault([](auto& o) { o.session_keys = "/nowhere"; }),
              HasSubstr("/nowhere"));
  EXPECT_THAT(fault([](auto& o) { o.actor_key = "x"; }), HasSubstr("P-256"));
  EXPECT_THAT(fault([](auto& o) { o.ca_file = "/nowhere"; }),
              HasSubstr("/nowhere"));
}

TEST_F(SignInTest, ThereIsNothingElse) {
  Jar jar;
  EXPECT_EQ(Reason(Ask("GET /session/x", jar)), "401 CALLER_UNKNOWN");
  EXPECT_EQ(Reason(Ask("POST /session", jar, "", "{}")),
            "405 HTTP_METHOD_NOT_ALLOWED");
  EXPECT_EQ(Reason(Ask("POST /session/begin", jar, "", "{}")),
            "405 HTTP_METHOD_NOT_ALLOWED");
}

}  // namespace
}  // namespace opvang::gateway
