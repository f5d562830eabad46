// Runs a target over every file of the folders that are named: what was found
// before, and what reaches furthest. A folder that is not there is empty.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/fuzz.h"

int main(int count, char** words) {
  namespace fs = std::filesystem;
  int files = 0;
  for (int i = 1; i < count; ++i) {
    if (!fs::is_directory(words[i])) continue;
    for (const auto& entry : fs::recursive_directory_iterator(words[i])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string input((std::istreambuf_iterator<char>(file)), {});
      // Told beforehand, for a run that ends within it.
      std::printf("%s\n", entry.path().c_str());
      std::fflush(stdout);
      opvang::fuzz::Fuzz(input);
      ++files;
    }
  }
  std::printf("%d files\n", files);
  return files == 0;
}
