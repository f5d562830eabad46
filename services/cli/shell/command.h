// What a command is, as data. Parsing, faults, help, completion and the man
// page are all made of one list of these.
#ifndef OPVANG_SERVICES_CLI_SHELL_COMMAND_H_
#define OPVANG_SERVICES_CLI_SHELL_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace opvang::cli {

struct Context;

// What may be written as a value.
enum class ValueKind {
  kSwitch,    // Nothing: the flag alone says it.
  kText,      // Anything.
  kName,      // A resource: provinces/pv23.
  kDay,       // 2024-10-31.
  kInstant,   // 2024-11-01T09:00:00+01:00, or a day: its first instant here.
  kHalfYear,  // 2024-h2.
  kQuarter,   // 2025-q1.
  kNumber,    // A whole number of 32 bits, also below zero.
  kRevision,  // A whole number from 0.
  kChoice,    // One of `values`.
  kFile,
  kFolder,
};

struct Flag {
  const char* name;  // Without hyphens: "as-of".
  ValueKind kind;
  const char* sentence;
  const char* values = "";  // "html|json", of a choice.
  bool required = false;
};

constexpr Flag Required(Flag flag) {
  flag.required = true;
  return flag;
}

struct Operand {
  const char* name;  // "VERSLAG"
  ValueKind kind;
  const char* sentence;
  const char* values = "";
  bool required = true;
  bool repeated = false;  // One or more; the last operand only.
};

struct Command {
  std::string name;  // A noun, or a noun and a verb: "report create".
  std::string sentence;
  std::vector<Operand> operands;
  std::vector<Flag> flags;
  std::string example;
  absl::Status (*run)(const Context&);
  bool asks_services = true;
};

// How a value is written: "DAG", "html|json".
std::string Placeholder(ValueKind kind, const char* values);

// What is wrong with `text` as such a value: "is \"x\"; …"; empty when nothing.
std::string FaultOf(ValueKind kind, const char* values,
                    const std::string& text);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_COMMAND_H_
