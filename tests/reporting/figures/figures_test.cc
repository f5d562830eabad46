#include "services/reporting/figures/figures.h"

#include <random>

#include "common/base/notation.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

TEST(FiguresTest, PercentagesAreExact) {
  EXPECT_EQ(Percent(3864, 6325, 1), "61.1");
  EXPECT_EQ(Percent(5699, 6325, 1), "90.1");
  EXPECT_EQ(Percent(5882, 6325, 1), "93.0");
  EXPECT_EQ(Percent(10474, 11704, 1), "89.5");  // Published as 90 %.
  EXPECT_EQ(Percent(10474, 11704, 0), "89");
  EXPECT_EQ(Percent(1, 8, 1), "12.5");
  EXPECT_EQ(Percent(1, 2000, 1), "0.1");  // A half goes up.
  EXPECT_EQ(Percent(1, 200, 0), "1");
  EXPECT_EQ(Percent(5, 0, 1), "");
  EXPECT_EQ(Percent(-5, 10, 1), "");
}

TEST(FiguresTest, PercentagesAgreeWithLongDivision) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20000; ++round) {
    const int64_t part = random() % 100000, whole = 1 + random() % 100000;
    // Rounded half up: the greatest p with p − ½ ≤ 1000 × part ÷ whole.
    const int64_t tenths = *PerMille(part, whole);
    ASSERT_LE((2 * tenths - 1) * whole, 2000 * part);
    ASSERT_GT((2 * tenths + 1) * whole, 2000 * part);
  }
}

TEST(FiguresTest, AbsentIsNotZero) {
  pb::Figures sum;
  AddTo(Proto<pb::Figures>(R"pb(asylum { guaranteed_place_count: 5 })pb"), sum);
  EXPECT_FALSE(sum.asylum().has_target_place_count());
  AddTo(Proto<pb::Figures>(R"pb(asylum { target_place_count: 0 })pb"), sum);
  EXPECT_TRUE(sum.asylum().has_target_place_count());
  AddTo(Proto<pb::Figures>(
            R"pb(asylum { target_place_count: 7 guaranteed_place_count: 1 }
                 status_holders { opening_person_count: -4 })pb"),
        sum);
  EXPECT_EQ(sum.asylum().target_place_count(), 7);
  EXPECT_EQ(sum.asylum().guaranteed_place_count(), 6);
  EXPECT_EQ(sum.status_holders().opening_person_count(), -4);
}

TEST(FiguresTest, ASurplusDoesNotHideAShortfall) {
  pb::Figures sum;
  for (const char* text : {"target_place_count: 100 guaranteed_place_count: 60",
                           "target_place_count: 50 guaranteed_place_count: 80",
                           "guaranteed_place_count: 10"}) {
    pb::Figures one;
    *one.mutable_asylum() = Proto<pb::AsylumFigures>(text);
    FillShortfall(*one.mutable_asylum());
    AddTo(one, sum);
  }
  EXPECT_EQ(sum.asylum().net_shortfall_place_count(), 10);
  EXPECT_EQ(sum.asylum().gross_shortfall_place_count(), 40);
}

}  // namespace
}  // namespace opvang::reporting
