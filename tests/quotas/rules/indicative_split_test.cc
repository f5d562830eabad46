#include "services/quotas/rules/indicative_split.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "gmock/gmock.h"
#include "tests/support/seed.h"

namespace opvang::quotas {
namespace {

using testing::ElementsAre;

// The worked example: 250,000 inhabitants, need 1000, of which 85 minors.
const std::vector<Weighed> kExample = {
    {132000, 52}, {30000, 171}, {23000, -88}, {65000, -213}};

TEST(IndicativeSplitTest, FollowsTheWorkedExample) {
  EXPECT_THAT(IndicativeSplit(1000, kExample), ElementsAre(564, 143, 85, 208));
  EXPECT_THAT(IndicativeSplit(85, kExample), ElementsAre(48, 12, 7, 18));
}

TEST(IndicativeSplitTest, RoundsHalfUp) {
  // Two equal shares of an odd number: both get the half.
  EXPECT_THAT(IndicativeSplit(5, {{100, 0}, {100, 0}}), ElementsAre(3, 3));
  EXPECT_THAT(IndicativeSplit(0, {{100, 0}}), ElementsAre(0));
  EXPECT_TRUE(IndicativeSplit(5, {}).empty());
}

// The formula read aloud, digit by digit: long division on decimal text.
int32_t Naively(int32_t need, const std::vector<Weighed>& all, size_t at) {
  const auto weight = [](const Weighed& one) {
    return static_cast<__int128>(one.score_thousandths + 1000) *
           one.inhabitant_count;
  };
  __int128 total = 0;
  for (const Weighed& one : all) total += weight(one);
  __int128 rest = weight(all[at]) * need;
  int32_t whole = 0;
  while (rest >= total) {
    rest -= total;
    ++whole;
  }
  return rest + rest >= total ? whole + 1 : whole;
}

std::vector<Weighed> RandomWorld(std::mt19937& random) {
  std::vector<Weighed> world(1 + random() % 40);
  for (Weighed& one : world) {
    one.inhabitant_count = 900 + static_cast<int32_t>(random() % 900000);
    one.score_thousandths = static_cast<int32_t>(random() % 1200) - 600;
  }
  return world;
}

TEST(IndicativeSplitTest, KeepsItsInvariantsInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::vector<Weighed> world = RandomWorld(random);
    const int32_t need = 1 + static_cast<int32_t>(random() % 3000);
    const auto shares = IndicativeSplit(need, world);
    for (size_t i = 0; i < world.size(); ++i) {
      ASSERT_EQ(shares[i], Naively(need, world, i));
    }
    // The sum differs from the need by at most half a place each.
    const int64_t sum = std::accumulate(shares.begin(), shares.end(), 0LL);
    ASSERT_LE(2 * std::abs(sum - need), static_cast<int64_t>(world.size()));
    // Minors are inside the total.
    const auto minors =
        IndicativeSplit(static_cast<int32_t>(random() % need), world);
    for (size_t i = 0; i < world.size(); ++i) ASSERT_LE(minors[i], shares[i]);
    // Scaling every population changes nothing.
    std::vector<Weighed> scaled = world;
    for (Weighed& one : scaled) one.inhabitant_count *= 7;
    ASSERT_EQ(IndicativeSplit(need, scaled), shares);
    // A higher score never lowers the own share.
    const size_t at = random() % world.size();
    world[at].score_thousandths += 1 + static_cast<int32_t>(random() % 100);
    ASSERT_GE(IndicativeSplit(need, world)[at], shares[at]);
  }
}

}  // namespace
}  // namespace opvang::quotas
