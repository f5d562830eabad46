// What the connector throws, as a status. The connector's exceptions are caught
// here and nowhere else.
#ifndef OPVANG_COMMON_DB_SQL_STATUS_H_
#define OPVANG_COMMON_DB_SQL_STATUS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace opvang {

// 1062 → ALREADY_EXISTS; 1205 and 1213 → ABORTED (may be tried again); 2002,
// 2006, 2013 and 1053, 1927 → UNAVAILABLE (the connection is lost); anything
// else → INTERNAL with number and text, for the log.
absl::Status CatchSql(absl::FunctionRef<absl::Status()> run);

// Whether the transaction that failed so may be run again as a whole.
bool MayRetry(const absl::Status& status);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_SQL_STATUS_H_
