// Writes one random workbook by its seed, and the template, in a process of its
// own under whatever its environment says; prints the decimal point of its
// locale and the digests of the files.
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "common/base/digest.h"
#include "tests/common/sheet/worlds.h"

int main(int, char** argv) {
  using namespace opvang::sheet;
  std::setlocale(LC_ALL, "");
  std::printf("%s\n", std::localeconv()->decimal_point);
  std::mt19937 random(std::strtoul(argv[1], nullptr, 10));
  for (const Workbook& workbook : {Template(), Random(random)}) {
    for (const FileFormat format : {FileFormat::kOds, FileFormat::kXlsx}) {
      std::printf("%s\n", opvang::Sha256(Write(workbook, format)).c_str());
    }
  }
}
