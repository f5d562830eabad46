#include "services/reporting/print/print.h"

#include "common/base/status.h"
#include "common/sheet/workbook.h"
#include "common/sheet/zip_writer.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/print/archive.h"
#include "services/reporting/print/csv.h"
#include "services/reporting/print/html.h"
#include "services/reporting/print/make_document.h"
#include "services/reporting/print/workbook.h"

namespace opvang::reporting {
namespace {

using Request = pb::RenderReportRequest;

absl::StatusOr<Printed> Made(const char* media_type,
                             absl::StatusOr<std::string> bytes) {
  RETURN_IF_ERROR(bytes.status());
  return Printed{.media_type = media_type, .bytes = *std::move(bytes)};
}

}  // namespace

absl::StatusOr<Printed> PrintReport(const pb::Report& report,
                                    Request::Format format, const PdfMaker& pdf,
                                    const JsonReader& sealed_json) {
  const auto json = [&]() -> absl::StatusOr<std::string> {
    if (sealed_json) return sealed_json();
    return ToJson(report.content());
  };
  if (format == Request::FORMAT_JSON) return Made("application/json", json());
  const Document document = MakeDocument(report);
  switch (format) {
    case Request::FORMAT_HTML:
      return Made("text/html; charset=utf-8", PrintHtml(document));
    case Request::FORMAT_PDF:
      return Made("application/pdf", pdf.print(PrintHtml(document)));
    case Request::FORMAT_ODS:
      return Made("application/vnd.oasis.opendocument.spreadsheet",
                  sheet::WriteOds(MakeWorkbook(document)));
    case Request::FORMAT_XLSX:
      return Made(
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          sheet::WriteXlsx(MakeWorkbook(document)));
    case Request::FORMAT_CSV:
      return Made("application/zip", sheet::Zip(PrintCsv(document)));
    case Request::FORMAT_ARCHIVE: {
      const std::string html = PrintHtml(document);
      std::string printed;
      if (pdf.is_there) {
        ASSIGN_OR_RETURN(printed, pdf.print(html));
      }
      ASSIGN_OR_RETURN(const std::string content, json());
      return Made("application/zip",
                  PrintArchive(report, content, document, html, printed));
    }
    default:
      return InvalidFields(
          {{"format",
            "is missing or unknown; it must be json, html, pdf, ods, xlsx, csv "
            "or archive"}});
  }
}

}  // namespace opvang::reporting
