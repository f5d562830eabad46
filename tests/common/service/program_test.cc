// The program itself, started as an operator would.
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/file.h"
#include "grpcpp/create_channel.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "tests/support/http2.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kMigrations[] =
    "migrations=" OPVANG_SOURCE_DIR "/services/quotas/migrations";

class ProgramTest : public testing::Test {
 protected:
  ProgramTest() {
    char folder[] = "/tmp/opvang-program-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  // Writes a file of the folder; answers its path.
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  std::string Configure(const std::vector<std::string>& lines) {
    return "--config=" + Write("quotas.conf", absl::StrJoin(lines, "\n"));
  }
  // What it says when it ends by itself.
  std::string SaidBy(const std::string& flags, int& status,
                     const std::string& service = "quotas") {
    const std::string said =
        Shell(absl::StrCat(OPVANG_BINARY_DIR "/services/", service, "/opvang-",
                           service, " ", flags),
              &status);
    status = WEXITSTATUS(status);
    return said;
  }
  pid_t Start(std::vector<std::string> flags) {
    flags.insert(flags.begin(),
                 {OPVANG_BINARY_DIR "/services/quotas/opvang-quotas",
                  "--address-file=" + folder_ + "/address"});
    return Spawn(flags, folder_ + "/log");
  }
  std::string AwaitAddress() { return AwaitWord(folder_ + "/address"); }
  static std::string DatabaseLine(const TestDatabase& db) {
    return "database=" + db.url();
  }

  std::string folder_;
};

TEST_F(ProgramTest, IsConfiguredByAFileAndFlagsGoBeforeIt) {
  const TestDatabase db("quotas");
  const std::string config =
      Configure({"# The whole line is a remark: nonsense=1", "", kMigrations,
                 DatabaseLine(db), " plain = true ", "listen=203.0.113.1:1",
                 "callers_per_address=10"});
  int status = 0;
  EXPECT_THAT(SaidBy(config, status),
              HasSubstr("quotas.conf:6: listen is 203.0.113.1:1; with --plain "
                        "it must be on loopback"));
  EXPECT_EQ(status, 2);
  const pid_t pid = Start({config, "--listen=127.0.0.1:0"});
  EXPECT_THAT(AwaitAddress(), HasSubstr("127.0.0.1:"));
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST_F(ProgramTest, NamesEveryFaultOfItsFileByLine) {
  int status = 0;
  const std::string said =
      SaidBy(Configure({"lisen=127.0.0.1:0", "connections=900", "plain=perhaps",
                        "hunter2", "callers=1000", "callers=2000", "config=/x",
                        "help=true", "database=mysql://nonsense",
                        "metrics=localhost:7201"}) +
                 " --callers-per-address=0 --database-wat=1s",
             status);
  EXPECT_EQ(status, 2);
  for (const char* fault :
       {"quotas.conf:1: unknown name lisen",
        "quotas.conf:2: connections is 900; it must be between 1 and 200",
        "quotas.conf:3: plain is perhaps; ",
        "quotas.conf:4: must be NAME=VALUE",
        "quotas.conf:6: callers is said already, in line 5",
        "quotas.conf:7: config belongs on the command line",
        "quotas.conf:8: unknown name help",
        "quotas.conf:10: metrics is localhost:7201; it must be a port, ",
        "quotas.conf:9: database: the database must be given as ",
        "--callers-per-address is 0; it must be at least 1",
        "unknown flag --database-wat=1s", "--migrations is required",
        "--certificates is required", "--organisations is required"}) {
    EXPECT_THAT(said, HasSubstr(fault));
  }
  EXPECT_THAT(said, Not(HasSubstr("hunter2")));
  EXPECT_THAT(SaidBy("--config=/nowhere/quotas.conf", status),
              HasSubstr("--config: cannot read /nowhere/quotas.conf"));
  EXPECT_EQ(status, 2);
}

// A command line is seen by everybody on the machine.
TEST_F(ProgramTest, ThePasswordComesFromAFileAndNotFromTheCommandLine) {
  const TestDatabase db("quotas");
  TestServer::Shared().Administrate(
      "CREATE USER 'reader'@'localhost' IDENTIFIED BY 'a secret'");
  TestServer::Shared().Administrate(
      absl::StrCat("GRANT ALL ON ", db.schema(), ".* TO 'reader'@'localhost'"));
  const auto as = [&db](const std::string& identity) {
    return "database=" + std::string(db.url()).replace(
                             0, strlen("mysql://root:"), "mysql://" + identity);
  };
  const std::string file =
      "--database-password-file=" + Write("password", "a secret\n");
  const std::string rest =
      absl::StrCat(" --check-config --plain --", kMigrations);
  int status = 0;
  EXPECT_THAT(SaidBy(Configure({as("reader")}) + rest, status),
              HasSubstr("does not let this service in"));
  EXPECT_EQ(status, 2);
  EXPECT_EQ(SaidBy(Configure({as("reader")}) + rest + " " + file, status), "");
  EXPECT_EQ(status, 0);
  EXPECT_EQ(SaidBy(Configure({as("reader:a secret")}) + rest, status), "");
  EXPECT_EQ(status, 0);
  EXPECT_THAT(
      SaidBy(Configure({as("reader:a secret")}) + rest + " " + file, status),
      HasSubstr("--database-password-file and a password in --database "
                "exclude each other"));
  EXPECT_EQ(status, 2);
  const std::string told =
      SaidBy("'--" + as("reader:a secret") + "'" + rest, status);
  EXPECT_THAT(told, AllOf(HasSubstr("--database holds a password"),
                          Not(HasSubstr("a secret"))));
  EXPECT_EQ(status, 2);
  TestServer::Shared().Administrate("DROP USER 'reader'@'localhost'");
}

TEST_F(ProgramTest, ChecksEverythingThatItNeedsAtOnce) {
  Write("ca.pem", "no certificate");
  Write("cert.pem", "");
  Write("key.pem", "");
  Write("organisations.json", R"({"organisations": [{"oin": "1"}]})");
  int status = 0;
  const std::string said = SaidBy(
      Configure({"database=mysql://root@unix(/nowhere.sock)/opvang_housing",
                 "migrations=/nowhere", "certificates=" + folder_,
                 "organisations=" + folder_ + "/organisations.json",
                 "pdf-printer=/nowhere/print", "callers=0",
                 "webhook-hosts=http://events.nl",
                 "webhook-key=/nowhere/sign.key"}) +
          " --check-config",
      status, "housing");
  EXPECT_EQ(status, 2);
  for (const std::string& fault : std::vector<std::string>{
           "quotas.conf:6: callers is 0", "--quotas is required",
           folder_ + "/ca.pem is no certificate",
           folder_ + "/organisations.json", "organisations[0].oin",
           "no migrations in /nowhere", "cannot run /nowhere/print",
           "webhook-hosts: \"http://events.nl\" is not encrypted",
           "--webhook-origin is required", "cannot read /nowhere/sign.key",
           "The database does not answer"}) {
    EXPECT_THAT(said, HasSubstr(fault));
  }
}

// It changes nothing, and knows what it could not live with.
TEST_F(ProgramTest, ChecksTheSchemaAndLeavesItAlone) {
  const TestDatabase old("");
  int status = 0;
  const auto check = [&](const TestDatabase& db) {
    return SaidBy(Configure({DatabaseLine(db), kMigrations, "plain=true"}) +
                      " --check-config",
                  status);
  };
  TestServer::Shared().Administrate(
      absl::StrCat("DROP TABLE ", old.schema(), ".schema_migrations"));
  EXPECT_EQ(check(old), "");
  EXPECT_EQ(status, 0);
  EXPECT_EQ(check(old), "");
  TestServer::Shared().Administrate(absl::StrCat(
      "CREATE TABLE ", old.schema(), ".schema_migrations (number INT)"));

  const TestDatabase db("quotas");
  EXPECT_EQ(check(db), "");
  EXPECT_EQ(status, 0);
  TestServer::Shared().Administrate(
      absl::StrCat("INSERT INTO ", db.schema(),
                   ".schema_migrations (number, name, checksum, apply_time) "
                   "VALUES (99, '0099_later.sql', 'x', NOW())"));
  EXPECT_THAT(check(db), HasSubstr("newer than this program"));
  EXPECT_EQ(status, 2);
}

// Stands where a supervisor does, and hears what it is told.
class Supervisor {
 public:
  explicit Supervisor(const std::string& path)
      : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address),
              0);
    const timeval most{.tv_sec = 20, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Supervisor() {
    unsetenv("NOTIFY_SOCKET");
    close(fd_);
  }
  // The next that it is told; empty after twenty seconds without a word.
  std::string Heard() {
    char bytes[100];
    const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
    return n < 0 ? "" : std::string(bytes, static_cast<size_t>(n));
  }

 private:
  int fd_;
};

class RunningProgramTest : public ProgramTest {
 protected:
  // What whoever asks for its health is told: 1 is SERVING, 2 NOT_SERVING.
  std::string Health() {
    RawConnection caller(AwaitAddress());
    EXPECT_TRUE(caller.Send(Preface() +
                            BeginCall(1, "/grpc.health.v1.Health/Check") +
                            SendMessage(1, "", /*last=*/true)));
    EXPECT_TRUE(caller.AwaitFrame(kDataFrame, absl::Seconds(20)));
    return caller.frame().substr(5);
  }
  // Waits until its log says so.
  bool Says(const std::string& text) {
    const absl::Time latest = absl::Now() + absl::Seconds(20);
    while (absl::Now() < latest) {
      const auto log = ReadFile(folder_ + "/log");
      if (log.ok() && absl::StrContains(*log, text)) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }
};

TEST_F(RunningProgramTest, TellsItsSupervisorHowItStands) {
  const TestDatabase db("quotas");
  Supervisor supervisor(folder_ + "/notify");
  const pid_t pid =
      Start({Configure({DatabaseLine(db), kMigrations, "plain=true"})});
  EXPECT_EQ(supervisor.Heard(), "READY=1");
  EXPECT_THAT(AwaitAddress(), HasSubstr("127.0.0.1:"));
  EXPECT_EQ(supervisor.Heard(), "WATCHDOG=1");
  EXPECT_EQ(supervisor.Heard(), "WATCHDOG=1");
  kill(pid, SIGTERM);
  // What it said of its life meanwhile is heard first.
  std::string heard = supervisor.Heard();
  for (int i = 0; i < 100 && heard == "WATCHDOG=1"; ++i) {
    heard = supervisor.Heard();
  }
  EXPECT_EQ(heard, "STOPPING=1");
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST_F(RunningProgramTest, ServesOnWhileBalancersNoticeThatItStops) {
  const TestDatabase db("quotas");
  const pid_t pid = Start({Configure(
      {DatabaseLine(db), kMigrations, "plain=true", "drain-pause=1m"})});
  EXPECT_EQ(Health(), "\x08\x01");
  kill(pid, SIGTERM);
  ASSERT_TRUE(Says("stopping"));
  // On a new connection: the door is open.
  std::string health;
  for (int i = 0; i < 100 && health != "\x08\x02"; ++i) health = Health();
  EXPECT_EQ(health, "\x08\x02");
  // Of somebody who does not ask for its health first.
  const auto stub = nl::opvang::quotas::v1::QuotaService::NewStub(
      grpc::CreateChannel(AwaitAddress(), grpc::InsecureChannelCredentials()));
  EXPECT_THAT(
      CallRpc(*stub, &nl::opvang::quotas::v1::QuotaService::Stub::ListCycles,
              nl::opvang::quotas::v1::ListCyclesRequest()),
      IsOk());
  // Who does not want to wait says it again; to reload is not to stop.
  kill(pid, SIGHUP);
  kill(pid, SIGTERM);
  EXPECT_TRUE(Says("stopped"));
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST_F(RunningProgramTest, ReloadsWhenItIsTold) {
  const TestDatabase db("quotas");
  ASSERT_EQ(system(("bash " OPVANG_SOURCE_DIR "/deploy/certificates " + folder_)
                       .c_str()),
            0);
  const std::string organisations = folder_ + "/organisations.json";
  const pid_t pid = Start({Configure({DatabaseLine(db), kMigrations,
                                      "certificates=" + folder_ + "/quotas",
                                      "organisations=" + organisations})});
  ASSERT_THAT(AwaitAddress(), HasSubstr("127.0.0.1:"));
  // Nobody calls: without a word it would not look at the organisations.
  std::ofstream(organisations, std::ios::app) << "\n";
  ASSERT_EQ(
      system(absl::StrCat("cp ", folder_, "/housing/*.pem ", folder_, "/quotas")
                 .c_str()),
      0);
  kill(pid, SIGHUP);
  EXPECT_TRUE(Says("organisations_reloaded"));
  EXPECT_TRUE(Says("certificates_adopted"));
  std::ofstream(organisations) << "{";
  kill(pid, SIGHUP);
  EXPECT_TRUE(Says("organisations_kept"));
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

// For who keeps it running and has no certificate: it asks itself, with its
// own.
TEST_F(RunningProgramTest, TellsAProbeHowItStands) {
  const TestDatabase db("quotas");
  ASSERT_EQ(system(("bash " OPVANG_SOURCE_DIR "/deploy/certificates " + folder_)
                       .c_str()),
            0);
  const std::string config = Configure(
      {DatabaseLine(db), kMigrations, "certificates=" + folder_ + "/quotas",
       "organisations=" + folder_ + "/organisations.json", "drain-pause=1m"});
  const auto said = [&](const std::string& what) {
    int status = 0;
    const std::string words = SaidBy(
        config + " --address-file=" + folder_ + "/address --probe=" + what,
        status);
    return absl::StrCat(status, " ", words);
  };
  EXPECT_THAT(said("alive"), HasSubstr("1 opvang-quotas: cannot read "));
  EXPECT_THAT(said("healthy"),
              HasSubstr("2 opvang-quotas: --probe is healthy; it must be "));
  const pid_t pid = Start({config});
  ASSERT_THAT(AwaitAddress(), HasSubstr("127.0.0.1:"));
  for (const char* what : {"alive", "reading", "serving"}) {
    EXPECT_EQ(said(what), "0 ");
  }
  kill(pid, SIGTERM);
  std::string serving;
  for (int i = 0;
       i < 100 && serving != "1 opvang-quotas: it says NOT_SERVING\n"; ++i) {
    serving = said("serving");
  }
  EXPECT_EQ(serving, "1 opvang-quotas: it says NOT_SERVING\n");
  EXPECT_EQ(said("alive"), "0 ");
  End(pid, SIGKILL);
  EXPECT_THAT(said("alive"), HasSubstr("1 opvang-quotas: nothing answers at "));
}

TEST_F(RunningProgramTest, WaitsForADatabaseThatComesLater) {
  TestServer server(TestServer::Kind::kQuick);
  server.Administrate("CREATE DATABASE later");
  const std::string url = "database=" + server.Url("later");
  server.Kill();
  const pid_t pid = Start({Configure({url, kMigrations, "plain=true"})});
  EXPECT_TRUE(Says("waiting_for_database"));
  server.Start();
  EXPECT_THAT(AwaitAddress(), HasSubstr("127.0.0.1:"));
  EXPECT_EQ(Health(), "\x08\x01");
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST_F(RunningProgramTest, WaitsForADatabaseNoLongerThanItIsTold) {
  const std::string config =
      Configure({"database=mysql://root@unix(/nowhere.sock)/quotas",
                 kMigrations, "plain=true"});
  for (const char* most : {"0", "10ms"}) {
    int status = 0;
    EXPECT_THAT(SaidBy(absl::StrCat(config, " --database-wait=", most), status),
                HasSubstr("\"fault\":\"The database does not answer"));
    EXPECT_EQ(status, 1);
  }
  // Told to stop, it does not wait.
  const pid_t pid = Start({config, "--database-wait=1h"});
  EXPECT_TRUE(Says("waiting_for_database"));
  EXPECT_EQ(End(pid, SIGTERM), 0);
}

}  // namespace
}  // namespace opvang
