// opvang report quarterly.
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/quarterly/quarterly_job.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/progress.h"

namespace opvang::cli {
namespace {

absl::Status MakeQuarterlies(const Context& context) {
  QuarterlyJob job;
  job.scope = context.arguments.Flag("province", "");
  job.from = context.arguments.Flag("from", "");
  job.cycle = context.arguments.Flag("cycle", "");
  job.rule_set = context.arguments.Flag("rule-set", "");
  job.wait = absl::Seconds(context.Number("wait", 300));
  QuarterlyOutcome outcome;
  {
    Progress progress(context.streams, "kwartaalberichten");
    outcome = RunQuarterly(
        context.services, job, context.clock,
        [&](size_t done, size_t total) { progress.Show(done, total); });
  }
  context.streams.out << OutcomeLine(job, outcome) << "\n";
  return outcome.status;
}

}  // namespace

std::vector<Command> QuarterlyCommands() {
  return {
      {"report quarterly",
       "Maakt elk kwartaalbericht dat ontbreekt, elk één keer.",
       {},
       {Required({"province", ValueKind::kProvince,
                  "als Overijssel of pv23; nl voor het hele land"}),
        {"from", ValueKind::kQuarter,
         "het eerste kwartaal; anders het oudste dat er is, of het laatste "
         "dat voorbij is"},
        {"cycle", ValueKind::kName,
         "de cyclus; anders die op de laatste dag van elk kwartaal geldt"},
        {"rule-set", ValueKind::kText,
         "de telregels; anders die op die laatste dag gelden"},
        {"wait", ValueKind::kNumber,
         "seconden om op de diensten te wachten; anders 300"}},
       "opvang report quarterly --province pv23 --from 2024-q4",
       MakeQuarterlies},
  };
}

}  // namespace opvang::cli
