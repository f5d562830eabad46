// The rows of regional tables, whichever there are.
#include "common/base/region.h"

#include <set>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "gmock/gmock.h"

namespace opvang {
namespace {

// Empty or a day.
void ExpectDay(absl::string_view day) {
  EXPECT_TRUE(day.empty() || ParseDay(day).has_value()) << day;
}

TEST(RegionTest, EveryTableSaysWhereItIsNamed) {
  std::set<absl::string_view> ids, names;
  absl::string_view last;
  for (const Region& region : AllRegions()) {
    SCOPED_TRACE(std::string(region.id));
    EXPECT_TRUE(IsId(region.id));
    EXPECT_LT(last, region.id);
    last = region.id;
    EXPECT_TRUE(names.insert(region.display_name).second);
    ExpectDay(region.start_date);
    ExpectDay(region.end_date);
    EXPECT_FALSE(region.source.empty());
    EXPECT_FALSE(IsIllustrative(region.source));
    if (region.end_date.empty()) {
      EXPECT_GE(MunicipalitiesIn(region.Name())->size(), 2u);
    }
    EXPECT_FALSE(ProvincesOf(region).empty());
    EXPECT_EQ(DutchName(region.Name()), std::string(region.display_name));
  }
}

TEST(RegionTest, AMunicipalityBelongsToOneTableAtATime) {
  for (const RegionMember& row : RegionMemberRows()) {
    SCOPED_TRACE(std::string(row.municipality));
    EXPECT_NE(FindMunicipality(row.municipality), nullptr);
    ExpectDay(row.start_date);
    ExpectDay(row.end_date);
    const Region* own = nullptr;
    for (const Region& region : AllRegions()) {
      if (region.id == row.region) own = &region;
    }
    ASSERT_NE(own, nullptr) << row.region;
    EXPECT_GE(row.start_date, own->start_date);
    for (const RegionMember& other : RegionMemberRows()) {
      if (&other == &row || other.municipality != row.municipality) continue;
      const bool apart =
          (!row.end_date.empty() && row.end_date <= other.start_date) ||
          (!other.end_date.empty() && other.end_date <= row.start_date);
      EXPECT_TRUE(apart) << row.region << " and " << other.region;
    }
  }
}

}  // namespace
}  // namespace opvang
