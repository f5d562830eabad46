// Reports of before, read as those of today.
#include "services/reporting/life/upgrade.h"

#include <random>
#include <set>

#include "common/base/digest.h"
#include "common/base/enum_word.h"
#include "google/protobuf/descriptor.pb.h"
#include "services/locations/rules/location_state.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/compare/remake.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/life/seal.h"
#include "tests/reporting/compose/world.h"
#include "tests/reporting/explain/opened.h"
#include "tests/reporting/life/of_before.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

namespace l = nl::opvang::locations::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The deprecated fields that are set anywhere in a message.
void CollectWords(const Message& message, std::set<std::string>& words) {
  std::vector<const FieldDescriptor*> fields;
  const auto& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->options().deprecated()) words.insert(field->full_name());
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      CollectWords(reflection.GetMessage(message, field), words);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      CollectWords(reflection.GetRepeatedMessage(message, field, i), words);
    }
  }
}
std::set<std::string> WordsIn(const Message& message) {
  std::set<std::string> words;
  CollectWords(message, words);
  return words;
}

void CollectDeprecated(const google::protobuf::Descriptor& type,
                       std::set<std::string>& fields) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->options().deprecated()) {
      fields.insert(type.field(i)->full_name());
    }
  }
  for (int i = 0; i < type.nested_type_count(); ++i) {
    CollectDeprecated(*type.nested_type(i), fields);
  }
}

// One of everything that a report of before held in words.
pb::ReportContent Everything() {
  return Proto<pb::ReportContent>(R"pb(
    municipalities {
      asylum_steps { basis: 'indicative' }
      sites {
        operator: 'college'
        state: 'coa_site_visit'
        end_certainty: 'indicative'
        progress: 'new'
        groups { group: 'amv' counted_place_count: 3 }
        uncounted {
          group: 'buffer'
          reasons: [ 'buffer', 'closes_in_window' ]
        }
        places { group: 'special' basis: 'planned' end_certainty: 'fixed' }
      }
      shelters { quality_level: 'lower' progress: 'in_development' }
      plans { home_source: 'existing_stock' certainty: 'possible' }
      statements { metric: 'net_target' }
      status_holder_locations { state: 'closed' kind: 'dsl' }
    }
    transfers {
      state: 'condition_pending'
      counting: 'intended'
      reasons: [ 'condition_pending', 'closes_in_window' ]
    })pb");
}

// Without what an edition brings.
pb::ReportContent WordsUpgraded(pb::ReportContent content) {
  content.set_edition(1);
  content = Upgraded(std::move(content));
  content.clear_edition();
  return content;
}

TEST(UpgradedTest, EveryWordBecomesItsEnum) {
  EXPECT_THAT(
      WordsUpgraded(Everything()), EqualsProto(R"pb(
        municipalities {
          asylum_steps { quota_basis: BASIS_INDICATIVE }
          sites {
            location_operator: OPERATOR_COLLEGE
            location_state: LOCATION_STATE_COA_SITE_VISIT
            stage: LOCATION_STAGE_DECIDED
            end_date_certainty: END_CERTAINTY_INDICATIVE
            site_progress: PROGRESS_NEW
            groups { place_group: PLACE_GROUP_AMV counted_place_count: 3 }
            uncounted {
              place_group: PLACE_GROUP_BUFFER
              uncounted_reasons: [ REASON_BUFFER, REASON_CLOSES_IN_WINDOW ]
            }
            places {
              place_group: PLACE_GROUP_SPECIAL
              place_basis: BASIS_PLANNED
              end_date_certainty: END_CERTAINTY_FIXED
            }
          }
          shelters {
            shelter_quality_level: QUALITY_LEVEL_LOWER
            shelter_progress: PROGRESS_IN_DEVELOPMENT
          }
          plans {
            plan_home_source: HOME_SOURCE_EXISTING_STOCK
            plan_certainty: CERTAINTY_POSSIBLE
          }
          statements { housing_metric: METRIC_NET_TARGET }
          status_holder_locations {
            location_state: LOCATION_STATE_CLOSED
            stage: LOCATION_STAGE_CLOSED
            kind: 'dsl'
          }
        }
        transfers {
          transfer_state: STATE_CONDITION_PENDING
          transfer_counting: COUNTING_INTENDED
          counting_reasons: [
            REASON_CONDITION_PENDING,
            REASON_CLOSES_IN_WINDOW
          ]
        })pb"));
}

// Whoever deprecates a field of the content must say here what it was.
TEST(UpgradedTest, NoDeprecatedFieldIsForgotten) {
  std::set<std::string> deprecated;
  const auto& file = *pb::ReportContent::descriptor()->file();
  for (int i = 0; i < file.message_type_count(); ++i) {
    CollectDeprecated(*file.message_type(i), deprecated);
  }
  EXPECT_EQ(WordsIn(Everything()), deprecated);
  EXPECT_THAT(WordsIn(Upgraded(Everything())), IsEmpty());
}

TEST(UpgradedTest, AWordThatMeansNothingStays) {
  const auto content = Proto<pb::ReportContent>(
      R"pb(municipalities {
             sites {
               state: 'afloat'
               operator: 'coa'
               uncounted { reasons: [ 'buffer', 'fog' ] }
             }
           })pb");
  EXPECT_THAT(WordsUpgraded(content),
              EqualsProto(R"pb(municipalities {
                                 sites {
                                   state: 'afloat'
                                   location_operator: OPERATOR_COA
                                   uncounted { reasons: [ 'buffer', 'fog' ] }
                                 }
                               })pb"));
}

// As locations tells it today, for each state.
TEST(UpgradedTest, EveryStateGetsItsStage) {
  for (int i = 0; i < l::LocationState_descriptor()->value_count(); ++i) {
    const auto& state = *l::LocationState_descriptor()->value(i);
    const auto content = Upgraded(Proto<pb::ReportContent>(
        "municipalities { sites { state: '" + EnumWord(state) + "' } }"));
    const pb::Site& site = content.municipalities(0).sites(0);
    EXPECT_EQ(site.location_state(), state.number());
    EXPECT_EQ(site.stage(),
              locations::StageOf(static_cast<l::LocationState>(state.number())))
        << state.name();
  }
}

TEST(UpgradedTest, WhatWasMadeThenIsReadAsIfMadeNow) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    const pb::ReportContent content =
        RandomWorld("provinces/pv23", 8, random).Report();
    EXPECT_THAT(WordsIn(content), IsEmpty());
    const pb::ReportContent before = OfBefore(content);
    ASSERT_FALSE(MessageDifferencer::Equals(before, content));
    ASSERT_TRUE(
        MessageDifferencer::Equals(Upgraded(before), WithoutEdition(content)));
    ASSERT_TRUE(MessageDifferencer::Equals(Upgraded(content), content));
  }
}

// A report that was made by other rules, made again.
TEST(CompareRemadeTest, AnEarlierEditionTellsWhatIsCountedOtherwise) {
  const pb::ReportContent made = Quiet("regions/ijsselland").Report();
  ASSERT_EQ(made.edition(), kEdition);
  EXPECT_TRUE(CompareRemade(made, made).same);
  pb::ReportContent sealed = made;
  sealed.add_rules("Een zin die er niet meer is.");
  // Of the same edition every byte counts.
  EXPECT_FALSE(CompareRemade(sealed, made).same);
  sealed.set_edition(kEdition - 1);
  Remade remade = CompareRemade(sealed, made);
  EXPECT_TRUE(remade.same);
  EXPECT_THAT(remade.sentence, testing::HasSubstr("alle cijfers gelijk"));
  pb::MunicipalityRow& row = *sealed.mutable_municipalities(0);
  pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
  asylum.set_realised_place_count(asylum.realised_place_count() + 7);
  remade = CompareRemade(sealed, made);
  EXPECT_FALSE(remade.same);
  EXPECT_THAT(remade.sentence,
              testing::HasSubstr(
                  row.display_name() + ", gerealiseerd of te realiseren: " +
                  std::to_string(asylum.realised_place_count()) + " werd " +
                  std::to_string(asylum.realised_place_count() - 7)));
}

// A table that was found since changes no figure of who had one.
TEST(CompareRemadeTest, AnEarlierGeographyIsTold) {
  const pb::ReportContent made = Quiet("regions/ijsselland").Report();
  pb::ReportContent sealed = made;
  sealed.set_geography_version("2024-01-01");
  Remade remade = CompareRemade(sealed, made);
  EXPECT_TRUE(remade.same);
  EXPECT_THAT(remade.sentence, testing::HasSubstr("toen die van 2024-01-01"));
  // How a name was spelt then is no difference; another municipality is.
  sealed.mutable_municipalities(0)->set_display_name("s-Hertogenbosch");
  EXPECT_TRUE(CompareRemade(sealed, made).same);
  sealed.mutable_municipalities(0)->set_municipality("municipalities/gm0796");
  EXPECT_FALSE(CompareRemade(sealed, made).same);
  sealed = made;
  sealed.set_geography_version("2024-01-01");
  sealed.add_rules("Een zin die er niet meer is.");
  EXPECT_FALSE(CompareRemade(sealed, made).same);
}

// --- The plan of IJsselland, as it was sealed -------------------------------

TEST(SealedPlanTest, IsReadWhole) {
  const std::string json = SealedPlan();
  ASSERT_EQ(Sha256(json), kSealedPlanSha256);
  const auto content = ContentOfJson(json);
  ASSERT_THAT(content, IsOk());
  EXPECT_FALSE(WordsIn(*content).empty());
  const pb::ReportContent plan = Upgraded(*content);
  EXPECT_THAT(WordsIn(plan), IsEmpty());
  EXPECT_TRUE(MessageDifferencer::Equals(OfBefore(plan), *content));
  for (const pb::MunicipalityRow& row : plan.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      EXPECT_NE(site.stage(), l::LOCATION_STAGE_UNSPECIFIED);
    }
  }
}

TEST(SealedPlanTest, EveryFigureOpens) {
  const pb::ReportContent plan = Upgraded(*ContentOfJson(SealedPlan()));
  int figures = 0;
  ForEachSubject(plan, [&](const std::string& subject, const std::string&,
                           const pb::Figures& all) {
    for (const Metric& metric : AllMetrics()) {
      const auto value = ValueOf(all, metric);
      if (!value.has_value()) continue;
      Opened opened;
      OpenAll(plan, FigureName(subject, metric.name), *value, opened);
      ++figures;
    }
  });
  EXPECT_GT(figures, 200);
}

TEST(SealedPlanTest, DiffersFromTheNextByItsCauses) {
  const pb::ReportContent plan = Upgraded(*ContentOfJson(SealedPlan()));
  EXPECT_THAT(CompareContents(plan, plan, ""), IsEmpty());
  pb::ReportContent later = plan;
  pb::Site* closed = nullptr;
  for (pb::Site& site : *later.mutable_municipalities(0)->mutable_sites()) {
    if (site.groups_size() > 0 && site.groups(0).counted_place_count() > 0) {
      closed = &site;
    }
  }
  if (closed == nullptr) GTEST_FAIL() << "the first municipality counts none";
  const int places = closed->groups(0).counted_place_count();
  closed->mutable_groups(0)->set_counted_place_count(0);
  closed->set_location_state(l::LOCATION_STATE_WITHDRAWN);
  closed->set_stage(l::LOCATION_STAGE_WITHDRAWN);
  auto& asylum =
      *later.mutable_municipalities(0)->mutable_figures()->mutable_asylum();
  asylum.set_guaranteed_place_count(asylum.guaranteed_place_count() - places);
  const auto differences =
      CompareContents(plan, later, plan.municipalities(0).municipality());
  ASSERT_FALSE(differences.empty());
  EXPECT_EQ(differences[0].metric(), "asylum.guaranteed_place_count");
  EXPECT_EQ(differences[0].parts(0).cause(),
            pb::FigureDifference::CAUSE_WITHDRAWN);
  EXPECT_THAT(differences[0].parts(0).records(0).changes(0),
              HasSubstr("stand ingetrokken, was "));
}

// --- JSON -------------------------------------------------------------------

TEST(ReportJsonTest, WritesNoDeprecatedField) {
  std::mt19937 random(7);
  const pb::ReportContent content =
      RandomWorld("regions/twente", 4, random).Report();
  const auto json = ToJson(content);
  ASSERT_THAT(json, IsOk());
  for (const char* word :
       {"\"state\"", "\"operator\"", "\"endCertainty\"", "\"progress\"",
        "\"basis\"", "\"counting\"", "\"homeSource\"", "\"qualityLevel\""}) {
    EXPECT_THAT(*json, Not(HasSubstr(word)));
  }
  EXPECT_THAT(*json, HasSubstr("\"locationState\": \"LOCATION_STATE_"));
  EXPECT_THAT(*json, HasSubstr("\"stage\": \"LOCATION_STAGE_"));
  const auto read = ContentOfJson(*json);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, content));
}

TEST(ReportJsonTest, WhatIsNoReportIsRefused) {
  EXPECT_THAT(ContentOfJson("{"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ContentOfJson("{ \"afloat\": 1 }"),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace opvang::reporting
