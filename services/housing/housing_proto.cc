#include "services/housing/housing_proto.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/municipality.h"
#include "common/resource_name.h"
#include "common/source.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/housing/balance.h"

namespace opvang::housing {
namespace {

constexpr int kPersonsMax = 100000;

void CheckOne(const pb::Placement& placement, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckMunicipalName(placement.name(), "placements", at + ".name", violations);
  CheckWithin(placement.name(), parent, at + ".name", violations);
  CheckDay(placement.placement_date(), at + ".placement_date", violations);
  if (placement.kind() == pb::Placement::KIND_UNSPECIFIED ||
      !pb::Placement::Kind_IsValid(placement.kind())) {
    violations.Add(at + ".kind",
                   "is missing or unknown; it must be home, self_found, dsl, "
                   "har, nidos or other");
  }
  if (placement.corrected_placement().empty()) {
    CheckCount(placement.person_count(), 1, kPersonsMax, at + ".person_count",
               violations);
  } else {
    CheckCount(placement.person_count(), -kPersonsMax, -1, at + ".person_count",
               violations);
    CheckMunicipalName(placement.corrected_placement(), "placements",
                       at + ".corrected_placement", violations);
    if (MunicipalityOf(placement.corrected_placement()) !=
        MunicipalityOf(placement.name())) {
      violations.Add(at + ".corrected_placement",
                     "must be a placement of the same municipality");
    }
  }
  CheckSource(placement.source(), at + ".source", violations);
}

void CheckOne(const pb::OpeningBalance& balance, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (CheckMunicipality(balance.municipality(), at + ".municipality",
                        violations) != nullptr) {
    CheckWithin(balance.municipality(), parent, at + ".municipality",
                violations);
  }
  CheckHalfYear(balance.half_year(), at + ".half_year", violations);
  CheckCount(balance.person_count(), -kPersonsMax, kPersonsMax,
             at + ".person_count", violations);
  CheckSource(balance.source(), at + ".source", violations);
}

void CheckOne(const pb::HousingPlan& plan, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckMunicipalName(plan.name(), "plans", at + ".name", violations);
  CheckWithin(plan.name(), parent, at + ".name", violations);
  if (plan.home_source() == pb::HousingPlan::HOME_SOURCE_UNSPECIFIED ||
      !pb::HousingPlan::HomeSource_IsValid(plan.home_source())) {
    violations.Add(at + ".home_source",
                   "is missing or unknown; it must be existing_stock, "
                   "new_build, flex, dsl, nidos or other");
  }
  const size_t before = violations.all().size();
  const auto start =
      CheckDay(plan.start_date(), at + ".start_date", violations);
  const auto end = CheckDay(plan.end_date(), at + ".end_date", violations);
  if (violations.all().size() == before && end <= start) {
    violations.Add(
        at + ".end_date",
        absl::StrCat("is ", FormatDay(end), "; it must be after start_date, ",
                     FormatDay(start)));
  }
  if (plan.has_home_count()) {
    CheckCount(plan.home_count(), 0, kPersonsMax, at + ".home_count",
               violations);
  }
  if (plan.has_person_count()) {
    CheckCount(plan.person_count(), 0, kPersonsMax, at + ".person_count",
               violations);
  }
  if (plan.has_vacated_percent()) {
    CheckCount(plan.vacated_percent(), 0, 100, at + ".vacated_percent",
               violations);
    if (plan.home_source() != pb::HousingPlan::HOME_SOURCE_EXISTING_STOCK) {
      violations.Add(at + ".vacated_percent", "is for existing_stock only");
    }
  }
  if (!plan.has_home_count() && !plan.has_person_count() &&
      !plan.has_vacated_percent()) {
    violations.Add(at, "states neither homes, persons nor a percentage");
  }
  CheckText(plan.remark(), {.length_max = 500}, at + ".remark", violations);
  CheckSource(plan.source(), at + ".source", violations);
}

std::string Key(const pb::OpeningBalance& b) {
  return absl::StrCat(b.municipality(), "|", b.half_year());
}
template <typename Named>
std::string Key(const Named& named) {
  return named.name();
}

bool SameContent(pb::Placement a, pb::Placement b) {
  a.clear_revision();
  b.clear_revision();
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

}  // namespace

absl::Status CheckDelivery(const pb::DeliverHousingRequest& request) {
  Violations violations;
  const std::string& parent = request.parent();
  if (!DutchName(parent).has_value()) {
    CheckParent(parent, "parent", violations);
  }
  const auto check = [&](const auto& row, const std::string& at) {
    CheckOne(row, parent, at, violations);
  };
  const auto key = [](const auto& row) { return Key(row); };
  CheckRows(request.placements(), "placements", 10000, violations, check, key);
  CheckRows(request.opening_balances(), "opening_balances", 5000, violations,
            check, key);
  CheckRows(request.plans(), "plans", 5000, violations, check, key);
  return violations.ToStatus();
}

absl::StatusOr<std::vector<pb::Placement>> NewPlacements(
    const std::vector<pb::Placement>& known,
    const pb::DeliverHousingRequest& request) {
  Violations violations;
  std::map<std::string, pb::Placement> by_name;
  std::map<std::string, int> left;  // Persons not yet taken back.
  const auto learn = [&](const pb::Placement& placement) {
    by_name[placement.name()] = placement;
    if (placement.corrected_placement().empty()) {
      left[placement.name()] += placement.person_count();
    } else {
      left[placement.corrected_placement()] += placement.person_count();
    }
  };
  for (const pb::Placement& placement : known) learn(placement);
  std::vector<pb::Placement> added;
  std::vector<int> places;
  for (int i = 0; i < request.placements_size(); ++i) {
    const pb::Placement& placement = request.placements(i);
    const auto found = by_name.find(placement.name());
    if (found == by_name.end()) {
      added.push_back(placement);
      places.push_back(i);
      learn(placement);
    } else if (!SameContent(found->second, placement)) {
      violations.Add(absl::StrCat("placements[", i, "].name"),
                     absl::StrCat("is ", placement.name(),
                                  ", which is on record with other content; "
                                  "correct it by an opposite placement"));
    }
  }
  for (size_t k = 0; k < added.size(); ++k) {
    const std::string& corrected = added[k].corrected_placement();
    if (corrected.empty()) continue;
    const std::string field =
        absl::StrCat("placements[", places[k], "].corrected_placement");
    const auto found = by_name.find(corrected);
    if (found == by_name.end() ||
        !found->second.corrected_placement().empty()) {
      violations.Add(field, absl::StrCat("is ", corrected,
                                         ", which is no placement on record"));
    } else if (left[corrected] < 0) {
      violations.Add(field,
                     absl::StrCat("is ", corrected, "; its corrections take ",
                                  -left[corrected], " more than it gave"));
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return added;
}

Period CheckHalfYear(const std::string& half_year, const std::string& field,
                     Violations& violations) {
  const auto period = ParseHalfYear(half_year);
  if (!period.has_value()) {
    violations.Add(field, absl::StrCat("is \"", half_year.substr(0, 20),
                                       "\"; it must look like 2024-h2"));
  }
  return period.value_or(Period{});
}

}  // namespace opvang::housing
