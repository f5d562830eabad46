// How the page looks: on a screen, on a phone, on paper.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_PAGE_STYLE_H_
#define OPVANG_SERVICES_REPORTING_PRINT_PAGE_STYLE_H_

namespace opvang::reporting {

// CSS without a reference to any other file. Ink on paper has a contrast of at
// least 4.5:1 (WCAG 1.4.3), lines that mean something 3:1 (1.4.11); nothing is
// told by colour alone.
extern const char kPageStyle[];

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_PAGE_STYLE_H_
