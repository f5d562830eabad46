// What checks have in common: walking over municipalities, over what does not
// add up, over what moved since the quarter before.
#ifndef OPVANG_SERVICES_REPORTING_CHECKS_WALK_H_
#define OPVANG_SERVICES_REPORTING_CHECKS_WALK_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"

namespace opvang::reporting {

// The levels of a finding, as the rows of checks have them.
inline constexpr auto kRefuse = pb::Finding::LEVEL_REFUSE;
inline constexpr auto kFix = pb::Finding::LEVEL_FIX;
inline constexpr auto kExplain = pb::Finding::LEVEL_EXPLAIN;

// What a check says of one thing: the values of its sentence, or nothing.
using MaybeFound = std::optional<Found::Values>;

// Calls `about(row)` for every municipality; what it answers is found about
// `metric`.
template <typename About>
void FindRows(const Checked& checked, absl::string_view metric, Found& found,
              About about) {
  for (const pb::MunicipalityRow& row : checked.content.municipalities()) {
    MaybeFound values = about(row);
    if (!values.has_value()) continue;
    values->push_back({"gemeente", row.display_name()});
    found.Add(row.municipality(), *values,
              {FigureName(row.municipality(), metric)});
  }
}

// The municipalities of which `lacks(row)` holds, in one finding over the
// scope.
template <typename Lacks>
void FindLacking(const Checked& checked, Found& found, Lacks lacks,
                 Found::Values values = {}) {
  std::vector<std::string> names;
  for (const pb::MunicipalityRow& row : checked.content.municipalities()) {
    if (lacks(row)) names.push_back(row.display_name());
  }
  if (names.empty()) return;
  values.push_back({"gemeenten", Listed(names)});
  found.Add(checked.content.spec().scope(), values);
}

// Figures of municipalities that their parts do not make.
inline void FindRests(const Checked& checked,
                      std::initializer_list<absl::string_view> metrics,
                      Found& found) {
  for (const pb::MunicipalityRow& row : checked.content.municipalities()) {
    for (const absl::string_view name : metrics) {
      const Metric& metric = *FindMetric(name);
      for (const FigurePart& part : PartsOf(checked.content, row, metric)) {
        if (part.kind != FigurePart::Kind::kRest) continue;
        const std::string figure = FigureName(row.municipality(), name);
        found.Add(row.municipality(),
                  {{"gemeente", row.display_name()},
                   {"cijfer", std::string(metric.label)},
                   {"rest", DutchCount(part.count)}},
                  {figure}, figure);
      }
    }
  }
}

// Municipalities of which `metric` moved since the quarter before, by
// `far(was, is)`.
template <typename Far>
void FindMoved(const Checked& checked, absl::string_view metric, Found& found,
               Far far) {
  for (const pb::ComparedFigures& compared : checked.content.compared()) {
    if (compared.compared().role() !=
        pb::ComparedReport::ROLE_PREVIOUS_QUARTER) {
      continue;
    }
    for (const auto& before : compared.rows()) {
      if (FindMunicipalityByName(before.subject()) == nullptr) continue;
      const auto then = ValueOf(before.figures(), *FindMetric(metric));
      const auto now = ValueOf(*FiguresOf(checked.content, before.subject()),
                               *FindMetric(metric));
      if (!then.has_value() || !now.has_value()) continue;
      const int32_t was = *then, is = *now;
      if (!far(was, is)) continue;
      found.Add(before.subject(),
                {{"gemeente", DutchName(before.subject()).value_or("")},
                 {"was", DutchCount(was)},
                 {"is", DutchCount(is)}},
                {FigureName(before.subject(), metric)});
    }
  }
}

// More than a quarter, and more than twenty.
inline bool IsJump(int32_t was, int32_t is) {
  const int32_t moved = is > was ? is - was : was - is;
  return moved > 20 && 4 * moved > was;
}

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_CHECKS_WALK_H_
