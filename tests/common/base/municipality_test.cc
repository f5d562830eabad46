#include "common/base/municipality.h"

#include <map>
#include <set>

#include "common/base/resource_name.h"
#include "gmock/gmock.h"

namespace opvang {
namespace {

TEST(MunicipalityTest, HasAllOfThemOnceInOrder) {
  EXPECT_EQ(AllMunicipalities().size(), 342u);
  EXPECT_EQ(AllProvinces().size(), 12u);
  std::set<absl::string_view> codes;
  absl::string_view last;
  for (const Municipality& municipality : AllMunicipalities()) {
    EXPECT_LT(last, municipality.code);
    last = municipality.code;
    codes.insert(municipality.code);
    EXPECT_TRUE(DutchName(municipality.ProvinceName()).has_value());
  }
  EXPECT_EQ(codes.size(), 342u);
}

TEST(MunicipalityTest, EveryMunicipalityLiesInOneProvince) {
  size_t sum = 0;
  for (const Province& province : AllProvinces()) {
    sum += MunicipalitiesIn(province.Name())->size();
  }
  EXPECT_EQ(sum, 342u);
}

TEST(MunicipalityTest, RegionsMakeUpOverijssel) {
  const auto ijsselland = *MunicipalitiesIn("regions/ijsselland");
  const auto twente = *MunicipalitiesIn("regions/twente");
  EXPECT_EQ(ijsselland.size(), 11u);
  EXPECT_EQ(twente.size(), 14u);
  EXPECT_EQ(MunicipalitiesIn("provinces/pv23")->size(), 25u);
  EXPECT_EQ(ijsselland.front()->display_name, "Dalfsen");
  EXPECT_EQ(ijsselland.back()->display_name, "Zwolle");
}

TEST(MunicipalityTest, KnowsWhatLiesWhere) {
  struct {
    const char *resource, *scope;
    bool within;
  } const kCases[] = {
      {"municipalities/gm0193", "municipalities/gm0193", true},
      {"municipalities/gm0193/locations/x", "municipalities/gm0193", true},
      {"municipalities/gm0193/locations/x", "regions/ijsselland", true},
      {"municipalities/gm0193", "provinces/pv23", true},
      {"municipalities/gm0193", "", true},
      {"municipalities/gm0193", "countries/nl", true},
      {"regions/twente", "provinces/pv23", true},
      {"provinces/pv23/reports/x", "provinces/pv23", true},
      {"municipalities/gm0153", "regions/ijsselland", false},
      {"municipalities/gm01931", "municipalities/gm0193", false},
      {"municipalities/gm9999", "provinces/pv23", false},
      {"provinces/pv23", "regions/ijsselland", false},
      {"countries/nl", "provinces/pv23", false},
      {"", "municipalities/gm0193", false},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(LiesWithin(one.resource, one.scope), one.within)
        << one.resource << " in " << one.scope;
  }
}

TEST(MunicipalityTest, SaysWhichOneWasMeant) {
  Violations violations;
  EXPECT_EQ(CheckMunicipality("Zwole", "municipality", violations), nullptr);
  ASSERT_EQ(violations.all().size(), 1u);
  EXPECT_THAT(violations.all()[0].description,
              testing::HasSubstr("municipalities/gm0193 (Zwolle)"));
}

TEST(MunicipalityTest, SaysNothingOfWhatNobodyMeant) {
  Violations violations;
  CheckMunicipality(std::string(60, 'x'), "municipality", violations);
  EXPECT_THAT(violations.all()[0].description,
              testing::EndsWith("it must look like municipalities/gm0193"));
  // Of more faults than are told none says which one was meant.
  for (size_t i = 1; i <= kViolationsMax; ++i) {
    CheckMunicipality("Zwole", "municipality", violations);
  }
  EXPECT_THAT(violations.all()[kViolationsMax - 1].description,
              testing::HasSubstr("Zwolle"));
  EXPECT_THAT(violations.all()[kViolationsMax].description,
              testing::Not(testing::HasSubstr("Zwolle")));
}

TEST(ResourceNameTest, MatchesWholeNamesOnly) {
  const char* pattern = "municipalities/{}/locations/{}";
  EXPECT_THAT(*MatchName(pattern, "municipalities/gm0193/locations/rol-1"),
              testing::ElementsAre("gm0193", "rol-1"));
  for (const char* name :
       {"municipalities/gm0193/locations/", "municipalities/gm0193/locations",
        "municipalities/gm0193/locations/a/b", "municipalities//locations/a",
        "Municipalities/gm0193/locations/a",
        "municipalities/gm0193/locations/A",
        "municipalities/gm0193/locations/-a"}) {
    EXPECT_FALSE(MatchName(pattern, name).has_value()) << name;
  }
  EXPECT_TRUE(IsId("a1-b"));
  EXPECT_FALSE(IsId("1a"));
  EXPECT_FALSE(IsId(std::string(64, 'a')));
  EXPECT_TRUE(IsId(std::string(63, 'a')));
}

}  // namespace
}  // namespace opvang
