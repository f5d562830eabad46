// The quarterly job on a day of one's own, as a process that can be killed:
//   quarterly_runner QUOTAS LOCATIONS HOUSING REPORTING FROM TODAY
#include <iostream>

#include "common/base/calendar.h"
#include "services/cli/quarterly/quarterly_job.h"

int main(int, char** argv) {
  using namespace opvang::cli;
  auto services = Connect({{"quotas", argv[1]},
                           {"locations", argv[2]},
                           {"housing", argv[3]},
                           {"reporting", argv[4]}},
                          "");
  const opvang::FixedClock clock(opvang::StartOf(*opvang::ParseDay(argv[6])) +
                                 absl::Hours(3));
  const QuarterlyJob job = {.scope = "provinces/pv23",
                            .from = argv[5],
                            .cycle = "",
                            .rule_set = "",
                            .wait = absl::ZeroDuration()};
  const QuarterlyOutcome outcome =
      RunQuarterly(*services, job, clock, [](size_t, size_t) {});
  std::cout << OutcomeLine(job, outcome) << std::endl;
  return outcome.status.ok() ? 0 : 1;
}
