#include "common/db/staging.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

class StagingTest : public testing::Test {
 protected:
  static Call CallOf(const std::string& oin) {
    return {.caller = {.oin = oin, .name = "x", .scope = ""},
            .actor = "",
            .method = "Test/Deliver",
            .deadline = absl::Now() + absl::Seconds(60)};
  }
  // One row of 1,000 bytes of a new delivery; `room` is that of its stream.
  absl::Status Stage(const std::string& oin, StagingRoom& room) {
    return StageRows(
        *db_, clock_, CallOf(oin), UuidFor(std::to_string(++deliveries_)),
        {{.number = 1, .key = "k", .bytes = std::string(1000, 'x')}}, room);
  }
  int32_t NextOf(int delivery) {
    return *NextStagedRow(*db_, CallOf("a"), UuidFor(std::to_string(delivery)));
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{""};
  int deliveries_ = 0;
};

TEST_F(StagingTest, OneCallerKeepsSoMuchWaiting) {
  StagingRoom room{.waiting_bytes_max = 3000};
  ASSERT_THAT(Stage("a", room), IsOk());
  ASSERT_THAT(Stage("a", room), IsOk());
  EXPECT_THAT(Stage("a", room), StatusIs(absl::StatusCode::kResourceExhausted));
  // Another stream of the caller finds no more room, another caller does.
  StagingRoom other{.waiting_bytes_max = 3000};
  EXPECT_THAT(Stage("a", other), HasReason("SERVICE_BUSY"));
  StagingRoom others{.waiting_bytes_max = 3000};
  EXPECT_THAT(Stage("b", others), IsOk());
  // What is forgotten makes room.
  ASSERT_THAT(DropStaged(*db_, CallOf("a"), UuidFor("1")), IsOk());
  EXPECT_THAT(Stage("a", room), IsOk());
}

TEST_F(StagingTest, WhatNobodyTouchedForAWeekIsSwept) {
  StagingRoom room;
  ASSERT_THAT(Stage("a", room), IsOk());
  clock_.Set(clock_.Now() + absl::Hours(7 * 24));
  ASSERT_THAT(SweepStaged(*db_, clock_), IsOk());
  EXPECT_EQ(NextOf(1), 2);
  clock_.Set(clock_.Now() + absl::Seconds(1));
  ASSERT_THAT(SweepStaged(*db_, clock_), IsOk());
  EXPECT_EQ(NextOf(1), 1);
}

TEST_F(StagingTest, DeliveriesAtOnceDoNotStandInEachOthersWay) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 60; ++k) {
        const std::string id = UuidFor(absl::StrCat(i, " ", k));
        StagingRoom room;
        EXPECT_THAT(StageRows(*db_, clock_, CallOf("a"), id,
                              {{.number = 1, .key = "k", .bytes = "x"}}, room),
                    IsOk());
        EXPECT_THAT(DropStaged(*db_, CallOf("a"), id), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace opvang
