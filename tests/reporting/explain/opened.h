// Opens a figure of a report all the way down, and checks every step.
#ifndef OPVANG_TESTS_REPORTING_EXPLAIN_OPENED_H_
#define OPVANG_TESTS_REPORTING_EXPLAIN_OPENED_H_

#include <optional>
#include <set>
#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

// What was opened of a figure, all the way down.
struct Opened {
  int figures = 0;
  std::set<std::string> facts;
};

// Opens `figure` and everything below it: each part is what it says it is, sums
// are sums of their parts, and what has no parts has facts.
void OpenAll(const nl::opvang::reporting::v1::ReportContent& content,
             const std::string& figure, std::optional<int> expected,
             Opened& opened);

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_REPORTING_EXPLAIN_OPENED_H_
