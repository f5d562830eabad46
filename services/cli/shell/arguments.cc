#include "services/cli/shell/arguments.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/edit_distance.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

const Flag* FindIn(const std::vector<Flag>& flags, const std::string& name) {
  const auto found =
      std::find_if(flags.begin(), flags.end(),
                   [&](const Flag& flag) { return flag.name == name; });
  return found == flags.end() ? nullptr : &*found;
}

// As any command knows it: flags may come before the command.
const Flag* FindAnywhere(const std::string& name,
                         const std::vector<Command>& commands) {
  if (const Flag* common = FindIn(CommonFlags(), name)) return common;
  for (const Command& command : commands) {
    if (const Flag* own = FindIn(command.flags, name)) return own;
  }
  return nullptr;
}

bool IsFlag(const std::string& word) {
  return word.size() > 1 && word[0] == '-' &&
         !(word[1] >= '0' && word[1] <= '9');
}

std::string FlagNameIn(const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::string bare = name.substr(absl::StartsWith(name, "--") ? 2 : 1);
  return bare == "h" ? "help" : bare;
}

// Takes the words apart. An unknown flag is told later, when the command is
// known and with it what was meant.
void TakeApart(const std::vector<std::string>& words,
               const std::vector<Command>& commands, CommandLine& line) {
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      line.arguments.words.insert(line.arguments.words.end(),
                                  words.begin() + i + 1, words.end());
      return;
    }
    if (!IsFlag(word)) {
      line.arguments.words.push_back(word);
      continue;
    }
    const std::string name = FlagNameIn(word);
    const Flag* flag = FindAnywhere(name, commands);
    const size_t equals = word.find('=');
    std::string& value = line.arguments.flags[name];
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
      if (flag != nullptr && flag->kind == ValueKind::kSwitch) {
        line.faults.push_back(
            absl::StrCat(Hyphened(name), " staat alleen, zonder waarde"));
      }
    } else if (flag == nullptr || flag->kind == ValueKind::kSwitch) {
      value = "true";
    } else if (i + 1 < words.size()) {
      value = words[++i];
    } else {
      line.faults.push_back(absl::StrCat(
          Hyphened(name),
          " mist haar waarde: ", Placeholder(flag->kind, flag->values)));
    }
  }
}

void CheckFlags(CommandLine& line) {
  std::vector<std::string> known;
  for (const Flag& flag : line.command->flags) known.push_back(flag.name);
  for (const Flag& flag : CommonFlags()) known.push_back(flag.name);
  for (auto& [name, value] : line.arguments.flags) {
    const Flag* flag = FindIn(line.command->flags, name);
    if (flag == nullptr) flag = FindIn(CommonFlags(), name);
    if (flag == nullptr) {
      const std::string meant = Nearest(name, known);
      line.faults.push_back(absl::StrCat(
          "onbekende vlag ", Hyphened(name), " bij ", line.command->name,
          meant.empty() ? ""
                        : absl::StrCat("; bedoelt u ", Hyphened(meant), "?")));
      continue;
    }
    if (flag->kind == ValueKind::kSwitch) continue;
    value = ResourceMeant(flag->kind, value);
    const std::string fault = FaultOf(flag->kind, flag->values, value);
    if (!fault.empty()) {
      line.faults.push_back(absl::StrCat(Hyphened(name), " ", fault));
    }
  }
  for (const Flag& flag : line.command->flags) {
    if (flag.required && !line.arguments.Has(flag.name)) {
      line.faults.push_back(
          absl::StrCat(Hyphened(flag.name), " ontbreekt: ", flag.sentence));
    }
  }
}

// One area of several words that nobody put in quotes: "provincie Overijssel".
void JoinArea(size_t at, ValueKind kind, std::vector<std::string>& words) {
  if (kind != ValueKind::kArea && kind != ValueKind::kTown) return;
  for (size_t end = words.size(); end > at + 1; --end) {
    const std::string joined =
        absl::StrJoin(words.begin() + at, words.begin() + end, " ");
    if (ResourceMeant(kind, joined) == joined) continue;
    words[at] = joined;
    words.erase(words.begin() + at + 1, words.begin() + end);
    return;
  }
}

void CheckOperands(CommandLine& line) {
  const std::vector<std::string> name = absl::StrSplit(line.command->name, ' ');
  std::vector<std::string>& words = line.arguments.words;
  const std::vector<Operand>& operands = line.command->operands;
  size_t at = name.size();
  for (const Operand& operand : operands) {
    if (at >= words.size()) {
      if (operand.required) {
        line.faults.push_back(
            absl::StrCat(operand.name, " ontbreekt: ", operand.sentence));
      }
      continue;
    }
    for (bool more = true; more && at < words.size();
         ++at, more = operand.repeated) {
      JoinArea(at, operand.kind, words);
      words[at] = ResourceMeant(operand.kind, words[at]);
      const std::string fault =
          FaultOf(operand.kind, operand.values, words[at]);
      if (!fault.empty()) {
        line.faults.push_back(absl::StrCat(operand.name, " ", fault));
      }
    }
  }
  for (; at < words.size(); ++at) {
    line.faults.push_back(absl::StrCat("\"", words[at], "\" is te veel bij ",
                                       line.command->name));
  }
}

}  // namespace

std::string Arguments::Flag(const std::string& name,
                            const std::string& otherwise) const {
  const auto found = flags.find(name);
  return found == flags.end() ? otherwise : found->second;
}

std::string Hyphened(const std::string& name) {
  return absl::StrCat(name.size() == 1 ? "-" : "--", name);
}

std::string Nearest(const std::string& word,
                    const std::vector<std::string>& known) {
  std::string nearest;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& one : known) {
    const size_t distance = word.size() > 2 && absl::StartsWith(one, word)
                                ? 1
                                : EditDistance(word, one);
    if (distance < least) {
      least = distance;
      nearest = one;
    }
  }
  return nearest;
}

const Command* FindCommand(const std::vector<std::string>& words,
                           const std::vector<Command>& commands) {
  const Command* found = nullptr;
  for (const Command& command : commands) {
    const std::vector<std::string> name = absl::StrSplit(command.name, ' ');
    if (words.size() >= name.size() &&
        std::equal(name.begin(), name.end(), words.begin()) &&
        (found == nullptr || command.name.size() > found->name.size())) {
      found = &command;
    }
  }
  return found;
}

CommandLine ParseCommandLine(const std::vector<std::string>& words,
                             const std::vector<Command>& commands) {
  CommandLine line;
  TakeApart(words, commands, line);
  line.command = FindCommand(line.arguments.words, commands);
  if (line.command == nullptr) return line;
  CheckFlags(line);
  CheckOperands(line);
  return line;
}

}  // namespace opvang::cli
