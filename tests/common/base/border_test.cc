// Regional tables of any shape: across a border, dated, ended, and none.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/caller.h"
#include "common/base/municipality.h"
#include "tests/support/border_rows.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

using absl::CivilDay;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> NamesIn(const char* parent) {
  return NamesOf(*MunicipalitiesIn(parent));
}
std::string RegionOfOn(const char* municipality, CivilDay day) {
  return RegionNameOn(*FindMunicipalityByName(municipality), day);
}

TEST(BorderTest, ATableHasItsMunicipalitiesOfEveryProvince) {
  EXPECT_THAT(NamesIn(kGrensland),
              ElementsAre(kNoordoostpolder, kSteenwijkerland, kUrk));
  EXPECT_THAT(NamesIn(kPolder), ElementsAre(kAlmere, kLelystad, kZeewolde));
  EXPECT_THAT(NamesIn(kOud), IsEmpty());
  EXPECT_EQ(NamesIn(kFlevoland).size(), 6u);
}

TEST(BorderTest, KnowsTheProvincesOfATable) {
  std::map<std::string, std::vector<std::string>> provinces;
  for (const Region& region : AllRegions()) {
    for (const Province* one : ProvincesOf(region)) {
      provinces[region.Name()].push_back(one->Name());
    }
  }
  EXPECT_EQ(provinces, (std::map<std::string, std::vector<std::string>>{
                           {kGrensland, {kOverijssel, kFlevoland}},
                           {kOud, {kFlevoland}},
                           {kPolder, {kFlevoland}}}));
}

// Every municipality and area within every area: by the rows, and no other way.
TEST(BorderTest, NobodyHasRightsBeyondTheirRows) {
  const std::map<std::string, std::set<std::string>> members = {
      {kGrensland, {kNoordoostpolder, kUrk, kSteenwijkerland}},
      {kPolder, {kAlmere, kLelystad, kZeewolde}},
      {kOud, {}}};
  for (const auto& [region, own] : members) {
    for (const Municipality& one : AllMunicipalities()) {
      EXPECT_EQ(LiesWithin(one.Name(), region), own.count(one.Name()) > 0)
          << one.Name() << " in " << region;
      EXPECT_EQ(LiesWithin(absl::StrCat(one.Name(), "/locations/x"), region),
                own.count(one.Name()) > 0);
    }
    for (const Province& province : AllProvinces()) {
      EXPECT_EQ(LiesWithin(region, province.Name()),
                region != kGrensland && province.Name() == kFlevoland)
          << region << " in " << province.Name();
      EXPECT_EQ(LiesWithin(absl::StrCat(region, "/reports/x"), province.Name()),
                region != kGrensland && province.Name() == kFlevoland);
      EXPECT_FALSE(LiesWithin(province.Name(), region));
    }
    for (const auto& [other, theirs] : members) {
      EXPECT_EQ(LiesWithin(region, other), region == other);
    }
    EXPECT_TRUE(LiesWithin(region, "countries/nl"));
  }
}

TEST(BorderTest, ACallerNamesOnlyWhatIsItsOwn) {
  const auto may = [](Role role, const char* scope, const char* resource) {
    Call call;
    call.caller.role = role;
    call.caller.scope = scope;
    return CheckScope(call, "parent", resource).ok();
  };
  EXPECT_TRUE(may(Role::kRegion, kGrensland, kSteenwijkerland));
  EXPECT_TRUE(may(Role::kRegion, kGrensland, kUrk));
  EXPECT_FALSE(may(Role::kRegion, kGrensland, kAlmere));
  EXPECT_FALSE(may(Role::kRegion, kGrensland, kFlevoland));
  EXPECT_TRUE(may(Role::kProvince, kFlevoland, kUrk));
  EXPECT_FALSE(may(Role::kProvince, kFlevoland, kSteenwijkerland));
  EXPECT_FALSE(may(Role::kProvince, kFlevoland, kGrensland));
  EXPECT_FALSE(may(Role::kProvince, kOverijssel, kGrensland));
  EXPECT_TRUE(may(Role::kProvince, kFlevoland, kPolder));
  EXPECT_TRUE(may(Role::kProvince, kFlevoland, kOud));
}

TEST(BorderTest, WhatIsWithinAProvinceIsWholeWithinIt) {
  EXPECT_THAT(SubjectsWithin(kFlevoland),
              ElementsAre(kFlevoland, kOud, kPolder, kAlmere, kDronten,
                          kLelystad, kNoordoostpolder, kUrk, kZeewolde));
  EXPECT_THAT(SubjectsWithin(kOverijssel), Not(Contains(kGrensland)));
  EXPECT_THAT(SubjectsWithin("countries/nl"), Contains(kGrensland));
  // Sums are of who belongs there.
  EXPECT_THAT(AreasWithin(kFlevoland), ElementsAre(kFlevoland, kPolder));
  EXPECT_THAT(AreasWithin(kGrensland), ElementsAre(kGrensland));
  EXPECT_THAT(AreasWithin(kOud), ElementsAre(kOud));
  EXPECT_THAT(AreasWithin(kDrenthe), ElementsAre(kDrenthe));
}

TEST(BorderTest, OverlapsWithEachOfItsProvinces) {
  EXPECT_TRUE(Overlap(kGrensland, kFlevoland));
  EXPECT_TRUE(Overlap(kOverijssel, kGrensland));
  EXPECT_TRUE(Overlap(kUrk, kGrensland));
  EXPECT_TRUE(Overlap(kPolder, kFlevoland));
  EXPECT_TRUE(Overlap(kPolder, "countries/nl"));
  EXPECT_FALSE(Overlap(kGrensland, kDrenthe));
  EXPECT_FALSE(Overlap(kGrensland, kPolder));
  EXPECT_FALSE(Overlap(kPolder, kOverijssel));
  EXPECT_FALSE(Overlap(kUrk, kOverijssel));
  EXPECT_FALSE(Overlap(kFlevoland, kOverijssel));
  EXPECT_FALSE(Overlap("regions/nergens", kFlevoland));
}

TEST(BorderTest, OnADayTheRowOfThatDayHolds) {
  EXPECT_EQ(RegionOfOn(kAlmere, CivilDay(2024, 2, 29)), "");
  EXPECT_EQ(RegionOfOn(kAlmere, CivilDay(2024, 3, 1)), kPolder);
  EXPECT_EQ(RegionOfOn(kZeewolde, CivilDay(1999, 1, 1)), kOud);
  EXPECT_EQ(RegionOfOn(kZeewolde, CivilDay(2024, 6, 30)), kOud);
  EXPECT_EQ(RegionOfOn(kZeewolde, CivilDay(2024, 7, 1)), kPolder);
  EXPECT_EQ(FindMunicipalityByName(kZeewolde)->RegionName(), kPolder);
  EXPECT_EQ(RegionOfOn(kUrk, CivilDay(2199, 1, 1)), kGrensland);
  EXPECT_EQ(RegionOfOn(kDronten, CivilDay(2024, 7, 1)), "");
}

}  // namespace
}  // namespace opvang
