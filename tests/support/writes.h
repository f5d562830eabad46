// How long a random history is.
#ifndef OPVANG_TESTS_SUPPORT_WRITES_H_
#define OPVANG_TESTS_SUPPORT_WRITES_H_

#include <cstdlib>

namespace opvang {

// How many writes a test tries; `OPVANG_WRITES` makes a longer run.
inline int Writes(int usual = 60) {
  const char* given = std::getenv("OPVANG_WRITES");
  return given == nullptr ? usual : std::atoi(given);
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_WRITES_H_
