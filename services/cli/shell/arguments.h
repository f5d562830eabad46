// The words of a command line, held against the list of commands.
#ifndef OPVANG_SERVICES_CLI_SHELL_ARGUMENTS_H_
#define OPVANG_SERVICES_CLI_SHELL_ARGUMENTS_H_

#include <map>
#include <string>
#include <vector>

#include "services/cli/shell/command.h"

namespace opvang::cli {

struct Arguments {
  std::vector<std::string> words;            // Without flags, in order.
  std::map<std::string, std::string> flags;  // "as-of" → "2024-10-31".

  std::string Flag(const std::string& name, const std::string& otherwise) const;
  bool Has(const std::string& name) const { return flags.count(name) > 0; }
};

// What a command line says.
struct CommandLine {
  const Command* command = nullptr;  // Null when the words name none.
  Arguments arguments;
  // Everything that is wrong with it, in Dutch, each with what would be right:
  // unknown and foreign flags, values that do not fit, operands that are
  // missing or too many.
  std::vector<std::string> faults;
};

// "--name value", "--name=value", "-o value"; switches stand alone. Flags may
// stand before, between and after the words; after "--" everything is a word.
CommandLine ParseCommandLine(const std::vector<std::string>& words,
                             const std::vector<Command>& commands);

// The one of `commands` whose name the words begin with, the longest; null
// without one.
const Command* FindCommand(const std::vector<std::string>& words,
                           const std::vector<Command>& commands);

// Of `known` the one that was probably meant: few letters differ, or it begins
// with `word`. Empty when nothing is near.
std::string Nearest(const std::string& word,
                    const std::vector<std::string>& known);

// How a flag is typed: "--as-of", "-o".
std::string Hyphened(const std::string& name);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_ARGUMENTS_H_
