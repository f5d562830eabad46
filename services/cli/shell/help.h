// What people read about the commands, made of their list.
#ifndef OPVANG_SERVICES_CLI_SHELL_HELP_H_
#define OPVANG_SERVICES_CLI_SHELL_HELP_H_

#include <string>
#include <vector>

#include "services/cli/shell/command.h"

namespace opvang::cli {

// All commands, or those of one noun ("report"), a line each.
std::string Overview(const std::vector<Command>& commands,
                     const std::string& noun = "");

// "opvang report create VERSLAG [--as-of DAG] …", the sentence, a working
// example, operands and flags.
std::string HelpFor(const Command& command);

// The manual, as `man -l` takes it.
std::string Manual(const std::vector<Command>& commands);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_HELP_H_
