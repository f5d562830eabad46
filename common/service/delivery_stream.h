// A delivery by stream: first a header, then the rows in parts.
//
// Each part waits in `staging` as it arrives; when all rows are there, one
// write checks them and makes facts of them, a part at a time, so that memory
// holds a part. A stream that was cut goes on where it stopped, a delivery sent
// again gets the stored answer, and other content under its request id is
// refused.
//
// The messages are each package's own. A request has `header` or `rows` (with
// `first_row_number` and `rows`); a header has `parent`, `request_id`,
// `row_count`, `fault_policy` and `validate_only`; a response has `revision`,
// `accepted_row_count`, `refused_row_count`, `faults` and `rows_sha256`.
#ifndef OPVANG_COMMON_SERVICE_DELIVERY_STREAM_H_
#define OPVANG_COMMON_SERVICE_DELIVERY_STREAM_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "common/db/database.h"
#include "common/db/ledger.h"
#include "common/db/staging.h"
#include "common/service/authorizer.h"
#include "grpcpp/server_context.h"

namespace opvang {

// Rows that one delivery may hold.
inline constexpr int kStreamRowsMax = 1000000;

// A row on its way to become a fact.
template <typename Row>
struct StreamRow {
  std::string at;  // "rows[7]", where its faults are told.
  Row row;
  Violations faults;
};

// Checks the rows of a part in order, adds what is wrong to their faults, and
// appends those without any. A row may build on earlier ones.
template <typename Row>
using KeepPart = std::function<absl::Status(std::vector<StreamRow<Row>>&)>;

// What a service brings to a stream of its rows.
template <typename Header, typename Row, typename Draft>
struct DeliveryStream {
  // What a row is about; two rows of a delivery may not share it.
  std::function<std::string(const Row&)> key;
  // The package's reason for a delivery whose rows have not all come.
  Reason incomplete;
  // Finds what rows of the caller are held against. Called once per try of the
  // write.
  std::function<absl::StatusOr<KeepPart<Row>>(Draft&, const Header&,
                                              const Organisation&)>
      open;
};

namespace internal {
// INVALID_ARGUMENT / FIELD_INVALID for a part of `size` rows from `first` that
// does not fit in `row_count` rows.
absl::Status CheckStreamPart(int32_t first, int size, int32_t row_count);
// FAILED_PRECONDITION with `next_row_number` in the metadata.
absl::Status StreamIncomplete(const Reason& reason, int32_t next,
                              int32_t row_count);
}  // namespace internal

template <typename Header>
void CheckStreamHeader(const Header& header, Violations& violations) {
  if (!DutchName(header.parent()).has_value()) {
    CheckParent(header.parent(), "header.parent", violations);
  }
  CheckCount(header.row_count(), 1, kStreamRowsMax, "header.row_count",
             violations);
  if (!Header::FaultPolicy_IsValid(header.fault_policy())) {
    violations.Add("header.fault_policy",
                   absl::StrCat("is ", header.fault_policy(),
                                "; it must be all_or_nothing, accept_rest or "
                                "absent"));
  }
}

namespace internal {

// The rows of a staged part, with the fault of stating what an earlier one
// states.
template <typename Row>
absl::StatusOr<std::vector<StreamRow<Row>>> ReadStreamRows(
    const StagedPart& part) {
  std::vector<StreamRow<Row>> rows;
  for (const StagedRow& staged : part.rows) {
    StreamRow<Row>& one = rows.emplace_back();
    one.at = absl::StrCat("rows[", staged.number, "]");
    if (!one.row.ParseFromString(staged.bytes)) {
      return absl::InternalError("a staged row does not parse");
    }
    const auto repeat = part.repeats.find(staged.number);
    if (repeat == part.repeats.end()) continue;
    one.faults.Add(one.at,
                   absl::StrCat("states what row ", repeat->second, " states"));
  }
  return rows;
}

// Counts the rows and tells their faults, a bounded number of them in
// `response` and one more in `all`, so that it is told.
template <typename Row, typename Response>
void TellFaults(const StagedPart& part, const std::vector<StreamRow<Row>>& rows,
                Response& response, Violations& all) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].faults.empty()) {
      response.set_accepted_row_count(response.accepted_row_count() + 1);
      continue;
    }
    response.set_refused_row_count(response.refused_row_count() + 1);
    for (const FieldViolation& one : rows[i].faults.all()) {
      if (all.all().size() > kViolationsMax) break;
      all.Add(one.field, one.description);
      if (response.faults_size() == kViolationsMax) continue;
      auto& fault = *response.add_faults();
      fault.set_row_number(part.rows[i].number);
      fault.set_field(one.field);
      fault.set_description(one.description);
    }
  }
}

// Makes facts of the rows that wait, as the header wants it.
template <typename Response, typename Row, typename Header, typename Draft>
absl::StatusOr<Response> KeepStream(
    Draft& draft, const Call& call, const Header& header,
    const DeliveryStream<Header, Row, Draft>& feed) {
  Transaction& tx = draft.tx();
  ASSIGN_OR_RETURN(const KeepPart<Row> keep,
                   feed.open(draft, header, call.caller));
  Response response;
  RowsDigest digest;
  Violations all;
  const auto take = [&](const StagedPart& part) -> absl::Status {
    for (const StagedRow& staged : part.rows) digest.Add(staged.bytes);
    ASSIGN_OR_RETURN(std::vector<StreamRow<Row>> rows,
                     ReadStreamRows<Row>(part));
    RETURN_IF_ERROR(keep(rows));
    TellFaults(part, rows, response, all);
    return draft.Flush();
  };
  RETURN_IF_ERROR(ForEachStaged(tx, call, header.request_id(), take));
  if (header.fault_policy() != Header::FAULT_POLICY_ACCEPT_REST) {
    RETURN_IF_ERROR(all.ToStatus());
  }
  RETURN_IF_ERROR(DropStaged(tx, call, header.request_id()));
  response.set_revision(tx.revision());
  response.set_rows_sha256(digest.Hex());
  return response;
}

}  // namespace internal

// Receives one delivery, a message at a time. INVALID_ARGUMENT / FIELD_INVALID
// for faults of the header, of a part or of rows; FAILED_PRECONDITION /
// `feed.incomplete` when the stream ends before its last row; INVALID_ARGUMENT
// / REQUEST_ID_REUSED; RESOURCE_EXHAUSTED / STAGING_FULL. `write(call, header,
// change)` carries out the write.
template <typename Response, typename Request, typename Header, typename Row,
          typename Draft, typename Write>
class StreamReceiver {
 public:
  StreamReceiver(Database& db, const Clock& clock, const Authorizer& authorizer,
                 const grpc::ServerContextBase& context,
                 DeliveryStream<Header, Row, Draft> feed, Write write)
      : db_(db),
        clock_(clock),
        authorizer_(authorizer),
        context_(context),
        feed_(std::move(feed)),
        write_(std::move(write)) {}

  // Takes the next message, or the end without one, which is answered.
  absl::StatusOr<std::optional<Response>> Take(const Request* part) {
    if (!begun_) {
      if (part == nullptr || !part->has_header()) {
        return InvalidFields({{"header", "is missing; it comes first"}});
      }
      RETURN_IF_ERROR(Begin(*part));
      return std::optional<Response>();
    }
    if (part == nullptr) {
      ASSIGN_OR_RETURN(Response response, End());
      return std::optional<Response>(std::move(response));
    }
    RETURN_IF_ERROR(TakeRows(*part));
    return std::optional<Response>();
  }

 private:
  absl::Status Begin(const Request& part) {
    ASSIGN_OR_RETURN(call_, authorizer_.Authorize(context_, part));
    header_ = part.header();
    Violations violations;
    CheckStreamHeader(header_, violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(answered_, StoredAnswer<Response>(db_, call_, header_));
    begun_ = true;
    return absl::OkStatus();
  }

  absl::Status TakeRows(const Request& part) {
    if (!part.has_rows()) {
      return InvalidFields({{"rows", "is missing; the header comes once"}});
    }
    int32_t number = part.rows().first_row_number();
    RETURN_IF_ERROR(internal::CheckStreamPart(number, part.rows().rows_size(),
                                              header_.row_count()));
    std::vector<StagedRow> rows;
    for (const Row& row : part.rows().rows()) {
      rows.push_back(
          {.number = number++, .key = feed_.key(row), .bytes = Serialize(row)});
    }
    if (!answered_.has_value()) {
      return StageRows(db_, clock_, call_, header_.request_id(), rows, room_);
    }
    if (rows.front().number == again_count_ + 1) {
      for (const StagedRow& row : rows) again_.Add(row.bytes);
      again_count_ += static_cast<int32_t>(rows.size());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Response> End() {
    const std::string& id = header_.request_id();
    if (answered_.has_value()) {
      if (again_count_ == header_.row_count() &&
          again_.Hex() != answered_->rows_sha256()) {
        return RequestIdReused(id);
      }
      return *answered_;
    }
    ASSIGN_OR_RETURN(const int32_t next, NextStagedRow(db_, call_, id));
    if (next <= header_.row_count()) {
      return internal::StreamIncomplete(feed_.incomplete, next,
                                        header_.row_count());
    }
    const absl::StatusOr<Response> kept =
        write_(call_, header_, [this](Draft& draft) {
          return internal::KeepStream<Response>(draft, call_, header_, feed_);
        });
    // What was refused as a whole does not stand in the way of what is right.
    if (absl::IsInvalidArgument(kept.status())) {
      RETURN_IF_ERROR(DropStaged(db_, call_, id));
    }
    return kept;
  }

  Database& db_;
  const Clock& clock_;
  const Authorizer& authorizer_;
  const grpc::ServerContextBase& context_;
  const DeliveryStream<Header, Row, Draft> feed_;
  const Write write_;
  bool begun_ = false;
  Call call_;
  Header header_;
  StagingRoom room_;
  std::optional<Response> answered_;
  // What is sent again after its end is held against what was kept.
  RowsDigest again_;
  int32_t again_count_ = 0;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_DELIVERY_STREAM_H_
