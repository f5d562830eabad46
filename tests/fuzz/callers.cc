// Who calls and who acts, as the wire tells it: the claim of an actor, the key
// it is held against, and the subject of a certificate.
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/validation.h"
#include "common/net/actor_claim.h"
#include "common/net/certificates.h"
#include "common/net/signature.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/make_actor_key.h"

namespace opvang::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1796000000);

// Nobody has signed what comes, so it proves nobody.
void CheckClaim(const std::string& claim, const ActorKey& keys) {
  const auto proved = ProvedActor(claim, keys.public_pem, kNow);
  OPVANG_HOLDS(!proved.ok());
  CheckTold(proved.status());
  OPVANG_HOLDS(!ProvedActor(claim, "", kNow).ok());
  OPVANG_HOLDS(!ProvedActor(claim, claim, kNow).ok());
}

// What was signed proves whom it names, as long as it holds and is not altered.
void CheckSigned(const std::string& actor, const ActorKey& keys) {
  if (absl::StrContains(actor, '\0')) return;
  const auto claim = SignActor(keys.private_pem, actor, kNow);
  if (!claim.ok()) return;
  const auto proved = ProvedActor(*claim, keys.public_pem, kNow);
  OPVANG_HOLDS(proved.ok() == IsActor(actor));
  if (!proved.ok()) return;
  OPVANG_HOLDS(*proved == actor);
  OPVANG_HOLDS(
      !ProvedActor(*claim, keys.public_pem, kNow + 2 * kClaimMax).ok());
  std::string altered = *claim;
  char& letter = altered[altered.find('.') + 1 + actor.size() % 20];
  letter = letter == 'A' ? 'B' : 'A';
  OPVANG_HOLDS(!ProvedActor(altered, keys.public_pem, kNow).ok());
}

std::string Pem(absl::string_view bytes) {
  return absl::StrCat("-----BEGIN CERTIFICATE-----\n",
                      absl::Base64Escape(bytes),
                      "\n-----END CERTIFICATE-----\n");
}

}  // namespace

// What begins with "-----" is PEM, with "0" of a certificate its DER; all else
// is what `x-opvang-actor` holds.
void Fuzz(absl::string_view input) {
  static const auto* const kKeys = new ActorKey(MakeActorKey());
  const std::string text(input);
  if (absl::StartsWith(input, "-----")) {
    SerialNumberOf(text);
    if (IsActorKey(text)) OPVANG_HOLDS(!ProvedActor("a.b.c", text, kNow).ok());
    OPVANG_HOLDS(!IsSignedBy(text, "bytes", text));
  } else if (absl::StartsWith(input, "0")) {
    const std::string number = SerialNumberOf(Pem(input));
    OPVANG_HOLDS(number.size() <= input.size());
  } else if (absl::StrContains(input, '.')) {
    CheckClaim(text, *kKeys);
  } else {
    CheckSigned(text, *kKeys);
  }
}

}  // namespace opvang::fuzz
