#include "services/housing/rules/supervision.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"

namespace opvang::housing {
namespace {

using Balances = std::vector<pb::Balance>;

bool IsMissed(const pb::Balance& balance) {
  return balance.has_balance_person_count() &&
         balance.balance_person_count() < 0;
}

// The missed half-years in a row, up to and including the last; newest first.
std::vector<const pb::Balance*> RowOf(const Balances& completed) {
  std::vector<const pb::Balance*> row;
  for (auto one = completed.rbegin(); one != completed.rend() && IsMissed(*one);
       ++one) {
    row.push_back(&*one);
  }
  return row;
}

// Of the last half-year, whose balance is known; 0 for a lead.
int BacklogOf(const Balances& completed) {
  return std::max(0, -completed.back().balance_person_count());
}

// Whole thousandths, rounded down, so that what is below a threshold never
// shows as having reached it.
int64_t PermilleOf(const Balances& completed) {
  const int64_t net = completed.back().net_target_person_count();
  return net <= 0 ? 0 : int64_t{1000} * BacklogOf(completed) / net;
}

std::string Percent(int64_t permille) {
  return absl::StrCat(permille / 10, ",", permille % 10, " %");
}

// One condition of a level: whether it holds, and what there is to say.
struct Condition {
  bool holds;
  std::string sentence;
};

Condition RowCondition(int wanted, const Balances& completed) {
  const auto row = RowOf(completed);
  const int count = static_cast<int>(row.size());
  std::string told =
      absl::StrJoin(row, ", ", [](std::string* out, const pb::Balance* one) {
        absl::StrAppend(out, one->half_year(), " ",
                        one->balance_person_count());
      });
  return {.holds = count >= wanted,
          .sentence = absl::StrCat(
              count, count == 1 ? " halfjaar" : " halfjaren",
              " op rij met een achterstand", told.empty() ? "" : " (", told,
              told.empty() ? "" : ")", "; de trede vraagt er ", wanted, ".")};
}

Condition PermilleCondition(int wanted, const Balances& completed) {
  const int backlog = BacklogOf(completed);
  // Without a net target above nought any backlog is the whole of it.
  const bool holds =
      backlog > 0 &&
      int64_t{1000} * backlog >=
          int64_t{wanted} * completed.back().net_target_person_count();
  return {.holds = holds,
          .sentence =
              absl::StrCat("Achterstand ", backlog, " van ",
                           completed.back().net_target_person_count(), " (",
                           Percent(PermilleOf(completed)),
                           "); de trede begint bij ", Percent(wanted), ".")};
}

Condition PersonsCondition(int wanted, const Balances& completed) {
  const int backlog = BacklogOf(completed);
  return {
      .holds = backlog >= wanted,
      .sentence = absl::StrCat("Achterstand ", backlog,
                               " personen; de trede begint bij ", wanted, ".")};
}

std::vector<Condition> ConditionsOf(const pb::LadderLevel& level,
                                    const Balances& completed) {
  std::vector<Condition> conditions;
  if (level.has_missed_half_year_count()) {
    conditions.push_back(
        RowCondition(level.missed_half_year_count(), completed));
  }
  if (level.has_backlog_permille()) {
    conditions.push_back(
        PermilleCondition(level.backlog_permille(), completed));
  }
  if (level.has_backlog_person_count()) {
    conditions.push_back(
        PersonsCondition(level.backlog_person_count(), completed));
  }
  return conditions;
}

bool Applies(const pb::LadderLevel& level, const Balances& completed) {
  const auto conditions = ConditionsOf(level, completed);
  return std::all_of(conditions.begin(), conditions.end(),
                     [](const Condition& one) { return one.holds; });
}

std::string EndOf(const pb::Balance& balance) {
  const int persons = balance.balance_person_count();
  return absl::StrCat(
      balance.half_year(), " eindigde ",
      persons < 0   ? absl::StrCat("met een achterstand van ", -persons, ".")
      : persons > 0 ? absl::StrCat("met een voorsprong van ", persons, ".")
                    : "precies op de opgave.");
}

// Why this level, and why not the next.
void AddReasons(const pb::Ladder& ladder, int derived,
                const Balances& completed, pb::Supervision& supervision) {
  supervision.add_reasons(EndOf(completed.back()));
  for (const Condition& one : ConditionsOf(ladder.levels(derived), completed)) {
    supervision.add_reasons(one.sentence);
  }
  if (derived + 1 == ladder.levels_size()) return;
  const pb::LadderLevel& next = ladder.levels(derived + 1);
  for (const Condition& one : ConditionsOf(next, completed)) {
    if (one.holds) continue;
    supervision.add_reasons(
        absl::StrCat("Niet ", next.display_name(), ": ", one.sentence));
  }
}

void AddTestDays(const pb::Ladder& ladder, absl::CivilDay day,
                 pb::Supervision& supervision) {
  const bool monthly = ladder.test() == pb::LADDER_TEST_MONTHLY;
  const absl::CivilDay last = monthly ? absl::CivilDay(absl::CivilMonth(day))
                                      : HalfYear::Of(day).FirstDay();
  *supervision.mutable_last_test_date() = ToProto(last);
  *supervision.mutable_next_test_date() =
      ToProto(MonthsAfter(last, monthly ? 1 : 6));
}

}  // namespace

HalfYear LastCompleted(absl::CivilDay day) { return HalfYear::Of(day) - 1; }

std::vector<pb::Ladder> LaddersOf(std::vector<pb::LadderLevel> levels) {
  const auto key = [](const pb::LadderLevel& level) {
    return std::tuple(level.province(), DayOf(level.start_date()),
                      level.rank());
  };
  std::stable_sort(levels.begin(), levels.end(),
                   [&](const pb::LadderLevel& a, const pb::LadderLevel& b) {
                     return key(a) < key(b);
                   });
  std::vector<pb::Ladder> ladders;
  for (pb::LadderLevel& level : levels) {
    if (ladders.empty() || ladders.back().province() != level.province() ||
        DayOf(ladders.back().start_date()) != DayOf(level.start_date())) {
      pb::Ladder& ladder = ladders.emplace_back();
      ladder.set_province(level.province());
      *ladder.mutable_start_date() = level.start_date();
      ladder.set_display_name(level.ladder());
      ladder.set_test(level.test());
      ladder.set_revision(level.revision());
    }
    *ladders.back().add_levels() = std::move(level);
  }
  return ladders;
}

const pb::Ladder* LadderOn(const std::vector<pb::Ladder>& ladders,
                           const std::string& province, absl::CivilDay day) {
  const pb::Ladder* found = nullptr;
  for (const pb::Ladder& ladder : ladders) {
    const absl::CivilDay start = DayOf(ladder.start_date());
    if (ladder.province() != province || start > day) continue;
    if (found == nullptr || start >= DayOf(found->start_date())) {
      found = &ladder;
    }
  }
  return found;
}

int LookedAt(const pb::Ladder& ladder) {
  int most = 1;
  for (const pb::LadderLevel& level : ladder.levels()) {
    most = std::max(most, level.missed_half_year_count());
  }
  return most;
}

pb::Supervision SupervisionOf(const std::string& municipality,
                              const pb::Ladder* ladder,
                              const std::vector<pb::Balance>& completed,
                              const std::vector<pb::SupervisionStep>& steps,
                              absl::CivilDay day) {
  pb::Supervision supervision;
  supervision.set_municipality(municipality);
  for (const pb::Balance& balance : completed) {
    pb::Supervision::Outcome& outcome = *supervision.add_outcomes();
    outcome.set_half_year(balance.half_year());
    outcome.set_missed(IsMissed(balance));
    if (!balance.has_balance_person_count()) continue;
    outcome.set_balance_person_count(balance.balance_person_count());
    outcome.set_net_target_person_count(balance.net_target_person_count());
  }
  for (const pb::SupervisionStep& step : steps) {
    *supervision.add_steps() = step;
  }
  if (ladder == nullptr) {
    supervision.set_agreement(pb::Supervision::AGREEMENT_NO_LADDER);
    supervision.add_reasons(absl::StrCat(
        "Op ", FormatDay(day), " is van de provincie geen ladder bekend."));
    return supervision;
  }
  supervision.set_ladder_display_name(ladder->display_name());
  *supervision.mutable_ladder_start_date() = ladder->start_date();
  AddTestDays(*ladder, day, supervision);
  if (completed.empty() || !completed.back().has_balance_person_count()) {
    supervision.set_agreement(pb::Supervision::AGREEMENT_BALANCE_UNKNOWN);
    supervision.add_reasons(
        completed.empty()
            ? "Er is geen afgesloten halfjaar; een trede volgt er niet uit."
            : absl::StrCat(completed.back().half_year(),
                           " heeft geen bekend saldo; een trede volgt er niet "
                           "uit."));
    return supervision;
  }
  int derived = 0;
  for (int i = 0; i < ladder->levels_size(); ++i) {
    if (Applies(ladder->levels(i), completed)) derived = i;
  }
  *supervision.mutable_derived_level() = ladder->levels(derived);
  AddReasons(*ladder, derived, completed, supervision);
  supervision.set_agreement(steps.empty() ? pb::Supervision::AGREEMENT_NO_STEP
                            : steps.back().level() ==
                                    ladder->levels(derived).code()
                                ? pb::Supervision::AGREEMENT_SAME
                                : pb::Supervision::AGREEMENT_DIFFERENT);
  return supervision;
}

}  // namespace opvang::housing
