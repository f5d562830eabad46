// A table on stdout: aligned for people, CSV or JSON for programs.
#ifndef OPVANG_SERVICES_CLI_SHELL_TABLE_H_
#define OPVANG_SERVICES_CLI_SHELL_TABLE_H_

#include <string>
#include <vector>

namespace opvang::cli {

// Characters, not bytes: names have diacritics.
size_t Width(const std::string& text);

// Columns by their name (`columns.h`), cells as programs read them.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

// How a table for people looks.
struct TableLook {
  bool coloured = false;  // Its header stands out, and what asks for somebody.
  size_t width = 0;       // Of the terminal, which it then fits; 0: of none.
};

// `format` is "table": Dutch heads and words, columns of numbers set right; in
// a terminal hashes are cut and, where it does not fit, resource names left out
// whose name stands beside them, and wide columns wrapped. Or "csv" or "json":
// all of it under the columns' names; in JSON counts are numbers, "yes" and
// "no" truths, and what is absent is not there.
std::string Format(const TextTable& table, const std::string& format,
                   TableLook look = {});

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_TABLE_H_
