// Reporting with its three real sources, each on its own schema.
#include "services/reporting/report_service.h"

#include <atomic>
#include <thread>
#include <vector>

#include "tests/reporting/house.h"

namespace opvang::reporting {
namespace {

using Stub = pb::ReportingService::Stub;

constexpr char kTexts[] =
    "parent: 'provinces/pv23' texts { subject: 'municipalities/gm0193' kind: "
    "KIND_EXPLANATION position: 1 start_date { year: 2024 month: 10 day: 31 } "
    "body: 'Drie <locaties> blijven over.' source: 'plan' } stated_figures { "
    "subject: 'provinces/pv23' metric: METRIC_GUARANTEED publish_date { year: "
    "2024 month: 10 day: 31 } percent: '42' document: 'memo' source: 'plan' }";

class ReportServiceTest : public testing::Test {
 protected:
  ReportServiceTest() {
    house_.Quotas(kCycle);
    house_.Locations(kRol);
    house_.Texts(kTexts);
  }
  pb::CreateReportRequest Request(const std::string& id) {
    return ReportRequest(id);
  }
  absl::StatusOr<pb::Report> Create(const pb::CreateReportRequest& request) {
    return house_.Call(Ministry(), &Stub::CreateReport, request);
  }
  std::string Render(const std::string& name,
                     pb::RenderReportRequest::Format format) {
    return house_.Render(Ministry(), name, format);
  }
  // To all four, also the one that held nothing.
  void CorrectLater() {
    house_.Housing(
        "parent: 'provinces/pv23' placements { name: "
        "'municipalities/gm0193/placements/x' placement_date { year: 2024 "
        "month: 8 day: 1 } kind: 'home' person_count: 9 source: 'COA' }");
    house_.Locations(
        "parent: 'provinces/pv23' place_entries { location: "
        "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR "
        "basis: BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } "
        "place_count: 250 decision: 'brief' source: 'y' }");
    house_.Quotas(
        "parent: 'provinces/pv23' quota_entries { subject: "
        "'municipalities/gm0193' duty: DUTY_ASYLUM period: 'cycles/2024' "
        "basis: BASIS_AGREED quota_count: 700 source: 'tafel' start_date { "
        "year: 2024 month: 9 day: 1 } }");
    house_.Texts(
        "parent: 'provinces/pv23' texts { subject: 'municipalities/gm0193' "
        "kind: KIND_EXPLANATION position: 1 start_date { year: 2024 month: 10 "
        "day: 31 } body: 'Nu twee.' source: 'brief' }");
  }
  // Of a `CreateTransferRequest` and the `AdvanceTransferRequest` by which each
  // side agrees.
  void AgreeTransfer(const char* proposal, const char* agreement) {
    const auto quotas =
        q::QuotaService::NewStub(house_.quotas_server.channel());
    auto proposed = Proto<q::CreateTransferRequest>(proposal);
    proposed.set_request_id(UuidFor("a"));
    const auto made =
        CallRpc(*quotas, &q::QuotaService::Stub::CreateTransfer, proposed);
    ASSERT_THAT(made, IsOk());
    auto step = Proto<q::AdvanceTransferRequest>(agreement);
    step.set_name(made->name());
    step.set_etag(made->etag());
    for (const std::string& side : {made->giver(), made->receiver()}) {
      const auto town = Organisations::Loopback(Town(side));
      quotas::QuotaService service(*house_.quotas_db, house_.clock, *town);
      InProcess server(service);
      step.set_parent(side);
      step.set_request_id(UuidFor(side));
      const auto agreed =
          CallRpc(*q::QuotaService::NewStub(server.channel()),
                  &q::QuotaService::Stub::AdvanceTransfer, step);
      ASSERT_THAT(agreed, IsOk());
      step.set_etag(agreed->etag());
    }
  }

  House house_;
  Stub* stub_ = &house_.As(Ministry());
};

// Kampen went to Zwolle (40,000) and Zwartewaterland (16,000) on 1 January
// 2025.
TEST_F(ReportServiceTest, FollowsTheBoundariesOfItsDay) {
  house_.clock.Set(absl::FromUnixSeconds(1760000000));
  house_.Quotas(
      "parent: 'countries/nl' quota_entries { subject: 'municipalities/gm0166' "
      "duty: DUTY_ASYLUM period: 'cycles/2024' basis: BASIS_INDICATIVE "
      "quota_count: 308 source: 's' start_date { year: 2024 month: 1 day: 31 } "
      "} "
      "successions { municipality: 'municipalities/gm0166' successor: "
      "'municipalities/gm0193' start_date { year: 2025 month: 1 day: 1 } "
      "weight: "
      "40000 source: 'wet' } successions { municipality: "
      "'municipalities/gm0166' "
      "successor: 'municipalities/gm1896' start_date { year: 2025 month: 1 "
      "day: "
      "1 } weight: 16000 source: 'wet' }");
  house_.Locations(
      "parent: 'provinces/pv23' locations { name: "
      "'municipalities/gm0166/locations/a' display_name: 'A' kind: 'azc' "
      "operator: OPERATOR_COA source: 'x' } state_entries { location: "
      "'municipalities/gm0166/locations/a' state: LOCATION_STATE_OPEN "
      "start_date "
      "{ year: 2023 month: 1 day: 1 } source: 'x' } place_entries { location: "
      "'municipalities/gm0166/locations/a' group: PLACE_GROUP_REGULAR basis: "
      "BASIS_DECIDED start_date { year: 2023 month: 1 day: 1 } place_count: 48 "
      "decision: 'd' source: 'x' }");
  const auto row_of =
      [](const pb::ReportContent& content,
         const std::string& name) -> const pb::MunicipalityRow* {
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      if (row.municipality() == name) return &row;
    }
    return nullptr;
  };
  const auto before = Create(Request("voor"));
  ASSERT_THAT(before, IsOk());
  ASSERT_NE(row_of(before->content(), "municipalities/gm0166"), nullptr);
  auto request = Request("na");
  *request.mutable_report()->mutable_spec()->mutable_as_of_date() =
      ToProto(absl::CivilDay(2025, 7, 31));
  const auto after = Create(request);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(row_of(after->content(), "municipalities/gm0166"), nullptr);
  EXPECT_EQ(row_of(after->content(), "municipalities/gm0193")
                ->figures()
                .asylum()
                .target_place_count(),
            717 + 220);
  EXPECT_EQ(row_of(after->content(), "municipalities/gm1896")
                ->figures()
                .asylum()
                .target_place_count(),
            88);
  std::string said;
  for (const pb::Finding& finding : after->content().findings()) {
    if (finding.code() == "MUNICIPALITY_ENDED") said = finding.sentence();
  }
  EXPECT_THAT(said, testing::HasSubstr("Kampen bestaat op de dag"));
  EXPECT_THAT(said, testing::HasSubstr("48 plekken voor asielzoekers"));
}

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
  const std::string page =
      Sha256(Render(first->name(), pb::RenderReportRequest::FORMAT_HTML));
  CorrectLater();
  EXPECT_EQ(Sha256(Render(first->name(), pb::RenderReportRequest::FORMAT_HTML)),
            page);
  auto again = Request("again");
  *again.mutable_report()->mutable_spec() = first->spec();
  const auto second = Create(again);
  ASSERT_THAT(second, IsOk());
  const auto json = pb::RenderReportRequest::FORMAT_JSON;
  EXPECT_EQ(Sha256(Render(first->name(), json)),
            Sha256(Render(second->name(), json)));
  EXPECT_EQ(first->content_sha256(), second->content_sha256());
  const auto fresh = Create(Request("fresh"));
  EXPECT_EQ(fresh->content().total().figures().asylum().target_place_count(),
            700);
  EXPECT_EQ(
      fresh->content().total().figures().asylum().guaranteed_place_count(),
      250);
  EXPECT_NE(fresh->content_sha256(), first->content_sha256());
}

TEST_F(ReportServiceTest, PrintsEveryFormatThatItHas) {
  const auto report = Create(Request("verslag"));
  ASSERT_THAT(report, IsOk());
  using Print = pb::RenderReportRequest;
  for (const auto& [format, begin] :
       {std::pair(Print::FORMAT_JSON, "{"),
        std::pair(Print::FORMAT_HTML, "<!DOCTYPE html>"),
        std::pair(Print::FORMAT_ODS, "PK"), std::pair(Print::FORMAT_XLSX, "PK"),
        std::pair(Print::FORMAT_CSV, "PK"),
        std::pair(Print::FORMAT_ARCHIVE, "PK")}) {
    const std::string bytes = Render(report->name(), format);
    EXPECT_EQ(bytes.substr(0, std::string(begin).size()), begin) << format;
  }
  const auto status = [&](Print::Format format) {
    Print request;
    request.set_name(report->name());
    request.set_format(format);
    grpc::ClientContext context;
    pb::RenderReportResponse part;
    const auto reader = house_.As(Ministry()).RenderReport(&context, request);
    EXPECT_FALSE(reader->Read(&part));
    return FromGrpc(reader->Finish());
  };
  // This server was started without a program for it.
  EXPECT_THAT(status(Print::FORMAT_PDF),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status(Print::FORMAT_UNSPECIFIED),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ReportServiceTest, ARepeatGetsTheSameReportEvenWithoutSources) {
  const auto first = Create(Request("verslag"));
  ASSERT_THAT(first, IsOk());
  CorrectLater();
  house_.locations_server.Stop();
  const auto again = Create(Request("verslag"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

// Asked twice at once, of sources that go on: each composes, one is kept.
TEST_F(ReportServiceTest, TwinsGetTheReportThatWasKept) {
  std::atomic<bool> made = false;
  std::thread others([&] {
    for (int i = 1; !made; ++i) {
      house_.Quotas(absl::StrCat(
          "parent: 'provinces/pv23' quota_entries { subject: "
          "'municipalities/gm0193' duty: DUTY_ASYLUM period: 'cycles/2024' "
          "basis: BASIS_AGREED quota_count: ",
          i, " source: 'tafel' start_date { year: 2024 month: 9 day: 1 } }"));
    }
  });
  for (int i = 0; i < 10; ++i) {
    const auto request = Request(absl::StrCat("verslag-", i));
    std::vector<absl::StatusOr<pb::Report>> answers(4);
    std::vector<std::thread> twins;
    for (auto& answer : answers) {
      twins.emplace_back([&] { answer = Create(request); });
    }
    for (std::thread& twin : twins) twin.join();
    for (const auto& answer : answers) {
      EXPECT_THAT(answer, IsOk());
      if (!answer.ok() || !answers[0].ok()) continue;
      EXPECT_EQ(answer->SerializeAsString(), answers[0]->SerializeAsString());
    }
  }
  made = true;
  others.join();
}

TEST_F(ReportServiceTest, AReportNeverChanges) {
  ASSERT_THAT(Create(Request("verslag")), IsOk());
  auto other = Request("verslag");
  other.set_request_id(UuidFor("other"));
  EXPECT_THAT(Create(other), HasReason("REPORT_EXISTS"));
}

TEST_F(ReportServiceTest, NamesTheSourceThatIsDownAndStoresNothing) {
  house_.housing_server.Stop();
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

// A target of 50 to house, revised to 30 on 15 April 2025; the report is of 30
// April, with placements up to 31 March.
TEST_F(ReportServiceTest, TheHousingTargetIsThatOfTheReportsDay) {
  house_.clock.Set(absl::FromUnixSeconds(1780000000));
  const std::string target =
      "quota_entries { subject: 'municipalities/gm0193' duty: "
      "DUTY_STATUS_HOLDERS period: '2025-h1' basis: BASIS_DECIDED source: "
      "'Staatscourant' ";
  house_.Quotas(
      "parent: 'countries/nl' " + target +
      "quota_count: 50 start_date { year: 2024 month: 10 day: 1 } } " + target +
      "quota_count: 30 start_date { year: 2025 month: 4 day: 15 } }");
  house_.Housing(
      "parent: 'provinces/pv23' placements { name: "
      "'municipalities/gm0193/placements/a' placement_date { year: 2025 month: "
      "3 day: 1 } kind: 'home' person_count: 9 source: 'COA' } placements { "
      "name: 'municipalities/gm0193/placements/b' placement_date { year: 2025 "
      "month: 4 day: 1 } kind: 'home' person_count: 4 source: 'COA' }");
  auto request = Request("april");
  pb::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  spec.set_half_year("2025-h1");
  *spec.mutable_as_of_date() = ToProto(absl::CivilDay(2025, 4, 30));
  *spec.mutable_placements_date() = ToProto(absl::CivilDay(2025, 3, 31));
  const auto report = Create(request);
  ASSERT_THAT(report, IsOk());
  for (const pb::MunicipalityRow& row : report->content().municipalities()) {
    if (row.municipality() != kZwolle) continue;
    EXPECT_EQ(row.figures().status_holders().target_person_count(), 30);
    EXPECT_EQ(row.figures().status_holders().net_target_person_count(), 30);
    EXPECT_EQ(row.figures().status_holders().realised_person_count(), 9);
    ASSERT_EQ(row.status_holder_steps_size(), 1);
    EXPECT_EQ(row.status_holder_steps(0).place_count(), 30);
  }
  pb::ExplainFigureRequest explain;
  explain.set_name(report->name());
  explain.set_figure(
      "municipalities/gm0193#status_holders.target_person_count");
  const auto opened = CallRpc(*stub_, &Stub::ExplainFigure, explain);
  ASSERT_THAT(opened, IsOk());
  ASSERT_EQ(opened->parts_size(), 1) << opened->DebugString();
  EXPECT_EQ(opened->parts(0).count(), 30);
  // The day before the revision it is 50, and the difference has its cause.
  auto earlier = Request("eerder");
  *earlier.mutable_report()->mutable_spec() = spec;
  *earlier.mutable_report()->mutable_spec()->mutable_as_of_date() =
      ToProto(absl::CivilDay(2025, 4, 14));
  ASSERT_THAT(Create(earlier), IsOk());
  pb::CompareReportsRequest compare;
  compare.set_name("provinces/pv23/reports/eerder");
  compare.set_other(report->name());
  compare.set_subject(kZwolle);
  const auto compared = CallRpc(*stub_, &Stub::CompareReports, compare);
  ASSERT_THAT(compared, IsOk());
  ASSERT_EQ(compared->differences_size(), 3) << compared->DebugString();
  for (const pb::FigureDifference& one : compared->differences()) {
    ASSERT_EQ(one.parts_size(), 1);
    EXPECT_EQ(one.parts(0).cause(), pb::FigureDifference::CAUSE_QUOTA_CHANGED);
    EXPECT_EQ(std::abs(one.parts(0).count()), 20);
  }
}

TEST_F(ReportServiceTest, PlacementsAreNotOfAfterTheReportsDay) {
  auto request = Request("verslag");
  pb::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  *spec.mutable_placements_date() = spec.as_of_date();
  ASSERT_THAT(Create(request), IsOk());
  request = Request("later");
  *request.mutable_report()->mutable_spec()->mutable_placements_date() =
      ToProto(DayOf(request.report().spec().as_of_date()) + 1);
  EXPECT_THAT(Create(request), HasViolation("report.spec.placements_date"));
}

// 25 places lent up to the window's end, 1 February 2026.
TEST_F(ReportServiceTest, ATransferForTheWholeWindowCountsAfterItsEndToo) {
  AgreeTransfer(R"pb(parent: 'provinces/pv23'
                     transfer {
                       name: 'transfers/a'
                       duty: DUTY_ASYLUM
                       period: 'cycles/2024'
                       giver: 'municipalities/gm0193'
                       receiver: 'municipalities/gm0166'
                       place_count: 25
                       start_date { year: 2025 month: 7 day: 1 }
                       end_date { year: 2026 month: 2 day: 1 }
                       propose_date { year: 2024 month: 10 day: 1 }
                       source: 'brief'
                     })pb",
                R"pb(kind: KIND_AGREED
                     step_date { year: 2024 month: 10 day: 20 }
                     source: 'brief')pb");
  ASSERT_FALSE(HasFatalFailure());
  for (const absl::CivilDay day :
       {absl::CivilDay(2026, 1, 31), absl::CivilDay(2026, 2, 1),
        absl::CivilDay(2026, 6, 30)}) {
    auto request = Request("op-" + FormatDay(day));
    *request.mutable_report()->mutable_spec()->mutable_as_of_date() =
        ToProto(day);
    const auto report = Create(request);
    ASSERT_THAT(report, IsOk());
    ASSERT_EQ(report->content().transfers_size(), 1) << FormatDay(day);
    EXPECT_EQ(report->content().transfers(0).transfer_counting(),
              pb::TransferRow::COUNTING_GUARANTEED);
    std::map<std::string, pb::AsylumFigures> asylum;
    for (const pb::MunicipalityRow& row : report->content().municipalities()) {
      asylum[row.municipality()] = row.figures().asylum();
    }
    EXPECT_EQ(asylum["municipalities/gm0166"].transferred_place_count(), 25);
    EXPECT_EQ(asylum[kZwolle].transferred_place_count(), -25);
    EXPECT_EQ(asylum[kZwolle].guaranteed_place_count(), 275) << FormatDay(day);
  }
}

// Of 300 places 80 go, and a second site of 80 is decided.
TEST_F(ReportServiceTest, WhatCancelsOutIsToldWhereAskedAndInTheNextVersion) {
  ASSERT_THAT(Create(Request("een")), IsOk());
  const std::string second_site = "municipalities/gm0193/locations/tweede";
  house_.Locations(
      "parent: 'provinces/pv23' place_entries { location: "
      "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR basis: "
      "BASIS_DECIDED start_date { year: 2025 month: 1 day: 1 } place_count: "
      "220 decision: 'b' source: 'y' } locations { name: '" +
      second_site +
      "' display_name: 'Tweede' kind: 'rol' operator: OPERATOR_COA source: "
      "'y' } state_entries { location: '" +
      second_site +
      "' state: LOCATION_STATE_DEFINITIVE start_date { year: 2024 month: 10 "
      "day: 1 } source: 'y' } place_entries { location: '" +
      second_site +
      "' group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
      "2025 month: 1 day: 1 } place_count: 80 decision: 'b' source: 'y' }");
  auto request = Request("twee");
  request.mutable_report()->set_superseded_report("provinces/pv23/reports/een");
  request.mutable_report()->set_change_reason("nieuwe gegevens");
  const auto second = Create(request);
  ASSERT_THAT(second, IsOk());
  pb::CompareReportsRequest compare;
  compare.set_name("provinces/pv23/reports/een");
  compare.set_other("provinces/pv23/reports/twee");
  compare.set_subject(kZwolle);
  const auto found = [&](bool told) -> int {
    compare.set_include_cancelled(told);
    const auto compared = CallRpc(*stub_, &Stub::CompareReports, compare);
    EXPECT_THAT(compared, IsOk());
    for (const pb::FigureDifference& one : compared->differences()) {
      if (one.metric() != "asylum.guaranteed_place_count") continue;
      EXPECT_EQ(one.difference_count(), 0);
      return one.parts_size();
    }
    return 0;
  };
  EXPECT_EQ(found(false), 0);
  EXPECT_EQ(found(true), 2);
  EXPECT_THAT(
      Render(second->name(), pb::RenderReportRequest::FORMAT_HTML),
      testing::HasSubstr("meer of minder plekken −80: ROL; besloten +80: "
                         "Tweede"));
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
      R"pb(parent: 'provinces/pv23'
           texts { subject: 'municipalities/gm0303' position: 0 }
           stated_figures { percent: '61,1' })pb");
  faulty.set_request_id(UuidFor("faulty"));
  const auto answer = CallRpc(*stub_, &Stub::DeliverTexts, faulty);
  for (const char* field :
       {"texts[0].subject", "texts[0].kind", "texts[0].position",
        "texts[0].start_date", "texts[0].source", "stated_figures[0].percent",
        "stated_figures[0].metric", "stated_figures[0].document"}) {
    EXPECT_THAT(answer, HasViolation(field));
  }
}

TEST_F(ReportServiceTest, ADraftTextIsReadInItsOwnAreaOnly) {
  CorrectLater();
  auto request = Proto<pb::ListTextsRequest>(
      R"pb(parent: 'provinces/pv23'
           as_of_date { year: 2024 month: 10 day: 31 })pb");
  for (const Organisation& caller :
       {Province(), Ministry(), Other(Role::kCoa), Other(Role::kAuditor)}) {
    const auto list = house_.Call(caller, &Stub::ListTexts, request);
    ASSERT_THAT(list, IsOk()) << caller.name;
    EXPECT_GT(list->texts_size(), 0) << caller.name;
  }
  // Also not by a parent that is wider or another's.
  for (const char* parent : {"provinces/pv23", "municipalities/-",
                             "municipalities/gm0303", "regions/twente"}) {
    request.set_parent(parent);
    EXPECT_THAT(house_.Call(Region(), &Stub::ListTexts, request),
                HasReason("OUT_OF_SCOPE"))
        << parent;
  }
  request.set_parent("regions/ijsselland");
  EXPECT_THAT(house_.Call(Region(), &Stub::ListTexts, request), IsOk());
}

TEST_F(ReportServiceTest, TellsWhatCameAndWhatIsLate) {
  // Recorded on 27 October 2024.
  house_.Texts(
      "parent: 'provinces/pv23' deadlines { subject: 'provinces/pv23' item: "
      "ITEM_LOCATIONS cycle: 'cycles/2024' due_date { year: 2024 month: 10 "
      "day: 26 } source: 'afspraak' } deadlines { subject: "
      "'regions/ijsselland' item: ITEM_HOUSING cycle: 'cycles/2024' due_date { "
      "year: 2024 month: 10 day: 27 } source: 'afspraak' } deadlines { "
      "subject: 'provinces/pv23' item: ITEM_CONFIRMATION cycle: 'cycles/2024' "
      "due_date { year: 2024 month: 10 day: 27 } source: 'afspraak' }");
  CorrectLater();
  ASSERT_THAT(Create(Request("verslag")), IsOk());
  pb::ConfirmFiguresRequest confirm;
  confirm.set_name(kVerslag);
  confirm.set_municipality(kZwolle);
  confirm.set_request_id(UuidFor("confirm"));
  ASSERT_THAT(house_.Call(Town(), &Stub::ConfirmFigures, confirm), IsOk());
  auto request = Proto<pb::ListDeliveriesRequest>(
      R"pb(parent: 'regions/ijsselland'
           cycle: 'cycles/2024'
           as_of_date { year: 2024 month: 11 day: 2 }
           report: 'provinces/pv23/reports/verslag')pb");
  const auto list = house_.Call(Region(), &Stub::ListDeliveries, request);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->deliveries_size(), 11 * 5);
  std::map<int, pb::Delivery> zwolle;
  for (const pb::Delivery& one : list->deliveries()) {
    if (one.municipality() == kZwolle) zwolle[one.item()] = one;
  }
  using Delivery = pb::Delivery;
  EXPECT_EQ(zwolle[pb::Deadline::ITEM_LOCATIONS].standing(),
            Delivery::STANDING_LATE);
  EXPECT_EQ(zwolle[pb::Deadline::ITEM_UKRAINE].standing(),
            Delivery::STANDING_OPEN);
  EXPECT_EQ(zwolle[pb::Deadline::ITEM_HOUSING].standing(),
            Delivery::STANDING_ON_TIME);
  EXPECT_EQ(zwolle[pb::Deadline::ITEM_EXPLANATION].standing(),
            Delivery::STANDING_ON_TIME);
  EXPECT_EQ(zwolle[pb::Deadline::ITEM_CONFIRMATION].standing(),
            Delivery::STANDING_ON_TIME);
  EXPECT_EQ(list->deliveries(0).standing(), Delivery::STANDING_OVERDUE);
  EXPECT_THAT(list->deliveries(0).reminder(),
              testing::HasSubstr("Van gemeente Dalfsen hebben wij"));
  ASSERT_GE(list->statutory_days_size(), 2);
  EXPECT_EQ(list->statutory_days(0).kind(), "report");
  EXPECT_EQ(list->statutory_days(0).standing(), "overdue");
  EXPECT_EQ(list->statutory_days(0).last_timely_date().day(), 31);

  // The same stands in a report that is made then, as findings.
  const auto report = Create(Request("later"));
  std::map<std::string, int> found;
  for (const pb::Finding& one : report->content().findings()) {
    ++found[one.code()];
  }
  EXPECT_EQ(found["DELIVERY_LATE"], 1);
  EXPECT_EQ(found["DELIVERY_MISSING"], 24 + 10);

  request.set_report("provinces/pv23/reports/none");
  EXPECT_THAT(house_.Call(Region(), &Stub::ListDeliveries, request),
              HasReason("REPORT_NOT_FOUND"));
  request.set_parent("x");
  request.set_cycle("y");
  request.clear_as_of_date();
  const auto faulty = house_.Call(Ministry(), &Stub::ListDeliveries, request);
  for (const char* field : {"parent", "cycle", "as_of_date"}) {
    EXPECT_THAT(faulty, HasViolation(field));
  }
}

// Dronten, in another province, lends 200 places that it has not.
TEST_F(ReportServiceTest, AGiverThatHasNotThePlacesRefusesInBothReports) {
  AgreeTransfer(R"pb(parent: 'countries/nl'
                     transfer {
                       name: 'transfers/a'
                       duty: DUTY_ASYLUM
                       period: 'cycles/2024'
                       giver: 'municipalities/gm0303'
                       receiver: 'municipalities/gm0166'
                       place_count: 200
                       start_date { year: 2024 month: 7 day: 1 }
                       propose_date { year: 2024 month: 6 day: 1 }
                       source: 'brief'
                     })pb",
                R"pb(kind: KIND_AGREED
                     step_date { year: 2024 month: 6 day: 20 }
                     source: 'besluit')pb");
  ASSERT_FALSE(HasFatalFailure());
  int made_count = 0;
  const auto report_of = [&](const std::string& province) {
    auto request = Request(absl::StrCat("g", ++made_count));
    request.set_parent(province);
    request.set_request_id(UuidFor(request.report_id() + province));
    return *Create(request);
  };
  const auto finding = [](const pb::Report& report, const std::string& code) {
    for (const pb::Finding& one : report.content().findings()) {
      if (one.code() == code) return one.subject();
    }
    return std::string();
  };
  // Nobody delivered what Dronten has.
  EXPECT_EQ(finding(report_of("provinces/pv23"), "TRANSFER_GIVER_UNKNOWN"),
            "municipalities/gm0166");
  EXPECT_EQ(finding(report_of("provinces/pv24"), "TRANSFER_GIVER_UNKNOWN"),
            "municipalities/gm0303");
  house_.Quotas(
      "parent: 'provinces/pv24' quota_entries { subject: "
      "'municipalities/gm0303' duty: DUTY_ASYLUM period: 'cycles/2024' basis: "
      "BASIS_INDICATIVE quota_count: 246 source: 'Staatscourant' start_date { "
      "year: 2024 month: 2 day: 1 } }");
  const auto have = [&](int count) {
    house_.Locations(absl::StrCat(
        "parent: 'municipalities/gm0303' locations { name: "
        "'municipalities/gm0303/locations/azc' display_name: 'azc' kind: 'azc' "
        "operator: OPERATOR_COA source: 'x' } state_entries { location: "
        "'municipalities/gm0303/locations/azc' state: LOCATION_STATE_OPEN "
        "start_date { year: 2023 month: 1 day: 1 } source: 'x' } "
        "place_entries { location: 'municipalities/gm0303/locations/azc' "
        "group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: "
        "2023 month: 1 day: 1 } decision: 'besluit' source: 'x' place_count: ",
        count, " }"));
  };
  have(400);
  pb::Report receiver = report_of("provinces/pv23");
  EXPECT_EQ(finding(receiver, "TRANSFER_EXCEEDS_SURPLUS"),
            "municipalities/gm0166");
  EXPECT_EQ(receiver.content().transfers(0).giver_excess_place_count(), 46);
  EXPECT_EQ(finding(report_of("provinces/pv24"), "TRANSFER_EXCEEDS_SURPLUS"),
            "municipalities/gm0303");
  have(446);
  receiver = report_of("provinces/pv23");
  EXPECT_EQ(finding(receiver, "TRANSFER_EXCEEDS_SURPLUS"), "");
  EXPECT_EQ(finding(report_of("provinces/pv24"), "TRANSFER_EXCEEDS_SURPLUS"),
            "");
  // Who recorded it, and when, step by step.
  pb::ExplainFigureRequest explain;
  explain.set_name(receiver.name());
  explain.set_figure("transfers/a#place_count");
  const auto opened = house_.Call(Ministry(), &Stub::ExplainFigure, explain);
  ASSERT_THAT(opened, IsOk());
  ASSERT_EQ(opened->facts_size(), 3);
  EXPECT_EQ(opened->facts(0).source(), "besluit");
  EXPECT_EQ(opened->facts(0).statement(),
            "afgesproken door Dronten, 20 juni 2024");
  EXPECT_EQ(opened->facts(1).statement(),
            "afgesproken door Kampen, 20 juni 2024");
  EXPECT_EQ(opened->facts(2).source(), "brief");
  for (const auto& fact : opened->facts()) {
    EXPECT_GT(fact.revision(), 1);
    EXPECT_TRUE(fact.has_record_time());
  }
  EXPECT_FALSE(opened->facts(2).organisation().empty());
  EXPECT_LT(opened->facts(2).revision(), opened->facts(0).revision());
}

TEST_F(ReportServiceTest, OfACycleThatDeductsDurablePlacesTellsWhatIsLeft) {
  auto request = Request("twee");
  EXPECT_TRUE(Create(request)->content().durable_rules().empty());
  request.set_report_id("drie");
  request.set_request_id(UuidFor("drie"));
  request.mutable_report()->mutable_spec()->set_rule_set("cycle-2026");
  const auto report = Create(request);
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->content().durable_rules().empty());
  const pb::MunicipalityRow* zwolle = nullptr;
  for (const pb::MunicipalityRow& row : report->content().municipalities()) {
    if (row.municipality() == kZwolle) zwolle = &row;
  }
  ASSERT_NE(zwolle, nullptr);
  // 300 places from 30 June 2023, without an end: of 717.
  const pb::AsylumFigures& asylum = zwolle->figures().asylum();
  EXPECT_EQ(asylum.durable_place_count(), 300);
  EXPECT_EQ(asylum.remaining_place_count(), 717 - 300);
  EXPECT_EQ(zwolle->durable_regular_place_count(), 300);
  const std::string page = Render("provinces/pv23/reports/drie",
                                  pb::RenderReportRequest::FORMAT_HTML);
  EXPECT_THAT(page, testing::HasSubstr("Nog te realiseren"));
  EXPECT_THAT(page, testing::HasSubstr(
                        "data-figure=\"municipalities/gm0193#asylum.remaining_"
                        "place_count\">417<"));
  for (const char* figure :
       {"municipalities/gm0193#asylum.remaining_place_count",
        "municipalities/gm0193#durable_regular_place_count",
        "municipalities/gm0193/locations/rol#regular.durable_place_count"}) {
    pb::ExplainFigureRequest explain;
    explain.set_name("provinces/pv23/reports/drie");
    explain.set_figure(figure);
    EXPECT_THAT(house_.Call(Ministry(), &Stub::ExplainFigure, explain), IsOk())
        << figure;
  }
}

TEST_F(ReportServiceTest, TellsWhoWaitsAndWhatIsAgreedAcrossDuties) {
  house_.Housing(
      "parent: 'provinces/pv23' waiting_counts { municipality: "
      "'municipalities/gm0193' count_date { year: 2024 month: 9 day: 1 } "
      "person_count: 37 source: 'COA' }");
  const auto exchange = [](const char* name, int year) {
    return absl::StrCat(
        "exchanges { name: 'exchanges/", name,
        "' municipality: 'municipalities/gm0193' duty: DUTY_UKRAINE count: 120 "
        "counterpart: 'municipalities/gm0166' counterpart_duty: DUTY_ASYLUM "
        "counterpart_count: 60 agreement: 'Tafel IJsselland' source: 'brief' "
        "start_date { year: ",
        year, " month: 1 day: 1 } } ");
  };
  house_.Quotas("parent: 'provinces/pv23' " + exchange("nu", 2024) +
                exchange("later", 2026));
  const auto report = Create(Request("verslag"));
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->content().exchanges_size(), 1);
  EXPECT_EQ(report->content().exchanges(0).name(), "exchanges/nu");
  const std::string page =
      Render(kVerslag, pb::RenderReportRequest::FORMAT_HTML);
  EXPECT_THAT(page,
              testing::HasSubstr("#status_holders.waiting_person_count\">37<"));
  EXPECT_THAT(page,
              testing::HasSubstr("data-figure=\"exchanges/nu#count\">120<"));
  for (const char* figure :
       {"exchanges/nu#count", "exchanges/nu#counterpart_count",
        "municipalities/gm0193#status_holders.waiting_person_count"}) {
    pb::ExplainFigureRequest explain;
    explain.set_name(kVerslag);
    explain.set_figure(figure);
    const auto opened = house_.Call(Ministry(), &Stub::ExplainFigure, explain);
    ASSERT_THAT(opened, IsOk()) << figure;
    EXPECT_GT(opened->facts(0).revision(), 1);
  }
}

TEST_F(ReportServiceTest, PrintsTheMemoOfOneMunicipality) {
  house_.Texts(
      "parent: 'municipalities/gm0193' texts { subject: "
      "'municipalities/gm0193' kind: KIND_CORE_MESSAGE position: 1 start_date "
      "{ year: 2024 month: 10 day: 1 } body: 'De raad weet dit.' source: "
      "'griffie' }");
  ASSERT_THAT(Create(Request("verslag")), IsOk());
  const auto print = [&](const std::string& municipality) {
    pb::RenderReportRequest request;
    request.set_name(kVerslag);
    request.set_format(pb::RenderReportRequest::FORMAT_HTML);
    request.set_form(pb::RenderReportRequest::FORM_MEMO);
    request.set_municipality(municipality);
    grpc::ClientContext context;
    const auto reader = stub_->RenderReport(&context, request);
    std::string bytes;
    for (pb::RenderReportResponse part; reader->Read(&part);) {
      bytes += part.chunk();
    }
    return std::pair(FromGrpc(reader->Finish()), bytes);
  };
  const auto [status, memo] = print(kZwolle);
  ASSERT_THAT(status, IsOk());
  EXPECT_THAT(memo, testing::HasSubstr("Raadsmemo"));
  EXPECT_THAT(memo, testing::HasSubstr("De raad weet dit."));
  // What is for the council only is not in the report.
  EXPECT_THAT(Render(kVerslag, pb::RenderReportRequest::FORMAT_HTML),
              testing::Not(testing::HasSubstr("De raad weet dit.")));
  EXPECT_THAT(print("municipalities/gm0363").first,
              HasViolation("municipality"));
}

}  // namespace
}  // namespace opvang::reporting
