// The units and manifests that run the jobs: their tools take them, and what
// they start is a command that opvang knows.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/streams.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string SaidBy(const std::string& line) {
  int status = 0;
  const std::string out = Shell(line, &status);
  return status == 0 ? out : absl::StrCat(out, "\nuitkomst ", status);
}

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const fs::path& Deploy() {
  static const auto* const kDeploy =
      new fs::path(fs::path(OPVANG_SOURCE_DIR) / "deploy");
  return *kDeploy;
}

class UnitsTest : public testing::Test {
 protected:
  // The units as on a machine of which `opvang` is the one built here.
  UnitsTest() : folder_(testing::TempDir() + "/units") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    for (const auto& entry : fs::directory_iterator(Deploy() / "systemd")) {
      const std::string text = absl::StrReplaceAll(
          Read(entry.path()),
          {{"/usr/bin/opvang",
            absl::StrCat(OPVANG_BINARY_DIR, "/services/cli/opvang")},
           {"Documentation=man:opvang(1)\n", ""}});
      const std::string name = absl::StrReplaceAll(
          entry.path().filename().string(), {{"@.", "@pv23."}});
      std::ofstream(folder_ / name) << text;
    }
  }
  fs::path folder_;
};

TEST_F(UnitsTest, SystemdTakesThemWithoutAWord) {
  for (const char* unit :
       {"opvang-quarterly@pv23.service", "opvang-quarterly@pv23.timer"}) {
    EXPECT_EQ(SaidBy(absl::StrCat("systemd-analyze verify --man=no ",
                                  (folder_ / unit).string())),
              "")
        << unit;
  }
}

TEST_F(UnitsTest, TheJobMayDoNextToNothingOnItsMachine) {
  const std::string told = SaidBy(absl::StrCat(
      "systemd-analyze security --offline=true --no-pager --threshold=20 ",
      (folder_ / "opvang-quarterly@pv23.service").string()));
  EXPECT_THAT(told, Not(HasSubstr("uitkomst")));
}

TEST_F(UnitsTest, TheServiceStartsACommandThatOpvangKnows) {
  const std::string text =
      Read(Deploy() / "systemd" / "opvang-quarterly@.service");
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::StartsWith(line, "ExecStart=")) continue;
    const std::string command = absl::StrReplaceAll(
        line.substr(line.find(' ') + 1),
        {{"%i", "pv23"}, {"%d", "/x"}, {"${OPVANG_FROM}", "2024-q4"}});
    const CommandLine parsed =
        ParseCommandLine(absl::StrSplit(command, ' '), Commands());
    EXPECT_THAT(parsed.faults, IsEmpty());
    ASSERT_NE(parsed.command, nullptr);
    EXPECT_EQ(parsed.command->name, "report quarterly");
    return;
  }
  FAIL() << "no ExecStart";
}

// What ends a try for good, and what is tried again, is as opvang says it.
TEST_F(UnitsTest, OnlyAServiceThatIsDownIsTriedAgain) {
  const std::string text =
      Read(Deploy() / "systemd" / "opvang-quarterly@.service");
  EXPECT_THAT(text, HasSubstr("Restart=on-failure\n"));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("RestartPreventExitStatus=",
                                           kRefused, " ", kMisused, "\n")));
}

TEST(ManifestTest, TheCronJobIsWhatOpvangKnows) {
  const auto documents = nlohmann::json::parse(SaidBy(absl::StrCat(
      "/usr/bin/python3 -c 'import json, sys, yaml; "
      "print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))' ",
      (Deploy() / "kubernetes" / "quarterly.yaml").string())));
  ASSERT_EQ(documents.size(), 3u);
  const auto& addresses = documents[0]["data"];
  for (const char* name : {"QUOTAS", "LOCATIONS", "HOUSING", "REPORTING"}) {
    EXPECT_TRUE(addresses.contains(absl::StrCat("OPVANG_", name)));
  }
  const auto& job = documents[1]["spec"];
  EXPECT_EQ(documents[1]["kind"], "CronJob");
  EXPECT_EQ(job["timeZone"], "Europe/Amsterdam");
  const auto& work = job["jobTemplate"]["spec"];
  EXPECT_EQ(work["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"],
            (std::vector<int>{kRefused, kMisused}));
  // A policy by exit status asks for this.
  EXPECT_EQ(work["template"]["spec"]["restartPolicy"], "Never");
  const auto& container = work["template"]["spec"]["containers"][0];
  EXPECT_THAT(container["command"].get<std::vector<std::string>>(),
              ElementsAre("opvang"));
  const CommandLine parsed = ParseCommandLine(
      container["args"].get<std::vector<std::string>>(), Commands());
  EXPECT_THAT(parsed.faults, IsEmpty());
  ASSERT_NE(parsed.command, nullptr);
  EXPECT_EQ(parsed.command->name, "report quarterly");
  EXPECT_EQ(container["securityContext"]["readOnlyRootFilesystem"], true);
  EXPECT_EQ(container["volumeMounts"][0]["mountPath"],
            parsed.arguments.Flag("certificates", ""));
}

}  // namespace
}  // namespace opvang::cli
