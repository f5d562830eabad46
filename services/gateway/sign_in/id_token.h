// What a provider of OpenID Connect says of who signed in, held against all
// that it must be (OpenID Connect Core 1.0, 3.1.3.7).
#ifndef OPVANG_SERVICES_GATEWAY_SIGN_IN_ID_TOKEN_H_
#define OPVANG_SERVICES_GATEWAY_SIGN_IN_ID_TOKEN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace opvang::gateway {

// A key of a provider that can sign for RS256 or ES256.
struct ProviderKey {
  std::string id;         // Its `kid`; may be empty.
  std::string algorithm;  // "RS256", "ES256"
  std::string pem;
};

// Those of a JWK set (RFC 7517) that sign: RSA of 2048 bits and more, P-256.
// Others are passed over; INVALID_ARGUMENT for what is no set.
absl::StatusOr<std::vector<ProviderKey>> ReadKeys(const std::string& json);

// Whom a token must be of, and for whom.
struct TokenTerms {
  std::string issuer, client_id, nonce;
  // The claims that name the organisation, as an OIN, and who acts.
  std::string organisation_claim, actor_claim;
};

// Who signed in.
struct SignedIn {
  std::string oin;
  // A pseudonym, made of the issuer and the claim: the same person, the same
  // pseudonym, which says nothing of the person.
  std::string actor;
};

// The `kid` of a token; empty without one.
std::string KeyIdOf(const std::string& token);

// NOT_FOUND when none of `keys` is the token's, INVALID_ARGUMENT for all else
// that it lacks; neither repeats what the token says.
absl::StatusOr<SignedIn> ProveToken(const std::string& token,
                                    const std::vector<ProviderKey>& keys,
                                    const TokenTerms& terms, absl::Time now);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_SIGN_IN_ID_TOKEN_H_
