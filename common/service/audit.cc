#include "common/service/audit.h"

#include "absl/strings/numbers.h"

namespace opvang {

absl::StatusOr<std::vector<RecordedWrite>> ListWrites(
    Transaction& tx, const WritesAsked& asked) {
  Sql sql =
      "SELECT revision, record_time, caller, organisation, actor, method, "
      "request_id, chain FROM revisions WHERE revision <= ?";
  std::vector<Value> values = {tx.revision()};
  if (asked.before > 0) {
    sql = sql + " AND revision < ?";
    values.push_back(asked.before);
  }
  if (asked.known_by.has_value()) {
    sql = sql + " AND record_time <= ?";
    values.push_back(*asked.known_by);
  }
  if (!asked.revisions.empty()) {
    sql = sql + " AND revision" + In(asked.revisions.size());
    values.insert(values.end(), asked.revisions.begin(), asked.revisions.end());
  }
  values.push_back(asked.limit);
  return tx.QueryValues(
      sql + " ORDER BY revision DESC LIMIT ?",
      [](const Row& row) {
        return RecordedWrite{.revision = row.Int(0),
                             .record_time = row.Time(1),
                             .caller = row.Text(2),
                             .organisation = row.Text(3),
                             .actor = row.Text(4),
                             .method = row.Text(5),
                             .request_id = row.Text(6),
                             .chain = row.Text(7)};
      },
      values);
}

Revision BeforeOf(const Page& page) {
  Revision before = 0;
  // A forged key finds nothing below it.
  if (!page.after.empty() && !absl::SimpleAtoi(page.after, &before)) return 1;
  return before;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>((micros - seconds * 1000000) * 1000));
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

}  // namespace opvang
