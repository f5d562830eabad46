// opvang report deliveries, due.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;

// The newest report of an area and cycle that still stands; empty without one.
absl::StatusOr<std::string> NewestReport(const Context& context,
                                         const std::string& area,
                                         const std::string& cycle) {
  r::ListReportsRequest request;
  request.set_parent(area);
  std::string newest;
  int64_t revision = 0;
  RETURN_IF_ERROR(AskAll(
      *context.services.reporting, &r::ReportingService::Stub::ListReports,
      request, [&](const r::ListReportsResponse& page) {
        for (const r::Report& one : page.reports()) {
          if (one.spec().scope() != area || one.spec().cycle() != cycle ||
              one.spec().kind() == r::REPORT_KIND_QUARTERLY ||
              one.state() == r::Report::STATE_DISCARDED ||
              one.revision() < revision) {
            continue;
          }
          newest = one.name();
          revision = one.revision();
        }
      }));
  return newest;
}

absl::StatusOr<r::ListDeliveriesResponse> AskDeliveries(const Context& context,
                                                        Defaults& defaults) {
  r::ListDeliveriesRequest request;
  request.set_parent(context.Operand(2));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*request.mutable_cycle(), defaults.CycleName());
  request.set_report(context.arguments.Flag("report", ""));
  if (request.report().empty()) {
    ASSIGN_OR_RETURN(*request.mutable_report(),
                     NewestReport(context, request.parent(), request.cycle()));
    if (!request.report().empty()) {
      defaults.Take(absl::StrCat("bevestigingen van ", request.report()),
                    false);
    }
  }
  request.set_revision(context.Revision("revision"));
  return Ask(*context.services.reporting,
             &r::ReportingService::Stub::ListDeliveries, request);
}

absl::Status ListDeliveries(const Context& context) {
  Defaults defaults(context);
  ASSIGN_OR_RETURN(const r::ListDeliveriesResponse list,
                   AskDeliveries(context, defaults));
  TextTable table{.header = {"municipality", "display_name", "item", "due_date",
                             "first_time", "last_time", "standing",
                             "changed_late", "due_source"},
                  .rows = {}};
  for (const r::Delivery& one : list.deliveries()) {
    table.rows.push_back({one.municipality(), one.display_name(),
                          TypedWord(one.item()),
                          ShownDay(one.has_due_date(), one.due_date()),
                          ShownInstant(one.has_first_time(), one.first_time()),
                          ShownInstant(one.has_last_time(), one.last_time()),
                          TypedWord(one.standing()),
                          one.changed_late() ? "yes" : "", one.due_source()});
  }
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListDue(const Context& context) {
  Defaults defaults(context);
  ASSIGN_OR_RETURN(const r::ListDeliveriesResponse list,
                   AskDeliveries(context, defaults));
  TextTable table{.header = {"due_date", "what", "subject", "display_name",
                             "standing", "done", "words"},
                  .rows = {}};
  for (const r::StatutoryDay& one : list.statutory_days()) {
    table.rows.push_back(
        {ShownDay(one.has_last_timely_date(), one.last_timely_date()),
         one.kind(), context.Operand(2), NameOf(context.Operand(2)),
         absl::StrReplaceAll(one.standing(), {{"_", "-"}}),
         ShownDay(one.has_step_date(), one.step_date()), one.legal_basis()});
  }
  for (const r::Delivery& one : list.deliveries()) {
    if (one.reminder().empty() &&
        one.standing() != r::Delivery::STANDING_OVERDUE &&
        one.standing() != r::Delivery::STANDING_LATE) {
      continue;
    }
    table.rows.push_back(
        {ShownDay(one.has_due_date(), one.due_date()), TypedWord(one.item()),
         one.municipality(), one.display_name(), TypedWord(one.standing()),
         ShownInstant(one.has_first_time(), one.first_time()), one.reminder()});
  }
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

constexpr Flag kForReport = {
    "report", ValueKind::kReport,
    "het verslag dat is bevestigd; anders het nieuwste van het gebied"};

}  // namespace

std::vector<Command> DeliveryCommands() {
  return {
      {"report deliveries",
       "Noemt per gemeente wat er is geleverd, en wanneer.",
       {kArea},
       {kCycle, kAsOf, kForReport, kRevision},
       "opvang report deliveries provinces/pv23 --as-of 2024-10-31",
       ListDeliveries},
      {"report due",
       "Noemt de wettelijke dagen, en wie te laat is of nog moet leveren.",
       {kArea},
       {kCycle, kAsOf, kForReport, kRevision},
       "opvang report due provinces/pv23 --as-of 2024-11-02",
       ListDue},
  };
}

}  // namespace opvang::cli
