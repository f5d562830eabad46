#include "services/cli/shell/completion.h"

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/cli/commands/commands.h"
#include "services/cli/run.h"
#include "tests/cli/outcome.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"

namespace opvang::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

// Services that have three reports, and two locations in Zwolle.
std::vector<std::string> Complete(const std::vector<std::string>& words) {
  return Completions(
      words, Commands(),
      {.reports =
           [] {
             return std::vector<KnownName>{
                 {"provinces/pv23/reports/verslag-1", "concept"},
                 {"provinces/pv26/reports/q1", "vastgesteld"},
                 {"regions/ijsselland/reports/plan", "concept"}};
           },
       .locations =
           [](const std::string& town) {
             return town != "municipalities/gm0193"
                        ? std::vector<KnownName>()
                        : std::vector<KnownName>{
                              {town + "/locations/rol", "Rol Meeuwenlaan"},
                              {town + "/locations/cno", "CNO Zwolle"}};
           }});
}

// A file of `text`, by its path.
std::string Script(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  std::ofstream(path) << text;
  return path;
}

TEST(CompletionTest, OffersWordsFlagsAndValues) {
  EXPECT_THAT(Complete({"rep"}), ElementsAre(StartsWith("report")));
  EXPECT_THAT(Complete({"transfer", "a"}),
              ElementsAre(StartsWith("advance\t")));
  EXPECT_THAT(Complete({"--config", "x", "report", "standing", "a/b", "--e"}),
              ElementsAre(StartsWith("--events\t")));
  EXPECT_THAT(Complete({"report", "print", "a/b", "--format", "x"}),
              ElementsAre("xlsx"));
  EXPECT_THAT(Complete({"location", "step", "ex"}),
              ElementsAre("explore", "extend"));
  EXPECT_THAT(Complete({"report", "print", "a/b", "-o", ""}), IsEmpty());
  EXPECT_THAT(Complete({""}), Contains(StartsWith("coverage\t")));
  EXPECT_THAT(RunOpvang({"complete", "--", "stat"}).out,
              StartsWith("status\t"));
}

TEST(CompletionTest, OffersReportsAsTheyAreWritten) {
  EXPECT_THAT(Complete({"report", "standing", "over"}),
              ElementsAre("Overijssel/reports/verslag-1\tconcept"));
  EXPECT_THAT(Complete({"report", "standing", "provinces/pv23/r"}),
              ElementsAre("provinces/pv23/reports/verslag-1\tconcept"));
  // Utrecht is three areas: one of them is told by its code.
  EXPECT_THAT(Complete({"report", "compare", "a/reports/b", "provinces/pv26"}),
              ElementsAre("provinces/pv26/reports/q1\tvastgesteld"));
  EXPECT_THAT(Complete({"report", "create", "a/reports/b", "--supersedes", ""}),
              SizeIs(3));
  EXPECT_THAT(Complete({"report", "standing", "Drenthe"}), IsEmpty());
}

TEST(CompletionTest, OffersFirstTheTownAndThenItsLocations) {
  EXPECT_THAT(Complete({"location", "show", "zwol"}),
              ElementsAre("Zwolle/\tgemeente Zwolle (gm0193)"));
  EXPECT_THAT(Complete({"location", "show", "Zwolle/"}),
              ElementsAre("Zwolle/CNO Zwolle\tZwolle/locations/cno",
                          "Zwolle/Rol Meeuwenlaan\tZwolle/locations/rol"));
  EXPECT_THAT(Complete({"location", "show", "Zwolle/rol"}),
              ElementsAre(StartsWith("Zwolle/Rol Meeuwenlaan\t")));
  EXPECT_THAT(
      Complete({"location", "show", "municipalities/gm0193/locations/c"}),
      ElementsAre("municipalities/gm0193/locations/cno\tCNO Zwolle"));
  EXPECT_THAT(Complete({"location", "show", "Kampen/"}), IsEmpty());
}

TEST(CompletionTest, OffersFirstTheAreaAndThenItsFigures) {
  EXPECT_THAT(Complete({"report", "explain", "a/reports/b", "zwol"}),
              ElementsAre("Zwolle#\tgemeente Zwolle (gm0193)"));
  EXPECT_THAT(Complete({"report", "explain", "a/reports/b", "Zwolle#asylum.g"}),
              Contains("Zwolle#asylum.guaranteed_place_count"));
}

TEST(CompletionTest, NamesOfServicesThatAreAwayAreNone) {
  setenv("XDG_CACHE_HOME", testing::TempDir().c_str(), 1);
  std::vector<std::string> words = {"complete", "--"};
  for (const char* service : {"quotas", "locations", "housing", "reporting"}) {
    words.insert(words.end(),
                 {absl::StrCat("--", service), "unix:/nowhere/service.sock"});
  }
  words.insert(words.end(), {"report", "standing", ""});
  const Outcome outcome = RunOpvang(words);
  EXPECT_EQ(outcome.status, kDone);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

// As the shells themselves do it, with the program that is installed.
TEST(CompletionTest, TheShellsTakeTheirScripts) {
  const std::string path =
      absl::StrCat("export PATH=", OPVANG_BINARY_DIR, "/services/cli:$PATH\n");
  const std::string bash = Script(
      "complete.bash",
      absl::StrCat(path, RunOpvang({"completion", "bash"}).out,
                   "COMP_WORDS=(opvang transfer adv); COMP_CWORD=2\n_opvang\n"
                   "echo \"${COMPREPLY[@]}\"\n"));
  EXPECT_EQ(Shell(absl::StrCat("bash ", bash)), "advance\n");
  // A name with blanks is one word; what goes on has no blank behind it.
  const std::string blanks = Script(
      "blanks.bash",
      absl::StrCat(path, "compopt() { echo goes on; }\n",
                   RunOpvang({"completion", "bash"}).out,
                   "COMP_WORDS=(opvang coverage \"'alphen a\"); COMP_CWORD=2\n"
                   "_opvang\necho \"${COMPREPLY[@]}\"\n"
                   "COMP_WORDS=(opvang location show kamp); COMP_CWORD=3\n"
                   "_opvang\necho \"${COMPREPLY[@]}\"\n"));
  EXPECT_EQ(Shell(absl::StrCat("bash ", blanks)),
            "Alphen\\ aan\\ den\\ Rijn\ngoes on\nKampen/\n");
  const std::string zsh =
      Script("complete.zsh",
             absl::StrCat(path,
                          "compdef() { :; }\n_describe() { print -l $lines; }\n"
                          "_files() { print files; }\n",
                          RunOpvang({"completion", "zsh"}).out,
                          "words=(opvang transfer adv); CURRENT=3\n_opvang\n"
                          "words=(opvang load dep); CURRENT=3\n_opvang\n"));
  EXPECT_EQ(Shell(absl::StrCat("zsh -f ", zsh)),
            "advance:Legt de volgende stap van een uitruil vast.\nfiles\n");
  const std::string fish = Script(
      "complete.fish",
      absl::StrCat("set -x PATH ", OPVANG_BINARY_DIR, "/services/cli $PATH\n",
                   RunOpvang({"completion", "fish"}).out,
                   "complete -C 'opvang transfer adv'\n"));
  EXPECT_EQ(Shell(absl::StrCat("fish --no-config ", fish)),
            "advance\tLegt de volgende stap van een uitruil vast.\n");
}

}  // namespace
}  // namespace opvang::cli
