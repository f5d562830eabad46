// opvang report audit.
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

// Rows of the trail of any of the four services, whose messages are alike.
template <typename Request, typename Response, typename Service>
absl::Status ListTrail(const Context& context, Service& stub,
                       grpc::Status (Service::*method)(grpc::ClientContext*,
                                                       const Request&,
                                                       Response*)) {
  const int32_t limit = context.Number("limit", 100);
  if (limit < 1) return Misuse("--limit moet 1 of meer zijn");
  Request request;
  request.set_page_size(std::min(limit, 1000));
  request.set_revision(context.Revision("revision"));
  request.set_verify_chain(context.arguments.Has("verify"));
  if (context.arguments.Has("known")) {
    *request.mutable_known_time() = context.Instant("known");
  }
  TextTable table{.header = {"revision", "record_time", "organisation", "oin",
                             "actor", "method", "request_id"},
                  .rows = {}};
  int64_t broken = 0;
  const auto ask = [&](const Request& page) { return Ask(stub, method, page); };
  const auto take = [&](const Response& page) {
    if (page.has_broken_revision()) broken = page.broken_revision();
    for (const auto& one : page.revisions()) {
      if (static_cast<int32_t>(table.rows.size()) == limit) break;
      table.rows.push_back(
          {absl::StrCat(one.revision()),
           ShownInstant(one.has_record_time(), one.record_time()),
           one.organisation(), one.caller(), one.actor(), one.method(),
           one.request_id()});
    }
    return static_cast<int32_t>(table.rows.size()) < limit;
  };
  RETURN_IF_ERROR(ForEachPage(request, ask, take));
  context.Print(table);
  if (broken != 0) {
    return absl::DataLossError(
        absl::StrCat("de schrijfketen breekt bij revisie ", broken));
  }
  if (context.arguments.Has("verify")) {
    context.streams.err << "de schrijfketen is heel\n";
  }
  return absl::OkStatus();
}

absl::Status ListAudit(const Context& context) {
  namespace q = nl::opvang::quotas::v1;
  namespace l = nl::opvang::locations::v1;
  namespace h = nl::opvang::housing::v1;
  namespace r = nl::opvang::reporting::v1;
  const std::string service = context.arguments.Flag("service", "reporting");
  if (service == "quotas") {
    return ListTrail(context, *context.services.quotas,
                     &q::QuotaService::Stub::ListRevisions);
  }
  if (service == "locations") {
    return ListTrail(context, *context.services.locations,
                     &l::LocationService::Stub::ListRevisions);
  }
  if (service == "housing") {
    return ListTrail(context, *context.services.housing,
                     &h::HousingService::Stub::ListRevisions);
  }
  return ListTrail(context, *context.services.reporting,
                   &r::ReportingService::Stub::ListRevisions);
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
  };
}

}  // namespace opvang::cli
