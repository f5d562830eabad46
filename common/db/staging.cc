#include "common/db/staging.h"

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "common/db/connection.h"

namespace opvang {
namespace {

// As the table has it: a longer type costs the connector its full length per
// row.
constexpr size_t kStagedRowMax = 4000;
constexpr absl::Duration kKept = absl::Hours(7 * 24);

absl::Status InTransaction(Database& db, const Call& call,
                           absl::FunctionRef<absl::Status(Transaction&)> work) {
  ASSIGN_OR_RETURN(const Database::Lease lease, db.Acquire(call.deadline));
  RETURN_IF_ERROR(lease->Begin("START TRANSACTION"));
  Transaction tx(*lease, 0);
  RETURN_IF_ERROR(work(tx));
  return lease->Commit();
}

StagedRow ReadRow(const Row& row) {
  return {.number = static_cast<int32_t>(row.Int(0)),
          .key = row.Text(1),
          .bytes = row.Text(2)};
}

// Those numbered `first` to `last`.
absl::StatusOr<std::vector<StagedRow>> ReadStaged(Transaction& tx,
                                                  const Call& call,
                                                  const std::string& request_id,
                                                  int32_t first, int32_t last) {
  return tx.Query(
      "SELECT row_position, row_key, bytes FROM staged_rows WHERE caller = ? "
      "AND "
      "request_id = ? AND row_position BETWEEN ? AND ? ORDER BY row_position",
      ReadRow, call.caller.oin, request_id, first, last);
}

absl::StatusOr<int32_t> Next(Transaction& tx, const Call& call,
                             const std::string& request_id) {
  ASSIGN_OR_RETURN(
      const auto last,
      tx.Query(
          "SELECT COALESCE(MAX(row_position), 0) FROM staged_rows WHERE "
          "caller = ? AND request_id = ?",
          [](const Row& row) { return static_cast<int32_t>(row.Int(0)); },
          call.caller.oin, request_id));
  return last.front() + 1;
}

absl::Status CheckRows(Transaction& tx, const Call& call,
                       const std::string& request_id,
                       const std::vector<StagedRow>& rows, int32_t next) {
  Violations violations;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].bytes.size() <= kStagedRowMax) continue;
    violations.Add(absl::StrCat("rows.rows[", i, "]"),
                   absl::StrCat("is ", rows[i].bytes.size(),
                                " bytes; a row is at most ", kStagedRowMax));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  if (rows.front().number > next) {
    violations.Add("rows.first_row_number",
                   absl::StrCat("is ", rows.front().number, "; row ", next,
                                " is the next"));
    return violations.ToStatus();
  }
  ASSIGN_OR_RETURN(const auto before,
                   ReadStaged(tx, call, request_id, rows.front().number,
                              rows.back().number));
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i].bytes == rows[i].bytes) continue;
    violations.Add(absl::StrCat("rows.rows[", i, "]"),
                   absl::StrCat("is row ", rows[i].number,
                                ", which came before with other content; send "
                                "it again, or start anew with another "
                                "request_id"));
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<int32_t> NextStagedRow(Database& db, const Call& call,
                                      const std::string& request_id) {
  int32_t next = 0;
  RETURN_IF_ERROR(InTransaction(db, call, [&](Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(next, Next(tx, call, request_id));
    return absl::OkStatus();
  }));
  return next;
}

absl::Status StageRows(Database& db, const Clock& clock, const Call& call,
                       const std::string& request_id,
                       const std::vector<StagedRow>& rows) {
  if (rows.empty()) return absl::OkStatus();
  return InTransaction(db, call, [&](Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const int32_t next, Next(tx, call, request_id));
    if (next == 1) {
      RETURN_IF_ERROR(tx.Execute("DELETE FROM staged_rows WHERE stage_time < ?",
                                 clock.Now() - kKept)
                          .status());
    }
    RETURN_IF_ERROR(CheckRows(tx, call, request_id, rows, next));
    std::vector<std::vector<Value>> fresh;
    for (const StagedRow& row : rows) {
      if (row.number < next) continue;
      fresh.push_back({call.caller.oin, request_id, row.number, Sha256(row.key),
                       row.bytes, clock.Now()});
    }
    // A twin of this stream may be just as far.
    return tx.Insert(
        "INSERT IGNORE INTO staged_rows (caller, request_id, row_position, "
        "row_key, bytes, stage_time) VALUES ",
        fresh);
  });
}

absl::Status DropStaged(Transaction& tx, const Call& call,
                        const std::string& request_id) {
  return tx
      .Execute("DELETE FROM staged_rows WHERE caller = ? AND request_id = ?",
               call.caller.oin, request_id)
      .status();
}

absl::Status DropStaged(Database& db, const Call& call,
                        const std::string& request_id) {
  return InTransaction(db, call, [&](Transaction& tx) {
    return DropStaged(tx, call, request_id);
  });
}

absl::Status ForEachStaged(
    Transaction& tx, const Call& call, const std::string& request_id,
    absl::FunctionRef<absl::Status(const StagedPart&)> read) {
  for (int32_t first = 1;; first += kStagedPartMax) {
    const int32_t last = first + kStagedPartMax - 1;
    StagedPart part;
    ASSIGN_OR_RETURN(part.rows, ReadStaged(tx, call, request_id, first, last));
    if (part.rows.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        const auto repeats,
        tx.Query(
            // Without the hints the planner may compare every two rows.
            "SELECT later.row_position, MIN(earlier.row_position) FROM "
            "staged_rows AS later FORCE INDEX (PRIMARY) "
            "STRAIGHT_JOIN staged_rows AS earlier "
            "FORCE INDEX (row_key) ON earlier.caller = later.caller AND "
            "earlier.request_id = later.request_id AND earlier.row_key = "
            "later.row_key AND earlier.row_position < later.row_position "
            "WHERE later.caller = ? AND later.request_id = ? AND "
            "later.row_position BETWEEN ? AND ? GROUP BY later.row_position",
            [](const Row& row) {
              return std::pair(static_cast<int32_t>(row.Int(0)),
                               static_cast<int32_t>(row.Int(1)));
            },
            call.caller.oin, request_id, first, last));
    part.repeats.insert(repeats.begin(), repeats.end());
    RETURN_IF_ERROR(read(part));
  }
}

void RowsDigest::Add(absl::string_view row) {
  digest_ = Sha256(absl::StrCat(digest_, "\n", row));
}

absl::Status CreateStaging(Connection& connection) {
  return connection.Execute(
      "CREATE TABLE IF NOT EXISTS staged_rows ("
      "  caller VARCHAR(32) NOT NULL,"
      "  request_id CHAR(36) NOT NULL,"
      "  row_position INT NOT NULL,"
      "  row_key CHAR(64) NOT NULL,"
      "  bytes VARBINARY(4000) NOT NULL,"
      "  stage_time DATETIME(6) NOT NULL,"
      "  PRIMARY KEY (caller, request_id, row_position),"
      "  KEY row_key (caller, request_id, row_key)"
      ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
}

}  // namespace opvang
