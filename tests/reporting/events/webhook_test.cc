#include "services/reporting/events/webhook.h"

#include "tests/support/matchers.h"

namespace opvang::reporting {
namespace {

TEST(WebhookTest, ASignatureIsMadeOverWhatRfc9421Says) {
  const Signable signable =
      SignableOf("https://events.coa.nl/opvang?key=1",
                 ContentDigestOf("{\"hello\": \"world\"}"),
                 absl::FromUnixSeconds(1618884473), "a1b2");
  const std::string parameters =
      "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\");"
      "created=1618884473;keyid=\"a1b2\";alg=\"ecdsa-p256-sha256\"";
  EXPECT_EQ(signable.input, parameters);
  // The digest is that of the example in RFC 9530, appendix D.
  EXPECT_EQ(signable.base,
            "\"@method\": POST\n"
            "\"@target-uri\": https://events.coa.nl/opvang?key=1\n"
            "\"content-digest\": "
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\n"
            "\"content-type\": application/cloudevents+json\n"
            "\"@signature-params\": " +
                parameters);
}

TEST(WebhookTest, PausesDoubleUpToTheLongest) {
  const Pauses pauses{.first = absl::Seconds(1), .longest = absl::Hours(1)};
  EXPECT_EQ(PauseAfter(1, pauses, 0), absl::Seconds(1));
  EXPECT_EQ(PauseAfter(2, pauses, 0), absl::Seconds(2));
  EXPECT_EQ(PauseAfter(5, pauses, 0), absl::Seconds(16));
  EXPECT_EQ(PauseAfter(13, pauses, 0), absl::Hours(1));
  EXPECT_EQ(PauseAfter(1000000, pauses, 0), absl::Hours(1));
  for (uint64_t random = 0; random < 5000; ++random) {
    const absl::Duration pause = PauseAfter(3, pauses, random);
    EXPECT_GT(pause, absl::Seconds(2));
    EXPECT_LE(pause, absl::Seconds(4));
  }
  EXPECT_NE(PauseAfter(3, pauses, 1), PauseAfter(3, pauses, 2));
}

TEST(WebhookTest, RetryAfterIsSecondsOrADay) {
  const absl::Time now = absl::FromUnixSeconds(784111777);  // 08:49:37
  EXPECT_EQ(ParseRetryAfter("120", now), absl::Seconds(120));
  EXPECT_EQ(ParseRetryAfter("0", now), absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:50:37 GMT", now),
            absl::Minutes(1));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:00:00 GMT", now),
            absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter("999999999", now), absl::Hours(24));
  for (const char* text : {"", "-1", "soon", "1.5"}) {
    EXPECT_EQ(ParseRetryAfter(text, now), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace opvang::reporting
