// A report as bytes, in any of its formats.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

struct Printed {
  std::string media_type;
  std::string bytes;
};

// Puts a page on paper, such as `PdfPrinter::Print`; without one an archive has
// no PDF.
struct PdfMaker {
  bool is_there = false;
  std::function<absl::StatusOr<std::string>(const std::string& html)> print;
};

// The same report, in the same state and edition, gives the same bytes. Its
// JSON is `sealed_json` where that is given: of a report that is read whole.
// INVALID_ARGUMENT of a format that is none; else as `pdf.print`.
absl::StatusOr<Printed> PrintReport(const pb::Report& report,
                                    pb::RenderReportRequest::Format format,
                                    const PdfMaker& pdf,
                                    const std::string& sealed_json = "");

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_
