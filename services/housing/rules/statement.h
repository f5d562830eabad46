// A run of half-years of one municipality, and the line that shows how its end
// follows from its beginning. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_STATEMENT_H_
#define OPVANG_SERVICES_HOUSING_RULES_STATEMENT_H_

#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// The ledger of `balances`, of one municipality and in order. The
// reconciliation is there when any of them has a balance:
//
//   last balance = first opening + Σ realised − Σ targets + jumps
//
// over the half-years with a balance. A jump stands where the opening of one
// does not continue the one before: the books were opened anew, or a target is
// missing in between. The residue is computed from those sums.
pb::Ledger LedgerOf(std::vector<pb::Balance> balances);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_STATEMENT_H_
