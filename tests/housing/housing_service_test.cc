// Housing asks a real quotas service.
#include "services/housing/housing_service.h"

#include "common/calendar.h"
#include "common/db/paging.h"
#include "common/sha256.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

namespace q = nl::opvang::quotas::v1;
using Stub = pb::HousingService::Stub;

class HousingServiceTest : public testing::Test {
 protected:
  absl::StatusOr<pb::DeliverHousingResponse> Deliver(const std::string& text) {
    auto request =
        Proto<pb::DeliverHousingRequest>("parent: 'provinces/pv23' " + text);
    request.set_request_id(UuidFor(text));
    return CallRpc(*stub_, &Stub::DeliverHousing, request);
  }
  void SetTarget(int count, int start_month) {
    auto request = Proto<q::DeliverQuotasRequest>(
        "parent: 'provinces/pv23' quota_entries { subject: "
        "'municipalities/gm0193' duty: DUTY_STATUS_HOLDERS period: '2024-h2' "
        "basis: BASIS_DECIDED source: 'Staatscourant' }");
    auto& entry = *request.mutable_quota_entries(0);
    entry.set_quota_count(count);
    *entry.mutable_start_date() = ToProto(absl::CivilDay(2024, start_month, 1));
    request.set_request_id(UuidFor(std::to_string(count)));
    const auto stub = q::QuotaService::NewStub(quotas_server_.channel());
    ASSERT_THAT(CallRpc(*stub, &q::QuotaService::Stub::DeliverQuotas, request),
                IsOk());
  }
  absl::StatusOr<pb::ListBalancesResponse> Balances(
      const std::string& more = "") {
    return CallRpc(*stub_, &Stub::ListBalances,
                   Proto<pb::ListBalancesRequest>(
                       "parent: 'regions/ijsselland' half_year: '2024-h2' "
                       "as_of_date { year: 2024 month: 9 day: 15 } " +
                       more));
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db_{"quotas"};
  TestDatabase db_{"housing"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  quotas::QuotaService quotas_{*quotas_db_, clock_, *organisations_};
  InProcess quotas_server_{quotas_};
  HousingService service_{*db_, clock_, *organisations_,
                          q::QuotaService::NewStub(quotas_server_.channel())};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ = pb::HousingService::NewStub(server_.channel());
};

constexpr char kPlacement[] =
    "placements { name: 'municipalities/gm0193/placements/2024-07' "
    "placement_date { year: 2024 month: 7 day: 31 } kind: KIND_HOME "
    "person_count: 20 source: 'COA' } ";

TEST_F(HousingServiceTest, JoinsTargetsOfAPinnedRevision) {
  SetTarget(134, 4);
  ASSERT_THAT(Deliver(kPlacement), IsOk());
  const auto before = Balances();
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->quotas_revision(), 2);
  EXPECT_EQ(before->balances(10).expected_person_count(), 20 - 134);
  SetTarget(120, 5);
  EXPECT_EQ(Balances()->balances(10).expected_person_count(), 20 - 120);
  EXPECT_EQ(Balances("quotas_revision: 2")->SerializeAsString(),
            before->SerializeAsString());
  EXPECT_THAT(Balances("quotas_revision: 9"), HasReason("REVISION_AHEAD"));
}

TEST_F(HousingServiceTest, PagesStandOnBothRevisions) {
  SetTarget(134, 4);
  const auto first = Balances("page_size: 5");
  SetTarget(120, 5);
  const auto second =
      Balances("page_size: 100 page_token: '" + first->next_page_token() + "'");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->quotas_revision(), 2);
  EXPECT_EQ(second->balances_size(), 6);
  EXPECT_EQ(second->balances(5).target_person_count(), 134);
}

TEST_F(HousingServiceTest, AForgedTokenFindsAnEmptyPage) {
  const auto request = Proto<pb::ListBalancesRequest>(
      "parent: 'regions/ijsselland' half_year: '2024-h2' "
      "as_of_date { year: 2024 month: 9 day: 15 }");
  const auto page =
      Balances("page_token: '" +
               NextPageToken(request, 1, "municipalities/gm0193@1") + "'");
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->balances_size(), 0);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(HousingServiceTest, NamesTheSourceThatIsDown) {
  quotas_server_.Stop();
  EXPECT_THAT(Balances(), HasReason("QUOTAS_UNAVAILABLE"));
  EXPECT_THAT(Balances(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HousingServiceTest, ARegistrationComesOnceHoweverOften) {
  ASSERT_THAT(Deliver(kPlacement), IsOk());
  ASSERT_THAT(Deliver(std::string(kPlacement) +
                      "placements { name: "
                      "'municipalities/gm0193/placements/2024-08' "
                      "placement_date { year: 2024 month: 8 day: 31 } kind: "
                      "KIND_DSL person_count: 4 source: 'COA' }"),
              IsOk());
  EXPECT_EQ(Balances()->balances(10).realised_person_count(), 24);
  std::string changed = kPlacement;
  changed.replace(changed.find("20 "), 2, "21");
  EXPECT_THAT(Deliver(changed), HasViolation("placements[0].name"));
}

TEST_F(HousingServiceTest, AMistakeIsCorrectedByItsOpposite) {
  ASSERT_THAT(Deliver(kPlacement), IsOk());
  const auto correction = [](int persons, const std::string& id) {
    return "placements { name: 'municipalities/gm0193/placements/" + id +
           "' placement_date { year: 2024 month: 7 day: 31 } kind: KIND_HOME "
           "corrected_placement: 'municipalities/gm0193/placements/2024-07' "
           "person_count: " +
           std::to_string(persons) + " source: 'COA' }";
  };
  EXPECT_THAT(Deliver(correction(-21, "a")),
              HasViolation("placements[0].corrected_placement"));
  EXPECT_THAT(Deliver(correction(3, "b")),
              HasViolation("placements[0].person_count"));
  ASSERT_THAT(Deliver(correction(-3, "c")), IsOk());
  EXPECT_EQ(Balances()->balances(10).realised_person_count(), 17);
  EXPECT_EQ(Balances("revision: 2")->balances(10).realised_person_count(), 20);
  EXPECT_THAT(Deliver(correction(-18, "d")),
              HasViolation("placements[0].corrected_placement"));
}

TEST_F(HousingServiceTest, TellsEveryFaultAtOnceAndKeepsNothing) {
  const auto answer = Deliver(
      std::string(kPlacement) + kPlacement +
      "opening_balances { municipality: 'municipalities/gm9999' half_year: "
      "'2024' person_count: 1 } plans { name: 'municipalities/gm0303/plans/x' "
      "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2024 month: "
      "1 "
      "day: 1 } vacated_percent: 101 home_source: HOME_SOURCE_FLEX source: 's' "
      "}");
  for (const char* field :
       {"placements[1]", "opening_balances[0].municipality",
        "opening_balances[0].half_year", "opening_balances[0].source",
        "plans[0].name", "plans[0].end_date", "plans[0].vacated_percent"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
  EXPECT_EQ(Balances()->revision(), 1);
}

}  // namespace
}  // namespace opvang::housing
