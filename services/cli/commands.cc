#include "services/cli/commands.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/calendar.h"
#include "common/db/ledger.h"
#include "common/municipality.h"
#include "common/sha256.h"
#include "common/status.h"
#include "services/cli/arguments.h"
#include "services/cli/load.h"
#include "services/cli/messages.h"
#include "services/cli/services.h"
#include "services/cli/table.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

struct Context {
  const Arguments& arguments;
  Services& services;
  Streams streams;

  std::string Operand(size_t i) const {
    return i < arguments.words.size() ? arguments.words[i] : "";
  }
  int64_t Revision(const std::string& flag) const {
    int64_t revision = 0;
    return absl::SimpleAtoi(arguments.Flag(flag, "0"), &revision) ? revision
                                                                  : -1;
  }
};

using Run = absl::Status (*)(const Context&);

struct Command {
  std::string name;  // "report create"
  std::string sentence, example, flags;
  Run run;
};

absl::Status Misuse(const std::string& message) {
  return absl::FailedPreconditionError(absl::StrCat("misuse: ", message));
}
bool IsMisuse(const absl::Status& status) {
  return absl::StartsWith(status.message(), "misuse: ");
}

google::type::Date DateFlag(const Context& context, const std::string& name,
                            const std::string& otherwise,
                            absl::Status& status) {
  const std::string text = context.arguments.Flag(name, otherwise);
  const auto day = ParseDay(text);
  if (!day.has_value()) {
    status.Update(Misuse(
        absl::StrCat("--", name, " is \"", text,
                     "\"; schrijf een dag van de kalender als 2024-10-31")));
    return {};
  }
  return ToProto(*day);
}

void Print(const Context& context, const TextTable& table) {
  context.streams.out << Format(table,
                                context.arguments.Flag("output", "table"));
}

std::string Shown(bool has, int64_t value) {
  return has ? absl::StrCat(value) : "";
}

// --- load -------------------------------------------------------------------

absl::Status Load(const Context& context) {
  if (context.arguments.words.size() < 2) {
    return Misuse("geef een of meer mappen met CSV-bestanden");
  }
  const std::string parent = context.arguments.Flag("parent", "countries/nl");
  const bool dry_run = context.arguments.Has("dry-run");
  std::vector<Delivery> deliveries;
  std::vector<std::string> faults;
  for (size_t i = 1; i < context.arguments.words.size(); ++i) {
    deliveries.push_back(
        ReadFolder(context.arguments.words[i], parent, faults));
  }
  const auto tell_faults = [&] {
    for (const std::string& fault : faults)
      context.streams.err << fault << "\n";
    return Misuse(absl::StrCat(faults.size(),
                               " fout(en) in de bestanden; er is niets "
                               "opgeslagen van de map waarin zij staan"));
  };
  if (!faults.empty()) return tell_faults();
  for (size_t i = 0; i < deliveries.size(); ++i) {
    const std::string folder = context.arguments.words[i + 1];
    // Progress is for people who wait.
    if (isatty(STDERR_FILENO)) {
      context.streams.err << "map " << i + 1 << " van " << deliveries.size()
                          << ": " << folder << "\n";
    }
    const absl::Status status = Deliver(
        context.services, std::move(deliveries[i]), dry_run,
        [&](const std::string& line) {
          context.streams.out << folder << "\t" << line
                              << (dry_run ? "\tproef" : "") << "\n";
        },
        faults);
    if (!faults.empty()) return tell_faults();
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

// --- report -----------------------------------------------------------------

// "provinces/pv23/reports/verslag" → "provinces/pv23" and "verslag".
std::pair<std::string, std::string> SplitReportName(const std::string& name) {
  const size_t at = name.find("/reports/");
  return at == std::string::npos
             ? std::pair<std::string, std::string>()
             : std::pair(name.substr(0, at), name.substr(at + 9));
}

void PrintReport(const Context& context, const r::Report& report) {
  const r::ReportSpec& spec = report.spec();
  TextTable table{.header = {"name", "content_sha256", "quotas_revision",
                             "locations_revision", "housing_revision",
                             "reporting_revision"},
                  .rows = {{report.name(), report.content_sha256(),
                            absl::StrCat(spec.quotas_revision()),
                            absl::StrCat(spec.locations_revision()),
                            absl::StrCat(spec.housing_revision()),
                            absl::StrCat(spec.reporting_revision())}}};
  if (context.arguments.Flag("output", "table") != "table") {
    return Print(context, table);
  }
  for (size_t i = 0; i < table.header.size(); ++i) {
    context.streams.out << table.header[i] << ": " << table.rows[0][i] << "\n";
  }
}

absl::StatusOr<r::Report> GetReport(const Context& context,
                                    const std::string& name) {
  r::GetReportRequest request;
  request.set_name(name);
  return Ask(*context.services.reporting, &r::ReportingService::Stub::GetReport,
             request);
}

absl::Status CreateReport(const Context& context) {
  const auto [parent, id] = SplitReportName(context.Operand(2));
  if (id.empty()) {
    return Misuse(
        "geef de naam van het verslag, zoals "
        "provinces/pv23/reports/verslag-2024");
  }
  absl::Status flags;
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  const std::string kind = context.arguments.Flag(
      "kind", absl::StartsWith(parent, "regions/") ? "regional-plan"
                                                   : "provincial-report");
  if (kind == "regional-plan") {
    spec.set_kind(r::REPORT_KIND_REGIONAL_PLAN);
  } else if (kind == "provincial-report") {
    spec.set_kind(r::REPORT_KIND_PROVINCIAL_REPORT);
  } else {
    return Misuse("--kind is regional-plan of provincial-report");
  }
  spec.set_cycle(context.arguments.Flag("cycle", "cycles/2024"));
  spec.set_rule_set(context.arguments.Flag("rule-set", "cycle-2024"));
  spec.set_half_year(context.arguments.Flag("half-year", "2024-h2"));
  *spec.mutable_as_of_date() = DateFlag(context, "as-of", "2024-10-31", flags);
  *spec.mutable_ukraine_date() =
      DateFlag(context, "ukraine-date", "2025-01-01", flags);
  *spec.mutable_placements_date() =
      DateFlag(context, "placements-date", "2024-09-15", flags);
  RETURN_IF_ERROR(flags);
  spec.set_quotas_revision(context.Revision("quotas-revision"));
  spec.set_locations_revision(context.Revision("locations-revision"));
  spec.set_housing_revision(context.Revision("housing-revision"));
  spec.set_reporting_revision(context.Revision("reporting-revision"));
  request.mutable_report()->set_superseded_report(
      context.arguments.Flag("supersedes", ""));
  // Made of what is asked: the same command twice makes one report.
  request.set_request_id(UuidFor(internal::Serialize(request)));
  request.set_validate_only(context.arguments.Has("dry-run"));
  ASSIGN_OR_RETURN(const r::Report report,
                   Ask(*context.services.reporting,
                       &r::ReportingService::Stub::CreateReport, request));
  PrintReport(context, report);
  return absl::OkStatus();
}

absl::Status ListReports(const Context& context) {
  r::ListReportsRequest request;
  request.set_parent(context.Operand(2).empty() ? "provinces/-"
                                                : context.Operand(2));
  TextTable table{.header = {"name", "kind", "as_of_date", "content_sha256"},
                  .rows = {}};
  do {
    ASSIGN_OR_RETURN(const r::ListReportsResponse page,
                     Ask(*context.services.reporting,
                         &r::ReportingService::Stub::ListReports, request));
    for (const r::Report& report : page.reports()) {
      table.rows.push_back({report.name(),
                            report.spec().kind() == r::REPORT_KIND_REGIONAL_PLAN
                                ? "regional-plan"
                                : "provincial-report",
                            FormatDay(DayOf(report.spec().as_of_date())),
                            report.content_sha256()});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Print(context, table);
  return absl::OkStatus();
}

absl::Status PrintReportAs(const Context& context) {
  r::RenderReportRequest request;
  request.set_name(context.Operand(2));
  const std::string format = context.arguments.Flag("format", "html");
  if (format != "html" && format != "json") {
    return Misuse("--format is html of json");
  }
  request.set_format(format == "html" ? r::RenderReportRequest::FORMAT_HTML
                                      : r::RenderReportRequest::FORMAT_JSON);
  grpc::ClientContext call;
  SetDeadline(call, SystemClock().Now() + absl::Seconds(30));
  const auto reader = context.services.reporting->RenderReport(&call, request);
  std::string bytes;
  for (r::RenderReportResponse part; reader->Read(&part);) {
    bytes += part.chunk();
  }
  RETURN_IF_ERROR(FromGrpc(reader->Finish()));
  const std::string path = context.arguments.Flag("o", "");
  if (path.empty()) {
    context.streams.out << bytes;
    return absl::OkStatus();
  }
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::binary);
    file << bytes;
    if (!file.flush())
      return Misuse(absl::StrCat("kan ", path, " niet schrijven"));
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return Misuse(absl::StrCat("kan ", path, " niet schrijven"));
  }
  return absl::OkStatus();
}

absl::Status RemakeReport(const Context& context) {
  ASSIGN_OR_RETURN(const r::Report sealed,
                   GetReport(context, context.Operand(2)));
  const auto [parent, id] = SplitReportName(sealed.name());
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  *request.mutable_report()->mutable_spec() = sealed.spec();
  request.set_validate_only(true);
  request.set_request_id(
      UuidFor(absl::StrCat("remake ", internal::Serialize(request))));
  ASSIGN_OR_RETURN(const r::Report made,
                   Ask(*context.services.reporting,
                       &r::ReportingService::Stub::CreateReport, request));
  context.streams.out << "sealed: " << sealed.content_sha256() << "\n"
                      << "remade: " << made.content_sha256() << "\n";
  if (made.content_sha256() != sealed.content_sha256()) {
    return absl::DataLossError("het verslag is niet gelijk opnieuw gemaakt");
  }
  context.streams.err
      << "gelijk: opnieuw gemaakt uit de vastgelegde revisies\n";
  return absl::OkStatus();
}

// --- lists ------------------------------------------------------------------

absl::StatusOr<q::Cycle> FindCycle(const Context& context) {
  q::GetCycleRequest request;
  request.set_name(context.arguments.Flag("cycle", "cycles/2024"));
  return Ask(*context.services.quotas, &q::QuotaService::Stub::GetCycle,
             request);
}

absl::Status ListObligations(const Context& context) {
  absl::Status flags;
  q::ListObligationsRequest request;
  request.set_parent(context.Operand(1));
  request.set_cycle(context.arguments.Flag("cycle", "cycles/2024"));
  request.set_half_year(context.arguments.Flag("half-year", "2024-h2"));
  *request.mutable_as_of_date() =
      DateFlag(context, "as-of", "2024-10-31", flags);
  *request.mutable_ukraine_date() =
      DateFlag(context, "ukraine-date", "2025-01-01", flags);
  RETURN_IF_ERROR(flags);
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"municipality", "display_name", "asylum", "amv",
                             "ukraine", "status_holders", "source"},
                  .rows = {}};
  do {
    ASSIGN_OR_RETURN(const q::ListObligationsResponse page,
                     Ask(*context.services.quotas,
                         &q::QuotaService::Stub::ListObligations, request));
    for (const auto& one : page.obligations()) {
      table.rows.push_back(
          {one.municipality().name(), one.municipality().display_name(),
           Shown(one.asylum().has_quota_count(), one.asylum().quota_count()),
           Shown(one.asylum().has_amv_count(), one.asylum().amv_count()),
           Shown(one.ukraine().has_quota_count(), one.ukraine().quota_count()),
           Shown(one.status_holders().has_quota_count(),
                 one.status_holders().quota_count()),
           one.asylum().steps().empty()
               ? ""
               : one.asylum().steps().rbegin()->source()});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Print(context, table);
  return absl::OkStatus();
}

absl::Status ListCoverage(const Context& context) {
  ASSIGN_OR_RETURN(const q::Cycle cycle, FindCycle(context));
  absl::Status flags;
  l::ListCoverageRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_window_start_date() = cycle.window_start_date();
  *request.mutable_window_end_date() = cycle.window_end_date();
  *request.mutable_realisation_start_date() = cycle.realisation_start_date();
  *request.mutable_realisation_end_date() = cycle.realisation_end_date();
  *request.mutable_as_of_date() =
      DateFlag(context, "as-of", "2024-10-31", flags);
  RETURN_IF_ERROR(flags);
  request.set_rule_set(context.arguments.Flag("rule-set", "cycle-2024"));
  request.set_revision(context.Revision("revision"));
  const bool why = context.arguments.Has("why");
  TextTable table{
      .header = why ? std::vector<std::string>{"municipality", "location",
                                               "group", "places", "reasons"}
                    : std::vector<std::string>{"municipality", "display_name",
                                               "guaranteed", "amv", "intended",
                                               "binding_date"},
      .rows = {}};
  do {
    ASSIGN_OR_RETURN(const l::ListCoverageResponse page,
                     Ask(*context.services.locations,
                         &l::LocationService::Stub::ListCoverage, request));
    for (const l::MunicipalityCoverage& one : page.coverage()) {
      const std::string name = DutchName(one.municipality()).value_or("");
      if (!why) {
        table.rows.push_back({one.municipality(), name,
                              absl::StrCat(one.guaranteed_place_count()),
                              absl::StrCat(one.guaranteed_amv_count()),
                              absl::StrCat(one.intended_place_count()),
                              FormatDay(DayOf(one.binding_date()))});
        continue;
      }
      for (const l::LocationCoverage& location : one.locations()) {
        for (const auto& places : location.uncounted()) {
          std::vector<std::string> reasons;
          for (const int reason : places.reasons()) {
            reasons.push_back(absl::AsciiStrToLower(
                l::LocationCoverage::Reason_Name(
                    static_cast<l::LocationCoverage::Reason>(reason))
                    .substr(7)));
          }
          table.rows.push_back(
              {name, location.display_name(),
               absl::AsciiStrToLower(
                   l::PlaceGroup_Name(places.group()).substr(12)),
               absl::StrCat(places.place_count()),
               absl::StrJoin(reasons, " ")});
        }
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Print(context, table);
  return absl::OkStatus();
}

absl::Status ListBalances(const Context& context) {
  absl::Status flags;
  h::ListBalancesRequest request;
  request.set_parent(context.Operand(1));
  request.set_half_year(context.arguments.Flag("half-year", "2024-h2"));
  *request.mutable_as_of_date() =
      DateFlag(context, "as-of", "2024-09-15", flags);
  RETURN_IF_ERROR(flags);
  request.set_quotas_revision(context.Revision("quotas-revision"));
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"municipality", "display_name", "target", "opening",
                 "net_target", "realised", "planned", "expected"},
      .rows = {}};
  do {
    ASSIGN_OR_RETURN(const h::ListBalancesResponse page,
                     Ask(*context.services.housing,
                         &h::HousingService::Stub::ListBalances, request));
    for (const h::Balance& one : page.balances()) {
      table.rows.push_back(
          {one.municipality(), DutchName(one.municipality()).value_or(""),
           Shown(one.has_target_person_count(), one.target_person_count()),
           Shown(one.has_opening_person_count(), one.opening_person_count()),
           Shown(one.has_net_target_person_count(),
                 one.net_target_person_count()),
           absl::StrCat(one.realised_person_count()),
           absl::StrCat(one.planned_person_count()),
           Shown(one.has_expected_person_count(),
                 one.expected_person_count())});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Print(context, table);
  return absl::OkStatus();
}

absl::Status Status(const Context& context) {
  TextTable table{.header = {"service", "address", "state"}, .rows = {}};
  bool all = true;
  for (const auto& [name, channel] : context.services.channels) {
    const bool serving = IsServing(channel);
    all = all && serving;
    table.rows.push_back({name, context.services.addresses.at(name),
                          serving ? "serving" : "not serving"});
  }
  Print(context, table);
  if (all) return absl::OkStatus();
  return absl::UnavailableError("niet elke dienst antwoordt");
}

const std::vector<Command>& Commands() {
  static const auto* const kCommands = new std::vector<Command>{
      {"load", "Laadt mappen met CSV-bestanden in de diensten; alles of niets.",
       "opvang load deploy/sample/overijssel-2024/1-memo --parent "
       "provinces/pv23",
       "  --parent NAAM   waar alles in ligt: countries/nl, provinces/pv23,\n"
       "                  regions/ijsselland, municipalities/gm0193\n"
       "  --dry-run       alleen proberen, niets opslaan\n",
       Load},
      {"report create", "Maakt een verslag; hetzelfde tweemaal maakt er één.",
       "opvang report create provinces/pv23/reports/verslag-2024 --as-of "
       "2024-10-31",
       "  --kind regional-plan|provincial-report   --as-of DAG\n"
       "  --cycle cycles/2024   --rule-set cycle-2024   --half-year 2024-h2\n"
       "  --ukraine-date DAG    --placements-date DAG   --supersedes NAAM\n"
       "  --quotas-revision N   --locations-revision N\n"
       "  --housing-revision N  --reporting-revision N   (0: de stand van nu)\n"
       "  --dry-run             alleen samenstellen, niets opslaan\n",
       CreateReport},
      {"report list", "Noemt de verslagen van een provincie of regio.",
       "opvang report list provinces/pv23", "", ListReports},
      {"report print", "Drukt een verslag af, als pagina of als gegevens.",
       "opvang report print provinces/pv23/reports/verslag-2024 -o "
       "verslag.html",
       "  --format html|json   -o BESTAND (anders op stdout)\n", PrintReportAs},
      {"report remake",
       "Maakt een verslag opnieuw uit zijn revisies en vergelijkt het zegel.",
       "opvang report remake provinces/pv23/reports/verslag-2024", "",
       RemakeReport},
      {"obligations", "Noemt de opgaven van gemeenten, met hun bron.",
       "opvang obligations regions/ijsselland",
       "  --cycle cycles/2024  --half-year 2024-h2  --as-of DAG\n"
       "  --ukraine-date DAG   --revision N\n",
       ListObligations},
      {"coverage", "Noemt hoeveel plekken meetellen, of waarom niet.",
       "opvang coverage regions/ijsselland --why",
       "  --why  de plekken die niet meetellen, elk met reden\n"
       "  --cycle cycles/2024  --rule-set cycle-2024  --as-of DAG  --revision "
       "N\n",
       ListCoverage},
      {"balances", "Noemt voorsprong en achterstand in de huisvesting.",
       "opvang balances provinces/pv23 --half-year 2024-h2",
       "  --half-year 2024-h2  --as-of DAG  --quotas-revision N  --revision "
       "N\n",
       ListBalances},
      {"status", "Zegt of de vier diensten antwoorden.", "opvang status", "",
       Status},
  };
  return *kCommands;
}

constexpr char kCommonFlags[] =
    "Altijd:\n"
    "  --config BESTAND     regels NAAM=WAARDE; ook $OPVANG_CONFIG\n"
    "  --quotas, --locations, --housing, --reporting ADRES\n"
    "  --certificates MAP   ca.pem, cert.pem, key.pem; zonder: alleen "
    "loopback\n"
    "  --output table|csv|json\n"
    "Uitkomst: 0 gedaan, 1 geweigerd of verschillend, 2 verkeerd gebruikt of\n"
    "fout in een bestand, 3 een dienst antwoordt niet.\n";

void Overview(std::ostream& out) {
  out << "opvang: cijfers over opvang en huisvesting, van bron tot "
         "verslag.\n\n";
  for (const Command& command : Commands()) {
    out << "  " << command.name << std::string(16 - command.name.size(), ' ')
        << command.sentence << "\n";
  }
  out << "\nopvang COMMANDO --help toont een voorbeeld.\n\n" << kCommonFlags;
}

const Command* Find(const Arguments& arguments) {
  for (const Command& command : Commands()) {
    const std::vector<std::string> words = absl::StrSplit(command.name, ' ');
    if (arguments.words.size() >= words.size() &&
        std::equal(words.begin(), words.end(), arguments.words.begin())) {
      return &command;
    }
  }
  return nullptr;
}

// NAME=VALUE lines; flags and the environment go before the file.
std::map<std::string, std::string> ReadConfig(const Arguments& arguments) {
  std::map<std::string, std::string> config;
  const char* named = std::getenv("OPVANG_CONFIG");
  std::ifstream file(arguments.Flag("config", named == nullptr ? "" : named));
  for (std::string line; std::getline(file, line);) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    config[parts.first] = parts.second;
  }
  return config;
}

absl::StatusOr<Services> ConnectAs(const Arguments& arguments) {
  const std::map<std::string, std::string> config = ReadConfig(arguments);
  const auto setting = [&](const std::string& name) {
    if (arguments.Has(name)) return arguments.Flag(name, "");
    const std::string key =
        absl::StrCat("OPVANG_", absl::AsciiStrToUpper(name));
    const char* set = std::getenv(key.c_str());
    if (set != nullptr) return std::string(set);
    const auto found = config.find(key);
    return found == config.end() ? std::string() : found->second;
  };
  std::map<std::string, std::string> addresses;
  for (const char* name : {"quotas", "locations", "housing", "reporting"}) {
    addresses[name] = setting(name);
    if (addresses[name].empty()) {
      return Misuse(absl::StrCat("het adres van ", name,
                                 " is niet bekend; geef --", name,
                                 " of --config"));
    }
  }
  return Connect(std::move(addresses), setting("certificates"));
}

int Answer(const absl::Status& status, Streams streams) {
  if (status.ok()) return kDone;
  if (IsMisuse(status)) {
    streams.err << "opvang: " << status.message().substr(8) << "\n";
    return kMisused;
  }
  streams.err << "opvang: " << InDutch(status) << "\n";
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)
             ? kUnreachable
             : kRefused;
}

}  // namespace

int RunCommand(const std::vector<std::string>& words, Streams streams) {
  const absl::StatusOr<Arguments> arguments =
      ParseArguments(words,
                     {"parent",
                      "kind",
                      "as-of",
                      "cycle",
                      "rule-set",
                      "half-year",
                      "ukraine-date",
                      "placements-date",
                      "quotas-revision",
                      "locations-revision",
                      "housing-revision",
                      "reporting-revision",
                      "revision",
                      "supersedes",
                      "format",
                      "o",
                      "output",
                      "config",
                      "quotas",
                      "locations",
                      "housing",
                      "reporting",
                      "certificates"},
                     {"help", "h", "dry-run", "why"});
  if (!arguments.ok()) {
    streams.err << "opvang: " << arguments.status().message() << "\n";
    return kMisused;
  }
  const bool help = arguments->Has("help") || arguments->Has("h");
  const Command* command = Find(*arguments);
  if (command == nullptr) {
    const bool asked =
        help || (arguments->words.size() == 1 && arguments->words[0] == "help");
    Overview(asked ? streams.out : streams.err);
    return asked ? kDone : kMisused;
  }
  if (help) {
    streams.out << command->sentence << "\n\nVoorbeeld:\n  " << command->example
                << "\n\n"
                << command->flags << kCommonFlags;
    return kDone;
  }
  absl::StatusOr<Services> services = ConnectAs(*arguments);
  if (!services.ok()) return Answer(services.status(), streams);
  return Answer(
      command->run(
          {.arguments = *arguments, .services = *services, .streams = streams}),
      streams);
}

}  // namespace opvang::cli
