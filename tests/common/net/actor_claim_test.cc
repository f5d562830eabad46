// Who proves who acts, and who does not.
#include "common/net/actor_claim.h"

#include <jwt.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/actor_key.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1730000000);

std::string Claim(const std::string& actor = "bureau-2",
                  absl::Time now = kNow) {
  return *SignActor(TestActorKey().private_pem, actor, now);
}
absl::StatusOr<std::string> Proved(
    const std::string& claim, absl::Time now = kNow,
    const std::string& key = TestActorKey().public_pem) {
  return ProvedActor(claim, key, now);
}

TEST(ActorClaimTest, AClaimProvesWhoActs) {
  EXPECT_EQ(*Proved(Claim()), "bureau-2");
  EXPECT_THAT(Proved(Claim(), kNow + absl::Minutes(59)), IsOk());
}

TEST(ActorClaimTest, WhatIsOverOrTooFarAheadProvesNothing) {
  EXPECT_FALSE(Proved(Claim(), kNow + absl::Hours(1)).ok());
  EXPECT_FALSE(Proved(Claim(), kNow - absl::Hours(1)).ok());
}

TEST(ActorClaimTest, AnotherKeyProvesNothing) {
  EXPECT_FALSE(Proved(Claim(), kNow, MakeActorKey().public_pem).ok());
  EXPECT_FALSE(Proved(Claim(), kNow, "").ok());
}

TEST(ActorClaimTest, OnlyAPseudonymIsAnActor) {
  for (const char* actor : {"", "Jan de Vries", "jan@zwolle.nl", "ander_een"}) {
    EXPECT_FALSE(Proved(Claim(actor)).ok()) << actor;
    EXPECT_FALSE(IsActor(actor));
  }
  EXPECT_FALSE(IsActor(std::string(65, 'a')));
  EXPECT_TRUE(IsActor(std::string(64, 'a')));
}

// Without a signature, or signed with the public key as if it were a password.
TEST(ActorClaimTest, AForgedClaimProvesNothing) {
  const std::string payload = absl::WebSafeBase64Escape(
      absl::StrCat(R"({"aud":"opvang","sub":"bureau-2","exp":)",
                   absl::ToUnixSeconds(kNow + absl::Minutes(10)), "}"));
  const std::string none = absl::WebSafeBase64Escape(R"({"alg":"none"})");
  EXPECT_FALSE(Proved(absl::StrCat(none, ".", payload, ".")).ok());
  const std::string& key = TestActorKey().public_pem;
  jwt_t* made = nullptr;
  jwt_new(&made);
  const std::unique_ptr<jwt_t, decltype(&jwt_free)> jwt(made, jwt_free);
  jwt_add_grant(jwt.get(), "aud", "opvang");
  jwt_add_grant(jwt.get(), "sub", "bureau-2");
  jwt_add_grant_int(jwt.get(), "exp",
                    absl::ToUnixSeconds(kNow + absl::Minutes(10)));
  jwt_set_alg(jwt.get(), JWT_ALG_HS256,
              reinterpret_cast<const unsigned char*>(key.data()),
              static_cast<int>(key.size()));
  const std::unique_ptr<char, decltype(&std::free)> forged(
      jwt_encode_str(jwt.get()), std::free);
  EXPECT_FALSE(Proved(forged.get()).ok());
}

// Whichever byte of it is changed.
TEST(ActorClaimTest, AChangedClaimProvesNothing) {
  const std::string claim = Claim();
  int refused = 0;
  for (size_t i = 0; i + 1 < claim.size(); ++i) {
    std::string changed = claim;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    refused += !Proved(changed).ok();
  }
  // The last letters of a part hold bits that stand for nothing.
  EXPECT_GE(refused, static_cast<int>(claim.size()) - 4);
}

}  // namespace
}  // namespace opvang
