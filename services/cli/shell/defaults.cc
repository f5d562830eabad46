#include "services/cli/shell/defaults.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "common/base/status.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;

// Of `all` the one that began last by `day`; before all of them the first.
template <typename T, typename StartOf>
const T* BegunLast(absl::CivilDay day, const std::vector<T>& all,
                   StartOf start_of) {
  const T* found = nullptr;
  for (const T& one : all) {
    if (found == nullptr) {
      found = &one;
      continue;
    }
    const absl::CivilDay start = start_of(one), best = start_of(*found);
    if (start <= day ? (best > day || start > best) : start < best) {
      found = &one;
    }
  }
  return found;
}

}  // namespace

std::string HalfYearOf(absl::CivilDay day) {
  return absl::StrCat(day.year(), day.month() <= 6 ? "-h1" : "-h2");
}

std::string HalfYearBefore(const std::string& half_year) {
  return HalfYearOf(DaysOfHalfYear(half_year)->start - 1);
}

absl::CivilDay FirstDayOf(const q::Cycle& cycle) {
  return DayOf(cycle.has_estimate_due_date() ? cycle.estimate_due_date()
               : cycle.has_term_start_date() ? cycle.term_start_date()
                                             : cycle.window_start_date());
}

std::optional<q::Cycle> CycleUnderWay(absl::CivilDay day,
                                      const std::vector<q::Cycle>& cycles) {
  const q::Cycle* found = BegunLast(day, cycles, FirstDayOf);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string RuleSetFor(const q::Cycle& cycle,
                       const std::vector<l::RuleSet>& rule_sets) {
  const l::RuleSet* found = BegunLast(
      FirstDayOf(cycle), rule_sets,
      [](const l::RuleSet& rules) { return DayOf(rules.start_date()); });
  return found == nullptr ? "" : found->name();
}

Defaults::Defaults(const Context& context)
    : context_(context), day_(context.Day("as-of", context.clock.Today())) {
  Take(absl::StrCat("stand van ", DutchDay(day_)),
       context.arguments.Has("as-of"));
}

Defaults::Defaults(const Context& context, absl::CivilDay day)
    : context_(context), day_(day) {}

void Defaults::Take(const std::string& words, bool is_given) {
  taken_.push_back(words);
  all_given_ = all_given_ && is_given;
}

void Defaults::TakeCycle(const std::string& name, bool is_given) {
  if (!cycle_taken_) {
    Take(absl::StrCat("cyclus ", absl::StripPrefix(name, "cycles/")), is_given);
  }
  cycle_taken_ = true;
}

absl::StatusOr<q::Cycle> Defaults::Cycle() {
  if (cycle_.has_value()) return *cycle_;
  if (context_.arguments.Has("cycle")) {
    q::GetCycleRequest request;
    request.set_name(context_.arguments.Flag("cycle", ""));
    ASSIGN_OR_RETURN(cycle_, Ask(*context_.services.quotas,
                                 &q::QuotaService::Stub::GetCycle, request));
    TakeCycle(cycle_->name(), true);
    return *cycle_;
  }
  ASSIGN_OR_RETURN(
      const q::ListCyclesResponse list,
      Ask(*context_.services.quotas, &q::QuotaService::Stub::ListCycles,
          q::ListCyclesRequest()));
  cycle_ = CycleUnderWay(day_, {list.cycles().begin(), list.cycles().end()});
  if (!cycle_.has_value()) {
    return absl::FailedPreconditionError(
        "er is geen cyclus vastgelegd; lever die eerst aan quotas, of geef "
        "--cycle");
  }
  TakeCycle(cycle_->name(), false);
  return *cycle_;
}

absl::StatusOr<std::string> Defaults::CycleName() {
  if (!cycle_.has_value() && context_.arguments.Has("cycle")) {
    const std::string given = context_.arguments.Flag("cycle", "");
    TakeCycle(given, true);
    return given;
  }
  ASSIGN_OR_RETURN(const q::Cycle cycle, Cycle());
  return cycle.name();
}

absl::StatusOr<std::string> Defaults::RuleSet() {
  const bool is_given = context_.arguments.Has("rule-set");
  std::string rule_set = context_.arguments.Flag("rule-set", "");
  if (!is_given) {
    ASSIGN_OR_RETURN(const q::Cycle cycle, Cycle());
    ASSIGN_OR_RETURN(
        const l::ListRuleSetsResponse list,
        Ask(*context_.services.locations,
            &l::LocationService::Stub::ListRuleSets, l::ListRuleSetsRequest()));
    rule_set =
        RuleSetFor(cycle, {list.rule_sets().begin(), list.rule_sets().end()});
  }
  Take(absl::StrCat("telregels ", rule_set), is_given);
  return rule_set;
}

std::string Defaults::HalfYear() {
  return HalfYear("half-year", HalfYearOf(day_));
}

std::string Defaults::HalfYear(const std::string& flag,
                               const std::string& otherwise,
                               const std::string& words) {
  const std::string half_year = context_.arguments.Flag(flag, otherwise);
  Take(absl::StrCat(words, words.empty() ? "" : " ", DutchHalfYear(half_year)),
       context_.arguments.Has(flag));
  return half_year;
}

absl::CivilDay Defaults::Day(const std::string& flag, absl::CivilDay otherwise,
                             const std::string& words) {
  const absl::CivilDay day = context_.Day(flag, otherwise);
  Take(absl::StrCat(words, " ", DutchDay(day)), context_.arguments.Has(flag));
  return day;
}

std::string Defaults::Line() const {
  return all_given_ ? "" : absl::StrJoin(taken_, ", ");
}

}  // namespace opvang::cli
