// The quarterly job: makes what is missing up to today, each quarter once,
// wherever and however often it runs.
#ifndef OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_JOB_H_
#define OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_JOB_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "services/cli/shell/clients.h"

namespace opvang::cli {

struct QuarterlyJob {
  std::string scope;     // "provinces/pv23" or "countries/nl".
  std::string from;      // The first quarter; empty as `FirstQuarter` has it.
  std::string cycle;     // Empty: the one in force on the quarter's last day.
  std::string rule_set;  // So too.
  absl::Duration wait;   // How long to go on while a service does not answer.
};

struct QuarterlyOutcome {
  absl::CivilDay today;
  std::vector<std::string> present;  // There when the job looked.
  std::vector<std::string> made;     // There since.
  std::vector<std::string> missing;  // Still not there, for what `status` says.
  absl::Status status;
};

// The report of `quarter` as the job asks for it: with the cycle and the rule
// set in force on its last day, where the job names none.
absl::StatusOr<nl::opvang::reporting::v1::CreateReportRequest> AskedOf(
    Services& services, const QuarterlyJob& job, const std::string& quarter);

// `clock` says which quarters to look for; a report is made only of a quarter
// that is over by the service's clock too, so that a clock that runs ahead
// seals nothing early (FAILED_PRECONDITION). Quarters are made in order; the
// first that cannot be made ends the run, since the next is held against it.
// `tell` gets how many are made and how many there were to make.
QuarterlyOutcome RunQuarterly(Services& services, const QuarterlyJob& job,
                              const Clock& clock,
                              const std::function<void(size_t, size_t)>& tell);

// One line of JSON for a scheduler: scope, today, outcome (`done`, `later`,
// `refused`), quarters present, made and missing, reason and sentence.
std::string OutcomeLine(const QuarterlyJob& job,
                        const QuarterlyOutcome& outcome);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_JOB_H_
