// opvang coverage.
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;

absl::Status ListCoverage(const Context& context) {
  Defaults defaults(context);
  ASSIGN_OR_RETURN(const q::Cycle cycle, defaults.Cycle());
  l::ListCoverageRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_window_start_date() = cycle.window_start_date();
  *request.mutable_window_end_date() = cycle.window_end_date();
  *request.mutable_realisation_start_date() = cycle.realisation_start_date();
  *request.mutable_realisation_end_date() = cycle.realisation_end_date();
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*request.mutable_rule_set(), defaults.RuleSet());
  request.set_revision(context.Revision("revision"));
  const bool why = context.arguments.Has("why");
  TextTable table{
      .header =
          why ? std::vector<std::string>{"municipality", "display_name",
                                         "location", "location_display_name",
                                         "group", "places", "reasons"}
              : std::vector<std::string>{"municipality", "display_name",
                                         "guaranteed", "amv", "intended",
                                         "binding_date"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &l::LocationService::Stub::ListCoverage,
      request, [&](const l::ListCoverageResponse& page) {
        for (const l::MunicipalityCoverage& one : page.coverage()) {
          const std::string name = NameOf(one.municipality());
          if (!why) {
            table.rows.push_back(
                {one.municipality(), name,
                 Shown(one.has_guaranteed_place_count(),
                       one.guaranteed_place_count()),
                 Shown(one.has_guaranteed_amv_count(),
                       one.guaranteed_amv_count()),
                 Shown(one.has_intended_place_count(),
                       one.intended_place_count()),
                 ShownDay(one.has_binding_date(), one.binding_date())});
            continue;
          }
          for (const l::LocationCoverage& location : one.locations()) {
            for (const auto& places : location.uncounted()) {
              table.rows.push_back(
                  {one.municipality(), name, location.location(),
                   location.display_name(), EnumWord(places.group()),
                   absl::StrCat(places.place_count()),
                   EnumWords<l::LocationCoverage::Reason>(places.reasons())});
            }
          }
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> CoverageCommands() {
  return {
      {"coverage",
       "Noemt hoeveel plekken meetellen, of waarom niet.",
       {kArea},
       {{"why", ValueKind::kSwitch, "de plekken die niet meetellen, met reden"},
        kCycle,
        kRuleSet,
        kAsOf,
        kRevision},
       "opvang coverage regions/ijsselland --why --as-of 2024-10-31",
       ListCoverage},
  };
}

}  // namespace opvang::cli
