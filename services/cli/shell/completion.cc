#include "services/cli/shell/completion.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/area_name.h"
#include "common/base/folding.h"
#include "common/base/municipality.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

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

// As people write it: by its Dutch name where that names no other.
std::string Written(ValueKind kind, const std::string& resource) {
  const std::string name = DutchName(resource).value_or("");
  return AreasCalled(name).size() == 1 || kind != ValueKind::kArea ? name
                                                                   : resource;
}

// Every area of a kind, whatever is typed.
std::vector<std::string> AreasOf(ValueKind kind) {
  std::vector<std::string> areas;
  if (kind != ValueKind::kProvince) {
    for (const Municipality& one : AllMunicipalities()) {
      areas.push_back(one.Name());
    }
  }
  if (kind != ValueKind::kTown) {
    for (const Province& one : AllProvinces()) areas.push_back(one.Name());
  }
  if (kind == ValueKind::kArea) {
    for (const Region& one : AllRegions()) areas.push_back(one.Name());
  }
  return areas;
}

// Whether what is typed begins `word`, whatever case and accents.
bool Begins(const std::string& word, const std::string& typed) {
  return absl::StartsWith(word, typed) ||
         absl::StartsWith(BareWords(word), BareWords(typed));
}

// The areas that begin so, each followed by `then`.
void AddAreas(ValueKind kind, const std::string& typed, const char* then,
              std::vector<std::string>& found) {
  for (const std::string& area : AreasOf(kind)) {
    if (!Begins(DutchName(area).value_or(""), typed)) continue;
    found.push_back(
        absl::StrCat(Written(kind, area), then, "\t", AreaShown(area)));
  }
}

// "Overijssel/reports/verslag-2024", or as the service names it where that is
// what is typed.
void AddReports(const std::string& typed, const KnownNames& known,
                std::vector<std::string>& found) {
  if (!known.reports) return;
  for (const KnownName& one : known.reports()) {
    const size_t id = one.name.find("/reports/");
    if (id == std::string::npos) continue;
    const std::string written = absl::StrCat(
        Written(ValueKind::kArea, one.name.substr(0, id)), one.name.substr(id));
    if (!typed.empty() && absl::StartsWith(one.name, typed)) {
      found.push_back(absl::StrCat(one.name, "\t", one.display_name));
    } else if (Begins(written, typed)) {
      found.push_back(absl::StrCat(written, "\t", one.display_name));
    }
  }
}

// First the municipality, then what lies in it, as it is called.
void AddLocations(const std::string& typed, const KnownNames& known,
                  std::vector<std::string>& found) {
  const size_t slash =
      typed.find('/', absl::StartsWith(typed, "municipalities/")
                          ? sizeof("municipalities/")
                          : 0);
  if (slash == std::string::npos) {
    return AddAreas(ValueKind::kTown, typed, "/", found);
  }
  const std::string town = typed.substr(0, slash);
  const std::vector<std::string> called = MunicipalitiesCalled(town);
  if (!known.locations || called.size() != 1) return;
  for (const KnownName& one : known.locations(called[0])) {
    const std::string by_id =
        absl::StrCat(town, one.name.substr(called[0].size()));
    const std::string written = absl::StrCat(town, "/", one.display_name);
    if (absl::StartsWith(typed, town + "/locations/")) {
      if (absl::StartsWith(by_id, typed)) {
        found.push_back(absl::StrCat(by_id, "\t", one.display_name));
      }
    } else if (Begins(written, typed)) {
      found.push_back(absl::StrCat(written, "\t", by_id));
    }
  }
}

// The paths of all counts of a report's figures.
void AddMetrics(const google::protobuf::Descriptor& figures,
                const std::string& path, const std::string& typed,
                std::vector<std::string>& found) {
  for (int i = 0; i < figures.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *figures.field(i);
    if (field.is_repeated() || field.options().deprecated()) continue;
    const std::string here = absl::StrCat(path, field.name());
    if (field.message_type() != nullptr) {
      AddMetrics(*field.message_type(), here + ".", typed, found);
    } else if (field.cpp_type() ==
                   google::protobuf::FieldDescriptor::CPPTYPE_INT32 &&
               absl::StartsWith(here, typed)) {
      found.push_back(here);
    }
  }
}

// First the area, then what is counted of it.
void AddFigures(const std::string& typed, std::vector<std::string>& found) {
  const size_t hash = typed.find('#');
  if (hash == std::string::npos) {
    return AddAreas(ValueKind::kArea, typed, "#", found);
  }
  std::vector<std::string> metrics;
  AddMetrics(*nl::opvang::reporting::v1::Figures::descriptor(), "",
             typed.substr(hash + 1), metrics);
  for (const std::string& metric : metrics) {
    found.push_back(absl::StrCat(typed.substr(0, hash + 1), metric));
  }
}

void AddPossible(ValueKind kind, const char* values, const std::string& typed,
                 const KnownNames& known, std::vector<std::string>& found) {
  switch (kind) {
    case ValueKind::kChoice:
      return AddValues(values, typed, found);
    case ValueKind::kArea:
    case ValueKind::kTown:
    case ValueKind::kProvince:
      return AddAreas(kind, typed, "", found);
    case ValueKind::kReport:
      return AddReports(typed, known, found);
    case ValueKind::kLocation:
      return AddLocations(typed, known, found);
    case ValueKind::kFigure:
      return AddFigures(typed, found);
    default:
      return;
  }
}

}  // namespace

std::vector<std::string> Completions(const std::vector<std::string>& words,
                                     const std::vector<Command>& commands,
                                     const KnownNames& known) {
  if (words.empty()) return Completions({""}, commands, known);
  const std::string typed = words.back();
  const std::vector<std::string> before(words.begin(), words.end() - 1);
  std::vector<std::string> found;
  const Flag* flag =
      before.empty() ? nullptr : FlagTyped(before.back(), commands);
  if (flag != nullptr && flag->kind != ValueKind::kSwitch) {
    AddPossible(flag->kind, flag->values, typed, known, found);
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
      AddPossible(operand.kind, operand.values, typed, known, found);
    } else if (!command->operands.empty() &&
               command->operands.back().repeated) {
      const Operand& last = command->operands.back();
      AddPossible(last.kind, last.values, typed, known, found);
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
    return R"bash(# In ~/.bashrc: source <(opvang completion bash)
_opvang() {
  local IFS=$'\n' one words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  # What is typed within quotes comes with its quote.
  words[-1]=${words[-1]#[\"\']}
  COMPREPLY=()
  for one in $(opvang complete -- "${words[@]}" 2>/dev/null | cut -f1); do
    COMPREPLY+=("$(printf %q "$one")")
  done
  [[ ${COMPREPLY[0]} != *[/#] ]] || compopt -o nospace 2>/dev/null
}
complete -o default -F _opvang opvang
)bash";
  }
  if (shell == "zsh") {
    return R"(#compdef opvang
# In ~/.zshrc, na compinit: source <(opvang completion zsh)
_opvang() {
  local -a lines more
  lines=("${(@f)$(opvang complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  lines=("${(@)lines//:/\\:}")
  lines=("${(@)lines/$'\t'/:}")
  # What ends so goes on.
  [[ ${lines[1]%%:*} == *[/#] ]] && more=(-S '')
  if [[ -n ${lines[1]} ]]; then _describe opvang lines $more; else _files; fi
}
compdef _opvang opvang
)";
  }
  return R"(# In ~/.config/fish/completions/opvang.fish
function __opvang_complete
    set -l words (commandline -opc)
    opvang complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c opvang -a '(__opvang_complete)'
)";
}

}  // namespace opvang::cli
