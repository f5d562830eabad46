// A target of fuzzing: a pure function of bytes that somebody could send, which
// ends the program when what must hold does not.
//
// The same functions are run by libFuzzer (`entry.cc`) and, over the files that
// are kept, by ctest (`replay.cc`).
#ifndef OPVANG_TESTS_FUZZ_FUZZ_H_
#define OPVANG_TESTS_FUZZ_FUZZ_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace opvang::fuzz {

// What each target defines.
void Fuzz(absl::string_view input);

// Ends the program unless `condition`.
#define OPVANG_HOLDS(condition)                                              \
  do {                                                                       \
    if (!(condition)) {                                                      \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, \
                   #condition);                                              \
      std::abort();                                                          \
    }                                                                        \
  } while (false)

// What is told of a fault can be read, and is of a bounded size: the sentence,
// every violation and every value in its metadata.
void CheckTold(const absl::Status& status);

// The first line, which is taken off `input`; all of it without a line end.
absl::string_view TakeLine(absl::string_view& input);

}  // namespace opvang::fuzz

#endif  // OPVANG_TESTS_FUZZ_FUZZ_H_
