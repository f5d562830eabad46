// opvang report print.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;
using Request = r::RenderReportRequest;

// PDF and archives are made while one waits.
constexpr absl::Duration kPrintMax = absl::Minutes(2);

// The form that the end of a file's name says; the longest end first.
constexpr struct {
  const char* ending;
  const char* format;
} kEndings[] = {{".csv.zip", "csv"}, {".zip", "archive"}, {".html", "html"},
                {".htm", "html"},    {".json", "json"},   {".pdf", "pdf"},
                {".ods", "ods"},     {".xlsx", "xlsx"},   {".odt", "odt"}};

absl::StatusOr<std::string> FormatOf(const Context& context,
                                     const std::string& path) {
  const std::string asked = context.arguments.Flag("format", "");
  if (!asked.empty() || path.empty()) return asked.empty() ? "html" : asked;
  for (const auto& [ending, format] : kEndings) {
    if (absl::EndsWithIgnoreCase(path, ending)) return std::string(format);
  }
  return Misuse(absl::StrCat(
      "aan ", path,
      " is de vorm niet te zien; eindig op .html, .json, .pdf, .ods, .xlsx, "
      ".odt, .csv.zip (een bestand per tabel) of .zip (archief), of geef "
      "--format"));
}

bool IsText(const std::string& format) {
  return format == "html" || format == "json";
}

absl::StatusOr<std::string> MemoOf(const Context& context) {
  const std::string asked = context.arguments.Flag("municipality", "");
  const bool memo = context.arguments.Flag("form", "report") == "memo";
  if (memo && asked.empty()) {
    return Misuse(
        "een memo gaat naar de raad van één gemeente; geef "
        "--municipality");
  }
  return asked;
}

absl::Status PrintReportAs(const Context& context) {
  const std::string path = context.arguments.Flag("o", "");
  ASSIGN_OR_RETURN(const std::string format, FormatOf(context, path));
  if (path.empty() && context.streams.out_width > 0 && !IsText(format)) {
    return Misuse(
        absl::StrCat("een terminal toont geen ", format, "; geef -o BESTAND"));
  }
  Request request;
  request.set_name(context.Operand(2));
  request.set_edition(EditionOf(context));
  request.set_format(ValueTyped<Request::Format>(format));
  request.set_form(
      ValueTyped<Request::Form>(context.arguments.Flag("form", "report")));
  ASSIGN_OR_RETURN(const std::string municipality, MemoOf(context));
  request.set_municipality(municipality);
  grpc::ClientContext call;
  SetDeadline(call, SystemClock().Now() + kPrintMax);
  const auto reader = context.services.reporting->RenderReport(&call, request);
  std::string bytes;
  for (r::RenderReportResponse part; reader->Read(&part);) {
    bytes += part.chunk();
  }
  RETURN_IF_ERROR(FromGrpc(reader->Finish()));
  if (!path.empty()) return context.Save(bytes, path);
  context.streams.out << bytes;
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PrintCommands() {
  return {
      {"report print",
       "Drukt een verslag af, of de raadsmemo van een gemeente.",
       {kReport},
       {{"format", ValueKind::kChoice,
         "de vorm; anders die van het einde van de bestandsnaam, of html",
         "html|json|pdf|ods|xlsx|csv|archive|odt"},
        {"form", ValueKind::kChoice,
         "wat er wordt afgedrukt: het verslag, of de raadsmemo van een "
         "gemeente uit dezelfde cijfers (html, pdf of odt)",
         "report|memo"},
        {"municipality", ValueKind::kTown,
         "van een memo: de gemeente, als Zwolle of gm0193"},
        {"edition", ValueKind::kChoice,
         "welke uitgave; anders de volste die u mag zien", "internal|public"},
        {"o", ValueKind::kFile, "waarheen; anders op stdout"},
        kForce},
       "opvang report print provinces/pv23/reports/verslag-2024-11-01 "
       "--edition public -o verslag.html",
       PrintReportAs},
  };
}

}  // namespace opvang::cli
