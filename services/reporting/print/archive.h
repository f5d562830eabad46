// Everything of a report in one zip, to keep: it can be read, checked and made
// again without any program of ours. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_ARCHIVE_H_
#define OPVANG_SERVICES_REPORTING_PRINT_ARCHIVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

// LEESMIJ.txt says what is in it; SHA256SUMS is for `sha256sum -c`. `json` is
// the content of `report`, `html` the page of `document`, `pdf` the same on
// paper; without one there is none in it.
absl::StatusOr<std::string> PrintArchive(
    const nl::opvang::reporting::v1::Report& report, const std::string& json,
    const Document& document, const std::string& html, const std::string& pdf);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_ARCHIVE_H_
