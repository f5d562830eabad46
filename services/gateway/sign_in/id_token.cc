#include "services/gateway/sign_in/id_token.h"

#include <jwt.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/digest.h"
#include "services/gateway/sign_in/sealer.h"

namespace opvang::gateway {
namespace {

using nlohmann::json;

// How far two clocks may be apart, and how long ago a token was made at most.
constexpr absl::Duration kSkew = absl::Minutes(1);
constexpr absl::Duration kAgeMax = absl::Minutes(10);
constexpr int kRsaBitsMin = 2048, kRsaBitsMax = 16384;
constexpr size_t kCoordinate = 32;  // Bytes of P-256.
constexpr size_t kActorDigits = 32;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;

absl::Status Lacks(absl::string_view what) {
  return absl::InvalidArgumentError(what);
}

std::string TextIn(const json& object, const std::string& name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}

std::optional<absl::Time> TimeIn(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return absl::FromUnixSeconds(found->get<int64_t>());
}

std::string BytesIn(const json& object, const char* name) {
  std::string bytes;
  return absl::WebSafeBase64Unescape(TextIn(object, name), &bytes) ? bytes : "";
}

const unsigned char* Data(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Of its parts a key of OpenSSL.
Key KeyOf(const char* type, const OSSL_PARAM* parts) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  if (parts == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(parts)) != 1) {
    return {nullptr, EVP_PKEY_free};
  }
  return {made, EVP_PKEY_free};
}

Key RsaKey(const json& jwk) {
  const std::string n = BytesIn(jwk, "n"), e = BytesIn(jwk, "e");
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> modulus(
      BN_bin2bn(Data(n), static_cast<int>(n.size()), nullptr), BN_free),
      exponent(BN_bin2bn(Data(e), static_cast<int>(e.size()), nullptr),
               BN_free);
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> build(
      OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parts(
      OSSL_PARAM_BLD_to_param(build.get()), OSSL_PARAM_free);
  Key key = KeyOf("RSA", parts.get());
  const int bits = key == nullptr ? 0 : EVP_PKEY_get_bits(key.get());
  if (bits < kRsaBitsMin || bits > kRsaBitsMax) key.reset();
  return key;
}

Key EcKey(const json& jwk) {
  const std::string x = BytesIn(jwk, "x"), y = BytesIn(jwk, "y");
  if (TextIn(jwk, "crv") != "P-256" || x.size() != kCoordinate ||
      y.size() != kCoordinate) {
    return {nullptr, EVP_PKEY_free};
  }
  std::string point = absl::StrCat("\x04", x, y);
  char group[] = "prime256v1";
  const OSSL_PARAM parts[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                        point.size()),
      OSSL_PARAM_construct_end()};
  return KeyOf("EC", parts);
}

std::string PemOf(const Key& key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()),
                                                      BIO_free);
  if (key == nullptr || PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) {
    return "";
  }
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, size);
}

// The first part of a token; null for what is none.
json HeaderOf(const std::string& token) {
  std::string text;
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[0], &text)) {
    return nullptr;
  }
  json header = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return header.is_object() ? header : json();
}

// What the signature of one of `keys` stands under.
absl::StatusOr<json> Claims(const std::string& token,
                            const std::vector<ProviderKey>& keys) {
  const json header = HeaderOf(token);
  if (header.is_null()) return Lacks("it is no token");
  const std::string algorithm = TextIn(header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") {
    return Lacks("it is signed with neither RS256 nor ES256");
  }
  // What it must be understood for, we do not understand.
  if (header.contains("crit")) return Lacks("its header has crit");
  const std::string id = TextIn(header, "kid");
  std::vector<const ProviderKey*> fitting;
  for (const ProviderKey& key : keys) {
    if (key.algorithm == algorithm && (id.empty() || key.id == id)) {
      fitting.push_back(&key);
    }
  }
  if (fitting.empty()) {
    return absl::NotFoundError("its key is none of the provider's");
  }
  if (fitting.size() > 1) return Lacks("it does not say which key signed it");
  jwt_t* read = nullptr;
  const int failed = jwt_decode(&read, token.c_str(), Data(fitting[0]->pem),
                                static_cast<int>(fitting[0]->pem.size()));
  const Jwt jwt(read, jwt_free);
  // A token signed with the public key as a password is none.
  if (failed != 0 || jwt == nullptr ||
      jwt_get_alg(jwt.get()) !=
          (algorithm == "RS256" ? JWT_ALG_RS256 : JWT_ALG_ES256)) {
    return Lacks("its signature is not the provider's");
  }
  const std::unique_ptr<char, decltype(&std::free)> text(
      jwt_get_grants_json(jwt.get(), nullptr), std::free);
  json claims = text == nullptr ? json()
                                : json::parse(text.get(), nullptr,
                                              /*allow_exceptions=*/false);
  if (!claims.is_object()) return Lacks("it claims nothing");
  return claims;
}

bool IsFor(const json& claims, const std::string& client_id) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  const std::string party = TextIn(claims, "azp");
  if (claims.contains("azp") && party != client_id) return false;
  if (audience->is_string()) return *audience == client_id;
  if (!audience->is_array()) return false;
  const bool among =
      std::any_of(audience->begin(), audience->end(), [&](const json& one) {
        return one.is_string() && one.get<std::string>() == client_id;
      });
  // Of several, the token says for whom it was made.
  return among && (audience->size() == 1 || party == client_id);
}

bool IsOin(const std::string& text) {
  return text.size() == 20 &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

absl::StatusOr<std::vector<ProviderKey>> ReadKeys(const std::string& text) {
  const json set = json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto list = set.is_object() ? set.find("keys") : set.end();
  if (!set.is_object() || list == set.end() || !list->is_array()) {
    return absl::InvalidArgumentError("it is no set of keys");
  }
  std::vector<ProviderKey> keys;
  for (const json& jwk : *list) {
    if (!jwk.is_object()) continue;
    const std::string type = TextIn(jwk, "kty"), use = TextIn(jwk, "use"),
                      said = TextIn(jwk, "alg");
    const std::string algorithm = type == "RSA"  ? "RS256"
                                  : type == "EC" ? "ES256"
                                                 : "";
    if (algorithm.empty() || (!use.empty() && use != "sig") ||
        (!said.empty() && said != algorithm)) {
      continue;
    }
    const std::string pem = PemOf(type == "RSA" ? RsaKey(jwk) : EcKey(jwk));
    if (pem.empty()) continue;
    keys.push_back({TextIn(jwk, "kid"), algorithm, pem});
  }
  return keys;
}

std::string KeyIdOf(const std::string& token) {
  const json header = HeaderOf(token);
  return header.is_null() ? "" : TextIn(header, "kid");
}

absl::StatusOr<SignedIn> ProveToken(const std::string& token,
                                    const std::vector<ProviderKey>& keys,
                                    const TokenTerms& terms, absl::Time now) {
  const absl::StatusOr<json> proved = Claims(token, keys);
  if (!proved.ok()) return proved.status();
  const json& claims = *proved;
  if (TextIn(claims, "iss") != terms.issuer) {
    return Lacks("its iss is not the provider");
  }
  if (!IsFor(claims, terms.client_id)) return Lacks("its aud is not us");
  const auto end = TimeIn(claims, "exp"), made = TimeIn(claims, "iat"),
             begin = TimeIn(claims, "nbf");
  if (!end.has_value() || *end + kSkew <= now) return Lacks("it is over");
  if (!made.has_value() || *made > now + kSkew || *made + kAgeMax < now) {
    return Lacks("its iat is not now");
  }
  if (begin.has_value() && *begin > now + kSkew) {
    return Lacks("it does not hold yet");
  }
  if (!IsSameSecret(TextIn(claims, "nonce"), terms.nonce)) {
    return Lacks("its nonce is not that of this sign-in");
  }
  SignedIn who;
  who.oin = TextIn(claims, terms.organisation_claim);
  if (!IsOin(who.oin)) {
    return Lacks("the claim of the organisation is no OIN of 20 digits");
  }
  const std::string actor = TextIn(claims, terms.actor_claim);
  // A pseudonym has none of these; an address of mail or a name has.
  if (actor.empty() || actor.find_first_of("@ \t\r\n") != actor.npos) {
    return Lacks("the claim of who acts is no pseudonym");
  }
  who.actor = Sha256(absl::StrCat(terms.issuer, "\n", actor));
  who.actor.resize(kActorDigits);
  return who;
}

}  // namespace opvang::gateway
