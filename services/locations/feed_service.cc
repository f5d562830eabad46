// COA's deliveries by stream: rows wait until all have come, then become facts
// in one revision.
#include <set>

#include "absl/strings/str_cat.h"
#include "common/db/staging.h"
#include "common/municipality.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_proto.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"

namespace opvang::locations {
namespace {

void AddRow(const pb::Occupancy& row, pb::DeliverLocationsRequest& facts) {
  *facts.add_occupancies() = row;
}
void AddRow(const pb::PermanentStock& row, pb::DeliverLocationsRequest& facts) {
  *facts.add_permanent_stocks() = row;
}

void CheckKnown(const pb::Occupancy& row, const std::set<std::string>& names,
                const std::string& at, Violations& violations) {
  CheckRegistered(row.location(), names, at + ".location", violations);
}
void CheckKnown(const pb::PermanentStock&, const std::set<std::string>&,
                const std::string&, Violations&) {}

// The names of the locations that rows may be about.
absl::StatusOr<std::set<std::string>> LoadNames(Transaction& tx,
                                                const std::string& parent,
                                                absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto locations,
                   opvang::locations::ListLocations(
                       tx, NamesOf(*MunicipalitiesIn(parent)), today));
  std::set<std::string> names;
  for (const pb::Location& location : locations) names.insert(location.name());
  return names;
}

template <typename Rows>
absl::Status CheckPart(const Rows& part, int32_t row_count) {
  Violations violations;
  if (part.rows_size() < 1 || part.rows_size() > kStagedPartMax) {
    violations.Add("rows.rows", absl::StrCat("holds ", part.rows_size(),
                                             "; it must hold between 1 and ",
                                             kStagedPartMax));
  }
  if (part.first_row_number() < 1 ||
      part.first_row_number() > row_count - part.rows_size() + 1) {
    violations.Add(
        "rows.first_row_number",
        absl::StrCat("is ", part.first_row_number(), " for ", part.rows_size(),
                     " rows; the header announces rows 1 to ", row_count));
  }
  return violations.ToStatus();
}

// Makes facts of the rows that wait, as the header wants it.
template <typename Response, typename Row>
absl::StatusOr<Response> Keep(Transaction& tx, const Call& call,
                              const pb::FeedHeader& header,
                              absl::CivilDay today) {
  const bool rest =
      header.fault_policy() == pb::FeedHeader::FAULT_POLICY_ACCEPT_REST;
  ASSIGN_OR_RETURN(const auto names, LoadNames(tx, header.parent(), today));
  Response response;
  RowsDigest digest;
  Violations all;
  RETURN_IF_ERROR(
      ForEachStaged(tx, call, header.request_id(), [&](const StagedPart& part) {
        pb::DeliverLocationsRequest facts;
        for (const StagedRow& staged : part.rows) {
          digest.Add(staged.bytes);
          Row row;
          if (!row.ParseFromString(staged.bytes)) {
            return absl::InternalError("a staged row does not parse");
          }
          const std::string at = absl::StrCat("rows[", staged.number, "]");
          Violations faults;
          CheckRow(row, header.parent(), at, faults);
          CheckKnown(row, names, at, faults);
          if (const auto repeat = part.repeats.find(staged.number);
              repeat != part.repeats.end()) {
            faults.Add(at, absl::StrCat("states what row ", repeat->second,
                                        " states"));
          }
          if (faults.empty()) {
            AddRow(row, facts);
            response.set_accepted_row_count(response.accepted_row_count() + 1);
            continue;
          }
          response.set_refused_row_count(response.refused_row_count() + 1);
          for (const FieldViolation& one : faults.all()) {
            // One more than can be told, so that it is told.
            if (all.all().size() > kViolationsMax) break;
            all.Add(one.field, one.description);
            if (response.faults_size() == kViolationsMax) continue;
            pb::RowFault& fault = *response.add_faults();
            fault.set_row_number(staged.number);
            fault.set_field(one.field);
            fault.set_description(one.description);
          }
        }
        return AppendFacts(tx, facts);
      }));
  if (!rest) RETURN_IF_ERROR(all.ToStatus());
  RETURN_IF_ERROR(DropStaged(tx, call, header.request_id()));
  response.set_revision(tx.revision());
  response.set_rows_sha256(digest.Hex());
  return response;
}

}  // namespace

template <typename Request, typename Response, typename Row>
absl::StatusOr<Response> LocationService::Receive(
    grpc::ServerContext& context, grpc::ServerReader<Request>& reader) {
  Request part;
  if (!reader.Read(&part) || !part.has_header()) {
    return InvalidFields({{"header", "is missing; it comes first"}});
  }
  ASSIGN_OR_RETURN(const Call call, gate_.Authorize(context, part));
  const pb::FeedHeader header = part.header();
  Violations violations;
  CheckHeader(header, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  const std::string& id = header.request_id();
  ASSIGN_OR_RETURN(const std::optional<Response> answered,
                   StoredAnswer<Response>(db_, call, header));
  // What is sent again after its end is held against what was kept.
  RowsDigest again;
  int32_t again_count = 0;
  while (reader.Read(&part)) {
    if (!part.has_rows()) {
      return InvalidFields({{"rows", "is missing; the header comes once"}});
    }
    RETURN_IF_ERROR(CheckPart(part.rows(), header.row_count()));
    std::vector<StagedRow> rows;
    int32_t number = part.rows().first_row_number();
    for (const Row& row : part.rows().rows()) {
      rows.push_back({.number = number++,
                      .key = RowKey(row),
                      .bytes = internal::Serialize(row)});
    }
    if (!answered.has_value()) {
      RETURN_IF_ERROR(StageRows(db_, clock_, call, id, rows));
    } else if (rows.front().number == again_count + 1) {
      for (const StagedRow& row : rows) again.Add(row.bytes);
      again_count += static_cast<int32_t>(rows.size());
    }
  }
  if (context.IsCancelled()) {
    return absl::CancelledError("The stream was cut.");
  }
  if (answered.has_value()) {
    if (again_count == header.row_count() &&
        again.Hex() != answered->rows_sha256()) {
      return RequestIdReused(id);
    }
    return *answered;
  }
  ASSIGN_OR_RETURN(const int32_t next, NextStagedRow(db_, call, id));
  if (next <= header.row_count()) {
    return DeliveryIncomplete(next, header.row_count());
  }
  const absl::StatusOr<Response> kept =
      Write<Response>(db_, clock_, call, header, [&](Transaction& tx) {
        return Keep<Response, Row>(tx, call, header, clock_.Today());
      });
  // What was refused as a whole does not stand in the way of what is right.
  if (absl::IsInvalidArgument(kept.status())) {
    RETURN_IF_ERROR(DropStaged(db_, call, id));
  }
  return kept;
}

grpc::Status LocationService::DeliverOccupancies(
    grpc::ServerContext* context,
    grpc::ServerReader<pb::DeliverOccupanciesRequest>* reader,
    pb::DeliverOccupanciesResponse* response) {
  return Reply(response, [&] {
    return Receive<pb::DeliverOccupanciesRequest,
                   pb::DeliverOccupanciesResponse, pb::Occupancy>(*context,
                                                                  *reader);
  });
}

grpc::Status LocationService::DeliverPermanentStocks(
    grpc::ServerContext* context,
    grpc::ServerReader<pb::DeliverPermanentStocksRequest>* reader,
    pb::DeliverPermanentStocksResponse* response) {
  return Reply(response, [&] {
    return Receive<pb::DeliverPermanentStocksRequest,
                   pb::DeliverPermanentStocksResponse, pb::PermanentStock>(
        *context, *reader);
  });
}

}  // namespace opvang::locations
