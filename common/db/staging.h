// Rows of a delivery that arrives as a stream, kept until all have come.
//
// Each part is committed as it arrives, so that a stream that was cut, by
// either side, goes on where it stopped. Only the delivery's own write, in one
// transaction, makes facts of them. What of one caller
// waits is bounded, and what nobody touched for seven days goes.
#ifndef OPVANG_COMMON_DB_STAGING_H_
#define OPVANG_COMMON_DB_STAGING_H_

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/caller.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/db/transaction.h"

namespace opvang {

struct StagedRow {
  int32_t number = 0;  // From 1.
  std::string key;     // What the row is about; two rows may not share it.
  std::string bytes;   // The row itself.
};

// Rows that one message of a stream may hold.
inline constexpr int kStagedPartMax = 1000;

// The number of the first row that has not come yet; 1 at the start.
absl::StatusOr<int32_t> NextStagedRow(Database& db, const Call& call,
                                      const std::string& request_id);

// How much more of a caller may wait, as far as a stream knows. It asks when it
// begins and after every 16 MiB, so that other streams of the caller
// count.
struct StagingRoom {
  int64_t waiting_bytes_max = int64_t{192} * 1024 * 1024;
  int64_t bytes = 0;
};

// Keeps consecutive rows. Those that came before are passed over.
// INVALID_ARGUMENT / FIELD_INVALID on "rows.first_row_number" when rows before
// them are missing, on "rows.rows[i]" for one that came with other content or
// is longer than 4000 bytes. RESOURCE_EXHAUSTED / SERVICE_BUSY when more of the
// caller would wait than may: 192 MiB, of all its unfinished deliveries.
absl::Status StageRows(Database& db, const Clock& clock, const Call& call,
                       const std::string& request_id,
                       const std::vector<StagedRow>& rows, StagingRoom& room);

// Forgets what nobody touched for seven days.
absl::Status SweepStaged(Database& db, const Clock& clock);

// Forgets the rows.
absl::Status DropStaged(Database& db, const Call& call,
                        const std::string& request_id);
absl::Status DropStaged(Transaction& tx, const Call& call,
                        const std::string& request_id);

// Reads all rows in order, `kStagedPartMax` at a time; with those that state
// what an earlier row states, and that row's number.
struct StagedPart {
  std::vector<StagedRow> rows;
  std::map<int32_t, int32_t> repeats;
};
absl::Status ForEachStaged(
    Transaction& tx, const Call& call, const std::string& request_id,
    absl::FunctionRef<absl::Status(const StagedPart&)> read);

// A digest of rows in order: the same rows, the same digest, however they were
// cut into parts.
class RowsDigest {
 public:
  void Add(absl::string_view row);
  std::string Hex() const { return digest_; }

 private:
  std::string digest_;
};

// Creates the table of staged rows unless it is there.
absl::Status CreateStaging(Connection& connection);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_STAGING_H_
