// Placements, moves, plans, transfers and steps of targets, opened.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/reporting/explain/kinds.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/split_steps.h"

namespace opvang::reporting {

Maybe ExplainPlacement(const FigureQuery& query,
                       const pb::PlacementFact& placement) {
  if (query.what != "person_count") return std::nullopt;
  Answer answer(query.content, query.figure,
                DutchDay(DayOf(placement.placement_date())),
                placement.person_count(), "persons");
  answer.Rule(
      "Een plaatsing telt op haar dag; een vergissing wordt hersteld "
      "door haar tegendeel.");
  answer.Fact(
      "housing", placement.placement(),
      absl::StrCat(
          DutchCount(placement.person_count()), " personen op ",
          DutchDay(DayOf(placement.placement_date())),
          placement.own_statement() ? ", eigen opgave van de gemeente" : ""),
      placement.person_count(), placement.source(), placement.revision());
  return answer.Done();
}

namespace {

// "moves/amv-2024": what a move brings to a municipality.

}  // namespace

Maybe ExplainMove(const FigureQuery& query, const pb::MunicipalityRow& row) {
  for (const pb::MoveFact& move : row.moves()) {
    if (move.move() != query.what) continue;
    Answer answer(query.content, query.figure,
                  absl::StrCat(row.display_name(), ": verhuizing ",
                               move.person_count() < 0 ? "naar " : "uit ",
                               move.other_display_name()),
                  move.person_count(), "persons");
    answer.Rule("Wat de ene gemeente meer telt, telt de andere minder.");
    answer.Fact("housing", move.move(),
                absl::StrCat("vanaf ", DutchDay(DayOf(move.move_date()))),
                move.person_count(), move.source(), move.revision());
    return answer.Done();
  }
  return std::nullopt;
}

Maybe ExplainPlan(const FigureQuery& query, const pb::Plan& plan) {
  int32_t count = 0;
  const char* unit = "persons";
  if (query.what == "planned_person_count") {
    count = plan.planned_person_count();
  } else if (query.what == "person_count" && plan.has_person_count()) {
    count = plan.person_count();
  } else if (query.what == "derived_person_count" &&
             plan.has_derived_person_count()) {
    count = plan.derived_person_count();
  } else if (query.what == "home_count" && plan.has_home_count()) {
    count = plan.home_count();
    unit = "homes";
  } else if (query.what == "vacated_percent" && plan.has_vacated_percent()) {
    count = plan.vacated_percent();
    unit = "percent";
  } else {
    return std::nullopt;
  }
  Answer answer(query.content, query.figure,
                DutchHomeSource(plan.plan_home_source()), count, unit);
  answer.Rule(
      "Een plan telt in het halfjaar van zijn laatste dag, met de personen die "
      "het noemt of die volgen uit de gestelde gemiddelde bezetting; een "
      "mogelijk plan telt niet mee.");
  answer.Fact("housing", plan.name(), plan.remark(), count, plan.source(),
              plan.revision());
  return answer.Done();
}

Maybe ExplainTransfer(const FigureQuery& query,
                      const pb::TransferRow& transfer) {
  const bool amv = query.what == "amv_count";
  if (!amv && query.what != "place_count") return std::nullopt;
  Answer answer(query.content, query.figure,
                absl::StrCat("van ", transfer.giver_display_name(), " aan ",
                             transfer.receiver_display_name()),
                amv ? transfer.amv_count() : transfer.place_count(), "places");
  answer.Rule(
      "Wat de ontvanger meer telt, telt de gever minder; de opgaven "
      "veranderen niet.");
  const auto told = [&](const std::string& what, const std::string& source,
                        int64_t revision) {
    answer.Fact("quotas", transfer.transfer(), what, std::nullopt, source,
                revision);
  };
  for (const auto& step : transfer.steps()) {
    const auto by = DutchName(step.municipality());
    told(absl::StrCat(DutchTransferStep(step.kind()),
                      by.has_value() ? absl::StrCat(" door ", *by) : "", ", ",
                      DutchDay(DayOf(step.step_date()))),
         step.source(), step.revision());
  }
  if (!transfer.proposal_source().empty()) {
    told("voorgesteld", transfer.proposal_source(),
         transfer.propose_revision());
    return answer.Done();
  }
  // Of a report of before the sources alone.
  for (const std::string& source : transfer.sources()) {
    answer.Fact("quotas", transfer.transfer(),
                DutchTransferState(transfer.transfer_state()), std::nullopt,
                source, 0);
  }
  return answer.Done();
}

Maybe ExplainExchange(const FigureQuery& query,
                      const nl::opvang::quotas::v1::Exchange& exchange) {
  const bool other = query.what == "counterpart_count";
  if (!other && query.what != "count") return std::nullopt;
  const auto duty = other ? exchange.counterpart_duty() : exchange.duty();
  const std::string& whose =
      other ? exchange.counterpart() : exchange.municipality();
  Answer answer(query.content, query.figure,
                absl::StrCat(DutchName(whose).value_or(whose), ": ",
                             DutchDuty(duty), other ? ", minder" : ", meer"),
                other ? exchange.counterpart_count() : exchange.count(),
                duty == nl::opvang::quotas::v1::DUTY_STATUS_HOLDERS ? "persons"
                                                                    : "places");
  answer.Rule(
      "Een afspraak tussen opgaven: zij verandert geen opgave en geen plekken, "
      "en is in geen ander cijfer.");
  answer.Fact("quotas", exchange.name(), exchange.agreement(),
              other ? exchange.counterpart_count() : exchange.count(),
              exchange.source(), exchange.revision());
  return answer.Done();
}

// "asylum.step.2": one step of a target.
Maybe ExplainStep(const FigureQuery& query, const pb::MunicipalityRow& row) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  int index = -1;
  const bool amv = what.size() == 3 && what[1] == "amv_step";
  if (what.size() != 3 || (what[1] != "step" && !amv) ||
      !absl::SimpleAtoi(what[2], &index)) {
    return std::nullopt;
  }
  const auto& steps = what[0] == "asylum"    ? row.asylum_steps()
                      : what[0] == "ukraine" ? row.ukraine_steps()
                                             : row.status_holder_steps();
  if (index < 0 || index >= steps.size()) return std::nullopt;
  const pb::TargetStep& step = steps[index];
  Answer answer(query.content, query.figure,
                absl::StrCat(row.display_name(), ": ", DutchBasis(step)),
                amv                       ? step.amv_count()
                : step.has_change_count() ? step.change_count()
                                          : step.place_count(),
                what[0] == "status_holders" ? "persons" : "places");
  answer.Rule("Een stap in de opgave, zoals hij is vastgelegd.",
              step.legal_basis());
  if (step.has_start_date()) answer.Day(step.start_date());
  AddStep(answer, row.municipality(), step);
  return answer.Done();
}

Maybe ExplainSplit(const FigureQuery& query) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  if (what.size() != 3) return std::nullopt;
  const auto columns = SplitColumns();
  const auto column =
      std::find_if(columns.begin(), columns.end(),
                   [&](const SplitColumn& one) { return one.name == what[1]; });
  const bool amv = what[2] == "amv_count";
  if (column == columns.end() || (!amv && what[2] != "place_count")) {
    return std::nullopt;
  }
  const std::string label = absl::StrCat(column->label, amv ? ", amv" : "");
  const auto figure = [&](const std::string& subject, absl::string_view name) {
    return absl::StrCat(subject, "#split.", name, ".", what[2]);
  };
  if (const pb::SubtotalRow* area = FindArea(query.content, query.resource)) {
    std::vector<std::pair<const pb::MunicipalityRow*, int32_t>> parts;
    int32_t sum = 0;
    for (const pb::MunicipalityRow& row : query.content.municipalities()) {
      if (!IsUnder(row, area->subject())) continue;
      const auto count = SplitOf(row, column->name, amv);
      if (!count.has_value()) continue;
      parts.push_back({&row, *count});
      sum += *count;
    }
    if (parts.empty()) return std::nullopt;
    Answer answer(query.content, query.figure,
                  absl::StrCat(area->display_name(), ": ", label), sum,
                  "places");
    answer.Rule("De som van de gemeenten waarvan het is vastgelegd.");
    for (const auto& [row, count] : parts) {
      answer.Part(row->display_name(), count,
                  figure(row->municipality(), column->name));
    }
    return answer.Done();
  }
  const pb::MunicipalityRow* row = RowOf(query.content, query.resource);
  if (row == nullptr || row->municipality() != query.resource) {
    return std::nullopt;
  }
  const auto count = SplitOf(*row, column->name, amv);
  if (!count.has_value()) return std::nullopt;
  Answer answer(query.content, query.figure,
                absl::StrCat(row->display_name(), ": ", label), *count,
                "places");
  if (column->name != "difference") {
    const pb::TargetStep& step = *SplitStep(*row, column->name);
    answer.Rule("De stap in de opgave, met wat daarna is herverdeeld.",
                step.legal_basis());
    AddStep(answer, row->municipality(), step);
    return answer.Done();
  }
  answer.Rule("De laatste stap min de indicatieve.");
  const char* last =
      SplitOf(*row, "decided", amv).has_value() ? "decided" : "agreed";
  answer.Part("laatste stap", *SplitOf(*row, last, amv),
              figure(row->municipality(), last));
  answer.Part("indicatief", -*SplitOf(*row, "indicative", amv),
              figure(row->municipality(), "indicative"));
  return answer.Done();
}

Maybe ExplainLocations(const FigureQuery& query,
                       const pb::MunicipalityRow& row) {
  if (!row.has_dsl_location_count()) return std::nullopt;  // Unknown.
  const std::string kind(absl::StripSuffix(query.what, "_location_count"));
  int32_t count = 0;
  for (const auto& location : row.status_holder_locations()) {
    count += location.kind() == kind ? 1 : 0;
  }
  Answer answer(
      query.content, query.figure,
      absl::StrCat(row.display_name(), ": ", absl::AsciiStrToUpper(kind)),
      count, "locations");
  answer.Rule("Het aantal locaties, geen plekken.");
  for (const auto& location : row.status_holder_locations()) {
    if (location.kind() != kind) continue;
    answer.Part(location.display_name(), 1, "");
    answer.Fact("locations", location.location(),
                DutchState(location.location_state()), std::nullopt,
                location.source(), 0);
  }
  AddNil(answer, row, pb::NilFact::SUBJECT_STATUS_HOLDER_LOCATIONS);
  return answer.Done();
}

}  // namespace opvang::reporting
