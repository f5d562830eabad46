#include "common/service/places.h"

#include "tests/support/matchers.h"

namespace opvang {
namespace {

TEST(PlacesTest, OneOrganisationHasSoMany) {
  Places places(2);
  absl::StatusOr<Place> first = places.Take("greedy");
  const absl::StatusOr<Place> second = places.Take("greedy");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  const absl::StatusOr<Place> third = places.Take("greedy");
  EXPECT_THAT(third, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(third, HasReason("SERVICE_BUSY"));
  EXPECT_THAT(places.Take("modest"), IsOk());
  first->reset();
  EXPECT_THAT(places.Take("greedy"), IsOk());
}

}  // namespace
}  // namespace opvang
