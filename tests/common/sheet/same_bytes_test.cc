// The same workbook gives the same bytes, wherever and whenever it is written.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

namespace fs = std::filesystem;

// The lines that `write_once` prints under these settings.
std::vector<std::string> WriteOnce(const fs::path& folder, unsigned seed,
                                   std::vector<std::string> settings) {
  const std::string log = folder / "log";
  fs::remove(log);
  std::vector<std::string> command = {"env", "-i"};
  // What a sanitizer was told is no setting of ours.
  if (const char* told = std::getenv("LSAN_OPTIONS")) {
    command.push_back(std::string("LSAN_OPTIONS=") + told);
  }
  command.insert(command.end(), settings.begin(), settings.end());
  command.push_back(std::string(OPVANG_BINARY_DIR) +
                    "/tests/common/sheet/write_once");
  command.push_back(absl::StrCat(seed));
  EXPECT_EQ(End(Spawn(command, log), 0), 0);
  std::vector<std::string> lines;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

TEST(SameBytesTest, InEveryProcessTimeZoneAndLocale) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  const fs::path folder =
      fs::path(testing::TempDir()) / absl::StrCat("same-bytes-", getpid());
  fs::create_directories(folder);
  ASSERT_EQ(End(Spawn({"localedef", "-i", "nl_NL", "-f", "UTF-8",
                       (folder / "nl_NL.UTF-8").string()},
                      (folder / "localedef").string()),
                0),
            0);
  const auto plain = WriteOnce(folder, seed, {});
  const auto dutch = WriteOnce(
      folder, seed,
      {"TZ=Europe/Amsterdam", "LC_ALL=nl_NL.UTF-8",
       "LOCPATH=" + folder.string(), "USER=iemand", "HOSTNAME=ergens"});
  const auto far = WriteOnce(folder, seed, {"TZ=Pacific/Kiritimati"});
  const auto half = WriteOnce(folder, seed, {"TZ=America/St_Johns"});
  fs::remove_all(folder);
  ASSERT_EQ(plain.size(), 5u);
  EXPECT_EQ(plain[0], ".");
  EXPECT_EQ(dutch[0], ",");
  for (size_t i = 1; i < plain.size(); ++i) {
    EXPECT_EQ(dutch[i], plain[i]);
    EXPECT_EQ(far[i], plain[i]);
    EXPECT_EQ(half[i], plain[i]);
  }
}

TEST(SameBytesTest, FromManyThreadsAtOnce) {
  std::mt19937 random(5);
  const Workbook workbook = Random(random);
  for (const FileFormat format : {FileFormat::kOds, FileFormat::kXlsx}) {
    std::vector<std::string> files(8);
    std::vector<std::thread> threads;
    for (std::string& file : files) {
      threads.emplace_back([&] { file = Write(workbook, format); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::set<std::string>(files.begin(), files.end()).size(), 1u);
  }
}

// Every part is of the first day that a zip file knows, in both places that
// say so.
TEST(SameBytesTest, DatesNoPart) {
  const std::string first_of_1980 = {'\0', '\0', '\x21', '\0'};
  for (const FileFormat format : {FileFormat::kOds, FileFormat::kXlsx}) {
    const std::string file = Write(Template(), format);
    size_t parts = 0;
    for (size_t at = 0; (at = file.find("PK\x03\x04", at)) != file.npos; ++at) {
      EXPECT_EQ(file.substr(at + 10, 4), first_of_1980);
      ++parts;
    }
    for (size_t at = 0; (at = file.find("PK\x01\x02", at)) != file.npos; ++at) {
      EXPECT_EQ(file.substr(at + 12, 4), first_of_1980);
    }
    EXPECT_EQ(parts, TakeApart(file).size());
  }
}

}  // namespace
}  // namespace opvang::sheet
