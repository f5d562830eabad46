// A closed half-year, as it was known at its closing and as it is known now.
// Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_CLOSING_H_
#define OPVANG_SERVICES_HOUSING_RULES_CLOSING_H_

#include <cstdint>

#include "services/housing/rules/book.h"

namespace opvang::housing {

// One way of knowing a half-year.
struct Side {
  const Book* book;  // With what was placed in the half-year one by one.
  const Kinds* kinds;
  const pb::Balance* balance;  // Of that book.
  int64_t revision;            // At which the book was read.
};

// Both balances, and why they differ. The causes add up to the difference of
// the balances; when one has no target, to that of what was realised.
pb::Closing ClosingOf(const Side& at_closing, const Side& now);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_CLOSING_H_
