// Which quarterly reports are to be made, and what each is asked as. Pure.
//
// A quarter is made once it is over. Every run asks for it under the same name,
// with the same request id and without pins: the service pins what it knows
// when it makes the report, and whoever comes second gets the first one's.
#ifndef OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_H_
#define OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_H_

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::cli {

// The quarter after "2025-q1": "2025-q2".
std::string QuarterAfter(const std::string& quarter);
// Whether all days of a quarter are over on `today`.
bool IsOver(const std::string& quarter, absl::CivilDay today);

// The first quarter that must be there: `from`; without it the oldest that
// exists; without any the last that is over on `today`.
std::string FirstQuarter(const std::string& from, absl::CivilDay today,
                         const std::set<std::string>& existing);

// The quarters from `first` on that are over on `today` and do not exist, the
// oldest first: each is held against the one before.
std::vector<std::string> MissingQuarters(const std::string& first,
                                         absl::CivilDay today,
                                         const std::set<std::string>& existing);

// Of those that are recorded what is in force on a day: of which the term (of a
// cycle without one: the window) began last; before all of them the first.
// Empty when there is none.
std::string CycleOn(absl::CivilDay day,
                    const std::vector<nl::opvang::quotas::v1::Cycle>& cycles);
std::string RuleSetOn(
    absl::CivilDay day,
    const std::vector<nl::opvang::locations::v1::RuleSet>& rule_sets);

// The report of a quarter: the figures of its last day, and what was housed up
// to and including that day. `scope` is `provinces/pv23` or `countries/nl`.
nl::opvang::reporting::v1::CreateReportRequest QuarterlyRequest(
    const std::string& scope, const std::string& quarter,
    const std::string& cycle, const std::string& rule_set);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_QUARTERLY_QUARTERLY_H_
