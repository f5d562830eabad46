#include "services/reporting/figures/split_steps.h"

namespace opvang::reporting {
namespace {

namespace pb = ::nl::opvang::reporting::v1;
using Basis = nl::opvang::quotas::v1::QuotaEntry::Basis;
using Entry = nl::opvang::quotas::v1::QuotaEntry;

constexpr SplitColumn kColumns[] = {{"indicative", "Indicatief"},
                                    {"agreed", "Afgesproken"},
                                    {"decided", "Besloten"},
                                    {"difference", "Verschil"}};

Basis BasisOf(absl::string_view column) {
  return column == "indicative" ? Entry::BASIS_INDICATIVE
         : column == "agreed"   ? Entry::BASIS_AGREED
                                : Entry::BASIS_DECIDED;
}

std::optional<int32_t> CountOf(const pb::TargetStep* step, bool amv) {
  if (step == nullptr || (amv && !step->has_amv_count())) return std::nullopt;
  return amv ? step->amv_count() : step->place_count();
}

}  // namespace

absl::Span<const SplitColumn> SplitColumns() { return kColumns; }

const pb::TargetStep* SplitStep(const pb::MunicipalityRow& row,
                                absl::string_view column) {
  const pb::TargetStep* found = nullptr;
  for (const pb::TargetStep& step : row.asylum_steps()) {
    if (step.quota_basis() == BasisOf(column)) found = &step;
  }
  return found;
}

std::optional<int32_t> SplitOf(const pb::MunicipalityRow& row,
                               absl::string_view column, bool amv) {
  if (column != "difference") return CountOf(SplitStep(row, column), amv);
  const auto first = CountOf(SplitStep(row, "indicative"), amv);
  auto last = CountOf(SplitStep(row, "decided"), amv);
  if (!last.has_value()) last = CountOf(SplitStep(row, "agreed"), amv);
  if (!first.has_value() || !last.has_value()) return std::nullopt;
  return *last - *first;
}

}  // namespace opvang::reporting
