// Every replica answers every past the same; `sql_oracle_test.cc` holds what is
// answered against the rows.
#include <functional>

#include "tests/locations/random_locations.h"
#include "tests/support/tampering.h"

namespace opvang::locations {
namespace {

using Stub = pb::LocationService::Stub;

// A question that was answered, to be asked again.
struct Remembered {
  std::string what;
  std::string answer;
  std::function<std::string(Stub&)> ask;
};

class LocationStateTest : public RandomLocations {
 protected:
  // Asks now, and remembers how to ask again at this revision.
  template <typename Request, typename Response>
  void Ask(Stub& stub,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                        Response*),
           Request request) {
    // A token of the next page tells requests apart.
    if constexpr (requires { request.set_page_size(0); }) {
      request.set_page_size(1000);
    }
    const auto ask = [method](Stub& of, const Request& one) {
      const auto answer = CallRpc(of, method, one);
      return answer.ok() ? answer->SerializeAsString()
                         : std::string(answer.status().message());
    };
    const std::string answer = ask(stub, request);
    request.set_revision(now_);
    remembered_.push_back(
        {.what = absl::StrCat(Request::descriptor()->name(), " at ", now_, ": ",
                              request.ShortDebugString()),
         .answer = answer,
         .ask = [=](Stub& of) { return ask(of, request); }});
  }

  void AskEverything(Stub& stub) {
    const auto rates =
        CallRpc(stub, &Stub::ListFundingRates, pb::ListFundingRatesRequest());
    ASSERT_THAT(rates, IsOk());
    now_ = rates->revision();
    Ask(stub, &Stub::ListFundingRates, pb::ListFundingRatesRequest());
    Ask(stub, &Stub::ListLocationKinds, pb::ListLocationKindsRequest());
    pb::GetLocationRequest get;
    get.set_name(AnyName());
    Ask(stub, &Stub::GetLocation, get);
    pb::ListLifeEventsRequest events;
    events.set_parent(AnyName());
    Ask(stub, &Stub::ListLifeEvents, events);
    const std::string parent = Sometimes(2) ? "provinces/pv23" : kCountry;
    const auto within = [&](auto request) {
      request.set_parent(parent);
      return request;
    };
    const auto dated = [&](auto request) {
      request.set_parent(parent);
      *request.mutable_as_of_date() = ToProto(AnyDay());
      return request;
    };
    const auto timed = [&](auto request) {
      *request.mutable_start_date() = ToProto(Day(2024, 1, 1));
      *request.mutable_end_date() = ToProto(Day(2026, 1, 1));
      return dated(std::move(request));
    };
    Ask(stub, &Stub::ListPlaceEntries, within(pb::ListPlaceEntriesRequest()));
    Ask(stub, &Stub::ListLocations, dated(pb::ListLocationsRequest()));
    Ask(stub, &Stub::ListCoverage, Coverage(parent, AnyDay()));
    auto stock = dated(pb::ListDurableStockRequest());
    *stock.mutable_stock_date() = ToProto(AnyDay());
    stock.set_rule_set("cycle-2024");
    Ask(stub, &Stub::ListDurableStock, stock);
    Ask(stub, &Stub::ListTimelines, timed(pb::ListTimelinesRequest()));
    Ask(stub, &Stub::ListOutlooks, timed(pb::ListOutlooksRequest()));
    Ask(stub, &Stub::ListReconciliations,
        dated(pb::ListReconciliationsRequest()));
    Ask(stub, &Stub::ListUkraineShelter,
        dated(pb::ListUkraineShelterRequest()));
    Ask(stub, &Stub::ListShelterFunding,
        timed(pb::ListShelterFundingRequest()));
  }

  Revision now_ = 0;
  std::vector<Remembered> remembered_;
};

TEST_F(LocationStateTest, EveryReplicaAnswersEveryPastTheSame) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  Replica first(db_, clock_), second(db_, clock_);
  // What is hidden now is hidden from others at every revision; a service is
  // answered by the revision alone.
  Reader asks_first(db_, clock_), asks_second(db_, clock_);
  ASSERT_THAT(CallRpc(*first.stub, &Stub::DeliverLocations, FirstDelivery()),
              IsOk());
  std::vector<Revision> revisions;
  for (int i = 0; i < 150 && revisions.size() < 40; ++i) {
    const bool by_first = Sometimes(2);
    if (!WriteSomething(by_first ? *first.stub : *second.stub)) continue;
    AskEverything(by_first ? *asks_second.stub : *asks_first.stub);
    revisions.push_back(now_);
  }
  ASSERT_GT(revisions.size(), 15u) << "too few writes were kept";

  Reader third(db_, clock_);
  for (Reader* replica : {&third, &asks_first, &asks_second}) {
    for (const Remembered& one : remembered_) {
      EXPECT_EQ(one.ask(*replica->stub), one.answer) << one.what;
    }
  }
  EXPECT_GT(ExpectTamperingShows(db_, seed_), 100);
}

TEST_F(LocationStateTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(db_.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::locations
