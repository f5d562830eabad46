// A report as bytes, in any of its formats.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/pdf_printer.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

struct Printed {
  std::string media_type;
  std::string bytes;
};

// The same report, in the same state and edition, gives the same bytes. Its
// JSON is `sealed_json` where that is given: of a report that is read whole.
// INVALID_ARGUMENT of a format that is none; else as `PdfPrinter::Print`.
absl::StatusOr<Printed> PrintReport(const pb::Report& report,
                                    pb::RenderReportRequest::Format format,
                                    PdfPrinter& pdf, absl::Time deadline,
                                    const std::string& sealed_json = "");

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_
