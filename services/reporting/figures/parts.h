// What the figure of one municipality is made of. Pure.
//
// Every figure of a municipality is the sum of its parts, exactly; every figure
// of an area is the sum over its municipalities. On this rest the explanation
// of a figure and the comparison of two reports.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_PARTS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_PARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/figures/metrics.h"

namespace opvang::reporting {

struct FigurePart {
  // What a part is, and thereby where its facts are.
  enum class Kind {
    kFigure,     // Another figure of the same subject.
    kStep,       // A step of a target.
    kSite,       // The places of one group of an asylum location.
    kTransfer,   // Places borrowed or lent.
    kShelter,    // A shelter for Ukrainians.
    kCount,      // A count of persons, or COA's stock.
    kPlacement,  // Status holders housed.
    kMove,       // Status holders who count elsewhere since they moved.
    kPlan,       // A housing plan.
    kCarried,    // What was carried over.
    kSurplus,    // What the gross shortfall leaves out.
    kRest,       // What the rows do not tell.
  };
  Kind kind;
  std::string key;       // Tells parts apart, the same in every report.
  std::string resource;  // What it is about.
  std::string label;     // Dutch.
  int32_t count;
  std::string figure;  // What opens it further; empty for a fact.
  int sign = 1;        // −1 for a figure that is taken away.
  // Of `kSite`: whose places.
  nl::opvang::locations::v1::PlaceGroup group =
      nl::opvang::locations::v1::PLACE_GROUP_UNSPECIFIED;
};

// The parts of `metric` of `row`; none of a figure that is not on record. A
// part may count 0; `kRest` stands there only when the others do not make the
// figure, which no facts of the sources do.
std::vector<FigurePart> PartsOf(const pb::ReportContent& content,
                                const pb::MunicipalityRow& row,
                                const Metric& metric);

// "municipalities/gm0193#asylum.target_place_count".
std::string FigureName(absl::string_view subject, absl::string_view metric);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_PARTS_H_
