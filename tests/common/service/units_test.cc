// The units of the services: systemd takes them, they may do little, and start
// programs that know what they are told.
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/file.h"
#include "gmock/gmock.h"
#include "tests/support/process.h"

namespace opvang {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr char kDeploy[] = OPVANG_SOURCE_DIR "/deploy";

class UnitTest : public testing::TestWithParam<const char*> {
 protected:
  UnitTest() : service_(GetParam()) {
    char folder[] = "/tmp/opvang-units-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    // As on a machine of which the program is the one built here.
    std::ofstream(Unit()) << absl::StrReplaceAll(
        *ReadFile(absl::StrCat(kDeploy, "/systemd/opvang@.service")),
        {{"/usr/libexec/opvang/opvang-%i", Program()}});
    const std::string with =
        absl::StrCat(kDeploy, "/systemd/opvang@", service_, ".service.d");
    if (!fs::exists(with)) return;
    fs::create_directory(Unit() + ".d");
    for (const auto& one : fs::directory_iterator(with)) {
      std::ofstream(Unit() + ".d/" + one.path().filename().string())
          << absl::StrReplaceAll(
                 *ReadFile(one.path()),
                 {{"/usr/libexec/opvang/opvang-gateway", Program()}});
    }
  }
  ~UnitTest() override { fs::remove_all(folder_); }

  std::string Unit() const {
    return absl::StrCat(folder_, "/opvang@", service_, ".service");
  }
  std::string Program() const {
    return absl::StrCat(OPVANG_BINARY_DIR "/services/", service_, "/opvang-",
                        service_);
  }

  std::string service_, folder_;
};

// It says what it does not know and ends with 0 all the same.
TEST_P(UnitTest, SystemdTakesItWithoutAWord) {
  int status = 0;
  EXPECT_EQ(Shell("systemd-analyze verify --man=no " + Unit(), &status), "");
  EXPECT_EQ(status, 0);
}

// In tenths, from 0 to 100.
TEST_P(UnitTest, MayDoNextToNothingOnItsMachine) {
  int status = 0;
  const std::string told = Shell(
      "systemd-analyze security --offline=true --no-pager "
      "--threshold=19 " +
          Unit(),
      &status);
  EXPECT_EQ(status, 0) << told;
  EXPECT_THAT(told, HasSubstr("Overall exposure level"));
}

// Systemd makes its user, and nothing it is told is unknown or out of bounds:
// what is wrong on this machine is only what is not there.
TEST_P(UnitTest, StartsWhatKnowsItsConfiguration) {
  EXPECT_THAT(
      *ReadFile(absl::StrCat(kDeploy, "/sysusers/opvang-", service_, ".conf")),
      HasSubstr(absl::StrCat("\nu opvang-", service_, " - ")));
  int made = 0;
  Shell(absl::StrCat("systemd-sysusers --dry-run ", kDeploy,
                     "/sysusers/opvang-", service_, ".conf"),
        &made);
  EXPECT_EQ(made, 0);
  std::string start, text = *ReadFile(Unit());
  const bool keeps = !fs::exists(Unit() + ".d");
  if (!keeps) absl::StrAppend(&text, *ReadFile(Unit() + ".d/no-database.conf"));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "ExecStart=")) {
      start = std::string(line.substr(line.find('=') + 1));
    }
  }
  int status = 0;
  const std::string told = Shell(
      absl::StrReplaceAll(
          start, {{keeps ? "/etc/opvang/%i.conf" : "/etc/opvang/gateway.conf",
                   absl::StrCat(kDeploy, "/conf/", service_, ".conf")},
                  {"%d", folder_}}) +
          " --check-config",
      &status);
  EXPECT_EQ(WEXITSTATUS(status), 2);
  std::vector<std::string> absent = {
      absl::StrCat("cannot read /etc/opvang/", service_, "/ca.pem"),
      "cannot read /etc/opvang/organisations.json",
      absl::StrCat("cannot read ", folder_, "/database-password"),
      absl::StrCat("no migrations in /usr/share/opvang/", service_,
                   "/migrations")};
  if (!keeps) {
    absent = {absent[0], "cannot read /usr/share/opvang/openapi.json",
              "there is no page in /usr/share/opvang/page: no index.html"};
  }
  std::vector<std::string> said;
  for (const absl::string_view line :
       absl::StrSplit(told, '\n', absl::SkipEmpty())) {
    said.emplace_back(
        absl::StripPrefix(line, absl::StrCat("opvang-", service_, ": ")));
  }
  EXPECT_THAT(said, testing::UnorderedElementsAreArray(absent));
}

INSTANTIATE_TEST_SUITE_P(Services, UnitTest,
                         testing::Values("quotas", "locations", "housing",
                                         "reporting", "gateway"),
                         [](const auto& one) {
                           return std::string(one.param);
                         });

}  // namespace
}  // namespace opvang
