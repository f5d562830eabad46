// The life of a report: every state and every verb, and a second naive
// reckoning over random walks.
#include "services/reporting/life/lifecycle.h"

#include <map>
#include <random>
#include <set>

#include "services/reporting/life/seal.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Obstacle::Kind;
using Report = pb::Report;

constexpr char kName[] = "provinces/pv23/reports/verslag";
constexpr char kEnschede[] = "municipalities/gm0153";
constexpr char kIjsselland[] = "regions/ijsselland";
constexpr char kTwente[] = "regions/twente";

Life NewLife() {
  return {.report = kName,
          .kind = pb::REPORT_KIND_PROVINCIAL_REPORT,
          .scope = "provinces/pv23",
          .maker = {.oin = "maker", .actor = "proved:a"},
          .signatories = {{kKampen, "Kampen", kIjsselland},
                          {kZwolle, "Zwolle", kIjsselland},
                          {kEnschede, "Enschede", kTwente}},
          .events = {},
          .successor = "",
          .successor_final = false};
}

LifeEvent Event(Verb verb, const std::string& subject,
                const std::string& report = kName) {
  LifeEvent one;
  one.report = report;
  one.event.set_verb(WordOf(verb));
  one.event.set_subject(subject);
  one.event.set_organisation("somebody");
  return one;
}

void Confirm(Life& life, std::initializer_list<const char*> who) {
  for (const char* one : who) life.events.push_back(Event(Verb::kConfirm, one));
}
void Adopt(Life& life, std::initializer_list<const char*> who) {
  for (const char* one : who) life.events.push_back(Event(Verb::kAdopt, one));
}

pb::Finding FindingOf(pb::Finding::Level level, const std::string& code,
                      const std::string& subject) {
  pb::Finding finding;
  finding.set_level(level);
  finding.set_code(code);
  finding.set_subject(subject);
  return finding;
}

std::vector<Obstacle> To(Verb verb, const std::string& subject,
                         const Life& life,
                         const std::vector<pb::Finding>& findings = {}) {
  return ObstaclesTo(verb, subject, life, StandingOf(life), findings);
}

std::vector<Kind> KindsTo(Verb verb, const std::string& subject,
                          const Life& life) {
  std::vector<Kind> kinds;
  for (const Obstacle& one : To(verb, subject, life)) kinds.push_back(one.kind);
  return kinds;
}

Life InState(Report::State state) {
  Life life = NewLife();
  if (state == Report::STATE_DRAFT) return life;
  if (state == Report::STATE_DISCARDED) {
    life.events.push_back(Event(Verb::kDiscard, ""));
    return life;
  }
  Confirm(life, {kZwolle, kKampen, kEnschede});
  if (state == Report::STATE_CONFIRMED) return life;
  Adopt(life, {kIjsselland, kTwente});
  if (state == Report::STATE_ADOPTED) return life;
  life.events.push_back(Event(Verb::kSubmit, ""));
  if (state == Report::STATE_SUBMITTED) return life;
  life.successor = "provinces/pv23/reports/verslag-v2";
  life.successor_final = true;
  return life;
}

TEST(LifeTest, EveryStateIsReached) {
  for (int state = Report::STATE_DRAFT; state <= Report::STATE_DISCARDED;
       ++state) {
    EXPECT_EQ(StandingOf(InState(static_cast<Report::State>(state))).state(),
              state);
  }
}

TEST(LifeTest, EveryVerbInEveryStateGoesOrNamesWhatIsInTheWay) {
  using List = std::vector<Kind>;
  const std::map<Verb, std::vector<List>> expected = {
      // draft, confirmed, adopted, submitted, amended, discarded
      {Verb::kConfirm,
       {{},
        {Kind::kConfirmedAlready},
        {Kind::kConfirmedAlready},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kRevoke,
       {{Kind::kNotConfirmed},
        {},
        {Kind::kAdoptedAlready},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kAdopt,
       {{Kind::kUnconfirmed},
        {},
        {Kind::kAdoptedAlready},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kSubmit,
       {{Kind::kUnadopted},
        {Kind::kUnadopted},
        {},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kReopen,
       {{Kind::kNothingAdopted},
        {Kind::kNothingAdopted},
        {},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kDiscard,
       {{},
        {Kind::kConfirmedBy},
        {Kind::kConfirmedBy, Kind::kAdoptedAlready},
        {Kind::kSubmitted},
        {Kind::kSubmitted},
        {Kind::kDiscarded}}},
      {Verb::kEmbargo, {{}, {}, {}, {}, {}, {}}},
  };
  for (const auto& [verb, lists] : expected) {
    const std::string subject = verb == Verb::kAdopt ? kIjsselland : kZwolle;
    for (int state = Report::STATE_DRAFT; state <= Report::STATE_DISCARDED;
         ++state) {
      EXPECT_EQ(
          KindsTo(verb, subject, InState(static_cast<Report::State>(state))),
          lists[state - 1])
          << WordOf(verb) << " in " << state;
    }
  }
}

TEST(LifeTest, ARegionAdoptsWhenItsOwnMunicipalitiesConfirmed) {
  Life life = NewLife();
  Confirm(life, {kZwolle, kKampen});
  EXPECT_THAT(To(Verb::kAdopt, kIjsselland, life), IsEmpty());
  EXPECT_THAT(To(Verb::kAdopt, kTwente, life),
              ElementsAre(Obstacle{Kind::kUnconfirmed, {"Enschede"}}));
  Adopt(life, {kIjsselland});
  EXPECT_EQ(StandingOf(life).state(), Report::STATE_DRAFT);
}

TEST(LifeTest, EverythingInTheWayIsNamedAtOnce) {
  const Life life = NewLife();
  const std::vector<pb::Finding> findings = {
      FindingOf(pb::Finding::LEVEL_REFUSE, "AMV_ABOVE_TOTAL", kZwolle),
      FindingOf(pb::Finding::LEVEL_REFUSE, "PARTS_DIFFER", kEnschede),
      FindingOf(pb::Finding::LEVEL_FIX, "START_MISSING", kZwolle)};
  EXPECT_THAT(To(Verb::kAdopt, kIjsselland, life, findings),
              ElementsAre(Obstacle{Kind::kUnconfirmed, {"Kampen", "Zwolle"}},
                          Obstacle{Kind::kRefused, {"AMV_ABOVE_TOTAL"}}));
  EXPECT_THAT(
      To(Verb::kSubmit, "", life, findings),
      ElementsAre(Obstacle{Kind::kUnadopted, {"IJsselland", "Twente"}},
                  Obstacle{Kind::kRefused, {"AMV_ABOVE_TOTAL", "PARTS_DIFFER"}},
                  Obstacle{Kind::kUnmended, {"START_MISSING"}}));
}

TEST(LifeTest, AnExplanationMendsButNeverLiftsARefusal) {
  const Life life = InState(Report::STATE_ADOPTED);
  pb::Finding fix = FindingOf(pb::Finding::LEVEL_FIX, "START_MISSING", kZwolle);
  pb::Finding refusal =
      FindingOf(pb::Finding::LEVEL_REFUSE, "PARTS_DIFFER", kZwolle);
  fix.mutable_explanation()->set_body("Het besluit volgt in mei.");
  refusal.mutable_explanation()->set_body("Zo is het nu eenmaal.");
  EXPECT_THAT(To(Verb::kSubmit, "", life, {fix}), IsEmpty());
  EXPECT_THAT(To(Verb::kSubmit, "", life, {refusal}),
              ElementsAre(Obstacle{Kind::kRefused, {"PARTS_DIFFER"}}));
}

TEST(LifeTest, AConfirmationHoldsInALaterVersionWhileTheFiguresAreTheSame) {
  Life life = NewLife();
  life.report = "provinces/pv23/reports/verslag-v2";
  life.events = {Event(Verb::kConfirm, kZwolle), Event(Verb::kConfirm, kKampen),
                 Event(Verb::kAdopt, kIjsselland)};
  life.events[1].same_figures = false;
  const pb::Standing standing = StandingOf(life);
  ASSERT_EQ(standing.confirmations_size(), 3);
  using Confirmation = pb::Standing::Confirmation;
  EXPECT_EQ(standing.confirmations(0).state(), Confirmation::STATE_OPEN);
  EXPECT_EQ(standing.confirmations(1).state(), Confirmation::STATE_CHANGED);
  EXPECT_EQ(standing.confirmations(2).state(), Confirmation::STATE_CONFIRMED);
  EXPECT_EQ(standing.confirmations(2).report(), kName);
  // What happened to the version before is its own: nobody adopted this one.
  EXPECT_THAT(standing.events(), IsEmpty());
  EXPECT_FALSE(standing.adoptions(0).adopted());
}

TEST(LifeTest, ReopeningDropsAdoptionsAndKeepsConfirmations) {
  Life life = InState(Report::STATE_ADOPTED);
  life.events.push_back(Event(Verb::kReopen, ""));
  EXPECT_EQ(StandingOf(life).state(), Report::STATE_CONFIRMED);
  EXPECT_THAT(To(Verb::kRevoke, kZwolle, life), IsEmpty());
}

TEST(LifeTest, ANewerVersionStopsTheOlderOne) {
  Life life = InState(Report::STATE_CONFIRMED);
  life.successor = "provinces/pv23/reports/verslag-v2";
  for (const Verb verb :
       {Verb::kConfirm, Verb::kRevoke, Verb::kAdopt, Verb::kSubmit}) {
    EXPECT_THAT(To(verb, kZwolle, life),
                ElementsAre(Obstacle{Kind::kSuperseded, {life.successor}}));
  }
  // A submitted one stays submitted until the newer one is.
  Life submitted = InState(Report::STATE_SUBMITTED);
  submitted.successor = life.successor;
  EXPECT_EQ(StandingOf(submitted).state(), Report::STATE_SUBMITTED);
}

TEST(LifeTest, WhatNobodyConfirmedIsDiscarded) {
  Life life = NewLife();
  life.report = "provinces/pv23/reports/verslag-v2";
  // Of the version before, and still its figures.
  life.events = {Event(Verb::kConfirm, kZwolle)};
  EXPECT_THAT(To(Verb::kDiscard, "", life), IsEmpty());
  life.events.push_back(Event(Verb::kConfirm, kKampen, life.report));
  EXPECT_THAT(To(Verb::kDiscard, "", life),
              ElementsAre(Obstacle{Kind::kConfirmedBy, {"Kampen"}}));
  life.events.push_back(Event(Verb::kRevoke, kKampen, life.report));
  EXPECT_THAT(To(Verb::kDiscard, "", life), IsEmpty());
  life.events.push_back(Event(Verb::kDiscard, "", life.report));
  EXPECT_EQ(StandingOf(life).state(), Report::STATE_DISCARDED);
}

TEST(LifeTest, OnlyAProvincialReportIsSubmitted) {
  for (const pb::ReportKind kind :
       {pb::REPORT_KIND_REGIONAL_PLAN, pb::REPORT_KIND_QUARTERLY}) {
    Life life = InState(Report::STATE_ADOPTED);
    life.kind = kind;
    EXPECT_THAT(To(Verb::kSubmit, "", life),
                ElementsAre(Obstacle{Kind::kNotSubmittable, {}}));
    EXPECT_TRUE(IsFinal(kind, Report::STATE_ADOPTED));
  }
  EXPECT_FALSE(
      IsFinal(pb::REPORT_KIND_PROVINCIAL_REPORT, Report::STATE_ADOPTED));
}

TEST(LifeTest, WhoMadeItAdoptsItOnlyWithAnotherPairOfEyes) {
  const Life life = NewLife();
  for (const Verb verb : {Verb::kAdopt, Verb::kSubmit}) {
    EXPECT_TRUE(FourEyesMissing(verb, life, {"maker", "proved:a"}));
    EXPECT_TRUE(FourEyesMissing(verb, life, {"maker", "b"})) << "not proved";
    EXPECT_TRUE(FourEyesMissing(verb, life, {"maker", ""}));
    EXPECT_FALSE(FourEyesMissing(verb, life, {"maker", "proved:b"}));
    EXPECT_FALSE(FourEyesMissing(verb, life, {"other", "a"}));
  }
  Life nameless = NewLife();
  nameless.maker.actor = "";
  EXPECT_TRUE(FourEyesMissing(Verb::kAdopt, nameless, {"maker", "proved:b"}));
  nameless.maker.actor = "a";
  EXPECT_TRUE(FourEyesMissing(Verb::kAdopt, nameless, {"maker", "proved:b"}))
      << "anybody can have said that it was a";
  EXPECT_FALSE(FourEyesMissing(Verb::kConfirm, life, {"maker", "a"}));
}

TEST(LifeTest, TheLastWordOnAnEmbargoStands) {
  Life life = NewLife();
  EXPECT_FALSE(StandingOf(life).has_embargo_time());
  life.events.push_back(Event(Verb::kEmbargo, ""));
  life.events.back().embargo_time.emplace().set_seconds(100);
  life.events.push_back(Event(Verb::kConfirm, kZwolle));
  EXPECT_EQ(StandingOf(life).embargo_time().seconds(), 100);
  life.events.push_back(Event(Verb::kSubmit, ""));
  life.events.back().embargo_time.emplace().set_seconds(200);
  EXPECT_EQ(StandingOf(life).embargo_time().seconds(), 200);
  life.events.push_back(Event(Verb::kEmbargo, ""));
  EXPECT_FALSE(StandingOf(life).has_embargo_time());
}

// The same, reckoned naively with sets, over random walks in which a step is
// taken only when nothing is in its way.
TEST(LifeTest, RandomWalksStandWhereANaiveReckoningSays) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> towns = {kZwolle, kKampen, kEnschede};
  const std::map<std::string, std::string> region = {
      {kZwolle, kIjsselland}, {kKampen, kIjsselland}, {kEnschede, kTwente}};
  for (int walk = 0; walk < 2000; ++walk) {
    Life life = NewLife();
    std::set<std::string> confirmed, adopted;
    bool submitted = false, discarded = false;
    for (int step = 0; step < 25; ++step) {
      const Verb verb = static_cast<Verb>(random() % 7);
      const std::string town = towns[random() % 3];
      const std::string subject =
          verb == Verb::kAdopt                              ? region.at(town)
          : verb == Verb::kConfirm || verb == Verb::kRevoke ? town
                                                            : "";
      bool may = !submitted && !discarded;
      switch (verb) {
        case Verb::kConfirm:
          may = may && !confirmed.count(town);
          if (may) confirmed.insert(town);
          break;
        case Verb::kRevoke:
          may = may && confirmed.count(town) && !adopted.count(region.at(town));
          if (may) confirmed.erase(town);
          break;
        case Verb::kAdopt:
          may = may && !adopted.count(subject);
          for (const auto& [one, of] : region) {
            if (of == subject && !confirmed.count(one)) may = false;
          }
          if (may) adopted.insert(subject);
          break;
        case Verb::kSubmit:
          may = may && adopted.size() == 2;
          if (may) submitted = true;
          break;
        case Verb::kReopen:
          may = may && !adopted.empty();
          if (may) adopted.clear();
          break;
        case Verb::kDiscard:
          // Seldom, so that walks go on.
          if (random() % 8 > 0) continue;
          may = may && confirmed.empty() && adopted.empty();
          if (may) discarded = true;
          break;
        case Verb::kEmbargo:
          may = true;
      }
      ASSERT_EQ(To(verb, subject, life).empty(), may)
          << WordOf(verb) << " " << subject;
      if (may) life.events.push_back(Event(verb, subject));
      ASSERT_EQ(StandingOf(life).state(),
                submitted               ? Report::STATE_SUBMITTED
                : discarded             ? Report::STATE_DISCARDED
                : adopted.size() == 2   ? Report::STATE_ADOPTED
                : confirmed.size() == 3 ? Report::STATE_CONFIRMED
                                        : Report::STATE_DRAFT);
    }
  }
}

TEST(LifeTest, EveryObstacleHasWordsInBothLanguages) {
  for (int kind = 0; kind <= static_cast<int>(Kind::kUnmended); ++kind) {
    const Obstacle one{static_cast<Kind>(kind), {"Zwolle"}};
    EXPECT_FALSE(DutchObstacle(one).empty());
    EXPECT_FALSE(EnglishObstacle(one).empty());
  }
  EXPECT_EQ(DutchObstacle({Kind::kUnconfirmed,
                           {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}}),
            "Nog niet bevestigd: A, B, C, D, E, F, G, H en nog 2.");
}

TEST(SealTest, ChangesWithEverythingItIsOver) {
  pb::Report report;
  report.set_name(kName);
  report.set_version(1);
  report.set_content_sha256("abc");
  std::set<std::string> seals = {SealOf(report, "")};
  EXPECT_TRUE(seals.insert(SealOf(report, "previous")).second);
  report.set_version(2);
  EXPECT_TRUE(seals.insert(SealOf(report, "")).second);
  report.set_content_sha256("abd");
  EXPECT_TRUE(seals.insert(SealOf(report, "")).second);
  report.set_name("provinces/pv23/reports/verslag-2");
  EXPECT_TRUE(seals.insert(SealOf(report, "")).second);
}

}  // namespace
}  // namespace opvang::reporting
