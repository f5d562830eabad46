#include "services/reporting/figures/published.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "common/base/validation.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/figures/gather.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using locations::PlaceGroup;

bool AnyIllustrative(
    const google::protobuf::RepeatedPtrField<std::string>& sources) {
  return std::any_of(sources.begin(), sources.end(),
                     [](const std::string& s) { return IsIllustrative(s); });
}

pb::Comparison Compare(const pb::StatedFigure& stated,
                       const pb::Figures& figures) {
  const pb::AsylumFigures& computed = figures.asylum();
  pb::Comparison comparison;
  *comparison.mutable_stated() = stated;
  comparison.set_subject_display_name(
      DutchName(stated.subject()).value_or(stated.subject()));
  const auto computed_count = ValueOf(figures, *FindMetric(MetricOf(stated)));
  if (!computed_count.has_value()) {
    comparison.set_outcome("not_comparable");
    return comparison;
  }
  const int32_t count = *computed_count;
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

}  // namespace

const char* MetricOf(const pb::StatedFigure& stated) {
  switch (stated.metric()) {
    case pb::StatedFigure::METRIC_TARGET:
      return "asylum.target_place_count";
    case pb::StatedFigure::METRIC_GUARANTEED:
      return "asylum.guaranteed_place_count";
    default:
      return "asylum.intended_place_count";
  }
}

void AddComparisons(const std::vector<pb::StatedFigure>& stated,
                    pb::ReportContent& content) {
  for (const pb::StatedFigure& one : stated) {
    if (const pb::Figures* figures = FiguresOf(content, one.subject())) {
      *content.add_comparisons() = Compare(one, *figures);
    }
  }
}

absl::Span<const QualityMeasure> QualityMeasures() {
  static constexpr QualityMeasure kQualityMeasures[] = {
      {"asylum", "target", "asylum.target_place_count"},
      {"asylum", "guaranteed", "asylum.guaranteed_place_count"},
      {"ukraine", "target", "ukraine.target_place_count"},
      {"ukraine", "realised", "ukraine.realised_place_count"},
      {"status_holders", "target", "status_holders.net_target_person_count"},
      {"status_holders", "realised", "status_holders.realised_person_count"}};
  return kQualityMeasures;
}

namespace {

// Of the steps that a target is made of.
bool AnyInvented(
    const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps) {
  return std::any_of(
      steps.begin() + FirstStepOf(steps), steps.end(),
      [](const pb::TargetStep& step) { return IsIllustrative(step.source()); });
}

// Whether any decided entry that holds on a day of `days` is invented, of one
// group or of all.
bool AnyInvented(const PlaceFacts& places, std::optional<PlaceGroup> group,
                 const Period& days) {
  return std::any_of(places.begin(), places.end(), [&](const auto& place) {
    if (!IsIllustrative(place.source()) || !place.has_start_date() ||
        place.place_basis() != locations::PlaceEntry::BASIS_DECIDED ||
        (group.has_value() && place.place_group() != *group)) {
      return false;
    }
    const absl::CivilDay start = DayOf(place.start_date());
    const bool replaced =
        std::any_of(places.begin(), places.end(), [&](const auto& other) {
          return other.place_group() == place.place_group() &&
                 other.place_basis() == place.place_basis() &&
                 other.has_start_date() && DayOf(other.start_date()) > start &&
                 DayOf(other.start_date()) <= days.start;
        });
    return !replaced && start < *days.end;
  });
}

// What makes all of a figure invented, as the registration of one person does.
bool IsAllInvented(const pb::MunicipalityRow& row, absl::string_view metric) {
  if (metric == "asylum.target_place_count") {
    return AnyInvented(row.asylum_steps());
  }
  if (metric == "ukraine.target_place_count") {
    return AnyInvented(row.ukraine_steps());
  }
  if (metric == "status_holders.net_target_person_count") {
    return AnyInvented(row.status_holder_steps()) ||
           AnyIllustrative(row.opening_sources());
  }
  if (metric != "status_holders.realised_person_count") return false;
  return std::any_of(row.placements().begin(), row.placements().end(),
                     [](const pb::PlacementFact& one) {
                       return one.counts() && IsIllustrative(one.source());
                     }) ||
         std::any_of(row.moves().begin(), row.moves().end(),
                     [](const pb::MoveFact& one) {
                       return IsIllustrative(one.source());
                     });
}

// Of places and what is borrowed: whether one part rests on anything invented.
bool IsInvented(const pb::ReportContent& content,
                const pb::MunicipalityRow& row, const FigurePart& part) {
  if (part.count <= 0) return false;  // What is lent rests on nothing.
  for (const pb::Site& site : row.sites()) {
    if (site.location() != part.resource) continue;
    return IsIllustrative(site.state_fact().source()) ||
           AnyInvented(site.places(), part.group,
                       {.start = DayOf(content.cycle().window_start_date()),
                        .end = DayOf(content.cycle().window_end_date())});
  }
  for (const pb::Shelter& shelter : row.shelters()) {
    if (shelter.location() != part.resource) continue;
    const absl::CivilDay day = DayOf(content.spec().as_of_date());
    return IsIllustrative(shelter.state_fact().source()) ||
           AnyInvented(shelter.places(), std::nullopt,
                       {.start = day, .end = day + 1});
  }
  for (const pb::TransferRow& transfer : content.transfers()) {
    if (transfer.transfer() == part.resource) {
      return AnyIllustrative(transfer.sources());
    }
  }
  return false;
}

// As a report of before was counted: by all sources of a row or location.
std::vector<FigurePart> InventedBefore(const pb::ReportContent& content,
                                       const pb::MunicipalityRow& row,
                                       std::vector<FigurePart> parts,
                                       absl::string_view name) {
  const bool all =
      (name == "asylum.target_place_count" && !row.asylum_steps().empty() &&
       IsIllustrative(row.asylum_steps().rbegin()->source())) ||
      (name == "ukraine.target_place_count" &&
       IsIllustrative(row.ukraine_target_source())) ||
      (absl::StartsWith(name, "status_holders.") &&
       AnyIllustrative(row.status_holder_sources()));
  std::set<std::string> invented;
  for (const pb::Site& site : row.sites()) {
    if (AnyIllustrative(site.sources())) invented.insert(site.location());
  }
  for (const pb::Shelter& shelter : row.shelters()) {
    if (AnyIllustrative(shelter.sources())) invented.insert(shelter.location());
  }
  for (const pb::TransferRow& transfer : content.transfers()) {
    if (AnyIllustrative(transfer.sources())) {
      invented.insert(transfer.transfer());
    }
  }
  std::erase_if(parts, [&](const FigurePart& part) {
    return !all && (part.count <= 0 || !invented.count(part.resource));
  });
  return parts;
}

}  // namespace

std::vector<FigurePart> InventedParts(const pb::ReportContent& content,
                                      const pb::MunicipalityRow& row,
                                      const QualityMeasure& measure) {
  const Metric& metric = *FindMetric(measure.metric);
  std::vector<FigurePart> parts = PartsOf(content, row, metric);
  if (content.edition() == 0) {
    return InventedBefore(content, row, std::move(parts), metric.name);
  }
  // Of targets and of housing all of it or nothing, of places one by one.
  if (IsAllInvented(row, metric.name)) return parts;
  std::erase_if(parts, [&](const FigurePart& part) {
    return !IsInvented(content, row, part);
  });
  return parts;
}

void AddQuality(pb::ReportContent& content) {
  for (const QualityMeasure& measure : QualityMeasures()) {
    // Of what is unknown nothing is invented.
    if (!ValueOf(content.total().figures(), *FindMetric(measure.metric))) {
      continue;
    }
    pb::DataQuality& quality = *content.add_data_quality();
    quality.set_duty(measure.duty);
    quality.set_figure(measure.figure);
    quality.set_total_count(CountOf(content.total().figures(), measure.metric));
    int32_t count = 0;
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      for (const FigurePart& part : InventedParts(content, row, measure)) {
        count += part.count;
      }
    }
    quality.set_illustrative_count(count);
  }
}

std::vector<std::string> InventedShares(const pb::ReportContent& content) {
  std::vector<std::string> shares;
  for (const pb::DataQuality& quality : content.data_quality()) {
    if (quality.illustrative_count() <= 0) continue;
    shares.push_back(absl::StrCat(
        DutchFigure(quality), " ",
        DutchPercent(quality.illustrative_count(), quality.total_count())));
  }
  return shares;
}

}  // namespace opvang::reporting
