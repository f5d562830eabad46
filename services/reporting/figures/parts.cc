#include "services/reporting/figures/parts.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/figures/gather.h"

namespace opvang::reporting {

std::string FigureName(absl::string_view subject, absl::string_view metric) {
  return absl::StrCat(subject, "#", metric);
}

std::vector<FigurePart> PartsOf(const pb::ReportContent& content,
                                const pb::MunicipalityRow& row,
                                const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(row.figures(), metric);
  if (!value.has_value()) return {};
  Gathered gathered{.content = content, .row = row, .parts = {}};
  metric.gather(*value, gathered);
  const int32_t rest = *value - Sum(gathered.parts);
  if (rest != 0) {
    gathered.parts.push_back({.kind = FigurePart::Kind::kRest,
                              .key = "rest",
                              .resource = row.municipality(),
                              .label = "niet uit de regels af te leiden",
                              .count = rest,
                              .figure = ""});
  }
  return std::move(gathered.parts);
}

}  // namespace opvang::reporting
