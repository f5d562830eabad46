// Brings a schema up to date: numbered .sql files, each run once, forward only.
#ifndef OPVANG_COMMON_DB_MIGRATIONS_H_
#define OPVANG_COMMON_DB_MIGRATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/db/database.h"

namespace opvang {

// Runs what is new in `directory` ("0001_what_it_does.sql") in order, under a
// lock that several starting replicas share. Stops at the first failure, named
// with file and line; killed at whatever instant, it goes on where it was, as
// each statement is recorded when it is done. A changed file or a missing
// number is refused, unless the file names the checksum that it had ("-- Was:
// 3f2a…"): it then comes to the same in another way, and where it ran before it
// is not run again.
//
// A schema with more files than `directory` is of a newer program. This one
// lives with it when each of those files said so: "-- Lives with: 11" is for
// programs that know the files up to 11, since it only adds what they leave
// empty and need not read. Else FAILED_PRECONDITION names the first that did
// not.
absl::Status Migrate(Database& db, const std::string& directory);

// What `Migrate` would refuse of the files and, with a database, of what stands
// there; changes nothing.
absl::Status CheckMigrations(const std::string& directory, Database* db);

// One statement of a file, without its semicolon.
struct SqlStatement {
  int line;
  std::string text;
  bool operator==(const SqlStatement&) const = default;
};
// Splits at `;` outside quotes and comments; drops comments.
std::vector<SqlStatement> SplitStatements(const std::string& text);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_MIGRATIONS_H_
