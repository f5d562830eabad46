// Arithmetic on the figures of a report: sums, shortfalls, shares.
//
// Whole numbers only. A percentage is two counts until it is printed, and is
// never averaged: the share of a sum is the share of the sums.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_FIGURES_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// Adds `part` to `sum`, field by field. An absent count adds nothing; a sum is
// absent only while all its parts are.
void AddTo(const pb::Figures& part, pb::Figures& sum);

// Fills what is still to realise of one municipality, where its target and its
// durable places are known (Wet 2(3)).
void FillRemaining(pb::AsylumFigures& asylum);

// Fills the net and gross shortfall of one municipality from its target and
// its guaranteed places: net = target − guaranteed, gross = the same where
// positive, else 0. Both are unknown unless both are known. Sums are added, so
// gross never hides one municipality's shortfall behind another's surplus.
void FillShortfall(pb::AsylumFigures& asylum);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_FIGURES_H_
