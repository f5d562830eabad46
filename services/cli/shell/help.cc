#include "services/cli/shell/help.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/area_name.h"
#include "common/base/folding.h"
#include "common/base/municipality.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/table.h"

namespace opvang::cli {
namespace {

constexpr char kAbout[] =
    "cijfers over opvang en huisvesting, van bron tot verslag";

constexpr const char* kOutcomes[][2] = {
    {"0", "gedaan"},
    {"1", "geweigerd, of verschillend"},
    {"2", "verkeerd gebruikt, of een fout in een bestand"},
    {"3", "een dienst antwoordt niet; later opnieuw proberen helpt"},
    {"4", "de uitvoer of een bestand is niet te schrijven"},
};

// "--as-of DAG".
std::string Typed(const Flag& flag) {
  const std::string value = Placeholder(flag.kind, flag.values);
  return absl::StrCat(Hyphened(flag.name), value.empty() ? "" : " ", value);
}

std::string Typed(const Operand& operand) {
  return absl::StrCat(operand.required ? "" : "[", operand.name,
                      operand.repeated ? "..." : "",
                      operand.required ? "" : "]");
}

std::string Usage(const Command& command) {
  std::string usage = absl::StrCat("opvang ", command.name);
  for (const Operand& operand : command.operands) {
    absl::StrAppend(&usage, " ", Typed(operand));
  }
  bool more = false;
  for (const Flag& flag : command.flags) {
    if (flag.required) {
      absl::StrAppend(&usage, " ", Typed(flag));
    } else {
      more = true;
    }
  }
  return absl::StrCat(usage, more ? " [vlaggen]" : "");
}

// Two columns; the second goes on below itself at 79 characters.
void AddLine(const std::string& left, const std::string& right, size_t indent,
             std::string& to) {
  std::string line = absl::StrCat("  ", left);
  if (Width(line) + 2 > indent) {
    absl::StrAppend(&to, line, "\n");
    line.clear();
  }
  line.append(indent - Width(line), ' ');
  bool first = true;
  for (const absl::string_view word : absl::StrSplit(right, ' ')) {
    if (!first && Width(line) + 1 + Width(std::string(word)) > 79) {
      absl::StrAppend(&to, line, "\n");
      line.assign(indent, ' ');
      first = true;
    }
    absl::StrAppend(&line, first ? "" : " ", word);
    first = false;
  }
  absl::StrAppend(&to, line, "\n");
}

void AddFlags(const std::vector<Flag>& flags, std::string& to) {
  for (const Flag& flag : flags) {
    AddLine(Typed(flag),
            absl::StrCat(flag.sentence, flag.required ? " (verplicht)" : ""),
            26, to);
  }
}

void AddOutcomes(std::string& to) {
  to += "Uitkomst:\n";
  for (const auto& [status, meaning] : kOutcomes) {
    AddLine(status, meaning, 6, to);
  }
}

// For roff: a hyphen is itself, a line does not begin with a command.
std::string Roff(const std::string& text) {
  const std::string escaped =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"'", "\\(aq"}});
  return absl::StartsWith(escaped, ".") ? absl::StrCat("\\&", escaped)
                                        : escaped;
}

void AddRoffItem(const std::string& name, const std::string& sentence,
                 std::string& to) {
  absl::StrAppend(&to, ".TP\n.B ", Roff(name), "\n", Roff(sentence), "\n");
}

void AddValues(const char* values, const std::string& prefix,
               std::vector<std::string>& to) {
  for (const absl::string_view value : absl::StrSplit(values, '|')) {
    if (absl::StartsWith(value, prefix)) {
      to.push_back(std::string(value));
    }
  }
}

// The words of the command that is being typed, without flags and values.
std::vector<std::string> PlainWords(const std::vector<std::string>& words,
                                    const std::vector<Command>& commands) {
  return ParseCommandLine(words, commands).arguments.words;
}

const Flag* FlagTyped(const std::string& word,
                      const std::vector<Command>& commands) {
  if (!absl::StartsWith(word, "-")) return nullptr;
  const auto in = [&](const std::vector<Flag>& flags) -> const Flag* {
    for (const Flag& flag : flags) {
      if (Hyphened(flag.name) == word) return &flag;
    }
    return nullptr;
  };
  if (const Flag* common = in(CommonFlags())) return common;
  for (const Command& command : commands) {
    if (const Flag* own = in(command.flags)) return own;
  }
  return nullptr;
}

void AddCommandWords(const std::vector<Command>& commands,
                     const std::vector<std::string>& before,
                     const std::string& typed, std::vector<std::string>& to) {
  for (const Command& command : commands) {
    const std::vector<std::string> name = absl::StrSplit(command.name, ' ');
    if (name.size() <= before.size() ||
        !std::equal(before.begin(), before.end(), name.begin()) ||
        !absl::StartsWith(name[before.size()], typed)) {
      continue;
    }
    const bool whole = name.size() == before.size() + 1;
    to.push_back(
        absl::StrCat(name[before.size()], "\t", whole ? command.sentence : ""));
  }
}

// The names of areas that begin so, whatever their case and accents.
void AddAreas(ValueKind kind, const std::string& typed,
              std::vector<std::string>& found) {
  const std::string bare = BareWords(typed);
  const auto add = [&](const std::string& resource) {
    const std::string name = DutchName(resource).value_or("");
    if (!absl::StartsWith(BareWords(name), bare)) return;
    found.push_back(absl::StrCat(
        AreasCalled(name).size() == 1 || kind != ValueKind::kArea ? name
                                                                  : resource,
        "\t", AreaShown(resource)));
  };
  if (kind != ValueKind::kProvince) {
    for (const Municipality& one : AllMunicipalities()) add(one.Name());
  }
  if (kind != ValueKind::kTown) {
    for (const Province& one : AllProvinces()) add(one.Name());
  }
  if (kind != ValueKind::kArea) return;
  for (const Region& one : AllRegions()) add(absl::StrCat("regions/", one.id));
}

void AddPossible(ValueKind kind, const char* values, const std::string& typed,
                 std::vector<std::string>& found) {
  if (kind == ValueKind::kChoice) AddValues(values, typed, found);
  if (kind == ValueKind::kArea || kind == ValueKind::kTown ||
      kind == ValueKind::kProvince) {
    AddAreas(kind, typed, found);
  }
}

}  // namespace

std::string Overview(const std::vector<Command>& commands,
                     const std::string& noun) {
  std::string text;
  if (noun.empty()) absl::StrAppend(&text, "opvang: ", kAbout, ".\n\n");
  for (const Command& command : commands) {
    if (!noun.empty() && !absl::StartsWith(command.name, noun + " ")) continue;
    AddLine(command.name, command.sentence, 26, text);
  }
  text += "\nopvang COMMANDO --help toont een voorbeeld.\n";
  if (!noun.empty()) return text;
  text += "\nAltijd:\n";
  AddFlags(CommonFlags(), text);
  AddOutcomes(text);
  return text;
}

std::string HelpFor(const Command& command) {
  std::string text =
      absl::StrCat(command.sentence, "\n\n  ", Usage(command),
                   "\n\nVoorbeeld:\n  ", command.example, "\n\n");
  for (const Operand& operand : command.operands) {
    const std::string choices =
        operand.kind == ValueKind::kChoice
            ? absl::StrCat(": ",
                           absl::StrReplaceAll(operand.values, {{"|", ", "}}))
            : "";
    AddLine(operand.name, absl::StrCat(operand.sentence, choices), 26, text);
  }
  AddFlags(command.flags, text);
  text += "Altijd:\n";
  AddFlags(CommonFlags(), text);
  AddOutcomes(text);
  return text;
}

std::string Manual(const std::vector<Command>& commands) {
  std::string text = absl::StrCat(
      ".TH OPVANG 1 \"\" opvang \"Handleiding van opvang\"\n"
      ".SH NAAM\nopvang \\- ",
      Roff(kAbout),
      "\n.SH OVERZICHT\n.B opvang\n.I COMMANDO\n[\\,\\fIoperanden\\fR] "
      "[\\,\\fIvlaggen\\fR]\n.SH COMMANDO\\(aqS\n");
  for (const Command& command : commands) {
    absl::StrAppend(&text, ".SS \"", Roff(Usage(command)), "\"\n",
                    Roff(command.sentence), "\n");
    for (const Operand& operand : command.operands) {
      AddRoffItem(operand.name, operand.sentence, text);
    }
    for (const Flag& flag : command.flags) {
      AddRoffItem(Typed(flag), flag.sentence, text);
    }
    absl::StrAppend(&text, ".PP\nVoorbeeld:\n.PP\n.nf\n.RS\n",
                    Roff(command.example), "\n.RE\n.fi\n");
  }
  text += ".SH ALTIJD\n";
  for (const Flag& flag : CommonFlags()) {
    AddRoffItem(Typed(flag), flag.sentence, text);
  }
  text += ".SH UITKOMST\n";
  for (const auto& [status, meaning] : kOutcomes) {
    AddRoffItem(status, meaning, text);
  }
  return text;
}

std::vector<std::string> Completions(const std::vector<std::string>& words,
                                     const std::vector<Command>& commands) {
  if (words.empty()) return Completions({""}, commands);
  const std::string typed = words.back();
  const std::vector<std::string> before(words.begin(), words.end() - 1);
  std::vector<std::string> found;
  const Flag* flag =
      before.empty() ? nullptr : FlagTyped(before.back(), commands);
  if (flag != nullptr && flag->kind != ValueKind::kSwitch) {
    AddPossible(flag->kind, flag->values, typed, found);
    return found;
  }
  const std::vector<std::string> plain = PlainWords(before, commands);
  const Command* command = FindCommand(plain, commands);
  if (absl::StartsWith(typed, "-")) {
    const auto add = [&](const std::vector<Flag>& flags) {
      for (const Flag& one : flags) {
        if (absl::StartsWith(Hyphened(one.name), typed)) {
          found.push_back(absl::StrCat(Hyphened(one.name), "\t", one.sentence));
        }
      }
    };
    if (command != nullptr) add(command->flags);
    add(CommonFlags());
  } else if (command == nullptr) {
    AddCommandWords(commands, plain, typed, found);
  } else {
    const std::vector<std::string> name = absl::StrSplit(command->name, ' ');
    const size_t at = plain.size() - name.size();
    if (at < command->operands.size()) {
      const Operand& operand = command->operands[at];
      AddPossible(operand.kind, operand.values, typed, found);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end(),
                          [](const std::string& a, const std::string& b) {
                            return a.substr(0, a.find('\t')) ==
                                   b.substr(0, b.find('\t'));
                          }),
              found.end());
  return found;
}

std::string CompletionScript(const std::string& shell) {
  if (shell == "bash") {
    return R"(# In ~/.bashrc: source <(opvang completion bash)
_opvang() {
  local IFS=$'\n'
  COMPREPLY=($(opvang complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" | cut -f1))
}
complete -o default -F _opvang opvang
)";
  }
  if (shell == "zsh") {
    return R"(#compdef opvang
# In ~/.zshrc, na compinit: source <(opvang completion zsh)
_opvang() {
  local -a lines
  lines=("${(@f)$(opvang complete -- "${(@)words[2,CURRENT]}")}")
  lines=("${(@)lines//:/\\:}")
  lines=("${(@)lines/$'\t'/:}")
  if [[ -n ${lines[1]} ]]; then _describe opvang lines; else _files; fi
}
compdef _opvang opvang
)";
  }
  return R"(# In ~/.config/fish/completions/opvang.fish
function __opvang_complete
    set -l words (commandline -opc)
    opvang complete -- $words[2..-1] (commandline -ct)
end
complete -c opvang -a '(__opvang_complete)'
)";
}

}  // namespace opvang::cli
