// opvang: the command-line client.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
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

// How many characters a line of the terminal has; 0 where it is none.
size_t WidthOf(int descriptor) {
  constexpr size_t kUsual = 80;
  if (!isatty(descriptor)) return 0;
  winsize size = {};
  const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went is an output that cannot be written, like a full disk.
  std::signal(SIGPIPE, SIG_IGN);
  return opvang::cli::RunCommand({argv + 1, argv + argc},
                                 {.out = std::cout,
                                  .err = std::cerr,
                                  .out_coloured = IsColoured(STDOUT_FILENO),
                                  .err_coloured = IsColoured(STDERR_FILENO),
                                  .err_watched = isatty(STDERR_FILENO) != 0,
                                  .out_width = WidthOf(STDOUT_FILENO)},
                                 opvang::SystemClock());
}
