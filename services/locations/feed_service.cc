// COA's deliveries by stream.
#include <set>

#include "common/base/municipality.h"
#include "common/service/delivery_stream.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"
#include "services/locations/location_validation.h"

namespace opvang::locations {
namespace {

using Names = std::set<std::string>;

void AddRow(const pb::Occupancy& row, pb::DeliverLocationsRequest& facts) {
  *facts.add_occupancies() = row;
}
void AddRow(const pb::PermanentStock& row, pb::DeliverLocationsRequest& facts) {
  *facts.add_permanent_stocks() = row;
}

void CheckKnown(const pb::Occupancy& row, const Names& names,
                const std::string& at, Violations& violations) {
  CheckRegistered(row.location(), names, at + ".location", violations);
}
void CheckKnown(const pb::PermanentStock&, const Names&, const std::string&,
                Violations&) {}

// The names of the locations that rows may be about.
absl::StatusOr<Names> LoadNames(Transaction& tx, const std::string& parent,
                                absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto locations,
                   opvang::locations::ListLocations(
                       tx, NamesOf(*MunicipalitiesIn(parent)), today));
  Names names;
  for (const pb::Location& location : locations) names.insert(location.name());
  return names;
}

// How rows of one kind become facts.
template <typename Row>
DeliveryStream<pb::FeedHeader, Row> FeedOf(const Clock& clock) {
  return {.key = [](const Row& row) { return RowKey(row); },
          .incomplete = ReasonOf(pb::ERROR_REASON_DELIVERY_INCOMPLETE),
          .open = [&clock](Transaction& tx, const pb::FeedHeader& header)
              -> absl::StatusOr<KeepPart<Row>> {
            ASSIGN_OR_RETURN(Names names,
                             LoadNames(tx, header.parent(), clock.Today()));
            return [&tx, parent = header.parent(), names = std::move(names)](
                       std::vector<StreamRow<Row>>& rows) {
              pb::DeliverLocationsRequest facts;
              for (StreamRow<Row>& one : rows) {
                CheckRow(one.row, parent, one.at, one.faults);
                CheckKnown(one.row, names, one.at, one.faults);
                if (one.faults.empty()) AddRow(one.row, facts);
              }
              return AppendFacts(tx, facts);
            };
          }};
}

}  // namespace

grpc::Status LocationService::DeliverOccupancies(
    grpc::ServerContext* context,
    grpc::ServerReader<pb::DeliverOccupanciesRequest>* reader,
    pb::DeliverOccupanciesResponse* response) {
  return Reply(response, [&] {
    return ReceiveStream<pb::DeliverOccupanciesResponse,
                         pb::DeliverOccupanciesRequest>(
        db_, clock_, authorizer_, *context, *reader,
        FeedOf<pb::Occupancy>(clock_),
        [&](const Call& call, const pb::FeedHeader& header, auto change) {
          return Write<pb::DeliverOccupanciesResponse>(db_, clock_, call,
                                                       header, change);
        });
  });
}

grpc::Status LocationService::DeliverPermanentStocks(
    grpc::ServerContext* context,
    grpc::ServerReader<pb::DeliverPermanentStocksRequest>* reader,
    pb::DeliverPermanentStocksResponse* response) {
  return Reply(response, [&] {
    return ReceiveStream<pb::DeliverPermanentStocksResponse,
                         pb::DeliverPermanentStocksRequest>(
        db_, clock_, authorizer_, *context, *reader,
        FeedOf<pb::PermanentStock>(clock_),
        [&](const Call& call, const pb::FeedHeader& header, auto change) {
          return Write<pb::DeliverPermanentStocksResponse>(db_, clock_, call,
                                                           header, change);
        });
  });
}

}  // namespace opvang::locations
