// Reporting with its three real sources, each on its own schema.
#include "services/reporting/report_service.h"

#include "common/sha256.h"
#include "services/housing/housing_service.h"
#include "services/locations/location_service.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::reporting {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
using Stub = pb::ReportingService::Stub;

constexpr char kCycle[] =
    "parent: 'countries/nl' cycles { name: 'cycles/2024' display_name: "
    "'eerste cyclus' window_start_date { year: 2025 month: 7 day: 1 } "
    "window_end_date { year: 2026 month: 2 day: 1 } "
    "realisation_start_date { year: 2024 month: 10 day: 1 } "
    "realisation_end_date { year: 2025 month: 7 day: 2 } "
    "report_due_date { year: 2024 month: 11 day: 1 } "
    "decision_due_date { year: 2024 month: 12 day: 31 } source: 'wet' } "
    "quota_entries { subject: 'municipalities/gm0193' duty: DUTY_ASYLUM "
    "period: 'cycles/2024' basis: BASIS_INDICATIVE quota_count: 717 amv_count: "
    "61 start_date { year: 2024 month: 1 day: 31 } source: 'gemeente.nu' }";
constexpr char kRol[] =
    "parent: 'provinces/pv23' locations { name: "
    "'municipalities/gm0193/locations/rol' display_name: 'ROL' kind: 'rol' "
    "operator: OPERATOR_COA source: 'x' } state_entries { location: "
    "'municipalities/gm0193/locations/rol' state: LOCATION_STATE_OPEN "
    "start_date { year: 2023 month: 6 day: 30 } source: 'x' } "
    "place_entries { location: 'municipalities/gm0193/locations/rol' group: "
    "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: 2023 month: 6 "
    "day: 30 } place_count: 300 decision: 'overeenkomst' source: 'x' }";
constexpr char kTexts[] =
    "parent: 'provinces/pv23' texts { subject: 'municipalities/gm0193' kind: "
    "KIND_EXPLANATION position: 1 start_date { year: 2024 month: 10 day: 31 } "
    "body: 'Drie <locaties> blijven over.' source: 'plan' } stated_figures { "
    "subject: 'provinces/pv23' metric: METRIC_GUARANTEED publish_date { year: "
    "2024 month: 10 day: 31 } percent: '42' document: 'memo' source: 'plan' }";

class ReportServiceTest : public testing::Test {
 protected:
  ReportServiceTest() {
    Must<q::QuotaService, q::DeliverQuotasRequest>(
        quotas_server_, &q::QuotaService::Stub::DeliverQuotas, kCycle);
    Must<l::LocationService, l::DeliverLocationsRequest>(
        locations_server_, &l::LocationService::Stub::DeliverLocations, kRol);
    Must<pb::ReportingService, pb::DeliverTextsRequest>(
        server_, &Stub::DeliverTexts, kTexts);
  }
  template <typename Service, typename Request, typename Method>
  void Must(InProcess& server, Method method, const std::string& text) {
    const auto stub = Service::NewStub(server.channel());
    auto request = Proto<Request>(text);
    request.set_request_id(UuidFor(text));
    ASSERT_THAT(CallRpc(*stub, method, request), IsOk());
  }
  pb::CreateReportRequest Request(const std::string& id) {
    auto request = Proto<pb::CreateReportRequest>(
        "parent: 'provinces/pv23' report { spec { kind: "
        "REPORT_KIND_PROVINCIAL_REPORT as_of_date { year: 2024 month: 10 day: "
        "31 } cycle: 'cycles/2024' rule_set: 'cycle-2024' ukraine_date { year: "
        "2025 month: 1 day: 1 } half_year: '2024-h2' placements_date { year: "
        "2024 month: 9 day: 15 } } }");
    request.set_report_id(id);
    request.set_request_id(UuidFor(id));
    return request;
  }
  absl::StatusOr<pb::Report> Create(const pb::CreateReportRequest& request) {
    return CallRpc(*stub_, &Stub::CreateReport, request);
  }
  std::string Render(const std::string& name,
                     pb::RenderReportRequest::Format format) {
    pb::RenderReportRequest request;
    request.set_name(name);
    request.set_format(format);
    grpc::ClientContext context;
    const auto reader = stub_->RenderReport(&context, request);
    std::string bytes;
    for (pb::RenderReportResponse part; reader->Read(&part);) {
      bytes += part.chunk();
    }
    EXPECT_THAT(FromGrpc(reader->Finish()), IsOk());
    return bytes;
  }
  // To all four, also the one that held nothing.
  void CorrectLater() {
    Must<h::HousingService, h::DeliverHousingRequest>(
        housing_server_, &h::HousingService::Stub::DeliverHousing,
        "parent: 'provinces/pv23' placements { name: "
        "'municipalities/gm0193/placements/x' placement_date { year: 2024 "
        "month: 8 day: 1 } kind: 'home' person_count: 9 source: 'COA' }");
    Must<l::LocationService, l::DeliverLocationsRequest>(
        locations_server_, &l::LocationService::Stub::DeliverLocations,
        "parent: 'provinces/pv23' place_entries { location: "
        "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR "
        "basis: BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } "
        "place_count: 250 decision: 'brief' source: 'y' }");
    Must<q::QuotaService, q::DeliverQuotasRequest>(
        quotas_server_, &q::QuotaService::Stub::DeliverQuotas,
        "parent: 'provinces/pv23' quota_entries { subject: "
        "'municipalities/gm0193' duty: DUTY_ASYLUM period: 'cycles/2024' "
        "basis: BASIS_AGREED quota_count: 700 source: 'tafel' start_date { "
        "year: 2024 month: 9 day: 1 } }");
    Must<pb::ReportingService, pb::DeliverTextsRequest>(
        server_, &Stub::DeliverTexts,
        "parent: 'provinces/pv23' texts { subject: 'municipalities/gm0193' "
        "kind: KIND_EXPLANATION position: 1 start_date { year: 2024 month: 10 "
        "day: 31 } body: 'Nu twee.' source: 'brief' }");
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db_{"quotas"}, locations_db_{"locations"},
      housing_db_{"housing"}, db_{"reporting"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  quotas::QuotaService quotas_{*quotas_db_, clock_, *organisations_};
  InProcess quotas_server_{quotas_};
  locations::LocationService locations_{*locations_db_, clock_,
                                        *organisations_};
  InProcess locations_server_{locations_};
  housing::HousingService housing_{
      *housing_db_, clock_, *organisations_,
      q::QuotaService::NewStub(quotas_server_.channel())};
  InProcess housing_server_{housing_};
  ReportingService service_{
      *db_, clock_, *organisations_,
      Sources{
          .quotas = q::QuotaService::NewStub(quotas_server_.channel()),
          .locations = l::LocationService::NewStub(locations_server_.channel()),
          .housing = h::HousingService::NewStub(housing_server_.channel())}};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ =
      pb::ReportingService::NewStub(server_.channel());
};

TEST_F(ReportServiceTest, JoinsTheThreeSources) {
  const auto report = Create(Request("verslag"));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->name(), "provinces/pv23/reports/verslag");
  const auto& asylum = report->content().total().figures().asylum();
  EXPECT_EQ(asylum.target_place_count(), 717);
  EXPECT_EQ(asylum.guaranteed_place_count(), 300);
  EXPECT_EQ(report->content().comparisons(0).outcome(), "equal");
  EXPECT_EQ(report->spec().quotas_revision(), 2);
  EXPECT_EQ(report->spec().locations_revision(), 2);
  EXPECT_EQ(report->spec().housing_revision(), 1);
  EXPECT_EQ(report->spec().reporting_revision(), 2);
  EXPECT_EQ(
      report->content_sha256(),
      Sha256(Render(report->name(), pb::RenderReportRequest::FORMAT_JSON)));
  EXPECT_THAT(Render(report->name(), pb::RenderReportRequest::FORMAT_HTML),
              testing::HasSubstr("Drie &lt;locaties&gt; blijven over."));
}

TEST_F(ReportServiceTest, IsMadeAgainByteForByteAfterLaterCorrections) {
  const auto first = Create(Request("first"));
  ASSERT_THAT(first, IsOk());
  CorrectLater();
  auto again = Request("again");
  *again.mutable_report()->mutable_spec() = first->spec();
  const auto second = Create(again);
  ASSERT_THAT(second, IsOk());
  for (const auto format : {pb::RenderReportRequest::FORMAT_JSON,
                            pb::RenderReportRequest::FORMAT_HTML}) {
    EXPECT_EQ(Render(first->name(), format), Render(second->name(), format));
  }
  EXPECT_EQ(first->content_sha256(), second->content_sha256());
  const auto fresh = Create(Request("fresh"));
  EXPECT_EQ(fresh->content().total().figures().asylum().target_place_count(),
            700);
  EXPECT_EQ(
      fresh->content().total().figures().asylum().guaranteed_place_count(),
      250);
  EXPECT_NE(fresh->content_sha256(), first->content_sha256());
}

TEST_F(ReportServiceTest, ARepeatGetsTheSameReportEvenWithoutSources) {
  const auto first = Create(Request("verslag"));
  ASSERT_THAT(first, IsOk());
  CorrectLater();
  locations_server_.Stop();
  const auto again = Create(Request("verslag"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(ReportServiceTest, AReportNeverChanges) {
  ASSERT_THAT(Create(Request("verslag")), IsOk());
  auto other = Request("verslag");
  other.set_request_id(UuidFor("other"));
  EXPECT_THAT(Create(other), HasReason("REPORT_EXISTS"));
}

TEST_F(ReportServiceTest, NamesTheSourceThatIsDownAndStoresNothing) {
  housing_server_.Stop();
  const auto refused = Create(Request("verslag"));
  EXPECT_THAT(refused, HasReason("SOURCE_UNAVAILABLE"));
  EXPECT_THAT(std::string(refused.status().message()),
              testing::HasSubstr("The housing service"));
  pb::GetReportRequest get;
  get.set_name("provinces/pv23/reports/verslag");
  EXPECT_THAT(CallRpc(*stub_, &Stub::GetReport, get),
              HasReason("REPORT_NOT_FOUND"));
  pb::ListReportsRequest list;
  list.set_parent("provinces/-");
  EXPECT_EQ(CallRpc(*stub_, &Stub::ListReports, list)->revision(), 2);
}

TEST_F(ReportServiceTest, ADryRunKeepsNothing) {
  auto request = Request("verslag");
  request.set_validate_only(true);
  const auto tried = Create(request);
  ASSERT_THAT(tried, IsOk());
  request.set_validate_only(false);
  const auto made = Create(request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->content_sha256(), tried->content_sha256());
}

TEST_F(ReportServiceTest, ListsReportsOfAProvinceAndItsRegions) {
  ASSERT_THAT(Create(Request("b")), IsOk());
  auto region = Request("a");
  region.set_parent("regions/ijsselland");
  EXPECT_THAT(Create(region), HasViolation("report.spec.kind"));
  region.mutable_report()->mutable_spec()->set_kind(
      pb::REPORT_KIND_REGIONAL_PLAN);
  ASSERT_THAT(Create(region), IsOk());
  pb::ListReportsRequest request;
  request.set_parent("provinces/pv23");
  request.set_page_size(1);
  const auto first = CallRpc(*stub_, &Stub::ListReports, request);
  ASSERT_EQ(first->reports_size(), 1);
  EXPECT_EQ(first->reports(0).name(), "provinces/pv23/reports/b");
  EXPECT_FALSE(first->reports(0).has_content());
  request.set_page_token(first->next_page_token());
  const auto second = CallRpc(*stub_, &Stub::ListReports, request);
  EXPECT_EQ(second->reports(0).name(), "regions/ijsselland/reports/a");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ReportServiceTest, TellsEveryFaultAtOnce) {
  pb::CreateReportRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_report_id("9");
  request.set_request_id(UuidFor("x"));
  request.mutable_report()->mutable_spec()->set_quotas_revision(-1);
  const auto answer = Create(request);
  for (const char* field :
       {"parent", "report_id", "report.spec.kind", "report.spec.as_of_date",
        "report.spec.cycle", "report.spec.rule_set", "report.spec.half_year",
        "report.spec.ukraine_date", "report.spec.placements_date",
        "report.spec.quotas_revision"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
  auto unknown = Request("x");
  unknown.mutable_report()->mutable_spec()->set_cycle("cycles/2030");
  EXPECT_THAT(Create(unknown), HasReason("CYCLE_UNKNOWN"));
  auto ahead = Request("y");
  ahead.mutable_report()->mutable_spec()->set_locations_revision(99);
  EXPECT_THAT(Create(ahead), HasReason("REVISION_AHEAD"));
}

TEST_F(ReportServiceTest, TextsStandOnTheirDay) {
  CorrectLater();
  pb::ListTextsRequest request;
  request.set_parent("provinces/pv23");
  request.mutable_as_of_date()->set_year(2024);
  request.mutable_as_of_date()->set_month(10);
  request.mutable_as_of_date()->set_day(30);
  EXPECT_EQ(CallRpc(*stub_, &Stub::ListTexts, request)->texts_size(), 0);
  request.mutable_as_of_date()->set_day(31);
  EXPECT_EQ(CallRpc(*stub_, &Stub::ListTexts, request)->texts(0).body(),
            "Nu twee.");
  request.set_revision(2);
  EXPECT_EQ(CallRpc(*stub_, &Stub::ListTexts, request)->texts(0).body(),
            "Drie <locaties> blijven over.");
  auto faulty = Proto<pb::DeliverTextsRequest>(
      "parent: 'provinces/pv23' texts { subject: 'municipalities/gm0303' "
      "position: 0 } stated_figures { percent: '61,1' }");
  faulty.set_request_id(UuidFor("faulty"));
  const auto answer = CallRpc(*stub_, &Stub::DeliverTexts, faulty);
  for (const char* field :
       {"texts[0].subject", "texts[0].kind", "texts[0].position",
        "texts[0].start_date", "texts[0].source", "stated_figures[0].percent",
        "stated_figures[0].metric", "stated_figures[0].document"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
}

}  // namespace
}  // namespace opvang::reporting
