#include "common/service/run_service.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <thread>

#include "absl/algorithm/container.h"
#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/steady_clock.h"
#include "common/db/ledger.h"
#include "common/db/migrations.h"
#include "common/db/staging.h"
#include "common/net/certificates.h"
#include "common/net/http_client.h"
#include "common/net/signature.h"
#include "common/net/transport.h"
#include "common/service/metrics.h"
#include "common/service/page_seal.h"
#include "common/service/probe.h"
#include "common/service/server.h"
#include "common/service/settings.h"
#include "common/service/span_log.h"

namespace opvang {
namespace {

// Which services a service asks.
std::vector<std::string> AskedBy(absl::string_view name) {
  if (name == "housing") return {"quotas"};
  if (name == "reporting") return {"quotas", "locations", "housing"};
  return {};
}

std::string Help(absl::string_view program) {
  return absl::StrCat("opvang-", program, " ", OPVANG_VERSION,
                      ": one of the services of opvang.\n\n", SettingsHelp());
}

DoorOptions Callers() {
  return {
      .connections_max = absl::GetFlag(FLAGS_callers),
      .connections_per_address_max = absl::GetFlag(FLAGS_callers_per_address)};
}

// Adds what is wrong, once: one fault may stand in the way of several.
void Note(const absl::Status& status, std::vector<std::string>& faults) {
  const std::string fault(status.message());
  if (!status.ok() && !absl::c_linear_search(faults, fault)) {
    faults.push_back(fault);
  }
}

absl::Status CheckSigningKey(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, ReadFile(path));
  const absl::Status signs = SignWithP256(pem, "").status();
  return signs.ok() ? signs
                    : absl::InvalidArgumentError(
                          absl::StrCat(path, " ", signs.message()));
}

// What a service is started with.
struct Prepared {
  std::shared_ptr<grpc::ServerCredentials> credentials;
  std::unique_ptr<Organisations> organisations;
  DatabaseOptions database;
  std::map<std::string, std::shared_ptr<grpc::Channel>> asked;
};

// Reads what the settings name. Adds to `faults` all that does not work; what
// is not there at all is a fault of the settings themselves.
Prepared Prepare(absl::string_view name, CallsMade& calls,
                 std::vector<std::string>& faults) {
  Prepared prepared;
  const auto take = [&faults](auto made, auto& to) {
    Note(made.status(), faults);
    if (made.ok()) to = *std::move(made);
  };
  const std::string certificates = absl::GetFlag(FLAGS_certificates);
  const std::string listen = absl::GetFlag(FLAGS_listen);
  if (!certificates.empty() || IsLoopback(listen)) {
    take(MakeServerCredentials(certificates, listen), prepared.credentials);
  }
  for (const std::string& other : AskedBy(name)) {
    const std::string address = Setting(other);
    if (address.empty()) continue;
    take(Connect(address, certificates, &calls), prepared.asked[other]);
  }
  const std::string listed = absl::GetFlag(FLAGS_organisations);
  if (listed.empty()) {
    prepared.organisations = Organisations::Loopback({.oin = "loopback",
                                                      .name = "loopback",
                                                      .role = Role::kMinistry,
                                                      .scope = ""});
  } else {
    auto loaded = Organisations::Load(listed);
    if (absl::IsInvalidArgument(loaded.status())) {
      loaded = absl::InvalidArgumentError(
          absl::StrCat(listed, ": ", loaded.status().message()));
    }
    take(std::move(loaded), prepared.organisations);
  }
  if (ParseDatabaseUrl(Setting("database")).ok()) {
    take(DatabaseSetting(), prepared.database);
  }
  const std::string migrations = absl::GetFlag(FLAGS_migrations);
  if (!migrations.empty()) Note(CheckMigrations(migrations, nullptr), faults);
  Note(AllowFilesFor(Callers()), faults);
  const std::string printer = absl::GetFlag(FLAGS_pdf_printer);
  if (!printer.empty() && access(printer.c_str(), X_OK) != 0) {
    faults.push_back(absl::StrCat("cannot run ", printer));
  }
  const std::string key = absl::GetFlag(FLAGS_webhook_key);
  if (!key.empty()) Note(CheckSigningKey(key), faults);
  const std::string ca = absl::GetFlag(FLAGS_webhook_ca);
  if (!ca.empty()) {
    Note(HttpClient::Make({.ca_file = ca}).status(), faults);
  }
  return prepared;
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

// What of the database stands in the way of a start.
absl::Status CheckDatabase(const DatabaseOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Database> db, Database::Open(options));
  return CheckMigrations(absl::GetFlag(FLAGS_migrations), db.get());
}

constexpr absl::Duration kTryEvery = absl::Milliseconds(500);

// The database, once it answers; null when the process is told to stop before.
absl::StatusOr<std::unique_ptr<Database>> AwaitDatabase(
    const DatabaseOptions& options) {
  const absl::Duration wait = absl::GetFlag(FLAGS_database_wait);
  const absl::Time latest = SteadyNow() + wait;
  for (bool said = false;; said = true) {
    absl::StatusOr<std::unique_ptr<Database>> db = Database::Open(options);
    const absl::Duration left = latest - SteadyNow();
    if (!absl::IsUnavailable(db.status()) || left <= absl::ZeroDuration()) {
      return db;
    }
    if (!said) {
      Log(Severity::kWarning, "waiting_for_database",
          {{"fault", std::string(db.status().message())},
           {"most", absl::FormatDuration(wait)}});
    }
    if (StopsWithin(std::min(left, kTryEvery))) return nullptr;
  }
}

// Port 0 is told by the file of the address alone.
absl::Status ProbeRunning(absl::string_view what) {
  std::string address = absl::GetFlag(FLAGS_listen);
  const std::string file = absl::GetFlag(FLAGS_address_file);
  if (!file.empty()) {
    ASSIGN_OR_RETURN(address, ReadFile(file));
  }
  return Probe(what, std::string(absl::StripAsciiWhitespace(address)),
               absl::GetFlag(FLAGS_certificates));
}

absl::Status Run(const std::string& name, const std::string& full_name,
                 const Prepared& prepared, Metrics& metrics,
                 const MakeService& make) {
  if (!absl::GetFlag(FLAGS_metrics).empty()) {
    ASSIGN_OR_RETURN(const std::string address,
                     ParseMetricsAddress(absl::GetFlag(FLAGS_metrics)));
    RETURN_IF_ERROR(metrics.Listen(address));
    Log(Severity::kInfo, "metrics",
        {{"service", name}, {"address", metrics.address()}});
  }
  const DatabaseOptions& options = prepared.database;
  // What all replicas of a service have alike, and nobody else.
  if (!options.password.empty()) {
    SetPageSecret(absl::StrCat(options.schema, "\n", options.password));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Database> db, AwaitDatabase(options));
  if (db == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(Migrate(*db, absl::GetFlag(FLAGS_migrations)));
  const SystemClock clock;
  const Sweeper sweeper(*db, clock);
  const std::unique_ptr<grpc::Service> service =
      make({.db = *db,
            .clock = clock,
            .organisations = *prepared.organisations,
            .connect =
                [&](absl::string_view other) {
                  return prepared.asked.at(std::string(other));
                },
            .flag = Setting});
  return Serve(*service,
               {.name = name,
                .listen_address = absl::GetFlag(FLAGS_listen),
                .credentials = prepared.credentials,
                .thread_count_max = options.connection_count + 4,
                .drain_pause = absl::GetFlag(FLAGS_drain_pause),
                .door = Callers(),
                .full_name = full_name,
                .address_file = absl::GetFlag(FLAGS_address_file),
                .serving = dynamic_cast<const Serving*>(service.get()),
                .metrics = &metrics,
                .reload = [&prepared] {
                  LookAtCertificates();
                  prepared.organisations->Look();
                }});
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
  std::vector<std::string> faults =
      ReadSettings(argc, argv, {.asked = AskedBy(name)});
  const bool checks = absl::GetFlag(FLAGS_check_config);
  const std::string probe = absl::GetFlag(FLAGS_probe);
  // To whoever asks in words; to what collects logs as all that follows.
  const bool read_by_people =
      checks || !probe.empty() || isatty(STDERR_FILENO) != 0;
  const auto say = [&](const std::string& what) {
    if (!read_by_people) {
      return Log(Severity::kError, "cannot_start",
                 {{"service", std::string(name)}, {"fault", what}});
    }
    std::fprintf(stderr, "opvang-%s: %s\n", std::string(name).c_str(),
                 what.c_str());
  };
  if (!faults.empty() && !checks) {
    for (const std::string& fault : faults) say(fault);
    if (read_by_people) say("--help lists the flags");
    return 2;
  }
  if (!probe.empty()) {
    const absl::Status stands = ProbeRunning(probe);
    if (!stands.ok()) say(std::string(stands.message()));
    return stands.ok() ? 0 : 1;
  }
  BlockSignals();
  // For tests, which find deadlocks; it costs every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  Metrics metrics({.service = std::string(name),
                   .version = OPVANG_VERSION,
                   .full_name = std::string(full_name)});
  CallsMadeLog calls(metrics.made());
  const Prepared prepared = Prepare(name, calls, faults);
  if (checks && !prepared.database.schema.empty()) {
    Note(CheckDatabase(prepared.database), faults);
  }
  for (const std::string& fault : faults) say(fault);
  if (checks) return faults.empty() ? 0 : 2;
  if (!faults.empty()) return 1;
  const absl::Status status =
      Run(std::string(name), std::string(full_name), prepared, metrics, make);
  if (status.ok()) return 0;
  say(std::string(status.message()));
  return 1;
}

}  // namespace opvang
