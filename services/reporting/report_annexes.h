// What stands in a report beside its ten sections.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_ANNEXES_H_
#define OPVANG_SERVICES_REPORTING_REPORT_ANNEXES_H_

#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/document.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Published figures beside the computed ones; without blocks when there are
// none.
Section Comparisons(const pb::ReportContent& content);
// What a reader must know; without blocks when there is nothing.
Section Findings(const pb::ReportContent& content);
// What share is invented, and what every figure rests on.
Section Quality(const pb::ReportContent& content);
// Everything with which the report can be made again.
Section Account(const pb::ReportContent& content, const std::string& seal);
// The warning of the first page; empty when nothing is invented.
std::string Warning(const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_ANNEXES_H_
