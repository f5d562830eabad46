// The words of a command line: commands, operands, flags.
#ifndef OPVANG_SERVICES_CLI_ARGUMENTS_H_
#define OPVANG_SERVICES_CLI_ARGUMENTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace opvang::cli {

struct Arguments {
  std::vector<std::string> words;            // Without flags, in order.
  std::map<std::string, std::string> flags;  // "as-of" → "2024-10-31".

  std::string Flag(const std::string& name, const std::string& otherwise) const;
  bool Has(const std::string& name) const { return flags.count(name) > 0; }
};

// "--name value", "--name=value", and "--name" alone for those of `switches`.
// INVALID_ARGUMENT names a flag that is not among `known`.
absl::StatusOr<Arguments> ParseArguments(
    const std::vector<std::string>& arguments,
    const std::set<std::string>& known, const std::set<std::string>& switches);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_ARGUMENTS_H_
