// opvang report verify.
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;

absl::Status VerifyReport(const Context& context) {
  r::VerifyReportRequest request;
  request.set_name(context.Operand(2));
  request.set_remake(!context.arguments.Has("stored-only"));
  ASSIGN_OR_RETURN(const r::VerifyReportResponse verified,
                   Ask(*context.services.reporting,
                       &r::ReportingService::Stub::VerifyReport, request));
  TextTable table{.header = {"check", "holds", "sentence"}, .rows = {}};
  for (const auto& check : verified.checks()) {
    table.rows.push_back(
        {check.name(), check.holds() ? "yes" : "no", check.sentence()});
  }
  context.Print(table);
  if (verified.holds()) return absl::OkStatus();
  return absl::DataLossError("het verslag houdt geen stand; zie hierboven");
}

}  // namespace

std::vector<Command> VerifyCommands() {
  return {
      {"report verify",
       "Toetst zegel, versies en schrijfketen, en maakt het verslag opnieuw.",
       {kReport},
       {{"stored-only", ValueKind::kSwitch,
         "zonder de bronnen opnieuw te vragen"}},
       "opvang report verify provinces/pv23/reports/verslag-2024-11-01",
       VerifyReport},
  };
}

}  // namespace opvang::cli
