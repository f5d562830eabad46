// A real service behind real mutual TLS on loopback.
#include "common/service/server.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "common/base/file.h"
#include "common/net/transport.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;
using testing::HasSubstr;
using testing::Not;

std::string MakeCertificates() {
  char folder[] = "/tmp/opvang-cert-XXXXXX";
  EXPECT_NE(mkdtemp(folder), nullptr);
  const std::string command =
      std::string("bash " OPVANG_SOURCE_DIR "/deploy/certificates ") + folder;
  EXPECT_EQ(system(command.c_str()), 0);
  return folder;
}

class ServerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    certificates_ = new std::string(MakeCertificates());
  }

  void SetUp() override {
    organisations_ =
        *Organisations::Load(*certificates_ + "/organisations.json");
    service_ =
        std::make_unique<quotas::QuotaService>(*db_, clock_, *organisations_);
    server_ = std::make_unique<InProcess>(*service_, Credentials());
    address_ = server_->address();
  }
  static std::shared_ptr<grpc::ServerCredentials> Credentials() {
    return *MakeServerCredentials(*certificates_ + "/quotas", "127.0.0.1:0");
  }

  std::unique_ptr<q::QuotaService::Stub> As(const std::string& identity) {
    return q::QuotaService::NewStub(*Connect(
        address_, identity.empty() ? "" : *certificates_ + "/" + identity));
  }
  static absl::Status Deliver(q::QuotaService::Stub& stub,
                              const std::string& parent) {
    q::DeliverQuotasRequest request;
    request.set_parent(parent);
    request.set_request_id("00000000-0000-4000-8000-000000000001");
    return CallRpc(stub, &q::QuotaService::Stub::DeliverQuotas, request)
        .status();
  }

  static std::string* certificates_;
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_;
  std::unique_ptr<quotas::QuotaService> service_;
  std::unique_ptr<InProcess> server_;
  std::string address_;
};
std::string* ServerTest::certificates_ = nullptr;

TEST_F(ServerTest, KnowsTheCallerByItsOin) {
  EXPECT_THAT(Deliver(*As("overijssel"), "provinces/pv23"), IsOk());
  // The audit trail names the organisation behind the certificate.
  EXPECT_THAT(Deliver(*As("overijssel"), "provinces/pv24"),
              HasReason("OUT_OF_SCOPE"));
}

TEST_F(ServerTest, RefusesWhomItDoesNotKnow) {
  std::ofstream(*certificates_ + "/some.json")
      << R"({"organisations": [{"oin": "00000099000000060000",
             "name": "accountant", "role": "auditor"}]})";
  organisations_ = *Organisations::Load(*certificates_ + "/some.json");
  quotas::QuotaService other(*db_, clock_, *organisations_);
  InProcess server(other, Credentials());
  address_ = server.address();
  EXPECT_THAT(Deliver(*As("overijssel"), "provinces/pv23"),
              HasReason("CALLER_UNKNOWN"));
  EXPECT_THAT(Deliver(*As("auditor"), "provinces/pv23"),
              HasReason("METHOD_NOT_ALLOWED"));
  // A change of the file needs no restart; a faulty one changes nothing.
  std::ofstream(*certificates_ + "/some.json") << "not json";
  EXPECT_THAT(Deliver(*As("auditor"), "provinces/pv23"),
              HasReason("METHOD_NOT_ALLOWED"));
  std::ofstream(*certificates_ + "/some.json")
      << R"({"organisations": [{"oin": "00000099000000023000",
             "name": "provincie", "role": "province",
             "scope": "provinces/pv23"}]})";
  EXPECT_THAT(Deliver(*As("overijssel"), "provinces/pv23"), IsOk());
}

TEST_F(ServerTest, RefusesACallerWithoutCertificate) {
  EXPECT_THAT(Deliver(*As(""), "provinces/pv23"),
              StatusIs(absl::StatusCode::kUnavailable));
}

// A list of revoked certificates that comes later needs no restart.
TEST_F(ServerTest, RefusesARevokedCertificate) {
  const std::string folder = *certificates_ + "/quotas";
  ASSERT_EQ(system(("mkdir -p " + folder + "/crls").c_str()), 0);
  // Made anew: it looks for lists where there are some.
  InProcess server(*service_, Credentials());
  address_ = server.address();
  EXPECT_THAT(Deliver(*As("overijssel"), "provinces/pv23"), IsOk());
  const std::string revoke = R"(cd ')" + *certificates_ + R"(' &&
    touch index.txt && printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\n''default_md=sha256\ndefault_crl_days=30\n' > ca.conf &&
    openssl ca -config ca.conf -keyfile ca.key -cert ca.pem \
      -revoke overijssel/cert.pem 2>/dev/null &&
    openssl ca -config ca.conf -keyfile ca.key -cert ca.pem -gencrl \
      -out quotas/crls/list.pem 2>/dev/null && openssl rehash quotas/crls)";
  ASSERT_EQ(system(revoke.c_str()), 0);
  // A connection that stands goes on; each question here is a new one.
  absl::Status status;
  do {
    status = Deliver(*As("overijssel"), "provinces/pv23");
  } while (status.ok());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Deliver(*As("auditor"), "provinces/pv23"),
              HasReason("METHOD_NOT_ALLOWED"));
  ASSERT_EQ(system(("rm -r " + folder + "/crls").c_str()), 0);
}

// Who may not call learns no OIN and not what is wrong; the log has it.
TEST_F(ServerTest, RefusesUnknownExpiredAndForeignOnesAlike) {
  LogFaultsOfGrpc();
  const std::string make = R"(cd ')" + *certificates_ + R"(' &&
    openssl ecparam -name prime256v1 -genkey -noout -out foreign.key &&
    openssl req -x509 -new -key foreign.key -days 2 -out foreign.pem \
      -subj /CN=foreign 2>/dev/null
    of() {  # name, oin, ca, days
      mkdir -p $1 && openssl ecparam -name prime256v1 -genkey -noout -out $1/key.pem &&
      openssl req -new -key $1/key.pem -subj /serialNumber=$2/CN=x |
        openssl x509 -req -days $4 -CA $3.pem -CAkey $3.key -CAcreateserial \
          -out $1/cert.pem 2>/dev/null && cp ca.pem $1/ca.pem
    }
    of unlisted 00000099000000777000 ca 2
    of foreigner 00000099000000023000 foreign 2
    of expired 00000099000000023000 ca -1)";
  ASSERT_EQ(system(make.c_str()), 0);
  for (const auto& [identity, event] :
       {std::pair("unlisted", "caller_unknown"),
        std::pair("foreigner", "handshake_refused"),
        std::pair("expired", "handshake_refused")}) {
    // What does not hold is not adopted: sent all the same, as a stranger
    // would.
    const std::string in = *certificates_ + "/" + identity;
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = *ReadFile(in + "/ca.pem");
    options.pem_private_key = *ReadFile(in + "/key.pem");
    options.pem_cert_chain = *ReadFile(in + "/cert.pem");
    testing::internal::CaptureStderr();
    const absl::Status refused =
        Deliver(*q::QuotaService::NewStub(grpc::CreateChannel(
                    address_, grpc::SslCredentials(options))),
                "provinces/pv23");
    const std::string logged = testing::internal::GetCapturedStderr();
    EXPECT_FALSE(refused.ok()) << identity;
    const std::string told(refused.message());
    EXPECT_THAT(told, Not(testing::ContainsRegex("[0-9]{20}"))) << identity;
    for (const char* word : {"expired", "foreign", "listed as", "issuer"}) {
      EXPECT_THAT(told, Not(HasSubstr(word))) << identity;
    }
    EXPECT_THAT(logged, HasSubstr(event)) << identity;
  }
}

TEST_F(ServerTest, NobodySetsQuotasForItself) {
  EXPECT_THAT(Deliver(*As("zwolle"), "municipalities/gm0193"),
              HasReason("METHOD_NOT_ALLOWED"));
}

TEST(TransportTest, PlainStaysOnLoopback) {
  EXPECT_THAT(MakeServerCredentials("", "127.0.0.1:0"), IsOk());
  EXPECT_THAT(MakeServerCredentials("", "0.0.0.0:7101"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Connect("example.org:443", ""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Connect("localhost:1", "/nowhere"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(OrganisationsTest, NamesEveryFaultOfItsFile) {
  const std::string path = testing::TempDir() + "/faulty.json";
  std::ofstream(path) << R"({"organisations": [
      {"oin": "123", "name": "", "role": "king"},
      {"oin": "00000099000000193000", "name": "Zwolle", "role": "municipality"},
      {"oin": "00000099000000193000", "name": "Z", "role": "auditor",
       "scope": "municipalities/gm9999"}]})";
  const auto loaded = Organisations::Load(path);
  for (const char* field : {"organisations[0].oin", "organisations[0].name",
                            "organisations[0].role", "organisations[1].scope",
                            "organisations[2].oin", "organisations[2].scope"}) {
    EXPECT_THAT(loaded, HasViolation(field));
  }
}

pid_t StartSlowServer(const std::string& threads, const std::string& mode,
                      std::string& address) {
  const std::string path = testing::TempDir() + "/slow.address";
  unlink(path.c_str());
  const pid_t pid = Spawn(
      {OPVANG_BINARY_DIR "/tests/support/slow_server", threads, path, mode},
      testing::TempDir() + "/slow.log");
  address = AwaitWord(path);
  return pid;
}

TEST(ServeTest, StopsInOrderOnSigterm) {
  std::string address;
  const pid_t pid = StartSlowServer("8", "answer", address);
  const auto stub = q::QuotaService::NewStub(*Connect(address, ""));
  EXPECT_THAT(CallRpc(*stub, &q::QuotaService::Stub::ListProvinces,
                      q::ListProvincesRequest()),
              IsOk());
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST(ServeTest, RefusesBeyondItsThreadsAtOnce) {
  std::string address;
  const pid_t pid = StartSlowServer("4", "hold", address);
  std::atomic<int> refused{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&] {
      const auto stub = q::QuotaService::NewStub(*Connect(address, ""));
      grpc::ClientContext context;
      SetDeadline(context, absl::Now() + absl::Seconds(3));
      q::ListProvincesResponse response;
      if (stub->ListProvinces(&context, {}, &response).error_code() ==
          grpc::StatusCode::RESOURCE_EXHAUSTED) {
        ++refused;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(refused, 0);
  End(pid, SIGKILL);
}

}  // namespace
}  // namespace opvang
