// Reading and writing: one revision per committed write.
//
// A service is born at revision 1, with nothing in it, so that 0 can mean "now"
// and every state has a number that can be pinned.
//
// Every write takes the next number from the single row of `ledger`, whose lock
// it holds until it commits: so revisions follow commits without gaps, and
// whatever is read after it is current. `revisions` gets one row per write in
// the same transaction: the audit trail (who, when, what), the memory of
// request ids with the stored answers, the way from a time to a revision, and
// a hash chain in which tampering shows, with the record or with any row that
// the write appended (`seal.h`).
#ifndef OPVANG_COMMON_DB_LEDGER_H_
#define OPVANG_COMMON_DB_LEDGER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/caller.h"
#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/db/database.h"
#include "common/db/transaction.h"
#include "google/protobuf/message.h"

namespace opvang {

// What the next write of a ledger continues: its last one.
struct LedgerHead {
  Revision revision = 0;
  absl::Time record_time = absl::InfinitePast();
  std::string chain;
};

namespace internal {
using ChangeBytes =
    absl::FunctionRef<absl::StatusOr<std::string>(Transaction&)>;
absl::StatusOr<std::string> WriteBytes(Database& db, const Clock& clock,
                                       const Call& call,
                                       const google::protobuf::Message& request,
                                       ChangeBytes change, LedgerHead* written);
absl::StatusOr<std::optional<std::string>> StoredBytes(
    Database& db, const Call& call, const google::protobuf::Message& request);
absl::Status ReadWith(Database& db, const Call& call, Revision revision,
                      absl::FunctionRef<absl::Status(Transaction&)> read);
}  // namespace internal

// Runs `change` in one transaction and commits if it succeeds. A `request_id`
// seen before from the same caller gets the stored answer, and
// INVALID_ARGUMENT / REQUEST_ID_REUSED when its content differs. A request that
// is `validate_only` does everything, keeps nothing and uses up no request id.
// May run `change` up to three times, so it must touch nothing but the
// transaction. UNAVAILABLE may mean that the outcome is unknown: the same
// request id tells on the next try. `written` is told where the ledger stands
// after a write.
template <typename Response, typename Change>
absl::StatusOr<Response> Write(Database& db, const Clock& clock,
                               const Call& call,
                               const google::protobuf::Message& request,
                               Change change, LedgerHead* written = nullptr) {
  absl::StatusOr<std::string> bytes = internal::WriteBytes(
      db, clock, call, request,
      [&change](Transaction& tx) -> absl::StatusOr<std::string> {
        absl::StatusOr<Response> response = change(tx);
        if (!response.ok()) return response.status();
        return Serialize(*response);
      },
      written);
  if (!bytes.ok()) return bytes.status();
  Response response;
  if (!response.ParseFromString(*bytes)) {
    return absl::InternalError("a stored answer does not parse");
  }
  return response;
}

// Rows by the INSERT that appends them.
using RowsByInsert = std::map<const Sql*, Rows>;

// When the write after `head` is recorded: not before the one it follows,
// unless a clock put that one more than a minute ahead. What was known by an
// instant is then told again from the next write on; the record stands as it
// was made.
absl::Time RecordTimeAfter(const LedgerHead& head, const Clock& clock);

// Appends the write after `head`, decided beforehand, in one round: its rows
// and its record. Fails, with nothing kept, when `head` is not the last write
// any more or the request id was used before: `Write` tells which.
// UNAVAILABLE is as of `Write`.
absl::StatusOr<LedgerHead> AppendAtOnce(
    Database& db, const Call& call, const google::protobuf::Message& request,
    const LedgerHead& head, absl::Time record_time, const RowsByInsert& rows,
    const std::string& response);

// The stored answer to a request already carried out; nothing when it is new.
// For writes whose preparation must not be repeated.
template <typename Response>
absl::StatusOr<std::optional<Response>> StoredAnswer(
    Database& db, const Call& call, const google::protobuf::Message& request) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                   internal::StoredBytes(db, call, request));
  if (!bytes.has_value()) return std::optional<Response>();
  Response response;
  if (!response.ParseFromString(*bytes)) {
    return absl::InternalError("a stored answer does not parse");
  }
  return std::optional<Response>(std::move(response));
}

// Where the ledger stands.
absl::StatusOr<Revision> CurrentRevision(Transaction& tx);

// Whether a request only asks what would happen: `validate_only`.
bool IsDryRun(const google::protobuf::Message& request);

// INVALID_ARGUMENT on "revision"; OUT_OF_RANGE / REVISION_AHEAD.
absl::Status RevisionNegative(Revision revision);
absl::Status RevisionAhead(Revision revision, Revision current);

// INVALID_ARGUMENT / REQUEST_ID_REUSED.
absl::Status RequestIdReused(const std::string& request_id);

// Runs `read` on one consistent snapshot, as of `revision` (0: now), which
// `tx.revision()` tells. OUT_OF_RANGE / REVISION_AHEAD beyond the present.
template <typename Response, typename Reader>
absl::StatusOr<Response> Read(Database& db, const Call& call, Revision revision,
                              Reader read) {
  absl::StatusOr<Response> result = absl::UnknownError("not read");
  const absl::Status status =
      internal::ReadWith(db, call, revision, [&](Transaction& tx) {
        result = read(tx);
        return result.status();
      });
  if (!status.ok()) return status;
  return result;
}

// The first revision that does not hold, and what of it: a table of facts,
// "chain" for its own record, "seal" for one that seals nothing.
struct Break {
  Revision revision;
  std::string place;
  bool operator==(const Break&) const = default;
};

// Reads back all records and all facts, in parts: as much at once as the
// largest write appended.
absl::StatusOr<std::optional<Break>> FindBreak(Transaction& tx);

// Seals, once, what was written before there were seals.
absl::Status SealWhatIsNot(Connection& connection, const std::string& schema,
                           absl::Time now);

// A row of `revisions`, without the stored answer.
struct RecordedWrite {
  Revision revision;
  absl::Time record_time;
  std::string caller, organisation, actor, method, request_id, chain;
};

// Which writes: all that are given must hold.
struct WritesQuery {
  std::optional<absl::Time> known_by;  // Recorded by then.
  std::vector<int64_t> revisions;      // Any, without one.
  Revision before = 0;                 // Below this one; 0 for no bound.
  int limit;
};

// The newest first.
absl::StatusOr<std::vector<RecordedWrite>> ListWrites(Transaction& tx,
                                                      const WritesQuery& query);

// The last revision recorded by `time`; 1, the birth, before the first write.
absl::StatusOr<Revision> RevisionAt(Transaction& tx, absl::Time time);

// Creates `ledger` and `revisions` unless they are there.
absl::Status CreateLedger(Connection& connection);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_LEDGER_H_
