// opvang report create, list, show.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/quarterly/quarterly_job.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;
using ReportStub = r::ReportingService::Stub;

// "provinces/pv23/reports/verslag" → "provinces/pv23" and "verslag".
std::pair<std::string, std::string> SplitReportName(const std::string& name) {
  const size_t at = name.find("/reports/");
  return at == std::string::npos
             ? std::pair<std::string, std::string>()
             : std::pair(name.substr(0, at), name.substr(at + 9));
}

// The quarter that "quarterly-2025-q1-v2" names; empty without one.
std::string QuarterIn(const std::string& id) {
  absl::string_view rest = id;
  if (!absl::ConsumePrefix(&rest, "quarterly-")) return "";
  const std::string quarter(rest.substr(0, 7));
  return DaysOfQuarter(quarter).has_value() ? quarter : "";
}

// The days of a report, beside that of its figures, and its half-year.
void FillDays(Defaults& defaults, absl::CivilDay otherwise,
              r::ReportSpec& spec) {
  spec.set_half_year(defaults.HalfYear("half-year", HalfYearOf(otherwise)));
  *spec.mutable_ukraine_date() =
      ToProto(defaults.Day("ukraine-date", otherwise, "Oekraïneopgave van"));
  *spec.mutable_placements_date() = ToProto(
      defaults.Day("placements-date", otherwise, "gehuisvest tot en met"));
}

// The report of a quarter, as the job asks for it; a flag goes before. Answers
// what was taken.
absl::StatusOr<std::string> FillQuarterly(const Context& context,
                                          const std::string& scope,
                                          const std::string& quarter,
                                          r::ReportSpec& spec) {
  ASSIGN_OR_RETURN(const r::CreateReportRequest usual,
                   AskedOf(context.services,
                           {.scope = scope,
                            .from = "",
                            .cycle = context.arguments.Flag("cycle", ""),
                            .rule_set = context.arguments.Flag("rule-set", ""),
                            .wait = absl::ZeroDuration()},
                           quarter));
  spec = usual.report().spec();
  const absl::CivilDay last = DayOf(spec.as_of_date());
  Defaults defaults(context, last);
  *spec.mutable_as_of_date() =
      ToProto(defaults.Day("as-of", last, "stand van"));
  defaults.Take(
      absl::StrCat("cyclus ", absl::StripPrefix(spec.cycle(), "cycles/")),
      context.arguments.Has("cycle"));
  defaults.Take(absl::StrCat("telregels ", spec.rule_set()),
                context.arguments.Has("rule-set"));
  FillDays(defaults, last, spec);
  return defaults.Line();
}

// Any other report: of the day, with what is under way on it.
absl::StatusOr<std::string> FillOther(const Context& context,
                                      r::ReportSpec& spec) {
  Defaults defaults(context);
  *spec.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*spec.mutable_cycle(), defaults.CycleName());
  ASSIGN_OR_RETURN(*spec.mutable_rule_set(), defaults.RuleSet());
  FillDays(defaults, defaults.day(), spec);
  return defaults.Line();
}

// What a report is made of, by its name and the flags.
absl::StatusOr<std::string> FillSpec(const Context& context,
                                     const std::string& scope,
                                     const std::string& id,
                                     r::ReportSpec& spec) {
  const std::string named = QuarterIn(id);
  const std::string kind = context.arguments.Flag(
      "kind", !named.empty()                        ? "quarterly"
              : absl::StartsWith(scope, "regions/") ? "regional-plan"
                                                    : "provincial-report");
  if (kind == "quarterly") {
    const std::string quarter = context.arguments.Flag("quarter", named);
    if (quarter.empty()) return Misuse("--quarter ontbreekt: als 2025-q1");
    return FillQuarterly(context, scope, quarter, spec);
  }
  if (context.arguments.Has("quarter")) {
    return Misuse("--quarter hoort bij --kind quarterly");
  }
  spec.set_kind(kind == "regional-plan" ? r::REPORT_KIND_REGIONAL_PLAN
                                        : r::REPORT_KIND_PROVINCIAL_REPORT);
  return FillOther(context, spec);
}

// The figures of the whole, as far as they are on record.
void AddSums(const r::SubtotalRow& total,
             std::vector<std::pair<std::string, std::string>>& fields) {
  const r::Figures& figures = total.figures();
  // A sum of which a part is unknown says beside it of how many it is.
  const auto add = [&](const std::string& field, bool has, int32_t count,
                       const std::string& metric) {
    fields.emplace_back(field, Shown(has, count));
    for (const r::KnownCount& one : total.known_counts()) {
      if (one.metric() != metric) continue;
      fields.emplace_back(absl::StrCat(field, "_known"),
                          absl::StrCat(one.known_municipality_count(), " of ",
                                       one.municipality_count()));
    }
  };
  const r::AsylumFigures& asylum = figures.asylum();
  for (const r::OwnTarget& own : total.own_targets()) {
    if (own.duty() != "asylum") continue;
    fields.emplace_back("asylum_own_target", absl::StrCat(own.place_count()));
  }
  add("asylum_target", asylum.has_target_place_count(),
      asylum.target_place_count(), "asylum.target_place_count");
  add("asylum_guaranteed", asylum.has_guaranteed_place_count(),
      asylum.guaranteed_place_count(), "asylum.guaranteed_place_count");
  add("asylum_intended", asylum.has_intended_place_count(),
      asylum.intended_place_count(), "asylum.intended_place_count");
  const r::UkraineFigures& ukraine = figures.ukraine();
  add("ukraine_target", ukraine.has_target_place_count(),
      ukraine.target_place_count(), "ukraine.target_place_count");
  add("ukraine_realised", ukraine.has_realised_place_count(),
      ukraine.realised_place_count(), "ukraine.realised_place_count");
  const r::StatusHolderFigures& housed = figures.status_holders();
  add("housing_net_target", housed.has_net_target_person_count(),
      housed.net_target_person_count(),
      "status_holders.net_target_person_count");
  add("housing_realised", housed.has_realised_person_count(),
      housed.realised_person_count(), "status_holders.realised_person_count");
}

void PrintReport(const Context& context, const r::Report& report,
                 const std::string& line = "") {
  const r::ReportSpec& spec = report.spec();
  std::vector<std::pair<std::string, std::string>> fields = {
      {"name", report.name()},
      {"kind", TypedWord(spec.kind())},
      {"as_of_date", ShownDay(spec.has_as_of_date(), spec.as_of_date())},
      {"cycle", spec.cycle()},
      {"rule_set", spec.rule_set()},
      {"half_year", spec.half_year()},
      {"ukraine_date", ShownDay(spec.has_ukraine_date(), spec.ukraine_date())},
      {"placements_date",
       ShownDay(spec.has_placements_date(), spec.placements_date())},
      {"state", TypedWord(report.state())},
      {"version", absl::StrCat(report.version())},
      {"supersedes", report.superseded_report()},
      {"edition", TypedWord(report.edition())},
      {"create_time",
       ShownInstant(report.has_create_time(), report.create_time())},
      {"embargo_time",
       ShownInstant(report.has_embargo_time(), report.embargo_time())},
      {"content_sha256", report.content_sha256()},
      {"seal", report.seal()},
      {"quotas_revision", absl::StrCat(spec.quotas_revision())},
      {"locations_revision", absl::StrCat(spec.locations_revision())},
      {"housing_revision", absl::StrCat(spec.housing_revision())},
      {"reporting_revision", absl::StrCat(spec.reporting_revision())}};
  AddSums(report.content().total(), fields);
  context.PrintOne(fields, line);
}

absl::Status CreateReport(const Context& context) {
  const auto [parent, id] = SplitReportName(context.Operand(2));
  if (id.empty()) {
    return Misuse(
        "geef de naam van het verslag, zoals "
        "provinces/pv23/reports/verslag-2024");
  }
  r::CreateReportRequest request;
  request.set_parent(parent);
  request.set_report_id(id);
  r::Report& report = *request.mutable_report();
  r::ReportSpec& spec = *report.mutable_spec();
  ASSIGN_OR_RETURN(const std::string line, FillSpec(context, parent, id, spec));
  spec.set_quotas_revision(context.Revision("quotas-revision"));
  spec.set_locations_revision(context.Revision("locations-revision"));
  spec.set_housing_revision(context.Revision("housing-revision"));
  spec.set_reporting_revision(context.Revision("reporting-revision"));
  report.set_superseded_report(context.arguments.Flag("supersedes", ""));
  report.set_change_reason(context.arguments.Flag("reason", ""));
  if (context.arguments.Has("embargo")) {
    *report.mutable_embargo_time() = context.Instant("embargo");
  }
  request.set_accept_changed_sources(
      context.arguments.Has("accept-changed-sources"));
  ASSIGN_OR_RETURN(const r::Report made,
                   SendOnce(context, *context.services.reporting,
                            &ReportStub::CreateReport, request));
  PrintReport(context, made, line);
  return absl::OkStatus();
}

absl::Status ListReports(const Context& context) {
  r::ListReportsRequest request;
  request.set_parent(context.Operand(2).empty() ? "provinces/-"
                                                : context.Operand(2));
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"name", "kind", "as_of_date", "state", "version",
                             "content_sha256"},
                  .rows = {}};
  RETURN_IF_ERROR(AskAll(*context.services.reporting, &ReportStub::ListReports,
                         request, [&](const r::ListReportsResponse& page) {
                           for (const r::Report& one : page.reports()) {
                             table.rows.push_back(
                                 {one.name(), TypedWord(one.spec().kind()),
                                  FormatDay(DayOf(one.spec().as_of_date())),
                                  TypedWord(one.state()),
                                  absl::StrCat(one.version()),
                                  one.content_sha256()});
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status ShowReport(const Context& context) {
  r::GetReportRequest request;
  request.set_name(context.Operand(2));
  request.set_edition(EditionOf(context));
  ASSIGN_OR_RETURN(
      const r::Report report,
      Ask(*context.services.reporting, &ReportStub::GetReport, request));
  PrintReport(context, report);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ReportCommands() {
  return {
      {"report create",
       "Maakt een verslag; hetzelfde tweemaal maakt er één.",
       {kReport},
       {{"kind", ValueKind::kChoice,
         "de soort; anders regional-plan voor een regio, provincial-report "
         "voor een provincie",
         "quarterly|regional-plan|provincial-report"},
        {"quarter", ValueKind::kQuarter,
         "van een kwartaalbericht; anders dat in de naam"},
        {"as-of", ValueKind::kDay,
         "de dag waarop wordt gekeken; anders vandaag, van een kwartaalbericht "
         "zijn laatste dag"},
        kCycle,
        kRuleSet,
        kHalfYear,
        {"ukraine-date", ValueKind::kDay,
         "de dag van de Oekraïneopgave; anders die van --as-of, of de laatste "
         "van het kwartaal"},
        {"placements-date", ValueKind::kDay,
         "tot en met deze dag is gehuisvest; anders die van --as-of, of de "
         "laatste van het kwartaal"},
        {"supersedes", ValueKind::kReport, "de versie die het vervangt"},
        {"reason", ValueKind::kText, "waarom er een nieuwe versie is"},
        kEmbargo,
        kQuotasRevision,
        {"locations-revision", ValueKind::kRevision, "de stand van locations"},
        {"housing-revision", ValueKind::kRevision, "de stand van housing"},
        {"reporting-revision", ValueKind::kRevision, "de stand van de teksten"},
        {"accept-changed-sources", ValueKind::kSwitch,
         "ook als een bron niet meer die van het vorige verslag is"},
        kDryRun},
       "opvang report create provinces/pv23/reports/verslag-2024 --as-of "
       "2024-10-31",
       CreateReport},
      {"report list",
       "Noemt de verslagen van een provincie of regio, en waar zij staan.",
       {Optional(kArea)},
       {kRevision},
       "opvang report list provinces/pv23",
       ListReports},
      {"report show",
       "Noemt wat een verslag is: dag, revisies, zegel, staat, sommen.",
       {kReport},
       {{"edition", ValueKind::kChoice, "welke uitgave", "internal|public"}},
       "opvang report show provinces/pv23/reports/verslag-2024-11-01",
       ShowReport},
  };
}

}  // namespace opvang::cli
