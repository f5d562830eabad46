// What the README of the sample says of its rows.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/csv.h"
#include "common/base/validation.h"
#include "gmock/gmock.h"

namespace opvang::cli {
namespace {

const std::filesystem::path kSample =
    std::filesystem::path(OPVANG_SOURCE_DIR) / "deploy/sample/overijssel-2024";

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(SampleTest, ItsReadmeCountsTheRowsOfEveryFile) {
  std::map<std::string, std::pair<int, int>> counted, stated;
  for (const char* folder : {"0-national", "1-memo", "2-report"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(kSample / folder)) {
      const Csv csv = ParseCsv(TextOf(entry.path()));
      EXPECT_THAT(csv.faults, testing::IsEmpty());
      ASSERT_EQ(csv.header.back(), "source") << entry.path();
      auto& [rows, illustrative] =
          counted[absl::StrCat(folder, "/", entry.path().stem().string())];
      for (const CsvRow& row : csv.rows) {
        ++rows;
        illustrative += IsIllustrative(row.cells.back()) ? 1 : 0;
      }
    }
  }
  auto& others = counted["0-national (all others)"];
  for (auto at = counted.begin(); at != counted.end();) {
    const bool is_other = absl::StartsWith(at->first, "0-national/") &&
                          at->first != "0-national/ladder_levels";
    if (is_other) {
      others.first += at->second.first;
      others.second += at->second.second;
    }
    at = is_other ? counted.erase(at) : std::next(at);
  }
  for (const absl::string_view line :
       absl::StrSplit(TextOf(kSample / "README.md"), '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(line, " | ");
    int rows = 0, illustrative = 0;
    if (cells.size() != 3 || !absl::SimpleAtoi(cells[1], &rows) ||
        !absl::SimpleAtoi(cells[2].substr(0, cells[2].find(' ')),
                          &illustrative)) {
      continue;
    }
    stated[cells[0].substr(2)] = {rows, illustrative};
  }
  EXPECT_EQ(stated, counted);
}

}  // namespace
}  // namespace opvang::cli
