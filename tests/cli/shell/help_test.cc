#include "services/cli/shell/help.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands/commands.h"
#include "services/cli/run.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/progress.h"
#include "services/cli/shell/table.h"
#include "tests/cli/outcome.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> Words(const std::string& line) {
  return absl::StrSplit(line, ' ');
}

CommandLine Parse(const std::string& line) {
  return ParseCommandLine(Words(line), Commands());
}

// What a shell prints for `line`.
std::string File(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  std::ofstream(path) << text;
  return path;
}

TEST(HelpTest, EveryCommandShowsItsExampleItsOperandsAndItsFlags) {
  const Outcome overview = RunOpvang({"help"});
  EXPECT_EQ(overview.status, kDone);
  for (const Command& command : Commands()) {
    EXPECT_THAT(overview.out, HasSubstr(absl::StrCat("  ", command.name)));
    std::vector<std::string> words = Words(command.name);
    words.push_back("--help");
    const Outcome help = RunOpvang(words);
    EXPECT_EQ(help.status, kDone);
    EXPECT_THAT(help.out, HasSubstr(command.example));
    for (const Flag& flag : command.flags) {
      EXPECT_THAT(help.out, HasSubstr(Hyphened(flag.name)));
    }
    words.back() = words.front();
    words.front() = "help";
    if (words.size() == 2) {
      EXPECT_EQ(RunOpvang(words).out, help.out);
    }
  }
}

TEST(HelpTest, ANounAloneNamesItsVerbs) {
  const Outcome asked = RunOpvang({"help", "transfer"});
  EXPECT_EQ(asked.status, kDone);
  EXPECT_THAT(asked.out, AllOf(HasSubstr("transfer advance"),
                               Not(HasSubstr("report create"))));
  const Outcome typed = RunOpvang({"transfer"});
  EXPECT_EQ(typed.status, kMisused);
  EXPECT_EQ(typed.err, asked.out);
}

TEST(HelpTest, LinesFitATerminal) {
  for (const Command& command : Commands()) {
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(HelpFor(command), '\n'))) {
      if (line.find("opvang ") != std::string::npos) continue;
      EXPECT_LE(line.size(), 90u) << line;
    }
  }
}

TEST(ParseTest, MisuseIsToldOnStderrWithWhatToDo) {
  const struct {
    std::vector<std::string> words;
    const char* says;
  } kCases[] = {
      {{}, "report create"},
      {{"dance"}, "onbekend commando \"dance\"; opvang help noemt ze alle"},
      {{"reprot", "create"}, "bedoelt u opvang report create?"},
      {{"report", "cerate"}, "bedoelt u opvang report create?"},
      {{"status", "--loud"}, "onbekende vlag --loud bij status"},
      {{"coverage", "provinces/pv23", "--as-off", "x"},
       "onbekende vlag --as-off bij coverage; bedoelt u --as-of?"},
      {{"report", "list", "provinces/pv23", "--reason", "x"},
       "onbekende vlag --reason bij report list"},
      {{"load", "--parent"}, "--parent mist haar waarde: GEBIED"},
      {{"load"}, "MAP ontbreekt"},
      {{"status", "now"}, "\"now\" is te veel bij status"},
      {{"report", "revoke", "a/b", "c/d"}, "--reason ontbreekt: waarom"},
      {{"coverage", "provinces/pv23", "--why=yes"}, "--why staat alleen"},
      {{"coverage", "provinces/pv23", "--as-of", "2024-02-30"},
       "--as-of is \"2024-02-30\"; schrijf een dag"},
      {{"coverage", "Utrecht"},
       "GEBIED is \"Utrecht\"; bedoelt u gemeente Utrecht (gm0344) of "},
      {{"coverage", "Nijmegenn"},
       "GEBIED is \"Nijmegenn\"; bedoelt u Nijmegen?"},
      {{"report", "memo", "x"}, "onbekend commando"},
      {{"workbook", "create", "Overijssel", "-o", "x.ods"},
       "GEMEENTE is \"Overijssel\""},
      {{"report", "quarterly", "--province", "Zwolle"},
       "--province is \"Zwolle\""},
      {{"report", "show", "verslag"},
       "VERSLAG is \"verslag\"; schrijf een verslag"},
      {{"report", "print", "a/b", "--format", "docx"},
       "--format is \"docx\"; kies uit html, json, pdf"},
      {{"report", "embargo", "a/b", "--until", "9 uur", "--reason", "x"},
       "--until is \"9 uur\"; schrijf een tijdstip"},
      {{"plans", "provinces/pv23", "--revision", "-1"},
       "--revision is \"-1\"; schrijf een heel getal vanaf 0"},
      {{"balances", "provinces/pv23", "--half-year", "2024-q1"},
       "--half-year is \"2024-q1\"; schrijf een halfjaar"},
      {{"report", "quarterly", "--province", "pv23", "--from", "2024-5"},
       "--from is \"2024-5\"; schrijf een kwartaal"},
  };
  for (const auto& one : kCases) {
    const Outcome outcome = RunOpvang(one.words);
    EXPECT_EQ(outcome.status, kMisused);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(one.says));
  }
}

TEST(ParseTest, AllFaultsAreToldAtOnce) {
  const CommandLine line =
      Parse("coverage Zwole extra --as-of gisteren --wy --output xml");
  EXPECT_THAT(
      line.faults,
      ElementsAre(StartsWith("--as-of is"), StartsWith("--output is"),
                  AllOf(StartsWith("onbekende vlag --wy"), HasSubstr("--why?")),
                  StartsWith("GEBIED is"), StartsWith("\"extra\"")));
}

TEST(ParseTest, FlagsStandAnywhere) {
  for (const char* typed :
       {"--config f coverage provinces/pv23 --why --as-of=2024-10-31",
        "coverage --as-of 2024-10-31 --why provinces/pv23 --config=f",
        "--why coverage --config f --as-of 2024-10-31 -- provinces/pv23"}) {
    const CommandLine line = Parse(typed);
    EXPECT_THAT(line.faults, IsEmpty()) << typed;
    ASSERT_NE(line.command, nullptr) << typed;
    EXPECT_EQ(line.command->name, "coverage");
    EXPECT_THAT(line.arguments.words,
                ElementsAre("coverage", "provinces/pv23"));
    EXPECT_EQ(line.arguments.Flag("as-of", ""), "2024-10-31");
    EXPECT_EQ(line.arguments.Flag("config", ""), "f");
    EXPECT_TRUE(line.arguments.Has("why"));
  }
}

// Areas as people call them, on every place where one is asked.
TEST(ParseTest, AreasGoByTheirNames) {
  const struct {
    std::vector<std::string> typed;
    std::vector<std::string> meant;  // Words behind the command.
  } kCases[] = {
      {{"coverage", "zwolle"}, {"municipalities/gm0193"}},
      {{"coverage", "GM0193"}, {"municipalities/gm0193"}},
      {{"coverage", "provincie", "Overijssel"}, {"provinces/pv23"}},
      {{"coverage", "provincie Utrecht"}, {"provinces/pv26"}},
      {{"coverage", "regio", "ijsselland", "--why"}, {"regions/ijsselland"}},
      {{"coverage", "Nuenen,", "Gerwen", "en", "Nederwetten"},
       {"municipalities/gm0820"}},
      {{"coverage", "nl"}, {"countries/nl"}},
      {{"timeline", "Zwolle/locations/cno"},
       {"municipalities/gm0193/locations/cno"}},
      {{"report", "show", "overijssel/reports/verslag"},
       {"provinces/pv23/reports/verslag"}},
      {{"report", "show", "provinces/pv23/reports/verslag"},
       {"provinces/pv23/reports/verslag"}},
  };
  for (const auto& one : kCases) {
    const CommandLine line = ParseCommandLine(one.typed, Commands());
    EXPECT_THAT(line.faults, IsEmpty()) << one.typed.back();
    ASSERT_NE(line.command, nullptr);
    const size_t own =
        std::count(line.command->name.begin(), line.command->name.end(), ' ') +
        1;
    EXPECT_EQ(std::vector<std::string>(line.arguments.words.begin() + own,
                                       line.arguments.words.end()),
              one.meant);
  }
  EXPECT_EQ(
      ParseCommandLine({"load", "map", "--parent", "Overijssel"}, Commands())
          .arguments.Flag("parent", ""),
      "provinces/pv23");
}

TEST(ParseTest, NumbersBelowZeroAreValues) {
  const CommandLine line =
      Parse("placement create a/b --persons -3 --on 2024-09-12");
  EXPECT_THAT(line.faults, IsEmpty());
  EXPECT_EQ(line.arguments.Flag("persons", ""), "-3");
}

// A flag may stand before the command, so what it takes must not hang on it.
TEST(TableTest, AFlagTakesAValueEverywhereOrNowhere) {
  std::map<std::string, bool> takes;
  const auto hold = [&](const Flag& flag) {
    const bool value = flag.kind != ValueKind::kSwitch;
    EXPECT_EQ(takes.emplace(flag.name, value).first->second, value)
        << flag.name;
    EXPECT_EQ(flag.kind == ValueKind::kChoice, *flag.values != '\0')
        << flag.name;
  };
  for (const Flag& flag : CommonFlags()) hold(flag);
  for (const Command& command : Commands()) {
    std::set<std::string> own;
    for (const Flag& flag : command.flags) {
      hold(flag);
      EXPECT_TRUE(own.insert(flag.name).second)
          << command.name << " " << flag.name;
    }
    for (size_t i = 0; i + 1 < command.operands.size(); ++i) {
      EXPECT_FALSE(command.operands[i].repeated) << command.name;
      EXPECT_TRUE(command.operands[i].required) << command.name;
    }
    EXPECT_LE(Words(command.name).size(), 2u);
    EXPECT_THAT(Parse(command.example).arguments.words, Contains("opvang"));
  }
}

TEST(TableTest, EveryFlagThatIsReadIsInTheTableAndTheOtherWayAround) {
  std::set<std::string> read;
  const std::regex call(
      "(Flag|Has|Date|Day|HalfYear|Number|Revision|Instant|Needs\\(context),?"
      "\\(?\\s*\"([a-z-]+)\"");
  for (const auto& entry : fs::recursive_directory_iterator(
           fs::path(OPVANG_SOURCE_DIR) / "services/cli")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator at(source.begin(), source.end(), call), end;
         at != end; ++at) {
      read.insert((*at)[2]);
    }
  }
  std::set<std::string> listed;
  for (const Command& command : Commands()) {
    for (const Flag& flag : command.flags) listed.insert(flag.name);
  }
  for (const std::string& name : listed)
    EXPECT_EQ(read.count(name), 1u) << name;
  for (const Flag& flag : CommonFlags()) listed.insert(flag.name);
  for (const std::string& name : read)
    EXPECT_EQ(listed.count(name), 1u) << name;
}

TEST(NearestTest, IsWhatWasProbablyMeantOrNothing) {
  const std::vector<std::string> known = {"as-of", "reason", "revision", "why"};
  EXPECT_EQ(Nearest("resaon", known), "reason");
  EXPECT_EQ(Nearest("revison", known), "revision");
  EXPECT_EQ(Nearest("rev", known), "revision");
  EXPECT_EQ(Nearest("wy", known), "why");
  EXPECT_EQ(Nearest("colour", known), "");
}

TEST(ManualTest, IsAPageThatGroffTakesWithoutAWarning) {
  const std::string page = File("opvang.1", RunOpvang({"man"}).out);
  const std::string text =
      Shell(absl::StrCat("groff -man -ww -Kutf8 -Tutf8 -P-c -rLL=200n ", page));
  EXPECT_THAT(text, Not(HasSubstr("warning")));
  EXPECT_THAT(text, Not(HasSubstr("error")));
  for (const Command& command : Commands()) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("opvang ", command.name)));
  }
}

TEST(ColourTest, IsForATerminalOnly) {
  const TextTable table{.header = {"a"}, .rows = {{"b"}}};
  EXPECT_EQ(Format(table, "table"), "a\nb\n");
  EXPECT_EQ(Format(table, "table", {.coloured = true}), "\033[1ma\n\033[0mb\n");
  EXPECT_EQ(Format(table, "csv", {.coloured = true}), "a\nb\n");
  EXPECT_EQ(Format({.header = {"level", "x"}, .rows = {{"fix", "y"}}}, "table",
                   {.coloured = true}),
            "\033[1mgewicht     x\n\033[0m\033[33mherstellen\033[0m  y\n");
  std::ostringstream out, err;
  RunCommand({"status", "--loud"},
             {.out = out, .err = err, .err_coloured = true}, SystemClock());
  EXPECT_THAT(err.str(), StartsWith("\033[1;31mopvang:\033[0m "));
  const std::string program =
      absl::StrCat(OPVANG_BINARY_DIR, "/services/cli/opvang status --loud");
  const auto typed = [&](const std::string& setting) {
    return Shell(absl::StrCat("script -qec '", setting, " ", program,
                              "' /dev/null </dev/null"));
  };
  EXPECT_THAT(typed("TERM=xterm NO_COLOR="), HasSubstr("\033["));
  EXPECT_THAT(typed("TERM=xterm NO_COLOR=1"), Not(HasSubstr("\033[")));
  EXPECT_THAT(typed("TERM=dumb"), Not(HasSubstr("\033[")));
  EXPECT_THAT(Shell(program), Not(HasSubstr("\033[")));
}

TEST(ProgressTest, EstimatesWhatIsLeftFromWhatIsDone) {
  EXPECT_EQ(ProgressLine("mappen", 0, 4, absl::Seconds(9)), "mappen: 0 van 4");
  EXPECT_EQ(ProgressLine("mappen", 1, 4, absl::Seconds(10)),
            "mappen: 1 van 4, nog ongeveer 31 s");
  EXPECT_EQ(ProgressLine("mappen", 10, 40, absl::Seconds(60)),
            "mappen: 10 van 40, nog ongeveer 3 min");
  EXPECT_EQ(ProgressLine("mappen", 4, 4, absl::Seconds(60)), "mappen: 4 van 4");
}

TEST(ProgressTest, SaysNothingUnlessSomebodyWatches) {
  std::ostringstream out, err;
  { Progress({.out = out, .err = err}, "mappen").Show(1, 2); }
  EXPECT_EQ(err.str(), "");
  {
    Progress({.out = out, .err = err, .err_watched = true}, "mappen")
        .Show(1, 2);
  }
  EXPECT_THAT(err.str(), AllOf(HasSubstr("mappen: 1 van 2"),
                               testing::EndsWith("\r\033[K")));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace opvang::cli
