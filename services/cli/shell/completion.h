// What shells offer at each Tab.
#ifndef OPVANG_SERVICES_CLI_SHELL_COMPLETION_H_
#define OPVANG_SERVICES_CLI_SHELL_COMPLETION_H_

#include <functional>
#include <string>
#include <vector>

#include "services/cli/shell/command.h"

namespace opvang::cli {

// What a service has: its resource name, and what people call it.
struct KnownName {
  std::string name;
  std::string display_name;
};

// Asked for only where such a name is being typed. Either may be empty.
struct KnownNames {
  std::function<std::vector<KnownName>()> reports;
  std::function<std::vector<KnownName>(const std::string& municipality)>
      locations;
};

// What may follow `words`, of which the last is being typed: nouns, verbs,
// flags, values, names; each as "word\tsentence". A word that ends in a slash
// goes on. Empty where a file is meant.
std::vector<std::string> Completions(const std::vector<std::string>& words,
                                     const std::vector<Command>& commands,
                                     const KnownNames& known = {});

// The script that makes "bash", "zsh" or "fish" ask for completions.
std::string CompletionScript(const std::string& shell);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_COMPLETION_H_
