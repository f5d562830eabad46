// opvang balances, ledger, closing, supervision, plans.
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace h = nl::opvang::housing::v1;
using HousingStub = h::HousingService::Stub;

std::string ShownDate(const google::type::Date& date) {
  return date.year() == 0 ? "" : FormatDay(DayOf(date));
}

// "638 of 1294, 49.3 %": one decimal, half up, where there is a percentage.
std::string Share(int64_t part, int64_t whole) {
  const std::string counts = absl::StrCat(part, " of ", whole);
  if (whole <= 0 || part < 0) return counts;
  const int64_t tenths = (2000 * part + whole) / (2 * whole);
  return absl::StrCat(counts, ", ", tenths / 10, ".", tenths % 10, " %");
}

// One line about a subject.
struct Component {
  std::string what;
  std::optional<int64_t> persons;  // Left out without any.
  std::string minors = "";
  std::string day = "";
  std::string note = "";
  std::string source = "";
};

// A count that may be absent.
std::optional<int64_t> If(bool has, int64_t persons) {
  return has ? std::optional(persons) : std::nullopt;
}

// The lines of one subject.
class Components {
 public:
  Components(TextTable& table, std::string subject)
      : table_(table), subject_(std::move(subject)) {}
  void Add(const Component& one) {
    if (!one.persons.has_value()) return;
    table_.rows.push_back({subject_, NameOf(subject_), one.what,
                           absl::StrCat(*one.persons), one.minors, one.day,
                           one.note, one.source});
  }

 private:
  TextTable& table_;
  std::string subject_;
};

void AddStatement(const h::Statement& one, Components& rows) {
  const std::string said = std::string(absl::StripAsciiWhitespace(
      absl::StrCat(one.publisher(), " ", one.printed_percent())));
  rows.Add({.what = absl::StrCat("published ", SpokenWord(one.metric())),
            .persons = one.person_count(),
            .day = ShownDate(one.statement_date()),
            .note = absl::StrCat(
                said, one.superseded() ? " (superseded)" : "",
                one.has_computed_person_count()
                    ? absl::StrCat(" (computed ", one.computed_person_count(),
                                   ", difference ",
                                   one.difference_person_count(), ")")
                    : ""),
            .source = one.source()});
}

void AddScenario(const h::Scenario& one, Components& rows) {
  rows.Add({.what = absl::StrCat("expected, ", SpokenWord(one.kind())),
            .persons = If(one.has_expected_person_count(),
                          one.expected_person_count()),
            .note = one.explanation()});
}

void AddWaiting(const h::Balance& one, Components& rows) {
  if (!one.has_waiting()) return;
  rows.Add({.what = "coupled and waiting",
            .persons = one.waiting().person_count(),
            .day = ShownDate(one.waiting().count_date()),
            .source = one.waiting().source()});
}

void AddTargetAndOpening(const h::Balance& one, Components& rows) {
  for (const h::TargetStep& step : one.target_steps()) {
    std::string note =
        step.origin().empty() ? step.legal_basis() : step.origin();
    if (step.has_change_person_count()) {
      absl::StrAppend(&note, " ", step.change_person_count());
    }
    rows.Add({.what = absl::StrCat("target ", step.basis()),
              .persons = step.person_count(),
              .day = ShownDate(step.start_date()),
              .note = note,
              .source = step.source()});
  }
  rows.Add({.what = "opening computed",
            .persons = If(one.has_computed_opening_person_count(),
                          one.computed_opening_person_count())});
  rows.Add({.what = "opening stated",
            .persons = If(one.has_stated_opening_person_count(),
                          one.stated_opening_person_count()),
            .note = one.starts_chain() ? "opens the books anew" : "",
            .source = one.opening_source()});
  rows.Add({.what = "opening",
            .persons =
                If(one.has_opening_person_count(), one.opening_person_count()),
            .note = SpokenWord(one.opening_basis())});
  rows.Add({.what = "net target",
            .persons = If(one.has_net_target_person_count(),
                          one.net_target_person_count()),
            .note = "target - opening"});
}

void AddRealised(const h::Balance& one, Components& rows) {
  for (const auto& kind : one.kinds()) {
    rows.Add({.what = absl::StrCat("placed ", kind.kind()),
              .persons = kind.person_count(),
              .minors = absl::StrCat(kind.amv_count()),
              .note = kind.counts() ? "" : "does not count"});
  }
  for (const h::Move& move : one.moves()) {
    const bool in = move.receiver() == one.municipality();
    rows.Add({.what = in ? "moved in" : "moved out",
              .persons = in ? move.person_count() : -move.person_count(),
              .minors = Shown(move.has_amv_count(), move.amv_count()),
              .day = ShownDate(move.move_date()),
              .note = move.name(),
              .source = move.source()});
  }
  const bool known = one.has_realised_person_count();
  rows.Add({.what = "realised",
            .persons = If(known, one.realised_person_count()),
            .minors = Shown(known, one.realised_amv_count()),
            .note = known
                        ? absl::StrCat("in ", one.elapsed_day_count(), " days")
                        : "unknown: nothing registered, no nil return"});
}

void AddComponents(const h::Balance& one, TextTable& table) {
  Components rows(table, one.municipality());
  AddTargetAndOpening(one, rows);
  AddWaiting(one, rows);
  AddRealised(one, rows);
  rows.Add({.what = "balance",
            .persons =
                If(one.has_balance_person_count(), one.balance_person_count()),
            .note = "realised - net target"});
  rows.Add(
      {.what = "needed",
       .persons = If(one.has_needed_person_count(), one.needed_person_count()),
       .note = absl::StrCat("in ", one.remaining_day_count(), " days")});
  for (const h::Scenario& scenario : one.scenarios()) {
    AddScenario(scenario, rows);
  }
  for (const h::Statement& said : one.statements()) AddStatement(said, rows);
}

// What the published figures alone come to.
void AddImplied(const h::Implication& implied, Components& rows) {
  rows.Add({.what = "implied net target",
            .persons = If(implied.has_net_target_person_count(),
                          implied.net_target_person_count()),
            .note = "from what is published alone"});
  for (const auto& outcome : implied.outcomes()) {
    rows.Add({.what = "implied balance",
              .persons = outcome.balance_person_count(),
              .day = ShownDate(outcome.outcome_date()),
              .note = Share(outcome.realised_person_count(),
                            outcome.net_target_person_count())});
  }
  rows.Add({.what = "implied opening",
            .persons = If(implied.has_carried_person_count(),
                          implied.carried_person_count()),
            .note = "from what is published about the half-year before"});
}

void AddArea(const h::AreaBalance& area, TextTable& table) {
  Components rows(table, area.subject());
  const int known = area.municipality_count() - area.missing_target_count();
  const std::string members =
      absl::StrCat(known, " of ", area.municipality_count(), " municipalities");
  const auto add = [&](const std::string& what, int64_t persons,
                       const std::string& note) {
    rows.Add({.what = what, .persons = If(known > 0, persons), .note = note});
  };
  add("target", area.target_person_count(), members);
  add("net target", area.net_target_person_count(), members);
  rows.Add({.what = "realised",
            .persons = area.realised_person_count(),
            .minors = absl::StrCat(area.realised_amv_count()),
            .note = area.missing_target_count() == 0 &&
                            area.unknown_realised_count() == 0
                        ? Share(area.realised_person_count(),
                                area.net_target_person_count())
                        : absl::StrCat(area.municipality_count() -
                                           area.unknown_realised_count(),
                                       " of ", area.municipality_count(),
                                       " municipalities")});
  add("balance", area.balance_person_count(), members);
  add("needed", area.needed_person_count(),
      absl::StrCat("in ", area.remaining_day_count(),
                   " days, by those behind"));
  add("expected backlogs", area.expected_backlog_person_count(),
      "leads elsewhere do not count");
  for (const h::Scenario& scenario : area.scenarios()) {
    AddScenario(scenario, rows);
  }
  for (const h::Statement& one : area.statements()) AddStatement(one, rows);
  AddImplied(area.implication(), rows);
}

void AddRow(const h::Balance& one, TextTable& table) {
  table.rows.push_back(
      {one.municipality(), NameOf(one.municipality()),
       Shown(one.has_target_person_count(), one.target_person_count()),
       Shown(one.has_opening_person_count(), one.opening_person_count()),
       Shown(one.has_net_target_person_count(), one.net_target_person_count()),
       Shown(one.has_realised_person_count(), one.realised_person_count()),
       Shown(one.has_planned_person_count(), one.planned_person_count()),
       Shown(one.has_expected_person_count(), one.expected_person_count()),
       Shown(one.has_needed_person_count(), one.needed_person_count()),
       absl::StrCat(one.remaining_day_count())});
}

void AddLedger(const h::Ledger& ledger, TextTable& table) {
  const std::string& town = ledger.municipality();
  const std::string name = NameOf(town);
  for (const h::Balance& one : ledger.balances()) {
    table.rows.push_back(
        {town, name, one.half_year(),
         Shown(one.has_opening_person_count(), one.opening_person_count()),
         SpokenWord(one.opening_basis()),
         Shown(one.has_opening_difference_person_count(),
               one.opening_difference_person_count()),
         Shown(one.has_target_person_count(), one.target_person_count()),
         Shown(one.has_realised_person_count(), one.realised_person_count()),
         Shown(one.has_balance_person_count(), one.balance_person_count())});
  }
  if (!ledger.has_reconciliation()) return;
  const auto& line = ledger.reconciliation();
  table.rows.push_back({town, name, "reconciled",
                        absl::StrCat(line.opening_person_count()),
                        absl::StrCat("jumps ", line.jump_person_count(),
                                     ", residue ", line.residue_person_count()),
                        "", absl::StrCat(line.target_person_count()),
                        absl::StrCat(line.realised_person_count()),
                        absl::StrCat(line.balance_person_count())});
}

std::string Realised(const h::Balance& balance) {
  return balance.has_realised_person_count()
             ? absl::StrCat(balance.realised_person_count())
             : "unknown";
}

void AddClosing(const h::Closing& closing, bool why, TextTable& table) {
  const std::string& town = closing.municipality();
  const std::string name = NameOf(town);
  const auto add = [&](const std::string& what, bool has, int64_t persons,
                       const std::string& about, const std::string& source) {
    table.rows.push_back(
        {town, name, what, Shown(has, persons), about, source});
  };
  const h::Balance& then = closing.at_closing();
  const h::Balance& now = closing.now();
  add("at closing", then.has_balance_person_count(),
      then.balance_person_count(), absl::StrCat("realised ", Realised(then)),
      "");
  for (const auto& cause : closing.causes()) {
    add(SpokenWord(cause.kind()), true, cause.person_count(), "", "");
    for (const auto& part : cause.parts()) {
      if (!why) break;
      add("  part", true, part.person_count(),
          absl::StrJoin(
              {part.name(), part.explanation()},
              part.name().empty() || part.explanation().empty() ? "" : ": "),
          part.source());
    }
  }
  add("now", now.has_balance_person_count(), now.balance_person_count(),
      absl::StrCat("realised ", Realised(now)), "");
}

absl::Status ListBalances(const Context& context) {
  Defaults defaults(context);
  h::ListBalancesRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_half_year(defaults.HalfYear());
  request.set_quotas_revision(context.Revision("quotas-revision"));
  request.set_revision(context.Revision("revision"));
  const bool why = context.arguments.Has("why");
  const bool areas = context.arguments.Has("areas");
  TextTable table{
      .header =
          why || areas
              ? std::vector<std::string>{"subject", "display_name", "what",
                                         "persons", "amv", "date", "note",
                                         "source"}
              : std::vector<std::string>{"municipality", "display_name",
                                         "target", "opening", "net_target",
                                         "realised", "planned", "expected",
                                         "needed", "days_left"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(*context.services.housing, &HousingStub::ListBalances,
                         request, [&](const h::ListBalancesResponse& page) {
                           for (const h::AreaBalance& area : page.areas()) {
                             if (areas) AddArea(area, table);
                           }
                           for (const h::Balance& one : page.balances()) {
                             if (why) {
                               AddComponents(one, table);
                             } else if (!areas) {
                               AddRow(one, table);
                             }
                           }
                         }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListLedgers(const Context& context) {
  Defaults defaults(context);
  h::ListLedgersRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  const std::string last =
      context.arguments.Flag("to", HalfYearOf(defaults.day()));
  request.set_first_half_year(
      defaults.HalfYear("from", HalfYearBefore(last), "vanaf"));
  request.set_last_half_year(defaults.HalfYear("to", last, "tot en met"));
  request.set_quotas_revision(context.Revision("quotas-revision"));
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"municipality", "display_name", "half_year", "opening",
                 "basis", "stated_difference", "target", "realised", "balance"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(*context.services.housing, &HousingStub::ListLedgers,
                         request, [&](const h::ListLedgersResponse& page) {
                           for (const h::Ledger& one : page.ledgers()) {
                             AddLedger(one, table);
                           }
                         }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListClosings(const Context& context) {
  Defaults defaults(context);
  h::ListClosingsRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_half_year(defaults.HalfYear(
      "half-year", HalfYearBefore(HalfYearOf(defaults.day()))));
  request.set_closing_revision(context.Revision("closing-revision"));
  request.set_closing_quotas_revision(
      context.Revision("closing-quotas-revision"));
  request.set_quotas_revision(context.Revision("quotas-revision"));
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"municipality", "display_name", "what", "persons",
                             "about", "source"},
                  .rows = {}};
  RETURN_IF_ERROR(AskAll(*context.services.housing, &HousingStub::ListClosings,
                         request, [&](const h::ListClosingsResponse& page) {
                           for (const h::Closing& one : page.closings()) {
                             AddClosing(one, context.arguments.Has("why"),
                                        table);
                           }
                         }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListSupervision(const Context& context) {
  Defaults defaults(context);
  h::ListSupervisionRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_quotas_revision(context.Revision("quotas-revision"));
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"municipality", "display_name", "level", "last_step",
                 "step_date", "letter", "agreement", "reasons"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.housing, &HousingStub::ListSupervision, request,
      [&](const h::ListSupervisionResponse& page) {
        for (const h::Supervision& one : page.supervisions()) {
          const h::SupervisionStep step = one.steps().empty()
                                              ? h::SupervisionStep()
                                              : *one.steps().rbegin();
          table.rows.push_back({one.municipality(), NameOf(one.municipality()),
                                one.derived_level().display_name(),
                                step.level(), ShownDate(step.step_date()),
                                step.letter(), SpokenWord(one.agreement()),
                                absl::StrJoin(one.reasons(), " ")});
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListPlans(const Context& context) {
  h::ListHousingPlansRequest request;
  request.set_parent(context.Operand(1));
  request.set_revision(context.Revision("revision"));
  const bool totals = context.arguments.Has("totals");
  const auto source = [](h::HousingPlan::HomeSource home_source) {
    return SpokenWord(home_source);
  };
  TextTable table{
      .header = totals
                    ? std::vector<std::string>{"half_year", "home_source",
                                               "plans", "homes", "persons",
                                               "derived", "percentages"}
                    : std::vector<std::string>{"name", "home_source", "until",
                                               "certainty", "homes", "persons",
                                               "derived", "percent", "source"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.housing, &HousingStub::ListHousingPlans, request,
      [&](const h::ListHousingPlansResponse& page) {
        for (const h::PlanSum& sum : page.sums()) {
          if (!totals) break;
          table.rows.push_back({sum.half_year(), source(sum.home_source()),
                                absl::StrCat(sum.plan_count()),
                                absl::StrCat(sum.home_count()),
                                absl::StrCat(sum.person_count()),
                                absl::StrCat(sum.derived_person_count()),
                                absl::StrCat(sum.percent_plan_count())});
        }
        for (const h::HousingPlan& plan : page.plans()) {
          if (totals) break;
          table.rows.push_back(
              {plan.name(), source(plan.home_source()),
               ShownDate(plan.end_date()),
               plan.withdrawn() ? "withdrawn" : SpokenWord(plan.certainty()),
               Shown(plan.has_home_count(), plan.home_count()),
               Shown(plan.has_person_count(), plan.person_count()),
               Shown(plan.has_derived_person_count(),
                     plan.derived_person_count()),
               Shown(plan.has_vacated_percent(), plan.vacated_percent()),
               plan.source()});
        }
      }));
  context.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> HousingCommands() {
  return {
      {"balances",
       "Noemt voorsprong en achterstand in de huisvesting.",
       {kArea},
       {{"why", ValueKind::kSwitch,
         "alles waaruit een saldo bestaat, met bron"},
        {"areas", ValueKind::kSwitch,
         "de sommen van gebieden naast wat is gepubliceerd"},
        kHalfYear,
        kAsOf,
        kQuotasRevision,
        kRevision},
       "opvang balances provinces/pv23 --as-of 2024-09-15 --areas",
       ListBalances},
      {"ledger",
       "Noemt de halfjaren op een rij, sluitend van begin tot eind.",
       {kArea},
       {{"from", ValueKind::kHalfYear,
         "het eerste halfjaar; anders het halfjaar voor dat van --to"},
        {"to", ValueKind::kHalfYear,
         "het laatste halfjaar; anders dat van de dag van --as-of"},
        kAsOf,
        kQuotasRevision,
        kRevision},
       "opvang ledger provinces/pv23 --from 2023-h1 --to 2025-h2",
       ListLedgers},
      {"closing",
       "Noemt wat een afgesloten halfjaar toen was, nu is, waarom.",
       {kArea},
       {{"why", ValueKind::kSwitch,
         "elke registratie, correctie en verplaatsing"},
        {"half-year", ValueKind::kHalfYear,
         "het halfjaar, als 2024-h2; anders het laatste dat op de dag van "
         "--as-of voorbij is"},
        kAsOf,
        {"closing-revision", ValueKind::kRevision,
         "de stand van toen (0: bij het sluiten)"},
        {"closing-quotas-revision", ValueKind::kRevision,
         "de stand van quotas van toen (0: bij het sluiten)"},
        kQuotasRevision,
        kRevision},
       "opvang closing provinces/pv23 --half-year 2024-h2 --as-of 2025-03-01",
       ListClosings},
      {"supervision",
       "Noemt de trede van toezicht per gemeente, met redenen.",
       {kArea},
       {kAsOf, kQuotasRevision, kRevision},
       "opvang supervision provinces/pv23 --as-of 2025-02-01",
       ListSupervision},
      {"plans",
       "Noemt de plannen voor huisvesting, elk in zijn eenheid.",
       {kArea},
       {{"totals", ValueKind::kSwitch,
         "de sommen per halfjaar, herkomst en eenheid"},
        kRevision},
       "opvang plans provinces/pv23 --totals",
       ListPlans},
  };
}

}  // namespace opvang::cli
