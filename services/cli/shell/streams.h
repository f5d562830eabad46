// Where a command speaks, and with what status it ends.
#ifndef OPVANG_SERVICES_CLI_SHELL_STREAMS_H_
#define OPVANG_SERVICES_CLI_SHELL_STREAMS_H_

#include <cstddef>
#include <ostream>

namespace opvang::cli {

// Exit statuses, for scripts.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;      // Refused by a service, or different.
inline constexpr int kMisused = 2;      // Unknown words, or faulty files.
inline constexpr int kUnreachable = 3;  // A service does not answer.
inline constexpr int kUnwritable = 4;   // Output or a file was not written.

struct Streams {
  std::ostream& out;  // Data.
  std::ostream& err;  // Words.
  // Whether people look at them; colour and progress are for people.
  bool out_coloured = false;
  bool err_coloured = false;
  bool err_watched = false;
  size_t out_width = 0;  // Of the terminal that `out` is; 0: it is none.
};

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_STREAMS_H_
