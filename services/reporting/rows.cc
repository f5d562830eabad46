#include "services/reporting/rows.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/calendar.h"
#include "services/reporting/figures.h"
#include "services/reporting/lending.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace housing = ::nl::opvang::housing::v1;

// "STATE_OPEN" without "STATE_", in lower case: the code a reader sees.
std::string Code(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

std::string GroupCode(locations::PlaceGroup group) {
  return Code(locations::PlaceGroup_Name(group), "PLACE_GROUP_");
}

void AddSteps(const quotas::Obligation& from,
              google::protobuf::RepeatedPtrField<pb::TargetStep>& steps) {
  for (const quotas::Obligation::Step& step : from.steps()) {
    pb::TargetStep& to = *steps.Add();
    to.set_basis(Code(quotas::QuotaEntry::Basis_Name(step.basis()), "BASIS_"));
    to.set_place_count(step.quota_count());
    if (step.has_amv_count()) to.set_amv_count(step.amv_count());
    to.set_legal_basis(step.legal_basis());
    to.set_source(step.source());
    if (step.has_change_count()) to.set_change_count(step.change_count());
    to.set_origin(step.origin());
    if (step.has_start_date()) *to.mutable_start_date() = step.start_date();
    to.set_revision(step.revision());
  }
}

void JoinObligations(
    const quotas::ListObligationsResponse::MunicipalityObligations& from,
    pb::MunicipalityRow& row) {
  row.set_municipality(from.municipality().name());
  row.set_display_name(from.municipality().display_name());
  row.set_region(from.municipality().region());
  pb::Figures& figures = *row.mutable_figures();
  if (from.asylum().has_quota_count()) {
    figures.mutable_asylum()->set_target_place_count(
        from.asylum().quota_count());
  }
  if (from.asylum().has_amv_count()) {
    figures.mutable_asylum()->set_target_amv_count(from.asylum().amv_count());
  }
  AddSteps(from.asylum(), *row.mutable_asylum_steps());
  AddSteps(from.ukraine(), *row.mutable_ukraine_steps());
  AddSteps(from.status_holders(), *row.mutable_status_holder_steps());
  if (from.ukraine().has_quota_count()) {
    figures.mutable_ukraine()->set_target_place_count(
        from.ukraine().quota_count());
    row.set_ukraine_target_source(from.ukraine().steps().rbegin()->source());
  }
}

template <typename Count>
void SetCount(const Count& from, int32_t count, pb::CountFact& to) {
  *to.mutable_count_date() = from.count_date();
  to.set_count(count);
  to.set_source(from.source());
  to.set_revision(from.revision());
}

template <typename From>
void AddPlaces(const From& from,
               google::protobuf::RepeatedPtrField<pb::PlaceFact>& places) {
  for (const locations::PlaceEntry& entry : from.entries()) {
    pb::PlaceFact& to = *places.Add();
    to.set_group(GroupCode(entry.group()));
    to.set_basis(
        Code(locations::PlaceEntry::Basis_Name(entry.basis()), "BASIS_"));
    if (entry.has_start_date()) *to.mutable_start_date() = entry.start_date();
    to.set_place_count(entry.place_count());
    if (entry.end_certainty() !=
        locations::PlaceEntry::END_CERTAINTY_UNSPECIFIED) {
      to.set_end_certainty(
          Code(locations::PlaceEntry::EndCertainty_Name(entry.end_certainty()),
               "END_CERTAINTY_"));
    }
    to.set_decision(entry.decision());
    to.set_stated_date(entry.stated_date());
    to.set_source(entry.source());
    to.set_revision(entry.revision());
  }
}

using Kinds = std::map<std::string, locations::LocationKind>;

pb::Site ToSite(const locations::LocationCoverage& from, const Kinds& kinds) {
  pb::Site site;
  site.set_location(from.location());
  site.set_display_name(from.display_name());
  site.set_kind(from.kind());
  site.set_kind_display_name(from.kind());
  if (const auto kind = kinds.find(from.kind()); kind != kinds.end()) {
    site.set_kind_display_name(kind->second.display_name());
    site.set_quota_rule(kind->second.quota_rule());
  }
  site.set_operator_(
      Code(locations::Location::Operator_Name(from.operator_()), "OPERATOR_"));
  site.set_state(
      Code(locations::LocationState_Name(from.state()), "LOCATION_STATE_"));
  if (from.has_start_date()) {
    *site.mutable_start_date() = from.start_date();
  } else if (from.has_planned_start_date()) {
    *site.mutable_start_date() = from.planned_start_date();
  }
  if (from.has_end_date()) *site.mutable_end_date() = from.end_date();
  if (from.end_certainty() !=
      locations::PlaceEntry::END_CERTAINTY_UNSPECIFIED) {
    site.set_end_certainty(
        Code(locations::PlaceEntry::EndCertainty_Name(from.end_certainty()),
             "END_CERTAINTY_"));
  }
  bool realised = false;
  for (const auto& places : from.groups()) {
    pb::Site::GroupPlaces& to = *site.add_groups();
    to.set_group(GroupCode(places.group()));
    to.set_offered_place_count(places.offered_place_count());
    to.set_counted_place_count(places.counted_place_count());
    to.set_intended_place_count(places.intended_place_count());
    to.set_realised_place_count(places.realised_place_count());
    to.set_amv_counted_place_count(places.amv_counted_place_count());
    realised = realised || places.offered_place_count() > 0;
  }
  const bool standing = from.state() == locations::LOCATION_STATE_OPEN ||
                        from.state() == locations::LOCATION_STATE_EXTENDED ||
                        from.state() == locations::LOCATION_STATE_CLOSING ||
                        from.state() == locations::LOCATION_STATE_CLOSED;
  site.set_progress(standing && realised ? "existing" : "new");
  for (const auto& places : from.uncounted()) {
    pb::Site::Uncounted& to = *site.add_uncounted();
    to.set_group(GroupCode(places.group()));
    to.set_place_count(places.place_count());
    for (const int reason : places.reasons()) {
      to.add_reasons(
          Code(locations::LocationCoverage::Reason_Name(
                   static_cast<locations::LocationCoverage::Reason>(reason)),
               "REASON_"));
    }
  }
  *site.mutable_sources() = from.sources();
  *site.mutable_stated_dates() = from.stated_dates();
  site.set_remark(from.remark());
  AddPlaces(from, *site.mutable_places());
  if (from.has_state_entry()) {
    pb::StateFact& state = *site.mutable_state_fact();
    *state.mutable_start_date() = from.state_entry().start_date();
    state.set_reason(from.state_entry().reason());
    state.set_source(from.state_entry().source());
    state.set_revision(from.state_entry().revision());
  }
  if (from.has_occupancy()) {
    SetCount(from.occupancy(), from.occupancy().person_count(),
             *site.mutable_occupancy());
  }
  site.set_address(from.address());
  site.set_protected_(from.address_protected());
  if (from.has_objection_count()) {
    site.set_objection_count(from.objection_count());
  }
  return site;
}

void JoinCoverage(const locations::MunicipalityCoverage& from,
                  const Kinds& kinds, pb::MunicipalityRow& row) {
  pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
  asylum.set_realised_place_count(from.realised_place_count());
  asylum.set_realised_amv_count(from.realised_amv_count());
  asylum.set_guaranteed_place_count(from.guaranteed_place_count());
  asylum.set_guaranteed_amv_count(from.guaranteed_amv_count());
  asylum.set_intended_place_count(from.intended_place_count());
  asylum.set_intended_amv_count(from.intended_amv_count());
  if (from.has_permanent_stock_place_count()) {
    asylum.set_permanent_stock_place_count(from.permanent_stock_place_count());
    row.set_permanent_stock_source(from.permanent_stock_source());
    SetCount(from.permanent_stock(), from.permanent_stock_place_count(),
             *row.mutable_permanent_stock());
  }
  if (from.has_binding_date()) {
    *row.mutable_binding_date() = from.binding_date();
  }
  if (from.has_amv_binding_date()) {
    *row.mutable_amv_binding_date() = from.amv_binding_date();
  }
  for (const locations::LocationCoverage& location : from.locations()) {
    *row.add_sites() = ToSite(location, kinds);
  }
}

void JoinShelter(const locations::MunicipalityShelter& from,
                 pb::MunicipalityRow& row) {
  pb::UkraineFigures& ukraine = *row.mutable_figures()->mutable_ukraine();
  ukraine.set_realised_place_count(from.realised_place_count());
  ukraine.set_in_development_place_count(from.in_development_place_count());
  if (from.has_occupied_person_count()) {
    ukraine.set_occupied_person_count(from.occupied_person_count());
  }
  if (from.has_private_person_count()) {
    ukraine.set_private_person_count(from.private_person_count());
    row.set_private_shelter_source(from.private_source());
    SetCount(from.private_shelter(), from.private_person_count(),
             *row.mutable_private_shelter());
  }
  for (const auto& shelter : from.shelters()) {
    pb::Shelter& to = *row.add_shelters();
    to.set_location(shelter.location());
    to.set_display_name(shelter.display_name());
    to.set_place_count(shelter.place_count());
    if (shelter.has_start_date()) {
      *to.mutable_start_date() = shelter.start_date();
    }
    if (shelter.has_end_date()) *to.mutable_end_date() = shelter.end_date();
    if (shelter.quality_level() !=
        locations::Location::QUALITY_LEVEL_UNSPECIFIED) {
      to.set_quality_level(
          Code(locations::Location::QualityLevel_Name(shelter.quality_level()),
               "QUALITY_LEVEL_"));
    }
    to.set_special_group(shelter.special_group());
    to.set_progress(shelter.progress());
    if (shelter.has_occupied_person_count()) {
      to.set_occupied_person_count(shelter.occupied_person_count());
    }
    *to.mutable_sources() = shelter.sources();
    AddPlaces(shelter, *to.mutable_places());
    if (shelter.has_occupancy()) {
      SetCount(shelter.occupancy(), shelter.occupied_person_count(),
               *to.mutable_occupancy());
    }
    to.set_address(shelter.address());
    to.set_protected_(shelter.address_protected());
    to.set_realised_place_count(shelter.realised_place_count());
    to.set_in_development_place_count(shelter.in_development_place_count());
  }
}

void JoinBalance(const housing::Balance& from, pb::MunicipalityRow& row) {
  pb::StatusHolderFigures& holders =
      *row.mutable_figures()->mutable_status_holders();
  if (from.has_target_person_count()) {
    holders.set_target_person_count(from.target_person_count());
  }
  if (from.has_opening_person_count()) {
    holders.set_opening_person_count(from.opening_person_count());
  }
  if (from.has_net_target_person_count()) {
    holders.set_net_target_person_count(from.net_target_person_count());
  }
  holders.set_realised_person_count(from.realised_person_count());
  holders.set_planned_person_count(from.planned_person_count());
  if (from.has_expected_person_count()) {
    holders.set_expected_person_count(from.expected_person_count());
  }
  *row.mutable_status_holder_sources() = from.sources();
}

// What of a plan enters the planned figure: all of its persons in the half-year
// of its last day, when that day is after the reference day (housing,
// `balance`).
int PlannedPersons(const housing::HousingPlan& plan, const Period& half_year,
                   absl::CivilDay day) {
  const absl::CivilDay last = DayOf(plan.end_date()) - 1;
  return last > day && half_year.Contains(last) ? plan.person_count() : 0;
}

pb::Plan ToPlan(const housing::HousingPlan& from, const Period& half_year,
                absl::CivilDay day) {
  pb::Plan plan;
  plan.set_name(from.name());
  plan.set_home_source(
      Code(housing::HousingPlan::HomeSource_Name(from.home_source()),
           "HOME_SOURCE_"));
  *plan.mutable_start_date() = from.start_date();
  *plan.mutable_end_date() = from.end_date();
  if (from.has_home_count()) plan.set_home_count(from.home_count());
  if (from.has_person_count()) plan.set_person_count(from.person_count());
  if (from.has_vacated_percent()) {
    plan.set_vacated_percent(from.vacated_percent());
  }
  plan.set_remark(from.remark());
  plan.set_source(from.source());
  plan.set_revision(from.revision());
  plan.set_planned_person_count(PlannedPersons(from, half_year, day));
  return plan;
}

pb::PlacementFact ToPlacement(const housing::Placement& from) {
  pb::PlacementFact to;
  to.set_placement(from.name());
  *to.mutable_placement_date() = from.placement_date();
  to.set_kind(Code(housing::Placement::Kind_Name(from.kind()), "KIND_"));
  to.set_person_count(from.person_count());
  to.set_counts(true);
  to.set_source(from.source());
  to.set_revision(from.revision());
  return to;
}

pb::StatusHolderLocation ToLocation(const locations::Location& from) {
  pb::StatusHolderLocation to;
  to.set_location(from.name());
  to.set_display_name(from.display_name());
  to.set_kind(from.kind());
  to.set_state(
      Code(locations::LocationState_Name(from.state()), "LOCATION_STATE_"));
  if (from.has_term_end_date()) {
    *to.mutable_term_end_date() = from.term_end_date();
  }
  to.set_source(from.source());
  return to;
}

// What of COA's statement nothing explains.
void JoinReconciliation(const locations::Reconciliation& from,
                        pb::MunicipalityRow& row) {
  if (!from.has_coa_place_count()) return;
  int32_t unexplained = 0;
  for (const auto& difference : from.coa_differences()) {
    if (difference.cause() == locations::Reconciliation::CAUSE_UNEXPLAINED) {
      unexplained += difference.place_count();
    }
  }
  row.set_unexplained_stock_place_count(unexplained);
}

bool BelongsTo(absl::string_view resource, absl::string_view municipality) {
  return resource == municipality ||
         absl::StartsWith(resource, absl::StrCat(municipality, "/"));
}

// What housing knows of one municipality, beside its balance.
void JoinHousing(const pb::ReportSpec& spec, const Facts& facts,
                 pb::MunicipalityRow& row) {
  const Period half_year =
      DaysOfHalfYear(spec.half_year()).value_or(Period{.start = {}, .end = {}});
  const absl::CivilDay day = DayOf(spec.placements_date());
  for (const housing::Placement& placement : facts.placements) {
    const absl::CivilDay placed = DayOf(placement.placement_date());
    if (BelongsTo(placement.name(), row.municipality()) && placed <= day &&
        half_year.Contains(placed)) {
      *row.add_placements() = ToPlacement(placement);
    }
  }
  for (const housing::HousingPlan& plan : facts.plans) {
    if (!plan.withdrawn() && BelongsTo(plan.name(), row.municipality())) {
      *row.add_plans() = ToPlan(plan, half_year, day);
    }
  }
  for (const locations::Location& location : facts.status_holder_locations) {
    if (!BelongsTo(location.name(), row.municipality())) continue;
    *row.add_status_holder_locations() = ToLocation(location);
    if (location.kind() == "dsl") {
      row.set_dsl_location_count(row.dsl_location_count() + 1);
    } else {
      row.set_kso_location_count(row.kso_location_count() + 1);
    }
  }
}

}  // namespace

std::vector<pb::TransferRow> JoinTransfers(const Facts& facts) {
  const Period window{.start = DayOf(facts.cycle.window_start_date()),
                      .end = DayOf(facts.cycle.window_end_date())};
  std::map<std::string, pb::TransferRow> by_name;
  for (const auto& obligations : facts.obligations) {
    for (const quotas::Transfer& transfer : obligations.asylum().transfers()) {
      by_name.emplace(transfer.name(), ToTransferRow(transfer, window));
    }
  }
  std::vector<pb::TransferRow> transfers;
  for (auto& [name, transfer] : by_name) {
    transfers.push_back(std::move(transfer));
  }
  return transfers;
}

std::vector<pb::MunicipalityRow> JoinRows(
    const pb::ReportSpec& spec, const Facts& facts,
    const std::vector<pb::TransferRow>& transfers) {
  std::vector<pb::MunicipalityRow> rows;
  std::map<std::string, size_t> places;
  for (const auto& obligations : facts.obligations) {
    pb::MunicipalityRow row;
    JoinObligations(obligations, row);
    places[row.municipality()] = rows.size();
    rows.push_back(std::move(row));
  }
  const auto each = [&](const auto& parts, auto join) {
    for (const auto& part : parts) {
      const auto place = places.find(part.municipality());
      if (place != places.end()) join(part, rows[place->second]);
    }
  };
  each(facts.coverage, [&](const auto& part, pb::MunicipalityRow& row) {
    JoinCoverage(part, facts.kinds, row);
  });
  each(facts.shelters, JoinShelter);
  each(facts.balances, JoinBalance);
  each(facts.reconciliations, JoinReconciliation);
  Lend(transfers, rows);
  for (pb::MunicipalityRow& row : rows) {
    FillShortfall(*row.mutable_figures()->mutable_asylum());
    JoinHousing(spec, facts, row);
    for (const pb::Text& text : facts.texts) {
      if (text.subject() == row.municipality()) *row.add_explanations() = text;
    }
  }
  return rows;
}

}  // namespace opvang::reporting
