#include "common/service/settings.h"

#include <cstdlib>
#include <limits>
#include <map>

#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/base/web_address.h"
#include "common/net/transport.h"
#include "common/service/metrics.h"
#include "common/service/probe.h"

ABSL_FLAG(std::string, config, "",
          "a file of lines NAME=VALUE that name these flags; those of the "
          "command line go before it");
ABSL_FLAG(bool, check_config, false,
          "says all that stands in the way of a start, and ends: with 0 when "
          "there is nothing, else with 2; changes nothing");
ABSL_FLAG(std::string, probe, "",
          "asks the service that runs with these settings how it stands, and "
          "ends: with 0 when it is alive, reading or serving, which of these "
          "is asked, else with 1");
ABSL_FLAG(std::string, listen, "127.0.0.1:0",
          "where to listen; port 0 is a free one");
ABSL_FLAG(std::string, address_file, "",
          "written with the address once it serves");
ABSL_FLAG(std::string, metrics, "",
          "where Prometheus asks for metrics, over plain HTTP: a port on "
          "loopback, or HOST:PORT with an address in numbers; nowhere when "
          "absent");
ABSL_FLAG(std::string, database, "",
          "mysql://user:password@unix(/path.sock)/schema or "
          "mysql://user:password@tcp(host:port)/schema; $OPVANG_DATABASE when "
          "absent. On the command line it holds no password");
ABSL_FLAG(std::string, database_password_file, "",
          "the file that holds the password, where --database holds none");
ABSL_FLAG(absl::Duration, database_wait, absl::Seconds(60),
          "how long a start waits for a database that does not answer, up to "
          "1h");
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
ABSL_FLAG(absl::Duration, drain_pause, absl::ZeroDuration(),
          "how long it still serves after a signal to stop, while health says "
          "that it does not: what a balancer takes to notice, up to 1m");
ABSL_FLAG(int, connections, 8, "connections to the database, 1 to 200");
ABSL_FLAG(int, callers, 1000, "connections of callers, 100 to 100000");
ABSL_FLAG(int, callers_per_address, 250,
          "of these, how many one address may have; more where all come "
          "through one proxy");
ABSL_FLAG(std::string, quotas, "", "the address of quotas, for who asks it");
ABSL_FLAG(std::string, locations, "",
          "the address of locations, for who asks it");
ABSL_FLAG(std::string, housing, "", "the address of housing, for who asks it");
ABSL_FLAG(std::string, reporting, "",
          "the address of reporting, for who asks it");
ABSL_FLAG(std::string, openapi, "",
          "of gateway: the file that it serves as /v1/openapi.json");
ABSL_FLAG(std::string, page, "",
          "of gateway: the folder of the page that it serves at /; without "
          "it there is none");
ABSL_FLAG(std::string, public_url, "",
          "of gateway: where browsers find it, https://HOST; for who signs in");
ABSL_FLAG(std::string, oidc_issuer, "",
          "of gateway: the provider of OpenID Connect that lets people in who "
          "have no certificate; nobody without it");
ABSL_FLAG(std::string, oidc_client_id, "",
          "of gateway: as whom the provider knows it");
ABSL_FLAG(std::string, oidc_client_secret_file, "",
          "of gateway: the file that holds what proves that to the provider");
ABSL_FLAG(std::string, oidc_ca, "",
          "of gateway: the file of the authorities (PEM) that the provider's "
          "certificate is of; those of the machine without it");
ABSL_FLAG(std::string, oidc_scope, "openid",
          "of gateway: what it asks the provider for; openid is among it");
ABSL_FLAG(std::string, oidc_organisation_claim, "oin",
          "of gateway: the claim that names, as an OIN, the organisation that "
          "a person acts for");
ABSL_FLAG(std::string, oidc_actor_claim, "sub",
          "of gateway: the claim that tells persons apart: a pseudonym, no "
          "name and no address");
ABSL_FLAG(std::string, actor_key, "",
          "of gateway: the private key (PEM, P-256) that proves to services "
          "who signed in; its public half is the gateway's actor_key in their "
          "organisations");
ABSL_FLAG(std::string, session_keys, "",
          "of gateway: the file of the keys that seal sessions, the same for "
          "all replicas: a line of 64 hexadecimal digits each, of which the "
          "first seals and all open");
ABSL_FLAG(absl::Duration, session_time, absl::Hours(8),
          "of gateway: how long a session lasts, 5m to 24h");
ABSL_FLAG(
    std::string, pdf_printer, "",
    "of reporting: the program called as PROGRAM IN.html OUT.pdf, such as "
    "deploy/print-pdf; without it there is no PDF");
ABSL_FLAG(std::string, webhook_hosts, "",
          "of reporting: the hosts that events may be posted to, with commas "
          "between: events.example.nl, *.example.nl:8443; nowhere when absent");
ABSL_FLAG(std::string, webhook_key, "",
          "of reporting: the private key (PEM, P-256) that signs what is "
          "posted; required with --webhook-hosts");
ABSL_FLAG(std::string, webhook_origin, "",
          "of reporting: the name by which receivers are asked whether they "
          "want events: opvang.example.nl; required with --webhook-hosts");
ABSL_FLAG(std::string, webhook_ca, "",
          "of reporting: the file of who may issue the certificates of "
          "receivers; those whom the machine trusts when absent");
ABSL_FLAG(absl::Duration, webhook_pause, absl::Seconds(1),
          "of reporting: the pause after a post that failed, which doubles up "
          "to 1h, 10ms to 1m");

namespace opvang {
namespace {

// A flag of ours, written with hyphens or underscores: "address-file".
absl::CommandLineFlag* FindFlag(std::string name) {
  for (char& c : name) c = c == '-' ? '_' : c;
  absl::CommandLineFlag* flag = absl::FindCommandLineFlag(name);
  return flag != nullptr && absl::EndsWith(flag->Filename(), "settings.cc")
             ? flag
             : nullptr;
}

std::string Spelled(const absl::CommandLineFlag& flag) {
  return absl::StrReplaceAll(flag.Name(), {{"_", "-"}});
}

class Reader {
 public:
  void ReadConfig(const std::string& path) {
    const auto text = ReadFile(path);
    if (!text.ok()) {
      faults_.push_back(absl::StrCat("--config: ", text.status().message()));
      return;
    }
    std::map<std::string, int> lines;
    int number = 0;
    for (absl::string_view line : absl::StrSplit(*text, '\n')) {
      ++number;
      line = absl::StripAsciiWhitespace(line);
      if (line.empty() || line[0] == '#') continue;
      const std::string place = absl::StrCat(path, ":", number, ": ");
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(line, absl::MaxSplits('=', 1));
      const std::string name(absl::StripTrailingAsciiWhitespace(parts.first));
      absl::CommandLineFlag* const flag = FindFlag(name);
      // What stands there may be a secret: the line is not repeated.
      if (!absl::StrContains(line, '=')) {
        faults_.push_back(place + "must be NAME=VALUE");
      } else if (flag == nullptr) {
        faults_.push_back(absl::StrCat(place, "unknown name ", name));
      } else if (flag->Name() == "config" || flag->Name() == "check_config" ||
                 flag->Name() == "probe") {
        faults_.push_back(
            absl::StrCat(place, name, " belongs on the command line"));
      } else if (const auto [said, first] =
                     lines.emplace(std::string(flag->Name()), number);
                 !first) {
        faults_.push_back(absl::StrCat(
            place, name, " is said already, in line ", said->second));
      } else {
        Set(*flag, absl::StripLeadingAsciiWhitespace(parts.second),
            place + Spelled(*flag));
      }
    }
  }

  void ReadArguments(int argc, char** argv, bool only_config) {
    for (int i = 1; i < argc; ++i) {
      const absl::string_view argument = argv[i];
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(argument, absl::MaxSplits('=', 1));
      absl::CommandLineFlag* flag =
          absl::StartsWith(argument, "--")
              ? FindFlag(std::string(parts.first.substr(2)))
              : nullptr;
      if ((flag != nullptr && flag->Name() == "config") != only_config) {
        continue;
      }
      if (flag == nullptr) {
        faults_.push_back(absl::StrCat("unknown flag ", argument));
        continue;
      }
      const bool bare =
          flag->IsOfType<bool>() && !absl::StrContains(argument, '=');
      Set(*flag, bare ? "true" : parts.second, "--" + Spelled(*flag));
    }
  }

  // What others on the machine cannot see, as they see a command line.
  void ReadEnvironment(const std::string& name, const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') return;
    Set(*FindFlag(name), value, absl::StrCat("$", variable));
  }

  void Require(const std::string& name, const std::string& why) {
    if (Setting(name).empty()) {
      faults_.push_back(absl::StrCat("--", name, " is required", why));
    }
  }

  // Where the flag was said: "--listen", "/etc/opvang/quotas.conf:3: listen".
  std::string PlaceOf(const std::string& name) const {
    const auto found = places_.find(std::string(FindFlag(name)->Name()));
    return found == places_.end() ? "--" + name : found->second;
  }

  template <typename T>
  void Bound(const std::string& name, T value, T least, T most,
             const std::string& must) {
    if (value >= least && value <= most) return;
    Refuse(name, absl::StrCat(" is ", Setting(name), "; it must be ", must));
  }

  void Refuse(const std::string& name, const std::string& why) {
    faults_.push_back(PlaceOf(name) + why);
  }

  std::vector<std::string> faults() && { return std::move(faults_); }

 private:
  void Set(absl::CommandLineFlag& flag, absl::string_view value,
           const std::string& place) {
    std::string fault;
    if (flag.ParseFrom(value, &fault)) {
      places_[std::string(flag.Name())] = place;
    } else {
      faults_.push_back(absl::StrCat(place, " is ", value, "; ", fault));
    }
  }

  std::vector<std::string> faults_;
  std::map<std::string, std::string> places_;  // By the flag's name.
};

void CheckDatabase(Reader& reader) {
  const std::string url = absl::GetFlag(FLAGS_database);
  if (url.empty()) {
    reader.Require("database", ", or $OPVANG_DATABASE");
    return;
  }
  const auto options = ParseDatabaseUrl(url);
  if (!options.ok()) {
    reader.Refuse("database", absl::StrCat(": ", options.status().message()));
    return;
  }
  if (options->password.empty()) return;
  if (absl::StartsWith(reader.PlaceOf("database"), "--")) {
    reader.Refuse("database",
                  " holds a password, which everybody on this machine can see "
                  "there; it belongs in the file of --config, in "
                  "$OPVANG_DATABASE or in --database-password-file");
  }
  if (!absl::GetFlag(FLAGS_database_password_file).empty()) {
    reader.Refuse("database-password-file",
                  " and a password in --database exclude each other");
  }
}

}  // namespace

std::vector<std::string> ReadSettings(int argc, char** argv,
                                      const Needs& needs) {
  Reader reader;
  reader.ReadArguments(argc, argv, /*only_config=*/true);
  const std::string config = absl::GetFlag(FLAGS_config);
  if (!config.empty()) reader.ReadConfig(config);
  reader.ReadEnvironment("database", "OPVANG_DATABASE");
  reader.ReadArguments(argc, argv, /*only_config=*/false);

  if (needs.keeps) {
    CheckDatabase(reader);
    reader.Require("migrations", "");
  } else {
    reader.Require("openapi", "");
  }
  reader.Bound("connections", absl::GetFlag(FLAGS_connections), 1, 200,
               "between 1 and 200");
  reader.Bound("callers", absl::GetFlag(FLAGS_callers), 100, 100000,
               "between 100 and 100000");
  reader.Bound("callers-per-address", absl::GetFlag(FLAGS_callers_per_address),
               1, std::numeric_limits<int>::max(), "at least 1");
  reader.Bound("database-wait", absl::GetFlag(FLAGS_database_wait),
               absl::ZeroDuration(), absl::Hours(1), "between 0 and 1h");
  reader.Bound("drain-pause", absl::GetFlag(FLAGS_drain_pause),
               absl::ZeroDuration(), absl::Minutes(1), "between 0 and 1m");
  const std::string probe = absl::GetFlag(FLAGS_probe);
  if (!probe.empty() && !IsProbe(probe)) {
    reader.Refuse("probe", absl::StrCat(" is ", probe,
                                        "; it must be alive, reading or "
                                        "serving"));
  }
  const bool plain = absl::GetFlag(FLAGS_plain);
  if (!plain) {
    const std::string without = "; --plain does without, on loopback only";
    reader.Require("certificates", without);
    if (needs.keeps) reader.Require("organisations", without);
  } else if (!Setting("certificates").empty()) {
    reader.Refuse("certificates", " and --plain exclude each other");
  }
  const std::string listen = absl::GetFlag(FLAGS_listen);
  if (plain && !IsLoopback(listen)) {
    reader.Refuse("listen", absl::StrCat(" is ", listen,
                                         "; with --plain it must be on "
                                         "loopback"));
  }
  const std::string metrics = absl::GetFlag(FLAGS_metrics);
  const auto metrics_address = ParseMetricsAddress(metrics);
  if (!metrics.empty() && !metrics_address.ok()) {
    reader.Refuse("metrics", absl::StrCat(" is ", metrics, "; it ",
                                          metrics_address.status().message()));
  }
  reader.Bound("session-time", absl::GetFlag(FLAGS_session_time),
               absl::Minutes(5), absl::Hours(24), "between 5m and 24h");
  if (!absl::GetFlag(FLAGS_oidc_issuer).empty()) {
    for (const char* name :
         {"public-url", "oidc-client-id", "oidc-client-secret-file",
          "actor-key", "session-keys"}) {
      reader.Require(name, ", with --oidc-issuer");
    }
    if (plain) reader.Refuse("oidc-issuer", " and --plain exclude each other");
  }
  reader.Bound("webhook-pause", absl::GetFlag(FLAGS_webhook_pause),
               absl::Milliseconds(10), absl::Minutes(1), "between 10ms and 1m");
  const std::string hosts = Setting("webhook-hosts");
  if (!hosts.empty()) {
    const auto allowed = AllowedHosts::Parse(hosts);
    if (!allowed.ok()) {
      reader.Refuse("webhook-hosts",
                    absl::StrCat(": ", allowed.status().message()));
    }
    reader.Require("webhook-key", " with --webhook-hosts");
    reader.Require("webhook-origin", " with --webhook-hosts");
  }
  for (const std::string& other : needs.asked) {
    reader.Require(other, ": the address of opvang-" + other);
  }
  return std::move(reader).faults();
}

std::string Setting(absl::string_view name) {
  const absl::CommandLineFlag* flag = FindFlag(std::string(name));
  return flag == nullptr ? "" : flag->CurrentValue();
}

absl::StatusOr<DatabaseOptions> DatabaseSetting() {
  ASSIGN_OR_RETURN(DatabaseOptions options,
                   ParseDatabaseUrl(absl::GetFlag(FLAGS_database)));
  options.connection_count = absl::GetFlag(FLAGS_connections);
  const std::string path = absl::GetFlag(FLAGS_database_password_file);
  if (path.empty()) return options;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  options.password = std::string(absl::StripTrailingAsciiWhitespace(text));
  if (!options.password.empty()) return options;
  return absl::InvalidArgumentError(absl::StrCat(path, " holds no password"));
}

std::string SettingsHelp() {
  std::string help;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (FindFlag(std::string(name)) == nullptr) continue;
    absl::StrAppend(&help, "  --", Spelled(*flag), "=", flag->DefaultValue(),
                    "\n      ", flag->Help(), "\n");
  }
  return help;
}

}  // namespace opvang
