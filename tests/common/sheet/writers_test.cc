// The same cells by every writer there is: our own of ODS, libxlsxwriter,
// LibreOffice of both (office_test.cc), openpyxl. Each cell is compared.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/sheet/decimal.h"
#include "common/sheet/read.h"
#include "gmock/gmock.h"
#include "tests/common/sheet/expected.h"
#include "tests/common/sheet/worlds.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::sheet {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kWorldCount = 10;

// What openpyxl is told of a cell: its kind and value; nothing of an empty one.
struct ToldAs {
  json operator()(std::monostate) const { return json(); }
  json operator()(const std::string& text) const {
    return text.empty() ? json() : json{"text", text};
  }
  json operator()(int64_t whole) const { return {"whole", whole}; }
  json operator()(const Decimal& decimal) const {
    return {"decimal", decimal.text};
  }
  json operator()(const Percent& percent) const {
    return {"percent", PercentValue(percent.part, percent.whole)};
  }
  json operator()(absl::CivilDay day) const {
    return {"day", absl::FormatCivilTime(day)};
  }
  json operator()(bool truth) const { return {"truth", truth}; }
};

json ModelOf(const Workbook& workbook) {
  json model = json::array();
  for (const Sheet& sheet : workbook.sheets) {
    json cells = json::array(), merged = json::array();
    for (size_t row = 0; row < sheet.rows.size(); ++row) {
      for (size_t column = 0; column < sheet.rows[row].size(); ++column) {
        const json told = std::visit(ToldAs(), sheet.rows[row][column].value);
        if (told.is_null()) continue;
        cells.push_back({row + 1, column + 1, told[0], told[1]});
      }
    }
    for (const Range& range : sheet.merged) merged.push_back(RangeName(range));
    model.push_back({{"name", sheet.name},
                     {"hidden", sheet.is_hidden},
                     {"cells", cells},
                     {"merged", merged}});
  }
  return model;
}

class WritersTest : public testing::Test {
 protected:
  WritersTest() {
    fs::create_directories(folder_);
    std::mt19937 random(seed_);
    worlds_.push_back(Template());
    while (worlds_.size() < kWorldCount) worlds_.push_back(Random(random));
  }
  ~WritersTest() override { fs::remove_all(folder_); }

  // What openpyxl writes.
  std::string Openpyxl(const std::string& how, const std::string& from) {
    const std::string source = folder_ / "source.xlsx",
                      made = folder_ / "made.xlsx";
    std::ofstream(source, std::ios::binary) << from;
    // The system's own, for which Debian has openpyxl.
    const int status =
        End(Spawn({"/usr/bin/python3",
                   std::string(OPVANG_SOURCE_DIR) +
                       "/tests/common/sheet/write_with_openpyxl.py",
                   how, source, made},
                  folder_ / "log"),
            0);
    EXPECT_EQ(status, 0) << Bytes(folder_ / "log");
    return Bytes(made);
  }
  static std::string Bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  void ExpectCells(const std::string& bytes, const Workbook& world) {
    const auto grid = ReadWorkbook(bytes);
    ASSERT_THAT(grid, IsOk());
    EXPECT_EQ(Told(*grid), Told(world));
  }

  const unsigned seed_ = Seed();
  const fs::path folder_ =
      fs::path(testing::TempDir()) / absl::StrCat("writers-", getpid());
  std::vector<Workbook> worlds_;
};

TEST_F(WritersTest, EveryWriterSaysTheSameOfEveryCell) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  for (size_t i = 0; i < worlds_.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "world " << i);
    ExpectCells(Write(worlds_[i], FileFormat::kOds), worlds_[i]);
    const std::string xlsx = Write(worlds_[i], FileFormat::kXlsx);
    ExpectCells(xlsx, worlds_[i]);
    ExpectCells(Openpyxl("fresh", ModelOf(worlds_[i]).dump()), worlds_[i]);
    ExpectCells(Openpyxl("again", xlsx), worlds_[i]);
  }
}

}  // namespace
}  // namespace opvang::sheet
