// Which commands there are. Each noun has a file of its own, which says what it
// takes beside what it does.
#ifndef OPVANG_SERVICES_CLI_COMMANDS_COMMANDS_H_
#define OPVANG_SERVICES_CLI_COMMANDS_COMMANDS_H_

#include <vector>

#include "services/cli/shell/command.h"

namespace opvang::cli {

// All commands, in the order of the help.
const std::vector<Command>& Commands();

// Those of each file, in that order.
std::vector<Command> LoadCommands();
std::vector<Command> ReportCommands();
std::vector<Command> PrintCommands();
std::vector<Command> ExplainCommands();
std::vector<Command> SigningCommands();
std::vector<Command> VerifyCommands();
std::vector<Command> DeliveryCommands();
std::vector<Command> AuditCommands();
std::vector<Command> EventCommands();
std::vector<Command> QuarterlyCommands();
std::vector<Command> ObligationCommands();
std::vector<Command> AgreementCommands();
std::vector<Command> CoverageCommands();
std::vector<Command> OutlookCommands();
std::vector<Command> LocationCommands();
std::vector<Command> LocationStepCommands();
std::vector<Command> ShelterCommands();
std::vector<Command> HousingCommands();
std::vector<Command> PlacementCommands();
std::vector<Command> WorkbookCommands();
std::vector<Command> ShellCommands();

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_COMMANDS_COMMANDS_H_
