// COA's placements by stream.
#include "services/housing/housing_access.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_validation.h"

namespace opvang::housing {
namespace {

using Rows = std::vector<StreamRow<pb::Placement>>;

// Checks a part in order and adds what is new and right. What earlier parts
// added is on record here.
void KeepPlacements(HousingDraft& draft, const std::string& parent, bool own,
                    absl::CivilDay today, const std::set<std::string>& kinds,
                    Rows& rows) {
  std::vector<Event> events;
  for (StreamRow<pb::Placement>& one : rows) {
    one.row.set_own_statement(own);
    CheckPlacement(one.row, parent, today, one.at, one.faults);
    CheckKind(one.row, kinds, one.at, one.faults);
    if (one.faults.empty()) events.push_back(EventOf(one.row));
  }
  EventRecord record = RecordOf(draft.known(), events);
  for (StreamRow<pb::Placement>& one : rows) {
    if (one.faults.empty() &&
        record.Admit(EventOf(one.row), one.at, one.faults)) {
      draft.Add(FactOf(one.row));
    }
  }
}

DeliveryStream<pb::FeedHeader, pb::Placement, HousingDraft> PlacementFeed(
    absl::CivilDay today) {
  return {.key = [](const pb::Placement& row) { return row.name(); },
          .incomplete = ReasonOf(pb::ERROR_REASON_DELIVERY_INCOMPLETE),
          .open = [today](HousingDraft& draft, const pb::FeedHeader& header,
                          const Organisation& caller)
              -> absl::StatusOr<KeepPart<pb::Placement>> {
            return [&draft, today, parent = header.parent(),
                    own = IsOwnStatement(caller),
                    kinds = KindCodes(draft.known())](Rows& rows) {
              KeepPlacements(draft, parent, own, today, kinds, rows);
              return absl::OkStatus();
            };
          }};
}

}  // namespace

grpc::ServerReadReactor<pb::DeliverPlacementsRequest>*
HousingService::DeliverPlacements(Context* context,
                                  pb::DeliverPlacementsResponse* response) {
  return HandleStream<pb::DeliverPlacementsRequest>(
      *context, response, PlacementFeed(clock_.Today()));
}

}  // namespace opvang::housing
