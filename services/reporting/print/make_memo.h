// The memo to the council of one municipality (raadsmemo), from the figures of
// a report. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_MAKE_MEMO_H_
#define OPVANG_SERVICES_REPORTING_PRINT_MAKE_MEMO_H_

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// `row` is one of the report's. The figures are those of the report, number for
// number, beside those of its region and of the whole; the texts are those of
// the municipality and, of the kinds that a memo has, of its region and
// province; the embargo is that of the report.
Document MakeMemo(const pb::Report& report, const pb::MunicipalityRow& row);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_MAKE_MEMO_H_
