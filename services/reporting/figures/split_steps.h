// The asylum target of a municipality as it went: indicative, agreed, decided,
// beside each other. Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_SPLIT_STEPS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_SPLIT_STEPS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

// A column of the split: "indicative", "agreed", "decided", or "difference",
// which is the last of these that is on record minus the indicative one.
struct SplitColumn {
  absl::string_view name;
  absl::string_view label;  // Dutch.
};
absl::Span<const SplitColumn> SplitColumns();

// What is on record of it, of minors where `amv`; nothing when nothing is:
// minors are those of the same step, not of another one that mentions them.
// Agreed is with what was redistributed.
std::optional<int32_t> SplitOf(
    const nl::opvang::reporting::v1::MunicipalityRow& row,
    absl::string_view column, bool amv);
// The step that says it; null where there is none.
const nl::opvang::reporting::v1::TargetStep* SplitStep(
    const nl::opvang::reporting::v1::MunicipalityRow& row,
    absl::string_view column);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_SPLIT_STEPS_H_
