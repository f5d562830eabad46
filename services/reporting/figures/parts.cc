#include "services/reporting/figures/parts.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "services/reporting/figures/notation.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Kind = FigurePart::Kind;
using Counting = pb::TransferRow::Counting;
using Group = pb::Site::GroupPlaces;

// Parts of one municipality's figure, as they are gathered.
struct Gathered {
  const pb::ReportContent& content;
  const pb::MunicipalityRow& row;
  std::vector<FigurePart> parts;
};

void AddFigure(Gathered& to, absl::string_view metric, int sign) {
  const Metric& other = *FindMetric(metric);
  const std::optional<int32_t> value = ValueOf(to.row.figures(), other);
  to.parts.push_back(
      {.kind = Kind::kFigure,
       .key = std::string(metric),
       .resource = to.row.municipality(),
       .label = value.has_value()
                    ? std::string(other.label)
                    : absl::StrCat(other.label, " (niet vastgelegd)"),
       .count = sign * value.value_or(0),
       .figure =
           value.has_value() ? FigureName(to.row.municipality(), metric) : "",
       .sign = sign});
}

// The step that the target stands on, then every redistribution after it.
void AddSteps(Gathered& to,
              const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps,
              const char* target) {
  int base = -1;
  for (int i = 0; i < steps.size(); ++i) {
    if (!steps[i].has_change_count()) base = i;
  }
  for (int i = std::max(base, 0); i < steps.size(); ++i) {
    const pb::TargetStep& step = steps[i];
    to.parts.push_back(
        {.kind = Kind::kStep,
         .key = absl::StrCat(target, "|", EnumWord(step.quota_basis()), "|",
                             step.has_change_count() ? step.origin() : ""),
         .resource =
             step.origin().empty() ? to.row.municipality() : step.origin(),
         .label = DutchBasis(step),
         .count =
             step.has_change_count() ? step.change_count() : step.place_count(),
         .figure =
             absl::StrCat(to.row.municipality(), "#", target, ".step.", i)});
  }
}

// The latest step that states the minors for the same count (quotas,
// `Obligation`).
void AddAmvTarget(Gathered& to) {
  const pb::AsylumFigures& asylum = to.row.figures().asylum();
  const auto& steps = to.row.asylum_steps();
  for (int i = steps.size() - 1; i >= 0; --i) {
    const pb::TargetStep& step = steps[i];
    if (!step.has_amv_count() ||
        step.place_count() != asylum.target_place_count()) {
      continue;
    }
    to.parts.push_back(
        {.kind = Kind::kStep,
         .key = "asylum.target_amv_count|amv",
         .resource =
             step.origin().empty() ? to.row.municipality() : step.origin(),
         .label = DutchBasis(step),
         .count = step.amv_count(),
         .figure =
             absl::StrCat(to.row.municipality(), "#asylum.amv_step.", i)});
    return;
  }
}

// The places of every location and group, by `count(group)`; minors only, or
// all that is in the total.
void AddSites(Gathered& to, bool amv_only, absl::string_view field,
              int32_t (*count)(const Group&)) {
  for (const pb::Site& site : to.row.sites()) {
    for (const Group& group : site.groups()) {
      const locations::PlaceGroup whose = group.place_group();
      if (whose == locations::PLACE_GROUP_BUFFER) continue;
      if (amv_only && whose != locations::PLACE_GROUP_AMV) continue;
      const std::string word = EnumWord(whose);
      to.parts.push_back(
          {.kind = Kind::kSite,
           .key = absl::StrCat(site.location(), "|", word),
           .resource = site.location(),
           .label = absl::StrCat(site.display_name(), ", ", DutchGroup(whose)),
           .count = count(group),
           .figure = absl::StrCat(site.location(), "#", word, ".", field),
           .group = whose});
    }
  }
}

// What is borrowed or lent, with any of the ways of counting in `ways`.
void AddTransfers(Gathered& to, bool amv_only,
                  std::initializer_list<Counting> ways) {
  for (const pb::TransferRow& transfer : to.content.transfers()) {
    const bool receives = transfer.receiver() == to.row.municipality();
    const bool gives = transfer.giver() == to.row.municipality();
    if (!(receives || gives) ||
        std::find(ways.begin(), ways.end(), transfer.transfer_counting()) ==
            ways.end()) {
      continue;
    }
    const int32_t places =
        amv_only ? transfer.amv_count() : transfer.place_count();
    to.parts.push_back(
        {.kind = Kind::kTransfer,
         .key = transfer.transfer(),
         .resource = transfer.transfer(),
         .label = receives ? absl::StrCat("geleend van ",
                                          transfer.giver_display_name())
                           : absl::StrCat("uitgeleend aan ",
                                          transfer.receiver_display_name()),
         .count = receives ? places : -places,
         .figure = absl::StrCat(transfer.transfer(), "#",
                                amv_only ? "amv_count" : "place_count")});
  }
}

int32_t Sum(const std::vector<FigurePart>& parts) {
  int32_t sum = 0;
  for (const FigurePart& part : parts) sum += part.count;
  return sum;
}

// With intentions: what stands on the window's last day, or where that is less,
// what is guaranteed. Which of both it is shows in the sum.
void AddIntended(Gathered& to, bool amv_only, int32_t value) {
  AddSites(to, amv_only, "intended_place_count",
           [](const Group& g) { return g.intended_place_count(); });
  AddTransfers(to, amv_only,
               {pb::TransferRow::COUNTING_GUARANTEED,
                pb::TransferRow::COUNTING_INTENDED});
  if (Sum(to.parts) == value) return;
  to.parts.clear();
  if (amv_only) {
    AddSites(to, true, "amv_counted_place_count",
             [](const Group& g) { return g.amv_counted_place_count(); });
  } else {
    AddSites(to, false, "counted_place_count",
             [](const Group& g) { return g.counted_place_count(); });
  }
  AddTransfers(to, amv_only,
               {pb::TransferRow::COUNTING_GUARANTEED,
                pb::TransferRow::COUNTING_INTENDED});
}

void AddShelters(Gathered& to, absl::string_view field,
                 int32_t (*count)(const pb::Shelter&)) {
  for (const pb::Shelter& shelter : to.row.shelters()) {
    to.parts.push_back(
        {.kind = Kind::kShelter,
         .key = shelter.location(),
         .resource = shelter.location(),
         .label = shelter.display_name(),
         .count = count(shelter),
         .figure = absl::StrCat(shelter.location(), "#", field)});
  }
}

void AddCount(Gathered& to, const pb::CountFact& fact, absl::string_view metric,
              const char* label) {
  to.parts.push_back({.kind = Kind::kCount,
                      .key = std::string(metric),
                      .resource = to.row.municipality(),
                      .label = label,
                      .count = fact.count(),
                      .figure = ""});
}

void AddPlacements(Gathered& to) {
  for (const pb::PlacementFact& placement : to.row.placements()) {
    if (!placement.counts()) continue;
    to.parts.push_back(
        {.kind = Kind::kPlacement,
         .key = placement.placement(),
         .resource = placement.placement(),
         .label = DutchDay(DayOf(placement.placement_date())),
         .count = placement.person_count(),
         .figure = absl::StrCat(placement.placement(), "#person_count")});
  }
}

void AddMoves(Gathered& to) {
  for (const pb::MoveFact& move : to.row.moves()) {
    to.parts.push_back(
        {.kind = Kind::kMove,
         .key = move.move(),
         .resource = move.move(),
         .label = absl::StrCat(move.person_count() < 0 ? "naar " : "uit ",
                               move.other_display_name()),
         .count = move.person_count(),
         .figure = absl::StrCat(to.row.municipality(), "#", move.move())});
  }
}

void AddPlans(Gathered& to) {
  for (const pb::Plan& plan : to.row.plans()) {
    if (plan.planned_person_count() == 0) continue;
    to.parts.push_back(
        {.kind = Kind::kPlan,
         .key = plan.name(),
         .resource = plan.name(),
         .label = DutchHomeSource(plan.plan_home_source()),
         .count = plan.planned_person_count(),
         .figure = absl::StrCat(plan.name(), "#planned_person_count")});
  }
}

void AddShortfall(Gathered& to, bool gross) {
  AddFigure(to, "asylum.target_place_count", 1);
  AddFigure(to, "asylum.guaranteed_place_count", -1);
  const int32_t net = Sum(to.parts);
  if (!gross || net >= 0) return;
  to.parts.push_back({.kind = Kind::kSurplus,
                      .key = "surplus",
                      .resource = to.row.municipality(),
                      .label = "overschot, telt niet mee in het bruto tekort",
                      .count = -net,
                      .figure = ""});
}

void Gather(const Metric& metric, int32_t value, Gathered& to) {
  const pb::MunicipalityRow& row = to.row;
  const absl::string_view name = metric.name;
  if (name == "asylum.target_place_count") {
    AddSteps(to, row.asylum_steps(), "asylum");
  } else if (name == "asylum.target_amv_count") {
    AddAmvTarget(to);
  } else if (absl::StartsWith(name, "asylum.realised_")) {
    AddSites(to, absl::StrContains(name, "amv"), "realised_place_count",
             [](const Group& g) { return g.realised_place_count(); });
  } else if (name == "asylum.guaranteed_place_count") {
    AddSites(to, false, "counted_place_count",
             [](const Group& g) { return g.counted_place_count(); });
    AddTransfers(to, false, {pb::TransferRow::COUNTING_GUARANTEED});
  } else if (name == "asylum.guaranteed_amv_count") {
    AddSites(to, true, "amv_counted_place_count",
             [](const Group& g) { return g.amv_counted_place_count(); });
    AddTransfers(to, true, {pb::TransferRow::COUNTING_GUARANTEED});
  } else if (name == "asylum.intended_place_count") {
    AddIntended(to, false, value);
  } else if (name == "asylum.intended_amv_count") {
    AddIntended(to, true, value);
  } else if (name == "asylum.gross_shortfall_place_count") {
    if (row.figures().asylum().has_target_place_count()) AddShortfall(to, true);
  } else if (name == "asylum.net_shortfall_place_count") {
    if (row.figures().asylum().has_target_place_count()) {
      AddShortfall(to, false);
    }
  } else if (name == "asylum.permanent_stock_place_count") {
    AddCount(to, row.permanent_stock(), name, "opgave van COA");
  } else if (name == "asylum.transferred_place_count") {
    AddTransfers(to, false, {pb::TransferRow::COUNTING_GUARANTEED});
  } else if (name == "asylum.intended_transferred_place_count") {
    AddTransfers(to, false, {pb::TransferRow::COUNTING_INTENDED});
  } else if (name == "ukraine.target_place_count") {
    AddSteps(to, row.ukraine_steps(), "ukraine");
  } else if (name == "ukraine.realised_place_count") {
    AddShelters(to, "realised_place_count",
                [](const pb::Shelter& s) { return s.realised_place_count(); });
  } else if (name == "ukraine.in_development_place_count") {
    AddShelters(to, "in_development_place_count", [](const pb::Shelter& s) {
      return s.in_development_place_count();
    });
  } else if (name == "ukraine.private_person_count") {
    AddCount(to, row.private_shelter(), name, "telling");
  } else if (name == "ukraine.occupied_person_count") {
    AddShelters(to, "occupied_person_count",
                [](const pb::Shelter& s) { return s.occupied_person_count(); });
  } else if (name == "status_holders.target_person_count") {
    AddSteps(to, row.status_holder_steps(), "status_holders");
  } else if (name == "status_holders.opening_person_count") {
    to.parts.push_back({.kind = Kind::kCarried,
                        .key = "opening",
                        .resource = row.municipality(),
                        .label = "meegenomen uit het halfjaar ervoor",
                        .count = value,
                        .figure = ""});
  } else if (name == "status_holders.net_target_person_count") {
    AddFigure(to, "status_holders.target_person_count", 1);
    AddFigure(to, "status_holders.opening_person_count", -1);
  } else if (name == "status_holders.realised_person_count") {
    AddPlacements(to);
    AddMoves(to);
  } else if (name == "status_holders.planned_person_count") {
    AddPlans(to);
  } else if (name == "status_holders.expected_person_count") {
    AddFigure(to, "status_holders.realised_person_count", 1);
    AddFigure(to, "status_holders.planned_person_count", 1);
    AddFigure(to, "status_holders.net_target_person_count", -1);
  }
}

}  // namespace

std::string FigureName(absl::string_view subject, absl::string_view metric) {
  return absl::StrCat(subject, "#", metric);
}

std::vector<FigurePart> PartsOf(const pb::ReportContent& content,
                                const pb::MunicipalityRow& row,
                                const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(row.figures(), metric);
  if (!value.has_value()) return {};
  Gathered gathered{.content = content, .row = row, .parts = {}};
  Gather(metric, *value, gathered);
  const int32_t rest = *value - Sum(gathered.parts);
  if (rest != 0) {
    gathered.parts.push_back({.kind = Kind::kRest,
                              .key = "rest",
                              .resource = row.municipality(),
                              .label = "niet uit de regels af te leiden",
                              .count = rest,
                              .figure = ""});
  }
  return std::move(gathered.parts);
}

}  // namespace opvang::reporting
