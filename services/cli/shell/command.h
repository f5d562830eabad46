// What a command is, as data. Parsing, faults, help, completion and the man
// page are all made of one list of these.
#ifndef OPVANG_SERVICES_CLI_SHELL_COMMAND_H_
#define OPVANG_SERVICES_CLI_SHELL_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace opvang::cli {

struct Context;

// What may be written as a value.
enum class ValueKind {
  kSwitch,    // Nothing: the flag alone says it.
  kText,      // Anything.
  kName,      // A resource: cycles/2024, Zwolle/locations/cno-zwolle.
  kReport,    // Overijssel/reports/verslag-2024.
  kFigure,    // Zwolle#asylum.guaranteed_place_count.
  kLocation,  // Zwolle/locations/cno-zwolle, or as it is called: "Zwolle/CNO".
  kArea,      // Any: Zwolle, GM0193, "provincie Utrecht", provinces/pv23.
  kTown,      // A municipality, the same way.
  kProvince,  // A province or the country, the same way.
  kDay,       // 2024-10-31.
  kInstant,   // 2024-11-01 09:00 of here, one with its offset, or a day.
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

// The instant that people write: as it is printed ("2024-11-01 09:00",
// "1-11-2024 9:00"), both of here; with its offset; of a day its first here.
std::optional<absl::Time> InstantMeant(const std::string& text);

// `text` as services know it: areas by their resource names, also at the front
// of what belongs to one; what names none, or more than one, stays as it is.
std::string ResourceMeant(ValueKind kind, const std::string& text);

// What is wrong with `text` as such a value: "is \"x\"; …"; empty when nothing.
std::string FaultOf(ValueKind kind, const char* values,
                    const std::string& text);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_COMMAND_H_
