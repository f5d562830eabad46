// Published figures beside the computed ones, and what share of the computed
// ones is invented. Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_PUBLISHED_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_PUBLISHED_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The figure that is stated: "asylum.target_place_count".
const char* MetricOf(const pb::StatedFigure& stated);

// Holds each stated figure of a subject of the report against its computed one.
void AddComparisons(const std::vector<pb::StatedFigure>& stated,
                    pb::ReportContent& content);

// The figures of which is told what share is invented.
struct QualityMeasure {
  const char* duty;    // "asylum"
  const char* figure;  // "target"
  const char* metric;  // The figure itself.
};
absl::Span<const QualityMeasure> QualityMeasures();

// What of one of these figures of a municipality rests on a figure marked
// `illustrative`, wholly or in part (`DataQuality`). What was replaced before
// the days that count is in no figure.
std::vector<FigurePart> InventedParts(const pb::ReportContent& content,
                                      const pb::MunicipalityRow& row,
                                      const QualityMeasure& measure);

// Per duty and figure, what rests on a figure marked `illustrative`, wholly or
// in part.
void AddQuality(pb::ReportContent& content);

// "asiel, opgave 68,2 %": of each figure of which something is invented, how
// much.
std::vector<std::string> InventedShares(const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_PUBLISHED_H_
