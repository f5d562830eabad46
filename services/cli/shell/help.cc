#include "services/cli/shell/help.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
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

}  // namespace opvang::cli
