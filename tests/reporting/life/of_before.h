// Reports as they were made and sealed until 28 November 2026.
#ifndef OPVANG_TESTS_REPORTING_LIFE_OF_BEFORE_H_
#define OPVANG_TESTS_REPORTING_LIFE_OF_BEFORE_H_

#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

// What the program of then made of the same facts: words instead of enums.
nl::opvang::reporting::v1::ReportContent OfBefore(
    nl::opvang::reporting::v1::ReportContent content);

// What that is read as today: without an edition, and with what was not told
// then.
nl::opvang::reporting::v1::ReportContent WithoutEdition(
    nl::opvang::reporting::v1::ReportContent content);

// The sealed JSON of regions/ijsselland/reports/plan-2024 of the demo, made by
// the program of then, and the hash in its seal.
std::string SealedPlan();
inline constexpr char kSealedPlanSha256[] =
    "e5b4f4005b5d0648e6dcf98166283042769956a2eec7de6d5483f82fffd1b324";

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_REPORTING_LIFE_OF_BEFORE_H_
