#include "services/quotas/rules/succession.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

pb::Succession From(const std::string& municipality,
                    const std::string& successor, CivilDay day,
                    int32_t weight) {
  pb::Succession succession;
  succession.set_municipality(municipality);
  succession.set_successor(successor);
  *succession.mutable_start_date() = ToProto(day);
  succession.set_weight(weight);
  succession.set_source("besluit");
  return succession;
}

std::map<std::string, pb::Obligation> Obligations(
    const std::map<std::string, std::pair<int, int>>& counts) {
  std::map<std::string, pb::Obligation> obligations;
  for (const auto& [name, count] : counts) {
    obligations[name].set_subject(name);
    obligations[name].set_quota_count(count.first);
    obligations[name].set_amv_count(count.second);
  }
  return obligations;
}

const CivilDay kNewYear(2027, 1, 1);

TEST(SuccessionTest, ApportionsWholeCountsByLargestRemainder) {
  EXPECT_THAT(Apportion(10, {1, 1, 1}), ElementsAre(4, 3, 3));
  EXPECT_THAT(Apportion(7, {5000, 3000, 2000}), ElementsAre(4, 2, 1));
  EXPECT_THAT(Apportion(0, {5, 3}), ElementsAre(0, 0));
  EXPECT_THAT(Apportion(1000000, {10000000, 1}), ElementsAre(1000000, 0));
}

TEST(SuccessionTest, EqualHeirsGetWholeCountsWithinOneOfTheirShare) {
  auto obligations = Obligations({{"a", {688, 59}}});
  MoveInto(kNewYear,
           {From("a", "b", kNewYear, 1), From("a", "c", kNewYear, 1),
            From("a", "d", kNewYear, 1)},
           obligations);
  EXPECT_EQ(obligations["b"].quota_count(), 230);
  EXPECT_EQ(obligations["c"].quota_count(), 229);
  EXPECT_EQ(obligations["d"].quota_count(), 229);
  EXPECT_EQ(obligations["b"].amv_count(), 20);
  EXPECT_EQ(obligations["c"].amv_count(), 20);
  EXPECT_EQ(obligations["d"].amv_count(), 19);
}

TEST(SuccessionTest, MinorsStayWithinThePartOfEachHeir) {
  EXPECT_THAT(Apportion(2, {1, 1, 1}, {0, 1, 1}), ElementsAre(0, 1, 1));
  EXPECT_THAT(Apportion(5, {1, 1}, {2, 3}), ElementsAre(2, 3));
  EXPECT_THAT(Apportion(5, {1, 1}, {3, 3}), ElementsAre(3, 2));
}

TEST(SuccessionTest, MovesAnEndedObligationToItsSuccessors) {
  auto obligations = Obligations({{"a", {100, 9}}, {"b", {50, 4}}});
  const std::vector<pb::Succession> all = {From("a", "b", kNewYear, 6000),
                                           From("a", "c", kNewYear, 4000)};
  MoveInto(kNewYear, all, obligations);
  EXPECT_EQ(obligations.count("a"), 0u);
  EXPECT_EQ(obligations["b"].quota_count(), 50 + 60);
  EXPECT_EQ(obligations["b"].amv_count(), 4 + 5);
  EXPECT_EQ(obligations["c"].quota_count(), 40);
  EXPECT_EQ(obligations["c"].amv_count(), 4);
  ASSERT_EQ(obligations["c"].taken_over_size(), 1);
  EXPECT_THAT(obligations["c"].taken_over(0),
              EqualsProto(R"pb(municipality: 'a'
                               quota_count: 40
                               amv_count: 4
                               whole_count: 100
                               source: 'besluit')pb"));
}

TEST(SuccessionTest, LeavesFiguresAsThenBeforeTheDay) {
  auto obligations = Obligations({{"a", {100, 9}}, {"b", {50, 4}}});
  MoveInto(kNewYear - 1, {From("a", "b", kNewYear, 1)}, obligations);
  EXPECT_EQ(obligations["a"].quota_count(), 100);
  EXPECT_EQ(obligations["b"].taken_over_size(), 0);
  EXPECT_FALSE(HasEnded("a", kNewYear - 1, {From("a", "b", kNewYear, 1)}));
  EXPECT_TRUE(HasEnded("a", kNewYear, {From("a", "b", kNewYear, 1)}));
}

TEST(SuccessionTest, FollowsAChainOfSuccessors) {
  auto obligations = Obligations({{"a", {100, 0}}, {"b", {50, 0}}});
  const std::vector<pb::Succession> all = {From("b", "c", kNewYear, 1),
                                           From("a", "b", kNewYear - 365, 1)};
  EXPECT_THAT(WithPredecessors({"c"}, kNewYear, all),
              UnorderedElementsAre("a", "b", "c"));
  EXPECT_THAT(WithPredecessors({"c"}, kNewYear - 1, all),
              UnorderedElementsAre("c"));
  MoveInto(kNewYear, all, obligations);
  EXPECT_EQ(obligations.size(), 1u);
  EXPECT_EQ(obligations["c"].quota_count(), 150);
  EXPECT_EQ(obligations["c"].taken_over(0).whole_count(), 150);
}

TEST(SuccessionTest, UnknownMinorsStayUnknown) {
  auto obligations = Obligations({{"a", {100, 9}}, {"b", {50, 4}}});
  obligations["a"].clear_amv_count();
  MoveInto(kNewYear, {From("a", "b", kNewYear, 1)}, obligations);
  EXPECT_EQ(obligations["b"].quota_count(), 150);
  EXPECT_FALSE(obligations["b"].has_amv_count());
}

TEST(SuccessionTest, RefusesWhatCannotStand) {
  EXPECT_FALSE(
      FaultIn({From("a", "b", kNewYear, 1), From("b", "c", kNewYear + 1, 1)})
          .has_value());
  EXPECT_TRUE(
      FaultIn({From("a", "b", kNewYear, 1), From("a", "c", kNewYear + 1, 1)})
          .has_value());
  // Not in a circle, and not to somebody who ended before or with it.
  EXPECT_TRUE(
      FaultIn({From("a", "b", kNewYear, 1), From("b", "a", kNewYear + 1, 1)})
          .has_value());
  EXPECT_TRUE(
      FaultIn({From("a", "b", kNewYear, 1), From("b", "c", kNewYear, 1)})
          .has_value());
}

// That of a successor of a municipality, and those of all of them.
std::pair<int64_t, int64_t> WeightsOf(const std::string& successor,
                                      const std::string& municipality,
                                      const std::vector<pb::Succession>& all) {
  int64_t weight = 0, total = 0;
  for (const pb::Succession& one : all) {
    if (one.municipality() != municipality) continue;
    total += one.weight();
    if (one.successor() == successor) weight = one.weight();
  }
  return {weight, total};
}

TEST(SuccessionTest, KeepsEverySumInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    // Municipality i ends on day i, if it ends; successors are later ones.
    const int count = 2 + static_cast<int>(random() % 10);
    std::vector<pb::Succession> all;
    std::map<std::string, std::pair<int, int>> counts;
    int sum = 0, minors = 0;
    for (int i = 0; i < count; ++i) {
      const int quota = static_cast<int>(random() % 500);
      const int amv = quota == 0 ? 0 : static_cast<int>(random()) % quota;
      counts[std::to_string(i)] = {quota, std::max(amv, 0)};
      sum += quota;
      minors += std::max(amv, 0);
      if (i + 1 == count || random() % 2 == 0) continue;
      const int parts = 1 + static_cast<int>(random() % 3);
      for (int part = 0; part < parts && i + 1 + part < count; ++part) {
        all.push_back(From(std::to_string(i), std::to_string(i + 1 + part),
                           kNewYear + i,
                           1 + static_cast<int>(random() % 90000)));
      }
    }
    ASSERT_FALSE(FaultIn(all).has_value());
    std::shuffle(all.begin(), all.end(), random);
    auto obligations = Obligations(counts);
    const CivilDay day = kNewYear + static_cast<int>(random() % 12);
    MoveInto(day, all, obligations);
    for (const auto& [name, obligation] : obligations) {
      ASSERT_FALSE(HasEnded(name, day, all));
      ASSERT_LE(obligation.amv_count(), obligation.quota_count());
      // What came over stands in full beside what was there.
      int own = counts[name].first;
      for (const auto& part : obligation.taken_over()) {
        ASSERT_LE(part.amv_count(), part.quota_count());
        const auto [weight, total] = WeightsOf(name, part.municipality(), all);
        ASSERT_LT(
            std::abs(part.quota_count() * total - part.whole_count() * weight),
            total)
            << "more than one from its share";
        own += part.quota_count();
        ASSERT_LE(part.quota_count(), part.whole_count());
      }
      ASSERT_EQ(own, obligation.quota_count());
      sum -= obligation.quota_count();
      minors -= obligation.amv_count();
    }
    ASSERT_EQ(sum, 0);
    ASSERT_EQ(minors, 0);
  }
}

// Each part is the exact share rounded down or up.
TEST(SuccessionTest, ApportionsWithinOneOfTheExactShareInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::vector<int32_t> weights(1 + random() % 8);
    for (int32_t& w : weights) w = 1 + static_cast<int32_t>(random() % 99999);
    const int64_t total = std::accumulate(weights.begin(), weights.end(), 0LL);
    const int32_t whole = static_cast<int32_t>(random() % 5000);
    const auto parts = Apportion(whole, weights);
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), 0), whole);
    for (size_t i = 0; i < parts.size(); ++i) {
      ASSERT_LE(int64_t{whole} * weights[i] - total, parts[i] * total);
      ASSERT_LT(parts[i] * total, int64_t{whole} * weights[i] + total);
    }
  }
}

}  // namespace
}  // namespace opvang::quotas
