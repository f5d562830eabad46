// opvang report quarterly.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/quarterly/quarterly_job.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/progress.h"

namespace opvang::cli {
namespace {

// "pv23", "provinces/pv23", "nl" or "countries/nl".
absl::StatusOr<std::string> ScopeOf(const std::string& word) {
  const std::string scope = word == "nl" ? "countries/nl"
                            : absl::StrContains(word, "/")
                                ? word
                                : absl::StrCat("provinces/", word);
  if (scope == "countries/nl" ||
      (absl::StartsWith(scope, "provinces/") && DutchName(scope).has_value())) {
    return scope;
  }
  return Misuse(absl::StrCat("--province is \"", word,
                             "\"; schrijf een provincie als pv23, of nl"));
}

absl::Status MakeQuarterlies(const Context& context) {
  QuarterlyJob job;
  ASSIGN_OR_RETURN(job.scope, ScopeOf(context.arguments.Flag("province", "")));
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
       {Required({"province", ValueKind::kText, "pv23; nl voor het hele land"}),
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
