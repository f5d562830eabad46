// Areas, and what is published about them and about municipalities, beside what
// is computed. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_AREA_H_
#define OPVANG_SERVICES_HOUSING_RULES_AREA_H_

#include <string>
#include <vector>

#include "services/housing/rules/book.h"

namespace opvang::housing {

// A statement, not yet held against anything.
struct Published {
  std::string subject;
  HalfYear half_year;
  pb::Statement statement;
};

// A municipality in the half-year asked for.
struct Member {
  const Book* book;
  const pb::Balance* balance;
};

// The statements of `all` about `subject` and `half_year`, by metric, day and
// publisher.
std::vector<pb::Statement> StatementsAbout(const std::string& subject,
                                           HalfYear half_year,
                                           const std::vector<Published>& all);

// Puts what the members together come to beside a statement.
void Compare(const std::vector<Member>& members, const Kinds& kinds,
             HalfYear half_year, pb::Statement& statement);

// What statements about one half-year come to, and those about the half-year
// before it at its end.
pb::Implication Imply(const std::vector<pb::Statement>& statements,
                      const std::vector<pb::Statement>& before);

// The sums of the members on `as_of`, the statements about `subject` beside
// them, and what these alone come to.
pb::AreaBalance AreaOf(const std::string& subject,
                       const std::vector<Member>& members, const Kinds& kinds,
                       HalfYear half_year, absl::CivilDay as_of,
                       const std::vector<Published>& published);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_AREA_H_
