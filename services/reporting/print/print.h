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

using JsonReader = std::function<absl::StatusOr<std::string>()>;

// The same report, in the same state and edition, gives the same bytes. Its
// JSON is that of `sealed_json` where it is given: of a report that is read
// whole. Of `request` the format, form and municipality are taken.
// INVALID_ARGUMENT of a format that is none or that a memo has not, and of a
// municipality that the report has not; else as `pdf.print`.
absl::StatusOr<Printed> PrintReport(const pb::Report& report,
                                    const pb::Standing& standing,
                                    const pb::RenderReportRequest& request,
                                    const PdfMaker& pdf,
                                    const JsonReader& sealed_json = nullptr);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_PRINT_H_
