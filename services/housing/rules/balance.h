// The half-year ledger of one municipality. Pure.
//
//   net target = target − opening      balance = realised − net target
//
// The opening of a half-year is what the one before comes to: a lead is
// positive, a backlog negative. (Huisvestingswet 2014, art. 28-29; what is
// carried over is practice.)
#ifndef OPVANG_SERVICES_HOUSING_RULES_BALANCE_H_
#define OPVANG_SERVICES_HOUSING_RULES_BALANCE_H_

#include <vector>

#include "services/housing/rules/book.h"

namespace opvang::housing {

// The half-years from `first` to `last`, as they stand on `as_of`.
struct Question {
  HalfYear first, last;
  absl::CivilDay as_of;
};

// The balances in order, without statements. The chain begins `kChainLength`
// half-years before the end.
//
// Opening: the stated one where it opens the books anew; else what the
// half-year before comes to, where that has a target; else the stated one; else
// none. A half-year without a target has no balance, nor has one of which it is
// not known how many were housed: nothing registered by the day, and no nil
// return. The one after it does not continue it. Before it begins 0 are housed.
//
// A plan counts whole in the half-year of its last day, when that day is after
// `as_of` (`plan.h`).
std::vector<pb::Balance> BalancesOf(const Book& book, const Kinds& kinds,
                                    const Question& question);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_BALANCE_H_
