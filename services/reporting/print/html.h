// The document as one self-contained Dutch page: no script, no other file.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_HTML_H_
#define OPVANG_SERVICES_REPORTING_PRINT_HTML_H_

#include <map>
#include <string>

#include "services/reporting/print/document.h"

namespace opvang::reporting {

// Changes whenever the printer prints the same document differently.
inline constexpr char kHtmlPrinterVersion[] = "html-3";

// The same document gives the same bytes. Text is escaped. On paper each page
// has the title at its head and its number at its foot, and the contents have
// room for the pages of its sections.
std::string PrintHtml(const Document& document);

// The same page with the pages of its sections, by their ids: "s3" is on 12.
std::string WithPages(const std::string& html,
                      const std::map<std::string, int>& pages);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_HTML_H_
