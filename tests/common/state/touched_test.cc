#include "common/state/touched.h"

#include "tests/support/matchers.h"

namespace opvang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TouchedTest, TellsWhatAWriteIsAboutOnceByName) {
  Touched touched;
  touched.Add(1, "municipalities/gm0193");
  touched.Add(7, "municipalities/gm0193");
  touched.Add(5, "municipalities/gm0193");
  touched.Add(5, "municipalities/gm0150/locations/azc");
  touched.Add(5, "municipalities/gm0193");
  touched.Add(6, "provinces/pv23");
  EXPECT_THAT(touched.Of(5), ElementsAre("municipalities/gm0150/locations/azc",
                                         "municipalities/gm0193"));
  EXPECT_THAT(touched.Of(6), ElementsAre("provinces/pv23"));
  EXPECT_THAT(touched.Of(4), IsEmpty());
  EXPECT_THAT(touched.Of(8), IsEmpty());
  // What a service is born with is no write.
  EXPECT_THAT(touched.Of(1), IsEmpty());
}

TEST(TouchedTest, ACopyStaysAsItWas) {
  Touched touched;
  for (int i = 2; i < 500; ++i) touched.Add(i, "municipalities/gm0193");
  const Touched copy = touched;
  touched.Add(250, "provinces/pv23");
  EXPECT_THAT(copy.Of(250), ElementsAre("municipalities/gm0193"));
  EXPECT_THAT(touched.Of(250),
              ElementsAre("municipalities/gm0193", "provinces/pv23"));
}

TEST(TouchedTest, AreasAreWhatNamesBelongTo) {
  EXPECT_THAT(
      AreasOf({"municipalities/gm0193/locations/azc", "municipalities/gm0193",
               "provinces/pv23/reports/x", "countries/nl"}),
      ElementsAre("countries/nl", "municipalities/gm0193", "provinces/pv23"));
}

}  // namespace
}  // namespace opvang
