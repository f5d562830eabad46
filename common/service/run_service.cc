#include "common/service/run_service.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/base/log.h"
#include "common/db/ledger.h"
#include "common/db/migrations.h"
#include "common/db/staging.h"
#include "common/net/transport.h"
#include "common/service/page_seal.h"
#include "common/service/server.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:0",
          "where to listen; port 0 is a free one");
ABSL_FLAG(std::string, address_file, "",
          "written with the address once it serves");
ABSL_FLAG(std::string, database, "",
          "mysql://user:password@unix(/path.sock)/schema or "
          "mysql://user:password@tcp(host:port)/schema; $OPVANG_DATABASE when "
          "absent");
ABSL_FLAG(std::string, migrations, "",
          "the folder of the numbered .sql files of this service");
ABSL_FLAG(std::string, certificates, "",
          "the folder of ca.pem, cert.pem, key.pem; required but with --plain");
ABSL_FLAG(std::string, organisations, "",
          "the file that says which OIN is which organisation, in which role; "
          "required but with --plain");
ABSL_FLAG(bool, plain, false,
          "no certificates: nothing is encrypted, every caller is the "
          "ministry, and the service listens on loopback only");
ABSL_FLAG(int, connections, 8, "connections to the database, 1 to 200");
ABSL_FLAG(int, callers, 1000, "connections of callers, 100 to 100000");
ABSL_FLAG(int, callers_per_address, 250,
          "of these, how many one address may have; more where all come "
          "through one proxy");
ABSL_FLAG(std::string, quotas, "", "the address of quotas, for who asks it");
ABSL_FLAG(std::string, locations, "",
          "the address of locations, for who asks it");
ABSL_FLAG(std::string, housing, "", "the address of housing, for who asks it");
ABSL_FLAG(
    std::string, pdf_printer, "",
    "of reporting: the program called as PROGRAM IN.html OUT.pdf, such as "
    "deploy/print-pdf; without it there is no PDF");

namespace opvang {
namespace {

// A flag is written with hyphens or underscores: --address-file.
absl::CommandLineFlag* FindFlag(std::string name) {
  for (char& c : name) c = c == '-' ? '_' : c;
  return absl::FindCommandLineFlag(name);
}

std::string Valued(absl::string_view name) {
  const absl::CommandLineFlag* flag = FindFlag(std::string(name));
  return flag == nullptr ? "" : flag->CurrentValue();
}

std::string Help(absl::string_view program) {
  std::string help = absl::StrCat("opvang-", program, " ", OPVANG_VERSION,
                                  ": one of the services of opvang.\n\n");
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (!absl::EndsWith(flag->Filename(), "run_service.cc")) continue;
    absl::StrAppend(&help, "  --",
                    absl::StrReplaceAll(flag->Name(), {{"_", "-"}}), "=",
                    flag->DefaultValue(), "\n      ", flag->Help(), "\n");
  }
  return help;
}

// Every fault of the flags, one a line; empty when there is none.
std::string SetFlags(int argc, char** argv) {
  std::string faults;
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(argument, absl::MaxSplits('=', 1));
    absl::CommandLineFlag* flag = absl::StartsWith(argument, "--")
                                      ? FindFlag(parts.first.substr(2))
                                      : nullptr;
    std::string fault;
    if (flag == nullptr) {
      absl::StrAppend(&faults, "unknown flag ", argument, "\n");
    } else if (!flag->ParseFrom(
                   flag->IsOfType<bool>() && !absl::StrContains(argument, '=')
                       ? "true"
                       : parts.second,
                   &fault)) {
      absl::StrAppend(&faults, "--", flag->Name(), " is ", parts.second, "; ",
                      fault, "\n");
    }
  }
  const int connections = absl::GetFlag(FLAGS_connections);
  if (connections < 1 || connections > 200) {
    absl::StrAppend(&faults, "--connections is ", connections,
                    "; it must be between 1 and 200\n");
  }
  const int callers = absl::GetFlag(FLAGS_callers);
  if (callers < 100 || callers > 100000) {
    absl::StrAppend(&faults, "--callers is ", callers,
                    "; it must be between 100 and 100000\n");
  }
  const int of_address = absl::GetFlag(FLAGS_callers_per_address);
  if (of_address < 1) {
    absl::StrAppend(&faults, "--callers-per-address is ", of_address,
                    "; it must be at least 1\n");
  }
  const bool plain = absl::GetFlag(FLAGS_plain);
  for (const char* name : {"certificates", "organisations"}) {
    if (plain || !Valued(name).empty()) continue;
    absl::StrAppend(&faults, "--", name,
                    " is required; --plain does without, on loopback only\n");
  }
  if (plain && !Valued("certificates").empty()) {
    faults += "--certificates and --plain exclude each other\n";
  }
  const std::string listen = absl::GetFlag(FLAGS_listen);
  if (plain && !IsLoopback(listen)) {
    absl::StrAppend(&faults, "--listen is ", listen,
                    "; with --plain it must be on loopback\n");
  }
  // The database's URL is a secret: it may come from the environment.
  const char* url = std::getenv("OPVANG_DATABASE");
  if (absl::GetFlag(FLAGS_database).empty() && url != nullptr) {
    absl::SetFlag(&FLAGS_database, std::string(url));
  }
  return faults;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ConnectTo(
    absl::string_view other, const std::string& certificates) {
  const std::string address = Valued(other);
  if (!address.empty()) return Connect(address, certificates);
  return absl::InvalidArgumentError(
      absl::StrCat("--", other, " is required: the address of opvang-", other));
}

// Forgets, every hour, what unfinished deliveries left behind.
class Sweeper {
 public:
  Sweeper(Database& db, const Clock& clock)
      : thread_([this, &db, &clock] {
          do {
            const absl::Status swept = SweepStaged(db, clock);
            if (swept.ok()) continue;
            Log(Severity::kWarning, "cannot_sweep",
                {{"fault", std::string(swept.message())}});
          } while (!stop_.WaitForNotificationWithTimeout(absl::Hours(1)));
        }) {}
  ~Sweeper() {
    stop_.Notify();
    thread_.join();
  }

 private:
  absl::Notification stop_;
  std::thread thread_;
};

absl::Status Run(const std::string& name, const std::string& full_name,
                 const MakeService& make) {
  const std::string certificates = absl::GetFlag(FLAGS_certificates);
  const std::string listen = absl::GetFlag(FLAGS_listen);
  ASSIGN_OR_RETURN(const auto credentials,
                   MakeServerCredentials(certificates, listen));
  std::unique_ptr<Organisations> organisations;
  const std::string listed = absl::GetFlag(FLAGS_organisations);
  if (listed.empty()) {
    organisations = Organisations::Loopback({.oin = "loopback",
                                             .name = "loopback",
                                             .role = Role::kMinistry,
                                             .scope = ""});
  } else {
    ASSIGN_OR_RETURN(organisations, Organisations::Load(listed));
  }
  ASSIGN_OR_RETURN(DatabaseOptions options,
                   ParseDatabaseUrl(absl::GetFlag(FLAGS_database)));
  options.connection_count = absl::GetFlag(FLAGS_connections);
  // What all replicas of a service have alike, and nobody else.
  if (!options.password.empty()) {
    SetPageSecret(absl::StrCat(options.schema, "\n", options.password));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Database> db, Database::Open(options));
  RETURN_IF_ERROR(Migrate(*db, absl::GetFlag(FLAGS_migrations)));
  const SystemClock clock;
  const Sweeper sweeper(*db, clock);
  absl::Status connected;
  const std::unique_ptr<grpc::Service> service =
      make({.db = *db,
            .clock = clock,
            .organisations = *organisations,
            .connect =
                [&](absl::string_view other) -> std::shared_ptr<grpc::Channel> {
              auto channel = ConnectTo(other, certificates);
              if (channel.ok()) return *channel;
              connected.Update(channel.status());
              // A stub needs one; no call is made on it.
              return grpc::CreateChannel("unix:",
                                         grpc::InsecureChannelCredentials());
            },
            .flag = Valued});
  if (!connected.ok()) return connected;
  return Serve(*service,
               {.name = name,
                .listen_address = listen,
                .credentials = credentials,
                .thread_count_max = options.connection_count + 4,
                .door = {.connections_max = absl::GetFlag(FLAGS_callers),
                         .connections_per_address_max =
                             absl::GetFlag(FLAGS_callers_per_address)},
                .full_name = full_name,
                .address_file = absl::GetFlag(FLAGS_address_file),
                .serving = dynamic_cast<const Serving*>(service.get())});
}

}  // namespace

int RunService(int argc, char** argv, absl::string_view name,
               absl::string_view full_name, const MakeService& make) {
  if (argc == 2 && absl::string_view(argv[1]) == "--help") {
    std::fputs(Help(name).c_str(), stdout);
    return 0;
  }
  if (argc == 2 && absl::string_view(argv[1]) == "--version") {
    std::printf("opvang-%s %s\n", std::string(name).c_str(), OPVANG_VERSION);
    return 0;
  }
  const std::string faults = SetFlags(argc, argv);
  if (!faults.empty()) {
    std::fprintf(stderr, "%s\n%s", faults.c_str(), Help(name).c_str());
    return 2;
  }
  BlockStopSignals();
  // For tests, which find deadlocks; it costs every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const absl::Status status =
      Run(std::string(name), std::string(full_name), make);
  if (status.ok()) return 0;
  std::fprintf(stderr, "opvang-%s: %s\n", std::string(name).c_str(),
               std::string(status.message()).c_str());
  return 1;
}

}  // namespace opvang
