// What a figure of a municipality is made of, gathered part by part: the rows
// of `metrics` say which. Pure.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_GATHER_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_GATHER_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "absl/strings/string_view.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {

// Parts of one municipality's figure, as they are gathered.
struct Gathered {
  const pb::ReportContent& content;
  const pb::MunicipalityRow& row;
  std::vector<FigurePart> parts;
};

using CountOfGroup = int32_t (pb::Site::GroupPlaces::*)() const;
using Counting = pb::TransferRow::Counting;

// Another figure of the municipality, added or, with −1, taken away.
void AddFigure(Gathered& to, absl::string_view metric, int sign);
// The step that a target stands on: after it come redistributions alone.
int FirstStepOf(
    const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps);
// That step, then every redistribution after it.
void AddSteps(Gathered& to,
              const google::protobuf::RepeatedPtrField<pb::TargetStep>& steps,
              const char* target);
// The latest step that states the minors for the same count (quotas,
// `Obligation`).
void AddAmvTarget(Gathered& to);
// The places of every location and group; minors only, or all that is in the
// total. `field` names the figure of `count`.
void AddSites(Gathered& to, bool amv_only, absl::string_view field,
              CountOfGroup count);
// What is borrowed or lent, with any of the ways of counting in `ways`.
void AddTransfers(Gathered& to, bool amv_only,
                  std::initializer_list<Counting> ways);
// With intentions: what stands on the window's last day, or where that is less,
// what is guaranteed. Which of both `value` is shows in the sum.
void AddIntended(Gathered& to, bool amv_only, int32_t value);
// The durable places of every location and group.
void AddDurable(Gathered& to);
// The shelters; `field` names the figure of `count`.
void AddShelters(Gathered& to, absl::string_view field,
                 int32_t (pb::Shelter::*count)() const);
void AddCount(Gathered& to, const pb::CountFact& fact, absl::string_view metric,
              const char* label);
// What was carried over from the half-year before.
void AddCarried(Gathered& to, int32_t value);
void AddPlacements(Gathered& to);
void AddMoves(Gathered& to);
void AddPlans(Gathered& to);
// Of a target on record; of the gross one a surplus is left out.
void AddShortfall(Gathered& to, bool gross);

int32_t Sum(const std::vector<FigurePart>& parts);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_GATHER_H_
