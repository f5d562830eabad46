// Plans: what each unit of them means, and what may come of them. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_PLAN_H_
#define OPVANG_SERVICES_HOUSING_RULES_PLAN_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/rules/half_year.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// Persons of planned homes, where an average household is stated with them:
// homes × average, rounded down, for a promise is not rounded up. Nothing
// otherwise.
std::optional<int> DerivedPersons(const pb::HousingPlan& plan);

// Stated or derived; nothing for homes or a percentage alone.
std::optional<int> PersonsOf(const pb::HousingPlan& plan);

// What plans bring in one half-year, in persons, stated or derived, by
// certainty; a plan of unstated certainty is likely.
struct PlannedPersons {
  int certain = 0;
  int likely = 0;
  int possible = 0;
  int plans_without_persons = 0;  // Stated in homes or percent alone.
  PlannedPersons& operator+=(const PlannedPersons& more);
};

// Whether a plan is still to deliver in `half_year`: it stands, and its last
// day is after `as_of` and within the half-year. It counts there, whole.
bool IsDue(const pb::HousingPlan& plan, HalfYear half_year,
           absl::CivilDay as_of);

// Whether a plan was ever delivered whose last day is in `half_year`.
bool AnyFor(const std::vector<pb::HousingPlan>& plans, HalfYear half_year);

PlannedPersons PlannedOf(const std::vector<pb::HousingPlan>& plans,
                         HalfYear half_year, absl::CivilDay as_of);

// What scenarios are made of, of a municipality or of several together.
struct Prospect {
  int realised = 0;
  PlannedPersons planned;
  std::optional<int> net_target;
  // Municipalities without a target, or of which it is not known how many were
  // housed; they are not in it.
  int left_out = 0;
};

// Low, planned and high at the end of the half-year: what is realised, and of
// the plans the certain, with the likely, with the possible ones. Each says in
// Dutch what it rests on. Without a net target nothing is expected.
std::vector<pb::Scenario> ScenariosOf(const Prospect& prospect);

// The sums of the plans that stand, per source and half-year of the last day,
// each unit apart; by half-year, then source.
std::vector<pb::PlanSum> SumsOf(const std::vector<pb::HousingPlan>& plans);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_PLAN_H_
