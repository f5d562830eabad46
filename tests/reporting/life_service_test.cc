// A report goes up the chain, by calls of many organisations.
#include <functional>

#include "common/base/municipality.h"
#include "services/reporting/report_access.h"
#include "tests/reporting/house.h"

namespace opvang::reporting {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Report = pb::Report;
using Confirmation = pb::Standing::Confirmation;
using Stub = House::Stub;

constexpr char kHidden[] =
    "parent: 'provinces/pv23' locations { name: "
    "'municipalities/gm0193/locations/stil' display_name: 'Huize Stil' kind: "
    "'azc' operator: OPERATOR_COA address: 'Stille Steeg 5' "
    "address_protected: true source: 'x' } state_entries { location: "
    "'municipalities/gm0193/locations/stil' state: LOCATION_STATE_OPEN "
    "start_date { year: 2023 month: 6 day: 30 } source: 'x' } place_entries { "
    "location: 'municipalities/gm0193/locations/stil' group: "
    "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: 2023 month: 6 "
    "day: 30 } place_count: 40 decision: 'overeenkomst' source: 'x' }";

class LifeServiceTest : public testing::Test {
 protected:
  LifeServiceTest() {
    house_.Quotas(kCycle);
    house_.Locations(kRol);
  }

  template <typename Request>
  Request New(const std::string& name = kVerslag) {
    return house_.New<Request>(name);
  }
  absl::StatusOr<Report> Create(pb::CreateReportRequest request,
                                const std::string& actor = "") {
    return house_.Call(Province(), &Stub::CreateReport, request, actor);
  }
  absl::StatusOr<pb::Standing> Confirm(const Organisation& who,
                                       const std::string& municipality,
                                       const std::string& letter = "brief",
                                       const std::string& name = kVerslag) {
    auto request = New<pb::ConfirmFiguresRequest>(name);
    request.set_municipality(municipality);
    request.set_letter(letter);
    return house_.Call(who, &Stub::ConfirmFigures, request);
  }
  void ConfirmAll(const std::string& name = kVerslag,
                  const std::string& parent = "provinces/pv23") {
    const auto municipalities = MunicipalitiesIn(parent);
    for (const Municipality* one : *municipalities) {
      const auto standing = Standing(Province(), name);
      for (const Confirmation& has : standing->confirmations()) {
        if (has.municipality() != one->Name()) continue;
        if (has.state() == Confirmation::STATE_CONFIRMED) continue;
        ASSERT_THAT(Confirm(Province(), one->Name(), "brief", name), IsOk());
      }
    }
  }
  absl::StatusOr<pb::Standing> Adopt(const Organisation& who,
                                     const std::string& subject,
                                     const std::string& name = kVerslag,
                                     const std::string& actor = "") {
    auto request = New<pb::AdoptReportRequest>(name);
    request.set_subject(subject);
    request.set_letter("vergadering");
    return house_.Call(who, &Stub::AdoptReport, request, actor);
  }
  void AdoptAll(const std::string& name = kVerslag) {
    ASSERT_THAT(Adopt(Region(), "regions/ijsselland", name), IsOk());
    ASSERT_THAT(Adopt(Region("regions/twente"), "regions/twente", name),
                IsOk());
  }
  absl::StatusOr<pb::Standing> Submit(const std::string& actor = "ander",
                                      const std::string& name = kVerslag) {
    auto request = New<pb::SubmitReportRequest>(name);
    request.set_letter("brief aan de minister");
    return house_.Call(Province(), &Stub::SubmitReport, request, actor);
  }
  absl::StatusOr<pb::Standing> Standing(const Organisation& who,
                                        const std::string& name = kVerslag) {
    pb::GetStandingRequest request;
    request.set_name(name);
    return house_.Call(who, &Stub::GetStanding, request);
  }
  absl::StatusOr<pb::ListFindingsResponse> Findings(
      const std::string& name = kVerslag, const Organisation& who = Ministry(),
      int page_size = 1000, const std::string& token = "") {
    pb::ListFindingsRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return house_.Call(who, &Stub::ListFindings, request);
  }
  absl::StatusOr<pb::Finding> Explain(const Organisation& who,
                                      const std::string& key,
                                      const std::string& body,
                                      const std::string& name = kVerslag) {
    auto request = New<pb::ExplainFindingRequest>(name);
    request.set_key(key);
    request.set_body(body);
    request.set_source("brief");
    return house_.Call(who, &Stub::ExplainFinding, request);
  }
  // Explains everything that must be mended.
  void MendAll(const std::string& name = kVerslag) {
    const auto listed = Findings(name);
    for (const pb::Finding& finding : listed->findings()) {
      if (finding.level() != pb::Finding::LEVEL_FIX) continue;
      if (finding.has_explanation()) continue;
      ASSERT_THAT(Explain(Province(), finding.key(), "Bekend.", name), IsOk());
    }
  }
  // A next version of `previous`.
  pb::CreateReportRequest Next(const std::string& id,
                               const std::string& previous) {
    auto request = ReportRequest(id);
    request.mutable_report()->set_superseded_report(previous);
    request.mutable_report()->set_change_reason("correctie");
    return request;
  }

  House house_;
};

TEST_F(LifeServiceTest, AReportGoesUpTheChain) {
  const auto made = Create(ReportRequest("verslag"), "maker");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->state(), Report::STATE_DRAFT);
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->edition(), pb::EDITION_INTERNAL);
  EXPECT_EQ(made->seal().size(), 64);
  const auto confirmed = Confirm(Town(), kZwolle, "");
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state(), Report::STATE_DRAFT);
  EXPECT_FALSE(confirmed->obstacles().empty());
  ConfirmAll();
  EXPECT_EQ(Standing(Ministry())->state(), Report::STATE_CONFIRMED);
  AdoptAll();
  EXPECT_EQ(Standing(Ministry())->state(), Report::STATE_ADOPTED);
  MendAll();
  const auto submitted = Submit();
  ASSERT_THAT(submitted, IsOk());
  EXPECT_EQ(submitted->state(), Report::STATE_SUBMITTED);
  // What a call answers is what is read afterwards.
  EXPECT_EQ(Standing(Province())->SerializeAsString(),
            submitted->SerializeAsString());
  std::vector<std::string> verbs;
  for (const auto& event : submitted->events()) {
    if (verbs.empty() || verbs.back() != event.verb()) {
      verbs.push_back(event.verb());
    }
  }
  EXPECT_THAT(verbs,
              ElementsAre("created", "confirmed", "adopted", "submitted"));
  EXPECT_EQ(submitted->events(0).organisation(), "provincie");
  EXPECT_EQ(submitted->events(0).actor(), "proved:maker");
  EXPECT_EQ(submitted->events(1).subject(), kZwolle);
  pb::GetReportRequest get;
  get.set_name(kVerslag);
  const auto report = house_.Call(Ministry(), &Stub::GetReport, get);
  EXPECT_EQ(report->state(), Report::STATE_SUBMITTED);
  EXPECT_EQ(report->content_sha256(), made->content_sha256());
}

// Every role, every state, every verb: dry runs, so that nothing moves.
TEST_F(LifeServiceTest, EachRoleMayInEachStateWhatTheTablesSay) {
  ASSERT_THAT(Create(ReportRequest("verslag"), "maker"), IsOk());
  struct Step {
    std::string method;
    std::function<absl::Status(const Organisation&)> take;
    // "" where it may, else the reason: draft, confirmed, adopted, submitted,
    // amended.
    std::vector<std::string> in_state;
  };
  const auto dry = [&](const Organisation& who, auto method, auto request) {
    request.set_validate_only(true);
    return house_.Call(who, method, request, "ander").status();
  };
  const std::string no = "STEP_IMPOSSIBLE";
  const std::vector<Step> steps = {
      {"ConfirmFigures",
       [&](const Organisation& who) {
         auto request = New<pb::ConfirmFiguresRequest>();
         request.set_municipality(kZwolle);
         request.set_letter("brief");
         return dry(who, &Stub::ConfirmFigures, request);
       },
       {"", no, no, no, no}},
      {"RevokeConfirmation",
       [&](const Organisation& who) {
         auto request = New<pb::RevokeConfirmationRequest>();
         request.set_municipality(kZwolle);
         request.set_reason("fout");
         return dry(who, &Stub::RevokeConfirmation, request);
       },
       {no, "", no, no, no}},
      {"AdoptReport",
       [&](const Organisation& who) {
         auto request = New<pb::AdoptReportRequest>();
         request.set_subject("regions/ijsselland");
         request.set_letter("vergadering");
         return dry(who, &Stub::AdoptReport, request);
       },
       {no, "", no, no, no}},
      {"SubmitReport",
       [&](const Organisation& who) {
         auto request = New<pb::SubmitReportRequest>();
         request.set_letter("brief");
         return dry(who, &Stub::SubmitReport, request);
       },
       {no, no, "", no, no}},
      {"ReopenReport",
       [&](const Organisation& who) {
         auto request = New<pb::ReopenReportRequest>();
         request.set_reason("nieuw besluit");
         return dry(who, &Stub::ReopenReport, request);
       },
       {no, no, "", no, no}},
      {"DiscardReport",
       [&](const Organisation& who) {
         auto request = New<pb::DiscardReportRequest>();
         request.set_reason("verkeerde dag");
         return dry(who, &Stub::DiscardReport, request);
       },
       {"", no, no, no, no}},
      {"SetEmbargo",
       [&](const Organisation& who) {
         auto request = New<pb::SetEmbargoRequest>();
         request.set_reason("persmoment");
         request.mutable_embargo_time()->set_seconds(1740000000);
         return dry(who, &Stub::SetEmbargo, request);
       },
       {"", "", "", "", ""}},
  };
  // Who may what, in words of the law rather than of the table of rights.
  const std::vector<std::pair<Organisation, std::vector<std::string>>> may = {
      {Town(), {"ConfirmFigures", "RevokeConfirmation"}},
      {Town(kKampen), {}},
      {Region(), {"ConfirmFigures", "RevokeConfirmation", "AdoptReport"}},
      {Region("regions/twente"), {}},
      {Province(),
       {"ConfirmFigures", "RevokeConfirmation", "AdoptReport", "SubmitReport",
        "ReopenReport", "DiscardReport", "SetEmbargo"}},
      {Province("provinces/pv24"), {}},
      {Other(Role::kCoa), {}},
      {Ministry(), {}},
      {Other(Role::kJob), {}},
      {Other(Role::kAuditor), {}},
  };
  const auto walk = [&](int state) {
    for (const Step& step : steps) {
      for (const auto& [who, methods] : may) {
        const absl::Status status = step.take(who);
        const bool allowed = std::find(methods.begin(), methods.end(),
                                       step.method) != methods.end();
        SCOPED_TRACE(testing::Message()
                     << who.oin << " " << step.method << " in state " << state);
        if (!allowed) {
          EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
        } else if (step.in_state[state].empty()) {
          EXPECT_THAT(status, IsOk());
        } else {
          EXPECT_THAT(status, HasReason(step.in_state[state]));
        }
      }
    }
  };
  walk(0);
  ConfirmAll();
  walk(1);
  AdoptAll();
  MendAll();
  walk(2);
  ASSERT_THAT(Submit(), IsOk());
  walk(3);
  const std::string next = "provinces/pv23/reports/verslag-v2";
  ASSERT_THAT(Create(Next("verslag-v2", kVerslag), "maker"), IsOk());
  EXPECT_EQ(Standing(Ministry())->state(), Report::STATE_SUBMITTED);
  AdoptAll(next);
  MendAll(next);
  ASSERT_THAT(Submit("ander", next), IsOk());
  EXPECT_EQ(Standing(Ministry())->state(), Report::STATE_AMENDED);
  walk(4);
}

// A discarded version is as if it had not been made, but that it can be read.
TEST_F(LifeServiceTest, ADiscardedDraftIsMarkedAndTheVersionBeforeGoesOn) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  ASSERT_THAT(Confirm(Province(), kZwolle), IsOk());
  const std::string next = "provinces/pv23/reports/verslag-v2";
  ASSERT_THAT(Create(Next("verslag-v2", kVerslag)), IsOk());
  EXPECT_THAT(Confirm(Province(), kKampen), HasReason("STEP_IMPOSSIBLE"));
  const auto discard = [&](const std::string& name, const std::string& reason) {
    auto request = New<pb::DiscardReportRequest>(name);
    request.set_reason(reason);
    return house_.Call(Province(), &Stub::DiscardReport, request);
  };
  EXPECT_THAT(discard(next, ""), HasViolation("reason"));
  EXPECT_THAT(discard(kVerslag, "fout"), HasReason("STEP_IMPOSSIBLE"))
      << "it was confirmed, and has a newer version";
  const auto discarded = discard(next, "verkeerde dag");
  ASSERT_THAT(discarded, IsOk());
  EXPECT_EQ(discarded->state(), Report::STATE_DISCARDED);
  EXPECT_EQ(discarded->events().rbegin()->verb(), "discarded");
  EXPECT_EQ(discarded->events().rbegin()->letter(), "verkeerde dag");

  EXPECT_THAT(discard(next, "nog eens"), HasReason("STEP_IMPOSSIBLE"));
  EXPECT_THAT(Confirm(Province(), kKampen, "brief", next),
              HasReason("STEP_IMPOSSIBLE"));
  EXPECT_THAT(Create(Next("verslag-v3", next)), HasReason("STEP_IMPOSSIBLE"));
  auto again = ReportRequest("verslag-v2");
  again.set_request_id(UuidFor("another"));
  EXPECT_THAT(Create(again), HasReason("REPORT_EXISTS"));
  pb::VerifyReportRequest verify;
  verify.set_name(next);
  EXPECT_THAT(house_.Call(Province(), &Stub::VerifyReport, verify), IsOk());

  EXPECT_EQ(Standing(Province())->superseding_report(), "");
  EXPECT_THAT(Confirm(Province(), kKampen), IsOk());
  const auto third = Create(Next("verslag-v3", kVerslag));
  ASSERT_THAT(third, IsOk());
  EXPECT_EQ(third->version(), 2);
  EXPECT_EQ(Standing(Province())->superseding_report(),
            "provinces/pv23/reports/verslag-v3");
}

TEST_F(LifeServiceTest, WhatIsInTheWayIsNamedInFull) {
  ASSERT_THAT(Create(ReportRequest("verslag"), "maker"), IsOk());
  const auto adopted = Adopt(Region(), "regions/ijsselland");
  EXPECT_THAT(adopted, HasReason("STEP_IMPOSSIBLE"));
  EXPECT_THAT(std::string(adopted.status().message()),
              AllOf(HasSubstr("cannot be adopted now for regions/ijsselland"),
                    HasSubstr("not confirmed yet: Dalfsen, Deventer")));
  const auto submitted = Submit();
  EXPECT_THAT(std::string(submitted.status().message()),
              AllOf(HasSubstr("not adopted yet: IJsselland, Twente"),
                    HasSubstr("findings to mend or explain: ")));
  const auto standing = Standing(Province());
  EXPECT_THAT(standing->obstacles(0),
              HasSubstr("Nog niet vastgesteld: IJsselland, Twente"));
  EXPECT_THAT(standing->adoptions(0).obstacles(0),
              HasSubstr("Nog niet bevestigd: Dalfsen"));
}

TEST_F(LifeServiceTest, WhoSpeaksForAnotherCitesTheLetter) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  EXPECT_THAT(Confirm(Region(), kZwolle, ""), HasViolation("letter"));
  const auto standing = Confirm(Region(), kZwolle, "brief van 3 oktober");
  ASSERT_THAT(standing, IsOk());
  const auto& last = *standing->events().rbegin();
  EXPECT_EQ(last.letter(), "brief van 3 oktober");
  EXPECT_EQ(last.organisation(), "regio");
  EXPECT_THAT(Confirm(Province(), "municipalities/gm0014"),
              HasReason("OUT_OF_SCOPE"));
  auto stray = New<pb::ConfirmFiguresRequest>();
  stray.set_name("regions/twente/reports/geen");
  stray.set_municipality(kZwolle);
  EXPECT_THAT(house_.Call(Town(), &Stub::ConfirmFigures, stray),
              HasReason("REPORT_NOT_FOUND"));
}

TEST_F(LifeServiceTest, ARepeatedStepChangesNothing) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  auto request = New<pb::ConfirmFiguresRequest>();
  request.set_municipality(kZwolle);
  const auto first = house_.Call(Town(), &Stub::ConfirmFigures, request);
  const auto again = house_.Call(Town(), &Stub::ConfirmFigures, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Standing(Town())->events_size(), 2);
}

TEST_F(LifeServiceTest, WhoMadeItDoesNotAdoptOrSubmitIt) {
  auto plan = ReportRequest("plan");
  plan.set_parent("regions/ijsselland");
  plan.mutable_report()->mutable_spec()->set_kind(
      pb::REPORT_KIND_REGIONAL_PLAN);
  const std::string name = "regions/ijsselland/reports/plan";
  ASSERT_THAT(house_.Call(Region(), &Stub::CreateReport, plan, "p1"), IsOk());
  ConfirmAll(name, "regions/ijsselland");
  for (const char* same : {"p1", ""}) {
    EXPECT_THAT(Adopt(Region(), "regions/ijsselland", name, same),
                HasReason("FOUR_EYES_MISSING"));
  }
  const auto adopted = Adopt(Region(), "regions/ijsselland", name, "p2");
  ASSERT_THAT(adopted, IsOk());
  EXPECT_EQ(adopted->state(), Report::STATE_ADOPTED);
  // The province's report is then held against the plan.
  const auto report = Create(ReportRequest("verslag"), "p1");
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->spec().compared_reports_size(), 1);
  EXPECT_EQ(report->spec().compared_reports(0).report(), name);
  EXPECT_EQ(report->spec().compared_reports(0).role(),
            pb::ComparedReport::ROLE_REGIONAL_PLAN);
  EXPECT_THAT(Submit("p1"), HasReason("STEP_IMPOSSIBLE"));
}

TEST_F(LifeServiceTest, AConfirmationHoldsUntilTheFiguresChange) {
  ASSERT_THAT(Create(ReportRequest("verslag"), "maker"), IsOk());
  ConfirmAll();
  EXPECT_THAT(Create(ReportRequest("verslag-v2")), IsOk());
  auto without_reason = Next("verslag-v3", kVerslag);
  without_reason.mutable_report()->clear_change_reason();
  EXPECT_THAT(Create(without_reason), HasViolation("report.change_reason"));
  const auto same = Create(Next("verslag-v3", kVerslag));
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->version(), 2);
  EXPECT_EQ(same->state(), Report::STATE_CONFIRMED);
  EXPECT_EQ(same->content().changes_size(), 0);

  house_.Locations(
      "parent: 'provinces/pv23' place_entries { location: "
      "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR basis: "
      "BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } place_count: "
      "250 decision: 'brief' source: 'y' }");
  EXPECT_THAT(Create(Next("verslag-v4", kVerslag)),
              HasReason("VERSION_SUPERSEDED"));
  const std::string v3 = "provinces/pv23/reports/verslag-v3";
  const std::string v4 = "provinces/pv23/reports/verslag-v4";
  const auto changed = Create(Next("verslag-v4", v3));
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->version(), 3);
  EXPECT_EQ(changed->state(), Report::STATE_DRAFT);
  EXPECT_GT(changed->content().changes_size(), 0);
  const auto standing = Standing(Province(), v4);
  int open = 0;
  for (const Confirmation& one : standing->confirmations()) {
    if (one.municipality() != kZwolle) {
      EXPECT_EQ(one.state(), Confirmation::STATE_CONFIRMED);
      continue;
    }
    ++open;
    EXPECT_EQ(one.state(), Confirmation::STATE_CHANGED);
    EXPECT_EQ(one.report(), kVerslag);
    ASSERT_GT(one.changed_figures_size(), 0);
    for (const pb::FigureDifference& figure : one.changed_figures()) {
      EXPECT_EQ(std::abs(figure.difference_count()), 50) << figure.metric();
      EXPECT_EQ(figure.parts(0).cause(),
                figure.metric() == "asylum.gross_shortfall_place_count" ||
                        figure.metric() == "asylum.net_shortfall_place_count"
                    ? figure.parts(0).cause()
                    : pb::FigureDifference::CAUSE_CORRECTED);
    }
  }
  EXPECT_EQ(open, 1);
  std::vector<std::string> codes;
  const auto listed = Findings(v4);
  for (const pb::Finding& finding : listed->findings()) {
    codes.push_back(finding.code());
  }
  EXPECT_THAT(codes, testing::Contains("CONFIRMATION_OUTDATED"));
  EXPECT_THAT(codes, Not(testing::Contains("CONFIRMATION_MISSING")));
  // The version before can no longer move.
  EXPECT_THAT(Adopt(Region(), "regions/ijsselland", v3),
              HasReason("STEP_IMPOSSIBLE"));
  ASSERT_THAT(Confirm(Town(), kZwolle, "", v4), IsOk());
  EXPECT_EQ(Standing(Province(), v4)->state(), Report::STATE_CONFIRMED);
}

TEST_F(LifeServiceTest, BeforeItsEmbargoEndsAReportIsSeenByFew) {
  auto request = ReportRequest("verslag");
  request.mutable_report()->mutable_embargo_time()->set_seconds(1729999999);
  EXPECT_THAT(Create(request), HasViolation("report.embargo_time"));
  request.mutable_report()->mutable_embargo_time()->set_seconds(1730086400);
  ASSERT_THAT(Create(request), IsOk());
  pb::GetReportRequest get;
  get.set_name(kVerslag);
  pb::ListReportsRequest list;
  list.set_parent("provinces/-");
  const auto sees = [&](const Organisation& who) {
    const auto report = house_.Call(who, &Stub::GetReport, get);
    const auto standing = Standing(who);
    const auto listed = house_.Call(who, &Stub::ListReports, list);
    EXPECT_EQ(report.ok(), standing.ok());
    EXPECT_EQ(report.ok(), listed->reports_size() == 1);
    if (report.ok()) return true;
    EXPECT_THAT(report, HasReason("REPORT_NOT_FOUND"));
    return false;
  };
  const std::vector<std::pair<Organisation, bool>> before = {
      {Town(), true},
      {Town("municipalities/gm0014"), false},
      {Region(), true},
      {Region("regions/groningen"), false},
      {Province(), true},
      {Province("provinces/pv24"), false},
      {Other(Role::kCoa), false},
      {Ministry(), true},
      {Other(Role::kJob), true},
      {Other(Role::kAuditor), true},
  };
  for (const auto& [who, expected] : before) {
    EXPECT_EQ(sees(who), expected) << who.oin;
  }
  house_.clock.Set(absl::FromUnixSeconds(1730086400));
  // Without an embargo it is still a draft.
  for (const auto& [who, expected] : before) {
    EXPECT_EQ(sees(who), expected || who.role == Role::kCoa) << who.oin;
  }
  // It may be set again, and lifted.
  auto embargo = New<pb::SetEmbargoRequest>();
  embargo.mutable_embargo_time()->set_seconds(1731000000);
  EXPECT_THAT(house_.Call(Province(), &Stub::SetEmbargo, embargo),
              HasViolation("reason"));
  embargo.set_reason("persmoment verzet");
  ASSERT_THAT(house_.Call(Province(), &Stub::SetEmbargo, embargo), IsOk());
  EXPECT_FALSE(sees(Other(Role::kCoa)));
  auto lift = New<pb::SetEmbargoRequest>();
  lift.set_reason("vervroegd");
  ASSERT_THAT(house_.Call(Province(), &Stub::SetEmbargo, lift), IsOk());
  EXPECT_TRUE(sees(Other(Role::kCoa)));
}

TEST_F(LifeServiceTest, EventsComeInTheOrderInWhichTheyWereRecorded) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  ASSERT_THAT(Create(Next("verslag-v2", kVerslag)), IsOk());
  // An embargo may be moved whatever happened.
  auto embargo = New<pb::SetEmbargoRequest>();
  embargo.mutable_embargo_time()->set_seconds(1731000000);
  embargo.set_reason("wacht op de raad");
  ASSERT_THAT(house_.Call(Province(), &Stub::SetEmbargo, embargo), IsOk());
  const auto standing = Standing(Province());
  ASSERT_THAT(standing, IsOk());
  std::vector<std::string> verbs;
  for (const auto& event : standing->events()) {
    verbs.push_back(event.verb());
  }
  EXPECT_THAT(verbs, ElementsAre("created", "superseded", "embargoed"));
}

TEST_F(LifeServiceTest, TheEmbargoOfASubmissionHolds) {
  ASSERT_THAT(Create(ReportRequest("verslag"), "maker"), IsOk());
  ConfirmAll();
  AdoptAll();
  MendAll();
  auto request = New<pb::SubmitReportRequest>();
  request.set_letter("brief");
  request.mutable_embargo_time()->set_seconds(1);
  EXPECT_THAT(house_.Call(Province(), &Stub::SubmitReport, request, "ander"),
              HasViolation("embargo_time"));
  request.mutable_embargo_time()->set_seconds(1731000000);
  const auto standing =
      house_.Call(Province(), &Stub::SubmitReport, request, "ander");
  ASSERT_THAT(standing, IsOk());
  EXPECT_EQ(standing->embargo_time().seconds(), 1731000000);
  EXPECT_THAT(Standing(Other(Role::kCoa)), HasReason("REPORT_NOT_FOUND"));
  EXPECT_THAT(Standing(Province("provinces/pv24")),
              HasReason("REPORT_NOT_FOUND"));
  house_.clock.Set(absl::FromUnixSeconds(1731000000));
  EXPECT_THAT(Standing(Other(Role::kCoa)), IsOk());
  EXPECT_THAT(Standing(Province("provinces/pv24")), IsOk());
}

// Adopted, it is still the Commissaris's to send.
TEST_F(LifeServiceTest, WhatIsNotFinalIsForThoseItConcerns) {
  ASSERT_THAT(Create(ReportRequest("verslag"), "maker"), IsOk());
  const auto elsewhere = [&] {
    return Standing(Town("municipalities/gm0014"));
  };
  EXPECT_THAT(elsewhere(), HasReason("REPORT_NOT_FOUND"));
  ConfirmAll();
  EXPECT_THAT(elsewhere(), HasReason("REPORT_NOT_FOUND"));
  AdoptAll();
  EXPECT_THAT(elsewhere(), HasReason("REPORT_NOT_FOUND"));
  MendAll();
  ASSERT_THAT(Submit(), IsOk());
  EXPECT_THAT(elsewhere(), IsOk());
}

TEST_F(LifeServiceTest, AProtectedLocationIsNamedToFew) {
  house_.Locations(kHidden);
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  const auto html = [&](const Organisation& who,
                        pb::Edition edition = pb::EDITION_UNSPECIFIED) {
    return house_.Render(who, kVerslag, pb::RenderReportRequest::FORMAT_JSON,
                         edition);
  };
  const auto named = AllOf(HasSubstr("Huize Stil"), HasSubstr("Stille Steeg"));
  for (const Organisation& who :
       {Province(), Ministry(), Other(Role::kCoa), Other(Role::kAuditor),
        Other(Role::kJob), Town(), Region()}) {
    EXPECT_THAT(html(who), named) << who.oin;
  }
  const auto hidden =
      AllOf(Not(HasSubstr("Huize Stil")), Not(HasSubstr("Stille")),
            Not(HasSubstr("/stil")), HasSubstr("Beschermde locatie 1"));
  for (const Organisation& who : {Town(kKampen), Region("regions/twente")}) {
    EXPECT_THAT(html(who), hidden) << who.oin;
  }
  EXPECT_THAT(html(Province(), pb::EDITION_PUBLIC), hidden);
  pb::GetReportRequest get;
  get.set_name(kVerslag);
  get.set_edition(pb::EDITION_INTERNAL);
  EXPECT_THAT(house_.Call(Town(kKampen), &Stub::GetReport, get),
              HasReason("EDITION_NOT_ALLOWED"));
  get.clear_edition();
  const auto seen = house_.Call(Town(kKampen), &Stub::GetReport, get);
  EXPECT_EQ(seen->edition(), pb::EDITION_PUBLIC);
  EXPECT_EQ(house_.Call(Province(), &Stub::GetReport, get)->content_sha256(),
            seen->content_sha256());
}

TEST_F(LifeServiceTest, AnExplanationStaysWhileTheFactsStand) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  const auto findings = Findings();
  ASSERT_THAT(findings, IsOk());
  const pb::Finding* found = nullptr;
  for (const pb::Finding& one : findings->findings()) {
    if (one.code() == "SHORTFALL_WITHOUT_PLAN" && one.subject() == kZwolle) {
      found = &one;
    }
  }
  ASSERT_NE(found, nullptr) << findings->DebugString();
  EXPECT_THAT(Explain(Town(kKampen), found->key(), "Zo is het."),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(Explain(Town(), "NIETS|x", "Zo is het."),
              HasReason("FINDING_NOT_FOUND"));
  EXPECT_THAT(Explain(Town(), found->key(), ""), HasViolation("body"));
  const auto explained = Explain(Town(), found->key(), "Wij bouwen in 2026.");
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(explained->explanation().organisation(), "gemeente");
  const auto find = [&](const std::string& name) {
    const auto listed = Findings(name);
    for (const pb::Finding& one : listed->findings()) {
      if (one.key() == found->key()) return one;
    }
    return pb::Finding();
  };
  EXPECT_EQ(find(kVerslag).explanation().body(), "Wij bouwen in 2026.");

  // A next version knows it, within its sealed content.
  const auto next = Create(Next("verslag-v2", kVerslag));
  ASSERT_THAT(next, IsOk());
  int sealed = 0;
  for (const pb::Finding& one : next->content().findings()) {
    if (one.key() == found->key()) {
      ++sealed;
      EXPECT_EQ(one.explanation().body(), "Wij bouwen in 2026.");
    }
  }
  EXPECT_EQ(sealed, 1);
  int wrote = 0;
  for (const pb::WriteRecord& write : next->content().writes()) {
    wrote += write.method() == "ExplainFinding" &&
             write.organisation() == "gemeente";
  }
  EXPECT_EQ(wrote, 1);

  // Other facts, and it has lapsed.
  house_.Locations(
      "parent: 'provinces/pv23' place_entries { location: "
      "'municipalities/gm0193/locations/rol' group: PLACE_GROUP_REGULAR basis: "
      "BASIS_DECIDED start_date { year: 2023 month: 6 day: 30 } place_count: "
      "250 decision: 'brief' source: 'y' }");
  const std::string v2 = "provinces/pv23/reports/verslag-v2";
  const std::string v3 = "provinces/pv23/reports/verslag-v3";
  ASSERT_THAT(Create(Next("verslag-v3", v2)), IsOk());
  EXPECT_FALSE(find(v3).has_explanation());
  EXPECT_EQ(find(v3).lapsed_explanation().body(), "Wij bouwen in 2026.");
  EXPECT_EQ(find(v2).explanation().body(), "Wij bouwen in 2026.");
}

TEST_F(LifeServiceTest, FindingsComeInPagesTheGravestFirst) {
  ASSERT_THAT(Create(ReportRequest("verslag")), IsOk());
  const auto all = Findings();
  ASSERT_GT(all->findings_size(), 3);
  EXPECT_EQ(all->refuse_count() + all->fix_count() + all->explain_count(),
            all->findings_size());
  std::vector<std::string> keys, paged;
  int level = 0;
  for (const pb::Finding& one : all->findings()) {
    EXPECT_GE(one.level(), level);
    level = one.level();
    keys.push_back(one.key());
  }
  std::string token;
  do {
    const auto page = Findings(kVerslag, Ministry(), 2, token);
    for (const pb::Finding& one : page->findings()) paged.push_back(one.key());
    token = page->next_page_token();
    EXPECT_EQ(page->fix_count(), all->fix_count());
  } while (!token.empty());
  EXPECT_EQ(paged, keys);
}

TEST_F(LifeServiceTest, TheStandingOfAnEarlierRevisionIsKept) {
  const auto made = Create(ReportRequest("verslag"));
  ASSERT_THAT(Confirm(Town(), kZwolle), IsOk());
  pb::GetStandingRequest request;
  request.set_name(kVerslag);
  request.set_revision(made->revision());
  const auto then = house_.Call(Town(), &Stub::GetStanding, request);
  ASSERT_THAT(then, IsOk());
  for (const Confirmation& one : then->confirmations()) {
    EXPECT_EQ(one.state(), Confirmation::STATE_OPEN);
  }
}

}  // namespace
}  // namespace opvang::reporting
