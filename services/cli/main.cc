// opvang: the command-line client.
#include <iostream>

#include "services/cli/commands.h"

int main(int argc, char** argv) {
  return opvang::cli::RunCommand({argv + 1, argv + argc},
                                 {.out = std::cout, .err = std::cerr});
}
