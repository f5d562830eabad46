// Housing asks a real quotas service.
#include "services/housing/housing_service.h"

#include <fstream>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/service/pagination.h"
#include "tests/housing/services.h"
#include "tests/support/municipalities.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;

constexpr char kDalfsen[] = "municipalities/gm0148";
constexpr char kJuly[] = "municipalities/gm0193/placements/2024-07";
const Day kAsOf(2024, 9, 15);

class HousingServiceTest : public HousingFixture {
 protected:
  void SetTarget(int count, int month) {
    ASSERT_THAT(
        DeliverQuotas(Target(kZwolle, "2024-h2", count, Day(2024, month, 1))),
        IsOk());
  }
  absl::StatusOr<pb::ListBalancesResponse> IJsselland(
      const std::string& more = "") {
    return Balances("regions/ijsselland", "2024-h2", kAsOf, more);
  }
  // Calls as somebody else.
  template <typename Request, typename Response>
  absl::StatusOr<Response> CallAs(
      Role role, const std::string& scope,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    const auto only = Organisations::Loopback(
        {.oin = "2", .name = "x", .role = role, .scope = scope});
    HousingService service(*db_, clock_, *only,
                           q::QuotaService::NewStub(quotas_server_.channel()));
    InProcess server(service);
    return CallRpc(*pb::HousingService::NewStub(server.channel()), method,
                   request);
  }
};

TEST_F(HousingServiceTest, JoinsTargetsOfAPinnedRevision) {
  SetTarget(134, 4);
  ASSERT_THAT(Deliver(Placed(kJuly, Day(2024, 7, 31), 20)), IsOk());
  const auto before = IJsselland();
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->quotas_revision(), 2);
  const pb::Balance& zwolle = before->balances(10);
  EXPECT_EQ(zwolle.expected_person_count(), 20 - 134);
  ASSERT_EQ(zwolle.target_steps_size(), 1);
  EXPECT_THAT(zwolle.target_steps(0),
              EqualsProto(R"pb(basis: 'decided'
                               person_count: 134
                               legal_basis: 'Huisvestingswet 2014, art. 28-29'
                               source: 'Staatscourant'
                               start_date { year: 2024 month: 4 day: 1 })pb"));
  SetTarget(120, 5);
  EXPECT_EQ(IJsselland()->balances(10).expected_person_count(), 20 - 120);
  EXPECT_EQ(IJsselland("quotas_revision: 2")->SerializeAsString(),
            before->SerializeAsString());
  EXPECT_THAT(IJsselland("quotas_revision: 9"), HasReason("REVISION_AHEAD"));
}

TEST_F(HousingServiceTest, WhoHousedNobodySaysSo) {
  SetTarget(134, 4);
  EXPECT_FALSE(IJsselland()->balances(10).has_realised_person_count());
  EXPECT_FALSE(IJsselland()->balances(10).has_expected_person_count());
  EXPECT_EQ(IJsselland()->areas(0).unknown_realised_count(), 11);
  const std::string nil =
      "placement_nil_returns { municipality: 'municipalities/gm0193' "
      "return_date { year: 2024 month: 9 day: 15 } source: 'brief' ";
  ASSERT_THAT(Deliver(nil + "}"), IsOk());
  const auto list = IJsselland();
  EXPECT_TRUE(list->balances(10).has_realised_person_count());
  EXPECT_EQ(list->balances(10).expected_person_count(), -134);
  EXPECT_EQ(list->balances(10).nil_return().source(), "brief");
  EXPECT_EQ(list->areas(0).unknown_realised_count(), 10);
  const auto said = [&](int day) {
    return Ask(&Stub::ListNilReturns,
               "parent: 'regions/ijsselland' " +
                   Date("as_of_date", Day(2024, 9, day)));
  };
  ASSERT_EQ(said(15)->nil_returns_size(), 1);
  EXPECT_EQ(said(15)->nil_returns(0).source(), "brief");
  EXPECT_EQ(said(14)->nil_returns_size(), 0);
  ASSERT_THAT(Deliver(nil + "retracted: true }"), IsOk());
  EXPECT_EQ(said(15)->nil_returns_size(), 0);
  EXPECT_FALSE(IJsselland()->balances(10).has_realised_person_count());
}

TEST_F(HousingServiceTest, WhoIsCoupledAndWaitsIsToldOfTheDay) {
  SetTarget(134, 4);
  const auto waiting = [](int day, const std::string& count) {
    return absl::StrCat(
        "waiting_counts { municipality: 'municipalities/gm0193' count_date { "
        "year: 2024 month: 9 day: ",
        day, " } source: 'COA' ", count, " }");
  };
  EXPECT_FALSE(IJsselland()->balances(10).has_waiting());
  const auto before = *IJsselland();
  ASSERT_THAT(Deliver(waiting(1, "person_count: 41")), IsOk());
  ASSERT_THAT(Deliver(waiting(15, "person_count: 37")), IsOk());
  // Later than the day that is asked about.
  ASSERT_THAT(Deliver(waiting(16, "person_count: 30")), IsOk());
  const auto list = IJsselland();
  EXPECT_EQ(list->balances(10).waiting().person_count(), 37);
  EXPECT_EQ(list->balances(10).waiting().source(), "COA");
  // In no balance.
  EXPECT_EQ(list->balances(10).expected_person_count(),
            before.balances(10).expected_person_count());
  ASSERT_THAT(Deliver(waiting(15, "")), IsOk());
  EXPECT_EQ(IJsselland()->balances(10).waiting().person_count(), 41);
  const auto faulty = Deliver(
      "waiting_counts { municipality: 'municipalities/gm9999' count_date { "
      "year: 2030 month: 1 day: 1 } person_count: -1 }");
  for (const char* field :
       {"waiting_counts[0].municipality", "waiting_counts[0].count_date",
        "waiting_counts[0].person_count", "waiting_counts[0].source"}) {
    EXPECT_THAT(faulty, HasViolation(field));
  }
}

TEST_F(HousingServiceTest, PagesStandOnBothRevisions) {
  SetTarget(134, 4);
  auto request = Proto<pb::ListBalancesRequest>(
      R"pb(parent: 'regions/ijsselland'
           half_year: '2024-h2'
           page_size: 5
           as_of_date { year: 2024 month: 9 day: 15 })pb");
  const auto first = CallRpc(*stub_, &Stub::ListBalances, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->areas_size(), 1);
  SetTarget(120, 5);
  request.set_page_token(first->next_page_token());
  request.set_page_size(100);
  const auto second = CallRpc(*stub_, &Stub::ListBalances, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->quotas_revision(), 2);
  EXPECT_EQ(second->balances_size(), 6);
  EXPECT_EQ(second->balances(5).target_person_count(), 134);
  EXPECT_EQ(second->areas_size(), 0);
}

TEST_F(HousingServiceTest, AForgedTokenFindsAnEmptyPage) {
  auto request = Proto<pb::ListBalancesRequest>(
      R"pb(parent: 'regions/ijsselland'
           half_year: '2024-h2'
           as_of_date { year: 2024 month: 9 day: 15 })pb");
  request.set_page_token(
      SealPageToken(NextPageToken(request, 1, "municipalities/gm0193@1"), "1"));
  const auto page = CallRpc(*stub_, &Stub::ListBalances, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->balances_size(), 0);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(HousingServiceTest, NamesTheSourceThatIsDown) {
  quotas_server_.Stop();
  EXPECT_THAT(IJsselland(), HasReason("QUOTAS_UNAVAILABLE"));
  EXPECT_THAT(IJsselland(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HousingServiceTest, ARegistrationComesOnceHoweverOften) {
  const std::string july = Placed(kJuly, Day(2024, 7, 31), 20);
  ASSERT_THAT(Deliver(july), IsOk());
  ASSERT_THAT(Deliver(july + Placed("municipalities/gm0193/placements/2024-08",
                                    Day(2024, 8, 31), 4)),
              IsOk());
  EXPECT_EQ(IJsselland()->balances(10).realised_person_count(), 24);
  EXPECT_THAT(Deliver(Placed(kJuly, Day(2024, 7, 31), 21)),
              HasViolation("placements[0].name"));
}

TEST_F(HousingServiceTest, AMistakeIsCorrectedByItsOpposite) {
  const auto correction = [](int persons, const std::string& id) {
    return Placed("municipalities/gm0193/placements/" + id, Day(2024, 7, 31),
                  persons,
                  "corrected_placement: "
                  "'municipalities/gm0193/placements/2024-07'");
  };
  // Both in one delivery, the correction first: order is free.
  ASSERT_THAT(
      Deliver(correction(-2, "early") + Placed(kJuly, Day(2024, 7, 31), 20)),
      IsOk());
  EXPECT_THAT(Deliver(correction(-19, "a")),
              HasViolation("placements[0].corrected_placement"));
  EXPECT_THAT(Deliver(correction(3, "b")),
              HasViolation("placements[0].person_count"));
  ASSERT_THAT(Deliver(correction(-3, "c")), IsOk());
  EXPECT_EQ(IJsselland()->balances(10).realised_person_count(), 15);
  EXPECT_EQ(IJsselland("revision: 2")->balances(10).realised_person_count(),
            18);
  EXPECT_THAT(Deliver(correction(-16, "d")),
              HasViolation("placements[0].corrected_placement"));
}

TEST_F(HousingServiceTest, TellsEveryFaultAtOnceAndKeepsNothing) {
  const std::string july = Placed(kJuly, Day(2024, 7, 31), 20);
  const auto answer = Deliver(
      july + july +
      "placements { name: 'municipalities/gm0193/placements/m' kind: 'home' "
      "person_count: 3 amv_count: 4 source: 's' } "
      "placements { name: 'municipalities/gm0193/placements/n' kind: 'boat' "
      "person_count: 3 source: 's' placement_date { year: 2024 month: 7 day: 1 "
      "} } placements { name: 'municipalities/gm0193/placements/o' kind: "
      "'home' "
      "person_count: -3 corrected_placement: "
      "'municipalities/gm0193/placements/nooit' source: 's' placement_date { "
      "year: 2024 month: 7 day: 1 } } supervision_steps { municipality: "
      "'municipalities/gm0193' level: 'x' source: 's' step_date { year: 2024 "
      "month: 7 day: 1 } } "
      "opening_balances { municipality: 'municipalities/gm9999' half_year: "
      "'2024' person_count: 1 } plans { name: 'municipalities/gm0303/plans/x' "
      "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2024 month: "
      "1 day: 1 } vacated_percent: 101 home_source: HOME_SOURCE_FLEX source: "
      "'s' } placement_kinds { code: 'Boat' } published_figures { subject: "
      "'provinces/pv24' half_year: '2024-h3' metric: METRIC_TARGET "
      "printed_percent: 'negenenveertig procent' }");
  for (const char* field : {"placements[1]",
                            "placements[2].amv_count",
                            "placements[3].kind",
                            "placements[4].corrected_placement",
                            "supervision_steps[0].level",
                            "supervision_steps[0].letter",
                            "placements[2].placement_date",
                            "opening_balances[0].municipality",
                            "opening_balances[0].half_year",
                            "opening_balances[0].source",
                            "plans[0].name",
                            "plans[0].end_date",
                            "plans[0].vacated_percent",
                            "placement_kinds[0]",
                            "placement_kinds[0].code",
                            "placement_kinds[0].display_name",
                            "placement_kinds[0].source",
                            "published_figures[0].subject",
                            "published_figures[0].half_year",
                            "published_figures[0].metric",
                            "published_figures[0].publisher",
                            "published_figures[0].figure_date",
                            "published_figures[0].printed_percent",
                            "published_figures[0].source"}) {
    EXPECT_THAT(answer, HasViolation(field)) << field;
  }
  EXPECT_EQ(IJsselland()->revision(), 1);
}

// Single reports.

constexpr char kSingle[] =
    "parent: 'municipalities/gm0193' placement_id: '2024-08-los' placement "
    "{ placement_date { year: 2024 month: 8 day: 9 } kind: 'dsl' person_count: "
    "6 amv_count: 2 source: 'gemeente' }";

TEST_F(HousingServiceTest, ASinglePlacementIsOneRevision) {
  const auto made = Send(&Stub::CreatePlacement, kSingle);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "municipalities/gm0193/placements/2024-08-los");
  EXPECT_EQ(made->revision(), 2);
  EXPECT_EQ(Send(&Stub::CreatePlacement, kSingle)->SerializeAsString(),
            made->SerializeAsString());
  const pb::Balance zwolle = Balance(kZwolle, "2024-h2", kAsOf);
  EXPECT_EQ(zwolle.realised_person_count(), 6);
  EXPECT_EQ(zwolle.realised_amv_count(), 2);
  EXPECT_EQ(zwolle.kinds(0).display_name(), "doorstroomlocatie");
  EXPECT_THAT(Send(&Stub::CreatePlacement, std::string(kSingle) + " "),
              HasReason("NAME_TAKEN"));
  const auto corrected = Send(
      &Stub::CreatePlacement,
      "parent: 'municipalities/gm0193' placement_id: 'c' placement { "
      "placement_date { year: 2024 month: 8 day: 9 } kind: 'dsl' person_count: "
      "-1 amv_count: -1 corrected_placement: "
      "'municipalities/gm0193/placements/2024-08-los' source: 'gemeente' "
      "}");
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).realised_amv_count(), 1);
  const auto list = Ask(&Stub::ListPlacements,
                        "parent: 'municipalities/gm0193' page_size: 1");
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->placements(0).SerializeAsString(), made->SerializeAsString());
  EXPECT_NE(list->next_page_token(), "");
  const auto of = [&](const std::string& half_year) {
    return Ask(
        &Stub::ListPlacements,
        "parent: 'municipalities/gm0193' half_year: '" + half_year + "'");
  };
  EXPECT_EQ(of("2024-h2")->placements_size(), 2);
  EXPECT_EQ(of("2024-h1")->placements_size(), 0);
  EXPECT_THAT(of("2024"), HasViolation("half_year"));
}

TEST_F(HousingServiceTest, ASinglePlacementIsCheckedWhole) {
  const auto answer = Send(
      &Stub::CreatePlacement,
      "parent: 'municipalities/gm0193' placement_id: 'a' placement { kind: "
      "'boot' person_count: 0 }");
  EXPECT_THAT(answer, HasViolation("placement.placement_date"));
  EXPECT_THAT(answer, HasViolation("placement.person_count"));
  EXPECT_THAT(answer, HasViolation("placement.source"));
  EXPECT_THAT(answer, HasViolation("placement.kind"));
  std::string boat = kSingle;
  boat.replace(boat.find("'dsl'"), 5, "'boot'");
  EXPECT_THAT(Send(&Stub::CreatePlacement, boat),
              HasViolation("placement.kind"));
  std::string upper = kSingle;
  upper.replace(upper.find("'2024-08-los'"), 13, "'A/b'");
  EXPECT_THAT(Send(&Stub::CreatePlacement, upper),
              HasViolation("placement_id"));
  EXPECT_THAT(Send(&Stub::CreatePlacement,
                   std::string(kSingle) + " validate_only: true"),
              IsOk());
  EXPECT_EQ(
      Ask(&Stub::ListPlacements, "parent: 'municipalities/-'")->revision(), 1);
}

// Kinds.

// What counts is data: a kind delivered anew is read anew, an old revision
// keeps its reading.
TEST_F(HousingServiceTest, KindsAreDelivered) {
  const auto before = Ask(&Stub::ListPlacementKinds, "");
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->kinds_size(), 7);
  for (const pb::PlacementKind& kind : before->kinds()) {
    EXPECT_EQ(kind.counts(), kind.code() != "rol") << kind.code();
    EXPECT_NE(kind.source(), "") << kind.code();
  }
  const std::string july = Placed(kJuly, Day(2024, 7, 31), 20);
  std::string boat = july;
  boat.replace(boat.find("'home'"), 6, "'boat'");
  EXPECT_THAT(Deliver(boat), HasViolation("placements[0].kind"));
  EXPECT_THAT(Deliver("placement_kinds { code: 'boat' display_name: 'schip' "
                      "counts: true source: 'x' }"),
              HasViolation("placement_kinds[0]"))
      << "of the whole country only";
  const std::string kind =
      "parent: 'countries/nl' placement_kinds { code: 'boat' display_name: "
      "'woonboot' source: 'x' ";
  ASSERT_THAT(Send(&Stub::DeliverHousing, kind + "} " + boat), IsOk());
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).realised_person_count(), 0);
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).uncounted_person_count(), 20);
  ASSERT_THAT(Send(&Stub::DeliverHousing, kind + "counts: true }"), IsOk());
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).realised_person_count(), 20);
  EXPECT_EQ(
      Balance(kZwolle, "2024-h2", kAsOf, "revision: 2").realised_person_count(),
      0);
}

// The chain, through the store.

TEST_F(HousingServiceTest, WhatAHalfYearComesToIsCarriedOn) {
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h1", 100, Day(2023, 10, 1)) +
                            Target(kZwolle, "2024-h2", 134, Day(2024, 4, 1))),
              IsOk());
  ASSERT_THAT(
      Deliver(Placed("municipalities/gm0193/placements/2024-06",
                     Day(2024, 6, 30), 112) +
              Placed(kJuly, Day(2024, 7, 1), 20) +
              "opening_balances { municipality: 'municipalities/gm0193' "
              "half_year: '2024-h2' person_count: 9 source: 'TVS' }"),
      IsOk());
  const pb::Balance zwolle = Balance(kZwolle, "2024-h2", kAsOf);
  EXPECT_EQ(zwolle.opening_person_count(), 12);
  EXPECT_EQ(zwolle.opening_difference_person_count(), -3);
  EXPECT_EQ(zwolle.balance_person_count(), 20 - 122);
  ASSERT_THAT(
      Deliver("opening_balances { municipality: 'municipalities/gm0193' "
              "half_year: '2024-h2' person_count: 9 source: 'TVS' "
              "starts_chain: true }"),
      IsOk());
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).opening_person_count(), 9);
  EXPECT_EQ(
      Balance(kZwolle, "2024-h2", kAsOf, "revision: 2").opening_person_count(),
      12);
}

// What is carried brings along that something in it was invented.
TEST_F(HousingServiceTest, WhatIsCarriedTellsWhatIsIllustrative) {
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h1", 100, Day(2023, 10, 1)) +
                            Target(kZwolle, "2024-h2", 134, Day(2024, 4, 1))),
              IsOk());
  std::string invented =
      Placed("municipalities/gm0193/placements/x", Day(2024, 6, 30), 4);
  invented.replace(invented.find("'COA'"), 5, "'illustrative: x'");
  ASSERT_THAT(Deliver(Placed("municipalities/gm0193/placements/y",
                             Day(2024, 6, 30), 4) +
                      invented),
              IsOk());
  EXPECT_THAT(
      Balance(kZwolle, "2024-h2", kAsOf).sources(),
      testing::UnorderedElementsAre("Staatscourant", "illustrative: x"));
  EXPECT_THAT(
      Balance(kZwolle, "2024-h2", kAsOf).opening_sources(),
      testing::UnorderedElementsAre("Staatscourant", "illustrative: x"));
  EXPECT_THAT(Balance(kZwolle, "2024-h2", Day(2024, 6, 29)).sources(),
              testing::ElementsAre("Staatscourant"));
  // A plan of now is in no opening.
  ASSERT_THAT(
      Deliver("plans { name: 'municipalities/gm0193/plans/p' home_source: "
              "HOME_SOURCE_NEW_BUILD person_count: 5 source: 'illustrative: "
              "p' " +
              Date("start_date", Day(2024, 7, 1)) +
              Date("end_date", Day(2024, 12, 1)) + "}"),
      IsOk());
  EXPECT_THAT(Balance(kZwolle, "2024-h2", kAsOf).sources(),
              testing::Contains("illustrative: p"));
  EXPECT_THAT(Balance(kZwolle, "2024-h2", kAsOf).opening_sources(),
              testing::Not(testing::Contains("illustrative: p")));
}

// 50, revised to 30 on 15 April; placements are asked up to 31 March.
TEST_F(HousingServiceTest, TargetsMayBeThoseOfALaterDayThanPlacements) {
  clock_.Set(absl::FromUnixSeconds(1780000000));
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2025-h1", 50, Day(2024, 10, 1)) +
                            Target(kZwolle, "2025-h1", 30, Day(2025, 4, 15))),
              IsOk());
  ASSERT_THAT(
      Deliver(
          Placed("municipalities/gm0193/placements/a", Day(2025, 3, 31), 9) +
          Placed("municipalities/gm0193/placements/b", Day(2025, 4, 1), 4)),
      IsOk());
  const Day placements(2025, 3, 31);
  for (const auto& [target_day, target] :
       {std::pair(placements, 50), std::pair(Day(2025, 4, 14), 50),
        std::pair(Day(2025, 4, 15), 30)}) {
    const pb::Balance zwolle = Balance(kZwolle, "2025-h1", placements,
                                       Date("target_date", target_day));
    EXPECT_EQ(zwolle.target_person_count(), target) << FormatDay(target_day);
    EXPECT_EQ(zwolle.realised_person_count(), 9);
    EXPECT_EQ(zwolle.elapsed_day_count(), 90);
  }
  EXPECT_EQ(Balance(kZwolle, "2025-h1", placements).target_person_count(), 50);
  EXPECT_THAT(Balances(kZwolle, "2025-h1", placements,
                       Date("target_date", placements - 1)),
              HasViolation("target_date"));
}

// A joint change (Huisvestingswet 2014, art. 29(2)) moves two balances; their
// sum stays.
TEST_F(HousingServiceTest, AJointChangeMovesTwoBalances) {
  ASSERT_THAT(Deliver(Nobody(kZwolle, kAsOf) + Nobody(kDalfsen, kAsOf)),
              IsOk());
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h2", 134, Day(2024, 4, 1)) +
                            Target(kDalfsen, "2024-h2", 31, Day(2024, 4, 1))),
              IsOk());
  auto change = Proto<q::CreateRedistributionRequest>(
      R"pb(parent: 'provinces/pv23'
           redistribution {
             name: 'redistributions/zwolle-dalfsen'
             duty: DUTY_STATUS_HOLDERS
             period: '2024-h2'
             source: 'brief'
             start_date { year: 2024 month: 8 day: 1 }
             changes { municipality: 'municipalities/gm0193' change_count: 11 }
             changes { municipality: 'municipalities/gm0148' change_count: -11 }
           })pb");
  change.set_request_id(UuidFor("change"));
  ASSERT_THAT(CallRpc(*quotas_stub_,
                      &q::QuotaService::Stub::CreateRedistribution, change),
              IsOk());
  const pb::Balance zwolle = Balance(kZwolle, "2024-h2", kAsOf);
  EXPECT_EQ(zwolle.target_person_count(), 145);
  ASSERT_EQ(zwolle.target_steps_size(), 2);
  EXPECT_EQ(zwolle.target_steps(1).change_person_count(), 11);
  EXPECT_EQ(zwolle.target_steps(1).origin(), "redistributions/zwolle-dalfsen");
  EXPECT_EQ(Balance(kDalfsen, "2024-h2", kAsOf).balance_person_count(), -20);
  EXPECT_EQ(
      Balance(kDalfsen, "2024-h2", Day(2024, 7, 31)).balance_person_count(),
      -31);
  EXPECT_EQ(IJsselland()->areas(0).target_person_count(), 165);
}

// Moves.

constexpr char kMoved[] =
    "parent: 'regions/ijsselland' move { name: 'moves/amv-1' giver: "
    "'municipalities/gm0193' receiver: 'municipalities/gm0148' person_count: 6 "
    "amv_count: 6 move_date { year: 2024 month: 9 day: 1 } source: 'brief' }";

// One fact, one revision, two balances; the region's sum stays.
TEST_F(HousingServiceTest, AMoveChangesTwoBalancesAtOnce) {
  SetTarget(134, 4);
  ASSERT_THAT(Deliver(Placed(kJuly, Day(2024, 7, 31), 20, "amv_count: 8")),
              IsOk());
  const auto moved = Send(&Stub::CreateMove, kMoved);
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->revision(), 3);
  EXPECT_EQ(Send(&Stub::CreateMove, kMoved)->SerializeAsString(),
            moved->SerializeAsString());
  const pb::Balance zwolle = Balance(kZwolle, "2024-h2", kAsOf);
  EXPECT_EQ(zwolle.realised_person_count(), 14);
  EXPECT_EQ(zwolle.realised_amv_count(), 2);
  EXPECT_EQ(zwolle.moved_out_person_count(), 6);
  EXPECT_EQ(zwolle.balance_person_count(), 14 - 134);
  ASSERT_EQ(zwolle.moves_size(), 1);
  EXPECT_EQ(zwolle.moves(0).receiver(), kDalfsen);
  EXPECT_THAT(zwolle.sources(), testing::Contains("brief"));
  const pb::Balance dalfsen = Balance(kDalfsen, "2024-h2", kAsOf);
  EXPECT_EQ(dalfsen.realised_person_count(), 6);
  EXPECT_EQ(dalfsen.moved_in_person_count(), 6);
  EXPECT_EQ(IJsselland()->areas(0).realised_person_count(), 20);
  EXPECT_EQ(
      Balance(kZwolle, "2024-h2", Day(2024, 8, 31)).realised_person_count(),
      20);
  EXPECT_EQ(
      Balance(kZwolle, "2024-h2", kAsOf, "revision: 2").realised_person_count(),
      20);
  // Carried on, on both sides.
  EXPECT_EQ(Balance(kZwolle, "2025-h1", Day(2025, 2, 1)).opening_person_count(),
            14 - 134);
  // Half of it was a mistake.
  const std::string back =
      "parent: 'regions/ijsselland' move { name: 'moves/amv-1-terug' giver: "
      "'municipalities/gm0193' receiver: 'municipalities/gm0148' person_count: "
      "-3 amv_count: -3 corrected_move: 'moves/amv-1' move_date { year: 2024 "
      "month: 9 day: 1 } source: 'brief 2' }";
  ASSERT_THAT(Send(&Stub::CreateMove, back), IsOk());
  EXPECT_EQ(Balance(kZwolle, "2024-h2", kAsOf).realised_person_count(), 17);
  EXPECT_EQ(Balance(kDalfsen, "2024-h2", kAsOf).realised_person_count(), 3);
  const auto list = Ask(&Stub::ListMoves, "parent: 'municipalities/gm0148'");
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->moves_size(), 2);
  EXPECT_EQ(Ask(&Stub::ListMoves, "parent: 'regions/twente'")->moves_size(), 0);
}

TEST_F(HousingServiceTest, AMoveIsCheckedWhole) {
  const auto answer = Send(
      &Stub::CreateMove,
      "parent: 'regions/twente' move { name: 'amv' giver: "
      "'municipalities/gm0193' receiver: 'municipalities/gm0193' person_count: "
      "2 amv_count: 3 }");
  for (const char* field :
       {"move.name", "move.giver", "move.receiver", "move.amv_count",
        "move.move_date", "move.source"}) {
    EXPECT_THAT(answer, HasViolation(field)) << field;
  }
  ASSERT_THAT(Send(&Stub::CreateMove, kMoved), IsOk());
  EXPECT_THAT(Send(&Stub::CreateMove, std::string(kMoved) + " "),
              HasReason("NAME_TAKEN"));
  const auto correction = [&](const std::string& from, const std::string& to) {
    std::string text = kMoved;
    text.replace(text.find(from), from.size(), to);
    text.replace(text.find("moves/amv-1"), 11, "moves/b");
    text.replace(text.find("person_count: 6"), 15,
                 "corrected_move: 'moves/amv-1' person_count: -6");
    text.replace(text.find("amv_count: 6"), 12, "amv_count: -6");
    return Send(&Stub::CreateMove, text);
  };
  EXPECT_THAT(correction("gm0148", "gm0166"), HasViolation("move.giver"));
  EXPECT_THAT(correction("day: 1", "day: 2"), IsOk());
  EXPECT_THAT(Deliver("moves { name: 'moves/amv-1' giver: "
                      "'municipalities/gm0193' receiver: "
                      "'municipalities/gm0148' person_count: 7 move_date { "
                      "year: 2024 month: 9 day: 1 } source: 'brief' }"),
              HasViolation("moves[0].name"));
}

// Plans.

TEST_F(HousingServiceTest, PlansKeepTheirUnits) {
  ASSERT_THAT(Deliver(Nobody(kZwolle, kAsOf)), IsOk());
  SetTarget(134, 4);
  const auto plan = [](const std::string& id, const std::string& what) {
    return "plans { name: 'municipalities/gm0193/plans/" + id +
           "' home_source: HOME_SOURCE_FLEX start_date { year: 2024 month: 7 "
           "day: 1 } end_date { year: 2025 month: 1 day: 1 } source: 's' " +
           what + " } ";
  };
  ASSERT_THAT(
      Deliver(plan("a",
                   "home_count: 18 average_household_hundredths: 215 "
                   "certainty: CERTAINTY_CERTAIN") +
              plan("b", "person_count: 9 certainty: CERTAINTY_POSSIBLE") +
              plan("c", "home_count: 50") + plan("d", "person_count: 4")),
      IsOk());
  const auto list =
      Ask(&Stub::ListHousingPlans, "parent: 'provinces/pv23' page_size: 2");
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->plans(0).derived_person_count(), 38);
  EXPECT_EQ(list->plans(0).certainty(), pb::HousingPlan::CERTAINTY_CERTAIN);
  EXPECT_FALSE(list->plans(1).has_derived_person_count());
  ASSERT_EQ(list->sums_size(), 1) << "over all pages";
  EXPECT_EQ(list->sums(0).home_count(), 68);
  EXPECT_EQ(list->sums(0).person_count(), 13);
  EXPECT_EQ(list->sums(0).derived_person_count(), 38);
  EXPECT_EQ(Ask(&Stub::ListHousingPlans,
                "parent: 'provinces/pv23' page_size: 2 page_token: '" +
                    list->next_page_token() + "'")
                ->sums_size(),
            0);
  const pb::Balance zwolle = Balance(kZwolle, "2024-h2", kAsOf);
  EXPECT_EQ(zwolle.planned_person_count(), 42);
  EXPECT_EQ(zwolle.expected_person_count(), 42 - 134);
  ASSERT_EQ(zwolle.scenarios_size(), 3);
  EXPECT_EQ(zwolle.scenarios(0).expected_person_count(), 38 - 134);
  EXPECT_EQ(zwolle.scenarios(2).expected_person_count(), 51 - 134);
  EXPECT_EQ(IJsselland()->areas(0).scenarios(2).plan_person_count(), 51);
  const auto wrong = Deliver(
      plan("a", "person_count: 4 average_household_hundredths: 99") +
      plan("b",
           "home_count: 4 person_count: 4 average_household_hundredths: "
           "200"));
  EXPECT_THAT(wrong, HasViolation("plans[0].average_household_hundredths"));
  EXPECT_THAT(wrong, HasViolation("plans[1].average_household_hundredths"));
}

// The real figures, through both services.

constexpr char kOverijssel2016[] =
    "https://www.weblogzwolle.nl/nieuws/50166/"
    "huisvesting-statushouders-overijssel-op-schema.html";

TEST_F(HousingServiceTest, ShowsOverijssel2016AsPublished) {
  ASSERT_THAT(
      DeliverQuotas(
          Target("provinces/pv23", "2016-h1", 1350, Day(2015, 10, 2)) +
          "published_balances { subject: 'provinces/pv23' half_year: "
          "'2016-h1' publisher: 'weblogzwolle.nl' person_count: 56 source: '" +
          kOverijssel2016 + "' " + Date("publish_date", Day(2016, 4, 5)) + "}"),
      IsOk());
  const auto realised = [](int persons, Day day, const std::string& percent) {
    return absl::StrCat(
        "published_figures { subject: 'provinces/pv23' half_year: '2016-h1' "
        "metric: METRIC_REALISED publisher: 'provincie' person_count: ",
        persons, " printed_percent: '", percent, "' source: '", kOverijssel2016,
        "' ", Date("figure_date", day), "} ");
  };
  ASSERT_THAT(Deliver(realised(638, Day(2016, 4, 5), "49 %") +
                      realised(1344, Day(2016, 6, 29), "104 %")),
              IsOk());
  const auto list = Balances("provinces/pv23", "2016-h1", Day(2016, 6, 30));
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->areas_size(), 3);
  const pb::AreaBalance& area = list->areas(0);
  EXPECT_EQ(area.subject(), "provinces/pv23");
  EXPECT_EQ(area.missing_target_count(), 25);
  EXPECT_EQ(area.implication().net_target_person_count(), 1294);
  ASSERT_EQ(area.implication().outcomes_size(), 2);
  EXPECT_EQ(area.implication().outcomes(0).realised_person_count(), 638);
  EXPECT_EQ(area.implication().outcomes(1).balance_person_count(), 50);
  ASSERT_EQ(area.statements_size(), 4);
  EXPECT_EQ(area.statements(3).printed_percent(), "104 %");
  EXPECT_EQ(area.statements(3).source(), kOverijssel2016);
  // Retracted, it is gone; an old revision keeps it.
  std::string gone = realised(638, Day(2016, 4, 5), "49 %");
  gone.replace(gone.find("person_count: 638"), 17, "");
  ASSERT_THAT(Deliver(gone), IsOk());
  EXPECT_EQ(Balances("provinces/pv23", "2016-h1", Day(2016, 6, 30))
                ->areas(0)
                .statements_size(),
            3);
  EXPECT_EQ(
      Balances("provinces/pv23", "2016-h1", Day(2016, 6, 30), "revision: 2")
          ->areas(0)
          .statements_size(),
      4);
}

TEST_F(HousingServiceTest, PutsThreeNewspapersSideBySide) {
  const auto national = [](const std::string& half_year, int persons, Day day) {
    return absl::StrCat("national_targets { half_year: '", half_year,
                        "' person_count: ", persons, " source: 'x' ",
                        Date("publish_date", day), "} ");
  };
  const auto opening = [](const std::string& half_year, int persons,
                          const std::string& publisher) {
    return absl::StrCat(
        "published_balances { subject: 'countries/nl' "
        "half_year: '",
        half_year, "' publisher: '", publisher, "' person_count: ", persons,
        " source: 'x' ", Date("publish_date", Day(2023, 1, 6)), "} ");
  };
  ASSERT_THAT(DeliverQuotas(national("2022-h1", 9979, Day(2021, 10, 2)) +
                            national("2022-h2", 13500, Day(2022, 4, 1)) +
                            national("2025-h1", 17700, Day(2024, 10, 2)) +
                            national("2025-h1", 15000, Day(2025, 4, 30)) +
                            opening("2022-h1", -3728, "Volkskrant") +
                            opening("2022-h2", -1833, "NRC") +
                            opening("2022-h2", -1836, "Trouw") +
                            opening("2022-h2", -1858, "Volkskrant")),
              IsOk());
  ASSERT_THAT(
      Send(&Stub::DeliverHousing,
           "parent: 'countries/nl' published_figures { subject: 'countries/nl' "
           "half_year: '2022-h1' metric: METRIC_REALISED publisher: "
           "'Volkskrant' person_count: 11886 source: 'x' figure_date { year: "
           "2022 month: 6 day: 30 } }"),
      IsOk());
  for (const char* parent : {"countries/nl", "municipalities/-"}) {
    const auto list = Balances(parent, "2022-h2", Day(2022, 12, 31));
    ASSERT_THAT(list, IsOk());
    const pb::AreaBalance& country = list->areas(0);
    EXPECT_EQ(country.subject(), "countries/nl");
    EXPECT_EQ(country.municipality_count(), 342);
    ASSERT_EQ(country.statements_size(), 4);
    EXPECT_EQ(country.statements(1).person_count(), -1833);
    EXPECT_EQ(country.statements(2).person_count(), -1836);
    EXPECT_EQ(country.statements(3).person_count(), -1858);
    EXPECT_EQ(country.implication().carried_person_count(), -1821);
  }
  // 2025-h1, revised while it ran.
  const auto revised = [&](Day day) {
    return Balances("countries/nl", "2025-h1", day)->areas(0);
  };
  EXPECT_EQ(revised(Day(2025, 4, 29)).implication().target_person_count(),
            17700);
  const pb::AreaBalance after = revised(Day(2025, 4, 30));
  EXPECT_EQ(after.implication().target_person_count(), 15000);
  ASSERT_EQ(after.statements_size(), 2);
  EXPECT_EQ(after.statements(0).person_count(), 17700);
  EXPECT_TRUE(after.statements(0).superseded());
  EXPECT_FALSE(after.statements(1).superseded());
}

// IJsselland, first half of 2023: 654 as the sum of ceilings, 649 published
// (rtvfocuszwolle.nl). Split over the inhabitants of 2026, which are on record.
TEST_F(HousingServiceTest, PutsThePublishedTargetOfIJssellandBesideTheSum) {
  std::string populations;
  std::ifstream file(
      OPVANG_SOURCE_DIR
      "/deploy/sample/overijssel-2024/0-national/populations.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    absl::StrAppend(&populations, "populations { municipality: '", cells[0],
                    "' inhabitant_count: ", cells[2], " source: 'cbs' ",
                    Date("reference_date", Day(2026, 1, 1)), "} ");
  }
  ASSERT_THAT(
      DeliverQuotas(
          populations +
          "national_targets { half_year: '2023-h1' person_count: "
          "21200 source: 'nu.nl' " +
          Date("publish_date", Day(2022, 10, 2)) + "} " +
          Target("regions/ijsselland", "2023-h1", 649, Day(2022, 10, 2))),
      IsOk());
  auto split = Proto<q::CreateSplitRequest>(
      "split { name: 'splits/2023-h1' duty: DUTY_STATUS_HOLDERS period: "
      "'2023-h1' source: 'proef' " +
      Date("population_date", Day(2026, 1, 1)) + "}");
  split.set_request_id(UuidFor("split"));
  ASSERT_THAT(
      CallRpc(*quotas_stub_, &q::QuotaService::Stub::CreateSplit, split),
      IsOk());
  const auto list = Balances("regions/ijsselland", "2023-h1", Day(2023, 6, 30));
  ASSERT_THAT(list, IsOk());
  const pb::AreaBalance& area = list->areas(0);
  EXPECT_EQ(area.target_person_count(), 654);
  ASSERT_EQ(area.statements_size(), 1);
  EXPECT_EQ(area.statements(0).person_count(), 649);
  EXPECT_EQ(area.statements(0).computed_person_count(), 654);
  EXPECT_EQ(area.statements(0).difference_person_count(), -5);
  EXPECT_EQ(list->balances(0).target_steps(0).origin(), "splits/2023-h1");
}

TEST_F(HousingServiceTest, AMunicipalityCarriesWhatIsPublishedAboutIt) {
  ASSERT_THAT(
      Deliver("published_figures { subject: 'municipalities/gm0148' half_year: "
              "'2018-h2' metric: METRIC_BALANCE publisher: 'Meppeler Courant' "
              "person_count: -18 source: 'x' figure_date { year: 2018 month: "
              "12 day: 31 } }"),
      IsOk());
  const pb::Balance dalfsen = Balance(kDalfsen, "2018-h2", Day(2018, 12, 31));
  ASSERT_EQ(dalfsen.statements_size(), 1);
  EXPECT_EQ(dalfsen.statements(0).person_count(), -18);
  EXPECT_FALSE(dalfsen.statements(0).has_computed_person_count());
  EXPECT_FALSE(dalfsen.has_balance_person_count())
      << "what is published enters no balance";
}

// Everything that reads, for ever.

TEST_F(HousingServiceTest, EveryReadAnswersAnOldRevisionTheSame) {
  const auto everything = [&](int n) {
    SetTarget(100 + n, 4 + n);
    const std::string id = absl::StrCat("n", n);
    return Send(
        &Stub::DeliverHousing,
        "parent: 'countries/nl' " +
            Placed("municipalities/gm0193/placements/" + id, Day(2024, 7, 31),
                   20 + n) +
            absl::StrCat(
                "opening_balances { municipality: 'municipalities/gm0193' "
                "half_year: '2024-h2' person_count: ",
                n,
                " source: 's' } plans { name: 'municipalities/gm0193/plans/p' "
                "home_source: HOME_SOURCE_FLEX start_date { year: 2024 month: "
                "7 day: 1 } end_date { year: 2025 month: 1 day: 1 } "
                "person_count: ",
                n,
                " source: 's' } placement_kinds { code: 'home' "
                "display_name: 'w",
                n, "' counts: true source: 's' } moves { name: 'moves/", id,
                "' giver: 'municipalities/gm0193' receiver: "
                "'municipalities/gm0148' person_count: 1 source: 's' ",
                Date("move_date", Day(2024, 8, 1)),
                "} published_figures { subject: 'municipalities/gm0193' "
                "half_year: '2024-h2' metric: METRIC_BALANCE publisher: 'x' "
                "person_count: ",
                n, " source: 's' ", Date("figure_date", Day(2024, 9, 1)),
                "} ladder_levels { province: 'provinces/pv23' rank: 1 code: "
                "'a' display_name: 'a",
                n,
                "' measure: 'm' ladder: 'l' test: LADDER_TEST_MONTHLY source: "
                "'s' ",
                Date("start_date", Day(2019, 1, 1)),
                "} supervision_steps { municipality: 'municipalities/gm0193' "
                "level: 'a' letter: 'l",
                n, "' source: 's' ", Date("step_date", Day(2024, 9, 1)), "}"));
  };
  const auto first = everything(1);
  ASSERT_THAT(first, IsOk());
  std::set<std::string> asked;
  const auto read_all = [&](const std::string& at) {
    std::vector<std::string> answers;
    const auto add = [&](auto method, const std::string& text) {
      const auto answer = Ask(method, text + at);
      EXPECT_THAT(answer, IsOk()) << text;
      using Answered = std::decay_t<decltype(*answer)>;
      asked.insert(Answered::descriptor()->name());
      answers.push_back(answer.ok() ? answer->SerializeAsString() : "");
    };
    const std::string quotas = at.empty() ? "" : "quotas_revision: 2 ";
    const std::string parent = "parent: 'regions/ijsselland' ";
    add(&Stub::ListPlacementKinds, "");
    add(&Stub::ListPlacements, parent);
    add(&Stub::ListMoves, parent);
    add(&Stub::ListHousingPlans, parent);
    add(&Stub::ListNilReturns, parent + Date("as_of_date", kAsOf));
    add(&Stub::ListBalances,
        parent + quotas + "half_year: '2024-h2' " + Date("as_of_date", kAsOf));
    add(&Stub::ListLedgers,
        parent + quotas +
            "first_half_year: '2024-h1' last_half_year: '2024-h2' " +
            Date("as_of_date", kAsOf));
    add(&Stub::ListClosings, parent + quotas + "half_year: '2024-h2' " +
                                 Date("as_of_date", Day(2025, 2, 1)));
    add(&Stub::ListLadders, "parent: 'provinces/-' ");
    add(&Stub::ListRevisions, "");
    add(&Stub::ListSupervision,
        parent + quotas + Date("as_of_date", Day(2025, 2, 1)));
    return answers;
  };
  const std::string at = absl::StrCat("revision: ", first->revision());
  const auto before = read_all(at);
  // No read is forgotten.
  const auto* service = pb::Balance::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->input_type()->FindFieldByName("revision") ==
        nullptr) {
      continue;
    }
    EXPECT_EQ(asked.count(service->method(i)->output_type()->name()), 1u)
        << service->method(i)->name();
  }
  ASSERT_THAT(everything(2), IsOk());
  EXPECT_EQ(read_all(at), before);
  const auto now = read_all("");
  for (size_t i = 0; i < now.size(); ++i) {
    EXPECT_NE(now[i], before[i]) << i << ": what changed does not show";
  }
}

// What COA counts, and what a municipality says of its own, are told apart.
TEST_F(HousingServiceTest, APlacementSaysWhoseStatementItIs) {
  const auto place = [&](Role role, const std::string& scope,
                         const std::string& id) {
    // Nobody says of himself whose statement it is.
    auto request = Proto<pb::CreatePlacementRequest>(
        "parent: 'municipalities/gm0193' placement_id: '" + id +
        "' placement { placement_date { year: 2024 month: 7 day: 31 } kind: "
        "'home' person_count: 2 source: 'x' own_statement: " +
        (role == Role::kCoa ? "true" : "false") + " }");
    request.set_request_id(UuidFor(id));
    const auto made = CallAs(role, scope, &Stub::CreatePlacement, request);
    ASSERT_THAT(made, IsOk());
    EXPECT_EQ(made->own_statement(), role == Role::kMunicipality);
  };
  place(Role::kCoa, "", "coa");
  place(Role::kMunicipality, kZwolle, "own");
  place(Role::kProvince, "provinces/pv23", "repeated");
  pb::ListPlacementsRequest request;
  request.set_parent(kZwolle);
  const auto list = CallRpc(*stub_, &Stub::ListPlacements, request);
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->placements_size(), 3);
  for (const pb::Placement& one : list->placements()) {
    EXPECT_EQ(one.own_statement(), absl::EndsWith(one.name(), "/own"))
        << one.name();
  }
}

// Rights: a role may deliver some lists and not others.
TEST_F(HousingServiceTest, ARoleDeliversItsOwnListsOnly) {
  const auto as = [&](Role role, const std::string& scope,
                      const std::string& text) {
    auto request = Proto<pb::DeliverHousingRequest>(text);
    request.set_request_id(UuidFor(text + scope));
    return CallAs(role, scope, &Stub::DeliverHousing, request);
  };
  const std::string own = "parent: 'municipalities/gm0193' ";
  const std::string figure =
      "published_figures { subject: 'municipalities/gm0193' half_year: "
      "'2018-h2' metric: METRIC_BALANCE publisher: 'x' person_count: -18 "
      "source: 'x' figure_date { year: 2018 month: 12 day: 31 } }";
  EXPECT_THAT(as(Role::kMunicipality, kZwolle,
                 own + Placed(kJuly, Day(2024, 7, 31), 20)),
              IsOk());
  EXPECT_THAT(as(Role::kMunicipality, kZwolle, own + figure),
              HasReason("METHOD_NOT_ALLOWED"));
  EXPECT_THAT(as(Role::kCoa, "", own + figure),
              HasReason("METHOD_NOT_ALLOWED"));
  EXPECT_THAT(as(Role::kMunicipality, kZwolle,
                 own + "moves { giver: 'municipalities/gm0193' }"),
              HasReason("METHOD_NOT_ALLOWED"));
  const std::string waiting =
      "waiting_counts { municipality: 'municipalities/gm0193' count_date { "
      "year: 2024 month: 9 day: 1 } person_count: 4 source: 'COA' }";
  EXPECT_THAT(as(Role::kCoa, "", own + waiting), IsOk());
  EXPECT_THAT(as(Role::kMunicipality, kZwolle, own + waiting),
              HasReason("METHOD_NOT_ALLOWED"));
  EXPECT_THAT(as(Role::kProvince, "provinces/pv23", own + figure), IsOk());
  EXPECT_THAT(as(Role::kProvince, "provinces/pv24", own + figure),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(as(Role::kProvince, "provinces/pv23",
                 "parent: 'provinces/pv23' placement_kinds { code: 'x' "
                 "display_name: 'x' source: 'x' }"),
              HasReason("METHOD_NOT_ALLOWED"));
}

}  // namespace
}  // namespace opvang::housing
