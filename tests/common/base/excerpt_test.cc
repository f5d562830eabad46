#include "common/base/excerpt.h"

#include "common/base/status.h"
#include "common/base/validation.h"
#include "gmock/gmock.h"

namespace opvang {
namespace {

TEST(ExcerptTest, CutsBetweenCharacters) {
  const std::string text = "Súdwest-Fryslân 🏠 é";
  for (size_t max = 0; max <= text.size() + 1; ++max) {
    const std::string cut = Excerpt(text, max);
    EXPECT_LE(cut.size(), max);
    EXPECT_TRUE(IsUtf8(cut)) << max;
    EXPECT_EQ(text.substr(0, cut.size()), cut);
    EXPECT_GE(cut.size() + 4, std::min(max, text.size()));
  }
}

TEST(ExcerptTest, WhatIsNotUtf8StandsAsSuch) {
  EXPECT_EQ(Excerpt("a\xff"
                    "b",
                    10),
            "a\uFFFD"
            "b");
  EXPECT_EQ(Excerpt("caf\xc3", 10), "caf\uFFFD");
  EXPECT_EQ(Excerpt("\xe2\x82", 2), "");
  EXPECT_EQ(Excerpt("\xed\xa0\x80x", 99), "\uFFFD\uFFFD\uFFFDx");
}

// An answer that was committed and cannot be read fails every repeat for ever.
TEST(ExcerptTest, AnErrorCanAlwaysBeRead) {
  const std::string odd = std::string(79, 'a') + "\xc3";
  const absl::Status status = InvalidFields({{odd, "is " + odd}});
  EXPECT_TRUE(IsUtf8(status.message()));
  ASSERT_EQ(ViolationsIn(status).size(), 1u);
  EXPECT_TRUE(IsUtf8(ViolationsIn(status)[0].field));
  EXPECT_TRUE(IsUtf8(ViolationsIn(status)[0].description));
  const absl::Status other =
      MakeError(absl::StatusCode::kNotFound, PlumbingReason("X"), odd,
                {{"location", odd}});
  EXPECT_TRUE(IsUtf8(other.message()));
  EXPECT_EQ(ReasonIn(other).name, "X");
}

}  // namespace
}  // namespace opvang
