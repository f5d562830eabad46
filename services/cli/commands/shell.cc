// opvang status, completion, man, version.
#include "services/cli/commands/commands.h"
#include "services/cli/shell/completion.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/help.h"
#include "services/cli/shell/version.h"

namespace opvang::cli {
namespace {

absl::Status Status(const Context& context) {
  TextTable table{.header = {"service", "address", "state"}, .rows = {}};
  bool all = true;
  for (const auto& [name, channel] : context.services.channels) {
    const bool serving = IsServing(channel);
    all = all && serving;
    table.rows.push_back({name, context.services.addresses.at(name),
                          serving ? "serving" : "not serving"});
  }
  context.Print(table);
  if (all) return absl::OkStatus();
  return absl::UnavailableError("");
}

absl::Status PrintCompletion(const Context& context) {
  context.streams.out << CompletionScript(context.Operand(1));
  return absl::OkStatus();
}

absl::Status PrintManual(const Context& context) {
  context.streams.out << Manual(Commands());
  return absl::OkStatus();
}

absl::Status PrintVersion(const Context& context) {
  context.streams.out << VersionLine() << "\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ShellCommands() {
  return {
      {"status",
       "Zegt of de vier diensten antwoorden.",
       {},
       {},
       "opvang status",
       Status},
      {"completion",
       "Geeft het script waarmee een shell opvang aanvult.",
       {{"SHELL", ValueKind::kChoice, "welke", "bash|zsh|fish"}},
       {},
       "opvang completion bash",
       PrintCompletion,
       false},
      {"man",
       "Geeft de handleiding als man-pagina; man -l toont haar.",
       {},
       {},
       "opvang man",
       PrintManual,
       false},
      {"version",
       "Zegt welke versie dit is.",
       {},
       {},
       "opvang version",
       PrintVersion,
       false},
  };
}

}  // namespace opvang::cli
