// Every replica answers every past the same: random histories, written on two
// replicas of housing beside quotas that is written too. `sql_oracle_test.cc`
// holds what is answered against the rows.
#include <functional>
#include <random>

#include "tests/housing/random_housing.h"
#include "tests/support/seed.h"
#include "tests/support/tampering.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;

class StateTest : public RandomHousing {
 protected:
  // ---- Answers that are remembered.

  struct Remembered {
    std::string what;
    // The same question at what the answer told: its bytes again.
    std::function<absl::StatusOr<std::string>(Stub&)> again;
    std::string bytes;
  };

  // Sets in `request` the revisions that `response` tells.
  template <typename Request, typename Response>
  static void Pin(const Response& response, Request& request) {
    for (const char* name : {"revision", "quotas_revision", "closing_revision",
                             "closing_quotas_revision"}) {
      const auto* to = Request::descriptor()->FindFieldByName(name);
      const auto* from = Response::descriptor()->FindFieldByName(name);
      if (to == nullptr || from == nullptr) continue;
      request.GetReflection()->SetInt64(
          &request, to, response.GetReflection()->GetInt64(response, from));
    }
  }

  // A page token names its request, which is another one when pinned.
  template <typename Response>
  static std::string BytesOf(Response response) {
    if constexpr (requires { response.next_page_token(); }) {
      response.clear_next_page_token();
    }
    return response.SerializeAsString();
  }

  // Asks now, and remembers the answer; its revisions are the last ones.
  template <typename Request, typename Response>
  Response AskNow(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*,
                                               const Request&, Response*),
                  Request request) {
    if constexpr (requires { request.page_size(); }) {
      request.set_page_size(1000);
    }
    const auto response = CallRpc(stub, method, request);
    EXPECT_THAT(response, IsOk()) << request.ShortDebugString();
    if (!response.ok()) return Response();
    EXPECT_EQ(response->revision(), revision_) << request.ShortDebugString();
    if constexpr (requires { response->quotas_revision(); }) {
      EXPECT_EQ(response->quotas_revision(), quotas_revision_);
    }
    Pin(*response, request);
    remembered_.push_back(
        {.what = absl::StrCat(Request::descriptor()->name(), " ",
                              request.ShortDebugString()),
         .again = [method,
                   request](Stub& other) -> absl::StatusOr<std::string> {
           ASSIGN_OR_RETURN(const Response same,
                            CallRpc(other, method, request));
           return BytesOf(same);
         },
         .bytes = BytesOf(*response)});
    return *response;
  }

  std::string RandomParent() {
    const int which = Draw(5);
    return which == 0   ? "regions/ijsselland"
           : which == 1 ? "municipalities/-"
                        : RandomName();
  }

  // Every read, on what a caller might ask.
  void AskEverything(Stub& stub) {
    AskNow(stub, &Stub::ListPlacementKinds, pb::ListPlacementKindsRequest());
    pb::ListPlacementsRequest placements;
    placements.set_parent(RandomParent());
    if (Draw(2) == 0) placements.set_half_year(RandomHalfYear().Name());
    AskNow(stub, &Stub::ListPlacements, placements);
    pb::ListMovesRequest moves;
    moves.set_parent(RandomParent());
    AskNow(stub, &Stub::ListMoves, moves);
    pb::ListHousingPlansRequest plans;
    plans.set_parent(RandomParent());
    AskNow(stub, &Stub::ListHousingPlans, plans);
    pb::ListNilReturnsRequest nil_returns;
    nil_returns.set_parent(RandomParent());
    *nil_returns.mutable_as_of_date() = ToProto(PastDay());
    AskNow(stub, &Stub::ListNilReturns, nil_returns);
    pb::ListLaddersRequest ladders;
    ladders.set_parent(Draw(2) == 0 ? "provinces/-" : "provinces/pv23");
    AskNow(stub, &Stub::ListLadders, ladders);
    AskNow(stub, &Stub::ListRevisions, pb::ListRevisionsRequest());
    pb::ListBalancesRequest balances;
    balances.set_parent(RandomParent());
    balances.set_half_year(RandomHalfYear().Name());
    *balances.mutable_as_of_date() = ToProto(RandomDay());
    AskNow(stub, &Stub::ListBalances, balances);
    pb::ListLedgersRequest ledgers;
    ledgers.set_parent(RandomName());
    ledgers.set_first_half_year(kFirst.Name());
    ledgers.set_last_half_year((kFirst + kHalfYears - 1).Name());
    *ledgers.mutable_as_of_date() = ToProto(RandomDay());
    AskNow(stub, &Stub::ListLedgers, ledgers);
    pb::ListClosingsRequest closings;
    closings.set_parent(RandomName());
    closings.set_half_year(RandomHalfYear().Name());
    *closings.mutable_as_of_date() = ToProto(Day(2024, 8, 1 + Draw(30)));
    closings.set_closing_revision(Draw(2) == 0 ? 0 : 1 + Draw(revision_));
    AskNow(stub, &Stub::ListClosings, closings);
    pb::ListSupervisionRequest supervision;
    supervision.set_parent(RandomParent());
    *supervision.mutable_as_of_date() = ToProto(Day(2024, 3, 1 + Draw(20)));
    AskNow(stub, &Stub::ListSupervision, supervision);
  }

  std::vector<Remembered> remembered_;
};

TEST_F(StateTest, APinnedRevisionAnswersTheSameOnEveryReplica) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  random_.seed(seed);
  const int kWrites = Writes(45);
  const auto first = NewReplica(), second = NewReplica();
  for (int i = 0; i < kWrites; ++i) {
    // Half-years end while they write.
    clock_.Set(StartOf(kFirst.FirstDay() + i * kHalfYears * 183 / kWrites));
    const bool even = Draw(2) == 0;
    WriteSomething(even ? *first->stub : *second->stub);
    AskEverything(even ? *second->stub : *first->stub);
    if (HasFatalFailure() || HasFailure()) return;
  }
  EXPECT_GT(accepted_, kWrites / 4);
  const auto late = NewReplica();
  for (const Remembered& one : remembered_) {
    for (const auto& replica : {&first, &second, &late}) {
      const auto again = one.again(*(*replica)->stub);
      ASSERT_THAT(again, IsOk()) << one.what;
      ASSERT_EQ(*again, one.bytes) << one.what;
    }
  }
  EXPECT_GT(ExpectTamperingShows(db_, seed), 100);
}

TEST_F(StateTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(db_.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::housing
