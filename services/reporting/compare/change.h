// What changed in one part of a figure between two reports: its cause, and
// every change in words. Pure.
#ifndef OPVANG_SERVICES_REPORTING_COMPARE_CHANGE_H_
#define OPVANG_SERVICES_REPORTING_COMPARE_CHANGE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {

// A report and one municipality of it; null when the report has no such row.
struct Side {
  const pb::ReportContent& content;
  const pb::MunicipalityRow* row;
};

struct Change {
  pb::FigureDifference::Cause cause;
  int32_t count;
  std::string display_name;
  std::vector<std::string> changes;  // Dutch, the cause first.
  std::vector<std::string> sources;  // Of the newer state.
};

// Why `part`, of either side, differs by `difference` from `from` to `to`.
// Mostly one change; of the places of a location two where its own facts
// explain some and another binding day the rest. Their counts add up to
// `difference`. A part of kind `kFigure` is asked for only where one side lacks
// the figure it is part of.
std::vector<Change> ChangesOf(const FigurePart& part, int32_t difference,
                              const Side& from, const Side& to);

// What changed in a municipality without having to change `metric`, by what it
// is about: of what is guaranteed the ends of its locations, of what is
// transferred its transfers. Each counts 0.
std::map<std::string, Change> OtherChanges(absl::string_view metric,
                                           const Side& from, const Side& to);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_COMPARE_CHANGE_H_
