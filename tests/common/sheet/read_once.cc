// Reads one workbook in a process of its own, and says on one line each: how it
// ended, and the most memory that the process ever held, in KiB. A processor
// limit ends what would go on for ever.
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "common/sheet/read.h"

namespace {

constexpr rlim_t kProcessorSecondsMax = 60;

// The line "VmHWM: 12345 kB" of what the kernel knows of this process.
std::string PeakKibibytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "VmHWM:") {
  }
  status >> word;
  return word;
}

}  // namespace

int main(int, char** argv) {
  const rlimit limit = {kProcessorSecondsMax, kProcessorSecondsMax};
  setrlimit(RLIMIT_CPU, &limit);
  std::ifstream file(argv[1], std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const auto grid = opvang::sheet::ReadWorkbook(std::move(bytes).str());
  std::printf("%s\n%s\n",
              grid.ok() ? "read" : std::string(grid.status().message()).c_str(),
              PeakKibibytes().c_str());
}
