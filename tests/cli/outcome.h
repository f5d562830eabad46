// One run of `opvang` within this process, and what came of it.
#ifndef OPVANG_TESTS_CLI_OUTCOME_H_
#define OPVANG_TESTS_CLI_OUTCOME_H_

#include <sstream>
#include <string>
#include <vector>

#include "services/cli/run.h"

namespace opvang::cli {

struct Outcome {
  int status = 0;
  std::string out = {}, err = {};
};

inline Outcome RunOpvang(const std::vector<std::string>& words,
                         const Clock& clock = SystemClock()) {
  std::ostringstream out, err;
  const int status = RunCommand(words, {.out = out, .err = err}, clock);
  return {status, out.str(), err.str()};
}

// The days and the rules on which the sample of 2024 rests.
inline constexpr char kDays2024[] =
    " --as-of 2024-10-31 --cycle cycles/2024 --rule-set cycle-2024"
    " --half-year 2024-h2 --ukraine-date 2025-01-01"
    " --placements-date 2024-09-15";

}  // namespace opvang::cli

#endif  // OPVANG_TESTS_CLI_OUTCOME_H_
