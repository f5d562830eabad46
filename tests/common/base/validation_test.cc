#include "common/base/validation.h"

#include "common/base/digest.h"
#include "gmock/gmock.h"

namespace opvang {
namespace {

std::string Fault(const std::string& text, TextBounds bounds) {
  Violations violations;
  CheckText(text, bounds, "x", violations);
  return violations.empty() ? "" : violations.all()[0].description;
}

TEST(SourceTest, TellsInventedFromStated) {
  EXPECT_TRUE(IsIllustrative("illustrative: balancing"));
  EXPECT_FALSE(IsIllustrative("https://www.coa.nl"));
}

TEST(SourceTest, CountsCharactersNotBytes) {
  EXPECT_EQ(Fault("Súdwest", {.length_max = 7}), "");
  EXPECT_THAT(Fault("Súdwest!", {.length_max = 7}),
              testing::HasSubstr("has 8 characters"));
}

TEST(SourceTest, RefusesWhatIsNotText) {
  for (const char* text : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80",
                           "\xf4\x90\x80\x80", "a\xe2\x82"}) {
    EXPECT_THAT(Fault(text, {.length_max = 100}),
                testing::HasSubstr("not UTF-8"));
  }
  EXPECT_THAT(Fault("a\tb", {.length_max = 9}),
              testing::HasSubstr("control character"));
  EXPECT_THAT(Fault("a\nb", {.length_max = 9}),
              testing::HasSubstr("control character"));
  EXPECT_EQ(Fault("a\nb", {.length_max = 9, .lines = true}), "");
  EXPECT_THAT(Fault("", {.length_max = 9, .required = true}),
              testing::HasSubstr("missing"));
}

TEST(SourceTest, NamesTheCountAndItsBounds) {
  Violations violations;
  CheckCount(-5, 0, 100000, "place_count", violations);
  CheckCount(0, 0, 100000, "place_count", violations);
  CheckCount(100000, 0, 100000, "place_count", violations);
  CheckCount(100001, 0, 100000, "place_count", violations);
  ASSERT_EQ(violations.all().size(), 2u);
  EXPECT_EQ(violations.all()[0].description,
            "is -5; it must be between 0 and 100000");
}

// One request has thousands of rows, and one parent.
TEST(WithinTest, TellsOfLongWordsTheirBeginning) {
  Violations violations;
  const std::string much(100000, 'a');
  CheckWithin(much, much + "b", "name", violations);
  CheckText("mail " + much + "@example.nl", {.length_max = 10}, "remark",
            violations);
  ASSERT_EQ(violations.all().size(), 3u);
  for (const FieldViolation& one : violations.all()) {
    EXPECT_LT(one.description.size(), 400u);
  }
}

TEST(Sha256Test, MakesTheSameIdOfTheSameBytes) {
  EXPECT_EQ(Sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(UuidFor("a"), UuidFor("a"));
  EXPECT_NE(UuidFor("a"), UuidFor("b"));
  EXPECT_TRUE(IsUuid(UuidFor("a")));
  EXPECT_FALSE(IsUuid("123"));
  EXPECT_FALSE(IsUuid("g0000000-0000-0000-0000-000000000000"));
}

}  // namespace
}  // namespace opvang
