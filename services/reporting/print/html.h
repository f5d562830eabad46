// The document as one self-contained Dutch page: no script, no other file.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_HTML_H_
#define OPVANG_SERVICES_REPORTING_PRINT_HTML_H_

#include <string>

#include "services/reporting/print/document.h"

namespace opvang::reporting {

// Changes whenever the printer prints the same document differently.
inline constexpr char kHtmlPrinterVersion[] = "html-2";

// The same document gives the same bytes. Text is escaped.
std::string PrintHtml(const Document& document);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_HTML_H_
