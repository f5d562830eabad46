#include "services/cli/commands/commands.h"

namespace opvang::cli {
namespace {

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (const std::vector<Command>& some :
       {LoadCommands(),         ReportCommands(),     PrintCommands(),
        ExplainCommands(),      SigningCommands(),    VerifyCommands(),
        DeliveryCommands(),     AuditCommands(),      EventCommands(),
        QuarterlyCommands(),    ObligationCommands(), AgreementCommands(),
        CoverageCommands(),     OutlookCommands(),    LocationCommands(),
        LocationStepCommands(), ShelterCommands(),    HousingCommands(),
        PlacementCommands(),    WorkbookCommands(),   ShellCommands()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto* const kCommands = new std::vector<Command>(AllCommands());
  return *kCommands;
}

}  // namespace opvang::cli
