// A table on stdout: aligned for people, CSV or JSON for programs.
#ifndef OPVANG_SERVICES_CLI_SHELL_TABLE_H_
#define OPVANG_SERVICES_CLI_SHELL_TABLE_H_

#include <string>
#include <vector>

namespace opvang::cli {

// Characters, not bytes: names have diacritics.
size_t Width(const std::string& text);

struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

// `format` is "table", "csv" or "json"; columns of numbers are set right. In
// colour the header of a table stands out.
std::string Format(const TextTable& table, const std::string& format,
                   bool coloured = false);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_TABLE_H_
