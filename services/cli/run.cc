#include "services/cli/run.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/base/trace.h"
#include "common/net/actor_claim.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/clients.h"
#include "services/cli/shell/completion.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/help.h"
#include "services/cli/shell/known_names.h"
#include "services/cli/shell/version.h"

namespace opvang::cli {
namespace {

constexpr char kError[] = "\033[1;31m", kPlain[] = "\033[0m";

void Complain(const std::string& what, const Streams& streams) {
  streams.err << (streams.err_coloured ? kError : "")
              << "opvang:" << (streams.err_coloured ? kPlain : "") << " "
              << what << "\n";
}

// NAME=VALUE lines; flags and the environment go before the file.
absl::StatusOr<std::map<std::string, std::string>> ReadConfig(
    const Arguments& arguments) {
  std::map<std::string, std::string> config;
  const char* named = std::getenv("OPVANG_CONFIG");
  const std::string path =
      arguments.Flag("config", named == nullptr ? "" : named);
  if (path.empty()) return config;
  std::ifstream file(path);
  if (!file) return Misuse(absl::StrCat("kan ", path, " niet lezen"));
  for (std::string line; std::getline(file, line);) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    config[parts.first] = parts.second;
  }
  return config;
}

absl::StatusOr<Services> ConnectAs(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto config, ReadConfig(arguments));
  const auto setting = [&](const std::string& name) {
    if (arguments.Has(name)) return arguments.Flag(name, "");
    const std::string key = absl::StrCat(
        "OPVANG_",
        absl::StrReplaceAll(absl::AsciiStrToUpper(name), {{"-", "_"}}));
    const char* set = std::getenv(key.c_str());
    if (set != nullptr) return std::string(set);
    const auto found = config.find(key);
    return found == config.end() ? std::string() : found->second;
  };
  std::map<std::string, std::string> addresses;
  std::vector<std::string> missing;
  for (const char* name : {"quotas", "locations", "housing", "reporting"}) {
    addresses[name] = setting(name);
    if (addresses[name].empty()) missing.push_back(name);
  }
  if (!missing.empty()) {
    return Misuse(absl::StrCat(
        "het adres is niet bekend van ", absl::StrJoin(missing, ", "),
        "; geef --config BESTAND met regels als OPVANG_",
        absl::AsciiStrToUpper(missing[0]), "=host:poort, of --", missing[0],
        " host:poort"));
  }
  ASSIGN_OR_RETURN(Services services,
                   Connect(std::move(addresses), setting("certificates")));
  services.actor = setting("actor");
  std::string key_file = setting("actor-key");
  if (key_file.empty() && !setting("certificates").empty()) {
    key_file = setting("certificates") + "/actor.key";
    if (access(key_file.c_str(), F_OK) != 0) key_file = "";
  }
  if (services.actor.empty() || key_file.empty()) return services;
  const auto key = ReadFile(key_file);
  if (!key.ok() || key->empty()) {
    return Misuse(absl::StrCat("--actor-key: ", key_file, " is niet te lezen"));
  }
  ASSIGN_OR_RETURN(services.actor,
                   SignActor(*key, services.actor, SystemClock().Now()));
  return services;
}

int ExitStatusFor(const absl::Status& status, const Streams& streams) {
  if (status.ok()) return kDone;
  Complain(MessageFor(status), streams);
  if (IsMisuse(status)) return kMisused;
  if (IsUnwritten(status)) return kUnwritable;
  return IsPassing(status) ? kUnreachable : kRefused;
}

// "help", "help report", "report", "report create --help", nothing at all; or
// nothing when something is to be done.
std::optional<int> Help(const CommandLine& line, const Streams& streams) {
  std::vector<std::string> words = line.arguments.words;
  const bool named = !words.empty() && words[0] == "help";
  if (named) words.erase(words.begin());
  const bool asked = named || line.arguments.Has("help");
  const Command* command = FindCommand(words, Commands());
  if (asked && command != nullptr) {
    streams.out << HelpFor(*command);
    return kDone;
  }
  if (line.command != nullptr) return {};
  std::vector<std::string> nouns, names;
  for (const Command& one : Commands()) {
    names.push_back(one.name);
    nouns.push_back(one.name.substr(0, one.name.find(' ')));
  }
  const std::string typed = absl::StrJoin(words, " ");
  const bool noun = words.size() == 1 && std::find(nouns.begin(), nouns.end(),
                                                   words[0]) != nouns.end();
  if (words.empty() || noun) {
    (asked ? streams.out : streams.err)
        << Overview(Commands(), noun ? words[0] : "");
    return asked ? kDone : kMisused;
  }
  std::string meant = Nearest(
      absl::StrJoin(words.begin(),
                    words.begin() + std::min<size_t>(2, words.size()), " "),
      names);
  if (meant.empty()) meant = Nearest(words[0], nouns);
  Complain(absl::StrCat("onbekend commando \"", typed, "\"",
                        meant.empty()
                            ? "; opvang help noemt ze alle"
                            : absl::StrCat("; bedoelt u opvang ", meant, "?")),
           streams);
  return kMisused;
}

}  // namespace

namespace {

// Services are asked as by the command that is being typed.
std::vector<std::string> CompletionsOf(const std::vector<std::string>& words) {
  return Completions(
      words, Commands(), NamesOf([&] {
        return ConnectAs(ParseCommandLine(words, Commands()).arguments);
      }));
}

int RunWords(const std::vector<std::string>& words, const Streams& streams,
             const Clock& clock) {
  // What shells ask at each Tab; of no use to people.
  if (words.size() > 1 && words[0] == "complete" && words[1] == "--") {
    for (const std::string& one :
         CompletionsOf({words.begin() + 2, words.end()})) {
      streams.out << one << "\n";
    }
    return kDone;
  }
  const CommandLine line = ParseCommandLine(words, Commands());
  if (line.arguments.Has("version")) {
    streams.out << VersionLine() << "\n";
    return kDone;
  }
  if (const std::optional<int> told = Help(line, streams)) return *told;
  for (const std::string& fault : line.faults) Complain(fault, streams);
  if (!line.faults.empty()) {
    Complain(absl::StrCat("opvang ", line.command->name,
                          " --help toont hoe het wel kan"),
             streams);
    return kMisused;
  }
  // Whatever it asks is part of this one command.
  const TraceScope scope(BeginTrace());
  absl::StatusOr<Services> services = Services();
  if (line.command->asks_services) services = ConnectAs(line.arguments);
  if (!services.ok()) return ExitStatusFor(services.status(), streams);
  return ExitStatusFor(line.command->run({.arguments = line.arguments,
                                          .services = *services,
                                          .streams = streams,
                                          .clock = clock}),
                       streams);
}

}  // namespace

int RunCommand(const std::vector<std::string>& words, Streams streams,
               const Clock& clock) {
  const int status = RunWords(words, streams, clock);
  streams.out.flush();
  if (streams.out) return status;
  return ExitStatusFor(
      Unwritten("de uitvoer is niet geheel te schrijven: de schijf is vol, of "
                "wie hem las is weg"),
      streams);
}

}  // namespace opvang::cli
