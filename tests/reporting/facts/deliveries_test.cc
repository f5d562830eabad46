// Deliveries beside their deadlines.
#include "services/reporting/facts/deliveries.h"

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"

namespace opvang::reporting {
namespace {

using testing::HasSubstr;
using Delivery = pb::Delivery;
using Day = absl::CivilDay;

pb::Deadline DueOn(const std::string& subject, pb::Deadline::Item item,
                   Day day) {
  pb::Deadline deadline;
  deadline.set_subject(subject);
  deadline.set_item(item);
  *deadline.mutable_due_date() = ToProto(day);
  deadline.set_source("afspraak");
  return deadline;
}

Arrival Arrived(const std::string& municipality, pb::Deadline::Item item,
                Day day) {
  Arrival arrival{.municipality = municipality,
                  .item = item,
                  .record_time = {},
                  .day = day};
  arrival.record_time.set_seconds((day - Day(1970, 1, 1)) * 86400 + 3600);
  return arrival;
}

constexpr auto kItem = pb::Deadline::ITEM_LOCATIONS;

Delivery Of(const Followed& followed, const std::string& municipality,
            pb::Deadline::Item item = kItem) {
  for (const Delivery& one : Follow(followed)) {
    if (one.municipality() == municipality && one.item() == item) return one;
  }
  return {};
}

Followed Two(Day day) {
  return {.municipalities = {kKampen, kZwolle},
          .deadlines = {DueOn("provinces/pv23", kItem, Day(2024, 9, 15))},
          .arrivals = {},
          .day = day};
}

TEST(FollowTest, WhatIsNotThereIsOpenUntilItIsOverdue) {
  EXPECT_EQ(Of(Two(Day(2024, 9, 15)), kZwolle).standing(),
            Delivery::STANDING_OPEN);
  const Delivery overdue = Of(Two(Day(2024, 9, 16)), kZwolle);
  EXPECT_EQ(overdue.standing(), Delivery::STANDING_OVERDUE);
  EXPECT_EQ(overdue.reminder(),
            "Van gemeente Zwolle hebben wij de asiellocaties op 16 september "
            "2024 nog niet ontvangen. De laatste dag was 15 september 2024 "
            "(afspraak). Wilt u deze alsnog aanleveren?");
  const Delivery open =
      Of(Two(Day(2024, 9, 16)), kZwolle, pb::Deadline::ITEM_HOUSING);
  EXPECT_EQ(open.standing(), Delivery::STANDING_OPEN);
  EXPECT_FALSE(open.has_due_date());
  EXPECT_THAT(open.reminder(), HasSubstr("Wilt u deze aanleveren?"));
}

TEST(FollowTest, WhatCameIsOnTimeByItsLastTimelyDay) {
  Followed followed = Two(Day(2024, 10, 1));
  followed.arrivals = {Arrived(kZwolle, kItem, Day(2024, 9, 15)),
                       Arrived(kKampen, kItem, Day(2024, 9, 16))};
  EXPECT_EQ(Of(followed, kZwolle).standing(), Delivery::STANDING_ON_TIME);
  EXPECT_EQ(Of(followed, kZwolle).reminder(), "");
  EXPECT_EQ(Of(followed, kKampen).standing(), Delivery::STANDING_LATE);
  EXPECT_EQ(Of(followed, kKampen).reminder(), "");
}

TEST(FollowTest, TheFirstFactDecidesAndALaterChangeIsTold) {
  Followed followed = Two(Day(2024, 10, 1));
  followed.arrivals = {Arrived(kZwolle, kItem, Day(2024, 9, 20)),
                       Arrived(kZwolle, kItem, Day(2024, 9, 1))};
  const Delivery delivery = Of(followed, kZwolle);
  EXPECT_EQ(delivery.standing(), Delivery::STANDING_ON_TIME);
  EXPECT_TRUE(delivery.changed_late());
  EXPECT_LT(delivery.first_time().seconds(), delivery.last_time().seconds());
  // Seen before the change, there is none.
  followed.day = Day(2024, 9, 19);
  EXPECT_FALSE(Of(followed, kZwolle).changed_late());
}

TEST(FollowTest, LaterArrivalsAreNotSeen) {
  Followed followed = Two(Day(2024, 9, 10));
  followed.arrivals = {Arrived(kZwolle, kItem, Day(2024, 9, 11))};
  EXPECT_EQ(Of(followed, kZwolle).standing(), Delivery::STANDING_OPEN);
}

TEST(FollowTest, TheRegionsDeadlineGoesBeforeTheProvinces) {
  Followed followed = Two(Day(2024, 9, 10));
  followed.deadlines.push_back(
      DueOn("regions/ijsselland", kItem, Day(2024, 9, 1)));
  followed.deadlines.push_back(DueOn("regions/twente", kItem, Day(2024, 8, 1)));
  EXPECT_EQ(DayOf(Of(followed, kZwolle).due_date()), Day(2024, 9, 1));
  std::swap(followed.deadlines[0], followed.deadlines[1]);
  EXPECT_EQ(DayOf(Of(followed, kZwolle).due_date()), Day(2024, 9, 1));
}

TEST(FollowTest, EveryMunicipalityHasEveryItemInOrder) {
  const std::vector<Delivery> all = Follow(Two(Day(2024, 9, 10)));
  ASSERT_EQ(all.size(), 10u);
  EXPECT_EQ(all[0].display_name(), "Kampen");
  EXPECT_EQ(all[4].item(), pb::Deadline::ITEM_CONFIRMATION);
  EXPECT_EQ(all[5].display_name(), "Zwolle");
}

}  // namespace
}  // namespace opvang::reporting
