// New certificates, faulty ones and another file of organisations, while calls
// go on: no call fails.
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/file.h"
#include "common/net/certificates.h"
#include "common/net/transport.h"
#include "common/service/server.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;
using Stub = q::QuotaService::Stub;

class RotationTest : public testing::Test {
 protected:
  RotationTest() {
    char folder[] = "/tmp/opvang-cert-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    Do("bash " OPVANG_SOURCE_DIR
       "/deploy/certificates . && for one in quotas "
       "auditor; do cp $one/cert.pem $one.first; done");
    organisations_ = *Organisations::Load(folder_ + "/organisations.json");
    service_ =
        std::make_unique<quotas::QuotaService>(*db_, clock_, *organisations_);
    server_ = std::make_unique<InProcess>(
        *service_, *MakeServerCredentials(folder_ + "/quotas", "127.0.0.1:0"));
    address_ = server_->address();
  }
  ~RotationTest() override {
    EndCalls();
    server_->Stop();
    Do("rm -r " + folder_ + "*");
  }

  void Do(const std::string& script) {
    const std::string file = folder_ + ".sh";
    std::ofstream(file) << "set -e; cd " << folder_ << "\n" << script << "\n";
    EXPECT_EQ(system(("bash " + file).c_str()), 0) << script;
  }
  // A new key and certificate of the same OIN in the folder of `identity`, the
  // one a while before the other, as a careless copy does.
  void Renew(const std::string& identity, const std::string& ca = "ca") {
    Do(absl::StrCat(
        "openssl ecparam -name prime256v1 -genkey -noout -out new.key && "
        "openssl req -new -key new.key -subj \"$(openssl x509 -in ",
        identity,
        ".first -noout -subject -nameopt compat | sed 's/^subject=//')\" "
        "-out new.req && openssl x509 -req -in new.req -days 30 -CA ",
        ca, ".pem -CAkey ", ca,
        ".key -CAcreateserial -extfile <(echo "
        "subjectAltName=DNS:localhost,IP:127.0.0.1) -out new.pem 2>/dev/null; "
        "cp new.key ",
        identity, "/key.pem; cp new.pem ", identity, "/cert.pem"));
  }
  // What the server shows of itself: the digest of its certificate.
  std::string Shown() {
    return Shell(absl::StrCat(
        "cd ", folder_, "; openssl s_client -connect ", address_,
        " -cert auditor/cert.pem -key auditor/key.pem </dev/null 2>/dev/null | "
        "openssl x509 -noout -fingerprint 2>/dev/null"));
  }
  std::string Kept(const std::string& file) {
    return Shell(absl::StrCat("openssl x509 -noout -fingerprint -in ", folder_,
                              "/", file));
  }
  template <typename Holds>
  bool Becomes(Holds holds) {
    for (int i = 0; i < 200; ++i) {
      if (holds()) return true;
      AwaitCalls(10);
    }
    return false;
  }

  // Calls on a connection that stands, and on one that is made for each.
  void CallOn() {
    for (const bool anew : {false, true}) {
      callers_.emplace_back([this, anew] {
        std::unique_ptr<Stub> stub;
        while (!stop_) {
          if (stub == nullptr || anew) {
            stub = q::QuotaService::NewStub(
                *Connect(address_, folder_ + "/auditor"));
          }
          q::ListCyclesRequest request;
          const auto answer = CallRpc(*stub, &Stub::ListCycles, request);
          ++called_;
          if (answer.ok()) continue;
          ++failed_;
          std::fprintf(stderr, "%s\n", answer.status().ToString().c_str());
        }
      });
    }
  }
  void AwaitCalls(int more) {
    for (const int until = called_ + more; called_ < until;) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  }
  void EndCalls() {
    stop_ = true;
    for (std::thread& caller : callers_) caller.join();
    callers_.clear();
    EXPECT_EQ(failed_, 0) << "of " << called_;
    EXPECT_GT(called_, 500);
  }

  std::string folder_, address_;
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_;
  std::unique_ptr<quotas::QuotaService> service_;
  std::unique_ptr<InProcess> server_;
  std::vector<std::thread> callers_;
  std::atomic<bool> stop_{false};
  std::atomic<int> called_{0}, failed_{0};
};

TEST_F(RotationTest, NoCallFailsWhileCertificatesAreRenewed) {
  CallOn();
  const std::string first = Shown();
  ASSERT_EQ(first, Kept("quotas/cert.pem"));
  Renew("quotas");
  EXPECT_TRUE(Becomes([&] { return Shown() == Kept("quotas/cert.pem"); }));
  const std::string second = Shown();
  EXPECT_NE(second, first);
  // Faulty: half a copy, then nothing at all. Whoever calls is renewed
  // meanwhile; folders are looked at in turn, so the faulty one was seen.
  Do("head -c 100 quotas/cert.pem > half; cp half quotas/cert.pem");
  Renew("auditor");
  AwaitCalls(300);
  EXPECT_EQ(Shown(), second);
  Do("rm quotas/key.pem");
  AwaitCalls(300);
  EXPECT_EQ(Shown(), second);
  // Another authority: both trust it beside the first, then show its own.
  Do("openssl ecparam -name prime256v1 -genkey -noout -out next.key && openssl "
     "req -x509 -new -key next.key -days 30 -subj /CN=next -out next.pem && "
     "cat ca.pem next.pem > both.pem && cp both.pem auditor/ca.pem");
  const std::string trusted = (*AdoptCertificates(folder_ + "/auditor")).ca;
  const std::string both = *ReadFile(folder_ + "/both.pem");
  ASSERT_TRUE(
      Becomes([&] { return absl::StartsWith(*ReadFile(trusted), both); }));
  Do("cp both.pem quotas/ca.pem");
  Renew("quotas", "next");
  ASSERT_TRUE(Becomes([&] { return Shown() == Kept("quotas/cert.pem"); }));
  Renew("auditor", "next");
  const std::string renewed = *ReadFile(folder_ + "/auditor/cert.pem");
  const std::string shown = (*AdoptCertificates(folder_ + "/auditor")).cert;
  ASSERT_TRUE(Becomes([&] { return *ReadFile(shown) == renewed; }));
  AwaitCalls(200);
  EndCalls();
}

TEST_F(RotationTest, NoCallFailsWhileTheFileOfOrganisationsChanges) {
  CallOn();
  const std::string path = folder_ + "/organisations.json";
  const std::string good = *ReadFile(path);
  for (int i = 0; i < 10; ++i) {
    // Half of it, nothing, another organisation beside it, and as it was.
    std::ofstream(path) << good.substr(0, good.size() / 2);
    AwaitCalls(20);
    std::filesystem::remove(path);
    AwaitCalls(20);
    std::ofstream(path) << absl::StrReplaceAll(good,
                                               {{"gemeente Zwolle", "Zwolle"}});
    AwaitCalls(20);
    std::ofstream(path) << good;
    AwaitCalls(20);
  }
  EndCalls();
}

}  // namespace
}  // namespace opvang
