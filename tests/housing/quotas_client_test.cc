// What is asked of quotas, and what need not be asked again.
#include "services/housing/quotas_client.h"

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "tests/housing/services.h"

namespace opvang::housing {
namespace {

TEST(SharedAnswerTest, AnAnswerIsNeverOlderThanItsQuestion) {
  constexpr int kCallers = 8, kCalls = 200;
  std::atomic<int> source = 0, questions = 0;
  SharedAnswer<int> shared([&]() -> absl::StatusOr<int> {
    ++questions;
    return source.load();
  });
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      for (int call = 0; call < kCalls; ++call) {
        const int before = ++source;
        const auto answer = shared.Read(absl::InfiniteFuture());
        ASSERT_THAT(answer, IsOk());
        ASSERT_GE(*answer, before);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_LE(questions, kCallers * kCalls);
}

TEST(SharedAnswerTest, WhoWaitsWaitsNoLongerThanItsDeadline) {
  absl::Notification asked, answer;
  SharedAnswer<int> shared([&]() -> absl::StatusOr<int> {
    asked.Notify();
    answer.WaitForNotification();
    return absl::UnavailableError("down");
  });
  std::thread first([&] {
    EXPECT_THAT(shared.Read(absl::InfiniteFuture()),
                StatusIs(absl::StatusCode::kUnavailable));
  });
  asked.WaitForNotification();
  EXPECT_THAT(shared.Read(absl::InfinitePast()),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  answer.Notify();
  first.join();
}

TEST(TargetCacheTest, KeepsWhatWasUsedLast) {
  const auto asked = [](int64_t revision) {
    return TargetsAsked{.parent = "municipalities/gm0193",
                        .last = *HalfYear::Parse("2024-h2"),
                        .as_of = absl::CivilDay(2024, 10, 1),
                        .quotas_revision = revision};
  };
  const auto targets = [](int count) {
    Targets made;
    for (int i = 0; i < count; ++i) {
      made.by_municipality["x"][*HalfYear::Parse("2000-h1") + i] = {};
    }
    return std::make_shared<const Targets>(made);
  };
  TargetCache cache(30);
  const auto keep = [&](int64_t revision, auto held) {
    cache.Keep(asked(revision), held, CountOf(*held));
  };
  const auto second = targets(9);
  keep(1, targets(9));
  keep(2, second);
  keep(3, targets(9));
  EXPECT_NE(cache.Find(asked(1)), nullptr);
  EXPECT_EQ(cache.Find(asked(2)), second);
  EXPECT_NE(cache.Find(asked(1)), nullptr);
  keep(4, targets(9));
  EXPECT_EQ(cache.Find(asked(3)), nullptr) << "was used least";
  EXPECT_EQ(cache.Find(asked(2)), second);
  keep(5, targets(30));
  EXPECT_EQ(cache.Find(asked(5)), nullptr) << "takes more than there is";
  EXPECT_NE(cache.Find(asked(1)), nullptr);
}

class QuotasClientTest : public HousingFixture {};

TEST_F(QuotasClientTest, WhatWasToldAtARevisionIsNotAskedAgain) {
  const absl::CivilDay day(2024, 10, 1);
  ASSERT_THAT(DeliverQuotas(Target("municipalities/gm0193", "2024-h2", 100,
                                   absl::CivilDay(2024, 4, 1))),
              IsOk());
  const auto now = Balances("municipalities/gm0193", "2024-h2", day);
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->quotas_revision(), 2);
  quotas_server_.Stop();
  const auto again =
      Balances("municipalities/gm0193", "2024-h2", day, "quotas_revision: 2");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), now->SerializeAsString());
  EXPECT_THAT(Balances("municipalities/gm0193", "2024-h2", day + 1,
                       "quotas_revision: 2"),
              HasReason("QUOTAS_UNAVAILABLE"));
}

}  // namespace
}  // namespace opvang::housing
