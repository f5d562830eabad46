#include "common/state/compact.h"

#include "gtest/gtest.h"

namespace opvang {
namespace {

TEST(CompactTest, AShortDayIsTheDayItWasMadeOf) {
  for (absl::CivilDay day(1890, 1, 1); day < absl::CivilDay(2210, 1, 1);
       ++day) {
    ASSERT_EQ(*ShortDay(day), day);
  }
  EXPECT_FALSE(ShortDay().has_value());
  EXPECT_LT(ShortDay(), ShortDay(absl::CivilDay(1, 1, 1)));
}

TEST(CompactTest, AnInternedTextIsHeldOnce) {
  EXPECT_EQ(&*Interned("bron"), &*Interned(std::string("bron")));
  EXPECT_EQ(Interned(), Interned(""));
  EXPECT_EQ(*Interned(), "");
}

}  // namespace
}  // namespace opvang
