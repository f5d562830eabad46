// What a guide shows is what is tested: its blocks are the files of examples/,
// which tests/system/clients runs.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "gmock/gmock.h"

namespace {

namespace fs = std::filesystem;

const fs::path& Guides() {
  static const auto* const kGuides =
      new fs::path(fs::path(OPVANG_SOURCE_DIR) / "proto" / "guides");
  return *kGuides;
}

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Block {
  std::string guide, heading, text;  // The last line with words before it.
};

std::vector<Block> Blocks() {
  std::vector<Block> blocks;
  for (const auto& entry : fs::directory_iterator(Guides())) {
    if (entry.path().extension() != ".md") continue;
    std::istringstream lines(Read(entry.path()));
    std::string heading;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("```", 0) == 0) {
        if (!inside) blocks.push_back({entry.path().filename(), heading, ""});
        inside = !inside;
      } else if (inside) {
        blocks.back().text += line + "\n";
      } else if (!line.empty()) {
        heading = line;
      }
    }
  }
  return blocks;
}

TEST(GuidesTest, EveryBlockUnderAFilesNameIsThatFile) {
  const std::regex link("\\(examples/([a-z_.]+)\\)$");
  std::set<std::string> shown;
  for (const Block& block : Blocks()) {
    std::smatch name;
    if (!std::regex_search(block.heading, name, link)) continue;
    EXPECT_EQ(block.text, Read(Guides() / "examples" / name[1].str()))
        << block.guide << ": " << name[1];
    shown.insert(name[1]);
  }
  for (const auto& entry : fs::directory_iterator(Guides() / "examples")) {
    EXPECT_EQ(shown.count(entry.path().filename()), 1u) << entry.path();
  }
}

TEST(GuidesTest, EveryExampleIsRun) {
  const std::string run =
      Read(fs::path(OPVANG_SOURCE_DIR) / "tests" / "system" / "clients");
  for (const auto& entry : fs::directory_iterator(Guides() / "examples")) {
    EXPECT_THAT(run, testing::HasSubstr(entry.path().stem()));
  }
}

}  // namespace
