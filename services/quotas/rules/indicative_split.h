// The indicative split of the national need over all municipalities, exactly
// as the law has it, in whole numbers.
//
//   Wf = (SES_WOA + 1) × iG / iN     Iv = round_half_up(BO × Wf / ΣWf)
//
// (Besluit gemeentelijke taak mogelijk maken asielopvangvoorzieningen, art.
// 2.1(3); the same formula for minors, art. 2.2(1)). iN cancels, so that
// Iv = BO × w / Σw with w = (1000 + score in thousandths) × inhabitants.
#ifndef OPVANG_SERVICES_QUOTAS_RULES_INDICATIVE_SPLIT_H_
#define OPVANG_SERVICES_QUOTAS_RULES_INDICATIVE_SPLIT_H_

#include <cstdint>
#include <vector>

namespace opvang::quotas {

struct Weighed {
  int32_t inhabitant_count;   // 1 to 10,000,000.
  int32_t score_thousandths;  // −999 to 999.
};

// The share of each in `need`, in the same order. Only the final value is
// rounded, half up; the shares need not sum to `need`. Empty for nobody.
std::vector<int32_t> IndicativeSplit(int32_t need,
                                     const std::vector<Weighed>& all);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_INDICATIVE_SPLIT_H_
