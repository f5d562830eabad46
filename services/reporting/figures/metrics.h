// The figures of a report: what each is called, what it counts, which rule
// makes it, out of what. One row per field of `Figures`.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_METRICS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_METRICS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

struct Gathered;

struct Metric {
  absl::string_view name;   // Its path in `Figures`.
  absl::string_view label;  // Dutch.
  absl::string_view unit;   // `places` or `persons`.
  absl::string_view rule;   // One Dutch sentence.
  absl::string_view legal_basis;
  // Gathers what the value of a municipality is made of (`gather`).
  void (*gather)(int32_t value, Gathered& to);
};

// In the order of `Figures`.
absl::Span<const Metric> AllMetrics();
// Null when there is none of that name.
const Metric* FindMetric(absl::string_view name);

// Whether it is only of a cycle that deducts durable places (Wet 2(3)).
bool IsOfDurable(const Metric& metric);

// Nothing when the count is not on record.
std::optional<int32_t> ValueOf(const pb::Figures& figures,
                               const Metric& metric);
// The same, with 0 for what is not on record.
int32_t CountOf(const pb::Figures& figures, absl::string_view metric);

// Calls `take(subject, display_name, figures)` for the scope, its regions, then
// its municipalities.
template <typename Take>
void ForEachSubject(const pb::ReportContent& content, Take take) {
  take(content.total().subject(), content.total().display_name(),
       content.total().figures());
  for (const pb::SubtotalRow& region : content.regions()) {
    take(region.subject(), region.display_name(), region.figures());
  }
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    take(row.municipality(), row.display_name(), row.figures());
  }
}

// What a municipality is summed under, and whose table adopts its figures: of
// the country its province, of a province its region on the day of the report;
// empty where there is none, and in a regional plan. Of a region across a
// border a province sums its own municipalities.
std::string GroupOf(const pb::ReportSpec& spec, const pb::MunicipalityRow& row);
// Whether it belongs to that area, of a region on the day of the report.
bool IsUnder(const pb::MunicipalityRow& row, absl::string_view area);

// The sums of the scope or a region; null when it is neither.
const pb::SubtotalRow* FindArea(const pb::ReportContent& content,
                                absl::string_view subject);
// The figures of one of these; null when the report has no such subject.
const pb::Figures* FiguresOf(const pb::ReportContent& content,
                             absl::string_view subject);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_METRICS_H_
