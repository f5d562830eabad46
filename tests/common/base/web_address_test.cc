#include "common/base/web_address.h"

#include "tests/support/matchers.h"

namespace opvang {
namespace {

TEST(WebAddressTest, HasASchemeAHostAndAPort) {
  const auto plain = ParseWebAddress("http://localhost:8080/x?key=1");
  ASSERT_TRUE(plain.has_value());
  EXPECT_FALSE(plain->encrypted);
  EXPECT_EQ(plain->host, "localhost");
  EXPECT_EQ(plain->port, 8080);
  const auto encrypted = ParseWebAddress("https://Events.Example.NL");
  ASSERT_TRUE(encrypted.has_value());
  EXPECT_TRUE(encrypted->encrypted);
  EXPECT_EQ(encrypted->host, "events.example.nl");
  EXPECT_EQ(encrypted->port, 443);
}

TEST(WebAddressTest, WhatCouldBeReadInTwoWaysIsNone) {
  for (const std::string text : {"",
                                 "events.example.nl",
                                 "ftp://events.example.nl",
                                 "https://",
                                 "https:///x",
                                 "https://user@events.example.nl",
                                 "https://events.example.nl@evil.nl/",
                                 "https://evil.nl\\@good.nl/",
                                 "https://good.nl#@evil.nl",
                                 "https://good.nl:0/",
                                 "https://good.nl:x/",
                                 "https://good.nl:70000/",
                                 "https://good.nl:+1/",
                                 "https://good.nl:/",
                                 "https://go od.nl/",
                                 "https://good..nl/",
                                 "https://-good.nl/",
                                 "https://[::1]/",
                                 "https://good.nl/\r\nx: y",
                                 "https://g\u00f6od.nl/"}) {
    EXPECT_FALSE(ParseWebAddress(text).has_value()) << text;
  }
  EXPECT_FALSE(
      ParseWebAddress("https://good.nl/" + std::string(500, 'x')).has_value());
}

TEST(AllowedHostsTest, AreThoseThatAreNamed) {
  const auto hosts = AllowedHosts::Parse(
      "events.coa.nl, *.overijssel.nl:8443,http://127.0.0.1:8080");
  ASSERT_THAT(hosts, IsOk());
  const auto allows = [&](const std::string& text) {
    return hosts->Allows(*ParseWebAddress(text));
  };
  EXPECT_TRUE(allows("https://events.coa.nl/opvang"));
  EXPECT_TRUE(allows("https://EVENTS.coa.nl:443/opvang"));
  EXPECT_TRUE(allows("https://a.b.overijssel.nl:8443/"));
  EXPECT_TRUE(allows("http://127.0.0.1:8080/x"));
  EXPECT_FALSE(allows("http://events.coa.nl/opvang"));
  EXPECT_FALSE(allows("http://events.coa.nl:443/opvang"));
  EXPECT_FALSE(allows("https://events.coa.nl:8443/"));
  EXPECT_FALSE(allows("https://x.events.coa.nl/"));
  EXPECT_FALSE(allows("https://overijssel.nl:8443/"));
  EXPECT_FALSE(allows("https://evil-overijssel.nl:8443/"));
  EXPECT_FALSE(allows("http://127.0.0.1:8081/x"));
  EXPECT_FALSE(allows("https://127.0.0.1:8080/x"));
}

TEST(AllowedHostsTest, NotEncryptedIsThisMachineAlone) {
  EXPECT_THAT(AllowedHosts::Parse("http://events.coa.nl"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(AllowedHosts::Parse("https://events.coa.nl"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(AllowedHosts::Parse("events.*.nl"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_TRUE(AllowedHosts::Parse("")->empty());
}

}  // namespace
}  // namespace opvang
