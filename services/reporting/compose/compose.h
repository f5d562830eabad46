// The report: one pure function from the facts of three sources to its
// content. No I/O, no clock: the same facts give the same content for ever.
// This is the only place where the duties meet.
#ifndef OPVANG_SERVICES_REPORTING_COMPOSE_COMPOSE_H_
#define OPVANG_SERVICES_REPORTING_COMPOSE_COMPOSE_H_

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Joins the facts. `spec` has every pin filled. Municipalities stand by Dutch
// name, in a provincial report within their regions, in one of the country
// within their provinces; these by Dutch name. A total is the sum of its rows,
// whatever anybody stated: stated totals stand in `findings` and `comparisons`
// beside it.
pb::ReportContent Compose(const pb::ReportSpec& spec, const Facts& facts);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_COMPOSE_COMPOSE_H_
