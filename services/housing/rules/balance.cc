#include "services/housing/rules/balance.h"

#include <algorithm>
#include <optional>
#include <string>

#include "common/base/calendar.h"
#include "services/housing/rules/plan.h"

namespace opvang::housing {
namespace {

// What a half-year hands to the next.
struct Carried {
  std::optional<int> persons;
  std::vector<std::string> sources;  // What it rests on, back to its beginning.
};

void AddSource(const std::string& source, pb::Balance& balance) {
  const auto& known = balance.sources();
  if (!source.empty() &&
      std::find(known.begin(), known.end(), source) == known.end()) {
    balance.add_sources(source);
  }
}

void AddTarget(const HalfYearRecord& record, bool told, pb::Balance& balance) {
  if (!record.target.has_value()) return;
  balance.set_target_person_count(record.target->persons);
  for (const pb::TargetStep& step : record.target->steps) {
    if (told) *balance.add_target_steps() = step;
    AddSource(step.source(), balance);
  }
}

void AddOpening(const HalfYearRecord& record, const Carried& carried,
                pb::Balance& balance) {
  const auto& stated = record.opening;
  if (carried.persons.has_value()) {
    balance.set_computed_opening_person_count(*carried.persons);
  }
  if (stated.has_value()) {
    balance.set_stated_opening_person_count(stated->persons);
    balance.set_opening_source(stated->source);
    balance.set_starts_chain(stated->starts_chain);
  }
  if (stated.has_value() && carried.persons.has_value()) {
    balance.set_opening_difference_person_count(stated->persons -
                                                *carried.persons);
  }
  if (stated.has_value() &&
      (stated->starts_chain || !carried.persons.has_value())) {
    balance.set_opening_basis(pb::Balance::OPENING_BASIS_STATED);
    balance.set_opening_person_count(stated->persons);
    AddSource(stated->source, balance);
    balance.add_opening_sources(stated->source);
  } else if (carried.persons.has_value()) {
    balance.set_opening_basis(pb::Balance::OPENING_BASIS_COMPUTED);
    balance.set_opening_person_count(*carried.persons);
    for (const std::string& source : carried.sources) {
      AddSource(source, balance);
      balance.add_opening_sources(source);
    }
  } else {
    balance.set_opening_basis(pb::Balance::OPENING_BASIS_NONE);
  }
}

// Whether it is known how many were housed by `as_of`.
bool IsKnown(const HalfYearRecord& record, HalfYear half_year,
             absl::CivilDay as_of) {
  return !record.placed.empty() || record.moved ||
         record.nil_return.has_value() || as_of < half_year.FirstDay();
}

void AddRealised(const HalfYearRecord& record, const Kinds& kinds, bool told,
                 pb::Balance& balance) {
  const Heads counted = Counted(record.placed, kinds);
  balance.set_moved_in_person_count(record.moved_in.persons);
  balance.set_moved_out_person_count(record.moved_out.persons);
  balance.set_realised_person_count(counted.persons + record.moved_in.persons -
                                    record.moved_out.persons);
  balance.set_realised_amv_count(counted.minors + record.moved_in.minors -
                                 record.moved_out.minors);
  if (!told) return;
  int placed = 0;
  for (const auto& [code, heads] : record.placed) {
    pb::Balance::KindCount& kind = *balance.add_kinds();
    kind.set_kind(code);
    kind.set_person_count(heads.persons);
    kind.set_amv_count(heads.minors);
    placed += heads.persons;
    const auto known = kinds.find(code);
    if (known == kinds.end()) continue;
    kind.set_display_name(known->second.display_name());
    kind.set_counts(known->second.counts());
  }
  balance.set_uncounted_person_count(placed - counted.persons);
}

PlannedPersons AddPlans(const Book& book, HalfYear half_year,
                        absl::CivilDay as_of, pb::Balance& balance) {
  for (const pb::HousingPlan& plan : book.plans) {
    if (IsDue(plan, half_year, as_of) && PersonsOf(plan).has_value()) {
      AddSource(plan.source(), balance);
    }
  }
  const PlannedPersons planned = PlannedOf(book.plans, half_year, as_of);
  if (AnyFor(book.plans, half_year)) {
    balance.set_planned_person_count(planned.certain + planned.likely);
  }
  return planned;
}

void AddDays(HalfYear half_year, absl::CivilDay as_of, pb::Balance& balance) {
  const int days =
      static_cast<int>(half_year.LastDay() - half_year.FirstDay()) + 1;
  const int elapsed = static_cast<int>(std::clamp<absl::civil_diff_t>(
      as_of - half_year.FirstDay() + 1, 0, days));
  balance.set_elapsed_day_count(elapsed);
  balance.set_remaining_day_count(days - elapsed);
  balance.set_over(as_of > half_year.LastDay());
}

// Everything that follows once target, opening, realised and plans are there.
void Settle(const PlannedPersons& planned, bool told, pb::Balance& balance) {
  const int realised = balance.realised_person_count();
  std::optional<int> net;
  if (balance.has_target_person_count()) {
    net = balance.target_person_count() - balance.opening_person_count();
    balance.set_net_target_person_count(*net);
  }
  if (!balance.has_realised_person_count()) return;
  if (net.has_value()) {
    balance.set_balance_person_count(realised - *net);
    balance.set_expected_person_count(realised +
                                      balance.planned_person_count() - *net);
    balance.set_needed_person_count(std::max(0, *net - realised));
  }
  if (!told || balance.over()) return;
  for (pb::Scenario& scenario : ScenariosOf({.realised = realised,
                                .planned = planned,
                                .net_target = net,
                                .left_out = 0})) {
    *balance.add_scenarios() = std::move(scenario);
  }
}

// What was placed one by one, in the half-years that the book holds so, and the
// moves.
void AddEvents(const Book& book, HalfYear half_year, absl::CivilDay as_of,
               pb::Balance& balance) {
  const auto is_seen = [&](const google::type::Date& date) {
    return half_year.Days().Contains(DayOf(date)) && DayOf(date) <= as_of;
  };
  for (const pb::Placement& placement : book.placements) {
    if (is_seen(placement.placement_date())) {
      AddSource(placement.source(), balance);
    }
  }
  for (const pb::Move& move : book.moves) {
    if (!is_seen(move.move_date())) continue;
    *balance.add_moves() = move;
    AddSource(move.source(), balance);
  }
}

Carried CarriedOut(const pb::Balance& balance) {
  if (!balance.has_balance_person_count()) return {};
  return {.persons = balance.balance_person_count(),
          .sources = {balance.sources().begin(), balance.sources().end()}};
}

}  // namespace

std::vector<pb::Balance> BalancesOf(const Book& book, const Kinds& kinds,
                                    const Question& question) {
  static const auto* const kNothing = new HalfYearRecord();
  std::vector<pb::Balance> balances;
  Carried carried;
  for (HalfYear half_year = question.last - (kChainLength - 1);
       half_year <= question.last; half_year = half_year + 1) {
    const auto found = book.half_years.find(half_year);
    const HalfYearRecord& record =
        found == book.half_years.end() ? *kNothing : found->second;
    pb::Balance balance;
    // Of the others only what is carried on.
    const bool told = half_year >= question.first;
    AddTarget(record, told, balance);
    AddOpening(record, carried, balance);
    if (IsKnown(record, half_year, question.as_of)) {
      AddRealised(record, kinds, told, balance);
    }
    if (record.nil_return.has_value()) {
      AddSource(record.nil_return->source(), balance);
      if (told) *balance.mutable_nil_return() = *record.nil_return;
    }
    PlannedPersons planned;
    if (told) {
      balance.set_municipality(book.municipality);
      balance.set_half_year(half_year.Name());
      AddDays(half_year, question.as_of, balance);
      AddEvents(book, half_year, question.as_of, balance);
      planned = AddPlans(book, half_year, question.as_of, balance);
    }
    if (told && book.waiting.has_value()) {
      *balance.mutable_waiting() = *book.waiting;
    }
    AddSource(record.illustrative_source, balance);
    Settle(planned, told, balance);
    carried = CarriedOut(balance);
    if (told) balances.push_back(std::move(balance));
  }
  return balances;
}

}  // namespace opvang::housing
