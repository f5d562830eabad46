// Reports of provinces without regional tables, and with one across a border.
#include "common/base/municipality.h"
#include "tests/reporting/house.h"
#include "tests/support/border_rows.h"

namespace opvang::reporting {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using Stub = House::Stub;

std::string Quota(const char* municipality, int count) {
  return absl::StrCat(
      "quota_entries { subject: '", municipality,
      "' duty: DUTY_ASYLUM period: 'cycles/2024' basis: BASIS_INDICATIVE "
      "quota_count: ",
      count, " start_date { year: 2024 month: 1 day: 31 } source: 'proef' } ");
}

// The targets of the areas that a report sums, by Dutch name.
std::map<std::string, int> TargetsOf(const pb::ReportContent& content) {
  std::map<std::string, int> targets;
  for (const pb::SubtotalRow& region : content.regions()) {
    targets[region.display_name()] =
        region.figures().asylum().target_place_count();
  }
  targets["totaal"] = content.total().figures().asylum().target_place_count();
  return targets;
}

std::vector<std::string> AboutIn(const pb::ReportContent& content,
                                 const std::string& code) {
  std::vector<std::string> sentences;
  for (const pb::Finding& finding : content.findings()) {
    if (finding.code() == code) sentences.push_back(finding.sentence());
  }
  return sentences;
}

class BorderServiceTest : public testing::Test {
 protected:
  BorderServiceTest() {
    house_.Quotas(kCycle);
    house_.Quotas(absl::StrCat(
        "parent: 'countries/nl' ", Quota(kNoordoostpolder, 100),
        Quota(kUrk, 20), Quota(kSteenwijkerland, 300), Quota(kAlmere, 1000),
        Quota(kZeewolde, 50), Quota(kDronten, 200)));
  }

  pb::CreateReportRequest Asking(const std::string& parent,
                                 absl::CivilDay day) {
    pb::CreateReportRequest request =
        ReportRequest(absl::StrCat("verslag-", ++count_));
    request.set_parent(parent);
    pb::ReportSpec& spec = *request.mutable_report()->mutable_spec();
    *spec.mutable_as_of_date() = ToProto(day);
    if (day < DayOf(spec.placements_date())) {
      *spec.mutable_placements_date() = ToProto(day);
    }
    if (absl::StartsWith(parent, "regions/")) {
      spec.set_kind(pb::REPORT_KIND_REGIONAL_PLAN);
    }
    return request;
  }
  absl::StatusOr<pb::Report> CreateAs(
      const Organisation& who, const std::string& parent,
      absl::CivilDay day = absl::CivilDay(2024, 10, 31)) {
    return house_.Call(who, &Stub::CreateReport, Asking(parent, day));
  }
  pb::Report Create(const std::string& parent,
                    absl::CivilDay day = absl::CivilDay(2024, 10, 31)) {
    const auto made = CreateAs(Ministry(), parent, day);
    EXPECT_THAT(made, IsOk());
    return *made;
  }
  absl::StatusOr<pb::Standing> Confirm(const Organisation& who,
                                       const std::string& name,
                                       const std::string& municipality) {
    auto request = house_.New<pb::ConfirmFiguresRequest>(name);
    request.set_municipality(municipality);
    request.set_letter("brief");
    return house_.Call(who, &Stub::ConfirmFigures, request);
  }
  absl::StatusOr<pb::Standing> Adopt(const Organisation& who,
                                     const std::string& name,
                                     const std::string& subject) {
    auto request = house_.New<pb::AdoptReportRequest>(name);
    request.set_subject(subject);
    request.set_letter("vergadering");
    return house_.Call(who, &Stub::AdoptReport, request);
  }
  absl::StatusOr<pb::Standing> StandingFor(const Organisation& who,
                                           const std::string& name) {
    pb::GetStandingRequest request;
    request.set_name(name);
    return house_.Call(who, &Stub::GetStanding, request);
  }
  std::vector<std::string> AdoptersOf(const std::string& name) {
    std::vector<std::string> adopters;
    const auto standing = StandingFor(Ministry(), name);
    for (const auto& one : standing->adoptions()) {
      adopters.push_back(one.subject());
    }
    return adopters;
  }
  // Confirmed by the towns themselves and adopted by `who`.
  void AdoptWhole(const Organisation& who, const pb::Report& report,
                  const std::string& subject) {
    for (const auto& row : report.content().municipalities()) {
      if (!LiesWithin(row.municipality(), subject)) continue;
      ASSERT_THAT(
          Confirm(Town(row.municipality()), report.name(), row.municipality()),
          IsOk());
    }
    ASSERT_THAT(Adopt(who, report.name(), subject), IsOk());
  }

  // All the way to the minister, by other hands than those that made it.
  void Submit(const std::string& province) {
    const pb::Report report = Create(province);
    for (const std::string& adopter : AdoptersOf(report.name())) {
      const Organisation who =
          adopter == province ? Province(province) : Region(adopter);
      for (const auto& row : report.content().municipalities()) {
        const bool is_own =
            adopter == (row.region().empty() ? province : row.region());
        if (!is_own) continue;
        ASSERT_THAT(Confirm(who, report.name(), row.municipality()), IsOk());
      }
      ASSERT_THAT(Adopt(who, report.name(), adopter), IsOk());
    }
    pb::ListFindingsRequest findings;
    findings.set_name(report.name());
    findings.set_page_size(1000);
    const auto listed = house_.Call(Ministry(), &Stub::ListFindings, findings);
    ASSERT_THAT(listed, IsOk());
    for (const pb::Finding& one : listed->findings()) {
      if (one.level() != pb::Finding::LEVEL_FIX) continue;
      auto request = house_.New<pb::ExplainFindingRequest>(report.name());
      request.set_key(one.key());
      request.set_body("Bekend.");
      request.set_source("brief");
      ASSERT_THAT(
          house_.Call(Province(province), &Stub::ExplainFinding, request),
          IsOk());
    }
    auto request = house_.New<pb::SubmitReportRequest>(report.name());
    request.set_letter("brief aan de minister");
    ASSERT_THAT(house_.Call(Province(province), &Stub::SubmitReport, request),
                IsOk());
  }

  House house_;
  int count_ = 0;
};

TEST_F(BorderServiceTest, AProvinceWithoutTablesAdoptsForItsMunicipalities) {
  const pb::Report report = Create(kDrenthe);
  EXPECT_THAT(report.content().regions(), IsEmpty());
  EXPECT_EQ(report.content().municipalities_size(), 12);
  EXPECT_THAT(AboutIn(report.content(), "REGION_MISSING"), IsEmpty());
  EXPECT_THAT(AboutIn(report.content(), "PLAN_MISSING"), IsEmpty());
  EXPECT_THAT(AdoptersOf(report.name()), ElementsAre(kDrenthe));
  AdoptWhole(Province(kDrenthe), report, kDrenthe);
  EXPECT_EQ(StandingFor(Ministry(), report.name())->state(),
            pb::Report::STATE_ADOPTED);
}

TEST_F(BorderServiceTest, AProvinceSumsItsOwnPartOfATable) {
  const pb::Report flevoland = Create(kFlevoland);
  EXPECT_EQ(TargetsOf(flevoland.content()),
            (std::map<std::string, int>{{"Grensland (deel in Flevoland)", 120},
                                        {"Polder", 1050},
                                        {"totaal", 1370}}));
  EXPECT_THAT(AboutIn(flevoland.content(), "REGION_MISSING"),
              ElementsAre(HasSubstr("Van Dronten is geen regietafel bekend")));
  EXPECT_THAT(AdoptersOf(flevoland.name()),
              UnorderedElementsAre(kGrensland, kPolder, kFlevoland));
  const pb::Report overijssel = Create(kOverijssel);
  EXPECT_EQ(
      TargetsOf(overijssel.content()).at("Grensland (deel in Overijssel)"),
      300);
  pb::ExplainFigureRequest request;
  request.set_name(flevoland.name());
  request.set_figure(absl::StrCat(kGrensland, "#asylum.target_place_count"));
  const auto opened = house_.Call(Ministry(), &Stub::ExplainFigure, request);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->parts_size(), 2);
}

TEST_F(BorderServiceTest, APlanCoversTheWholeTable) {
  const auto plan = CreateAs(Region(kGrensland), kGrensland);
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(TargetsOf(plan->content()),
            (std::map<std::string, int>{{"totaal", 420}}));
  EXPECT_EQ(plan->content().municipalities_size(), 3);
}

TEST_F(BorderServiceTest, APlanIsHeldAgainstTheReportOfEachProvinceForItsPart) {
  AdoptWhole(Region(kGrensland), Create(kGrensland), kGrensland);
  for (const char* province : {kFlevoland, kOverijssel}) {
    const pb::Report same = Create(province);
    EXPECT_THAT(same.content().plan_differences(), IsEmpty()) << province;
    EXPECT_THAT(AboutIn(same.content(), "PLAN_MISSING"),
                Not(Contains(HasSubstr("Grensland"))));
  }
  house_.Quotas(absl::StrCat("parent: 'countries/nl' ", Quota(kUrk, 35)));
  const pb::Report flevoland = Create(kFlevoland);
  std::map<std::string, std::pair<int, int>> differences;
  for (const auto& one : flevoland.content().plan_differences()) {
    if (one.metric() != "asylum.target_place_count") continue;
    differences[one.subject()] = {one.from_count(), one.to_count()};
  }
  EXPECT_EQ(differences, (std::map<std::string, std::pair<int, int>>{
                             {kGrensland, {120, 135}}, {kUrk, {20, 35}}}));
  EXPECT_THAT(Create(kOverijssel).content().plan_differences(), IsEmpty());
}

TEST_F(BorderServiceTest, ATableAdoptsInTheReportOfEachProvince) {
  for (const char* province : {kFlevoland, kOverijssel}) {
    const pb::Report report = Create(province);
    EXPECT_THAT(Adopt(Province(province), report.name(), kGrensland),
                HasReason("OUT_OF_SCOPE"));
    EXPECT_THAT(Adopt(Region(kPolder), report.name(), kGrensland),
                HasReason("OUT_OF_SCOPE"));
    for (const auto& row : report.content().municipalities()) {
      if (row.region() != kGrensland) continue;
      ASSERT_THAT(
          Confirm(Region(kGrensland), report.name(), row.municipality()),
          IsOk());
    }
    const auto adopted = Adopt(Region(kGrensland), report.name(), kGrensland);
    ASSERT_THAT(adopted, IsOk());
    for (const auto& one : adopted->adoptions()) {
      EXPECT_EQ(one.adopted(), one.subject() == kGrensland) << one.subject();
    }
  }
}

TEST_F(BorderServiceTest, NobodySpeaksForWhoIsNotTheirs) {
  EXPECT_THAT(CreateAs(Province(kFlevoland), kGrensland),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(CreateAs(Region(kGrensland), kFlevoland),
              HasReason("OUT_OF_SCOPE"));
  const pb::Report report = Create(kFlevoland);
  EXPECT_THAT(Confirm(Region(kGrensland), report.name(), kAlmere),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(Confirm(Province(kFlevoland), report.name(), kSteenwijkerland),
              HasReason("OUT_OF_SCOPE"));
  const auto tell = [&](const Organisation& who, const std::string& parent,
                        const std::string& subject) {
    auto request = Proto<pb::DeliverTextsRequest>(absl::StrCat(
        "parent: '", parent, "' texts { subject: '", subject,
        "' kind: KIND_RISK position: 1 start_date { year: 2024 month: 10 day: "
        "1 } body: 'Een risico.' source: 'brief' }"));
    request.set_request_id(UuidFor(std::to_string(++count_)));
    request.set_validate_only(true);
    return house_.Call(who, &Stub::DeliverTexts, request);
  };
  EXPECT_THAT(tell(Region(kGrensland), kGrensland, kGrensland), IsOk());
  EXPECT_THAT(tell(Region(kGrensland), kGrensland, kSteenwijkerland), IsOk());
  EXPECT_THAT(tell(Region(kGrensland), kGrensland, kAlmere),
              HasViolation("texts[0].subject"));
  EXPECT_THAT(tell(Province(kFlevoland), kFlevoland, kUrk), IsOk());
  EXPECT_THAT(tell(Province(kFlevoland), kFlevoland, kGrensland),
              HasViolation("texts[0].subject"));
  EXPECT_THAT(tell(Province(kFlevoland), kFlevoland, kSteenwijkerland),
              HasViolation("texts[0].subject"));
}

TEST_F(BorderServiceTest, BeforeAnEmbargoEndsWhoAdoptsSeesIt) {
  const auto hide = [&](const Organisation& who, const std::string& name) {
    auto request = house_.New<pb::SetEmbargoRequest>(name);
    request.set_reason("raad eerst");
    *request.mutable_embargo_time() =
        ToTimestamp(house_.clock.Now() + absl::Hours(24));
    return house_.Call(who, &Stub::SetEmbargo, request);
  };
  const auto report = CreateAs(Province(kFlevoland), kFlevoland);
  ASSERT_THAT(hide(Province(kFlevoland), report->name()), IsOk());
  EXPECT_THAT(StandingFor(Region(kGrensland), report->name()), IsOk());
  EXPECT_THAT(StandingFor(Province(kOverijssel), report->name()),
              HasReason("REPORT_NOT_FOUND"));
  EXPECT_THAT(StandingFor(Town(kSteenwijkerland), report->name()),
              HasReason("REPORT_NOT_FOUND"));
  const auto plan = CreateAs(Region(kGrensland), kGrensland);
  ASSERT_THAT(hide(Region(kGrensland), plan->name()), IsOk());
  EXPECT_THAT(StandingFor(Town(kSteenwijkerland), plan->name()), IsOk());
  for (const char* province : {kFlevoland, kOverijssel}) {
    EXPECT_THAT(StandingFor(Province(province), plan->name()),
                HasReason("REPORT_NOT_FOUND"));
  }
}

TEST_F(BorderServiceTest, AReportHasTheTablesOfItsDay) {
  const auto groups = [&](absl::CivilDay day) {
    std::map<std::string, std::vector<std::string>> names;
    const pb::Report report = Create(kFlevoland, day);
    for (const auto& row : report.content().municipalities()) {
      names[row.region()].push_back(row.display_name());
    }
    return names;
  };
  using Groups = std::map<std::string, std::vector<std::string>>;
  EXPECT_EQ(groups(absl::CivilDay(2024, 2, 15)),
            (Groups{{"", {"Almere", "Dronten", "Lelystad"}},
                    {kGrensland, {"Noordoostpolder", "Urk"}},
                    {kOud, {"Zeewolde"}}}));
  EXPECT_EQ(groups(absl::CivilDay(2024, 7, 1)),
            (Groups{{"", {"Dronten"}},
                    {kGrensland, {"Noordoostpolder", "Urk"}},
                    {kPolder, {"Almere", "Lelystad", "Zeewolde"}}}));
}

// Zeewolde comes to Polder on 1 July: its 50 places of target come with it.
TEST_F(BorderServiceTest, WhoChangesTablesIsACauseOfBothSums) {
  pb::CompareReportsRequest request;
  request.set_name(Create(kFlevoland, absl::CivilDay(2024, 6, 30)).name());
  request.set_other(Create(kFlevoland, absl::CivilDay(2024, 7, 1)).name());
  request.set_page_size(1000);
  const auto all = house_.Call(Ministry(), &Stub::CompareReports, request);
  ASSERT_THAT(all, IsOk());
  request.set_subject(kPolder);
  const auto page = house_.Call(Ministry(), &Stub::CompareReports, request);
  ASSERT_THAT(page, IsOk());
  int told = 0;
  for (const pb::FigureDifference& one : page->differences()) {
    if (one.subject() != kPolder ||
        one.metric() != "asylum.target_place_count") {
      continue;
    }
    ++told;
    EXPECT_EQ(one.difference_count(), 50);
    ASSERT_EQ(one.parts_size(), 1) << one.DebugString();
    EXPECT_EQ(one.parts(0).cause(),
              pb::FigureDifference::CAUSE_BOUNDARY_CHANGED);
    EXPECT_EQ(one.parts(0).count(), 50);
  }
  EXPECT_EQ(told, 1);
  for (const pb::FigureDifference& one : all->differences()) {
    int sum = 0;
    for (const auto& part : one.parts()) {
      sum += part.count();
      EXPECT_NE(part.cause(), pb::FigureDifference::CAUSE_UNEXPLAINED);
    }
    EXPECT_EQ(sum, one.difference_count()) << one.DebugString();
  }
}

TEST_F(BorderServiceTest, ThePageSumsTheTablesOfItsDay) {
  const auto sum_of = [&](const char* area, absl::CivilDay day) {
    const std::string page =
        house_.Render(Ministry(), Create(kFlevoland, day).name(),
                      pb::RenderReportRequest::FORMAT_HTML);
    const std::string figure =
        absl::StrCat("data-figure=\"", area, "#split.indicative.place_count\"");
    const size_t at = page.find(figure);
    if (at == std::string::npos) return std::string();
    const size_t start = page.find('>', at) + 1;
    return page.substr(start, page.find('<', start) - start);
  };
  EXPECT_EQ(sum_of(kOud, absl::CivilDay(2024, 6, 30)), "50");
  EXPECT_THAT(sum_of(kPolder, absl::CivilDay(2024, 6, 30)), HasSubstr("1.000"));
  EXPECT_THAT(sum_of(kPolder, absl::CivilDay(2024, 7, 1)), HasSubstr("1.050"));
}

TEST_F(BorderServiceTest, TheGeographyNamesATableUnderEachOfItsProvinces) {
  const auto list =
      CallRpc(*q::QuotaService::NewStub(house_.quotas_server.channel()),
              &q::QuotaService::Stub::ListProvinces, q::ListProvincesRequest());
  ASSERT_THAT(list, IsOk());
  std::map<std::string, std::vector<std::string>> tables;
  for (const q::Province& province : list->provinces()) {
    for (const q::Region& region : province.regions()) {
      tables[province.name()].push_back(region.name());
      EXPECT_EQ(region.source(), "proef");
      EXPECT_EQ(region.provinces_size(), region.name() == kGrensland ? 2 : 1);
      EXPECT_EQ(region.has_start_date(), region.name() == kPolder);
      EXPECT_EQ(region.has_end_date(), region.name() == kOud);
    }
  }
  EXPECT_EQ(tables, (std::map<std::string, std::vector<std::string>>{
                        {kOverijssel, {kGrensland}},
                        {kFlevoland, {kGrensland, kOud, kPolder}}}));
}

TEST_F(BorderServiceTest, ADayOfATableIsThatOfItsMunicipalities) {
  auto request = Proto<pb::DeliverTextsRequest>(absl::StrCat(
      "parent: '", kGrensland, "' deadlines { subject: '", kGrensland,
      "' item: ITEM_LOCATIONS cycle: 'cycles/2024' due_date { year: 2024 "
      "month: 10 day: 1 } source: 'tafel' }"));
  request.set_request_id(UuidFor("deadline"));
  ASSERT_THAT(house_.Call(Region(kGrensland), &Stub::DeliverTexts, request),
              IsOk());
  pb::ListDeliveriesRequest asked;
  asked.set_parent(kFlevoland);
  asked.set_cycle("cycles/2024");
  *asked.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 10, 31));
  const auto list = house_.Call(Ministry(), &Stub::ListDeliveries, asked);
  ASSERT_THAT(list, IsOk());
  std::vector<std::string> due;
  for (const pb::Delivery& one : list->deliveries()) {
    if (one.has_due_date()) due.push_back(one.municipality());
  }
  EXPECT_THAT(due, UnorderedElementsAre(kNoordoostpolder, kUrk));
}

TEST_F(BorderServiceTest, AReportIsThereWhenBothProvincesSubmitted) {
  const auto has_step = [&](const char* parent) {
    pb::ListDeliveriesRequest asked;
    asked.set_parent(parent);
    asked.set_cycle("cycles/2024");
    *asked.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 12, 31));
    const auto list = house_.Call(Ministry(), &Stub::ListDeliveries, asked);
    EXPECT_THAT(list, IsOk());
    for (const pb::StatutoryDay& one : list->statutory_days()) {
      if (one.kind() == "report") return one.has_step_date();
    }
    return false;
  };
  Submit(kFlevoland);
  EXPECT_TRUE(has_step(kPolder));
  EXPECT_FALSE(has_step(kGrensland));
  Submit(kOverijssel);
  EXPECT_TRUE(has_step(kGrensland));
}

}  // namespace
}  // namespace opvang::reporting
