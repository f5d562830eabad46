// What the connector throws, as a status. The connector's exceptions are caught
// here and nowhere else.
#ifndef OPVANG_COMMON_DB_SQL_STATUS_H_
#define OPVANG_COMMON_DB_SQL_STATUS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace opvang {

// By what it means: a key that is taken → ALREADY_EXISTS; another write in the
// way → ABORTED (may be tried again); what passes by itself → UNAVAILABLE (a
// lost or frozen connection, no writes for now, no room, too many connections);
// anything else, such as a password that changed, → INTERNAL. Number and text
// are for the log: a caller is told a sentence.
absl::Status CatchSql(absl::FunctionRef<absl::Status()> run);

// The same of a write that holds the lock of what it counts: a key that is
// taken there was taken by a write of another node, which came first.
absl::Status OfWrite(const absl::Status& status);

// Whether the transaction that failed so may be run again as a whole.
bool MayRetry(const absl::Status& status);
// Runs it, and twice more what `MayRetry`; what is in the way then too is
// UNAVAILABLE to who asked.
absl::Status WithTries(absl::FunctionRef<absl::Status()> once);

// Whether the answer was lost on its way: what was asked may have been done.
bool IsLost(const absl::Status& status);

// The database's own number of what it refused; 0 of anything else.
int SqlNumber(const absl::Status& status);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_SQL_STATUS_H_
