#include "services/reporting/figures/published.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "common/base/validation.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

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

std::vector<FigurePart> InventedParts(const pb::ReportContent& content,
                                      const pb::MunicipalityRow& row,
                                      const QualityMeasure& measure) {
  const Metric& metric = *FindMetric(measure.metric);
  std::vector<FigurePart> parts = PartsOf(content, row, metric);
  const absl::string_view name = metric.name;
  // Of targets and of housing all of it or nothing, of places one by one.
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
    if (all) return false;
    // What is lent is no part that rests on anything.
    return part.count <= 0 || !invented.count(part.resource);
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
