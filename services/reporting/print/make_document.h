// From a report to the document that is printed. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_MAKE_DOCUMENT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_MAKE_DOCUMENT_H_

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

// The answer first, then the consultation, the ten sections of the regional
// plan in their order, what differs from other reports, and what the figures
// rest on. Of a report without life (name, state, seal, `standing`) these are
// left out.
Document MakeDocument(const nl::opvang::reporting::v1::Report& report,
                      const nl::opvang::reporting::v1::Standing& standing =
                          nl::opvang::reporting::v1::Standing());

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_MAKE_DOCUMENT_H_
