// What a provider of OpenID Connect says: its keys, a JSON object, and the
// token of who signed in. Nobody has signed what comes, so it proves nobody.
#include <openssl/evp.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/sign_in/id_token.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/make_actor_key.h"

namespace opvang::fuzz {
namespace {

using gateway::ProveToken;
using gateway::ProviderKey;

const absl::Time kNow = absl::FromUnixSeconds(1796000000);
const gateway::TokenTerms kTerms = {.issuer = "https://id.example",
                                    .client_id = "opvang",
                                    .nonce = "n",
                                    .organisation_claim = "oin",
                                    .actor_claim = "sub"};

}  // namespace

void Fuzz(absl::string_view input) {
  static const auto* const kPublic = new std::string(MakeActorKey().public_pem);
  const std::string text(input);
  std::vector<ProviderKey> keys = {
      {.id = "one", .algorithm = "ES256", .pem = *kPublic},
      {.id = "", .algorithm = "RS256", .pem = *kPublic}};
  if (absl::StartsWith(input, "{")) {
    const auto read = gateway::ReadKeys(text);
    if (!read.ok()) return CheckTold(read.status());
    for (const ProviderKey& key : *read) {
      OPVANG_HOLDS(key.algorithm == "RS256" || key.algorithm == "ES256");
      OPVANG_HOLDS(absl::StrContains(key.pem, "PUBLIC KEY"));
      OPVANG_HOLDS(!ProveToken("e30.e30.e30", {key}, kTerms, kNow).ok());
    }
    return;
  }
  gateway::KeyIdOf(text);
  const auto proved = ProveToken(text, keys, kTerms, kNow);
  OPVANG_HOLDS(!proved.ok());
  CheckTold(proved.status());
  // What it says is not repeated.
  if (text.size() > 20) {
    OPVANG_HOLDS(!absl::StrContains(proved.status().message(), text));
  }
}

}  // namespace opvang::fuzz
