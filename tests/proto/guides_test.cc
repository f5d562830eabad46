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
  std::string guide, heading;  // The last line with words before it.
  std::string language, text;
};

std::vector<Block> Blocks() {
  std::vector<Block> blocks;
  for (const auto& entry : fs::directory_iterator(Guides())) {
    if (entry.path().extension() != ".md") continue;
    std::istringstream lines(Read(entry.path()));
    std::string heading;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
      // Within a list it is indented.
      const size_t fence = line.find_first_not_of(' ');
      if (fence != std::string::npos && line.compare(fence, 3, "```") == 0) {
        if (!inside) {
          blocks.push_back(
              {entry.path().filename(), heading, line.substr(fence + 3), ""});
        }
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

// Who copies a block into a shell has what it uses.
TEST(GuidesTest, EveryVariableOfTheShellIsDefinedWhereItIsUsed) {
  const std::regex use("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)"),
      definition("(?:^|[\\s;(])(?:for )?([A-Za-z_][A-Za-z0-9_]*)(?:=| in )");
  int blocks = 0, uses = 0;
  for (const Block& block : Blocks()) {
    if (!block.language.empty() && block.language != "bash") continue;
    ++blocks;
    std::set<std::string> defined;
    for (std::sregex_iterator
             at(block.text.begin(), block.text.end(), definition),
         end;
         at != end; ++at) {
      defined.insert((*at)[1]);
    }
    for (std::sregex_iterator at(block.text.begin(), block.text.end(), use),
         end;
         at != end; ++at) {
      ++uses;
      EXPECT_EQ(defined.count((*at)[1]), 1u)
          << block.guide << ", " << block.heading << ": $" << (*at)[1];
    }
  }
  EXPECT_GE(blocks, 3);
  EXPECT_GE(uses, 10);
}

TEST(GuidesTest, EveryExampleIsRun) {
  const fs::path tests = fs::path(OPVANG_SOURCE_DIR) / "tests";
  const std::string run =
      Read(tests / "system" / "clients") +
      Read(tests / "reporting" / "events" / "event_service_test.cc");
  for (const auto& entry : fs::directory_iterator(Guides() / "examples")) {
    EXPECT_THAT(run, testing::HasSubstr(entry.path().stem()));
  }
}

}  // namespace
