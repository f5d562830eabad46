#include "services/quotas/quota_service.h"

#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

using Stub = pb::QuotaService::Stub;

class QuotaServiceTest : public testing::Test {
 protected:
  absl::StatusOr<pb::DeliverQuotasResponse> Deliver(
      const std::string& text, const std::string& id = "") {
    auto request = Proto<pb::DeliverQuotasRequest>(text);
    request.set_request_id(UuidFor(id.empty() ? text : id));
    return CallRpc(*stub_, &Stub::DeliverQuotas, request);
  }
  absl::StatusOr<pb::ListObligationsResponse> Obligations(
      const std::string& parent, int64_t revision = 0,
      const std::string& more = "") {
    auto request = Proto<pb::ListObligationsRequest>(
        "cycle: 'cycles/2024' half_year: '2024-h2' "
        "ukraine_date { year: 2025 month: 1 day: 1 } "
        "as_of_date { year: 2024 month: 10 day: 31 } " +
        more);
    request.set_parent(parent);
    request.set_revision(revision);
    return CallRpc(*stub_, &Stub::ListObligations, request);
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  QuotaService service_{*db_, clock_, *organisations_};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ = pb::QuotaService::NewStub(server_.channel());
};

std::string Quota(const std::string& subject, int count,
                  const std::string& more = "") {
  return "quota_entries { subject: '" + subject +
         "' duty: DUTY_ASYLUM period: 'cycles/2024' basis: BASIS_INDICATIVE "
         "start_date { year: 2024 month: 1 day: 31 } source: 'x' "
         "quota_count: " +
         std::to_string(count) + " " + more + "}";
}

TEST_F(QuotaServiceTest, ServesTheGeography) {
  pb::ListMunicipalitiesRequest request;
  request.set_parent("regions/ijsselland");
  request.set_page_size(6);
  const auto first = CallRpc(*stub_, &Stub::ListMunicipalities, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->municipalities_size(), 6);
  EXPECT_EQ(first->municipalities(0).display_name(), "Dalfsen");
  EXPECT_EQ(first->geography_version(), kGeographyVersion);
  request.set_page_token(first->next_page_token());
  const auto second = CallRpc(*stub_, &Stub::ListMunicipalities, request);
  EXPECT_EQ(second->municipalities_size(), 5);
  EXPECT_EQ(second->next_page_token(), "");
  request.set_parent("regions/twente");
  EXPECT_THAT(CallRpc(*stub_, &Stub::ListMunicipalities, request),
              HasReason("PAGE_TOKEN_INVALID"));
  const auto provinces =
      CallRpc(*stub_, &Stub::ListProvinces, pb::ListProvincesRequest());
  EXPECT_EQ(provinces->provinces_size(), 12);
}

TEST_F(QuotaServiceTest, AnOldRevisionAnswersTheSameForEver) {
  ASSERT_THAT(Deliver("parent: 'provinces/pv23' " +
                      Quota("municipalities/gm0193", 717, "amv_count: 61")),
              IsOk());
  const auto before = Obligations("regions/ijsselland");
  ASSERT_THAT(Deliver("parent: 'provinces/pv23' " +
                      Quota("municipalities/gm0193", 720)),
              IsOk());
  const auto after = Obligations("regions/ijsselland");
  EXPECT_NE(after->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(Obligations("regions/ijsselland", 2)->SerializeAsString(),
            before->SerializeAsString());
  EXPECT_THAT(Obligations("regions/ijsselland", 4),
              HasReason("REVISION_AHEAD"));
}

TEST_F(QuotaServiceTest, StatedTotalsStandBeside) {
  ASSERT_THAT(
      Deliver("parent: 'countries/nl' " + Quota("provinces/pv23", 6325) +
              Quota("municipalities/gm0193", 717)),
      IsOk());
  const auto all = Obligations("provinces/pv23");
  ASSERT_EQ(all->stated_totals_size(), 1);
  EXPECT_EQ(all->stated_totals(0).quota_count(), 6325);
  EXPECT_EQ(all->obligations_size(), 25);
  const auto page = Obligations("provinces/pv23", 0, "page_size: 10");
  EXPECT_EQ(page->obligations_size(), 10);
  const auto next = Obligations(
      "provinces/pv23", 0,
      "page_size: 10 page_token: '" + page->next_page_token() + "'");
  EXPECT_EQ(next->stated_totals_size(), 0);
}

// What only the service says, nobody delivers.
TEST_F(QuotaServiceTest, IgnoresWhatIsOutputOnly) {
  ASSERT_THAT(Deliver("parent: 'provinces/pv23' " +
                      Quota("municipalities/gm0193", 717,
                            "origin: 'splits/a' revision: 99")),
              IsOk());
  const auto steps = Obligations("municipalities/gm0193")->obligations(0);
  EXPECT_EQ(steps.asylum().steps(0).origin(), "");
  EXPECT_EQ(steps.asylum().steps(0).revision(), 2);
}

TEST_F(QuotaServiceTest, ARepeatChangesNothing) {
  const std::string text =
      "parent: 'provinces/pv23' " + Quota("municipalities/gm0193", 717);
  EXPECT_EQ(Deliver(text, "a")->revision(), 2);
  EXPECT_EQ(Deliver(text, "a")->revision(), 2);
  pb::ListQuotaEntriesRequest request;
  request.set_parent("provinces/pv23");
  EXPECT_EQ(
      CallRpc(*stub_, &Stub::ListQuotaEntries, request)->quota_entries_size(),
      1);
}

TEST_F(QuotaServiceTest, TellsEveryFaultAtOnceAndKeepsNothing) {
  const auto answer = Deliver(
      "parent: 'provinces/pv23' " + Quota("municipalities/gm0193", 717) +
      Quota("municipalities/gm0193", 718) +  // A repeated row.
      Quota("municipalities/gm9999", 1) +    // Unknown.
      Quota("municipalities/gm0303", 1) +    // Another province.
      Quota("municipalities/gm0150", -1) +   // Negative.
      Quota("municipalities/gm0160", 10, "amv_count: 11") +  // Above the total.
      "quota_entries { subject: 'regions/twente' duty: DUTY_STATUS_HOLDERS "
      "period: '2024-h3' start_date { year: 2024 month: 2 day: 30 } }");
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  for (const char* field :
       {"quota_entries[1]", "quota_entries[2].subject",
        "quota_entries[3].subject", "quota_entries[4].quota_count",
        "quota_entries[5].amv_count", "quota_entries[6].period",
        "quota_entries[6].start_date", "quota_entries[6].basis",
        "quota_entries[6].source"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
  pb::ListQuotaEntriesRequest request;
  request.set_parent("provinces/pv23");
  const auto list = CallRpc(*stub_, &Stub::ListQuotaEntries, request);
  EXPECT_EQ(list->quota_entries_size(), 0);
  EXPECT_EQ(list->revision(), 1);
}

TEST_F(QuotaServiceTest, NationalFactsAreNational) {
  EXPECT_THAT(Deliver("parent: 'provinces/pv23' scores { municipality: "
                      "'municipalities/gm0193' reference_year: 2022 source: "
                      "'x' score_thousandths: 1 }"),
              HasViolation("parent"));
}

constexpr char kCycle[] =
    "cycles { name: 'cycles/2024' display_name: 'eerste' "
    "window_start_date { year: 2025 month: 7 day: 1 } "
    "window_end_date { year: 2026 month: 2 day: 1 } "
    "realisation_start_date { year: 2024 month: 10 day: 1 } "
    "realisation_end_date { year: 2025 month: 7 day: 2 } "
    "report_due_date { year: 2024 month: 11 day: 1 } "
    "decision_due_date { year: 2024 month: 12 day: 31 } source: 'x' } ";

TEST_F(QuotaServiceTest, KeepsCycles) {
  ASSERT_THAT(Deliver(std::string("parent: 'countries/nl' ") + kCycle), IsOk());
  pb::GetCycleRequest request;
  request.set_name("cycles/2024");
  EXPECT_EQ(CallRpc(*stub_, &Stub::GetCycle, request)->display_name(),
            "eerste");
  request.set_name("cycles/2030");
  EXPECT_THAT(CallRpc(*stub_, &Stub::GetCycle, request),
              HasReason("CYCLE_NOT_FOUND"));
  EXPECT_THAT(Deliver("parent: 'countries/nl' cycles { name: 'cycles/2024' "
                      "window_start_date { year: 2026 month: 2 day: 1 } }"),
              HasViolation("cycles[0].window_end_date"));
}

TEST_F(QuotaServiceTest, SplitsOverAllMunicipalities) {
  pb::ComputeIndicativeSplitRequest split;
  split.set_cycle("cycles/2024");
  split.mutable_population_date()->set_year(2026);
  split.mutable_population_date()->set_month(1);
  split.mutable_population_date()->set_day(1);
  split.set_score_year(2022);
  EXPECT_THAT(CallRpc(*stub_, &Stub::ComputeIndicativeSplit, split),
              HasReason("SPLIT_INPUT_MISSING"));
  pb::DeliverQuotasRequest delivery;
  delivery.set_parent("countries/nl");
  delivery.set_request_id(UuidFor("split"));
  pb::Estimate& estimate = *delivery.add_estimates();
  estimate.set_cycle("cycles/2024");
  estimate.set_place_count(96000);
  estimate.set_amv_count(8160);
  estimate.set_source("x");
  *estimate.mutable_publish_date() = split.population_date();
  int32_t count = 1000;
  for (const Municipality& municipality : AllMunicipalities()) {
    pb::Population& population = *delivery.add_populations();
    population.set_municipality(municipality.Name());
    *population.mutable_reference_date() = split.population_date();
    population.set_inhabitant_count(count += 173);
    population.set_source("x");
  }
  ASSERT_THAT(CallRpc(*stub_, &Stub::DeliverQuotas, delivery), IsOk());
  const auto without = CallRpc(*stub_, &Stub::ComputeIndicativeSplit, split);
  EXPECT_THAT(without, HasReason("SPLIT_INPUT_MISSING"));
  EXPECT_THAT(std::string(without.status().message()),
              testing::HasSubstr("342 municipalities: municipalities/gm0014"));
  split.set_substitute_score_thousandths(0);
  const auto shares = CallRpc(*stub_, &Stub::ComputeIndicativeSplit, split);
  ASSERT_THAT(shares, IsOk());
  ASSERT_EQ(shares->shares_size(), 342);
  EXPECT_EQ(shares->provinces_size(), 12);
  EXPECT_EQ(shares->shares(0).score_origin(), "substitute");
  // Provinces are sums of rounded municipalities.
  int64_t municipal = 0, provincial = 0;
  for (const auto& share : shares->shares()) municipal += share.place_count();
  for (const auto& sum : shares->provinces()) provincial += sum.place_count();
  EXPECT_EQ(municipal, provincial);
  EXPECT_LE(std::abs(municipal - 96000), 171);
}

TEST_F(QuotaServiceTest, AnAgreementAcrossDutiesStandsUntilItIsTakenBack) {
  const std::string whole =
      "exchanges { name: 'exchanges/hof' municipality: 'municipalities/gm1735' "
      "duty: DUTY_UKRAINE count: 120 counterpart: 'municipalities/gm0153' "
      "counterpart_duty: DUTY_ASYLUM counterpart_count: 60 start_date { year: "
      "2024 month: 10 day: 1 } end_date { year: 2026 month: 2 day: 1 } "
      "agreement: 'Tafel Twente' source: 'brief' ";
  ASSERT_THAT(Deliver("parent: 'regions/twente' " + whole + "}"), IsOk());
  const auto list = [&](const std::string& parent) {
    pb::ListExchangesRequest request;
    request.set_parent(parent);
    return CallRpc(*stub_, &Stub::ListExchanges, request);
  };
  for (const char* parent :
       {"municipalities/gm1735", "municipalities/gm0153", "regions/twente",
        "provinces/pv23", "municipalities/-"}) {
    ASSERT_THAT(list(parent), IsOk());
    ASSERT_EQ(list(parent)->exchanges_size(), 1) << parent;
    EXPECT_EQ(list(parent)->exchanges(0).revision(), 2);
    EXPECT_EQ(list(parent)->exchanges(0).counterpart_count(), 60);
  }
  EXPECT_EQ(list("regions/ijsselland")->exchanges_size(), 0);
  ASSERT_THAT(
      Deliver("parent: 'regions/twente' " + whole + "retracted: true }"),
      IsOk());
  EXPECT_EQ(list("provinces/pv23")->exchanges_size(), 0);
}

TEST_F(QuotaServiceTest, AnAgreementAcrossDutiesIsCheckedWhole) {
  const auto faulty = Deliver(
      "parent: 'regions/twente' exchanges { name: 'x' municipality: "
      "'municipalities/gm0193' duty: DUTY_ASYLUM counterpart: "
      "'municipalities/gm0153' counterpart_duty: DUTY_ASYLUM "
      "counterpart_count: 1 start_date { year: 2024 month: 10 day: 1 } "
      "end_date { year: 2024 month: 10 day: 1 } }");
  for (const char* field :
       {"exchanges[0].name", "exchanges[0].municipality", "exchanges[0].count",
        "exchanges[0].counterpart_duty", "exchanges[0].end_date",
        "exchanges[0].source"}) {
    EXPECT_THAT(faulty, HasViolation(field));
  }
  // A municipality's own surplus is recognised against its own shortfall.
  EXPECT_THAT(
      Deliver("parent: 'regions/twente' exchanges { name: 'exchanges/own' "
              "municipality: 'municipalities/gm1735' duty: DUTY_UKRAINE count: "
              "5 counterpart: 'municipalities/gm1735' counterpart_duty: "
              "DUTY_ASYLUM counterpart_count: 5 start_date { year: 2024 month: "
              "10 day: 1 } source: 'brief' }"),
      IsOk());
}

}  // namespace
}  // namespace opvang::quotas
