// Every read against a naive computation from plain SQL: all rows up to the
// revision, read again for it, and the contract's words taken one by one.
// Targets are what quotas answers, whose own test holds them against its rows.
#include "tests/support/sql_oracle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "tests/housing/random_housing.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace naive {
namespace {

using Day = absl::CivilDay;
using HalfYearName = std::string;

constexpr int kChain = 40;

Day FirstOf(const HalfYearName& half_year) {
  return DaysOfHalfYear(half_year)->start;
}
Day LastOf(const HalfYearName& half_year) {
  return *DaysOfHalfYear(half_year)->end - 1;
}
HalfYearName HalfYearOn(Day day) {
  return absl::StrCat(day.year(), day.month() <= 6 ? "-h1" : "-h2");
}
HalfYearName Before(const HalfYearName& half_year) {
  return HalfYearOn(FirstOf(half_year) - 1);
}
HalfYearName After(const HalfYearName& half_year) {
  return HalfYearOn(LastOf(half_year) + 1);
}
HalfYearName StartOfChain(HalfYearName half_year) {
  for (int i = 1; i < kChain; ++i) half_year = Before(half_year);
  return half_year;
}

// Everything that SQL keeps, as known at a revision.
struct Rows {
  int64_t revision;
  std::vector<pb::Placement> placements;  // By name.
  // The same, by the municipality and half-year they lie in.
  std::map<std::pair<std::string, HalfYearName>, std::vector<pb::Placement>>
      placed;
  std::vector<pb::Move> moves;  // By name.
  std::map<std::string, pb::PlacementKind> kinds;
  std::vector<pb::PublishedFigure> figures;  // As they stand.
  std::vector<pb::HousingPlan> plans;        // As they stand, by name.
  std::vector<pb::LadderLevel> levels;
  std::vector<pb::SupervisionStep> steps;  // As they stand.
  // As they stand, by municipality and half-year.
  std::map<std::pair<std::string, HalfYearName>, pb::OpeningBalance> openings;
  // Those that hold, by municipality and day.
  std::map<std::pair<std::string, Day>, pb::NilReturn> nil_returns;
  // The last word on each day, by municipality and day.
  std::map<std::pair<std::string, Day>, pb::WaitingCount> waiting;
};

template <typename Message>
void ByName(std::vector<Message>& all) {
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
}

std::string MunicipalityIn(const std::string& name) {
  return name.substr(0, name.find('/', sizeof("municipalities/")));
}

Rows RowsBySql(Database& db, int64_t revision) {
  const auto read = [&](const std::string& table) {
    return RowsKnownAt(db, revision, table);
  };
  Rows rows{.revision = revision,
            .placements = {},
            .placed = {},
            .moves = MessagesOf<pb::Move>(read("moves")),
            .kinds = {},
            .figures = {},
            .plans = {},
            .levels = {},
            .steps = {},
            .openings = {},
            .nil_returns = {},
            .waiting = {}};
  for (const pb::WaitingCount& one :
       MessagesOf<pb::WaitingCount>(read("waiting_counts"))) {
    auto& held = rows.waiting[{one.municipality(), DayOf(one.count_date())}];
    if (held.revision() <= one.revision()) held = one;
  }
  for (const pb::NilReturn& one :
       MessagesOf<pb::NilReturn>(read("nil_returns"))) {
    auto& held =
        rows.nil_returns[{one.municipality(), DayOf(one.return_date())}];
    if (held.revision() <= one.revision()) held = one;
  }
  std::erase_if(rows.nil_returns,
                [](const auto& one) { return one.second.retracted(); });
  for (const SqlRow& row : read("placements")) {
    pb::Placement& one = rows.placements.emplace_back();
    FillFrom(row, one);
    one.set_kind(row.Text("kind_code"));
  }
  ByName(rows.placements);
  for (const pb::Placement& one : rows.placements) {
    rows.placed[{MunicipalityIn(one.name()),
                 HalfYearOn(DayOf(one.placement_date()))}]
        .push_back(one);
  }
  ByName(rows.moves);
  rows.kinds = Latest(MessagesOf<pb::PlacementKind>(read("placement_kinds")),
                      [](const pb::PlacementKind& one) { return one.code(); });
  for (const auto& [key, one] : Latest(
           MessagesOf<pb::PublishedFigure>(read("published_figures")),
           [](const pb::PublishedFigure& each) {
             return std::tuple(each.subject(), each.half_year(), each.metric(),
                               each.publisher(), DayOf(each.figure_date()));
           })) {
    if (one.has_person_count()) rows.figures.push_back(one);
  }
  for (const auto& [name, one] :
       Latest(MessagesOf<pb::HousingPlan>(read("plans")),
              [](const pb::HousingPlan& each) { return each.name(); })) {
    rows.plans.push_back(one);
  }
  for (const SqlRow& row : read("ladder_levels")) {
    pb::LadderLevel& one = rows.levels.emplace_back();
    FillFrom(row, one);
    one.set_rank(static_cast<int32_t>(row.Int("level_rank")));
  }
  for (const auto& [key, one] :
       Latest(MessagesOf<pb::SupervisionStep>(read("supervision_steps")),
              [](const pb::SupervisionStep& each) {
                return std::pair(DayOf(each.step_date()), each.municipality());
              })) {
    if (!one.retracted()) rows.steps.push_back(one);
  }
  std::map<std::pair<std::string, HalfYearName>, int64_t> said;
  for (const SqlRow& row : read("opening_balances")) {
    const std::pair key(row.Text("municipality"), row.Text("half_year"));
    if (said[key] > row.Int("revision")) continue;
    said[key] = row.Int("revision");
    rows.openings[key].Clear();
    FillFrom(row, rows.openings[key]);
  }
  return rows;
}

// --- What counts ------------------------------------------------------------

bool Counts(const Rows& rows, const std::string& kind) {
  const auto found = rows.kinds.find(kind);
  return found != rows.kinds.end() && found->second.counts();
}

// Days from the first of the half-year up to and including `until`.
bool IsSeen(const google::type::Date& date, const HalfYearName& half_year,
            Day until) {
  const Day day = DayOf(date);
  return day >= FirstOf(half_year) && day <= LastOf(half_year) && day <= until;
}

std::vector<pb::Placement> PlacementsIn(const Rows& rows,
                                        const std::string& municipality,
                                        const HalfYearName& half_year,
                                        Day until) {
  std::vector<pb::Placement> seen;
  const auto placed = rows.placed.find({municipality, half_year});
  if (placed == rows.placed.end()) return seen;
  for (const pb::Placement& one : placed->second) {
    if (DayOf(one.placement_date()) <= until) seen.push_back(one);
  }
  return seen;
}

std::vector<pb::Move> MovesIn(const Rows& rows, const std::string& municipality,
                              const HalfYearName& half_year, Day until) {
  std::vector<pb::Move> seen;
  for (const pb::Move& one : rows.moves) {
    if ((one.giver() == municipality || one.receiver() == municipality) &&
        IsSeen(one.move_date(), half_year, until)) {
      seen.push_back(one);
    }
  }
  return seen;
}

std::optional<int> RealisedIn(const Rows& rows, const std::string& municipality,
                              const HalfYearName& half_year, Day until) {
  std::optional<int> realised;
  for (const auto& one : PlacementsIn(rows, municipality, half_year, until)) {
    realised = realised.value_or(0) +
               (Counts(rows, one.kind()) ? one.person_count() : 0);
  }
  for (const auto& one : MovesIn(rows, municipality, half_year, until)) {
    realised = realised.value_or(0) + (one.receiver() == municipality
                                           ? one.person_count()
                                           : -one.person_count());
  }
  return realised;
}

// --- Plans ------------------------------------------------------------------

std::optional<int> Derived(const pb::HousingPlan& plan) {
  if (plan.has_person_count() || !plan.has_home_count() ||
      !plan.has_average_household_hundredths()) {
    return std::nullopt;
  }
  return plan.home_count() * plan.average_household_hundredths() / 100;
}

// Persons by certainty, of the plans that are still to deliver.
std::map<pb::HousingPlan::Certainty, int> PlannedIn(
    const Rows& rows, const std::string& municipality,
    const HalfYearName& half_year, Day as_of) {
  std::map<pb::HousingPlan::Certainty, int> planned;
  for (const pb::HousingPlan& plan : rows.plans) {
    const Day last = DayOf(plan.end_date()) - 1;
    if (!absl::StartsWith(plan.name(), municipality + "/") ||
        plan.withdrawn() || last <= as_of || HalfYearOn(last) != half_year) {
      continue;
    }
    const auto certainty =
        plan.certainty() == pb::HousingPlan::CERTAINTY_UNSPECIFIED
            ? pb::HousingPlan::CERTAINTY_LIKELY
            : plan.certainty();
    planned[certainty] += plan.has_person_count() ? plan.person_count()
                                                  : Derived(plan).value_or(0);
  }
  return planned;
}

void AddScenarios(int realised,
                  std::map<pb::HousingPlan::Certainty, int> planned,
                  std::optional<int> net,
                  google::protobuf::RepeatedPtrField<pb::Scenario>& scenarios) {
  const int low = planned[pb::HousingPlan::CERTAINTY_CERTAIN];
  const int middle = low + planned[pb::HousingPlan::CERTAINTY_LIKELY];
  const int high = middle + planned[pb::HousingPlan::CERTAINTY_POSSIBLE];
  for (const auto& [kind, persons] :
       {std::pair(pb::Scenario::KIND_LOW, low),
        std::pair(pb::Scenario::KIND_PLANNED, middle),
        std::pair(pb::Scenario::KIND_HIGH, high)}) {
    pb::Scenario& scenario = *scenarios.Add();
    scenario.set_kind(kind);
    scenario.set_plan_person_count(persons);
    if (net.has_value()) {
      scenario.set_expected_person_count(realised + persons - *net);
    }
  }
}

// --- Balances ---------------------------------------------------------------

// What quotas says about targets, on a day.
struct Targets {
  std::map<std::pair<std::string, HalfYearName>, q::Obligation> own, stated;
  std::vector<q::NationalTarget> national;
  std::vector<q::PublishedBalance> balances;
};

// Everything that a balance is computed from.
struct Known {
  const Rows& rows;
  const Targets& targets;
  Day as_of;
  HalfYearName start;  // Of the chain.
};

void AddTarget(const q::Obligation& obligation, pb::Balance& balance) {
  balance.set_target_person_count(obligation.quota_count());
  for (const auto& from : obligation.steps()) {
    pb::TargetStep& step = *balance.add_target_steps();
    step.set_basis(absl::AsciiStrToLower(
        q::QuotaEntry::Basis_Name(from.basis()).substr(6)));
    step.set_person_count(from.quota_count());
    if (from.has_change_count()) {
      step.set_change_person_count(from.change_count());
    }
    *step.mutable_start_date() = from.start_date();
    step.set_legal_basis(from.legal_basis());
    step.set_origin(from.origin());
    step.set_source(from.source());
  }
}

// Without statements and sources.
pb::Balance BalanceOf(const Known& known, const std::string& municipality,
                      const HalfYearName& half_year) {
  const Rows& rows = known.rows;
  pb::Balance balance;
  balance.set_municipality(municipality);
  balance.set_half_year(half_year);
  const auto target = known.targets.own.find({municipality, half_year});
  if (target != known.targets.own.end() && target->second.has_quota_count()) {
    AddTarget(target->second, balance);
  }
  // What the half-year before comes to on the same day; without a target of its
  // own it comes to nothing.
  std::optional<int> computed;
  if (half_year > known.start &&
      known.targets.own.count({municipality, Before(half_year)}) > 0) {
    const auto before = BalanceOf(known, municipality, Before(half_year));
    if (before.has_balance_person_count()) {
      computed = before.balance_person_count();
      balance.set_computed_opening_person_count(*computed);
    }
  }
  balance.set_opening_basis(computed.has_value()
                                ? pb::Balance::OPENING_BASIS_COMPUTED
                                : pb::Balance::OPENING_BASIS_NONE);
  if (computed.has_value()) balance.set_opening_person_count(*computed);
  const auto opening = rows.openings.find({municipality, half_year});
  if (opening != rows.openings.end()) {
    const pb::OpeningBalance& stated = opening->second;
    balance.set_stated_opening_person_count(stated.person_count());
    balance.set_opening_source(stated.source());
    balance.set_starts_chain(stated.starts_chain());
    if (computed.has_value()) {
      balance.set_opening_difference_person_count(stated.person_count() -
                                                  *computed);
    }
    if (!computed.has_value() || stated.starts_chain()) {
      balance.set_opening_basis(pb::Balance::OPENING_BASIS_STATED);
      balance.set_opening_person_count(stated.person_count());
    }
  }
  std::map<std::string, pb::Balance::KindCount> kinds;
  for (const auto& one :
       PlacementsIn(rows, municipality, half_year, known.as_of)) {
    pb::Balance::KindCount& kind = kinds[one.kind()];
    kind.set_kind(one.kind());
    kind.set_display_name(rows.kinds.at(one.kind()).display_name());
    kind.set_counts(Counts(rows, one.kind()));
    kind.set_person_count(kind.person_count() + one.person_count());
    kind.set_amv_count(kind.amv_count() + one.amv_count());
    if (!kind.counts()) {
      balance.set_uncounted_person_count(balance.uncounted_person_count() +
                                         one.person_count());
      continue;
    }
    balance.set_realised_amv_count(balance.realised_amv_count() +
                                   one.amv_count());
  }
  for (const auto& [code, kind] : kinds) *balance.add_kinds() = kind;
  for (const auto& one : MovesIn(rows, municipality, half_year, known.as_of)) {
    *balance.add_moves() = one;
    const bool in = one.receiver() == municipality;
    balance.set_realised_amv_count(balance.realised_amv_count() +
                                   (in ? one.amv_count() : -one.amv_count()));
    if (in) {
      balance.set_moved_in_person_count(balance.moved_in_person_count() +
                                        one.person_count());
    } else {
      balance.set_moved_out_person_count(balance.moved_out_person_count() +
                                         one.person_count());
    }
  }
  for (const auto& [key, waiting] : rows.waiting) {
    if (key.first == municipality && key.second <= known.as_of &&
        waiting.has_person_count()) {
      *balance.mutable_waiting() = waiting;
    }
  }
  auto realised_by = RealisedIn(rows, municipality, half_year, known.as_of);
  for (const auto& [key, nil] : rows.nil_returns) {
    const Day day = key.second;
    if (key.first != municipality || HalfYearOn(day) != half_year ||
        day < std::min(known.as_of, LastOf(half_year))) {
      continue;
    }
    *balance.mutable_nil_return() = nil;
    if (!realised_by.has_value()) realised_by = 0;
  }
  // Before it begins nobody can have been housed.
  if (!realised_by.has_value() && known.as_of < FirstOf(half_year)) {
    realised_by = 0;
  }
  if (realised_by.has_value()) {
    balance.set_realised_person_count(*realised_by);
  }
  auto planned = PlannedIn(rows, municipality, half_year, known.as_of);
  bool any_plan = false;
  for (const pb::HousingPlan& plan : rows.plans) {
    any_plan =
        any_plan || (absl::StartsWith(plan.name(), municipality + "/") &&
                     HalfYearOn(DayOf(plan.end_date()) - 1) == half_year);
  }
  if (any_plan) {
    balance.set_planned_person_count(
        planned[pb::HousingPlan::CERTAINTY_CERTAIN] +
        planned[pb::HousingPlan::CERTAINTY_LIKELY]);
  }
  std::optional<int> net;
  if (balance.has_target_person_count()) {
    net = balance.target_person_count() - balance.opening_person_count();
    balance.set_net_target_person_count(*net);
    if (realised_by.has_value()) {
      const int realised = *realised_by;
      balance.set_balance_person_count(realised - *net);
      balance.set_expected_person_count(realised - *net +
                                        balance.planned_person_count());
      balance.set_needed_person_count(*net > realised ? *net - realised : 0);
    }
  }
  const Day last = LastOf(half_year);
  for (Day day = FirstOf(half_year); day <= last; ++day) {
    if (day <= known.as_of) {
      balance.set_elapsed_day_count(balance.elapsed_day_count() + 1);
    } else {
      balance.set_remaining_day_count(balance.remaining_day_count() + 1);
    }
  }
  balance.set_over(known.as_of > LastOf(half_year));
  if (!balance.over() && realised_by.has_value()) {
    AddScenarios(balance.realised_person_count(), planned, net,
                 *balance.mutable_scenarios());
  }
  return balance;
}

// --- What is published ------------------------------------------------------

pb::Statement StatementOf(pb::Metric metric, const std::string& publisher,
                          const google::type::Date& date, int persons,
                          const std::string& source) {
  pb::Statement statement;
  statement.set_metric(metric);
  statement.set_publisher(publisher);
  *statement.mutable_statement_date() = date;
  statement.set_person_count(persons);
  statement.set_source(source);
  return statement;
}

// By metric, day and publisher; not yet beside ours.
std::vector<pb::Statement> PublishedAbout(const Known& known,
                                          const std::string& subject,
                                          const HalfYearName& half_year) {
  std::vector<pb::Statement> statements;
  for (const auto& figure : known.rows.figures) {
    if (figure.subject() != subject || figure.half_year() != half_year) {
      continue;
    }
    statements.push_back(StatementOf(figure.metric(), figure.publisher(),
                                     figure.figure_date(),
                                     figure.person_count(), figure.source()));
    statements.back().set_printed_percent(figure.printed_percent());
  }
  for (const auto& balance : known.targets.balances) {
    if (balance.subject() != subject || balance.half_year() != half_year) {
      continue;
    }
    statements.push_back(StatementOf(pb::METRIC_OPENING, balance.publisher(),
                                     balance.publish_date(),
                                     balance.person_count(), balance.source()));
  }
  const auto stated = known.targets.stated.find({subject, half_year});
  if (stated != known.targets.stated.end()) {
    const auto add = [&](const q::Obligation::Step& step, bool holds) {
      statements.push_back(StatementOf(pb::METRIC_TARGET, "", step.start_date(),
                                       step.quota_count(), step.source()));
      statements.back().set_superseded(!holds);
    };
    const q::Obligation& total = stated->second;
    for (const auto& step : total.superseded_steps()) add(step, false);
    for (int i = 0; i < total.steps_size(); ++i) {
      add(total.steps(i), i + 1 == total.steps_size());
    }
  }
  if (subject == "countries/nl") {
    // Of each day the last word, and of these the last one holds.
    std::map<Day, q::NationalTarget> words;
    for (const auto& target : known.targets.national) {
      if (target.half_year() == half_year &&
          DayOf(target.publish_date()) <= known.as_of) {
        words[DayOf(target.publish_date())] = target;
      }
    }
    for (const auto& [day, target] : words) {
      statements.push_back(StatementOf(pb::METRIC_TARGET, "",
                                       target.publish_date(),
                                       target.person_count(), target.source()));
      statements.back().set_superseded(day != words.rbegin()->first);
    }
  }
  const auto key = [](const pb::Statement& one) {
    return std::tuple(one.metric(), DayOf(one.statement_date()),
                      one.publisher());
  };
  std::stable_sort(
      statements.begin(), statements.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return statements;
}

// The same figure as ours, of municipalities together.
std::optional<int> Ours(const Known& known,
                        const std::vector<pb::Balance>& balances,
                        const pb::Statement& statement) {
  int target = 0, opening = 0, net = 0;
  bool all_targets = true, all_openings = true;
  std::optional<int> realised;
  for (const pb::Balance& one : balances) {
    all_targets = all_targets && one.has_target_person_count();
    all_openings = all_openings && one.has_opening_person_count();
    target += one.target_person_count();
    opening += one.opening_person_count();
    net += one.net_target_person_count();
    const auto part =
        RealisedIn(known.rows, one.municipality(), one.half_year(),
                   DayOf(statement.statement_date()));
    if (part.has_value()) realised = realised.value_or(0) + *part;
  }
  switch (statement.metric()) {
    case pb::METRIC_TARGET:
      return all_targets ? std::optional(target) : std::nullopt;
    case pb::METRIC_OPENING:
      return all_openings ? std::optional(opening) : std::nullopt;
    case pb::METRIC_NET_TARGET:
      return all_targets ? std::optional(net) : std::nullopt;
    case pb::METRIC_REALISED:
      return realised;
    default:
      return realised.has_value() && all_targets
                 ? std::optional(*realised - net)
                 : std::nullopt;
  }
}

pb::Statement BesideOurs(const Known& known,
                         const std::vector<pb::Balance>& balances,
                         pb::Statement statement) {
  const auto ours = Ours(known, balances, statement);
  if (ours.has_value()) {
    statement.set_computed_person_count(*ours);
    statement.set_difference_person_count(statement.person_count() - *ours);
  }
  return statement;
}

// The one number of a kind, where all agree.
std::optional<int> Agreed(const std::vector<pb::Statement>& statements,
                          pb::Metric metric, std::optional<Day> day = {}) {
  std::set<int> numbers;
  for (const pb::Statement& one : statements) {
    if (one.metric() == metric && !one.superseded() &&
        (!day.has_value() || DayOf(one.statement_date()) == *day)) {
      numbers.insert(one.person_count());
    }
  }
  return numbers.size() == 1 ? std::optional(*numbers.begin()) : std::nullopt;
}

pb::Implication Implied(const std::vector<pb::Statement>& statements) {
  pb::Implication implied;
  const auto target = Agreed(statements, pb::METRIC_TARGET);
  const auto opening = Agreed(statements, pb::METRIC_OPENING);
  if (target.has_value()) implied.set_target_person_count(*target);
  if (opening.has_value()) implied.set_opening_person_count(*opening);
  std::set<int> nets;
  if (target.has_value() && opening.has_value())
    nets.insert(*target - *opening);
  std::set<Day> days;
  for (const pb::Statement& one : statements) {
    if (one.metric() == pb::METRIC_NET_TARGET) nets.insert(one.person_count());
    days.insert(DayOf(one.statement_date()));
  }
  if (nets.size() != 1) return implied;
  implied.set_net_target_person_count(*nets.begin());
  for (const Day day : days) {
    const auto realised = Agreed(statements, pb::METRIC_REALISED, day);
    if (!realised.has_value()) continue;
    auto& outcome = *implied.add_outcomes();
    *outcome.mutable_outcome_date() = ToProto(day);
    outcome.set_realised_person_count(*realised);
    outcome.set_net_target_person_count(*nets.begin());
    outcome.set_balance_person_count(*realised - *nets.begin());
  }
  return implied;
}

pb::AreaBalance AreaOf(const Known& known, const std::string& area,
                       const std::vector<pb::Balance>& balances,
                       const HalfYearName& half_year) {
  pb::AreaBalance sum;
  sum.set_subject(area);
  const auto add = [&](const char* field, int more) {
    const auto* to = pb::AreaBalance::descriptor()->FindFieldByName(field);
    const auto& reflection = *sum.GetReflection();
    reflection.SetInt32(&sum, to, reflection.GetInt32(sum, to) + more);
  };
  bool any_balance = false;
  for (const pb::Balance& one : balances) {
    any_balance = any_balance || one.has_balance_person_count();
  }
  int told = 0, net = 0;
  std::map<pb::HousingPlan::Certainty, int> planned;
  int realised = 0;
  for (const pb::Balance& one : balances) {
    add("municipality_count", 1);
    add("missing_target_count", one.has_target_person_count() ? 0 : 1);
    add("unknown_realised_count", one.has_realised_person_count() ? 0 : 1);
    add("target_person_count", one.target_person_count());
    add("opening_person_count", one.opening_person_count());
    add("net_target_person_count", one.net_target_person_count());
    add("realised_person_count", one.realised_person_count());
    add("realised_amv_count", one.realised_amv_count());
    add("uncounted_person_count", one.uncounted_person_count());
    add("planned_person_count", one.planned_person_count());
    add("balance_person_count", one.balance_person_count());
    add("expected_person_count", one.expected_person_count());
    add("expected_backlog_person_count",
        one.expected_person_count() < 0 ? -one.expected_person_count() : 0);
    add("needed_person_count", one.needed_person_count());
    add("moved_in_person_count", one.moved_in_person_count());
    add("moved_out_person_count", one.moved_out_person_count());
    sum.set_elapsed_day_count(one.elapsed_day_count());
    sum.set_remaining_day_count(one.remaining_day_count());
    if (any_balance ? !one.has_balance_person_count()
                    : !one.has_realised_person_count()) {
      continue;
    }
    ++told;
    net += one.net_target_person_count();
    realised += one.realised_person_count();
    for (const auto& [certainty, persons] :
         PlannedIn(known.rows, one.municipality(), half_year, known.as_of)) {
      planned[certainty] += persons;
    }
  }
  if (told > 0 && known.as_of <= LastOf(half_year)) {
    AddScenarios(realised, planned,
                 any_balance ? std::optional(net) : std::nullopt,
                 *sum.mutable_scenarios());
  }
  const auto statements = PublishedAbout(known, area, half_year);
  for (const pb::Statement& one : statements) {
    *sum.add_statements() = BesideOurs(known, balances, one);
  }
  *sum.mutable_implication() = Implied(statements);
  const auto before = Implied(PublishedAbout(known, area, Before(half_year)));
  if (!before.outcomes().empty()) {
    sum.mutable_implication()->set_carried_person_count(
        before.outcomes().rbegin()->balance_person_count());
  }
  return sum;
}

// --- Ledgers and closings ---------------------------------------------------

pb::Ledger LedgerOf(const std::vector<pb::Balance>& balances) {
  using Jump = pb::Ledger::Jump;
  pb::Ledger ledger;
  const pb::Balance* before = nullptr;
  bool gap = false;
  auto why = Jump::REASON_UNSPECIFIED;
  for (const pb::Balance& one : balances) {
    ledger.set_municipality(one.municipality());
    *ledger.add_balances() = one;
    if (!one.has_balance_person_count()) {
      gap = true;
      why = one.has_target_person_count() ? Jump::REASON_REALISED_UNKNOWN
                                          : Jump::REASON_TARGET_MISSING;
      continue;
    }
    auto& line = *ledger.mutable_reconciliation();
    if (before == nullptr) {
      line.set_first_half_year(one.half_year());
      line.set_opening_person_count(one.opening_person_count());
    } else if (gap ||
               one.opening_basis() == pb::Balance::OPENING_BASIS_STATED) {
      Jump& jump = *line.add_jumps();
      jump.set_half_year(one.half_year());
      jump.set_reason(gap ? why : Jump::REASON_BOOKS_OPENED);
      jump.set_person_count(one.opening_person_count() -
                            before->balance_person_count());
      line.set_jump_person_count(line.jump_person_count() +
                                 jump.person_count());
    }
    line.set_last_half_year(one.half_year());
    line.set_target_person_count(line.target_person_count() +
                                 one.target_person_count());
    line.set_realised_person_count(line.realised_person_count() +
                                   one.realised_person_count());
    line.set_balance_person_count(one.balance_person_count());
    before = &one;
    gap = false;
  }
  return ledger;
}

using Cause = pb::Closing::Cause;

// The parts of causes by kind; those that come to nought are none.
class Causes {
 public:
  void Add(Cause::Kind kind, int persons, const std::string& name,
           const std::string& source = "", int64_t revision = 0,
           const google::type::Date* date = nullptr) {
    if (persons == 0) return;
    Cause& cause = causes_[kind];
    cause.set_kind(kind);
    cause.set_person_count(cause.person_count() + persons);
    Cause::Part& part = *cause.add_parts();
    part.set_name(name);
    part.set_person_count(persons);
    part.set_source(source);
    part.set_revision(revision);
    if (date != nullptr) *part.mutable_part_date() = *date;
  }
  void MoveTo(pb::Closing& closing) {
    for (auto& [kind, cause] : causes_) *closing.add_causes() = cause;
  }

 private:
  std::map<Cause::Kind, Cause> causes_;
};

pb::Closing ClosingOf(const Known& then, const Known& now,
                      const std::string& municipality,
                      const HalfYearName& half_year) {
  pb::Closing closing;
  closing.set_municipality(municipality);
  closing.set_half_year(half_year);
  const pb::Balance before = BalanceOf(then, municipality, half_year);
  const pb::Balance after = BalanceOf(now, municipality, half_year);
  *closing.mutable_at_closing() = before;
  *closing.mutable_now() = after;
  closing.set_realised_difference_person_count(after.realised_person_count() -
                                               before.realised_person_count());
  Causes causes;
  std::map<std::string, int> read_otherwise;
  for (const auto& one :
       PlacementsIn(now.rows, municipality, half_year, now.as_of)) {
    if (one.revision() <= then.rows.revision) {
      read_otherwise[one.kind()] +=
          one.person_count() * ((Counts(now.rows, one.kind()) ? 1 : 0) -
                                (Counts(then.rows, one.kind()) ? 1 : 0));
    } else if (Counts(now.rows, one.kind())) {
      causes.Add(one.corrected_placement().empty()
                     ? Cause::KIND_LATE_REGISTRATION
                     : Cause::KIND_CORRECTION,
                 one.person_count(), one.name(), one.source(), one.revision(),
                 &one.placement_date());
    }
  }
  for (const auto& one :
       MovesIn(now.rows, municipality, half_year, now.as_of)) {
    if (one.revision() <= then.rows.revision) continue;
    causes.Add(Cause::KIND_MOVE,
               one.receiver() == municipality ? one.person_count()
                                              : -one.person_count(),
               one.name(), one.source(), one.revision(), &one.move_date());
  }
  for (const auto& [code, persons] : read_otherwise) {
    const auto& kind = now.rows.kinds.at(code);
    causes.Add(Cause::KIND_READ_OTHERWISE, persons, code, kind.source(),
               kind.revision());
  }
  if (before.has_balance_person_count() && after.has_balance_person_count()) {
    closing.set_difference_person_count(after.balance_person_count() -
                                        before.balance_person_count());
    const pb::TargetStep& last = *after.target_steps().rbegin();
    causes.Add(Cause::KIND_TARGET_CHANGED,
               before.target_person_count() - after.target_person_count(),
               last.origin(), last.source(), 0, &last.start_date());
    causes.Add(Cause::KIND_CARRIED_CHANGED,
               after.opening_person_count() - before.opening_person_count(),
               Before(half_year));
  }
  causes.MoveTo(closing);
  return closing;
}

// In an order of their own; what lies beyond the most that are told is summed.
void SortParts(pb::ListClosingsResponse& list) {
  for (pb::Closing& closing : *list.mutable_closings()) {
    for (Cause& cause : *closing.mutable_causes()) {
      if (cause.kind() == Cause::KIND_CARRIED_CHANGED) {
        Forget("source", *cause.mutable_parts(0));
      }
      if (cause.parts_size() > 200) {
        cause.clear_parts();
        continue;
      }
      std::sort(
          cause.mutable_parts()->begin(), cause.mutable_parts()->end(),
          [](const auto& a, const auto& b) { return a.name() < b.name(); });
    }
  }
}

// --- Supervision ------------------------------------------------------------

// By province and start: of each the rows that came last.
std::vector<pb::Ladder> LaddersOf(const Rows& rows) {
  std::map<std::pair<std::string, Day>, int64_t> last;
  for (const auto& level : rows.levels) {
    int64_t& revision = last[{level.province(), DayOf(level.start_date())}];
    revision = std::max(revision, level.revision());
  }
  std::vector<pb::Ladder> ladders;
  for (const auto& [key, revision] : last) {
    pb::Ladder& ladder = ladders.emplace_back();
    for (int rank = 1; rank < 100; ++rank) {
      for (const auto& level : rows.levels) {
        if (level.rank() != rank || level.revision() != revision ||
            level.province() != key.first ||
            DayOf(level.start_date()) != key.second) {
          continue;
        }
        *ladder.add_levels() = level;
      }
    }
    ladder.set_province(key.first);
    *ladder.mutable_start_date() = ToProto(key.second);
    ladder.set_display_name(ladder.levels(0).ladder());
    ladder.set_test(ladder.levels(0).test());
    ladder.set_revision(revision);
  }
  return ladders;
}

bool Applies(const pb::LadderLevel& level,
             const std::vector<pb::Balance>& completed) {
  int row = 0;
  for (auto one = completed.rbegin(); one != completed.rend(); ++one) {
    if (!one->has_balance_person_count() || one->balance_person_count() >= 0) {
      break;
    }
    ++row;
  }
  const pb::Balance& last = completed.back();
  const int backlog =
      last.has_balance_person_count() && last.balance_person_count() < 0
          ? -last.balance_person_count()
          : 0;
  const bool long_enough = !level.has_missed_half_year_count() ||
                           row >= level.missed_half_year_count();
  const bool many = !level.has_backlog_person_count() ||
                    backlog >= level.backlog_person_count();
  const bool much = !level.has_backlog_permille() ||
                    (backlog > 0 && int64_t{1000} * backlog >=
                                        int64_t{level.backlog_permille()} *
                                            last.net_target_person_count());
  return long_enough && many && much;
}

pb::Supervision SupervisionOf(const Known& known,
                              const Municipality& municipality) {
  using Supervision = pb::Supervision;
  Supervision supervision;
  supervision.set_municipality(municipality.Name());
  supervision.set_province(municipality.ProvinceName());
  std::optional<pb::Ladder> ladder;
  for (const pb::Ladder& one : LaddersOf(known.rows)) {
    if (one.province() == municipality.ProvinceName() &&
        DayOf(one.start_date()) <= known.as_of) {
      ladder = one;
    }
  }
  int count = 1;
  if (ladder.has_value()) {
    for (const auto& level : ladder->levels()) {
      count = std::max(count, level.missed_half_year_count());
    }
  }
  std::vector<pb::Balance> completed;
  HalfYearName half_year = Before(HalfYearOn(known.as_of));
  for (int i = 0; i < count; ++i, half_year = Before(half_year)) {
    completed.insert(completed.begin(),
                     BalanceOf(known, municipality.Name(), half_year));
  }
  for (const pb::Balance& one : completed) {
    Supervision::Outcome& outcome = *supervision.add_outcomes();
    outcome.set_half_year(one.half_year());
    if (!one.has_balance_person_count()) continue;
    outcome.set_balance_person_count(one.balance_person_count());
    outcome.set_net_target_person_count(one.net_target_person_count());
    outcome.set_missed(one.balance_person_count() < 0);
  }
  for (const auto& step : known.rows.steps) {
    if (step.municipality() == municipality.Name() &&
        DayOf(step.step_date()) <= known.as_of) {
      *supervision.add_steps() = step;
    }
  }
  supervision.set_agreement(Supervision::AGREEMENT_NO_LADDER);
  if (!ladder.has_value()) return supervision;
  supervision.set_ladder_display_name(ladder->display_name());
  *supervision.mutable_ladder_start_date() = ladder->start_date();
  // From an unknown balance no level follows.
  if (!completed.back().has_balance_person_count()) {
    supervision.set_agreement(Supervision::AGREEMENT_BALANCE_UNKNOWN);
  } else {
    for (const auto& level : ladder->levels()) {
      if (Applies(level, completed))
        *supervision.mutable_derived_level() = level;
    }
    const auto& steps = supervision.steps();
    supervision.set_agreement(steps.empty() ? Supervision::AGREEMENT_NO_STEP
                              : steps.rbegin()->level() ==
                                      supervision.derived_level().code()
                                  ? Supervision::AGREEMENT_SAME
                                  : Supervision::AGREEMENT_DIFFERENT);
  }
  const auto tests_on = [&](Day day) {
    return day.day() == 1 && (ladder->test() == pb::LADDER_TEST_MONTHLY ||
                              day.month() == 1 || day.month() == 7);
  };
  Day last = known.as_of, next = known.as_of + 1;
  while (!tests_on(last)) --last;
  while (!tests_on(next)) ++next;
  *supervision.mutable_last_test_date() = ToProto(last);
  *supervision.mutable_next_test_date() = ToProto(next);
  return supervision;
}

// --- The test ---------------------------------------------------------------

class HousingBySqlTest : public RandomHousing {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                        Response*);

  // Of the questions, for the writer draws while they are asked.
  int Any(int count) { return static_cast<int>(questions_() % count); }
  Day AnyDay() {
    // Often the days of facts, and the ends of half-years.
    if (Any(3) > 0) return kFirst.FirstDay() + 15 * Any(66) + Any(2);
    return LastOf(AnyHalfYear()) + Any(2);
  }
  HalfYearName AnyHalfYear() {
    return absl::StrCat(2022 + Any(3), Any(2) == 0 ? "-h1" : "-h2");
  }
  std::string AnyParent() {
    static constexpr const char* kParents[] = {
        "municipalities/gm0148", "municipalities/gm0166",
        "municipalities/gm0193", "regions/ijsselland",
        "provinces/pv23",        "municipalities/-"};
    return kParents[Any(6)];
  }

  const Rows& RowsAt(int64_t revision) {
    auto found = rows_.find(revision);
    if (found == rows_.end()) {
      found = rows_.emplace(revision, RowsBySql(*db_, revision)).first;
    }
    return found->second;
  }

  // What quotas answers about forty half-years, of all municipalities.
  const Targets& TargetsOn(Day as_of, const HalfYearName& last,
                           int64_t quotas_revision) {
    Targets& targets = targets_[{as_of, last, quotas_revision}];
    if (!targets.own.empty()) return targets;
    q::ListHousingTargetsRequest request;
    request.set_parent("municipalities/-");
    request.set_first_half_year(StartOfChain(last));
    request.set_last_half_year(last);
    *request.mutable_as_of_date() = ToProto(as_of);
    request.set_revision(quotas_revision);
    request.set_page_size(1000);
    const auto list = CallRpc(
        *quotas_stub_, &q::QuotaService::Stub::ListHousingTargets, request);
    EXPECT_THAT(list, IsOk());
    for (const auto& one : list->municipalities()) {
      for (const auto& target : one.targets()) {
        targets.own[{one.municipality(), target.period()}] = target;
      }
    }
    for (const auto& total : list->stated_totals()) {
      targets.stated[{total.subject(), total.period()}] = total;
    }
    targets.national.assign(list->national_targets().begin(),
                            list->national_targets().end());
    targets.balances.assign(list->published_balances().begin(),
                            list->published_balances().end());
    return targets;
  }

  Known KnownOn(int64_t revision, int64_t quotas_revision, Day as_of,
                const HalfYearName& last) {
    return {.rows = RowsAt(revision),
            .targets = TargetsOn(as_of, last, quotas_revision),
            .as_of = as_of,
            .start = StartOfChain(last)};
  }

  // Asks a random replica, at a random revision or now, and holds the answer
  // against `naive(answer)`, which finds in it at which revisions.
  template <typename Request, typename Response, typename Naive>
  void Hold(Method<Request, Response> method, Request request, Naive naive) {
    request.set_revision(Any(3) == 0 ? 0 : asked_revision_);
    if constexpr (requires { request.quotas_revision(); }) {
      request.set_quotas_revision(Any(3) == 0 ? 0 : asked_quotas_revision_);
    }
    if constexpr (requires { request.page_size(); }) {
      static constexpr int kSizes[] = {0, 2, 30, 1000};
      request.set_page_size(
          kSizes[request.parent() == "municipalities/-" ? 2 + Any(2) : Any(4)]);
    }
    Replica& asked = *replicas_[Any(static_cast<int>(replicas_.size()))];
    absl::StatusOr<Response> answer = AskAllPages(*asked.stub, method, request);
    ASSERT_THAT(answer, IsOk()) << request.ShortDebugString();
    if (request.revision() > 0) {
      EXPECT_EQ(answer->revision(), request.revision());
    }
    if constexpr (requires { request.quotas_revision(); }) {
      if (request.quotas_revision() > 0) {
        EXPECT_EQ(answer->quotas_revision(), request.quotas_revision());
      }
    }
    Response expected = naive(*answer);
    expected.set_revision(answer->revision());
    if constexpr (requires { expected.quotas_revision(); }) {
      expected.set_quotas_revision(answer->quotas_revision());
    }
    // Words in Dutch are no figures; what rests on which source is held apart.
    for (const char* field :
         {"explanation", "reasons", "sources", "opening_sources"}) {
      Forget(field, *answer);
      Forget(field, expected);
    }
    EXPECT_EQ(DifferenceOf(absl::StatusOr<Response>(expected), answer), "")
        << Request::descriptor()->name() << " at " << answer->revision() << " {"
        << request.ShortDebugString() << "}";
  }

  // Each source once; all that the figures of the half-year itself rest on.
  void HoldSources(const Known& known, const pb::Balance& balance) {
    std::set<std::string> told(balance.sources().begin(),
                               balance.sources().end());
    EXPECT_EQ(told.size(), static_cast<size_t>(balance.sources_size()));
    std::set<std::string> needed;
    for (const auto& one : balance.target_steps()) needed.insert(one.source());
    for (const auto& one : balance.moves()) needed.insert(one.source());
    if (balance.opening_basis() == pb::Balance::OPENING_BASIS_STATED) {
      needed.insert(balance.opening_source());
    }
    for (const auto& one : PlacementsIn(known.rows, balance.municipality(),
                                        balance.half_year(), known.as_of)) {
      needed.insert(one.source());
    }
    for (const std::string& source : needed) {
      EXPECT_EQ(told.count(source), 1u)
          << source << " of " << balance.ShortDebugString();
    }
  }

  void ListPlacementKinds() {
    Hold(&Stub::ListPlacementKinds, pb::ListPlacementKindsRequest(),
         [&](const auto& answer) {
           pb::ListPlacementKindsResponse list;
           for (const auto& [code, kind] : RowsAt(answer.revision()).kinds) {
             *list.add_kinds() = kind;
           }
           return list;
         });
  }
  void ListPlacements() {
    pb::ListPlacementsRequest request;
    request.set_parent(AnyParent());
    if (Any(2) == 0) request.set_half_year(AnyHalfYear());
    Hold(&Stub::ListPlacements, request, [&](const auto& answer) {
      pb::ListPlacementsResponse list;
      const auto within = NamesOf(Within(request.parent()));
      for (const auto& one : RowsAt(answer.revision()).placements) {
        if (std::count(within.begin(), within.end(),
                       MunicipalityIn(one.name())) == 0 ||
            (!request.half_year().empty() &&
             HalfYearOn(DayOf(one.placement_date())) != request.half_year())) {
          continue;
        }
        *list.add_placements() = one;
      }
      return list;
    });
  }
  void ListMoves() {
    pb::ListMovesRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListMoves, request, [&](const auto& answer) {
      pb::ListMovesResponse list;
      const auto within = NamesOf(Within(request.parent()));
      for (const auto& one : RowsAt(answer.revision()).moves) {
        if (std::count(within.begin(), within.end(), one.giver()) +
                std::count(within.begin(), within.end(), one.receiver()) >
            0) {
          *list.add_moves() = one;
        }
      }
      return list;
    });
  }
  void ListHousingPlans() {
    pb::ListHousingPlansRequest request;
    request.set_parent(AnyParent());
    Hold(&Stub::ListHousingPlans, request, [&](const auto& answer) {
      pb::ListHousingPlansResponse list;
      const auto within = NamesOf(Within(request.parent()));
      std::map<std::pair<HalfYearName, int>, pb::PlanSum> sums;
      for (pb::HousingPlan one : RowsAt(answer.revision()).plans) {
        if (std::count(within.begin(), within.end(),
                       MunicipalityIn(one.name())) == 0) {
          continue;
        }
        if (Derived(one).has_value()) {
          one.set_derived_person_count(*Derived(one));
        }
        *list.add_plans() = one;
        if (one.withdrawn()) continue;
        const HalfYearName half_year = HalfYearOn(DayOf(one.end_date()) - 1);
        pb::PlanSum& sum = sums[{half_year, one.home_source()}];
        sum.set_half_year(half_year);
        sum.set_home_source(one.home_source());
        sum.set_plan_count(sum.plan_count() + 1);
        sum.set_home_count(sum.home_count() + one.home_count());
        sum.set_person_count(sum.person_count() + one.person_count());
        sum.set_derived_person_count(sum.derived_person_count() +
                                     one.derived_person_count());
        sum.set_percent_plan_count(sum.percent_plan_count() +
                                   (one.has_vacated_percent() ? 1 : 0));
      }
      for (const auto& [key, sum] : sums) *list.add_sums() = sum;
      return list;
    });
  }
  void ListNilReturns() {
    pb::ListNilReturnsRequest request;
    request.set_parent(AnyParent());
    *request.mutable_as_of_date() = ToProto(AnyDay());
    Hold(&Stub::ListNilReturns, request, [&](const auto& answer) {
      pb::ListNilReturnsResponse list;
      const Rows& rows = RowsAt(answer.revision());
      for (const Municipality* one : Within(request.parent())) {
        for (const auto& [key, nil] : rows.nil_returns) {
          if (key.first == one->Name() &&
              key.second <= DayOf(request.as_of_date())) {
            *list.add_nil_returns() = nil;
          }
        }
      }
      return list;
    });
  }
  void ListBalances() {
    pb::ListBalancesRequest request;
    request.set_parent(AnyParent());
    request.set_half_year(AnyHalfYear());
    *request.mutable_as_of_date() = ToProto(AnyDay());
    Hold(&Stub::ListBalances, request, [&](const auto& answer) {
      const HalfYearName& half_year = request.half_year();
      const Known known = KnownOn(answer.revision(), answer.quotas_revision(),
                                  DayOf(request.as_of_date()), half_year);
      pb::ListBalancesResponse list;
      std::map<std::string, pb::Balance> balances;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        balances[name] = BalanceOf(known, name, half_year);
        pb::Balance& to = *list.add_balances();
        to = balances[name];
        for (const auto& statement : PublishedAbout(known, name, half_year)) {
          *to.add_statements() = BesideOurs(known, {balances[name]}, statement);
        }
      }
      for (const std::string& area : AreasWithin(request.parent())) {
        std::vector<pb::Balance> members;
        for (const Municipality* one : Within(area)) {
          members.push_back(balances.at(one->Name()));
        }
        *list.add_areas() = AreaOf(known, area, members, half_year);
      }
      for (const auto& balance : answer.balances()) HoldSources(known, balance);
      return list;
    });
  }
  void ListLedgers() {
    pb::ListLedgersRequest request;
    request.set_parent(AnyParent());
    const HalfYearName one = AnyHalfYear(), other = AnyHalfYear();
    request.set_first_half_year(std::min(one, other));
    request.set_last_half_year(std::max(one, other));
    *request.mutable_as_of_date() = ToProto(AnyDay());
    Hold(&Stub::ListLedgers, request, [&](const auto& answer) {
      const Known known =
          KnownOn(answer.revision(), answer.quotas_revision(),
                  DayOf(request.as_of_date()), request.last_half_year());
      pb::ListLedgersResponse list;
      for (const Municipality* municipality : Within(request.parent())) {
        std::vector<pb::Balance> balances;
        for (HalfYearName half_year = request.first_half_year();
             half_year <= request.last_half_year();
             half_year = After(half_year)) {
          balances.push_back(BalanceOf(known, municipality->Name(), half_year));
        }
        *list.add_ledgers() = LedgerOf(balances);
      }
      return list;
    });
  }
  // The last revision recorded before an instant, at most `most`.
  static int64_t RevisionBefore(Database& db, absl::Time instant,
                                int64_t most) {
    int64_t last = 1;
    for (const SqlRow& row :
         RowsKnownAt(db, most, "revisions",
                     "revision, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "
                     "record_time) AS micros")) {
      if (absl::FromUnixMicros(row.Int("micros")) < instant) {
        last = std::max(last, row.Int("revision"));
      }
    }
    return last;
  }
  void ListClosings() {
    pb::ListClosingsRequest request;
    request.set_parent(AnyParent());
    request.set_half_year(AnyHalfYear());
    const HalfYearName& half_year = request.half_year();
    *request.mutable_as_of_date() = ToProto(LastOf(half_year) + 1 + Any(200));
    if (Any(2) == 0) {
      request.set_closing_revision(1 + Any(static_cast<int>(asked_revision_)));
    }
    if (Any(2) == 0) {
      request.set_closing_quotas_revision(
          1 + Any(static_cast<int>(asked_quotas_revision_)));
    }
    Hold(&Stub::ListClosings, request, [&](auto& answer) {
      pb::ListClosingsResponse list;
      const absl::Time end = StartOf(LastOf(half_year) + 1);
      list.set_closing_revision(
          request.closing_revision() > 0
              ? request.closing_revision()
              : RevisionBefore(*db_, end, answer.revision()));
      list.set_closing_quotas_revision(
          request.closing_quotas_revision() > 0
              ? request.closing_quotas_revision()
              : RevisionBefore(*quotas_db_, end, answer.quotas_revision()));
      const Known now = KnownOn(answer.revision(), answer.quotas_revision(),
                                DayOf(request.as_of_date()), half_year);
      const Known then =
          KnownOn(list.closing_revision(), list.closing_quotas_revision(),
                  LastOf(half_year), half_year);
      for (const Municipality* one : Within(request.parent())) {
        *list.add_closings() = ClosingOf(then, now, one->Name(), half_year);
      }
      SortParts(list);
      SortParts(answer);
      return list;
    });
  }
  void ListLadders() {
    pb::ListLaddersRequest request;
    request.set_parent(Any(3) == 0   ? "provinces/pv24"
                       : Any(2) == 0 ? "provinces/pv23"
                                     : "provinces/-");
    Hold(&Stub::ListLadders, request, [&](const auto& answer) {
      pb::ListLaddersResponse list;
      for (const auto& ladder : LaddersOf(RowsAt(answer.revision()))) {
        if (request.parent() == "provinces/-" ||
            request.parent() == ladder.province()) {
          *list.add_ladders() = ladder;
        }
      }
      return list;
    });
  }
  void ListSupervision() {
    pb::ListSupervisionRequest request;
    request.set_parent(AnyParent());
    *request.mutable_as_of_date() = ToProto(AnyDay());
    Hold(&Stub::ListSupervision, request, [&](const auto& answer) {
      const Day as_of = DayOf(request.as_of_date());
      const Known known = KnownOn(answer.revision(), answer.quotas_revision(),
                                  as_of, Before(HalfYearOn(as_of)));
      pb::ListSupervisionResponse list;
      for (const Municipality* one : Within(request.parent())) {
        *list.add_supervisions() = SupervisionOf(known, *one);
      }
      return list;
    });
  }
  void ListRevisions() {
    pb::ListRevisionsRequest request;
    if (Any(3) == 0) {
      *request.mutable_known_time() =
          ToTimestamp(clock_.Now() - absl::Hours(Any(24 * 300)));
    }
    if (Any(3) == 0) request.add_revisions(1 + Any(20));
    request.set_revision(Any(2) == 0 ? 0 : asked_revision_);
    Replica& asked = *replicas_[Any(static_cast<int>(replicas_.size()))];
    HoldRevisions(*db_, *asked.stub, &Stub::ListRevisions, request);
  }

  struct Oracle {
    const char* method;
    void (HousingBySqlTest::*hold)();
  };
  // Every read of the contract.
  static const std::vector<Oracle>& Oracles() {
    using T = HousingBySqlTest;
    static const auto* const kOracles = new std::vector<Oracle>{
        {"ListMoves", &T::ListMoves},
        {"ListPlacementKinds", &T::ListPlacementKinds},
        {"ListPlacements", &T::ListPlacements},
        {"ListHousingPlans", &T::ListHousingPlans},
        {"ListNilReturns", &T::ListNilReturns},
        {"ListBalances", &T::ListBalances},
        {"ListLedgers", &T::ListLedgers},
        {"ListClosings", &T::ListClosings},
        {"ListLadders", &T::ListLadders},
        {"ListSupervision", &T::ListSupervision},
        {"ListRevisions", &T::ListRevisions},
    };
    return *kOracles;
  }

  const uint32_t seed_ = Seed();
  std::mt19937 questions_{seed_ + 1};
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::map<int64_t, Rows> rows_;
  std::map<std::tuple<Day, HalfYearName, int64_t>, Targets> targets_;
  int64_t asked_revision_ = 1, asked_quotas_revision_ = 1;
};

TEST_F(HousingBySqlTest, EveryReadOfTheContractHasAnOracle) {
  ExpectOneForEveryRead(Oracles(),
                        *pb::Balance::descriptor()->file()->service(0));
}

TEST_F(HousingBySqlTest, EveryReadEqualsANaiveComputationFromPlainSql) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  random_.seed(seed_);
  for (int i = 0; i < 3; ++i) replicas_.push_back(NewReplica());
  const int writes = Writes(45);
  int written = 0;
  const auto write = [&](int count) {
    for (int i = 0; i < count; ++i, ++written) {
      // Half-years end while they write.
      clock_.Set(StartOf(kFirst.FirstDay() + std::min(written, writes) *
                                                 kHalfYears * 183 / writes) +
                 absl::Seconds(written));
      WriteSomething(*replicas_[written % 3]->stub);
    }
  };
  write(writes * 2 / 3);
  for (int round = 0; round < writes / 3 && !HasFailure(); ++round) {
    rows_.clear();
    targets_.clear();
    asked_revision_ = RevisionBySql(*db_);
    asked_quotas_revision_ = RevisionBySql(*quotas_db_);
    if (Any(3) > 0) {
      asked_revision_ = 1 + Any(static_cast<int>(asked_revision_));
    }
    if (Any(2) == 0) {
      asked_quotas_revision_ =
          1 + Any(static_cast<int>(asked_quotas_revision_));
    }
    std::thread writer([&] { write(3); });
    for (const Oracle& oracle : Oracles()) (this->*oracle.hold)();
    // What is computed of most.
    for (int i = 0; i < 2; ++i) {
      ListBalances();
      ListClosings();
      ListSupervision();
    }
    writer.join();
  }
}

}  // namespace
}  // namespace naive
}  // namespace opvang::housing
