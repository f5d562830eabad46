#include "common/db/staging.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "common/db/connection.h"
#include "common/db/sql_status.h"

namespace opvang {
namespace {

constexpr size_t kStagedRowMax = 4000;
// As a BLOB holds: a longer type costs the connector its full length per row.
constexpr size_t kPieceMax = 60000;
constexpr absl::Duration kKept = absl::Hours(7 * 24);
constexpr int64_t kRoomPart = int64_t{16} * 1024 * 1024;
// What a piece costs beside its bytes.
constexpr int64_t kPieceBytes = 100;

std::pair<uint64_t, uint64_t> HalfDigest(absl::string_view text) {
  const std::string hex = Sha256(text);
  return {std::strtoull(hex.substr(0, 16).c_str(), nullptr, 16),
          std::strtoull(hex.substr(16, 16).c_str(), nullptr, 16)};
}

absl::Status InTransaction(Database& db, const Call& call,
                           absl::FunctionRef<absl::Status(Transaction&)> work) {
  return WithTries([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const Database::Lease lease, db.Acquire(call.deadline));
    RETURN_IF_ERROR(lease->Begin("START TRANSACTION"));
    Transaction tx(*lease, 0);
    RETURN_IF_ERROR(work(tx));
    return lease->Commit();
  });
}

// Rows as a piece holds them: each text after its length.
void AppendText(absl::string_view text, std::string& bytes) {
  absl::StrAppend(&bytes, text.size(), ":", text);
}
std::string TakeText(absl::string_view& bytes) {
  const size_t colon = bytes.find(':');
  size_t size = 0;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(bytes.substr(0, colon), &size)) {
    bytes = {};
    return "";
  }
  const std::string text(bytes.substr(colon + 1, size));
  bytes.remove_prefix(std::min(bytes.size(), colon + 1 + size));
  return text;
}

// Rows of one piece, the first of which has `number`.
struct Piece {
  int32_t number, count;
  std::string bytes;
};
void AppendRows(const Piece& piece, int32_t first, int32_t last,
                std::vector<StagedRow>& rows) {
  absl::string_view bytes = piece.bytes;
  for (int32_t i = 0; i < piece.count; ++i) {
    const int32_t number = piece.number + i;
    std::string key = TakeText(bytes), row = TakeText(bytes);
    // Pieces of twins may overlap.
    if (number < first || number > last) continue;
    if (!rows.empty() && number <= rows.back().number) continue;
    rows.push_back(
        {.number = number, .key = std::move(key), .bytes = std::move(row)});
  }
}

// Those numbered `first` to `last`.
absl::StatusOr<std::vector<StagedRow>> ReadStaged(Transaction& tx,
                                                  const Call& call,
                                                  const std::string& request_id,
                                                  int32_t first, int32_t last) {
  std::vector<StagedRow> rows;
  RETURN_IF_ERROR(tx.ForEach(
      "SELECT first_row, row_count, bytes FROM waiting_pieces WHERE caller = ? "
      "AND request_id = ? AND first_row BETWEEN ? AND ? AND "
      "first_row + row_count > ? ORDER BY first_row",
      // No piece has more rows than a part.
      {call.caller.oin, request_id, first - kStagedPartMax, last, first},
      [&](const Row& row) {
        AppendRows({.number = static_cast<int32_t>(row.Int(0)),
                    .count = static_cast<int32_t>(row.Int(1)),
                    .bytes = row.Text(2)},
                   first, last, rows);
      }));
  return rows;
}

absl::StatusOr<int32_t> Next(Transaction& tx, const Call& call,
                             const std::string& request_id) {
  ASSIGN_OR_RETURN(
      const auto next,
      tx.Query(
          "SELECT COALESCE(MAX(first_row + row_count), 1) FROM waiting_pieces "
          "WHERE caller = ? AND request_id = ?",
          [](const Row& row) { return static_cast<int32_t>(row.Int(0)); },
          call.caller.oin, request_id));
  return next.front();
}

// How much of the caller waits.
absl::StatusOr<int64_t> WaitingBytes(Transaction& tx, const Call& call) {
  ASSIGN_OR_RETURN(
      const std::vector<int64_t> bytes,
      tx.Query(
          "SELECT COALESCE(SUM(byte_count), 0) FROM waiting_pieces "
          "WHERE caller = ?",
          [](const Row& row) { return row.Int(0); }, call.caller.oin));
  return bytes.front();
}

absl::Status TakeRoom(Transaction& tx, const Call& call, int64_t bytes,
                      StagingRoom& room) {
  if (room.bytes < bytes) {
    ASSIGN_OR_RETURN(const int64_t waiting, WaitingBytes(tx, call));
    room.bytes =
        std::min(room.waiting_bytes_max - waiting, std::max(kRoomPart, bytes));
  }
  if (room.bytes >= bytes) {
    room.bytes -= bytes;
    return absl::OkStatus();
  }
  return RetryAfter(
      absl::Hours(1),
      MakeError(absl::StatusCode::kResourceExhausted,
                PlumbingReason("SERVICE_BUSY"),
                absl::StrCat("Unfinished deliveries of this organisation hold "
                             "as much as they may, ",
                             room.waiting_bytes_max / 1024 / 1024,
                             " MiB; finish one, or wait until they are "
                             "forgotten, seven days after their last row.")));
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

absl::Status SweepStaged(Database& db, const Clock& clock) {
  ASSIGN_OR_RETURN(const Database::Lease lease,
                   db.Acquire(absl::InfiniteFuture()));
  Transaction tx(*lease, 0);
  return tx
      .Execute("DELETE FROM waiting_pieces WHERE stage_time < ?",
               clock.Now() - kKept)
      .status();
}

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
                       const std::vector<StagedRow>& rows, StagingRoom& room) {
  if (rows.empty()) return absl::OkStatus();
  StagingRoom left;
  const absl::Status staged =
      InTransaction(db, call, [&](Transaction& tx) -> absl::Status {
        left = room;
        ASSIGN_OR_RETURN(const int32_t next, Next(tx, call, request_id));
        RETURN_IF_ERROR(CheckRows(tx, call, request_id, rows, next));
        Rows pieces;
        Piece piece{};
        int64_t total = 0;
        const auto end = [&] {
          if (piece.count > 0) {
            const auto bytes =
                static_cast<int64_t>(piece.bytes.size()) + kPieceBytes;
            total += bytes;
            pieces.push_back({call.caller.oin, request_id, piece.number,
                              piece.count, bytes, piece.bytes, clock.Now()});
          }
          piece = {};
        };
        for (const StagedRow& row : rows) {
          if (row.number < next) continue;
          std::string bytes;
          AppendText(row.key, bytes);
          AppendText(row.bytes, bytes);
          if (piece.bytes.size() + bytes.size() > kPieceMax) end();
          if (piece.count++ == 0) piece.number = row.number;
          piece.bytes += bytes;
        }
        end();
        RETURN_IF_ERROR(TakeRoom(tx, call, total, left));
        for (const std::vector<Value>& one : pieces) {
          // A twin of this stream may be just as far.
          RETURN_IF_ERROR(tx.Insert(
              "INSERT IGNORE INTO waiting_pieces (caller, request_id, "
              "first_row, row_count, byte_count, bytes, stage_time) "
              "VALUES ",
              {one}));
        }
        return absl::OkStatus();
      });
  RETURN_IF_ERROR(staged);
  room = left;
  return absl::OkStatus();
}

absl::Status DropStaged(Transaction& tx, const Call& call,
                        const std::string& request_id) {
  return tx
      .Execute("DELETE FROM waiting_pieces WHERE caller = ? AND request_id = ?",
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
  // By half of a digest, which is enough to tell keys apart, and small.
  absl::flat_hash_map<std::pair<uint64_t, uint64_t>, int32_t> stated;
  for (int32_t first = 1;; first += kStagedPartMax) {
    const int32_t last = first + kStagedPartMax - 1;
    StagedPart part;
    ASSIGN_OR_RETURN(part.rows, ReadStaged(tx, call, request_id, first, last));
    if (part.rows.empty()) return absl::OkStatus();
    for (const StagedRow& row : part.rows) {
      const auto [earlier, is_new] =
          stated.emplace(HalfDigest(row.key), row.number);
      if (!is_new) part.repeats.emplace(row.number, earlier->second);
    }
    RETURN_IF_ERROR(read(part));
  }
}

void RowsDigest::Add(absl::string_view row) {
  digest_ = Sha256(absl::StrCat(digest_, "\n", row));
}

absl::Status CreateStaging(Connection& connection) {
  for (const char* statement :
       {"CREATE TABLE IF NOT EXISTS waiting_pieces ("
        "  caller VARCHAR(32) NOT NULL,"
        "  request_id CHAR(36) NOT NULL,"
        "  first_row INT NOT NULL,"
        "  row_count INT NOT NULL,"
        "  byte_count INT NOT NULL,"
        "  bytes BLOB NOT NULL,"
        "  stage_time DATETIME(6) NOT NULL,"
        "  PRIMARY KEY (caller, request_id, first_row),"
        "  KEY size (caller, byte_count),"
        "  KEY age (stage_time)"
        ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        // What waited before it had a size, and before that row by row. It is
        // no fact: its stream is told to begin at row 1 again.
        "DROP TABLE IF EXISTS staged_pieces",
        "DROP TABLE IF EXISTS staged_rows"}) {
    RETURN_IF_ERROR(connection.Execute(statement));
  }
  return absl::OkStatus();
}

}  // namespace opvang
