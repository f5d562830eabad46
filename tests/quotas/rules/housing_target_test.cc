#include "services/quotas/rules/housing_target.h"

#include <fstream>
#include <map>
#include <numeric>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/municipality.h"
#include "gmock/gmock.h"
#include "tests/support/seed.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using testing::ElementsAre;

// The inhabitants of 2026 of the sample, by code.
std::map<std::string, int32_t> Inhabitants() {
  std::ifstream file(
      OPVANG_SOURCE_DIR
      "/deploy/sample/overijssel-2024/0-national/populations.csv");
  std::map<std::string, int32_t> inhabitants;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    EXPECT_TRUE(absl::SimpleAtoi(cells[2], &inhabitants[cells[0]])) << line;
  }
  return inhabitants;
}

std::map<std::string, int32_t> Targets(int32_t national) {
  std::vector<std::string> names;
  std::vector<int32_t> counts;
  for (const auto& [name, count] : Inhabitants()) {
    names.push_back(name);
    counts.push_back(count);
  }
  const auto targets = HousingTargets(national, counts);
  std::map<std::string, int32_t> by_name;
  for (size_t i = 0; i < names.size(); ++i) by_name[names[i]] = targets[i];
  return by_name;
}

int64_t SumWithin(const std::map<std::string, int32_t>& targets,
                  const std::string& area) {
  int64_t sum = 0;
  for (const auto& [name, target] : targets) {
    if (LiesWithin(name, area)) sum += target;
  }
  return sum;
}

TEST(HousingTargetTest, FollowsTheWorkedExamples) {
  ASSERT_EQ(Inhabitants().size(), 342u);
  const auto of_15000 = Targets(15000);
  EXPECT_EQ(of_15000.at("municipalities/gm0193"), 111);  // Zwolle: 110.98
  EXPECT_EQ(of_15000.at("municipalities/gm0148"), 26);   // Dalfsen: 25.04
  EXPECT_EQ(of_15000.at("municipalities/gm0180"), 16);   // Staphorst: 15.07
  EXPECT_EQ(SumWithin(of_15000, "countries/nl"), 15171);
  const auto of_21200 = Targets(21200);
  EXPECT_EQ(SumWithin(of_21200, "countries/nl"), 21373);
  EXPECT_EQ(SumWithin(of_21200, "regions/ijsselland"), 654);
}

TEST(HousingTargetTest, RoundsUpAndLeavesWholeSharesAlone) {
  EXPECT_THAT(HousingTargets(10, {1, 1, 3}), ElementsAre(2, 2, 6));
  EXPECT_THAT(HousingTargets(10, {1, 1, 1}), ElementsAre(4, 4, 4));
  EXPECT_THAT(HousingTargets(0, {5}), ElementsAre(0));
}

TEST(HousingTargetTest, IsTheLeastWholeCountNotBelowTheShareInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::vector<int32_t> world(1 + random() % 40);
    for (int32_t& count : world)
      count = 1 + static_cast<int32_t>(random() % 50000);
    const int64_t all = std::accumulate(world.begin(), world.end(), 0LL);
    const int64_t national = static_cast<int64_t>(random() % 2000);
    const auto targets = HousingTargets(static_cast<int32_t>(national), world);
    int64_t sum = 0;
    for (size_t i = 0; i < world.size(); ++i) {
      int64_t naive = 0;  // Count up until the share is reached.
      while (naive * all < national * world[i]) ++naive;
      ASSERT_EQ(targets[i], naive);
      sum += targets[i];
    }
    ASSERT_GE(sum, national);
    ASSERT_LT(sum, national + static_cast<int64_t>(world.size()));
  }
}

TEST(HousingTargetTest, KnowsTheStatutoryDays) {
  EXPECT_EQ(FirstDayOf("2025-h1"), CivilDay(2025, 1, 1));
  EXPECT_EQ(FirstDayOf("2025-h2"), CivilDay(2025, 7, 1));
  EXPECT_EQ(PopulationDayOf("2025-h1"), CivilDay(2024, 1, 1));
  EXPECT_EQ(PopulationDayOf("2025-h2"), CivilDay(2024, 1, 1));
  // "By about 2 October", "1 April".
  EXPECT_EQ(LastPublicationDayOf("2025-h1"), CivilDay(2024, 10, 2));
  EXPECT_EQ(LastPublicationDayOf("2025-h2"), CivilDay(2025, 4, 1));
}

}  // namespace
}  // namespace opvang::quotas
