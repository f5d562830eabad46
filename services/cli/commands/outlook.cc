// opvang timeline, durable, outlook.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
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

// How far ahead a timeline looks by itself.
constexpr int kMonthsAhead = 24;

// Up to the end of a cycle's term, or of its window; a year on where that is
// over.
absl::CivilDay EndOf(const q::Cycle& cycle, absl::CivilDay start) {
  const absl::CivilDay end =
      DayOf(cycle.has_term_end_date() ? cycle.term_end_date()
                                      : cycle.window_end_date());
  return end > start ? end : MonthsAfter(start, 12);
}

void AddTimeline(const l::Timeline& timeline, TextTable& table) {
  for (const auto& step : timeline.steps()) {
    table.rows.push_back(
        {timeline.subject(), NameOf(timeline.subject()),
         FormatDay(DayOf(step.start_date())),
         absl::StrCat(step.regular_place_count()),
         absl::StrCat(step.amv_place_count()),
         absl::StrCat(step.special_place_count()),
         absl::StrCat(step.regular_place_count() + step.amv_place_count() +
                      step.special_place_count()),
         absl::StrCat(step.intended_place_count()),
         absl::StrCat(step.buffer_place_count())});
  }
}

// What quotas says is required of each municipality, on the day of the question
// and in the cycle.
absl::Status AskRequirements(const Context& context, const std::string& cycle,
                             l::ListOutlooksRequest& request) {
  q::ListObligationsRequest asked;
  asked.set_parent(request.parent());
  asked.set_cycle(cycle);
  *asked.mutable_as_of_date() = request.as_of_date();
  asked.set_page_size(1000);
  ASSIGN_OR_RETURN(const q::ListObligationsResponse answer,
                   Ask(*context.services.quotas,
                       &q::QuotaService::Stub::ListObligations, asked));
  for (const auto& one : answer.obligations()) {
    if (!one.asylum().has_quota_count()) continue;
    auto& requirement = *request.add_requirements();
    requirement.set_municipality(one.municipality().name());
    requirement.set_place_count(one.asylum().quota_count());
  }
  return absl::OkStatus();
}

absl::Status ListTimelines(const Context& context) {
  Defaults defaults(context);
  l::ListTimelinesRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  const absl::CivilDay start = defaults.Day("start", defaults.day(), "van");
  *request.mutable_start_date() = ToProto(start);
  *request.mutable_end_date() =
      ToProto(defaults.Day("end", MonthsAfter(start, kMonthsAhead), "tot"));
  request.set_revision(context.Revision("revision"));
  const bool totals = context.arguments.Has("totals");
  TextTable table{.header = {"subject", "display_name", "from", "regular",
                             "amv", "special", "total", "intended", "buffer"},
                  .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &l::LocationService::Stub::ListTimelines,
      request, [&](const l::ListTimelinesResponse& page) {
        for (const auto& one : totals ? page.areas() : page.timelines()) {
          AddTimeline(one, table);
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListDurableStock(const Context& context) {
  Defaults defaults(context);
  l::ListDurableStockRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  *request.mutable_stock_date() =
      ToProto(defaults.Day("on", defaults.day(), "geteld op"));
  ASSIGN_OR_RETURN(*request.mutable_rule_set(), defaults.RuleSet());
  request.set_revision(context.Revision("revision"));
  const bool why = context.arguments.Has("why");
  TextTable table{
      .header =
          why ? std::vector<std::string>{"municipality", "display_name",
                                         "location", "location_display_name",
                                         "group", "offered", "counted", "from",
                                         "reasons"}
              : std::vector<std::string>{"municipality", "display_name",
                                         "counted", "regular", "special"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &l::LocationService::Stub::ListDurableStock,
      request, [&](const l::ListDurableStockResponse& page) {
        for (const l::DurableStock& one : page.stocks()) {
          const std::string& town = one.municipality();
          const std::string name = NameOf(town);
          if (!why) {
            table.rows.push_back({town, name,
                                  absl::StrCat(one.counted_place_count()),
                                  absl::StrCat(one.regular_place_count()),
                                  absl::StrCat(one.special_place_count())});
            continue;
          }
          for (const auto& site : one.sites()) {
            table.rows.push_back(
                {town, name, site.location(), site.display_name(),
                 EnumWord(site.group()),
                 absl::StrCat(site.offered_place_count()),
                 absl::StrCat(site.counted_place_count()),
                 site.has_durable_start_date()
                     ? FormatDay(DayOf(site.durable_start_date()))
                     : "",
                 EnumWords<l::LocationCoverage::Reason>(site.reasons())});
          }
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListOutlooks(const Context& context) {
  Defaults defaults(context);
  ASSIGN_OR_RETURN(const q::Cycle cycle, defaults.Cycle());
  l::ListOutlooksRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  const absl::CivilDay start = defaults.Day("start", defaults.day(), "van");
  *request.mutable_start_date() = ToProto(start);
  *request.mutable_end_date() =
      ToProto(defaults.Day("end", EndOf(cycle, start), "tot"));
  *request.mutable_needed_date() = ToProto(
      defaults.Day("needed", DayOf(cycle.window_start_date()), "nodig op"));
  std::vector<int32_t> days(3);
  const std::vector<std::string> parts =
      absl::StrSplit(context.arguments.Flag("lead-times", "0,0,0"), ',');
  bool numbers = parts.size() == days.size();
  for (size_t i = 0; numbers && i < days.size(); ++i) {
    numbers = absl::SimpleAtoi(parts[i], &days[i]);
  }
  if (!numbers) {
    return Misuse(
        "--lead-times is drie aantallen dagen: overeenkomst,vergunning,bouw");
  }
  request.mutable_lead_times()->set_agreement_day_count(days[0]);
  request.mutable_lead_times()->set_permit_day_count(days[1]);
  request.mutable_lead_times()->set_construction_day_count(days[2]);
  RETURN_IF_ERROR(AskRequirements(context, cycle.name(), request));
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"municipality", "display_name", "date", "what", "location",
                 "location_display_name", "places", "remaining"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &l::LocationService::Stub::ListOutlooks,
      request, [&](const l::ListOutlooksResponse& page) {
        for (const l::Outlook& one : page.outlooks()) {
          const std::string& town = one.municipality();
          const std::string name = NameOf(town);
          if (one.has_first_failing_date()) {
            table.rows.push_back(
                {town, name, FormatDay(DayOf(one.first_failing_date())),
                 "below the quota", "", "",
                 absl::StrCat(-one.missing_place_count()), ""});
          }
          for (const auto& closing : one.closings()) {
            table.rows.push_back(
                {town, name, FormatDay(DayOf(closing.close_date())),
                 absl::StrCat("closes, ", EnumWord(closing.group())),
                 closing.location(), closing.display_name(),
                 absl::StrCat(-closing.place_count()),
                 absl::StrCat(closing.remaining_place_count())});
          }
          for (const auto& due : one.dues()) {
            table.rows.push_back(
                {town, name, FormatDay(DayOf(due.last_date())),
                 absl::StrCat(due.overdue() ? "overdue: " : "last day: ",
                              EnumWord(due.step())),
                 due.location(), due.display_name(),
                 absl::StrCat(due.place_count()), ""});
          }
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> OutlookCommands() {
  return {
      {"timeline",
       "Noemt hoeveel plekken er wanneer staan.",
       {{"GEBIED", ValueKind::kArea, "een gebied of een locatie"}},
       {kTotals,
        {"start", ValueKind::kDay, "de eerste dag; anders die van --as-of"},
        {"end", ValueKind::kDay, "de eerste dag erna; anders twee jaar later"},
        kAsOf,
        kRevision},
       "opvang timeline provinces/pv23 --totals --start 2025-01-01 --end "
       "2027-01-01",
       ListTimelines},
      {"durable",
       "Noemt de duurzame plekken, of waarom plekken dat niet zijn.",
       {kArea},
       {{"why", ValueKind::kSwitch, "elke locatie, met reden"},
        {"on", ValueKind::kDay,
         "de dag waarop wordt geteld; anders die van --as-of"},
        kRuleSet,
        kCycle,
        kAsOf,
        kRevision},
       "opvang durable provinces/pv23 --on 2026-02-01 --why",
       ListDurableStock},
      {"outlook",
       "Kijkt vooruit: wat sluit, wanneer het tekort begint, wat nu moet.",
       {kArea},
       {{"lead-times", ValueKind::kText,
         "dagen: overeenkomst,vergunning,bouw; anders 0,0,0"},
        {"needed", ValueKind::kDay,
         "dan moet een plek open zijn; anders de eerste dag van het venster"},
        {"start", ValueKind::kDay, "de eerste dag; anders die van --as-of"},
        {"end", ValueKind::kDay,
         "de eerste dag erna; anders die na de looptijd van de cyclus"},
        kCycle,
        kAsOf,
        kRevision},
       "opvang outlook regions/ijsselland --lead-times 60,180,120 --as-of "
       "2024-10-31",
       ListOutlooks},
  };
}

}  // namespace opvang::cli
