// The books of municipalities, out of the record and the targets of quotas.
#ifndef OPVANG_SERVICES_HOUSING_BOOKS_H_
#define OPVANG_SERVICES_HOUSING_BOOKS_H_

#include <map>
#include <string>
#include <vector>

#include "services/housing/housing_state.h"
#include "services/housing/quotas_client.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/book.h"

namespace opvang::housing {

struct Books {
  Kinds kinds;
  std::map<std::string, Book> by_municipality;  // One for each asked for.
};

// The books of `municipalities`, as seen on the day of `question`. What was
// placed from its first half-year on is there one by one, the days after too.
Books BooksOf(const KnownHousing& known,
              const std::vector<std::string>& municipalities,
              const Targets& targets, const Question& question);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_BOOKS_H_
