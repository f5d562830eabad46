// Opens a printed number: its parts, down to the facts, and the rule. Pure.
//
// A figure is named by what it is about and what it counts, with `#` between:
//   provinces/pv23#asylum.guaranteed_place_count      of a subject
//   provinces/pv23#asylum.guaranteed_percent          of two of these
//   municipalities/gm0193#asylum.step.0               a step of a target
//   municipalities/gm0193/locations/x#place_count     of a location, all groups
//   municipalities/gm0193/locations/x#amv.counted_place_count
//   provinces/pv23#timeline.2025-07-01.decided        places on a day
//   provinces/pv23#quality.asylum.target.illustrative
//   provinces/pv23#changes.0.difference               a row of a list
//   provinces/pv23#comparison.0.stated
//   provinces/pv23#previous_quarter.asylum.target_place_count
// Every number that a report prints has such a name, and opens.
#ifndef OPVANG_SERVICES_REPORTING_EXPLAIN_EXPLAIN_H_
#define OPVANG_SERVICES_REPORTING_EXPLAIN_EXPLAIN_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Nothing when the report prints no such figure. The parts of a sum add up to
// its count, always.
std::optional<pb::FigureExplanation> Explain(const pb::ReportContent& content,
                                             const std::string& figure);

// A share or difference of two figures of the same subject, as tables print it.
struct Derived {
  absl::string_view name;   // "asylum.guaranteed_percent"
  absl::string_view label;  // Dutch.
  absl::string_view first;  // The metric that is held against the other one,
  absl::string_view second;
  bool share;  // as a share; else by subtraction.
};
absl::Span<const Derived> AllDerived();

// The name of a role of another report within a figure: "previous_version".
std::string RoleWord(pb::ComparedReport::Role role);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EXPLAIN_EXPLAIN_H_
