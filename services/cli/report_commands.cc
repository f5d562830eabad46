// opvang report create, list, print, remake.
#include <cstdio>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/calendar.h"
#include "common/db/ledger.h"
#include "common/sha256.h"
#include "common/status.h"
#include "services/cli/context.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;

// "provinces/pv23/reports/verslag" → "provinces/pv23" and "verslag".
std::pair<std::string, std::string> SplitReportName(const std::string& name) {
  const size_t at = name.find("/reports/");
  return at == std::string::npos
             ? std::pair<std::string, std::string>()
             : std::pair(name.substr(0, at), name.substr(at + 9));
}

void PrintReport(const Context& context, const r::Report& report) {
  const r::ReportSpec& spec = report.spec();
  TextTable table{.header = {"name", "content_sha256", "quotas_revision",
                             "locations_revision", "housing_revision",
                             "reporting_revision"},
                  .rows = {{report.name(), report.content_sha256(),
                            absl::StrCat(spec.quotas_revision()),
                            absl::StrCat(spec.locations_revision()),
                            absl::StrCat(spec.housing_revision()),
                            absl::StrCat(spec.reporting_revision())}}};
  if (context.arguments.Flag("output", "table") != "table") {
    return context.Print(table);
  }
  for (size_t i = 0; i < table.header.size(); ++i) {
    context.streams.out << table.header[i] << ": " << table.rows[0][i] << "\n";
  }
}

absl::StatusOr<r::Report> GetReport(const Context& context,
                                    const std::string& name) {
  r::GetReportRequest request;
  request.set_name(name);
  return Ask(*context.services.reporting, &r::ReportingService::Stub::GetReport,
             request);
}

}  // namespace

absl::Status CreateReport(const Context& context) {
  const auto [parent, id] = SplitReportName(context.Operand(2));
  if (id.empty()) {
    return Misuse(
        "geef de naam van het verslag, zoals "
        "provinces/pv23/reports/verslag-2024");
  }
  absl::Status flags;
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  const std::string kind = context.arguments.Flag(
      "kind", absl::StartsWith(parent, "regions/") ? "regional-plan"
                                                   : "provincial-report");
  if (kind == "regional-plan") {
    spec.set_kind(r::REPORT_KIND_REGIONAL_PLAN);
  } else if (kind == "provincial-report") {
    spec.set_kind(r::REPORT_KIND_PROVINCIAL_REPORT);
  } else {
    return Misuse("--kind is regional-plan of provincial-report");
  }
  spec.set_cycle(context.arguments.Flag("cycle", "cycles/2024"));
  spec.set_rule_set(context.arguments.Flag("rule-set", "cycle-2024"));
  spec.set_half_year(context.arguments.Flag("half-year", "2024-h2"));
  *spec.mutable_as_of_date() = context.Date("as-of", "2024-10-31", flags);
  *spec.mutable_ukraine_date() =
      context.Date("ukraine-date", "2025-01-01", flags);
  *spec.mutable_placements_date() =
      context.Date("placements-date", "2024-09-15", flags);
  RETURN_IF_ERROR(flags);
  spec.set_quotas_revision(context.Revision("quotas-revision"));
  spec.set_locations_revision(context.Revision("locations-revision"));
  spec.set_housing_revision(context.Revision("housing-revision"));
  spec.set_reporting_revision(context.Revision("reporting-revision"));
  request.mutable_report()->set_superseded_report(
      context.arguments.Flag("supersedes", ""));
  // Made of what is asked: the same command twice makes one report.
  request.set_request_id(UuidFor(internal::Serialize(request)));
  request.set_validate_only(context.arguments.Has("dry-run"));
  ASSIGN_OR_RETURN(const r::Report report,
                   Ask(*context.services.reporting,
                       &r::ReportingService::Stub::CreateReport, request));
  PrintReport(context, report);
  return absl::OkStatus();
}

absl::Status ListReports(const Context& context) {
  r::ListReportsRequest request;
  request.set_parent(context.Operand(2).empty() ? "provinces/-"
                                                : context.Operand(2));
  TextTable table{.header = {"name", "kind", "as_of_date", "content_sha256"},
                  .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.reporting, &r::ReportingService::Stub::ListReports,
      request, [&](const r::ListReportsResponse& page) {
        for (const r::Report& report : page.reports()) {
          table.rows.push_back(
              {report.name(),
               report.spec().kind() == r::REPORT_KIND_REGIONAL_PLAN
                   ? "regional-plan"
                   : "provincial-report",
               FormatDay(DayOf(report.spec().as_of_date())),
               report.content_sha256()});
        }
      }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status PrintReportAs(const Context& context) {
  r::RenderReportRequest request;
  request.set_name(context.Operand(2));
  const std::string format = context.arguments.Flag("format", "html");
  if (format != "html" && format != "json") {
    return Misuse("--format is html of json");
  }
  request.set_format(format == "html" ? r::RenderReportRequest::FORMAT_HTML
                                      : r::RenderReportRequest::FORMAT_JSON);
  grpc::ClientContext call;
  SetDeadline(call, SystemClock().Now() + absl::Seconds(30));
  const auto reader = context.services.reporting->RenderReport(&call, request);
  std::string bytes;
  for (r::RenderReportResponse part; reader->Read(&part);) {
    bytes += part.chunk();
  }
  RETURN_IF_ERROR(FromGrpc(reader->Finish()));
  const std::string path = context.arguments.Flag("o", "");
  if (path.empty()) {
    context.streams.out << bytes;
    return absl::OkStatus();
  }
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::binary);
    file << bytes;
    if (!file.flush())
      return Misuse(absl::StrCat("kan ", path, " niet schrijven"));
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return Misuse(absl::StrCat("kan ", path, " niet schrijven"));
  }
  return absl::OkStatus();
}

absl::Status RemakeReport(const Context& context) {
  ASSIGN_OR_RETURN(const r::Report sealed,
                   GetReport(context, context.Operand(2)));
  const auto [parent, id] = SplitReportName(sealed.name());
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  *request.mutable_report()->mutable_spec() = sealed.spec();
  request.set_validate_only(true);
  request.set_request_id(
      UuidFor(absl::StrCat("remake ", internal::Serialize(request))));
  ASSIGN_OR_RETURN(const r::Report made,
                   Ask(*context.services.reporting,
                       &r::ReportingService::Stub::CreateReport, request));
  context.streams.out << "sealed: " << sealed.content_sha256() << "\n"
                      << "remade: " << made.content_sha256() << "\n";
  if (made.content_sha256() != sealed.content_sha256()) {
    return absl::DataLossError("het verslag is niet gelijk opnieuw gemaakt");
  }
  context.streams.err
      << "gelijk: opnieuw gemaakt uit de vastgelegde revisies\n";
  return absl::OkStatus();
}

}  // namespace opvang::cli
