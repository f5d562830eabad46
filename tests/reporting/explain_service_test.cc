// Figures opened, reports compared and seals checked, by calls.
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/json_util.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/print/print.h"
#include "tests/reporting/house.h"
#include "tests/reporting/life/of_before.h"
#include "tests/support/tampering.h"

namespace opvang::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;
using Stub = House::Stub;

class ExplainServiceTest : public testing::Test {
 protected:
  ExplainServiceTest() {
    house_.Quotas(kCycle);
    house_.Locations(kRol);
    EXPECT_THAT(Create(ReportRequest("verslag")), IsOk());
  }
  absl::StatusOr<pb::Report> Create(const pb::CreateReportRequest& request) {
    return house_.Call(Province(), &Stub::CreateReport, request);
  }
  void Correct(int places) {
    house_.Locations(
        "parent: 'provinces/pv23' place_entries { location: "
        "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR "
        "basis: BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } "
        "place_count: " +
        std::to_string(places) +
        " decision: 'brief' source: 'nieuw blad B7' }");
  }
  absl::StatusOr<pb::FigureExplanation> Explain(const std::string& figure) {
    pb::ExplainFigureRequest request;
    request.set_name(kVerslag);
    request.set_figure(figure);
    return house_.Call(Ministry(), &Stub::ExplainFigure, request);
  }
  absl::StatusOr<pb::VerifyReportResponse> Verify(
      bool remake = true, const std::string& name = kVerslag) {
    pb::VerifyReportRequest request;
    request.set_name(name);
    request.set_remake(remake);
    return house_.Call(Ministry(), &Stub::VerifyReport, request);
  }
  std::vector<std::string> Broken(const pb::VerifyReportResponse& verified) {
    std::vector<std::string> names;
    for (const auto& check : verified.checks()) {
      if (!check.holds()) names.push_back(check.name());
    }
    return names;
  }
  void Tamper(const std::string& statement) {
    TestServer::Shared().Administrate("UPDATE " + house_.db.schema() + "." +
                                      statement);
  }

  absl::StatusOr<pb::Report> Get(const std::string& name = kVerslag) {
    pb::GetReportRequest request;
    request.set_name(name);
    return house_.Call(Ministry(), &Stub::GetReport, request);
  }
  std::string Render(pb::RenderReportRequest::Format format,
                     const std::string& name = kVerslag) {
    return house_.Render(Ministry(), name, format);
  }
  static std::string Hex(const std::string& bytes) {
    return absl::StrCat("X'", absl::BytesToHexString(bytes), "'");
  }

  House house_;
};

TEST_F(ExplainServiceTest, AFigureOpensDownToWhoRecordedIt) {
  std::string figure = "provinces/pv23#asylum.guaranteed_place_count";
  std::vector<std::string> walk;
  pb::FigureExplanation last;
  while (!figure.empty()) {
    const auto explained = Explain(figure);
    ASSERT_THAT(explained, IsOk());
    last = *explained;
    walk.push_back(figure);
    figure.clear();
    int sum = 0;
    for (const auto& part : last.parts()) {
      sum += part.count();
      if (part.count() > 0 && figure.empty()) figure = part.figure();
    }
    EXPECT_EQ(sum, last.parts_size() == 0 ? 0 : last.count());
  }
  EXPECT_EQ(walk.size(), 4) << walk.back();
  EXPECT_EQ(last.count(), 300);
  ASSERT_GT(last.facts_size(), 0);
  EXPECT_EQ(last.facts(0).resource(), "municipalities/gm0193/locations/rol");
  EXPECT_EQ(last.facts(0).organisation(), "ministerie");
  EXPECT_EQ(last.facts(0).revision(), 2);
  EXPECT_EQ(last.facts(0).record_time().seconds(), 1730000000);
  EXPECT_THAT(Explain("provinces/pv23#asylum.nothing"),
              HasReason("FIGURE_NOT_FOUND"));
}

TEST_F(ExplainServiceTest, TwoReportsDifferByNamedCausesAndNothingElse) {
  Correct(250);
  ASSERT_THAT(Create(ReportRequest("later")), IsOk());
  pb::CompareReportsRequest request;
  request.set_name(kVerslag);
  request.set_other("provinces/pv23/reports/later");
  request.set_page_size(2);
  std::vector<pb::FigureDifference> differences;
  do {
    const auto page = house_.Call(Ministry(), &Stub::CompareReports, request);
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->spec().locations_revision(), 2);
    EXPECT_EQ(page->other_spec().locations_revision(), 3);
    differences.insert(differences.end(), page->differences().begin(),
                       page->differences().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_GT(differences.size(), 6);
  for (const pb::FigureDifference& one : differences) {
    int sum = 0;
    for (const auto& part : one.parts()) {
      int records = 0;
      for (const auto& record : part.records()) records += record.count();
      EXPECT_EQ(records, part.count());
      EXPECT_NE(part.cause(), pb::FigureDifference::CAUSE_UNEXPLAINED);
      sum += part.count();
    }
    EXPECT_EQ(sum, one.difference_count());
  }
  EXPECT_EQ(differences[0].subject(), "provinces/pv23");
  EXPECT_EQ(differences[0].metric(), "asylum.realised_place_count");
  EXPECT_EQ(differences[0].parts(0).cause(),
            pb::FigureDifference::CAUSE_CORRECTED);
  EXPECT_EQ(differences[0].parts(0).records(0).sources(0), "nieuw blad B7");

  request.set_page_size(0);
  request.set_subject("provinces/pv22");
  EXPECT_EQ(house_.Call(Ministry(), &Stub::CompareReports, request)
                ->differences_size(),
            0);
  request.set_other("provinces/pv23/reports/none");
  EXPECT_THAT(house_.Call(Ministry(), &Stub::CompareReports, request),
              HasReason("REPORT_NOT_FOUND"));
}

// Many corrections, each pair of reports compared: always exact.
// OPVANG_REPORTS=60 compares every two of 60, thousands of pairs.
TEST_F(ExplainServiceTest, NoPairOfReportsLeavesAResidue) {
  int reports = 13;
  if (const char* asked = std::getenv("OPVANG_REPORTS")) {
    ASSERT_TRUE(absl::SimpleAtoi(asked, &reports));
  }
  std::vector<std::string> names = {kVerslag};
  for (int i = 0; i + 1 < reports; ++i) {
    Correct(100 + 37 * i % 91);
    const std::string id = "r" + std::to_string(i);
    ASSERT_THAT(Create(ReportRequest(id)), IsOk());
    names.push_back("provinces/pv23/reports/" + id);
  }
  int pairs = 0, differences = 0;
  for (const std::string& from : names) {
    for (const std::string& to : names) {
      pb::CompareReportsRequest request;
      request.set_name(from);
      request.set_other(to);
      request.set_page_size(1000);
      const auto answer =
          house_.Call(Ministry(), &Stub::CompareReports, request);
      ASSERT_THAT(answer, IsOk());
      for (const pb::FigureDifference& one : answer->differences()) {
        int sum = 0;
        for (const auto& part : one.parts()) sum += part.count();
        ASSERT_EQ(sum, one.difference_count()) << one.DebugString();
        ++differences;
      }
      ++pairs;
    }
  }
  std::printf("%d pairs, %d differences\n", pairs, differences);
  EXPECT_EQ(pairs, reports * reports);
  EXPECT_GT(differences, pairs);
}

TEST_F(ExplainServiceTest, ASealHoldsAfterLaterCorrections) {
  Correct(250);
  const auto verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_TRUE(verified->holds()) << verified->DebugString();
  EXPECT_EQ(verified->checks_size(), 6);
}

TEST_F(ExplainServiceTest, AChainOfVersionsHolds) {
  std::string previous = kVerslag;
  for (const char* id : {"v2", "v3"}) {
    auto request = ReportRequest(id);
    request.mutable_report()->set_superseded_report(previous);
    request.mutable_report()->set_change_reason("correctie");
    ASSERT_THAT(Create(request), IsOk());
    previous = std::string("provinces/pv23/reports/") + id;
    Correct(200 + static_cast<int>(previous.size()));
  }
  const auto verified = Verify(true, previous);
  EXPECT_TRUE(verified->holds()) << verified->DebugString();
  EXPECT_THAT(verified->checks(2).sentence(),
              HasSubstr("De keten van 3 versies is heel."));
  // Who changes the first, changes all.
  Tamper(
      "reports SET content_sha256 = REPEAT('0', 64) WHERE name = "
      "'provinces/pv23/reports/verslag'");
  EXPECT_THAT(Broken(*Verify(false, previous)),
              testing::ElementsAre("version_chain", "audit_chain"));
}

// Who puts a source back, or writes another past, has the same revisions.
TEST_F(ExplainServiceTest, ASourceThatIsNotTheOneOfThenShows) {
  const auto pins = Get()->content().sources();
  ASSERT_EQ(pins.size(), 4);
  for (const pb::SourcePin& pin : pins) {
    const bool has = pin.service() != "reporting" && pin.revision() > 1;
    EXPECT_EQ(pin.chain_sha256().size(), has ? 64u : 0u) << pin.service();
  }
  EXPECT_TRUE(Verify()->holds());
  TestServer::Shared().Administrate(
      "UPDATE " + house_.locations_db.schema() +
      ".revisions SET actor = 'iemand anders' WHERE revision = 2");
  SealAnew(house_.locations_db);
  EXPECT_THAT(Broken(*Verify()),
              testing::ElementsAre("source_chains", "remake"));
  EXPECT_THAT(Broken(*Verify(false)), testing::IsEmpty());
  // A new report is not made of it unseen; whoever knows says so, once.
  const auto refused = Create(ReportRequest("later"));
  EXPECT_THAT(refused, HasReason("SOURCE_CHANGED"));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("verslag was made of: locations at revision 2."));
  auto known = ReportRequest("later");
  known.set_accept_changed_sources(true);
  EXPECT_THAT(Create(known), IsOk());
  EXPECT_THAT(Create(ReportRequest("after")), IsOk());
}

// One that was put back to before what a report was made of.
TEST_F(ExplainServiceTest, ASourceThatWentBackShows) {
  TestDatabase empty("locations");
  const auto ministry = Organisations::Loopback(Ministry());
  locations::LocationService locations(*empty, house_.clock, *ministry);
  InProcess server(locations);
  const auto province = Organisations::Loopback(Province());
  ReportingService reporting(
      *house_.db, house_.clock, *province,
      {.quotas = q::QuotaService::NewStub(house_.quotas_server.channel()),
       .locations = l::LocationService::NewStub(server.channel()),
       .housing = h::HousingService::NewStub(house_.housing_server.channel())});
  InProcess reporter(reporting);
  const auto stub = pb::ReportingService::NewStub(reporter.channel());
  EXPECT_THAT(CallRpc(*stub, &House::Stub::CreateReport, ReportRequest("next")),
              HasReason("SOURCE_CHANGED"));
}

TEST_F(ExplainServiceTest, TamperingShows) {
  const std::string json = absl::StrReplaceAll(
      Render(pb::RenderReportRequest::FORMAT_JSON), {{"300", "301"}});
  // As pieces were stored before they were packed.
  const std::string pieces = house_.db.schema() + ".report_pieces";
  TestServer::Shared().Administrate("DELETE FROM " + pieces +
                                    " WHERE part = 2");
  constexpr size_t kBytes = 60000;
  for (size_t start = 0; start < json.size(); start += kBytes) {
    TestServer::Shared().Administrate(absl::StrCat(
        "INSERT INTO ", pieces, " (report, part, position, bytes) VALUES ('",
        kVerslag, "', 2, ", start / kBytes, ", ",
        Hex(json.substr(start, kBytes)), ")"));
  }
  // Every row is sealed: whatever is altered shows there too.
  EXPECT_THAT(Broken(*Verify()),
              testing::ElementsAre("content_hash", "audit_chain"));
  Tamper("reports SET content_sha256 = '" + Sha256(json) + "'");
  EXPECT_THAT(Broken(*Verify()), testing::ElementsAre("content_hash", "seal",
                                                      "audit_chain", "remake"));
  Tamper("revisions SET organisation = 'iemand anders' WHERE revision = 2");
  EXPECT_THAT(Broken(*Verify(false)),
              testing::ElementsAre("content_hash", "seal", "audit_chain"));
}

// The same report twice: as it is made today, and as it was made and sealed
// before reports held enums. Nobody sees a difference but in its JSON.
TEST_F(ExplainServiceTest, AReportOfBeforeIsReadAsOneOfToday) {
  const auto today = Get();
  ASSERT_THAT(today, IsOk());
  const pb::ReportContent before = OfBefore(today->content());
  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(before, &json).ok());
  ASSERT_THAT(json, HasSubstr("\"state\":\"open\""));
  pb::Report then = *today;
  *then.mutable_content() = WithoutEdition(today->content());
  then.set_content_sha256(Sha256(json));
  then.set_seal(SealOf(then, ""));
  TestServer::Shared().Administrate("DELETE FROM " + house_.db.schema() +
                                    ".report_pieces");
  Tamper(absl::StrCat("reports SET content = ", Hex(before.SerializeAsString()),
                      ", json = ", Hex(json), ", content_sha256 = '",
                      then.content_sha256(), "', seal = '", then.seal(), "'"));
  SealAnew(house_.db);
  house_.Restart();
  const auto read = Get();
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(*read, EqualsProto(then.DebugString()));
  EXPECT_EQ(Render(pb::RenderReportRequest::FORMAT_JSON), json);
  EXPECT_THAT(Render(pb::RenderReportRequest::FORMAT_ARCHIVE),
              HasSubstr("inhoud.json"));
  pb::GetStandingRequest of_standing;
  of_standing.set_name(kVerslag);
  const auto standing =
      house_.Call(Ministry(), &Stub::GetStanding, of_standing);
  ASSERT_THAT(standing, IsOk());
  pb::RenderReportRequest as_page;
  as_page.set_format(pb::RenderReportRequest::FORMAT_HTML);
  EXPECT_EQ(Render(pb::RenderReportRequest::FORMAT_HTML),
            PrintReport(*read, *standing, as_page, {})->bytes);
  EXPECT_EQ(
      Explain("provinces/pv23#asylum.guaranteed_place_count")->count(),
      today->content().total().figures().asylum().guaranteed_place_count());
  ASSERT_THAT(Create(ReportRequest("later")), IsOk());
  pb::CompareReportsRequest compare;
  compare.set_name(kVerslag);
  compare.set_other("provinces/pv23/reports/later");
  const auto compared = house_.Call(Ministry(), &Stub::CompareReports, compare);
  ASSERT_THAT(compared, IsOk());
  // What it said as 0 and nobody delivered, is said to be unknown.
  for (const pb::FigureDifference& one : compared->differences()) {
    EXPECT_EQ(one.difference_count(), 0) << one.DebugString();
    EXPECT_FALSE(one.has_to_count());
  }
  Correct(250);
  const auto verified = Verify();
  ASSERT_THAT(verified, IsOk());
  EXPECT_TRUE(verified->holds()) << verified->DebugString();
  EXPECT_EQ(verified->checks_size(), 6);

  // Whoever changes what is stored, or what is sealed, is seen.
  Tamper("reports SET content = REPLACE(content, 'open', 'idea')");
  EXPECT_THAT(Broken(*Verify()),
              testing::ElementsAre("content_hash", "audit_chain", "remake"));
}

// One that was sealed by the program of then.
TEST_F(ExplainServiceTest, TheSealedPlanIsShownOpenedComparedAndVerified) {
  const std::string json = SealedPlan(),
                    name = "regions/ijsselland/reports/plan-2024";
  const auto content = ContentOfJson(json);
  ASSERT_THAT(content, IsOk());
  pb::Report plan;
  plan.set_name(name);
  plan.set_version(1);
  plan.set_content_sha256(kSealedPlanSha256);
  TestServer::Shared().Administrate(absl::StrCat(
      "INSERT INTO ", house_.db.schema(),
      ".reports (name, parent, revision, create_time, spec, "
      "superseded_report, content, json, content_sha256, version, seal) "
      "VALUES ('",
      name, "', 'regions/ijsselland', 2, '2024-10-31', ",
      Hex(content->spec().SerializeAsString()), ", '', ",
      Hex(content->SerializeAsString()), ", ", Hex(json), ", '",
      kSealedPlanSha256, "', 1, '", SealOf(plan, ""), "')"));
  SealAnew(house_.db);
  house_.Restart();
  const auto read = Get(name);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->content().DebugString(),
              HasSubstr("location_state: LOCATION_STATE_OPEN"));
  EXPECT_EQ(Sha256(Render(pb::RenderReportRequest::FORMAT_JSON, name)),
            kSealedPlanSha256);
  const std::string page = Render(pb::RenderReportRequest::FORMAT_HTML, name);
  EXPECT_THAT(page, HasSubstr("besluit in voorbereiding"));
  EXPECT_THAT(page, Not(HasSubstr("decision_pending")));
  pb::ExplainFigureRequest explain;
  explain.set_name(name);
  explain.set_figure("regions/ijsselland#asylum.guaranteed_place_count");
  const auto opened = house_.Call(Ministry(), &Stub::ExplainFigure, explain);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->count(),
            content->total().figures().asylum().guaranteed_place_count());
  pb::CompareReportsRequest compare;
  compare.set_name(name);
  compare.set_other(name);
  EXPECT_EQ(house_.Call(Ministry(), &Stub::CompareReports, compare)
                ->differences_size(),
            0);
  compare.set_other(kVerslag);
  EXPECT_GT(house_.Call(Ministry(), &Stub::CompareReports, compare)
                ->differences_size(),
            10);
  const auto verified = Verify(false, name);
  ASSERT_THAT(verified, IsOk());
  EXPECT_TRUE(verified->holds()) << verified->DebugString();
}

TEST_F(ExplainServiceTest, HiddenNamesStayHiddenInExplanations) {
  house_.Locations(
      "parent: 'provinces/pv23' locations { name: "
      "'municipalities/gm0193/locations/stil' display_name: 'Huize Stil' kind: "
      "'azc' operator: OPERATOR_COA address_protected: true source: 'x' } "
      "state_entries { location: 'municipalities/gm0193/locations/stil' state: "
      "LOCATION_STATE_OPEN start_date { year: 2023 month: 6 day: 30 } source: "
      "'x' } place_entries { location: 'municipalities/gm0193/locations/stil' "
      "group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: 2023 "
      "month: 6 day: 30 } place_count: 40 decision: 'b' source: 'x' }");
  ASSERT_THAT(Create(ReportRequest("later")), IsOk());
  pb::ExplainFigureRequest request;
  request.set_name("provinces/pv23/reports/later");
  request.set_figure("municipalities/gm0193#asylum.guaranteed_place_count");
  const auto explained =
      house_.Call(Town(kKampen), &Stub::ExplainFigure, request);
  ASSERT_THAT(explained, IsOk());
  std::string hidden;
  for (const auto& part : explained->parts()) {
    if (part.figure().find("beschermd-1") != std::string::npos) {
      hidden = part.figure();
    }
  }
  EXPECT_THAT(explained->DebugString(), Not(HasSubstr("Stil")));
  ASSERT_NE(hidden, "");
  request.set_figure(hidden);
  const auto deeper = house_.Call(Town(kKampen), &Stub::ExplainFigure, request);
  ASSERT_THAT(deeper, IsOk());
  EXPECT_EQ(deeper->count(), 40);
  EXPECT_THAT(deeper->DebugString(), Not(HasSubstr("locations/stil")));
  pb::CompareReportsRequest compare;
  compare.set_name(kVerslag);
  compare.set_other("provinces/pv23/reports/later");
  const auto compared =
      house_.Call(Town(kKampen), &Stub::CompareReports, compare);
  EXPECT_THAT(compared->DebugString(), HasSubstr("Beschermde locatie 1"));
  EXPECT_THAT(compared->DebugString(), Not(HasSubstr("Stil")));
}

}  // namespace
}  // namespace opvang::reporting
