// opvang report audit, audit verify, audit head.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/net/signature.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Calls `ask(stub, method)` of a service; all four have the same messages.
template <typename Do>
absl::Status Of(const Context& context, const std::string& service, Do ask) {
  namespace q = nl::opvang::quotas::v1;
  namespace l = nl::opvang::locations::v1;
  namespace h = nl::opvang::housing::v1;
  namespace r = nl::opvang::reporting::v1;
  if (service == "quotas") {
    return ask(*context.services.quotas, &q::QuotaService::Stub::ListRevisions);
  }
  if (service == "locations") {
    return ask(*context.services.locations,
               &l::LocationService::Stub::ListRevisions);
  }
  if (service == "housing") {
    return ask(*context.services.housing,
               &h::HousingService::Stub::ListRevisions);
  }
  return ask(*context.services.reporting,
             &r::ReportingService::Stub::ListRevisions);
}

template <typename Service, typename Request, typename Response>
using Method = grpc::Status (Service::*)(grpc::ClientContext*, const Request&,
                                         Response*);

absl::Status Broken(int64_t revision, const std::string& place) {
  return absl::DataLossError(absl::StrCat("de schrijfketen breekt bij revisie ",
                                          revision, " (", place, ")"));
}

absl::Status ListAudit(const Context& context) {
  const int32_t limit = context.Number("limit", 100);
  if (limit < 1) return Misuse("--limit moet 1 of meer zijn");
  TextTable table{.header = {"revision", "record_time", "organisation", "oin",
                             "actor", "method", "request_id"},
                  .rows = {}};
  absl::Status broken;
  const auto list =
      [&]<typename Service, typename Request, typename Response>(
          Service& stub,
          Method<Service, Request, Response> method) -> absl::Status {
    Request request;
    request.set_page_size(std::min(limit, 1000));
    request.set_revision(context.Revision("revision"));
    request.set_verify_chain(context.arguments.Has("verify"));
    if (context.arguments.Has("known")) {
      *request.mutable_known_time() = context.Instant("known");
    }
    return ForEachPage(
        request, [&](const Request& page) { return Ask(stub, method, page); },
        [&](const Response& page) {
          if (page.has_broken_revision()) {
            broken = Broken(page.broken_revision(), page.broken_place());
          }
          for (const auto& one : page.revisions()) {
            if (static_cast<int32_t>(table.rows.size()) == limit) break;
            table.rows.push_back(
                {absl::StrCat(one.revision()),
                 ShownInstant(one.has_record_time(), one.record_time()),
                 one.organisation(), one.caller(), one.actor(), one.method(),
                 one.request_id()});
          }
          return static_cast<int32_t>(table.rows.size()) < limit;
        });
  };
  RETURN_IF_ERROR(
      Of(context, context.arguments.Flag("service", "reporting"), list));
  context.Print(table);
  RETURN_IF_ERROR(broken);
  if (context.arguments.Has("verify")) {
    context.streams.err << "de schrijfketen is heel\n";
  }
  return absl::OkStatus();
}

// Where the chain of a service stands.
struct Head {
  std::string service;
  int64_t revision = 1;
  std::string chain;  // Empty at the birth, revision 1.
  int64_t broken_revision = 0;
  std::string broken_place;
};

// At a revision; 0 for now.
absl::StatusOr<Head> HeadOf(const Context& context, const std::string& service,
                            int64_t revision, bool verify) {
  Head head;
  head.service = service;
  RETURN_IF_ERROR(
      Of(context, service,
         [&]<typename Service, typename Request, typename Response>(
             Service& stub,
             Method<Service, Request, Response> method) -> absl::Status {
           Request request;
           request.set_page_size(1);
           request.set_verify_chain(verify);
           if (revision > 0) request.add_revisions(revision);
           // All that was ever written is read back.
           ASSIGN_OR_RETURN(const Response page,
                            Ask(stub, method, request, "", absl::Hours(1)));
           head.revision = page.revision();
           if (page.revisions_size() > 0) {
             head.revision = page.revisions(0).revision();
             head.chain = page.revisions(0).chain_sha256();
           }
           head.broken_revision = page.broken_revision();
           head.broken_place = page.broken_place();
           return absl::OkStatus();
         }));
  return head;
}

constexpr const char* kServices[] = {"quotas", "locations", "housing",
                                     "reporting"};

// A head that was kept outside.
struct KeptHead {
  std::string file;
  Head head;
};

// Of every .json in a folder, whose signature must hold.
absl::StatusOr<std::vector<KeptHead>> ReadHeads(const std::string& folder,
                                                const std::string& key) {
  const auto pem = ReadFile(key);
  if (!pem.ok()) return Misuse("--key is niet te lezen");
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  if (paths.empty()) {
    return Misuse(absl::StrCat(folder, ": hier staan geen koppen (*.json)"));
  }
  std::vector<KeptHead> kept;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
    const auto signature = ReadFile(absl::StrCat(path, ".sig"));
    if (!signature.ok() || !IsSignedBy(*pem, bytes, *signature)) {
      return absl::DataLossError(
          absl::StrCat(path, ": de handtekening klopt niet"));
    }
    const auto json = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json["heads"].is_array()) {
      return absl::DataLossError(absl::StrCat(path, ": dit zijn geen koppen"));
    }
    for (const auto& one : json["heads"]) {
      KeptHead& head = kept.emplace_back();
      head.file = fs::path(path).filename();
      head.head.service = one.value("service", "");
      head.head.chain = one.value("chainSha256", "");
      if (!absl::SimpleAtoi(one.value("revision", ""), &head.head.revision)) {
        return absl::DataLossError(absl::StrCat(path, ": revision ontbreekt"));
      }
    }
  }
  return kept;
}

absl::Status VerifyAll(const Context& context) {
  std::vector<KeptHead> kept;
  if (context.arguments.Has("heads") != context.arguments.Has("key")) {
    return Misuse("--heads en --key gaan samen");
  }
  if (context.arguments.Has("heads")) {
    ASSIGN_OR_RETURN(kept, ReadHeads(context.arguments.Flag("heads", ""),
                                     context.arguments.Flag("key", "")));
  }
  TextTable table{.header = {"service", "revision", "chain", "holds", "place"},
                  .rows = {}};
  bool holds = true;
  for (const std::string service : kServices) {
    ASSIGN_OR_RETURN(const Head head, HeadOf(context, service, 0, true));
    const bool whole = head.broken_revision == 0;
    holds = holds && whole;
    table.rows.push_back({service, absl::StrCat(head.revision), head.chain,
                          whole ? "yes" : "no",
                          whole ? ""
                                : absl::StrCat("revisie ", head.broken_revision,
                                               ", ", head.broken_place)});
  }
  for (const KeptHead& one : kept) {
    if (one.head.revision < 2) continue;  // Nothing was written yet.
    ASSIGN_OR_RETURN(const Head now, HeadOf(context, one.head.service,
                                            one.head.revision, false));
    const bool same = now.chain == one.head.chain;
    holds = holds && same;
    if (same) continue;
    table.rows.push_back({one.head.service, absl::StrCat(one.head.revision),
                          one.head.chain, "no", one.file});
  }
  context.Print(table);
  if (!holds) {
    return absl::DataLossError(
        "wat is geschreven, houdt geen stand; zie hierboven");
  }
  context.streams.err << "alles wat is geschreven, is heel";
  if (!kept.empty()) {
    context.streams.err << ", en zoals het was in " << kept.size() << " koppen";
  }
  context.streams.err << "\n";
  return absl::OkStatus();
}

absl::Status WriteHead(const Context& context) {
  const std::string path = context.arguments.Flag("o", "");
  if (fs::path(path).extension() != ".json") {
    return Misuse(absl::StrCat("\"", path, "\" moet eindigen op .json"));
  }
  const auto pem = ReadFile(context.arguments.Flag("key", ""));
  if (!pem.ok()) return Misuse("--key is niet te lezen");
  Json heads = Json::array();
  for (const std::string service : kServices) {
    ASSIGN_OR_RETURN(const Head head, HeadOf(context, service, 0, false));
    heads.push_back({{"service", service},
                     {"revision", absl::StrCat(head.revision)},
                     {"chainSha256", head.chain}});
  }
  const std::string bytes =
      Json({{"time", absl::FormatTime(absl::RFC3339_sec, context.clock.Now(),
                                      absl::UTCTimeZone())},
            {"heads", heads}})
          .dump(2) +
      "\n";
  const auto signature = SignBytes(*pem, bytes);
  if (!signature.ok()) {
    return Misuse("--key is geen geheime sleutel (PEM)");
  }
  // The signature first: a head is not there without it.
  RETURN_IF_ERROR(context.Save(*signature, absl::StrCat(path, ".sig")));
  RETURN_IF_ERROR(context.Save(bytes, path));
  context.streams.err << path << " en " << path << ".sig geschreven\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> AuditCommands() {
  return {
      {"report audit",
       "Noemt wie wat wanneer schreef, het laatste eerst.",
       {},
       {{"service", ValueKind::kChoice, "van welke dienst; anders reporting",
         "quotas|locations|housing|reporting"},
        {"known", ValueKind::kInstant, "wat op dit tijdstip bekend was"},
        {"limit", ValueKind::kNumber, "hoeveel; anders 100"},
        {"verify", ValueKind::kSwitch, "toetst ook de hele keten"},
        kRevision},
       "opvang report audit --service locations --verify",
       ListAudit},
      {"audit head",
       "Schrijft ondertekend op waar elke keten staat, om buiten te bewaren.",
       {},
       {Required({"o", ValueKind::kFile, "het bestand, als 2026-11-30.json"}),
        kForce,
        Required({"key", ValueKind::kFile,
                  "de geheime sleutel waarmee wordt ondertekend"})},
       "opvang audit head -o koppen/2026-11-30.json --key koppen.key",
       WriteHead},
      {"audit verify",
       "Toetst van alle diensten elke schrijfactie en elk gegeven.",
       {},
       {{"heads", ValueKind::kFolder,
         "ook tegen de koppen die hier zijn bewaard"},
        {"key", ValueKind::kFile, "de openbare sleutel van die koppen"}},
       "opvang audit verify --heads koppen --key koppen.pub",
       VerifyAll},
  };
}

}  // namespace opvang::cli
