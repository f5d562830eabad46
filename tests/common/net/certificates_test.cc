// New certificates come into use when they work, and not before.
#include "common/net/certificates.h"

#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

std::string Bytes(const std::string& path) {
  std::stringstream bytes;
  bytes << std::ifstream(path).rdbuf();
  return bytes.str();
}

class CertificatesTest : public testing::Test {
 protected:
  CertificatesTest() {
    char folder[] = "/tmp/opvang-cert-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    Make("own");
    Make("other");
  }
  ~CertificatesTest() override {
    EXPECT_EQ(system(("rm -r " + folder_).c_str()), 0);
  }
  // A certificate of itself, for a year.
  void Make(const std::string& name) {
    const std::string in = absl::StrCat(folder_, "/", name);
    ASSERT_EQ(system(absl::StrCat("mkdir ", in,
                                  " && openssl req -x509 -newkey ec -pkeyopt "
                                  "ec_paramgen_curve:P-256 -nodes -days 365 "
                                  "-subj /CN=x -keyout ",
                                  in, "/key.pem -out ", in,
                                  "/cert.pem 2>/dev/null && cp ", in,
                                  "/cert.pem ", in, "/ca.pem")
                         .c_str()),
              0);
  }
  void Copy(const std::string& file) {
    ASSERT_EQ(system(absl::StrCat("cp ", folder_, "/other/", file, " ", folder_,
                                  "/own/", file)
                         .c_str()),
              0);
  }
  // Waits until `holds`; the watch looks every second.
  template <typename Holds>
  static bool Becomes(Holds holds) {
    for (int i = 0; i < 2000; ++i) {
      if (holds()) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  }
  std::string Own() const { return folder_ + "/own"; }
  std::string folder_;
};

TEST_F(CertificatesTest, WhatDoesNotWorkSaysWhy) {
  const absl::Time now = absl::Now();
  EXPECT_THAT(ReadCertificates(Own(), now), IsOk());
  EXPECT_THAT(ReadCertificates(Own(), now + absl::Hours(24 * 366)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ReadCertificates(Own(), now - absl::Hours(24)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ReadCertificates(folder_, now),
              StatusIs(absl::StatusCode::kNotFound));
  Copy("key.pem");
  EXPECT_THAT(ReadCertificates(Own(), now),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  for (const char* file : {"ca.pem", "cert.pem", "key.pem"}) {
    Copy("cert.pem");
    Copy("key.pem");
    ASSERT_THAT(ReadCertificates(Own(), now), IsOk());
    std::ofstream(absl::StrCat(Own(), "/", file)) << "niets";
    EXPECT_THAT(ReadCertificates(Own(), now),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << file;
    Copy("ca.pem");
  }
}

TEST_F(CertificatesTest, AFaultyOneIsNotAdoptedAndTheNextOneIs) {
  const auto adopted = AdoptCertificates(Own());
  ASSERT_THAT(adopted, IsOk());
  const std::string first = Bytes(adopted->cert);
  EXPECT_EQ(first, Bytes(Own() + "/cert.pem"));
  Make("zzz");
  const auto last = AdoptCertificates(folder_ + "/zzz");
  ASSERT_THAT(last, IsOk());
  const std::string before = Bytes(last->ca);
  // The certificate without its key.
  Copy("cert.pem");
  EXPECT_THAT(ReadCertificates(Own(), absl::Now()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  // Folders are looked at in order: what is seen of the last was seen of this.
  ASSERT_EQ(system(absl::StrCat("mkdir ", folder_, "/zzz/crls && touch ",
                                folder_, "/zzz/crls/1.r0")
                       .c_str()),
            0);
  ASSERT_TRUE(Becomes([&] { return Bytes(last->ca) != before; }));
  EXPECT_EQ(Bytes(adopted->cert), first);
  Copy("key.pem");
  EXPECT_TRUE(Becomes([&] {
    return Bytes(adopted->cert) == Bytes(folder_ + "/other/cert.pem");
  }));
  EXPECT_EQ(Bytes(adopted->key), Bytes(folder_ + "/other/key.pem"));
}

// What is revoked is read again with the certificates.
TEST_F(CertificatesTest, AListOfRevokedOnesIsSeen) {
  const auto adopted = AdoptCertificates(Own());
  ASSERT_THAT(adopted, IsOk());
  const std::string before = Bytes(adopted->ca);
  ASSERT_EQ(system(absl::StrCat("mkdir ", Own(), "/crls && touch ", Own(),
                                "/crls/1.r0")
                       .c_str()),
            0);
  EXPECT_TRUE(Becomes([&] { return Bytes(adopted->ca) != before; }));
}

}  // namespace
}  // namespace opvang
