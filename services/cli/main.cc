// opvang: the command-line client.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "services/cli/run.h"

namespace {

// Colour is for a terminal that knows it, and for who did not decline
// (no-color.org).
bool IsColoured(int descriptor) {
  const char* declined = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) && (declined == nullptr || *declined == '\0') &&
         terminal != nullptr && std::string(terminal) != "dumb";
}

}  // namespace

int main(int argc, char** argv) {
  return opvang::cli::RunCommand({argv + 1, argv + argc},
                                 {.out = std::cout,
                                  .err = std::cerr,
                                  .out_coloured = IsColoured(STDOUT_FILENO),
                                  .err_coloured = IsColoured(STDERR_FILENO),
                                  .err_watched = isatty(STDERR_FILENO) != 0},
                                 opvang::SystemClock());
}
