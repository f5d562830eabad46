// What the record says of municipalities, read in a handful of queries however
// much was placed.
#ifndef OPVANG_SERVICES_HOUSING_BOOK_LOADER_H_
#define OPVANG_SERVICES_HOUSING_BOOK_LOADER_H_

#include <map>
#include <string>
#include <vector>

#include "common/db/transaction.h"
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
absl::StatusOr<Books> LoadBooks(Transaction& tx,
                                const std::vector<std::string>& municipalities,
                                const Targets& targets,
                                const Question& question);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_BOOK_LOADER_H_
