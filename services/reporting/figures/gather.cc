#include "services/reporting/figures/gather.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/notation.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Kind = FigurePart::Kind;
using Group = pb::Site::GroupPlaces;

}  // namespace

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

int FirstStepOf(
    const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps) {
  int first = 0;
  for (int i = 0; i < steps.size(); ++i) {
    if (!steps[i].has_change_count()) first = i;
  }
  return first;
}

void AddSteps(Gathered& to,
              const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps,
              const char* target) {
  for (int i = FirstStepOf(steps); i < steps.size(); ++i) {
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

void AddSites(Gathered& to, bool amv_only, absl::string_view field,
              CountOfGroup count) {
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
           .count = (group.*count)(),
           .figure = absl::StrCat(site.location(), "#", word, ".", field),
           .group = whose});
    }
  }
}

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

void AddIntended(Gathered& to, bool amv_only, int32_t value) {
  AddSites(to, amv_only, "intended_place_count", &Group::intended_place_count);
  AddTransfers(to, amv_only,
               {pb::TransferRow::COUNTING_GUARANTEED,
                pb::TransferRow::COUNTING_INTENDED});
  if (Sum(to.parts) == value) return;
  to.parts.clear();
  if (amv_only) {
    AddSites(to, true, "amv_counted_place_count",
             &Group::amv_counted_place_count);
  } else {
    AddSites(to, false, "counted_place_count", &Group::counted_place_count);
  }
  AddTransfers(to, amv_only,
               {pb::TransferRow::COUNTING_GUARANTEED,
                pb::TransferRow::COUNTING_INTENDED});
}

void AddDurable(Gathered& to) {
  std::map<std::pair<std::string, int>, int32_t> durable;
  for (const pb::DurableSite& site : to.row.durable_sites()) {
    durable[{site.location(), site.place_group()}] = site.counted_place_count();
  }
  AddSites(to, false, "durable_place_count", &Group::counted_place_count);
  for (FigurePart& part : to.parts) {
    part.count = durable[{part.resource, part.group}];
  }
}

void AddShelters(Gathered& to, absl::string_view field,
                 int32_t (pb::Shelter::*count)() const) {
  for (const pb::Shelter& shelter : to.row.shelters()) {
    to.parts.push_back(
        {.kind = Kind::kShelter,
         .key = shelter.location(),
         .resource = shelter.location(),
         .label = shelter.display_name(),
         .count = (shelter.*count)(),
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

void AddCarried(Gathered& to, int32_t value) {
  to.parts.push_back({.kind = Kind::kCarried,
                      .key = "opening",
                      .resource = to.row.municipality(),
                      .label = "meegenomen uit het halfjaar ervoor",
                      .count = value,
                      .figure = ""});
}

void AddShortfall(Gathered& to, bool gross) {
  if (!to.row.figures().asylum().has_target_place_count()) return;
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

}  // namespace opvang::reporting
