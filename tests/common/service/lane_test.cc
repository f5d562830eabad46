#include "common/service/lane.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "common/base/status.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

// What ran, in order. Thread-safe.
class Journal {
 public:
  void Note(const std::string& what) {
    absl::MutexLock lock(&mutex_);
    all_.push_back(what);
  }
  std::vector<std::string> All() {
    absl::MutexLock lock(&mutex_);
    return all_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> all_;
};

TEST(LaneTest, IsFairBetweenOrganisationsAndInOrderWithinOne) {
  Journal journal;
  {
    Lane lane({.thread_count = 1});
    absl::Notification started, go;
    lane.Submit("first", absl::InfiniteFuture(), [&](const absl::Status&) {
      started.Notify();
      go.WaitForNotification();
    });
    started.WaitForNotification();
    const auto submit = [&](const std::string& who, int count) {
      for (int i = 1; i <= count; ++i) {
        lane.Submit(who, absl::InfiniteFuture(),
                    [&journal, who, i](const absl::Status& refused) {
                      EXPECT_THAT(refused, IsOk());
                      journal.Note(who + std::to_string(i));
                    });
      }
    };
    submit("greedy", 4);
    submit("modest", 2);
    go.Notify();
  }
  EXPECT_THAT(journal.All(),
              testing::ElementsAre("greedy1", "modest1", "greedy2", "modest2",
                                   "greedy3", "greedy4"));
}

TEST(LaneTest, TellsHowItStandsAndWhomItRefused) {
  absl::Notification started, go;
  Lane lane({.thread_count = 1});
  const auto ignore = [](const absl::Status&) {};
  lane.Submit("first", absl::InfiniteFuture(), [&](const absl::Status&) {
    started.Notify();
    go.WaitForNotification();
  });
  started.WaitForNotification();
  lane.Submit("greedy", absl::InfiniteFuture(), ignore);
  lane.Submit("greedy", absl::InfiniteFuture(), ignore);
  lane.Submit("modest", absl::InfiniteFuture(), ignore);
  lane.Submit("late", absl::InfinitePast(), ignore);
  const Lane::Standing standing = lane.standing();
  EXPECT_EQ(standing.waiting, 3u);
  EXPECT_EQ(standing.running, 1);
  EXPECT_EQ(standing.refused, 1);
  EXPECT_THAT(standing.waiting_of,
              testing::UnorderedElementsAre(testing::Pair("greedy", 2),
                                            testing::Pair("modest", 1)));
  EXPECT_THAT(standing.refused_of,
              testing::ElementsAre(testing::Pair("late", 1)));
  go.Notify();
}

// Refused when its turn came, as its deadline was over by then.
TEST(LaneTest, CountsWhatItRefusesLate) {
  absl::Notification started, go, refused;
  Lane lane({.thread_count = 1});
  lane.Submit("first", absl::InfiniteFuture(), [&](const absl::Status&) {
    started.Notify();
    go.WaitForNotification();
  });
  started.WaitForNotification();
  const absl::Time soon = absl::Now() + absl::Milliseconds(50);
  lane.Submit("late", soon, [&](const absl::Status& status) {
    EXPECT_THAT(status, HasReason("SERVICE_BUSY"));
  });
  lane.Submit("after", absl::InfiniteFuture(),
              [&](const absl::Status&) { refused.Notify(); });
  while (absl::Now() <= soon) absl::SleepFor(absl::Milliseconds(1));
  go.Notify();
  refused.WaitForNotification();
  EXPECT_THAT(lane.standing().refused_of,
              testing::ElementsAre(testing::Pair("late", 1)));
}

TEST(LaneTest, ACallIsTheSameCallThere) {
  absl::Notification with, without;
  Lane lane({.thread_count = 1});
  const TraceRef trace = BeginTrace();
  {
    const TraceScope scope(trace);
    lane.Submit("x", absl::InfiniteFuture(), [&](const absl::Status&) {
      EXPECT_EQ(CurrentTrace(), trace);
      with.Notify();
    });
  }
  lane.Submit("x", absl::InfiniteFuture(), [&](const absl::Status&) {
    EXPECT_EQ(CurrentTrace(), nullptr);
    without.Notify();
  });
  with.WaitForNotification();
  without.WaitForNotification();
}

TEST(LaneTest, RefusesWhatItsDeadlineDoesNotAllowAndSaysWhenToTryAgain) {
  Lane lane({.thread_count = 1});
  absl::Status refused;
  lane.Submit("late", absl::InfinitePast(),
              [&](const absl::Status& status) { refused = status; });
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused, HasReason("SERVICE_BUSY"));
  EXPECT_TRUE(refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo")
                  .has_value());
}

TEST(LaneTest, HoldsOneOrganisationToSoManyOfItsOwn) {
  Lane lane({.thread_count = 2, .running_max = 1});
  absl::Notification go, silent_ran, other_ran;
  absl::BlockingCounter done(3);
  Journal journal;
  for (const std::string name : {"silent1", "silent2"}) {
    lane.Submit("silent", absl::InfiniteFuture(),
                [&, name](const absl::Status&) {
                  journal.Note(name);
                  if (name == "silent1") silent_ran.Notify();
                  go.WaitForNotification();
                  done.DecrementCount();
                });
  }
  lane.Submit("other", absl::InfiniteFuture(), [&](const absl::Status&) {
    journal.Note("other");
    other_ran.Notify();
    done.DecrementCount();
  });
  other_ran.WaitForNotification();
  silent_ran.WaitForNotification();
  // The second silent one waits, though a thread was free for it.
  EXPECT_THAT(journal.All(), testing::UnorderedElementsAre("silent1", "other"));
  go.Notify();
  done.Wait();
  EXPECT_EQ(journal.All().back(), "silent2");
}

TEST(LaneTest, RefusesMoreOfOneThanMayWait) {
  Lane lane({.thread_count = 1, .running_max = 0, .waiting_max = 1});
  absl::Notification started, go;
  lane.Submit("a", absl::InfiniteFuture(), [&](const absl::Status&) {
    started.Notify();
    go.WaitForNotification();
  });
  started.WaitForNotification();
  absl::Status waits, refused;
  lane.Submit("a", absl::InfiniteFuture(),
              [&](const absl::Status& status) { waits = status; });
  lane.Submit("a", absl::InfiniteFuture(),
              [&](const absl::Status& status) { refused = status; });
  EXPECT_THAT(refused, HasReason("SERVICE_BUSY"));
  // Another organisation still may.
  absl::Notification other;
  lane.Submit("b", absl::InfiniteFuture(), [&](const absl::Status& status) {
    EXPECT_THAT(status, IsOk());
    other.Notify();
  });
  go.Notify();
  other.WaitForNotification();
}

TEST(LaneTest, RefusesMoreBytesOfOneThanMayWait) {
  absl::Notification started, go;
  absl::Status waits = absl::UnknownError("it waits"), refused;
  Lane lane({.thread_count = 1, .waiting_bytes_max = 10});
  lane.Submit("a", absl::InfiniteFuture(), [&](const absl::Status&) {
    started.Notify();
    go.WaitForNotification();
  });
  started.WaitForNotification();
  const auto submit = [&](size_t bytes, absl::Status& told) {
    lane.Submit(
        "a", absl::InfiniteFuture(),
        [&](const absl::Status& status) { told = status; }, bytes);
  };
  submit(10, waits);
  submit(1, refused);
  EXPECT_THAT(refused, HasReason("SERVICE_BUSY"));
  EXPECT_EQ(waits.message(), "it waits");
  go.Notify();
}

TEST(LaneTest, SaysThatAllItsThreadsAreHeld) {
  absl::Notification started, go, ran;
  Lane lane({.thread_count = 1, .stuck_after = absl::Milliseconds(10)});
  lane.Submit("a", absl::InfiniteFuture(), [&](const absl::Status&) {
    started.Notify();
    go.WaitForNotification();
  });
  started.WaitForNotification();
  // A held thread is nobody's matter until somebody waits for it.
  EXPECT_FALSE(lane.IsStuck());
  lane.Submit("b", absl::InfiniteFuture(),
              [&](const absl::Status&) { ran.Notify(); });
  while (!lane.IsStuck()) std::this_thread::yield();
  go.Notify();
  ran.WaitForNotification();
  EXPECT_FALSE(lane.IsStuck());
}

}  // namespace
}  // namespace opvang
