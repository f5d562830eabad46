// What of its tables a revision seals: every row it appended, in every table.
//
// A table of facts is one with a column `revision`. A row says its table, a
// line, and each column that is not NULL, by name: "name=length:value", a line
// each, values as the database prints them. Of the digests of a table's rows,
// sorted, one a line, the digest is taken again:
//
//   place_entries 12 9f86d0…
//
// Such lines, by table, stand with the revision (`revisions.facts`) and in its
// chain. NULL is left out so that a column can be added later: in rows of
// before it is NULL.
//
// Revisions of before there were seals were sealed once, by a revision whose
// lines begin with "through N": it seals what the revisions up to N appended.
#ifndef OPVANG_COMMON_DB_SEAL_H_
#define OPVANG_COMMON_DB_SEAL_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/db/connection.h"

namespace opvang {

using Revision = int64_t;

// The rows of one revision, as far as they were added.
class Seal {
 public:
  // A row as its columns, those that are not NULL.
  using Columns = std::vector<std::pair<std::string, std::string>>;
  void Add(const std::string& table, Columns columns);

  // The lines; empty without rows.
  std::string Lines();

 private:
  using Digest = std::array<unsigned char, 32>;
  std::map<std::string, std::vector<Digest>> digests_;  // By table.
};

// Where lines that should be the same differ first: a table; empty when they do
// not.
std::string DifferingTable(absl::string_view sealed, absl::string_view found);

// Reads back what was sealed.
class FactTables {
 public:
  static absl::StatusOr<FactTables> Of(Connection& connection);

  // The seal of each revision from `first` to `last` that has rows. What a
  // service is born with is sealed with its first write, revision 2.
  absl::StatusOr<std::map<Revision, Seal>> Read(Revision first,
                                                Revision last) const;
  // One seal of all up to `last`.
  absl::StatusOr<Seal> ReadThrough(Revision last) const;
  // How many rows these have.
  absl::StatusOr<int64_t> Count(Revision first, Revision last) const;
  // A table with rows of no revision up to `last`; empty without.
  absl::StatusOr<std::string> FindStray(Revision last) const;

 private:
  struct Table {
    std::string name;
    std::vector<std::string> columns;
  };
  template <typename Take>
  absl::Status ForEach(Revision first, Revision last, Take take) const;
  FactTables(Connection& connection, std::vector<Table> tables)
      : connection_(connection), tables_(std::move(tables)) {}

  Connection& connection_;
  std::vector<Table> tables_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_SEAL_H_
