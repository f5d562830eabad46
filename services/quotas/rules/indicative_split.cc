#include "services/quotas/rules/indicative_split.h"

namespace opvang::quotas {
namespace {

// need × weight stays below 10^7 × 2×10^10: within 128 bits with ease.
using Wide = __int128;

Wide WeightOf(const Weighed& one) {
  return Wide{1000 + one.score_thousandths} * one.inhabitant_count;
}

}  // namespace

std::vector<int32_t> IndicativeSplit(int32_t need,
                                     const std::vector<Weighed>& all) {
  Wide total = 0;
  for (const Weighed& one : all) total += WeightOf(one);
  std::vector<int32_t> shares;
  shares.reserve(all.size());
  for (const Weighed& one : all) {
    shares.push_back(
        static_cast<int32_t>((2 * need * WeightOf(one) + total) / (2 * total)));
  }
  return shares;
}

}  // namespace opvang::quotas
