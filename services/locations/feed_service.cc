// COA's deliveries by stream.
#include <set>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/locations/location_service.h"
#include "services/locations/location_validation.h"
#include "services/locations/location_view.h"

namespace opvang::locations {
namespace {

using Names = std::set<std::string>;

void CheckKnown(const pb::Occupancy& row, const Names& names,
                const std::string& at, Violations& violations) {
  CheckRegistered(row.location(), names, at + ".location", violations);
}
void CheckKnown(const pb::PermanentStock&, const Names&, const std::string&,
                Violations&) {}

// The names of the locations that rows may be about.
Names NamesWithin(const KnownState& known, const Viewer& viewer,
                  const std::string& parent) {
  Names names;
  for (const std::string& one : NamesOf(*MunicipalitiesIn(parent))) {
    const auto* here = known.state.municipalities.Find(one);
    if (here == nullptr) continue;
    here->locations.ForEach([&](const std::string& name, const auto&) {
      if (!IsTakenUnseen(known, viewer, name)) names.insert(name);
    });
  }
  return names;
}

// How rows of one kind become facts.
template <typename Row>
DeliveryStream<pb::FeedHeader, Row, LocationDraft> FeedOf(
    absl::CivilDay today) {
  return {
      .key = [](const Row& row) { return RowKey(row); },
      .incomplete = ReasonOf(pb::ERROR_REASON_DELIVERY_INCOMPLETE),
      .open = [today](
                  LocationDraft& draft, const pb::FeedHeader& header,
                  const Organisation& caller) -> absl::StatusOr<KeepPart<Row>> {
        return [&draft, today, parent = header.parent(),
                names = NamesWithin(draft.known(), {caller, today},
                                    header.parent())](
                   std::vector<StreamRow<Row>>& rows) {
          for (StreamRow<Row>& one : rows) {
            CheckRow(one.row, parent, today, one.at, one.faults);
            CheckKnown(one.row, names, one.at, one.faults);
            if (one.faults.empty()) draft.Add(CountOf(one.row));
          }
          return absl::OkStatus();
        };
      }};
}

}  // namespace

grpc::ServerReadReactor<pb::DeliverOccupanciesRequest>*
LocationService::DeliverOccupancies(Context* context,
                                    pb::DeliverOccupanciesResponse* response) {
  return HandleStream<pb::DeliverOccupanciesRequest>(
      *context, response, FeedOf<pb::Occupancy>(clock_.Today()));
}

grpc::ServerReadReactor<pb::DeliverPermanentStocksRequest>*
LocationService::DeliverPermanentStocks(
    Context* context, pb::DeliverPermanentStocksResponse* response) {
  return HandleStream<pb::DeliverPermanentStocksRequest>(
      *context, response, FeedOf<pb::PermanentStock>(clock_.Today()));
}

}  // namespace opvang::locations
