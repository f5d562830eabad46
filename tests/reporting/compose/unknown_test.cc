// Unknown is not zero: no number is printed that nobody delivered.
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/split_steps.h"
#include "services/reporting/print/make_document.h"
#include "tests/reporting/compose/world.h"
#include "tests/reporting/explain/opened.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

namespace q = nl::opvang::quotas::v1;
using testing::HasSubstr;
using testing::Not;

// A province of which nothing was delivered but its own target.
World Empty(const std::string& scope, std::optional<int> own) {
  World world = Quiet(scope);
  for (Town& town : world.towns) {
    town.duty.clear_asylum();
    town.duty.clear_ukraine();
    town.duty.clear_status_holders();
    town.places.clear();
    town.placements.clear();
    town.plans.clear();
    town.permanent_stock.reset();
    town.private_persons.reset();
    town.opening.reset();
  }
  if (own.has_value()) world.own_target = *own;
  return world;
}

Document Printed(const World& world) {
  pb::Report report;
  *report.mutable_content() = world.Report();
  return MakeDocument(report);
}

TEST(UnknownTest, AnEmptyProvinceGuaranteesNothingKnown) {
  const World world = Empty("provinces/pv25", 11704);
  const pb::ReportContent content = world.Report();
  EXPECT_FALSE(content.total().figures().asylum().has_guaranteed_place_count());
  EXPECT_EQ(content.total().own_targets(0).place_count(), 11704);
  const Document document = Printed(world);
  EXPECT_THAT(document.answer, HasSubstr("niet aangeleverd"));
  EXPECT_THAT(document.answer, HasSubstr("De opgave is 11.704 plekken."));
  EXPECT_THAT(document.answer, Not(HasSubstr(" 0 ")));
  for (const Table* table : TablesOf(document)) {
    for (const TableRow& row : table->rows) {
      for (const Cell& cell : row.cells) {
        EXPECT_FALSE(cell.IsNumber() && cell.value == 0)
            << table->name << " " << cell.figure;
      }
    }
  }
}

// Dronten lends 200 to Kampen and delivers nothing; its target is 246.
TEST(UnknownTest, LendingTellsNothingOfWhatThereIs) {
  World world = Empty("provinces/pv24", std::nullopt);
  Town& dronten = world.towns.front();
  dronten.duty.mutable_asylum()->set_quota_count(246);
  q::Transfer& lent = world.transfers.emplace_back();
  lent.set_name("transfers/dronten-kampen");
  lent.set_giver(dronten.name);
  lent.set_receiver("municipalities/gm0166");
  lent.set_place_count(200);
  lent.set_state(q::Transfer::STATE_AGREED);
  *lent.mutable_start_date() = ToProto(absl::CivilDay(2025, 7, 1));
  *lent.mutable_lent_start_date() = lent.start_date();
  const pb::ReportContent content = world.Report();
  const pb::AsylumFigures& asylum =
      content.municipalities(0).figures().asylum();
  EXPECT_FALSE(asylum.has_guaranteed_place_count());
  EXPECT_FALSE(asylum.has_net_shortfall_place_count());
  EXPECT_EQ(asylum.transferred_place_count(), -200);
  EXPECT_EQ(asylum.target_place_count(), 246);
  EXPECT_THAT(Printed(world).answer, Not(HasSubstr("200 plekken")));
}

TEST(UnknownTest, WithoutATargetThereIsNoShortfall) {
  World world = Quiet("regions/twente");
  world.towns[0].duty.clear_asylum();
  const pb::AsylumFigures asylum =
      world.Report().municipalities(0).figures().asylum();
  EXPECT_TRUE(asylum.has_guaranteed_place_count());
  EXPECT_FALSE(asylum.has_net_shortfall_place_count());
  EXPECT_FALSE(asylum.has_gross_shortfall_place_count());
}

TEST(UnknownTest, ASumSaysOverHowManyItGoes) {
  World world = Quiet("regions/twente");
  world.towns[0].places.clear();
  world.towns[1].places.clear();
  world.towns[1].nil = {pb::NilFact::SUBJECT_ASYLUM,
                        pb::NilFact::SUBJECT_UKRAINE};
  const pb::ReportContent content = world.Report();
  const int all = content.municipalities_size();
  std::map<std::string, int> known;
  for (const pb::KnownCount& one : content.total().known_counts()) {
    known[one.metric()] = one.known_municipality_count();
    EXPECT_EQ(one.municipality_count(), all);
  }
  EXPECT_EQ(known["asylum.guaranteed_place_count"], all - 1);
  EXPECT_EQ(known["ukraine.realised_place_count"], all - 1);
  EXPECT_EQ(known.count("asylum.target_place_count"), 0u);
  const Document document = Printed(world);
  EXPECT_THAT(document.answer,
              HasSubstr(absl::StrCat("van ", all - 1, " van de ", all,
                                     " gemeenten bekend")));
  const auto opened =
      Explain(content, "regions/twente#asylum.guaranteed_place_count");
  ASSERT_TRUE(opened.has_value());
  EXPECT_THAT(opened->rule_sentence(),
              HasSubstr(absl::StrCat("bekend van ", all - 1)));
  // The nil return is the fact behind the 0.
  const auto zero =
      Explain(content, world.towns[1].name + "#asylum.guaranteed_place_count");
  ASSERT_TRUE(zero.has_value());
  EXPECT_EQ(zero->count(), 0);
  ASSERT_EQ(zero->facts_size(), 1);
  EXPECT_THAT(zero->facts(0).statement(), HasSubstr("geen plekken"));
  EXPECT_FALSE(
      Explain(content, world.towns[0].name + "#asylum.guaranteed_place_count")
          .has_value());
}

// A verdeelbesluit that states 6,325 and gives shares that sum to 5,759.
TEST(UnknownTest, TheTargetOfTheProvinceItselfLeads) {
  World world = Quiet("provinces/pv23");
  const int count = static_cast<int>(world.towns.size());
  int left = 5759;
  for (Town& town : world.towns) {
    const int share = &town == &world.towns.back() ? left : 5759 / count;
    left -= share;
    town.duty.mutable_asylum()->set_quota_count(share);
    town.duty.mutable_asylum()->mutable_steps(0)->set_quota_count(share);
  }
  world.own_target = 6325;
  const Document document = Printed(world);
  EXPECT_THAT(document.answer, HasSubstr("van de 6.325 plekken"));
  EXPECT_THAT(document.answer, HasSubstr("tellen op tot 5.759"));
  EXPECT_EQ(Dutch(document.key_figures[0].value), "6.325");
  EXPECT_THAT(document.key_figures[0].explanation, HasSubstr("5.759"));
  bool told = false;
  for (const Table* table : TablesOf(document)) {
    if (table->name != "2 Opgaven") continue;
    for (const TableRow& row : table->rows) {
      told = told || (row.cells[0].text == "Vastgelegd voor Overijssel" &&
                      row.cells[1].value == 6325);
    }
  }
  EXPECT_TRUE(told);
}

// Indicative 100 (10 AMV), agreed 90, decided 120 without its AMV part: each
// step stands by itself.
TEST(SplitTest, AStepWithoutItsMinorsIsNotThatOfAnother) {
  World world = Quiet("regions/twente");
  auto& asylum = *world.towns[0].duty.mutable_asylum();
  const auto add = [&](q::QuotaEntry::Basis basis, int count) {
    auto& step = *asylum.add_steps();
    step.set_basis(basis);
    step.set_quota_count(count);
    step.set_source("brief");
    step.set_revision(2);
  };
  add(q::QuotaEntry::BASIS_AGREED, 90);
  add(q::QuotaEntry::BASIS_DECIDED, 120);
  asylum.set_quota_count(120);
  const pb::ReportContent content = world.Report();
  const pb::MunicipalityRow& row = content.municipalities(0);
  ASSERT_EQ(row.municipality(), world.towns[0].name);
  EXPECT_EQ(SplitOf(row, "indicative", false), 100);
  EXPECT_EQ(SplitOf(row, "agreed", false), 90);
  EXPECT_EQ(SplitOf(row, "decided", false), 120);
  EXPECT_EQ(SplitOf(row, "difference", false), 20);
  EXPECT_EQ(SplitOf(row, "indicative", true), 10);
  EXPECT_FALSE(SplitOf(row, "decided", true).has_value());
  EXPECT_FALSE(SplitOf(row, "difference", true).has_value());
  const auto opened =
      Explain(content, "regions/twente#split.decided.place_count");
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->count(), 120);
  EXPECT_EQ(opened->parts_size(), 1);
}

// Every number on the page of a world with holes comes down to a fact or a nil
// return; what is unknown has no explanation because it has no number.
TEST(UnknownTest, NoNumberIsPrintedWithoutAFactBehindIt) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int numbers = 0, unknown = 0, nils = 0;
  for (int round = 0; round < 12; ++round) {
    World world = RandomWorld("provinces/pv23", 9, random);
    for (Town& town : world.towns) {
      if (random() % 3 == 0) town.places.clear();
      if (random() % 3 == 0) town.placements.clear();
    }
    if (random() % 2 == 0) world.own_target = 6325;
    pb::Report report;
    *report.mutable_content() = world.Report();
    const pb::ReportContent& content = report.content();
    const Document document = MakeDocument(report);
    for (const Cell* cell : NumbersOf(document)) {
      Opened opened;
      OpenAll(content, cell->figure, std::nullopt, opened);
      ++numbers;
      if (testing::Test::HasFailure()) return;
    }
    for (const pb::MunicipalityRow& row : content.municipalities()) {
      nils += row.nil_facts_size();
      for (const Metric& metric : AllMetrics()) {
        if (ValueOf(row.figures(), metric).has_value()) continue;
        ++unknown;
        ASSERT_FALSE(
            Explain(content, absl::StrCat(row.municipality(), "#", metric.name))
                .has_value());
      }
      // A count of places stands on places or on a nil return.
      const auto says = [&](pb::NilFact::Subject subject) {
        return std::any_of(
            row.nil_facts().begin(), row.nil_facts().end(),
            [&](const auto& nil) { return nil.subject() == subject; });
      };
      const bool asylum = says(pb::NilFact::SUBJECT_ASYLUM) ||
                          std::any_of(row.sites().begin(), row.sites().end(),
                                      [](const pb::Site& site) {
                                        return !site.places().empty();
                                      });
      ASSERT_EQ(row.figures().asylum().has_guaranteed_place_count(), asylum)
          << row.DebugString();
      ASSERT_EQ(row.figures().status_holders().has_realised_person_count(),
                says(pb::NilFact::SUBJECT_HOUSED) ||
                    row.placements_size() + row.moves_size() > 0);
    }
  }
  EXPECT_GT(numbers, 1000);
  EXPECT_GT(unknown, 50);
  EXPECT_GT(nils, 10);
}

}  // namespace
}  // namespace opvang::reporting
