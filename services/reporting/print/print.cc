#include "services/reporting/print/print.h"

#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/sheet/workbook.h"
#include "common/sheet/zip_writer.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/print/archive.h"
#include "services/reporting/print/csv.h"
#include "services/reporting/print/html.h"
#include "services/reporting/print/make_document.h"
#include "services/reporting/print/make_memo.h"
#include "services/reporting/print/odt.h"
#include "services/reporting/print/workbook.h"

namespace opvang::reporting {
namespace {

using Request = pb::RenderReportRequest;

absl::StatusOr<Printed> Made(const char* media_type,
                             absl::StatusOr<std::string> bytes) {
  RETURN_IF_ERROR(bytes.status());
  return Printed{.media_type = media_type, .bytes = *std::move(bytes)};
}

constexpr char kHtml[] = "text/html; charset=utf-8";
constexpr char kPdf[] = "application/pdf";

absl::StatusOr<Printed> PrintMemo(const pb::Report& report,
                                  const Request& request, const PdfMaker& pdf) {
  Violations violations;
  const pb::MunicipalityRow* row = nullptr;
  for (const pb::MunicipalityRow& one : report.content().municipalities()) {
    if (one.municipality() == request.municipality()) row = &one;
  }
  if (row == nullptr) {
    violations.Add("municipality",
                   absl::StrCat("is \"", Excerpt(request.municipality(), 80),
                                "\"; it must be a municipality of the report, "
                                "to whose council the memo goes"));
  }
  if (request.format() != Request::FORMAT_HTML &&
      request.format() != Request::FORMAT_PDF &&
      request.format() != Request::FORMAT_ODT) {
    violations.Add("format",
                   "is none that a memo has; it must be html, pdf or odt");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const Document memo = MakeMemo(report, *row);
  switch (request.format()) {
    case Request::FORMAT_HTML:
      return Made(kHtml, PrintHtml(memo));
    case Request::FORMAT_PDF:
      return Made(kPdf, pdf.print(PrintHtml(memo)));
    default:
      return Made("application/vnd.oasis.opendocument.text", PrintOdt(memo));
  }
}

}  // namespace

absl::StatusOr<Printed> PrintReport(const pb::Report& report,
                                    const pb::Standing& standing,
                                    const Request& request, const PdfMaker& pdf,
                                    const JsonReader& sealed_json) {
  if (request.form() == Request::FORM_MEMO) {
    return PrintMemo(report, request, pdf);
  }
  Violations violations;
  if (!Request::Form_IsValid(request.form())) {
    violations.Add("form", "is unknown; it must be report or memo");
  }
  if (!request.municipality().empty()) {
    violations.Add("municipality", "belongs to a memo only");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const auto json = [&]() -> absl::StatusOr<std::string> {
    if (sealed_json) return sealed_json();
    return ToJson(report.content());
  };
  if (request.format() == Request::FORMAT_JSON) {
    return Made("application/json", json());
  }
  const Document document = MakeDocument(report, standing);
  switch (request.format()) {
    case Request::FORMAT_HTML:
      return Made(kHtml, PrintHtml(document));
    case Request::FORMAT_PDF:
      return Made(kPdf, pdf.print(PrintHtml(document)));
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
      return InvalidFields({{"format",
                             "is missing, unknown or of a memo only; it must "
                             "be json, html, pdf, ods, xlsx, csv or archive"}});
  }
}

}  // namespace opvang::reporting
