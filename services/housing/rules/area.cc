#include "services/housing/rules/area.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "common/base/calendar.h"
#include "services/housing/rules/plan.h"

namespace opvang::housing {
namespace {

// The sum of what each member has; nothing when one has none.
template <typename Of>
std::optional<int> SumOf(const std::vector<Member>& members, Of of) {
  int sum = 0;
  for (const Member& member : members) {
    const std::optional<int> part = of(member);
    if (!part.has_value()) return std::nullopt;
    sum += *part;
  }
  return sum;
}

std::optional<int> NetTargetOf(const std::vector<Member>& members) {
  return SumOf(members, [](const Member& member) {
    return member.balance->has_net_target_person_count()
               ? std::optional(member.balance->net_target_person_count())
               : std::nullopt;
  });
}

// One without any registration adds nothing; when none has any, nothing is
// known.
std::optional<int> RealisedOf(const std::vector<Member>& members,
                              const Kinds& kinds, HalfYear half_year,
                              absl::CivilDay day) {
  std::optional<int> sum;
  for (const Member& member : members) {
    const auto part = RealisedBy(*member.book, kinds, half_year, day);
    if (part.has_value()) sum = sum.value_or(0) + part->persons;
  }
  return sum;
}

std::optional<int> ComputedFor(const pb::Statement& statement,
                               const std::vector<Member>& members,
                               const Kinds& kinds, HalfYear half_year) {
  const absl::CivilDay day = DayOf(statement.statement_date());
  switch (statement.metric()) {
    case pb::METRIC_TARGET:
      return SumOf(members, [](const Member& member) {
        return member.balance->has_target_person_count()
                   ? std::optional(member.balance->target_person_count())
                   : std::nullopt;
      });
    case pb::METRIC_OPENING:
      return SumOf(members, [](const Member& member) {
        return member.balance->has_opening_person_count()
                   ? std::optional(member.balance->opening_person_count())
                   : std::nullopt;
      });
    case pb::METRIC_NET_TARGET:
      return NetTargetOf(members);
    case pb::METRIC_REALISED:
      return RealisedOf(members, kinds, half_year, day);
    case pb::METRIC_BALANCE: {
      const auto realised = RealisedOf(members, kinds, half_year, day);
      const auto net = NetTargetOf(members);
      if (!realised.has_value() || !net.has_value()) return std::nullopt;
      return *realised - *net;
    }
    default:
      return std::nullopt;
  }
}

// The one number that all statements of `metric` agree on.
std::optional<int> AgreedOn(pb::Metric metric,
                            const std::vector<pb::Statement>& statements) {
  std::set<int> counts;
  for (const pb::Statement& statement : statements) {
    if (statement.metric() == metric && !statement.superseded()) {
      counts.insert(statement.person_count());
    }
  }
  return counts.size() == 1 ? std::optional(*counts.begin()) : std::nullopt;
}

// Target − opening, or the stated net target; nothing when they differ, or when
// several contradict each other.
std::optional<int> NetTargetIn(const pb::Implication& implication,
                               const std::vector<pb::Statement>& statements) {
  std::set<int> counts;
  if (implication.has_target_person_count() &&
      implication.has_opening_person_count()) {
    counts.insert(implication.target_person_count() -
                  implication.opening_person_count());
  }
  for (const pb::Statement& statement : statements) {
    if (statement.metric() == pb::METRIC_NET_TARGET) {
      counts.insert(statement.person_count());
    }
  }
  return counts.size() == 1 ? std::optional(*counts.begin()) : std::nullopt;
}

void AddOutcomes(const std::vector<pb::Statement>& statements,
                 pb::Implication& implication) {
  if (!implication.has_net_target_person_count()) return;
  const int net = implication.net_target_person_count();
  std::map<absl::CivilDay, std::vector<pb::Statement>> by_day;
  for (const pb::Statement& statement : statements) {
    by_day[DayOf(statement.statement_date())].push_back(statement);
  }
  for (const auto& [day, stated] : by_day) {
    const auto realised = AgreedOn(pb::METRIC_REALISED, stated);
    if (!realised.has_value()) continue;
    pb::Implication::Outcome& outcome = *implication.add_outcomes();
    *outcome.mutable_outcome_date() = ToProto(day);
    outcome.set_realised_person_count(*realised);
    outcome.set_net_target_person_count(net);
    outcome.set_balance_person_count(*realised - net);
  }
}

void AddTo(const pb::Balance& part, pb::AreaBalance& sum) {
  sum.set_municipality_count(sum.municipality_count() + 1);
  sum.set_opening_person_count(sum.opening_person_count() +
                               part.opening_person_count());
  sum.set_realised_person_count(sum.realised_person_count() +
                                part.realised_person_count());
  sum.set_realised_amv_count(sum.realised_amv_count() +
                             part.realised_amv_count());
  sum.set_moved_in_person_count(sum.moved_in_person_count() +
                                part.moved_in_person_count());
  sum.set_moved_out_person_count(sum.moved_out_person_count() +
                                 part.moved_out_person_count());
  sum.set_uncounted_person_count(sum.uncounted_person_count() +
                                 part.uncounted_person_count());
  sum.set_planned_person_count(sum.planned_person_count() +
                               part.planned_person_count());
  sum.set_elapsed_day_count(part.elapsed_day_count());
  sum.set_remaining_day_count(part.remaining_day_count());
  if (!part.has_realised_person_count()) {
    sum.set_unknown_realised_count(sum.unknown_realised_count() + 1);
  }
  if (!part.has_target_person_count()) {
    sum.set_missing_target_count(sum.missing_target_count() + 1);
    return;
  }
  sum.set_target_person_count(sum.target_person_count() +
                              part.target_person_count());
  sum.set_net_target_person_count(sum.net_target_person_count() +
                                  part.net_target_person_count());
  if (!part.has_balance_person_count()) return;
  sum.set_balance_person_count(sum.balance_person_count() +
                               part.balance_person_count());
  sum.set_expected_person_count(sum.expected_person_count() +
                                part.expected_person_count());
  sum.set_expected_backlog_person_count(
      sum.expected_backlog_person_count() +
      std::max(0, -part.expected_person_count()));
  sum.set_needed_person_count(sum.needed_person_count() +
                              part.needed_person_count());
}

// Of those with a balance; where none has one, of all of which it is known how
// many were housed. Nothing where it is known of none.
std::optional<Prospect> ProspectOf(const std::vector<Member>& members,
                                   HalfYear half_year, absl::CivilDay as_of) {
  const auto has_balance = [](const Member& member) {
    return member.balance->has_balance_person_count();
  };
  const bool any = std::any_of(members.begin(), members.end(), has_balance);
  Prospect prospect;
  size_t told = 0;
  if (any) prospect.net_target = 0;
  for (const Member& member : members) {
    if (any ? !has_balance(member)
            : !member.balance->has_realised_person_count()) {
      ++prospect.left_out;
      continue;
    }
    ++told;
    if (any) {
      *prospect.net_target += member.balance->net_target_person_count();
    }
    prospect.realised += member.balance->realised_person_count();
    prospect.planned += PlannedOf(member.book->plans, half_year, as_of);
  }
  return told == 0 ? std::nullopt : std::optional(prospect);
}

}  // namespace

std::vector<pb::Statement> StatementsAbout(const std::string& subject,
                                           HalfYear half_year,
                                           const std::vector<Published>& all) {
  std::vector<pb::Statement> statements;
  for (const Published& one : all) {
    if (one.subject == subject && one.half_year == half_year) {
      statements.push_back(one.statement);
    }
  }
  const auto key = [](const pb::Statement& one) {
    return std::tuple(one.metric(), DayOf(one.statement_date()),
                      one.publisher());
  };
  std::stable_sort(statements.begin(), statements.end(),
                   [&](const pb::Statement& a, const pb::Statement& b) {
                     return key(a) < key(b);
                   });
  return statements;
}

void Compare(const std::vector<Member>& members, const Kinds& kinds,
             HalfYear half_year, pb::Statement& statement) {
  const auto computed = ComputedFor(statement, members, kinds, half_year);
  if (!computed.has_value()) return;
  statement.set_computed_person_count(*computed);
  statement.set_difference_person_count(statement.person_count() - *computed);
}

pb::Implication Imply(const std::vector<pb::Statement>& statements,
                      const std::vector<pb::Statement>& before) {
  pb::Implication implication;
  if (const auto target = AgreedOn(pb::METRIC_TARGET, statements)) {
    implication.set_target_person_count(*target);
  }
  if (const auto opening = AgreedOn(pb::METRIC_OPENING, statements)) {
    implication.set_opening_person_count(*opening);
  }
  if (const auto net = NetTargetIn(implication, statements)) {
    implication.set_net_target_person_count(*net);
  }
  AddOutcomes(statements, implication);
  if (!before.empty()) {
    const pb::Implication earlier = Imply(before, {});
    if (!earlier.outcomes().empty()) {
      implication.set_carried_person_count(
          earlier.outcomes().rbegin()->balance_person_count());
    }
  }
  return implication;
}

pb::AreaBalance AreaOf(const std::string& subject,
                       const std::vector<Member>& members, const Kinds& kinds,
                       HalfYear half_year, absl::CivilDay as_of,
                       const std::vector<Published>& published) {
  pb::AreaBalance area;
  area.set_subject(subject);
  for (const Member& member : members) AddTo(*member.balance, area);
  const auto prospect = ProspectOf(members, half_year, as_of);
  if (prospect.has_value() && as_of <= half_year.LastDay()) {
    for (pb::Scenario& scenario : ScenariosOf(*prospect)) {
      *area.add_scenarios() = std::move(scenario);
    }
  }
  const auto statements = StatementsAbout(subject, half_year, published);
  *area.mutable_implication() =
      Imply(statements, StatementsAbout(subject, half_year - 1, published));
  for (pb::Statement statement : statements) {
    Compare(members, kinds, half_year, statement);
    *area.add_statements() = std::move(statement);
  }
  return area;
}

}  // namespace opvang::housing
