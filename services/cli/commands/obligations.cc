// opvang obligations.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
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

void AddTotal(const q::Total& total, TextTable& table) {
  table.rows.push_back(
      {total.subject(), NameOf(total.subject()), EnumWord(total.duty()),
       absl::StrCat(total.summed_count()),
       absl::StrCat(total.summed_amv_count()),
       absl::StrCat(total.missing_count()),
       Shown(total.has_stated_count(), total.stated_count()),
       Shown(total.has_difference_count(), total.difference_count())});
}

// Every step in the order in which it counts, then what no longer holds, what
// was taken over and what is lent.
void AddSteps(const std::string& municipality, const q::Obligation& duty,
              TextTable& table) {
  const auto add = [&](const std::string& step, bool has, int64_t count,
                       const std::string& amv, const std::string& from,
                       const std::string& basis, const std::string& origin,
                       const std::string& source) {
    table.rows.push_back({municipality, NameOf(municipality),
                          EnumWord(duty.duty()), step, Shown(has, count), amv,
                          from, basis, origin, source});
  };
  const auto add_step = [&](const q::Obligation::Step& step, bool holds) {
    const std::string word =
        !holds ? "superseded"
        : step.has_change_count()
            ? absl::StrFormat("redistributed %+d", step.change_count())
            : EnumWord(step.basis());
    add(word, true, step.quota_count(),
        Shown(step.has_amv_count(), step.amv_count()),
        FormatDay(DayOf(step.start_date())), step.legal_basis(), step.origin(),
        step.source());
  };
  for (const auto& step : duty.steps()) add_step(step, true);
  for (const auto& step : duty.superseded_steps()) add_step(step, false);
  for (const auto& part : duty.taken_over()) {
    add("taken over", true, part.quota_count(),
        Shown(part.has_amv_count(), part.amv_count()), "", "",
        part.municipality(), part.source());
  }
  for (const q::Transfer& transfer : duty.transfers()) {
    const bool gives = transfer.giver() == municipality;
    add(absl::StrCat(gives ? "lends, " : "borrows, ",
                     EnumWord(transfer.state())),
        true, gives ? -transfer.place_count() : transfer.place_count(), "",
        FormatDay(DayOf(transfer.start_date())), "", transfer.name(),
        transfer.source());
  }
}

absl::Status ListObligations(const Context& context) {
  Defaults defaults(context);
  q::ListObligationsRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*request.mutable_cycle(), defaults.CycleName());
  request.set_half_year(defaults.HalfYear());
  *request.mutable_ukraine_date() = ToProto(
      defaults.Day("ukraine-date", defaults.day(), "Oekraïneopgave van"));
  if (context.arguments.Has("boundaries")) {
    *request.mutable_boundaries_date() = context.Date("boundaries");
  }
  request.set_revision(context.Revision("revision"));
  const bool why = context.arguments.Has("why");
  const bool totals = context.arguments.Has("totals");
  TextTable table{
      .header =
          totals ? std::vector<std::string>{"subject", "display_name", "duty",
                                            "summed", "amv", "missing",
                                            "stated", "difference"}
          : why
              ? std::vector<std::string>{"municipality", "display_name", "duty",
                                         "step", "count", "amv", "from",
                                         "legal_basis", "origin", "source"}
              : std::vector<std::string>{"municipality", "display_name",
                                         "asylum", "amv", "ukraine",
                                         "status_holders", "source"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.quotas, &q::QuotaService::Stub::ListObligations,
      request, [&](const q::ListObligationsResponse& page) {
        for (const q::Total& total : page.totals()) {
          if (totals) AddTotal(total, table);
        }
        for (const auto& one : page.obligations()) {
          if (totals) continue;
          if (why) {
            for (const q::Obligation* duty :
                 {&one.asylum(), &one.ukraine(), &one.status_holders()}) {
              AddSteps(one.municipality().name(), *duty, table);
            }
            continue;
          }
          table.rows.push_back(
              {one.municipality().name(), one.municipality().display_name(),
               Shown(one.asylum().has_quota_count(),
                     one.asylum().quota_count()),
               Shown(one.asylum().has_amv_count(), one.asylum().amv_count()),
               Shown(one.ukraine().has_quota_count(),
                     one.ukraine().quota_count()),
               Shown(one.status_holders().has_quota_count(),
                     one.status_holders().quota_count()),
               one.asylum().steps().empty()
                   ? ""
                   : one.asylum().steps().rbegin()->source()});
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ObligationCommands() {
  return {
      {"obligations",
       "Noemt de opgaven van gemeenten, met hun bron.",
       {kArea},
       {{"why", ValueKind::kSwitch, "elke stap, met bron en artikel"},
        {"totals", ValueKind::kSwitch,
         "de sommen naast wat er voor een gebied is vermeld"},
        kCycle,
        kHalfYear,
        kAsOf,
        {"ukraine-date", ValueKind::kDay,
         "de dag van de Oekraïneopgave; anders die van --as-of"},
        {"boundaries", ValueKind::kDay,
         "in de gemeentegrenzen van deze dag; anders zoals toen"},
        kRevision},
       "opvang obligations regions/ijsselland --as-of 2024-10-31",
       ListObligations},
  };
}

}  // namespace opvang::cli
