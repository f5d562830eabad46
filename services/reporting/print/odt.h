// The document as a text to work on (OpenDocument).
#ifndef OPVANG_SERVICES_REPORTING_PRINT_ODT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_ODT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

// Headings, paragraphs, lists and tables, with the banner and page numbers on
// every page; of a chart its numbers as a table. The same document gives the
// same bytes. INTERNAL when there is no memory for it.
absl::StatusOr<std::string> PrintOdt(const Document& document);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_ODT_H_
