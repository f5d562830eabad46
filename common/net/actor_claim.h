// Who at the desk of a calling system acts, proved: a claim (JWT, RFC 7519,
// ES256) of the system that let the person in, signed with a key that its
// organisation is known by.
#ifndef OPVANG_COMMON_NET_ACTOR_CLAIM_H_
#define OPVANG_COMMON_NET_ACTOR_CLAIM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace opvang {

// How long a claim may hold: a job that runs on needs a new one.
inline constexpr absl::Duration kClaimMax = absl::Hours(1);

// A pseudonym, never a name: 1 to 64 lower-case letters, digits and hyphens.
bool IsActor(absl::string_view text);

// Whether it can be the key of an organisation: a public one of P-256, in PEM.
bool IsActorKey(const std::string& public_key);

// The claim that `actor` acts, for an hour. `private_key` is PEM.
absl::StatusOr<std::string> SignActor(const std::string& private_key,
                                      const std::string& actor, absl::Time now);

// The actor of a claim; INVALID_ARGUMENT says why it proves nothing. The key is
// PEM; of the claim `aud` is "opvang", `sub` the actor, and `exp` at most
// `kClaimMax` ahead.
absl::StatusOr<std::string> ProvedActor(const std::string& claim,
                                        const std::string& public_key,
                                        absl::Time now);

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_ACTOR_CLAIM_H_
