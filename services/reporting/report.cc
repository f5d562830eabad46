#include "services/reporting/report.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/calendar.h"
#include "common/municipality.h"
#include "common/source.h"
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

std::string DisplayName(absl::string_view subject) {
  return DutchName(subject).value_or(std::string(subject));
}

bool AnyIllustrative(
    const google::protobuf::RepeatedPtrField<std::string>& sources) {
  return std::any_of(sources.begin(), sources.end(),
                     [](const std::string& s) { return IsIllustrative(s); });
}

// --- One municipality -------------------------------------------------------

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
  for (const quotas::Obligation::Step& step : from.asylum().steps()) {
    pb::TargetStep& to = *row.add_asylum_steps();
    to.set_basis(Code(quotas::QuotaEntry::Basis_Name(step.basis()), "BASIS_"));
    to.set_place_count(step.quota_count());
    if (step.has_amv_count()) to.set_amv_count(step.amv_count());
    to.set_legal_basis(step.legal_basis());
    to.set_source(step.source());
    if (step.has_change_count()) to.set_change_count(step.change_count());
    to.set_origin(step.origin());
  }
  if (from.ukraine().has_quota_count()) {
    figures.mutable_ukraine()->set_target_place_count(
        from.ukraine().quota_count());
    row.set_ukraine_target_source(from.ukraine().steps().rbegin()->source());
  }
}

pb::Site ToSite(const locations::LocationCoverage& from,
                const std::map<std::string, std::string>& kinds) {
  const auto group = [](locations::PlaceGroup g) {
    return Code(locations::PlaceGroup_Name(g), "PLACE_GROUP_");
  };
  pb::Site site;
  site.set_location(from.location());
  site.set_display_name(from.display_name());
  const auto kind = kinds.find(from.kind());
  site.set_kind_display_name(kind == kinds.end() ? from.kind() : kind->second);
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
    to.set_group(group(places.group()));
    to.set_offered_place_count(places.offered_place_count());
    to.set_counted_place_count(places.counted_place_count());
    to.set_intended_place_count(places.intended_place_count());
    to.set_realised_place_count(places.realised_place_count());
    realised = realised || places.offered_place_count() > 0;
  }
  const bool standing = from.state() == locations::LOCATION_STATE_OPEN ||
                        from.state() == locations::LOCATION_STATE_EXTENDED ||
                        from.state() == locations::LOCATION_STATE_CLOSING ||
                        from.state() == locations::LOCATION_STATE_CLOSED;
  site.set_progress(standing && realised ? "existing" : "new");
  for (const auto& places : from.uncounted()) {
    pb::Site::Uncounted& to = *site.add_uncounted();
    to.set_group(group(places.group()));
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
  return site;
}

void JoinCoverage(const locations::MunicipalityCoverage& from,
                  const std::map<std::string, std::string>& kinds,
                  pb::MunicipalityRow& row) {
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
  }
  if (from.has_binding_date()) {
    *row.mutable_binding_date() = from.binding_date();
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

pb::Plan ToPlan(const housing::HousingPlan& from) {
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
  return plan;
}

bool BelongsTo(absl::string_view resource, absl::string_view municipality) {
  return resource == municipality ||
         absl::StartsWith(resource, absl::StrCat(municipality, "/"));
}

// Each transfer once, though both its sides may lie in the scope; by name.
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
    const Facts& facts, const std::vector<pb::TransferRow>& transfers) {
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
  Lend(transfers, rows);
  for (pb::MunicipalityRow& row : rows) {
    FillShortfall(*row.mutable_figures()->mutable_asylum());
    for (const housing::HousingPlan& plan : facts.plans) {
      if (!plan.withdrawn() && BelongsTo(plan.name(), row.municipality())) {
        *row.add_plans() = ToPlan(plan);
      }
    }
    for (const locations::Location& location : facts.status_holder_locations) {
      if (!BelongsTo(location.name(), row.municipality())) continue;
      if (location.kind() == "dsl") {
        row.set_dsl_location_count(row.dsl_location_count() + 1);
      } else {
        row.set_kso_location_count(row.kso_location_count() + 1);
      }
    }
    for (const pb::Text& text : facts.texts) {
      if (text.subject() == row.municipality()) *row.add_explanations() = text;
    }
  }
  return rows;
}

// --- Sums -------------------------------------------------------------------

pb::SubtotalRow SumOf(const std::string& subject,
                      const std::vector<pb::MunicipalityRow>& rows,
                      absl::string_view region) {
  pb::SubtotalRow sum;
  sum.set_subject(subject);
  sum.set_display_name(DisplayName(subject));
  const auto missing = [&sum](absl::string_view duty,
                              const pb::MunicipalityRow& row) {
    pb::MissingTarget& target = *sum.add_missing_targets();
    target.set_duty(std::string(duty));
    target.set_municipality(row.municipality());
  };
  // A sum shows every figure, also of no municipality at all.
  sum.mutable_figures()->mutable_asylum();
  sum.mutable_figures()->mutable_ukraine();
  sum.mutable_figures()->mutable_status_holders();
  for (const pb::MunicipalityRow& row : rows) {
    if (!region.empty() && row.region() != region) continue;
    AddTo(row.figures(), *sum.mutable_figures());
    const pb::Figures& figures = row.figures();
    if (!figures.asylum().has_target_place_count()) missing("asylum", row);
    if (!figures.asylum().has_target_amv_count()) missing("asylum_amv", row);
    if (!figures.ukraine().has_target_place_count()) missing("ukraine", row);
    if (!figures.status_holders().has_target_person_count()) {
      missing("status_holders", row);
    }
  }
  return sum;
}

// --- What a reader must know ------------------------------------------------

const pb::Figures* FiguresOf(const pb::ReportContent& content,
                             absl::string_view subject) {
  if (content.total().subject() == subject) return &content.total().figures();
  for (const pb::SubtotalRow& region : content.regions()) {
    if (region.subject() == subject) return &region.figures();
  }
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (row.municipality() == subject) return &row.figures();
  }
  return nullptr;
}

pb::Comparison Compare(const pb::StatedFigure& stated,
                       const pb::AsylumFigures& computed) {
  pb::Comparison comparison;
  *comparison.mutable_stated() = stated;
  comparison.set_subject_display_name(DisplayName(stated.subject()));
  int32_t count = 0;
  switch (stated.metric()) {
    case pb::StatedFigure::METRIC_TARGET:
      count = computed.target_place_count();
      break;
    case pb::StatedFigure::METRIC_GUARANTEED:
      count = computed.guaranteed_place_count();
      break;
    case pb::StatedFigure::METRIC_INTENDED:
      count = computed.intended_place_count();
      break;
    default:
      comparison.set_outcome("not_comparable");
      return comparison;
  }
  comparison.set_computed_place_count(count);
  if (computed.has_target_place_count()) {
    comparison.set_target_place_count(computed.target_place_count());
  }
  bool equal = true;
  if (stated.has_place_count()) {
    comparison.set_difference_place_count(count - stated.place_count());
    equal = count == stated.place_count();
  }
  if (!stated.percent().empty()) {
    // A percentage agrees when ours, rounded as theirs, prints the same.
    const int decimals = absl::StrContains(stated.percent(), ".") ? 1 : 0;
    equal = equal && Percent(count, computed.target_place_count(), decimals) ==
                         stated.percent();
  }
  comparison.set_outcome(equal ? "equal" : "different");
  return comparison;
}

void AddQuality(pb::ReportContent& content) {
  const auto add = [&content](absl::string_view duty, absl::string_view figure,
                              int32_t total, int32_t illustrative) {
    pb::DataQuality& quality = *content.add_data_quality();
    quality.set_duty(std::string(duty));
    quality.set_figure(std::string(figure));
    quality.set_total_count(total);
    quality.set_illustrative_count(illustrative);
  };
  int32_t target = 0, guaranteed = 0, ukraine_target = 0, shelter = 0;
  int32_t holders_target = 0, holders = 0;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const pb::Figures& figures = row.figures();
    if (!row.asylum_steps().empty() &&
        IsIllustrative(row.asylum_steps().rbegin()->source())) {
      target += figures.asylum().target_place_count();
    }
    for (const pb::Site& site : row.sites()) {
      if (!AnyIllustrative(site.sources())) continue;
      for (const auto& places : site.groups()) {
        guaranteed += places.counted_place_count();
      }
    }
    for (const pb::TransferRow& transfer : content.transfers()) {
      if (transfer.counting() == "guaranteed" &&
          transfer.receiver() == row.municipality() &&
          AnyIllustrative(transfer.sources())) {
        guaranteed += transfer.place_count();
      }
    }
    if (IsIllustrative(row.ukraine_target_source())) {
      ukraine_target += figures.ukraine().target_place_count();
    }
    for (const pb::Shelter& place : row.shelters()) {
      if (place.progress() == "realised" && AnyIllustrative(place.sources())) {
        shelter += place.place_count();
      }
    }
    if (AnyIllustrative(row.status_holder_sources())) {
      holders_target += figures.status_holders().net_target_person_count();
      holders += figures.status_holders().realised_person_count();
    }
  }
  const pb::Figures& total = content.total().figures();
  add("asylum", "target", total.asylum().target_place_count(), target);
  add("asylum", "guaranteed", total.asylum().guaranteed_place_count(),
      guaranteed);
  add("ukraine", "target", total.ukraine().target_place_count(),
      ukraine_target);
  add("ukraine", "realised", total.ukraine().realised_place_count(), shelter);
  add("status_holders", "target",
      total.status_holders().net_target_person_count(), holders_target);
  add("status_holders", "realised",
      total.status_holders().realised_person_count(), holders);
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(
        &text, i == 0 ? "" : (i + 1 == names.size() ? " en " : ", "), names[i]);
  }
  return text;
}

void AddFindings(const Facts& facts, pb::ReportContent& content) {
  const auto add =
      [&content](absl::string_view code, const std::string& subject,
                 const std::string& sentence, absl::string_view legal_basis) {
        pb::Finding& finding = *content.add_findings();
        finding.set_code(std::string(code));
        finding.set_subject(subject);
        finding.set_sentence(sentence);
        finding.set_legal_basis(std::string(legal_basis));
      };
  const auto without = [&content](absl::string_view duty) {
    std::vector<std::string> names;
    for (const pb::MissingTarget& target : content.total().missing_targets()) {
      if (target.duty() == duty)
        names.push_back(DisplayName(target.municipality()));
    }
    return names;
  };
  const absl::CivilDay due = DayOf(content.cycle().report_due_date());
  if (content.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT &&
      DayOf(content.spec().as_of_date()) >= due) {
    add("REPORT_LATE", content.spec().scope(),
        absl::StrCat("De peildatum ",
                     FormatDay(DayOf(content.spec().as_of_date())),
                     " ligt niet vóór ", FormatDay(due),
                     "; het verslag moet vóór die dag bij de minister zijn."),
        "Wet 4(2)");
  }
  struct Missing {
    absl::string_view duty, code, target, legal_basis;
  };
  constexpr Missing kMissing[] = {
      {"asylum", "TARGET_MISSING", "geen opgave voor asielopvang", "Wet 3(2)"},
      {"asylum_amv", "AMV_TARGET_MISSING", "geen aandeel amv in de opgave",
       "Besluit 2.2(1)"},
      {"ukraine", "UKRAINE_TARGET_MISSING", "geen opgave voor Oekraïne", ""},
      {"status_holders", "HOUSING_TARGET_MISSING",
       "geen taakstelling voor statushouders", "Huisvestingswet 2014, art. 28"},
  };
  for (const Missing& missing : kMissing) {
    const std::vector<std::string> names = without(missing.duty);
    if (names.empty()) continue;
    add(missing.code, content.spec().scope(),
        absl::StrCat("Van ", Listed(names), " is ", missing.target,
                     " vastgelegd; de totalen zijn zonder ",
                     names.size() == 1 ? "deze gemeente." : "deze gemeenten."),
        missing.legal_basis);
  }
  for (const quotas::Obligation& stated : facts.stated_totals) {
    const pb::Figures* computed = FiguresOf(content, stated.subject());
    if (stated.duty() != quotas::DUTY_ASYLUM || !stated.has_quota_count() ||
        computed == nullptr ||
        computed->asylum().target_place_count() == stated.quota_count()) {
      continue;
    }
    add("STATED_TOTAL_DIFFERS", stated.subject(),
        absl::StrCat("De gepubliceerde opgave van ",
                     DisplayName(stated.subject()), " is ",
                     stated.quota_count(), "; de gemeenten tellen op tot ",
                     computed->asylum().target_place_count(), "."),
        "Besluit 2.1(3)");
  }
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const int32_t beyond = LentBeyondSurplus(row.figures().asylum());
    if (beyond == 0) continue;
    add("TRANSFER_EXCEEDS_SURPLUS", row.municipality(),
        absl::StrCat(row.display_name(), " leent ", beyond,
                     " plekken meer uit dan het boven de eigen opgave heeft."),
        "");
  }
  std::vector<std::string> unknown;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (!row.figures().ukraine().has_private_person_count()) {
      unknown.push_back(row.display_name());
    }
  }
  if (!unknown.empty()) {
    add("PRIVATE_SHELTER_UNKNOWN", content.spec().scope(),
        absl::StrCat("Van ", Listed(unknown),
                     " is het aantal personen in particuliere opvang (POO) "
                     "niet bekend."),
        "");
  }
  for (const pb::Comparison& comparison : content.comparisons()) {
    if (comparison.outcome() != "different") continue;
    add("PUBLISHED_DIFFERS", comparison.stated().subject(),
        absl::StrCat("Het gepubliceerde cijfer in ",
                     comparison.stated().document(), " voor ",
                     comparison.subject_display_name(),
                     " wijkt af van het berekende; de oorzaak is niet "
                     "gepubliceerd."),
        "");
  }
}

pb::CycleDates ToDates(const quotas::Cycle& cycle) {
  pb::CycleDates dates;
  dates.set_display_name(cycle.display_name());
  *dates.mutable_window_start_date() = cycle.window_start_date();
  *dates.mutable_window_end_date() = cycle.window_end_date();
  *dates.mutable_realisation_start_date() = cycle.realisation_start_date();
  *dates.mutable_realisation_end_date() = cycle.realisation_end_date();
  *dates.mutable_report_due_date() = cycle.report_due_date();
  dates.set_source(cycle.source());
  return dates;
}

}  // namespace

pb::ReportContent Compose(const pb::ReportSpec& spec, const Facts& facts) {
  pb::ReportContent content;
  *content.mutable_spec() = spec;
  content.set_scope_display_name(DisplayName(spec.scope()));
  content.set_title(spec.kind() == pb::REPORT_KIND_REGIONAL_PLAN
                        ? "Regionaal plan opvang en huisvesting"
                        : "Verslag van de commissaris van de Koning");
  *content.mutable_cycle() = ToDates(facts.cycle);
  content.set_geography_version(facts.geography_version);
  for (const std::string& rule : facts.rules) content.add_rules(rule);

  const std::vector<pb::TransferRow> transfers = JoinTransfers(facts);
  std::vector<pb::MunicipalityRow> rows = JoinRows(facts, transfers);
  content.mutable_transfers()->Add(transfers.begin(), transfers.end());
  std::map<std::string, std::string> regions;  // Dutch name to region.
  if (spec.kind() == pb::REPORT_KIND_PROVINCIAL_REPORT) {
    for (const pb::MunicipalityRow& row : rows) {
      if (!row.region().empty())
        regions[DisplayName(row.region())] = row.region();
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) {
                       return DisplayName(a.region()) < DisplayName(b.region());
                     });
  }
  for (const auto& [name, region] : regions) {
    *content.add_regions() = SumOf(region, rows, region);
  }
  *content.mutable_total() = SumOf(spec.scope(), rows, "");
  for (pb::MunicipalityRow& row : rows) {
    *content.add_municipalities() = std::move(row);
  }
  for (const pb::StatedFigure& stated : facts.stated_figures) {
    if (const pb::Figures* figures = FiguresOf(content, stated.subject())) {
      *content.add_comparisons() = Compare(stated, figures->asylum());
    }
  }
  for (const pb::Text& text : facts.texts) {
    if (!absl::StartsWith(text.subject(), "municipalities/")) {
      *content.add_texts() = text;
    }
  }
  AddQuality(content);
  AddFindings(facts, content);
  return content;
}

}  // namespace opvang::reporting
