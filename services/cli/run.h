// Runs `opvang`.
#ifndef OPVANG_SERVICES_CLI_RUN_H_
#define OPVANG_SERVICES_CLI_RUN_H_

#include <ostream>
#include <string>
#include <vector>

namespace opvang::cli {

// Exit statuses, for scripts.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;      // Refused by a service, or different.
inline constexpr int kMisused = 2;      // Unknown words, or faulty files.
inline constexpr int kUnreachable = 3;  // A service does not answer.

struct Streams {
  std::ostream& out;  // Data.
  std::ostream& err;  // Words.
  // Whether people look at them; colour and progress are for people.
  bool out_coloured = false;
  bool err_coloured = false;
  bool err_watched = false;
};

// Runs "opvang `arguments`…".
int RunCommand(const std::vector<std::string>& arguments, Streams streams);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_RUN_H_
