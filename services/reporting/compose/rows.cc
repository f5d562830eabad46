#include "services/reporting/compose/rows.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/figures/transfers.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace housing = ::nl::opvang::housing::v1;

// The rows as they are joined, in the order of the obligations.
struct Rows {
  pb::MunicipalityRow& Add(const std::string& municipality) {
    places[municipality] = all.size();
    return all.emplace_back();
  }
  // Null when it is not in the report.
  pb::MunicipalityRow* Find(const std::string& municipality) {
    const auto place = places.find(municipality);
    return place == places.end() ? nullptr : &all[place->second];
  }
  std::vector<pb::MunicipalityRow> all;
  std::map<std::string, size_t> places;
};

void AddSteps(const quotas::Obligation& from,
              google::protobuf::RepeatedPtrField<pb::TargetStep>& steps) {
  for (const quotas::Obligation::Step& step : from.steps()) {
    *steps.Add() = ToStep(step);
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
    to.set_place_group(entry.group());
    to.set_place_basis(entry.basis());
    if (entry.has_start_date()) *to.mutable_start_date() = entry.start_date();
    to.set_place_count(entry.place_count());
    to.set_end_date_certainty(entry.end_certainty());
    to.set_start_certainty(entry.start_certainty());
    to.set_decision(entry.decision());
    to.set_stated_date(entry.stated_date());
    to.set_source(entry.source());
    to.set_revision(entry.revision());
  }
}

using Kinds = std::map<std::string, locations::LocationKind>;

// Whether it is there: it stands, or stood, and something of it is decided. Of
// the others a reader asks when they come.
pb::Site::Progress ProgressOf(const locations::LocationCoverage& from) {
  const bool stood = from.stage() == locations::LOCATION_STAGE_STANDING ||
                     from.stage() == locations::LOCATION_STAGE_CLOSED;
  const bool decided = std::any_of(
      from.groups().begin(), from.groups().end(),
      [](const auto& places) { return places.offered_place_count() > 0; });
  return stood && decided ? pb::Site::PROGRESS_EXISTING
                          : pb::Site::PROGRESS_NEW;
}

// "We have none", of one subject.
template <typename NilReturn>
void AddNil(const NilReturn& from, pb::NilFact::Subject subject,
            pb::MunicipalityRow& row) {
  pb::NilFact& to = *row.add_nil_facts();
  to.set_subject(subject);
  *to.mutable_return_date() = from.return_date();
  to.set_source(from.source());
  to.set_revision(from.revision());
}

// The first day with decided places, else that of its first plan; and its end.
void AddDays(const locations::LocationCoverage& from, pb::Site& site) {
  if (from.has_known_since_date()) {
    *site.mutable_known_since_date() = from.known_since_date();
  } else if (from.has_start_date()) {
    *site.mutable_start_date() = from.start_date();
  } else if (from.has_planned_start_date()) {
    *site.mutable_start_date() = from.planned_start_date();
  }
  if (from.has_end_date()) *site.mutable_end_date() = from.end_date();
  site.set_end_date_certainty(from.end_certainty());
}

void AddGroups(const locations::LocationCoverage& from, pb::Site& site) {
  for (const auto& places : from.groups()) {
    pb::Site::GroupPlaces& to = *site.add_groups();
    to.set_place_group(places.group());
    to.set_offered_place_count(places.offered_place_count());
    to.set_counted_place_count(places.counted_place_count());
    to.set_intended_place_count(places.intended_place_count());
    to.set_realised_place_count(places.realised_place_count());
    to.set_amv_counted_place_count(places.amv_counted_place_count());
    to.set_amv_realised_place_count(places.amv_realised_place_count());
  }
  for (const auto& places : from.uncounted()) {
    pb::Site::Uncounted& to = *site.add_uncounted();
    to.set_place_group(places.group());
    to.set_place_count(places.place_count());
    *to.mutable_uncounted_reasons() = places.reasons();
  }
}

pb::StateFact ToStateFact(const locations::StateEntry& from) {
  pb::StateFact to;
  *to.mutable_start_date() = from.start_date();
  to.set_reason(from.reason());
  to.set_source(from.source());
  to.set_revision(from.revision());
  return to;
}

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
  site.set_location_operator(from.operator_());
  site.set_location_state(from.state());
  site.set_stage(from.stage());
  if (from.has_state_entry()) {
    *site.mutable_state_fact() = ToStateFact(from.state_entry());
  }
  *site.mutable_lives() = from.lives();
  AddDays(from, site);
  site.set_site_progress(ProgressOf(from));
  AddGroups(from, site);
  AddPlaces(from, *site.mutable_places());
  *site.mutable_sources() = from.sources();
  *site.mutable_stated_dates() = from.stated_dates();
  site.set_remark(from.remark());
  if (from.has_occupancy()) {
    SetCount(from.occupancy(), from.occupancy().person_count(),
             *site.mutable_occupancy());
  }
  *site.mutable_participants() = from.participants();
  site.set_successor(from.successor());
  site.set_address(from.address());
  site.set_protected_(from.address_protected());
  *site.mutable_former_display_names() = from.former_display_names();
  if (from.has_objection_count()) {
    site.set_objection_count(from.objection_count());
  }
  return site;
}

void JoinCoverage(const locations::MunicipalityCoverage& from,
                  const Kinds& kinds, pb::MunicipalityRow& row) {
  pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
  if (from.has_guaranteed_place_count()) {
    asylum.set_realised_place_count(from.realised_place_count());
    asylum.set_realised_amv_count(from.realised_amv_count());
    asylum.set_guaranteed_place_count(from.guaranteed_place_count());
    asylum.set_guaranteed_amv_count(from.guaranteed_amv_count());
    asylum.set_intended_place_count(from.intended_place_count());
    asylum.set_intended_amv_count(from.intended_amv_count());
  }
  if (from.has_nil_return()) {
    AddNil(from.nil_return(), pb::NilFact::SUBJECT_ASYLUM, row);
  }
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

// What of its places is durable; unknown where its places are.
void JoinDurable(const locations::DurableStock& from,
                 pb::MunicipalityRow& row) {
  pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
  if (!asylum.has_guaranteed_place_count()) return;
  asylum.set_durable_place_count(from.counted_place_count());
  row.set_durable_regular_place_count(from.regular_place_count());
  row.set_durable_special_place_count(from.special_place_count());
  for (const auto& site : from.sites()) {
    pb::DurableSite& to = *row.add_durable_sites();
    to.set_location(site.location());
    to.set_display_name(site.display_name());
    to.set_place_group(site.group());
    to.set_offered_place_count(site.offered_place_count());
    to.set_counted_place_count(site.counted_place_count());
    *to.mutable_uncounted_reasons() = site.reasons();
    if (site.has_durable_start_date()) {
      *to.mutable_durable_start_date() = site.durable_start_date();
    }
  }
}

void JoinShelter(const locations::MunicipalityShelter& from,
                 pb::MunicipalityRow& row) {
  pb::UkraineFigures& ukraine = *row.mutable_figures()->mutable_ukraine();
  if (from.has_realised_place_count()) {
    ukraine.set_realised_place_count(from.realised_place_count());
    ukraine.set_in_development_place_count(from.in_development_place_count());
  }
  if (from.has_nil_return()) {
    AddNil(from.nil_return(), pb::NilFact::SUBJECT_UKRAINE, row);
  }
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
    if (shelter.has_known_since_date()) {
      *to.mutable_known_since_date() = shelter.known_since_date();
    }
    if (shelter.has_end_date()) *to.mutable_end_date() = shelter.end_date();
    to.set_shelter_quality_level(shelter.quality_level());
    to.set_special_group(shelter.special_group());
    to.set_shelter_progress(
        EnumOfWord<pb::Shelter::Progress>(shelter.progress())
            .value_or(pb::Shelter::PROGRESS_UNSPECIFIED));
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
    *to.mutable_former_display_names() = shelter.former_display_names();
    to.set_realised_place_count(shelter.realised_place_count());
    to.set_in_development_place_count(shelter.in_development_place_count());
    to.set_location_state(shelter.state());
    to.set_stage(shelter.stage());
    if (shelter.has_state_entry()) {
      *to.mutable_state_fact() = ToStateFact(shelter.state_entry());
    }
  }
}

// What of a plan enters the planned figure: all of its persons, stated or
// derived, in the half-year of its last day, when that day is after the
// reference day and somebody counts on it (housing, `Balance`).
int PlannedPersons(const housing::HousingPlan& plan, const Period& half_year,
                   absl::CivilDay day) {
  const absl::CivilDay last = DayOf(plan.end_date()) - 1;
  if (last <= day || !half_year.Contains(last) ||
      plan.certainty() == housing::HousingPlan::CERTAINTY_POSSIBLE) {
    return 0;
  }
  return plan.has_person_count() ? plan.person_count()
                                 : plan.derived_person_count();
}

pb::Plan ToPlan(const housing::HousingPlan& from, const Period& half_year,
                absl::CivilDay day) {
  pb::Plan plan;
  plan.set_name(from.name());
  plan.set_plan_home_source(from.home_source());
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
  plan.set_plan_certainty(from.certainty());
  if (from.has_derived_person_count()) {
    plan.set_derived_person_count(from.derived_person_count());
  }
  plan.set_planned_person_count(PlannedPersons(from, half_year, day));
  return plan;
}

pb::PlacementFact ToPlacement(const housing::Placement& from, bool counts) {
  pb::PlacementFact to;
  to.set_placement(from.name());
  to.set_own_statement(from.own_statement());
  *to.mutable_placement_date() = from.placement_date();
  to.set_kind(from.kind());
  to.set_person_count(from.person_count());
  to.set_counts(counts);
  to.set_source(from.source());
  to.set_revision(from.revision());
  return to;
}

pb::MoveFact ToMove(const housing::Move& from,
                    const std::string& municipality) {
  const bool left = from.giver() == municipality;
  pb::MoveFact to;
  to.set_move(from.name());
  *to.mutable_move_date() = from.move_date();
  to.set_other_display_name(
      DutchName(left ? from.receiver() : from.giver()).value_or(""));
  to.set_person_count(left ? -from.person_count() : from.person_count());
  to.set_source(from.source());
  to.set_revision(from.revision());
  return to;
}

pb::HousingStatement ToStatement(const housing::Statement& from) {
  pb::HousingStatement to;
  to.set_housing_metric(from.metric());
  to.set_publisher(from.publisher());
  if (from.has_statement_date()) {
    *to.mutable_statement_date() = from.statement_date();
  }
  to.set_person_count(from.person_count());
  if (from.has_computed_person_count()) {
    to.set_computed_person_count(from.computed_person_count());
  }
  to.set_source(from.source());
  return to;
}

pb::StatusHolderLocation ToLocation(const locations::Location& from) {
  pb::StatusHolderLocation to;
  to.set_location(from.name());
  to.set_display_name(from.display_name());
  to.set_kind(from.kind());
  to.set_location_state(from.state());
  to.set_stage(from.stage());
  if (from.has_term_end_date()) {
    *to.mutable_term_end_date() = from.term_end_date();
  }
  to.set_source(from.source());
  to.set_protected_(from.address_protected());
  *to.mutable_former_display_names() = from.former_display_names();
  return to;
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
  if (from.has_realised_person_count()) {
    holders.set_realised_person_count(from.realised_person_count());
  }
  if (from.has_planned_person_count()) {
    holders.set_planned_person_count(from.planned_person_count());
  }
  if (from.has_nil_return()) {
    AddNil(from.nil_return(), pb::NilFact::SUBJECT_HOUSED, row);
  }
  if (from.has_expected_person_count()) {
    holders.set_expected_person_count(from.expected_person_count());
  }
  if (from.has_waiting()) {
    holders.set_waiting_person_count(from.waiting().person_count());
    SetCount(from.waiting(), from.waiting().person_count(),
             *row.mutable_waiting());
  }
  *row.mutable_status_holder_sources() = from.sources();
  *row.mutable_opening_sources() = from.opening_sources();
  if (from.opening_basis() == housing::Balance::OPENING_BASIS_STATED) {
    row.set_opening_source(from.opening_source());
  }
  if (from.has_opening_difference_person_count()) {
    row.set_opening_difference_person_count(
        from.opening_difference_person_count());
  }
  for (const housing::Statement& statement : from.statements()) {
    if (!statement.superseded()) {
      *row.add_statements() = ToStatement(statement);
    }
  }
}

// What of a balance tells how single events count.
void JoinEvents(const housing::Balance& balance, const Period& half_year,
                const std::vector<const housing::Placement*>& placements,
                absl::CivilDay day, pb::MunicipalityRow& row) {
  std::map<std::string, bool> counts;
  for (const auto& kind : balance.kinds()) {
    counts[kind.kind()] = kind.counts();
  }
  const auto seen = [&](const google::type::Date& date) {
    return DayOf(date) <= day && half_year.Contains(DayOf(date));
  };
  for (const housing::Placement* placement : placements) {
    if (seen(placement->placement_date())) {
      *row.add_placements() =
          ToPlacement(*placement, counts[placement->kind()]);
    }
  }
  for (const housing::Move& move : balance.moves()) {
    if (seen(move.move_date())) {
      *row.add_moves() = ToMove(move, row.municipality());
    }
  }
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

// What housing knows, beside balances: plans, and who was placed or moved.
void JoinHousing(const pb::ReportSpec& spec, const Facts& facts, Rows& rows) {
  const Period half_year =
      DaysOfHalfYear(spec.half_year()).value_or(Period{.start = {}, .end = {}});
  const absl::CivilDay day = DayOf(spec.placements_date());
  std::map<std::string, std::vector<const housing::Placement*>> placements;
  for (const housing::Placement& placement : facts.placements) {
    placements[MunicipalityOf(placement.name())].push_back(&placement);
  }
  for (const housing::Balance& balance : facts.balances) {
    if (pb::MunicipalityRow* row = rows.Find(balance.municipality())) {
      JoinEvents(balance, half_year, placements[balance.municipality()], day,
                 *row);
    }
  }
  for (const housing::HousingPlan& plan : facts.plans) {
    pb::MunicipalityRow* row = rows.Find(MunicipalityOf(plan.name()));
    if (row == nullptr || plan.withdrawn()) continue;
    *row->add_plans() = ToPlan(plan, half_year, day);
  }
}

// One kind told makes the other known: who has a DSL would tell its KSO too.
void JoinLocations(const Facts& facts, Rows& rows) {
  const auto make_known = [](pb::MunicipalityRow& row) {
    row.set_dsl_location_count(row.dsl_location_count());
    row.set_kso_location_count(row.kso_location_count());
  };
  for (const locations::NilReturn& nil : facts.nil_returns) {
    pb::MunicipalityRow* row = rows.Find(nil.municipality());
    if (row == nullptr) continue;
    make_known(*row);
    AddNil(nil, pb::NilFact::SUBJECT_STATUS_HOLDER_LOCATIONS, *row);
  }
  for (const locations::Location& location : facts.status_holder_locations) {
    pb::MunicipalityRow* row = rows.Find(MunicipalityOf(location.name()));
    if (row == nullptr) continue;
    *row->add_status_holder_locations() = ToLocation(location);
    make_known(*row);
    if (location.kind() == "dsl") {
      row->set_dsl_location_count(row->dsl_location_count() + 1);
    } else {
      row->set_kso_location_count(row->kso_location_count() + 1);
    }
  }
}

// What a municipality says to its council; the rest stands in the report too.
bool IsOfMemoOnly(pb::Text::Kind kind) {
  return kind > pb::Text::KIND_BOTTLENECK;
}

}  // namespace

pb::TargetStep ToStep(const quotas::Obligation::Step& step) {
  pb::TargetStep to;
  to.set_quota_basis(step.basis());
  to.set_place_count(step.quota_count());
  if (step.has_amv_count()) to.set_amv_count(step.amv_count());
  to.set_legal_basis(step.legal_basis());
  to.set_source(step.source());
  if (step.has_change_count()) to.set_change_count(step.change_count());
  to.set_origin(step.origin());
  if (step.has_start_date()) *to.mutable_start_date() = step.start_date();
  to.set_revision(step.revision());
  return to;
}

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
  Rows rows;
  for (const auto& obligations : facts.obligations) {
    JoinObligations(obligations, rows.Add(obligations.municipality().name()));
  }
  const auto each = [&](const auto& parts, auto join) {
    for (const auto& part : parts) {
      if (pb::MunicipalityRow* row = rows.Find(part.municipality())) {
        join(part, *row);
      }
    }
  };
  each(facts.coverage, [&](const auto& part, pb::MunicipalityRow& row) {
    JoinCoverage(part, facts.kinds, row);
  });
  each(facts.durable_stocks, JoinDurable);
  each(facts.shelters, JoinShelter);
  each(facts.balances, JoinBalance);
  each(facts.reconciliations, JoinReconciliation);
  JoinHousing(spec, facts, rows);
  JoinLocations(facts, rows);
  for (const pb::Text& text : facts.texts) {
    if (pb::MunicipalityRow* row = rows.Find(text.subject())) {
      *(IsOfMemoOnly(text.kind()) ? row->add_memo_texts()
                                  : row->add_explanations()) = text;
    }
  }
  Lend(transfers, rows.all);
  for (pb::MunicipalityRow& row : rows.all) {
    FillShortfall(*row.mutable_figures()->mutable_asylum());
    FillRemaining(*row.mutable_figures()->mutable_asylum());
    std::sort(row.mutable_nil_facts()->begin(), row.mutable_nil_facts()->end(),
              [](const pb::NilFact& a, const pb::NilFact& b) {
                return a.subject() < b.subject();
              });
  }
  return std::move(rows.all);
}

}  // namespace opvang::reporting
