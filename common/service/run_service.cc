#include "common/service/run_service.h"

#include <cstdio>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/db/ledger.h"
#include "common/db/migrations.h"
#include "common/net/transport.h"
#include "common/service/server.h"

namespace opvang {
namespace {

constexpr char kHelp[] = R"(Serves one of the services of opvang.

  --listen=ADDRESS         where to listen, "127.0.0.1:0" for a free port
  --address-file=FILE      written with the address once it serves
  --database=URL           mysql://user:password@unix(/path.sock)/schema
                           or mysql://user:password@tcp(host:port)/schema;
                           $OPVANG_DATABASE when absent
  --migrations=DIR         the numbered .sql files of this service
  --certificates=DIR       ca.pem, cert.pem, key.pem; without: plain, loopback
  --organisations=FILE     which OIN is which organisation, in which role;
                           without: every caller is the ministry, loopback only
  --connections=N          to the database, 8 when absent
  --quotas=ADDRESS --locations=ADDRESS --housing=ADDRESS
                           the services this one asks
  --pdf-printer=PROGRAM    of reporting: called as PROGRAM IN.html OUT.pdf, such
                           as deploy/print-pdf; without it there is no PDF
)";

struct Flags {
  std::map<std::string, std::string> values = {
      {"listen", "127.0.0.1:0"}, {"address-file", ""}, {"database", ""},
      {"migrations", ""},        {"certificates", ""}, {"organisations", ""},
      {"connections", "8"},      {"quotas", ""},       {"locations", ""},
      {"housing", ""},           {"pdf-printer", ""}};
};

// Every fault of the flags, one a line; empty when there is none.
std::string ParseFlags(int argc, char** argv, Flags& flags) {
  std::string faults;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(argument, absl::MaxSplits('=', 1));
    const std::string key(absl::StripPrefix(parts.first, "--"));
    if (!absl::StartsWith(argument, "--") || !flags.values.count(key)) {
      absl::StrAppend(&faults, "unknown flag ", argument, "\n");
      continue;
    }
    flags.values[key] = parts.second;
  }
  return faults;
}

// The database's URL is a secret: it may come from the environment.
void ReadEnvironment(Flags& flags) {
  const char* url = std::getenv("OPVANG_DATABASE");
  if (flags.values["database"].empty() && url != nullptr) {
    flags.values["database"] = url;
  }
}

absl::Status Run(const std::string& name, Flags& flags, int connection_count,
                 const MakeService& make) {
  auto& values = flags.values;
  const std::string certificates = values["certificates"];
  ASSIGN_OR_RETURN(const auto credentials,
                   MakeServerCredentials(certificates, values["listen"]));
  std::unique_ptr<Organisations> organisations;
  if (!values["organisations"].empty()) {
    ASSIGN_OR_RETURN(organisations,
                     Organisations::Load(values["organisations"]));
  } else if (!IsLoopback(values["listen"])) {
    return absl::InvalidArgumentError(
        "--organisations is required beyond loopback");
  } else {
    organisations = Organisations::Loopback({.oin = "loopback",
                                             .name = "loopback",
                                             .role = Role::kMinistry,
                                             .scope = ""});
  }
  ASSIGN_OR_RETURN(DatabaseOptions options,
                   ParseDatabaseUrl(values["database"]));
  options.connection_count = connection_count;
  ASSIGN_OR_RETURN(const std::unique_ptr<Database> db, Database::Open(options));
  RETURN_IF_ERROR(Migrate(*db, values["migrations"]));
  const SystemClock clock;
  absl::Status connected;
  const std::unique_ptr<grpc::Service> service = make(
      {.db = *db,
       .clock = clock,
       .organisations = *organisations,
       .connect =
           [&](absl::string_view other) -> std::shared_ptr<grpc::Channel> {
         auto channel = Connect(values[std::string(other)], certificates);
         if (channel.ok()) return *channel;
         connected.Update(channel.status());
         return nullptr;
       },
       .flag =
           [&](absl::string_view flag) { return values[std::string(flag)]; }});
  RETURN_IF_ERROR(connected);
  return Serve(*service, {.name = name,
                          .listen_address = values["listen"],
                          .credentials = credentials,
                          .thread_count_max = connection_count + 4,
                          .address_file = values["address-file"]});
}

}  // namespace

int RunService(int argc, char** argv, absl::string_view name,
               const MakeService& make) {
  if (argc == 2 && absl::string_view(argv[1]) == "--help") {
    std::fputs(kHelp, stdout);
    return 0;
  }
  Flags flags;
  std::string faults = ParseFlags(argc, argv, flags);
  ReadEnvironment(flags);
  int connection_count = 0;
  if (!absl::SimpleAtoi(flags.values["connections"], &connection_count) ||
      connection_count < 1 || connection_count > 200) {
    absl::StrAppend(&faults, "--connections is ", flags.values["connections"],
                    "; it must be between 1 and 200\n");
  }
  if (!faults.empty()) {
    std::fprintf(stderr, "%s\n%s", faults.c_str(), kHelp);
    return 2;
  }
  BlockStopSignals();
  const absl::Status status =
      Run(std::string(name), flags, connection_count, make);
  if (status.ok()) return 0;
  std::fprintf(stderr, "opvang-%s: %s\n", std::string(name).c_str(),
               std::string(status.message()).c_str());
  return 1;
}

}  // namespace opvang
