#include "services/housing/rules/plan.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang::housing {
namespace {

absl::CivilDay LastDayOf(const pb::HousingPlan& plan) {
  return DayOf(plan.end_date()) - 1;
}

// Which plans are in it, in words.
std::string Plans(pb::Scenario::Kind kind, const PlannedPersons& planned) {
  switch (kind) {
    case pb::Scenario::KIND_LOW:
      return absl::StrCat("ondergrens, met ", planned.certain,
                          " uit zekere plannen (besloten of gecontracteerd)");
    case pb::Scenario::KIND_PLANNED:
      return absl::StrCat("volgens plan, met ", planned.certain,
                          " uit zekere en ", planned.likely,
                          " uit waarschijnlijke plannen");
    default:
      return absl::StrCat("bovengrens, met ", planned.certain, " uit zekere, ",
                          planned.likely, " uit waarschijnlijke en ",
                          planned.possible, " uit mogelijke plannen");
  }
}

// One sentence that says what a scenario rests on, and what not.
std::string Explanation(pb::Scenario::Kind kind, const Prospect& prospect) {
  std::string text = absl::StrCat(prospect.realised, " gehuisvest; ",
                                  Plans(kind, prospect.planned));
  if (prospect.planned.plans_without_persons > 0) {
    absl::StrAppend(&text, ", zonder ", prospect.planned.plans_without_persons,
                    " plan(nen) die alleen in woningen of procenten zijn "
                    "vermeld");
  }
  if (prospect.left_out > 0) {
    absl::StrAppend(&text, ", zonder ", prospect.left_out,
                    " gemeente(n) waarvan opgave of aantal gehuisvesten niet "
                    "bekend is");
  }
  if (!prospect.net_target.has_value()) text += "; een opgave is niet bekend";
  return text + ": een rekensom met wat is opgegeven, geen vaststaand feit.";
}

}  // namespace

PlannedPersons& PlannedPersons::operator+=(const PlannedPersons& more) {
  certain += more.certain;
  likely += more.likely;
  possible += more.possible;
  plans_without_persons += more.plans_without_persons;
  return *this;
}

std::optional<int> DerivedPersons(const pb::HousingPlan& plan) {
  if (plan.has_person_count() || !plan.has_home_count() ||
      !plan.has_average_household_hundredths()) {
    return std::nullopt;
  }
  return static_cast<int>(int64_t{plan.home_count()} *
                          plan.average_household_hundredths() / 100);
}

std::optional<int> PersonsOf(const pb::HousingPlan& plan) {
  return plan.has_person_count() ? std::optional<int>(plan.person_count())
                                 : DerivedPersons(plan);
}

bool IsDue(const pb::HousingPlan& plan, HalfYear half_year,
           absl::CivilDay as_of) {
  return !plan.withdrawn() && LastDayOf(plan) > as_of &&
         half_year.Days().Contains(LastDayOf(plan));
}

bool AnyFor(const std::vector<pb::HousingPlan>& plans, HalfYear half_year) {
  return std::any_of(plans.begin(), plans.end(),
                     [&](const pb::HousingPlan& plan) {
                       return half_year.Days().Contains(LastDayOf(plan));
                     });
}

PlannedPersons PlannedOf(const std::vector<pb::HousingPlan>& plans,
                         HalfYear half_year, absl::CivilDay as_of) {
  PlannedPersons planned;
  for (const pb::HousingPlan& plan : plans) {
    if (!IsDue(plan, half_year, as_of)) continue;
    const auto persons = PersonsOf(plan);
    if (!persons.has_value()) {
      ++planned.plans_without_persons;
      continue;
    }
    switch (plan.certainty()) {
      case pb::HousingPlan::CERTAINTY_CERTAIN:
        planned.certain += *persons;
        break;
      case pb::HousingPlan::CERTAINTY_POSSIBLE:
        planned.possible += *persons;
        break;
      default:
        planned.likely += *persons;
    }
  }
  return planned;
}

std::vector<pb::Scenario> ScenariosOf(const Prospect& prospect) {
  const PlannedPersons& planned = prospect.planned;
  std::vector<pb::Scenario> scenarios;
  int persons = 0;
  for (const auto& [kind, more] :
       {std::pair(pb::Scenario::KIND_LOW, planned.certain),
        std::pair(pb::Scenario::KIND_PLANNED, planned.likely),
        std::pair(pb::Scenario::KIND_HIGH, planned.possible)}) {
    persons += more;
    pb::Scenario& scenario = scenarios.emplace_back();
    scenario.set_kind(kind);
    scenario.set_plan_person_count(persons);
    scenario.set_explanation(Explanation(kind, prospect));
    if (prospect.net_target.has_value()) {
      scenario.set_expected_person_count(prospect.realised + persons -
                                         *prospect.net_target);
    }
  }
  return scenarios;
}

std::vector<pb::PlanSum> SumsOf(const std::vector<pb::HousingPlan>& plans) {
  std::map<std::pair<HalfYear, int>, pb::PlanSum> sums;
  for (const pb::HousingPlan& plan : plans) {
    if (plan.withdrawn()) continue;
    const HalfYear half_year = HalfYear::Of(LastDayOf(plan));
    pb::PlanSum& sum = sums[{half_year, plan.home_source()}];
    sum.set_home_source(plan.home_source());
    sum.set_half_year(half_year.Name());
    sum.set_plan_count(sum.plan_count() + 1);
    sum.set_home_count(sum.home_count() + plan.home_count());
    sum.set_person_count(sum.person_count() + plan.person_count());
    sum.set_derived_person_count(sum.derived_person_count() +
                                 DerivedPersons(plan).value_or(0));
    if (plan.has_vacated_percent()) {
      sum.set_percent_plan_count(sum.percent_plan_count() + 1);
    }
  }
  std::vector<pb::PlanSum> list;
  for (auto& [key, sum] : sums) list.push_back(std::move(sum));
  return list;
}

}  // namespace opvang::housing
