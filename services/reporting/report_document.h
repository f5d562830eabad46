// From a report's content to the document that is printed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_DOCUMENT_H_
#define OPVANG_SERVICES_REPORTING_REPORT_DOCUMENT_H_

#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/document.h"

namespace opvang::reporting {

// The ten sections of the regional plan, in their order; a provincial report
// has the same, its municipalities by region with their sums.
Document MakeDocument(const nl::opvang::reporting::v1::ReportContent& content,
                      const std::string& content_sha256);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_DOCUMENT_H_
