#include "common/base/municipality.h"

#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/address.h"
#include "common/base/area_name.h"
#include "common/base/folding.h"
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

// Every name, as people and programs may write it.
TEST(AreaNameTest, EveryMunicipalityIsKnownByNameAndCode) {
  int shared = 0;
  for (const Municipality& one : AllMunicipalities()) {
    const std::string name(one.display_name);
    for (const std::string& words :
         {std::string(one.code), absl::AsciiStrToUpper(one.code), one.Name(),
          absl::StrCat("gemeente ", name),
          absl::StrCat("Gemeente  ", name, " "), BareWords(name),
          absl::StrReplaceAll(name, {{"'", "\u2019"}})}) {
      const std::vector<std::string> called = MunicipalitiesCalled(words);
      ASSERT_EQ(called.size(), 1u) << words;
      EXPECT_EQ(called[0], one.Name()) << words;
    }
    shared += AreasCalled(name).size() > 1;
  }
  // Groningen and Utrecht are provinces too, some are regions.
  EXPECT_GT(shared, 1);
}

TEST(AreaNameTest, ToldApartByItsKindOrAsked) {
  EXPECT_THAT(AreasCalled("Utrecht"), testing::Contains("provinces/pv26"));
  EXPECT_THAT(AreasCalled("Utrecht"),
              testing::Contains("municipalities/gm0344"));
  EXPECT_THAT(AreasCalled("provincie Utrecht"),
              testing::ElementsAre("provinces/pv26"));
  EXPECT_THAT(AreasCalled("regio IJsselland"),
              testing::ElementsAre("regions/ijsselland"));
  EXPECT_THAT(AreasCalled("Bergen"),
              testing::UnorderedElementsAre("municipalities/gm0373",
                                            "municipalities/gm0893"));
  EXPECT_THAT(AreasCalled("den bosch"),
              testing::ElementsAre("municipalities/gm0796"));
  EXPECT_THAT(AreasCalled("'s-Gravenhage"),
              testing::ElementsAre("municipalities/gm0518"));
  EXPECT_THAT(AreasCalled("Sudwest Fryslan"),
              testing::ElementsAre("municipalities/gm1900"));
  EXPECT_THAT(AreasCalled("Nederland"), testing::ElementsAre("countries/nl"));
  EXPECT_THAT(AreasCalled("nergens"), testing::IsEmpty());
  EXPECT_THAT(AreasCalled("municipalities/gm9999"), testing::IsEmpty());
}

TEST(AreaNameTest, ANearNameIsSuggested) {
  EXPECT_EQ(AreaLike("Nijmegenn"), "Nijmegen");
  EXPECT_EQ(AreaLike("Overijsel"), "Overijssel");
  EXPECT_EQ(AreaLike("Hertogenbosch"), "'s-Hertogenbosch");
  EXPECT_EQ(AreaLike("xyz"), "");
  EXPECT_EQ(AreaLike("GM9999"), "");
  EXPECT_EQ(AreaLike("een heel ander woord"), "");
}

TEST(AddressTest, OneAddressHasManySpellings) {
  for (const char* spelt :
       {"Dorpsstraat 8a", "DORPSSTRAAT 8A", "Dorpsstr. 8 a", "dorpsstr 8a",
        "Dorpsstraat\u00A08a", "Dorpsstraat  8 A,", "\uFF24orpsstraat 8a",
        "Dorpsstraat 8a, 8011 AB Zwolle", "Dorpsstraat 8 a 8011AB",
        "Dörpsstraat 8a"}) {
    EXPECT_EQ(AddressKey(spelt), "dorpsstraat 8a") << spelt;
    EXPECT_FALSE(AreAlike(spelt, "Dorpsstraat 8a")) << spelt;
  }
  EXPECT_EQ(AddressKey("Wilhelminaln. 2"), AddressKey("Wilhelminalaan 2"));
  EXPECT_EQ(AddressKey("Stationspln 1"), AddressKey("Stationsplein 1"));
  EXPECT_EQ(AddressKey(""), "");
}

TEST(AddressTest, WhatIsAlikeIsNotTheSame) {
  for (const char* other : {"Dorpsstraat 8b", "Dorpsstraat 8", "Dorpstraat 8a",
                            "Dorpsstraat 8-2"}) {
    EXPECT_NE(AddressKey(other), AddressKey("Dorpsstraat 8a")) << other;
    EXPECT_TRUE(AreAlike(other, "Dorpsstraat 8a")) << other;
  }
  for (const char* other : {"Dorpsstraat 9a", "Kerkstraat 8a", "Dorpsstraat",
                            "", "Weg 8", "Wek 8"}) {
    EXPECT_FALSE(AreAlike(other, "Dorpsstraat 8a")) << other;
  }
  EXPECT_FALSE(AreAlike("Weg 8", "Wek 8"));
}

}  // namespace
}  // namespace opvang
