#include "common/net/actor_claim.h"

#include <jwt.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace opvang {
namespace {

constexpr char kAudience[] = "opvang";

using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Grant(const Jwt& jwt, const char* name) {
  const char* value = jwt_get_grant(jwt.get(), name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool IsActor(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') {
      return false;
    }
  }
  return !text.empty() && text.size() <= 64;
}

bool IsActorKey(const std::string& public_key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(public_key.data(), static_cast<int>(public_key.size())),
      BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  return key != nullptr && EVP_PKEY_is_a(key.get(), "EC") &&
         EVP_PKEY_get_bits(key.get()) == 256;
}

absl::StatusOr<std::string> SignActor(const std::string& private_key,
                                      const std::string& actor,
                                      absl::Time now) {
  jwt_t* made = nullptr;
  jwt_new(&made);
  const Jwt jwt(made, jwt_free);
  const bool signs =
      jwt != nullptr && jwt_add_grant(jwt.get(), "aud", kAudience) == 0 &&
      jwt_add_grant(jwt.get(), "sub", actor.c_str()) == 0 &&
      jwt_add_grant_int(jwt.get(), "exp",
                        absl::ToUnixSeconds(now + kClaimMax)) == 0 &&
      jwt_set_alg(jwt.get(), JWT_ALG_ES256, Bytes(private_key),
                  static_cast<int>(private_key.size())) == 0;
  const std::unique_ptr<char, decltype(&std::free)> claim(
      signs ? jwt_encode_str(jwt.get()) : nullptr, std::free);
  if (claim == nullptr) {
    return absl::InvalidArgumentError(
        "the key of the actor is none of P-256 in PEM");
  }
  return std::string(claim.get());
}

absl::StatusOr<std::string> ProvedActor(const std::string& claim,
                                        const std::string& public_key,
                                        absl::Time now) {
  const auto refuse = [](const char* why) {
    return absl::InvalidArgumentError(why);
  };
  // Without a key the library would take a claim as it stands.
  if (public_key.empty()) return refuse("the organisation has no actor_key");
  jwt_t* read = nullptr;
  const int failed = jwt_decode(&read, claim.c_str(), Bytes(public_key),
                                static_cast<int>(public_key.size()));
  const Jwt jwt(read, jwt_free);
  // A claim signed with the public key as a password is none.
  if (failed != 0 || jwt == nullptr ||
      jwt_get_alg(jwt.get()) != JWT_ALG_ES256) {
    return refuse("its signature is not that of actor_key (ES256)");
  }
  if (Grant(jwt, "aud") != kAudience) return refuse("its aud is not opvang");
  const absl::Time end =
      absl::FromUnixSeconds(jwt_get_grant_int(jwt.get(), "exp"));
  if (end <= now) return refuse("it is over");
  if (end > now + kClaimMax + absl::Minutes(1)) {
    return refuse("its exp is more than an hour ahead");
  }
  const std::string actor = Grant(jwt, "sub");
  if (!IsActor(actor)) {
    return refuse("its sub must be lower-case letters, digits and hyphens");
  }
  return actor;
}

}  // namespace opvang
