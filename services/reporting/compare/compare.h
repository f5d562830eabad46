// Why two reports differ. Pure.
//
// Of each figure of a municipality the parts of one report are held against
// those of the other; each part that differs has one cause, the first that
// applies, and tells all further changes. The parts add up to the figure, so
// the causes add up to the difference: nothing is left over. Areas are sums
// over municipalities.
#ifndef OPVANG_SERVICES_REPORTING_COMPARE_COMPARE_H_
#define OPVANG_SERVICES_REPORTING_COMPARE_COMPARE_H_

#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Whether what changed without changing a figure is told too, as a difference
// of 0: causes that cancel out and, of a municipality, what never counts
// (`OtherChanges`).
enum class Cancelled { kLeftOut, kTold };

// Every figure that differs from `from` to `to`: of `subject` and what lies
// within it, or of all subjects without one; of subjects that either report
// has. In the order of `to`, then what only `from` has; of one subject in the
// order of `Figures`. The other way round the same differences have the
// opposite sign.
std::vector<pb::FigureDifference> CompareContents(
    const pb::ReportContent& from, const pb::ReportContent& to,
    const std::string& subject, Cancelled cancelled = Cancelled::kLeftOut);

// The figures of one municipality that differ.
std::vector<pb::FigureDifference> CompareRows(const pb::ReportContent& from,
                                              const pb::ReportContent& to,
                                              const std::string& municipality);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_COMPARE_COMPARE_H_
