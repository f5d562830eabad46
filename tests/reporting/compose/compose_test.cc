#include "services/reporting/compose/compose.h"

#include <random>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/report_access.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

pb::ReportSpec Spec(const std::string& scope) {
  pb::ReportSpec spec =
      Proto<pb::ReportSpec>(R"pb(as_of_date { year: 2024 month: 10 day: 31 }
                                 cycle: 'cycles/2024'
                                 ukraine_date { year: 2025 month: 1 day: 1 }
                                 half_year: '2024-h2'
                                 placements_date { year: 2024 month: 9 day: 15 }
                                 rule_set: 'cycle-2024')pb");
  spec.set_scope(scope);
  spec.set_kind(scope[0] == 'r' ? pb::REPORT_KIND_REGIONAL_PLAN
                                : pb::REPORT_KIND_PROVINCIAL_REPORT);
  return spec;
}

// A world in which every municipality of the scope has some of everything.
Facts FactsOfWorld(const std::string& scope, std::mt19937& random) {
  Facts facts;
  const auto some = [&random](int most) {
    return static_cast<int>(random() % most);
  };
  const auto municipalities = MunicipalitiesIn(scope);
  for (const Municipality* municipality : *municipalities) {
    auto& obligations = facts.obligations.emplace_back();
    obligations.mutable_municipality()->set_name(municipality->Name());
    obligations.mutable_municipality()->set_display_name(
        std::string(municipality->display_name));
    obligations.mutable_municipality()->set_region(municipality->RegionName());
    if (some(8) != 0) {
      obligations.mutable_asylum()->set_quota_count(some(700));
      auto& step = *obligations.mutable_asylum()->add_steps();
      step.set_source(some(2) ? "illustrative" : "coa.nl");
    }
    obligations.mutable_ukraine()->set_quota_count(some(300));
    obligations.mutable_ukraine()->add_steps()->set_source("x");
    auto& coverage = facts.coverage.emplace_back();
    coverage.set_municipality(municipality->Name());
    coverage.set_guaranteed_place_count(some(700));
    coverage.set_intended_place_count(coverage.guaranteed_place_count() +
                                      some(300));
    coverage.set_realised_place_count(some(900));
    auto& shelter = facts.shelters.emplace_back();
    shelter.set_municipality(municipality->Name());
    shelter.set_realised_place_count(some(300));
    auto& balance = facts.balances.emplace_back();
    balance.set_municipality(municipality->Name());
    balance.set_target_person_count(some(100));
    balance.set_net_target_person_count(some(100));
    balance.set_realised_person_count(some(100));
    balance.set_expected_person_count(some(100) - 50);
  }
  return facts;
}

TEST(ReportTest, EveryTotalIsTheSumOfItsRows) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const auto content =
        Compose(Spec("provinces/pv23"), FactsOfWorld("provinces/pv23", random));
    ASSERT_EQ(content.municipalities_size(), 25);
    ASSERT_EQ(content.regions_size(), 2);
    int64_t guaranteed = 0, target = 0, gross = 0, expected = 0;
    for (const auto& row : content.municipalities()) {
      const auto& asylum = row.figures().asylum();
      guaranteed += asylum.guaranteed_place_count();
      target += asylum.target_place_count();
      if (asylum.has_target_place_count()) {
        gross += std::max(
            0, asylum.target_place_count() - asylum.guaranteed_place_count());
      }
      expected += row.figures().status_holders().expected_person_count();
    }
    const auto& total = content.total().figures();
    ASSERT_EQ(total.asylum().guaranteed_place_count(), guaranteed);
    ASSERT_EQ(total.asylum().target_place_count(), target);
    ASSERT_EQ(total.asylum().gross_shortfall_place_count(), gross);
    ASSERT_EQ(total.status_holders().expected_person_count(), expected);
    // Region and region make up the province, in every figure.
    pb::Figures regions;
    for (const auto& region : content.regions()) {
      AddTo(region.figures(), regions);
    }
    ASSERT_EQ(regions.SerializeAsString(), total.SerializeAsString());
  }
}

TEST(ReportTest, TheSameFactsGiveTheSameContent) {
  std::mt19937 once(7), again(7);
  EXPECT_EQ(
      Compose(Spec("provinces/pv23"), FactsOfWorld("provinces/pv23", once))
          .SerializeAsString(),
      Compose(Spec("provinces/pv23"), FactsOfWorld("provinces/pv23", again))
          .SerializeAsString());
}

TEST(ReportTest, MunicipalitiesStandByRegionAndName) {
  std::mt19937 random(1);
  const auto content =
      Compose(Spec("provinces/pv23"), FactsOfWorld("provinces/pv23", random));
  EXPECT_EQ(content.municipalities(0).display_name(), "Dalfsen");
  EXPECT_EQ(content.municipalities(10).display_name(), "Zwolle");
  EXPECT_EQ(content.municipalities(11).display_name(), "Almelo");
  EXPECT_EQ(content.regions(0).display_name(), "IJsselland");
}

Facts Zwolle() {
  Facts facts;
  facts.obligations.push_back(
      Proto<nl::opvang::quotas::v1::ListObligationsResponse::
                MunicipalityObligations>(
          "municipality { name: 'municipalities/gm0193' display_name: 'Zwolle' "
          "region: 'regions/ijsselland' } asylum { quota_count: 717 steps { "
          "quota_count: 717 source: 'gemeente.nu' } }"));
  facts.coverage.push_back(
      Proto<nl::opvang::locations::v1::MunicipalityCoverage>(
          R"pb(municipality: 'municipalities/gm0193'
               guaranteed_place_count: 520
               locations {
                 location: 'a'
                 kind: 'rol'
                 groups { group: PLACE_GROUP_REGULAR counted_place_count: 300 }
                 sources: 'x'
               }
               locations {
                 location: 'b'
                 kind: 'azc'
                 groups { group: PLACE_GROUP_REGULAR counted_place_count: 220 }
                 sources: 'x'
                 sources: 'illustrative: balancing'
                 entries {
                   group: PLACE_GROUP_REGULAR
                   basis: BASIS_DECIDED
                   start_date { year: 2023 month: 1 day: 1 }
                   place_count: 220
                   source: 'illustrative: balancing'
                 }
                 uncounted {
                   group: PLACE_GROUP_AMV
                   place_count: 9
                   reasons: REASON_BUFFER
                 }
               })pb"));
  facts.kinds["rol"].set_display_name("regionale opvanglocatie");
  facts.cycle = Proto<nl::opvang::quotas::v1::Cycle>(
      R"pb(window_start_date { year: 2025 month: 7 day: 1 }
           window_end_date { year: 2026 month: 2 day: 1 })pb");
  return facts;
}

TEST(ReportTest, TellsWhatShareIsInvented) {
  const auto content = Compose(Spec("regions/ijsselland"), Zwolle());
  EXPECT_THAT(content.data_quality(0), EqualsProto(R"pb(duty: 'asylum'
                                                        figure: 'target'
                                                        total_count: 717)pb"));
  EXPECT_THAT(content.data_quality(1),
              EqualsProto(R"pb(duty: 'asylum'
                               figure: 'guaranteed'
                               total_count: 520
                               illustrative_count: 220)pb"));
}

// Of one duty and figure, what of the quiet world is invented after `change`
// was made to its first municipality: 100 places asylum (90 and 10 minors), 50
// Ukraine, 40 to house, 30 housed.
int InventedAfter(const std::string& duty, const std::string& figure,
                  const std::function<void(Town&)>& change) {
  World world = Quiet("regions/ijsselland");
  change(world.towns[0]);
  const pb::ReportContent content = world.Report();
  for (const pb::DataQuality& one : content.data_quality()) {
    if (one.duty() != duty || one.figure() != figure) continue;
    // It opens to as much.
    const std::string name =
        "regions/ijsselland#quality." + duty + "." + figure + ".illustrative";
    const auto explanation = Explain(content, name);
    EXPECT_TRUE(explanation.has_value());
    int sum = 0;
    for (const auto& part : explanation->parts()) sum += part.count();
    EXPECT_EQ(sum, one.illustrative_count());
    return one.illustrative_count();
  }
  ADD_FAILURE() << duty << " " << figure << " is not told";
  return -1;
}

constexpr char kInvented[] = "illustrative: proef";
namespace l = nl::opvang::locations::v1;

l::PlaceEntry Stated(const Town::Place& place, absl::CivilDay start, int count,
                     const std::string& source) {
  l::PlaceEntry entry = place.entries[0];
  *entry.mutable_start_date() = ToProto(start);
  entry.set_place_count(count);
  entry.set_source(source);
  return entry;
}

// 100 invented, of which a published redistribution takes 5: all of it rests on
// what was invented.
TEST(InventedTest, APublishedRedistributionOfAnInventedTarget) {
  const auto move = [](auto& duty, const char* base_source) {
    duty.mutable_steps(0)->set_source(base_source);
    auto& step = *duty.add_steps();
    step.set_change_count(-5);
    step.set_quota_count(duty.quota_count() - 5);
    step.set_source("tafel");
    step.set_origin("redistributions/a");
    duty.set_quota_count(step.quota_count());
  };
  for (const char* base : {kInvented, "Staatscourant"}) {
    const bool invented = base == kInvented;
    EXPECT_EQ(InventedAfter(
                  "asylum", "target",
                  [&](Town& town) { move(*town.duty.mutable_asylum(), base); }),
              invented ? 95 : 0);
    EXPECT_EQ(InventedAfter("ukraine", "target",
                            [&](Town& town) {
                              move(*town.duty.mutable_ukraine(), base);
                            }),
              invented ? 45 : 0);
    EXPECT_EQ(InventedAfter("status_holders", "target",
                            [&](Town& town) {
                              move(*town.duty.mutable_status_holders(), base);
                            }),
              invented ? 35 : 0);
  }
  // What was decided since stands by itself.
  EXPECT_EQ(InventedAfter("asylum", "target",
                          [&](Town& town) {
                            auto& asylum = *town.duty.mutable_asylum();
                            asylum.mutable_steps(0)->set_source(kInvented);
                            *asylum.add_steps() = asylum.steps(0);
                            asylum.mutable_steps(1)->set_source("besluit");
                          }),
            0);
}

// Published places of a location that is only said to be open.
TEST(InventedTest, AnInventedStepOfALocation) {
  const auto step = [](size_t place) {
    return [place](Town& town) {
      town.places[place].location.mutable_state_entry()->set_source(kInvented);
    };
  };
  EXPECT_EQ(InventedAfter("asylum", "guaranteed", step(0)), 100);
  EXPECT_EQ(InventedAfter("ukraine", "realised", step(1)), 50);
}

TEST(InventedTest, AnInventedPlanMakesNoTargetAndNobodyHoused) {
  const auto planned = [](Town& town) { town.plans[0].set_source(kInvented); };
  EXPECT_EQ(InventedAfter("status_holders", "target", planned), 0);
  EXPECT_EQ(InventedAfter("status_holders", "realised", planned), 0);
  const auto placed = [](Town& town) {
    town.placements[0].set_source(kInvented);
  };
  EXPECT_EQ(InventedAfter("status_holders", "target", placed), 0);
  EXPECT_EQ(InventedAfter("status_holders", "realised", placed), 30);
  // One that does not count makes nothing.
  EXPECT_EQ(InventedAfter("status_holders", "realised",
                          [](Town& town) {
                            town.placements.push_back(town.placements[0]);
                            town.placements[1].set_name(town.name +
                                                        "/placements/rol");
                            town.placements[1].set_kind("rol");
                            town.placements[1].set_source(kInvented);
                          }),
            0);
}

TEST(InventedTest, WhatIsCarriedOverFromAnInventedOpening) {
  World world = Quiet("regions/ijsselland");
  Facts facts = world.Say();
  for (auto& balance : facts.balances) {
    if (balance.municipality() != world.towns[0].name) continue;
    ASSERT_EQ(balance.opening_sources_size(), 1);
    balance.set_opening_sources(0, kInvented);
  }
  const pb::ReportContent content = Compose(world.spec, facts);
  ASSERT_EQ(content.data_quality(4).figure(), "target");
  EXPECT_EQ(content.data_quality(4).illustrative_count(), 40);
  EXPECT_EQ(content.data_quality(5).illustrative_count(), 0);
}

// Only what holds on a day that counts is in a figure.
TEST(InventedTest, WhatWasReplacedBeforeTheDaysThatCount) {
  const auto replaced = [](size_t place, absl::CivilDay day) {
    return [place, day](Town& town) {
      auto& entries = town.places[place].entries;
      entries[0].set_source(kInvented);
      entries.push_back(
          Stated(town.places[place], day, entries[0].place_count(), "brief"));
    };
  };
  // The window is from 1 July 2025 up to 1 February 2026.
  EXPECT_EQ(InventedAfter("asylum", "guaranteed",
                          replaced(0, absl::CivilDay(2025, 7, 1))),
            0);
  EXPECT_EQ(InventedAfter("asylum", "guaranteed",
                          replaced(0, absl::CivilDay(2025, 7, 2))),
            90);
  EXPECT_EQ(InventedAfter("asylum", "guaranteed",
                          replaced(0, absl::CivilDay(2026, 2, 1))),
            90);
  // The report is of 31 October 2024; the count of persons of five days before.
  EXPECT_EQ(InventedAfter("ukraine", "realised",
                          replaced(1, absl::CivilDay(2024, 10, 30))),
            0);
  EXPECT_EQ(InventedAfter("ukraine", "realised",
                          replaced(1, absl::CivilDay(2024, 11, 1))),
            50);
}

TEST(ReportTest, SaysWhatIsMissing) {
  const auto content = Compose(Spec("regions/ijsselland"), Zwolle());
  std::vector<std::string> codes;
  for (const auto& finding : content.findings()) {
    const std::string& code = finding.code();
    if (code.find("TARGET_MISSING") != std::string::npos ||
        code.find("UNKNOWN") != std::string::npos) {
      codes.push_back(code);
    }
  }
  EXPECT_THAT(codes, testing::ElementsAre(
                         "AMV_TARGET_MISSING", "UKRAINE_TARGET_MISSING",
                         "HOUSING_TARGET_MISSING", "SHELTER_UNKNOWN",
                         "PRIVATE_SHELTER_UNKNOWN", "HOUSED_UNKNOWN"));
  EXPECT_EQ(content.total().missing_targets_size(), 3);
}

TEST(ReportTest, TheLastTimelyDayIsTheDayBefore) {
  const auto late = [](int month, int day, const std::string& scope) {
    Facts facts = Zwolle();
    *facts.cycle.mutable_report_due_date() =
        ToProto(absl::CivilDay(2024, 11, 1));
    pb::ReportSpec spec = Spec(scope);
    *spec.mutable_as_of_date() = ToProto(absl::CivilDay(2024, month, day));
    const auto content = Compose(spec, facts);
    return std::any_of(
        content.findings().begin(), content.findings().end(),
        [](const auto& finding) { return finding.code() == "REPORT_LATE"; });
  };
  EXPECT_FALSE(late(10, 31, "provinces/pv23"));
  EXPECT_TRUE(late(11, 1, "provinces/pv23"));
  EXPECT_FALSE(late(11, 1, "regions/ijsselland"));
}

TEST(ReportTest, StatedTotalsNeverReplaceSums) {
  Facts facts = Zwolle();
  facts.stated_totals
      .push_back(
          Proto<nl::opvang::quotas::v1::Obligation>(
              R"pb(subject: 'regions/ijsselland'
                   duty: DUTY_ASYLUM
                   quota_count: 3000)pb"));
  const auto content = Compose(Spec("regions/ijsselland"), facts);
  EXPECT_EQ(content.total().figures().asylum().target_place_count(), 717);
  EXPECT_TRUE(std::any_of(
      content.findings().begin(), content.findings().end(), [](const auto& f) {
        return f.code() == "STATED_TOTAL_DIFFERS" &&
               f.sentence().find("3.000") != std::string::npos;
      }));
}

// Zwolle lends 300 of its 520 and needs 717: it has nothing to lend.
TEST(ReportTest, LendingMoreThanTheSurplusIsTold) {
  Facts facts = Zwolle();
  *facts.cycle.mutable_window_start_date() =
      ToProto(absl::CivilDay(2025, 7, 1));
  *facts.cycle.mutable_window_end_date() = ToProto(absl::CivilDay(2026, 2, 1));
  *facts.obligations[0].mutable_asylum()->add_transfers() =
      Proto<nl::opvang::quotas::v1::Transfer>(
          R"pb(name: 'transfers/a'
               giver: 'municipalities/gm0193'
               receiver: 'municipalities/gm0166'
               place_count: 300
               state: STATE_AGREED
               start_date { year: 2025 month: 7 day: 1 }
               lent_start_date { year: 2025 month: 7 day: 1 }
               source: 'brief')pb");
  const auto content = Compose(Spec("regions/ijsselland"), facts);
  ASSERT_EQ(content.transfers_size(), 1);
  EXPECT_EQ(content.transfers(0).transfer_counting(),
            pb::TransferRow::COUNTING_GUARANTEED);
  EXPECT_EQ(content.total().figures().asylum().guaranteed_place_count(), 220);
  EXPECT_EQ(content.total().figures().asylum().net_shortfall_place_count(),
            497);
  EXPECT_TRUE(std::any_of(
      content.findings().begin(), content.findings().end(), [](const auto& f) {
        return f.code() == "TRANSFER_EXCEEDS_SURPLUS" &&
               f.sentence() ==
                   "Zwolle leent 300 plekken meer uit dan het "
                   "boven de eigen opgave heeft.";
      }));
}

TEST(ReportTest, HoldsPublishedFiguresAgainstComputedOnes) {
  Facts facts = Zwolle();  // 520 of 717 is 72.5 %.
  const auto stated = [&](const std::string& text) {
    facts.stated_figures = {Proto<pb::StatedFigure>(
        "subject: 'municipalities/gm0193' metric: METRIC_GUARANTEED " + text)};
    return Compose(Spec("regions/ijsselland"), facts).comparisons(0);
  };
  EXPECT_EQ(stated("percent: '73'").outcome(), "equal");
  EXPECT_EQ(stated("percent: '72.5'").outcome(), "equal");
  EXPECT_EQ(stated("percent: '72'").outcome(), "different");
  EXPECT_EQ(stated("place_count: 520 percent: '73'").outcome(), "equal");
  EXPECT_EQ(stated("place_count: 500").outcome(), "different");
  EXPECT_EQ(stated("place_count: 500").difference_place_count(), 20);
}

TEST(ReportTest, UncountedPlacesKeepTheirReason) {
  const auto content = Compose(Spec("regions/ijsselland"), Zwolle());
  const auto& site = content.municipalities(0).sites(1);
  EXPECT_THAT(site.uncounted(0), EqualsProto(R"pb(place_group: PLACE_GROUP_AMV
                                                  place_count: 9
                                                  uncounted_reasons:
                                                      REASON_BUFFER)pb"));
  EXPECT_EQ(content.municipalities(0).sites(0).kind_display_name(),
            "regionale opvanglocatie");
}

}  // namespace
}  // namespace opvang::reporting
