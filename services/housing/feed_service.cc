// COA's placements by stream.
#include "common/service/delivery_stream.h"
#include "services/housing/event_loader.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_store.h"
#include "services/housing/housing_validation.h"

namespace opvang::housing {
namespace {

using Rows = std::vector<StreamRow<pb::Placement>>;

// Checks a part in order and appends what is new and right. What earlier parts
// appended is on record here.
absl::Status KeepPlacements(Transaction& tx, const std::string& parent,
                            const std::set<std::string>& kinds, Rows& rows) {
  std::vector<pb::Placement> placements;
  for (StreamRow<pb::Placement>& one : rows) {
    CheckPlacement(one.row, parent, one.at, one.faults);
    CheckKind(one.row, kinds, one.at, one.faults);
    if (one.faults.empty()) placements.push_back(one.row);
  }
  ASSIGN_OR_RETURN(EventRecord record,
                   LoadRecord(tx, placements, FindPlacements));
  std::vector<pb::Placement> added;
  for (StreamRow<pb::Placement>& one : rows) {
    if (one.faults.empty() &&
        record.Admit(EventOf(one.row), one.at, one.faults)) {
      added.push_back(one.row);
    }
  }
  return AppendPlacements(tx, added);
}

DeliveryStream<pb::FeedHeader, pb::Placement> PlacementFeed() {
  return {.key = [](const pb::Placement& row) { return row.name(); },
          .incomplete = ReasonOf(pb::ERROR_REASON_DELIVERY_INCOMPLETE),
          .open = [](Transaction& tx, const pb::FeedHeader& header)
              -> absl::StatusOr<KeepPart<pb::Placement>> {
            ASSIGN_OR_RETURN(std::set<std::string> kinds, LoadKindCodes(tx));
            return [&tx, parent = header.parent(),
                    kinds = std::move(kinds)](Rows& rows) {
              return KeepPlacements(tx, parent, kinds, rows);
            };
          }};
}

}  // namespace

grpc::Status HousingService::DeliverPlacements(
    grpc::ServerContext* context,
    grpc::ServerReader<pb::DeliverPlacementsRequest>* reader,
    pb::DeliverPlacementsResponse* response) {
  return Reply(response, [&] {
    return ReceiveStream<pb::DeliverPlacementsResponse,
                         pb::DeliverPlacementsRequest>(
        db_, clock_, authorizer_, *context, *reader, PlacementFeed(),
        [&](const Call& call, const pb::FeedHeader& header, auto change) {
          return Write<pb::DeliverPlacementsResponse>(db_, clock_, call, header,
                                                      change);
        });
  });
}

}  // namespace opvang::housing
