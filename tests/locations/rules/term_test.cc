#include "services/locations/rules/term.h"

#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"

namespace opvang::locations {
namespace {

KnownLocation Transit(Site site, int years = 3) {
  KnownLocation known =
      site.For(pb::LocationKind::PURPOSE_STATUS_HOLDERS).Known();
  known.kind.set_term_year_count(years);
  return known;
}

TEST(TermTest, RunsFromTheFirstDayWithPlaces) {
  EXPECT_EQ(
      TermEnd(Transit(
          Site().Decided(Day(2024, 3, 25), 40).Decided(Day(2025, 1, 1), 60))),
      Day(2027, 3, 25));
  EXPECT_EQ(TermEnd(Transit(Site().Decided(Day(2024, 2, 29), 40))),
            Day(2027, 2, 28));
}

TEST(TermTest, WithoutPlacesItRunsFromTheOpening) {
  KnownLocation known = Transit(Site());
  EXPECT_EQ(TermEnd(known), std::nullopt);
  auto& entry = *known.location.mutable_state_entry();
  *entry.mutable_start_date() = ToProto(Day(2024, 10, 1));
  EXPECT_EQ(TermEnd(known), Day(2027, 10, 1));
  known.location.set_state(pb::LOCATION_STATE_PERMIT);
  EXPECT_EQ(TermEnd(known), std::nullopt) << "not open yet";
}

TEST(TermTest, WhereNothingBoundsItThereIsNone) {
  EXPECT_EQ(TermEnd(Transit(Site().Decided(Day(2024, 3, 25), 40), 0)),
            std::nullopt);
}

}  // namespace
}  // namespace opvang::locations
